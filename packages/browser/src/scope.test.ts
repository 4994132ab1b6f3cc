import { Counter } from "@asupersync/browser-core";
import { describe, expect, it } from "vitest";
import type { Cx } from "./cx.js";
import { cancelOf, errorOf, inBothForms, open, until, valueOf } from "./tests/open.js";

describe("scope.close (region.close)", () => {
  it("settles only when everything in it has ended", async () => {
    const { runtime } = await open();
    const log: string[] = [];
    const scope = runtime.createScope("page");
    scope.spawn(async (cx) => {
      cx.spawn(async (inner) => {
        await inner.sleep(50);
        log.push("grandchild");
      });
      await cx.sleep(10);
      log.push("child");
    });
    const outcome = await scope.close();
    expect(log).toEqual(["child", "grandchild"]);
    expect(outcome.kind).toBe("ok");
    expect(scope.state).toBe("Closed");
    expect(runtime.kernel.counter(Counter.TasksLive)).toBe(0);
  });

  it("waits for cleanup when it cancels", async () => {
    const { runtime } = await open();
    const log: string[] = [];
    const scope = runtime.createScope("page");
    scope.spawn(async (cx) => {
      cx.defer(async () => {
        await cx.sleep(20);
        log.push("finalizer");
      });
      try {
        await cx.sleep(1000);
      } finally {
        await cx.sleep(20);
        log.push("finally");
      }
    });
    await runtime.run((cx) => cx.sleep(1));
    const outcome = await scope.close({ cancel: "unmount" });
    expect(log).toEqual(["finally", "finalizer"]);
    expect(cancelOf(outcome)).toMatchObject({ kind: "User", message: "unmount" });
  });

  it("is idempotent, and a later close sees the same outcome", async () => {
    const { runtime } = await open();
    const scope = runtime.createScope();
    const [first, second] = await Promise.all([scope.close(), scope.close({ cancel: "late" })]);
    expect(second).toBe(first);
    expect(await scope.close()).toBe(first);
  });

  it("closes cancelled, never ok, when it was cancelled while empty (outcome.aggregate)", async () => {
    const { runtime } = await open();
    expect(cancelOf(await runtime.createScope().close({ cancel: "x" })).message).toBe("x");
  });

  it("refuses work afterwards, naming the scope (region.admission)", async () => {
    const { runtime } = await open();
    const scope = runtime.createScope("page");
    await scope.close();
    expect(() => scope.spawn(() => 1)).toThrow(/page/);
    expect(() => scope.createScope()).toThrow(
      expect.objectContaining({ code: "stale-handle" }) as Error,
    );
  });

  it("closes at the end of an await using block", async () => {
    const { runtime } = await open();
    let done = false;
    {
      await using scope = runtime.createScope();
      scope.spawn(async (cx) => {
        await cx.sleep(10);
        done = true;
      });
    }
    expect(done).toBe(true);
  });
});

describe("runtime.close", () => {
  it("cancels with Shutdown, drains, and refuses everything afterwards", async () => {
    const { runtime } = await open();
    const log: string[] = [];
    const running = runtime.run(async (cx) => {
      try {
        await cx.sleep(Infinity);
      } finally {
        await cx.sleep(10);
        log.push("cleaned");
      }
    });
    await runtime.run((cx) => cx.sleep(1));
    const outcome = await runtime.close("leaving");
    expect(log).toEqual(["cleaned"]);
    expect(cancelOf(outcome)).toMatchObject({ kind: "Shutdown", message: "leaving" });
    const cancel = cancelOf(await running);
    expect(cancel.kind).toBe("ParentCancelled");
    expect(cancel.cause).toMatchObject({ kind: "Shutdown", message: "leaving" });
    await expect(runtime.run(() => 1)).rejects.toMatchObject({ code: "runtime-closed" });
    expect(() => runtime.createScope()).toThrow(
      expect.objectContaining({ name: "RuntimeClosedError" }) as Error,
    );
  });

  it("is ok when nothing was alive, and is idempotent", async () => {
    const { runtime } = await open();
    await runtime.run(() => 1);
    const outcome = await runtime.close();
    expect(outcome.kind).toBe("ok");
    expect(await runtime.close()).toBe(outcome);
  });

  it("leaves no host timer behind", async () => {
    const { runtime } = await open({ mode: "live" });
    const scope = runtime.createScope();
    scope.spawn((cx) => cx.sleep(3_600_000));
    await until(() => runtime.kernel.counter(Counter.Timers) === 1);
    await runtime.close();
    expect(process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length).toBe(
      timeoutsOfTheRunner,
    );
  });
  const timeoutsOfTheRunner = 1; // the time limit of the test
});

