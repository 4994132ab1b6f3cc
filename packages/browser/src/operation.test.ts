import { Counter } from "@asupersync/browser-core";
import { describe, expect, it } from "vitest";
import type { Cx } from "./cx.js";
import { cancelOf, errorOf, open, until, valueOf } from "./tests/open.js";

describe("several operations at once", () => {
  it("Promise.all: each of them waits, the task owns them all", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(async (cx) => {
      await Promise.all([cx.sleep(30), cx.sleep(10), cx.sleep(20)]);
      return cx.now();
    });
    expect(valueOf(outcome)).toBe(30);
  });

  it("Promise.all: values and order are kept", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(
      async (cx) =>
        await Promise.all([
          cx.from(() => Promise.resolve("a")),
          cx.scope(async (own) => (await own.sleep(5), "b")),
          cx.spawn(() => "c"),
        ]),
    );
    expect(valueOf(outcome)).toEqual(["a", "b", "c"]);
  });

  it("Promise.all: the first failure ends the body, and nothing of the others is left", async () => {
    const { runtime } = await open();
    const log: string[] = [];
    const outcome = await runtime.run(async (cx) => {
      await Promise.all([
        cx.sleep(1000).then(() => log.push("slept")),
        cx.scope(async (own) => {
          await own.sleep(5);
          throw new Error("second");
        }),
      ]);
    });
    expect(errorOf(outcome).message).toBe("second");
    expect(log).toEqual([]);
    expect(runtime.kernel.timeNow()).toBe(5_000);
    expect(runtime.kernel.counter(Counter.TasksLive)).toBe(0);
  });

  it("Promise.all: a cancel of the task reaches each of them", async () => {
    const { runtime } = await open();
    const log: string[] = [];
    const aborted = (name: string) => (signal: AbortSignal) =>
      new Promise<never>((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          log.push(`${name} aborted`);
          reject(signal.reason as Error);
        });
      });
    const outcome = await runtime.run(async (cx) => {
      const task = cx.spawn(async (own) => {
        await Promise.all([own.from(aborted("a")), own.from(aborted("b")), own.from(aborted("c"))]);
      });
      await cx.sleep(5);
      task.cancel();
      return await task.join();
    });
    expect(cancelOf(valueOf(outcome)).kind).toBe("User");
    expect(log.sort()).toEqual(["a aborted", "b aborted", "c aborted"]);
  });

  it("Promise.race: leaves no orphan", async () => {
    const { runtime } = await open();
    let isAborted = false;
    const outcome = await runtime.run(async (cx) => {
      const slow = cx.from((signal) => {
        signal.addEventListener("abort", () => (isAborted = true));
        return new Promise<never>((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            reject(new Error("aborted"));
          });
        });
      });
      await Promise.race([cx.sleep(5), slow]);
      return "first";
    });
    expect(valueOf(outcome)).toBe("first");
    expect(isAborted).toBe(true);
    expect(runtime.kernel.counter(Counter.TasksLive)).toBe(0);
    expect(runtime.kernel.counter(Counter.ObligationsLive)).toBe(0);
  });
});

describe("an operation", () => {
  it("does nothing until it is awaited", async () => {
    const { runtime } = await open();
    let started = false;
    await runtime.run(async (cx) => {
      cx.from(() => {
        started = true;
        return Promise.resolve();
      });
      cx.scope(() => (started = true));
      await cx.sleep(1);
    });
    expect(started).toBe(false);
  });

  it("can be chained like a promise", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run((cx) =>
      cx
        .from(() => Promise.resolve(20))
        .then((value) => value + 1)
        .then((value) => value * 2),
    );
    expect(valueOf(outcome)).toBe(42);
  });

  it("is awaited in a generator only with yield*, and says so otherwise", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(function* (): Generator<unknown, void> {
      yield 42;
    });
    expect(errorOf(outcome)).toMatchObject({ code: "usage", message: /yield\*/ });
  });

  it("refuses a time that is no number", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(async (cx) => {
      await cx.sleep(Number.NaN);
    });
    expect(errorOf(outcome).name).toBe("UsageError");
  });

  it("takes times that are past as now", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(async (cx) => {
      await cx.sleep(10);
      await cx.sleep(-5);
      await cx.sleepUntil(3);
      return cx.now();
    });
    expect(valueOf(outcome)).toBe(10);
  });
});

