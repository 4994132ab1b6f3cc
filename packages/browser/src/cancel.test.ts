import { describe, expect, it } from "vitest";
import { Cancelled } from "./cancel.js";
import { cancelOf, errorOf, inBothForms, open, until, valueOf } from "./tests/open.js";
import { TaskCancelledError } from "./errors.js";
import type { Cx } from "./cx.js";

/** Starts `body`, asks it to stop after 5 ms and gives what it came to. */
async function cancelledAfter5(body: (cx: Cx) => Promise<unknown>) {
  const opened = await open();
  const outcome = await opened.runtime.run(async (cx) => {
    const task = cx.spawn(body, "victim");
    await cx.sleep(5);
    task.cancel("enough");
    return await task.join();
  });
  return { ...opened, outcome: valueOf(outcome) };
}

describe("cancel.drain", () => {
  const leafAsync = async (cx: Cx, log: string[]) => {
    try {
      await cx.sleep(1000);
      log.push("after the cancelled operation");
    } finally {
      await cx.sleep(10);
      log.push("leaf cleaned");
    }
  };
  function* leafGenerator(cx: Cx, log: string[]): Generator<unknown, void> {
    try {
      yield* cx.sleep(1000);
      log.push("after the cancelled operation");
    } finally {
      yield* cx.sleep(10);
      log.push("leaf cleaned");
    }
  }

  inBothForms<void>(
    "survives an async finally behind nested calls",
    {
      async: async (cx, log) => {
        const middle = async () => {
          try {
            await leafAsync(cx, log);
            log.push("after the leaf");
          } finally {
            await cx.sleep(10);
            log.push("middle cleaned");
          }
        };
        await middle();
        log.push("after everything");
      },
      *generator(cx, log) {
        function* middle(): Generator<unknown, void> {
          try {
            yield* leafGenerator(cx, log);
            log.push("after the leaf");
          } finally {
            yield* cx.sleep(10);
            log.push("middle cleaned");
          }
        }
        yield* middle();
        log.push("after everything");
      },
    },
    async (body, log) => {
      const { outcome, runtime } = await cancelledAfter5(body);
      expect(log).toEqual(["leaf cleaned", "middle cleaned"]);
      expect(cancelOf(outcome)).toMatchObject({ kind: "User", message: "enough" });
      expect(runtime.kernel.timeNow()).toBe(25_000);
    },
  );

  inBothForms<void>(
    "throws Cancelled with the reason, at the operation that waits",
    {
      async: async (cx, log) => {
        try {
          await cx.sleep(1000);
        } catch (error) {
          log.push(
            error instanceof Cancelled ? `${error.cancel.kind} ${error.cancel.message}` : "?",
          );
          throw error;
        }
      },
      *generator(cx, log) {
        try {
          yield* cx.sleep(1000);
        } catch (error) {
          log.push(
            error instanceof Cancelled ? `${error.cancel.kind} ${error.cancel.message}` : "?",
          );
          throw error;
        }
      },
    },
    async (body, log) => {
      await cancelledAfter5(body);
      expect(log).toEqual(["User enough"]);
    },
  );

  inBothForms<string>(
    "lets cleanup wait, while a checkpoint throws every time it is asked",
    {
      async: async (cx, log) => {
        try {
          await cx.sleep(1000);
        } catch {
          for (let i = 0; i < 3; i++) {
            try {
              cx.checkpoint();
            } catch (error) {
              log.push((error as Error).name);
            }
            await cx.sleep(1);
          }
        }
        return "a value";
      },
      *generator(cx, log) {
        try {
          yield* cx.sleep(1000);
        } catch {
          for (let i = 0; i < 3; i++) {
            try {
              cx.checkpoint();
            } catch (error) {
              log.push((error as Error).name);
            }
            yield* cx.sleep(1);
          }
        }
        return "a value";
      },
    },
    async (body, log) => {
      const { outcome } = await cancelledAfter5(body);
      expect(log).toEqual(["Cancelled", "Cancelled", "Cancelled"]);
      expect(outcome.kind).toBe("cancelled"); // rule cancel.outcome: not its value
    },
  );
});