describe("policy", () => {
  const sleeper = async (cx: Cx) => {
    await cx.sleep(1000);
  };
  const failing = async (cx: Cx) => {
    await cx.sleep(5);
    throw new Error("first");
  };

  it("the first failure cancels the siblings and is the outcome (policy.fail_fast)", async () => {
    const { runtime } = await open();
    const scope = runtime.createScope();
    const sibling = scope.spawn(sleeper);
    scope.spawn(failing);
    await until(() => scope.outcome !== undefined || sibling.outcome !== undefined);
    expect(errorOf(await scope.close()).message).toBe("first");
    expect(cancelOf(sibling.outcome).kind).toBe("FailFast");
  });

  it("the scope's own body is a sibling like any other (policy.fail_fast)", async () => {
    const { runtime } = await open();
    const log: string[] = [];
    const outcome = await runtime.run(async (cx) => {
      cx.spawn(failing);
      try {
        await cx.sleep(1000);
      } catch (error) {
        log.push((error as { cancel?: { kind: string } }).cancel?.kind ?? "?");
        throw error;
      }
    });
    expect(log).toEqual(["FailFast"]);
    expect(errorOf(outcome).message).toBe("first");
  });

  it("nobody is cancelled, and the outcome is the aggregate (policy.collect_all)", async () => {
    const { runtime } = await open();
    const scope = runtime.createScope({ policy: "collect-all" });
    const sibling = scope.spawn(sleeper);
    scope.spawn(failing);
    const defect = scope.spawn(async (cx) => {
      await cx.sleep(10);
      throw new TypeError("defect");
    });
    const outcome = await scope.close();
    expect(sibling.outcome?.kind).toBe("ok");
    expect(defect.outcome?.kind).toBe("panicked");
    expect(outcome.kind).toBe("panicked");
  });

  inBothForms<string>(
    "a failed child scope dooms nobody but who lets its failure pass (policy.fail_fast)",
    {
      async: async (cx) => {
        const sibling = cx.spawn(async (own) => {
          await own.sleep(100);
          return "untouched";
        });
        try {
          await cx.scope(async () => {
            throw new Error("inside");
          });
        } catch (error) {
          expect((error as Error).message).toBe("inside");
        }
        return await sibling;
      },
      *generator(cx) {
        const sibling = cx.spawn(function* (own): Generator<unknown, string> {
          yield* own.sleep(100);
          return "untouched";
        });
        try {
          yield* cx.scope(function* (): Generator<unknown, never> {
            throw new Error("inside");
          });
        } catch (error) {
          expect((error as Error).message).toBe("inside");
        }
        return yield* sibling;
      },
    },
    async (body) => {
      const { runtime } = await open();
      expect(valueOf(await runtime.run(body))).toBe("untouched");
    },
  );
});

describe("onExit (region.close)", () => {
  it("wait: the end of the body waits for what it started", async () => {
    const { runtime } = await open();
    let done = false;
    await runtime.run((cx) => {
      cx.spawn(async (own) => {
        await own.sleep(100);
        done = true;
      });
    });
    expect(done).toBe(true);
  });

  it("cancel: the end of the body cancels it, and the body's value stays", async () => {
    const { runtime } = await open();
    let helper: { outcome: unknown } | undefined;
    const outcome = await runtime.run(
      async (cx) => {
        helper = cx.spawn((own) => own.sleep(Infinity));
        await cx.sleep(1);
        return "value";
      },
      { onExit: "cancel" },
    );
    expect(valueOf(outcome)).toBe("value");
    expect(helper?.outcome).toMatchObject({ kind: "cancelled" });
  });
});

describe("region.limits", () => {
  it("refuses the task past the limit, and nothing has changed", async () => {
    const { runtime } = await open();
    const scope = runtime.createScope({ label: "page", limits: { tasks: 2, children: 1 } });
    const tasks = [scope.spawn(() => 1), scope.spawn(() => 2)];
    expect(() => scope.spawn(() => 3)).toThrow(
      expect.objectContaining({ code: "limit", name: "LimitError" }) as Error,
    );
    scope.createScope();
    expect(() => scope.createScope()).toThrow(/page/);
    expect(runtime.inspect().root.scopes[0]?.tasks.length).toBe(2);
    expect(await Promise.all(tasks)).toEqual([1, 2]);
    expect(await scope.spawn(() => 3)).toBe(3);
  });
});

describe("a cx whose task has ended", () => {
  it("throws StaleHandleError and names the task", async () => {
    const { runtime } = await open();
    let stale: Cx | undefined;
    await runtime.run((cx) => void (stale = cx), { label: "page" });
    const cx = stale as Cx;
    for (const misuse of [
      () => cx.spawn(() => 1),
      () => {
        cx.checkpoint();
      },
      () => {
        cx.defer(() => 1);
      },
      () => cx.obligation("Lease"),
    ]) {
      expect(misuse).toThrow(
        expect.objectContaining({ code: "stale-handle", message: expect.stringContaining("page") }),
      );
    }
    await expect(cx.sleep(1)).rejects.toMatchObject({ code: "stale-handle" });
    await expect(cx.scope(() => 1)).rejects.toMatchObject({ code: "stale-handle" });
    await expect(cx.mask(() => 1)).rejects.toMatchObject({ code: "stale-handle" });
    await expect(cx.from(() => Promise.resolve(1))).rejects.toMatchObject({ code: "stale-handle" });
  });
});

describe("deep nesting", () => {
  const depth = 2000;

  async function deepAsync(cx: Cx, left: number, reached: () => void): Promise<void> {
    if (left > 0) return await cx.scope((own) => deepAsync(own, left - 1, reached));
    reached();
    await cx.sleep(Infinity);
  }
  function* deepGenerator(cx: Cx, left: number, reached: () => void): Generator<unknown, void> {
    if (left > 0) return yield* cx.scope((own) => deepGenerator(own, left - 1, reached));
    reached();
    yield* cx.sleep(Infinity);
  }

  it.each([
    ["async", deepAsync],
    ["generator", deepGenerator],
  ] as const)("cancels 2 000 scopes inside each other (%s)", async (_form, body) => {
    const { runtime } = await open();
    const scope = runtime.createScope("top");
    let isDeep = false;
    const reached = () => (isDeep = true);
    const task = scope.spawn((cx) => body(cx, depth, reached) as Promise<void>);
    await until(() => isDeep);
    expect(runtime.kernel.counter(Counter.RegionsLive)).toBe(depth + 2);
    const cancel = cancelOf(await scope.close({ cancel: "all the way down" }));
    expect(cancel.message).toBe("all the way down");
    expect(cancelOf(task.outcome).message).toBe("all the way down");
    expect(runtime.kernel.counter(Counter.RegionsLive)).toBe(1);
  });
});