describe("cx.from", () => {
  it("waits for the foreign promise to let go after its abort (capsule.drain)", async () => {
    const { runtime } = await open({ mode: "live" });
    const log: string[] = [];
    let letGo = () => {};
    const scope = runtime.createScope();
    const task = scope.spawn((cx) =>
      cx.from((signal) => {
        signal.addEventListener("abort", () => log.push("asked"));
        return new Promise<void>((resolve) => {
          letGo = () => {
            log.push("let go");
            resolve();
          };
          log.push("started");
        });
      }),
    );
    await until(() => log.length === 1);
    const closed = scope.close({ cancel: "enough" }).then(() => log.push("closed"));
    await until(() => log.length === 2 && task.outcome !== undefined);
    expect(log).toEqual(["started", "asked"]);
    letGo();
    await closed;
    expect(log).toEqual(["started", "asked", "let go", "closed"]);
  });

  it("reports a foreign promise that never lets go, and the scope closes all the same", async () => {
    const { runtime, reports } = await open();
    const outcome = await runtime.run(
      (cx) => cx.from(() => new Promise<never>(() => undefined), { label: "deaf" }),
      { deadlineMs: 5 },
    );
    expect(cancelOf(outcome).kind).toBe("Deadline");
    expect(reports.map(({ kind }) => kind)).toContain("capsule-stranded");
  });

  it("takes what start throws as the promise's failure", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run((cx) =>
      cx.from(() => {
        throw new Error("no start");
      }),
    );
    expect(errorOf(outcome).message).toBe("no start");
  });
});

describe("a task that is awaited by another than its spawner", () => {
  it("gives its value, to a generator and to an async body", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(async (cx) => {
      const shared = cx.spawn(async (own) => (await own.sleep(10), "shared"));
      const first = cx.spawn(async () => await shared);
      const second = cx.spawn(function* (): Generator<unknown, string> {
        return yield* shared;
      });
      return await Promise.all([first, second]);
    });
    expect(valueOf(outcome)).toEqual(["shared", "shared"]);
  });

  it("gives its value outside of all tasks, although its spawner has ended", async () => {
    const { runtime } = await open({ mode: "live" });
    const scope = runtime.createScope();
    let inner: PromiseLike<string> | undefined;
    await scope.spawn((cx: Cx) => {
      inner = cx.spawn(async (own) => (await own.sleep(1), "late"));
    });
    expect(await inner).toBe("late");
  });

  it("is not failed by a spawner that ends meanwhile", async () => {
    const { runtime } = await open({ mode: "live" });
    const scope = runtime.createScope();
    let inner: PromiseLike<string> | undefined;
    const spawner = scope.spawn(async (cx: Cx) => {
      inner = cx.spawn(async (own) => (await own.sleep(5), "late"));
      await cx.sleep(1);
    });
    await until(() => inner !== undefined);
    const waiting = Promise.resolve(inner);
    await spawner;
    expect(await waiting).toBe("late");
  });
});

describe("a second operation that never got to run", () => {
  it("is cancelled like the first, so nothing waits for it", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(async (cx) => {
      const task = cx.spawn(async (own) => {
        const first = own.sleep(Infinity);
        const both = Promise.allSettled([first, own.sleep(Infinity)]);
        queueMicrotask(() => {
          task.cancel();
        });
        return (await both).map(({ status }) => status);
      });
      const ended = await task.join();
      return [ended.kind, cx.now()];
    });
    expect(valueOf(outcome)).toEqual(["cancelled", 0]);
  });
});