describe("cancel.sticky", () => {
  inBothForms<void>(
    "gives a body that swallows Cancelled the same again, then gives it up and says so",
    {
      async: async (cx, log) => {
        for (;;) {
          try {
            await cx.sleep(100);
            log.push("slept");
          } catch {
            log.push("thrown");
          }
        }
      },
      *generator(cx, log) {
        for (;;) {
          try {
            yield* cx.sleep(100);
            log.push("slept");
          } catch {
            log.push("thrown");
          }
        }
      },
    },
    async (body, log) => {
      const { outcome, reports } = await cancelledAfter5(body);
      expect(cancelOf(outcome).phase).toBe("forced");
      // At the request, at the end of 5 s of cleanup, then 16 refusals.
      expect(log.filter((entry) => entry === "thrown").length).toBeGreaterThanOrEqual(16);
      expect(log.filter((entry) => entry === "thrown").length).toBeLessThanOrEqual(18);
      expect(log.filter((entry) => entry === "slept").length).toBeLessThanOrEqual(50);
      expect(reports.map(({ kind }) => kind)).toEqual(["swallowed-cancel", "task-forced"]);
      for (const report of reports) expect(report.path).toMatch(/victim#\d$/);
    },
  );
});

describe("cancel.force", () => {
  inBothForms<void>(
    "bounds a cleanup that hangs in an operation, and reports its path",
    {
      async: async (cx) => {
        try {
          await cx.sleep(1000);
        } finally {
          for (;;) await cx.sleep(Infinity).then(undefined, () => undefined);
        }
      },
      *generator(cx) {
        try {
          yield* cx.sleep(1000);
        } finally {
          for (;;) {
            try {
              yield* cx.sleep(Infinity);
            } catch {
              // Goes on.
            }
          }
        }
      },
    },
    async (body) => {
      const { outcome, reports, runtime } = await cancelledAfter5(body);
      expect(cancelOf(outcome).phase).toBe("forced");
      expect(runtime.kernel.timeNow()).toBeLessThan(10_000_000);
      const report = reports.find(({ kind }) => kind === "task-forced");
      expect(report?.path).toMatch(/victim#2$/);
      expect(report?.message).toContain(report?.path);
    },
  );

  it("bounds a cleanup that hangs in a promise nobody owns, and says where it came from", async () => {
    const opened = await open({ debug: true });
    const { runtime, reports } = opened;
    const outcome = await runtime.run(async (cx) => {
      const task = cx.spawn(async (own) => {
        try {
          await own.sleep(1000);
        } finally {
          await new Promise(() => undefined);
        }
      }, "hung");
      await cx.sleep(5);
      task.cancel();
      return await task.join();
    });
    expect(cancelOf(valueOf(outcome)).phase).toBe("forced");
    const report = reports.find(({ kind }) => kind === "task-forced");
    expect(report?.path).toMatch(/hung#2$/);
    expect(report?.message).toContain("cx.from");
    expect(report?.spawnSite).toContain("cancel.test.ts");
  });

  it("lets the first failure through although a sibling ignores its cancel", async () => {
    const { runtime, kinds } = await open();
    const outcome = await runtime.run(async (cx) => {
      cx.spawn(async () => {
        await new Promise(() => undefined);
      }, "deaf");
      await cx.sleep(1);
      throw new Error("the first");
    });
    expect(errorOf(outcome).message).toBe("the first");
    expect(kinds()).toContain("task-forced");
  });

  it("never resumes a body that was forced", async () => {
    const { runtime } = await open({ mode: "live" });
    const log: string[] = [];
    let release = () => {};
    const scope = runtime.createScope();
    const task = scope.spawn(async (cx) => {
      await new Promise<void>((resolve) => (release = resolve));
      log.push("back");
      await cx.sleep(1);
      log.push("resumed");
    });
    await until(() => task.state === "Running");
    await new Promise<void>((resolve) => void setImmediate(resolve));
    await scope.close({ cancel: { message: "go", cleanup: { timeMs: 1 } } });
    release();
    await new Promise<void>((resolve) => void setImmediate(resolve));
    expect(task.outcome?.kind).toBe("cancelled");
    expect(log).toEqual(["back"]);
  });
});

describe("a task that has not started (cancel.never_started)", () => {
  it("runs nothing when it is cancelled", async () => {
    const { runtime } = await open({ mode: "live" });
    const scope = runtime.createScope();
    let ran = false;
    const task = scope.spawn(() => {
      ran = true;
    });
    task.cancel();
    await scope.close();
    expect(ran).toBe(false);
    expect(cancelOf(task.outcome).phase).toBe("never-started");
  });

  it("starts nothing when its scope opens and closes in the same tick", async () => {
    const { runtime } = await open({ mode: "live" });
    let ran = 0;
    for (let i = 0; i < 3; i++) {
      const scope = runtime.createScope("component");
      scope.spawn(() => ran++);
      scope.cancel("unmount");
    }
    await runtime.close();
    expect(ran).toBe(0);
  });

  it("is not run synchronously (task.spawn)", async () => {
    const { runtime } = await open({ mode: "live" });
    let ran = false;
    const task = runtime.createScope().spawn(() => (ran = true));
    expect(ran).toBe(false);
    await task;
    expect(ran).toBe(true);
  });
});

describe("TaskCancelledError", () => {
  inBothForms<string>(
    "is what a waiter gets for another task's cancel; Cancelled is only for its own",
    {
      async: async (cx) => {
        const other = cx.spawn(async (own) => await own.sleep(Infinity), "other");
        await cx.sleep(1);
        other.cancel("not you");
        try {
          await other;
        } catch (error) {
          expect(error).toBeInstanceOf(TaskCancelledError);
          expect(error).not.toBeInstanceOf(Cancelled);
          expect((error as Error).message).toContain("other#2");
          expect((error as Error).message).toContain("not you");
        }
        await cx.sleep(1);
        return "went on";
      },
      *generator(cx) {
        const other = cx.spawn(async (own) => await own.sleep(Infinity), "other");
        yield* cx.sleep(1);
        other.cancel("not you");
        try {
          yield* other;
        } catch (error) {
          expect(error).toBeInstanceOf(TaskCancelledError);
          expect(error).not.toBeInstanceOf(Cancelled);
          expect((error as Error).message).toContain("other#2");
        }
        yield* cx.sleep(1);
        return "went on";
      },
    },
    async (body) => {
      const { runtime } = await open();
      expect(valueOf(await runtime.run(body))).toBe("went on");
    },
  );

  it("makes a waiter that lets it pass fail, not cancelled", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(async (cx) => {
      const other = cx.spawn(async (own) => await own.sleep(Infinity), "other");
      await cx.sleep(1);
      other.cancel();
      await other;
    });
    expect(errorOf(outcome)).toMatchObject({ name: "TaskCancelledError", code: "task-cancelled" });
  });
});

describe("CancelInfo.origin", () => {
  it("is the task that was asked by itself, or the scope that was asked for all its tasks", async () => {
    const { runtime } = await open();
    const scope = runtime.createScope("page");
    const [one, two] = ["one", "two"].map((name) => scope.spawn((cx) => cx.sleep(1000), name));
    await runtime.run((cx) => cx.sleep(1));
    one?.cancel("only you");
    await one?.join();
    await scope.close({ cancel: "everybody" });
    expect(cancelOf(one?.outcome)).toMatchObject({ origin: "page/one#1", message: "only you" });
    expect(cancelOf(two?.outcome)).toMatchObject({ origin: "page", message: "everybody" });
  });
});
