import { describe, expect, it } from "vitest";
import { cancelOf, inBothForms, open, valueOf } from "./tests/open.js";

describe("cx.defer", () => {
  inBothForms<void>(
    "runs finalizers last first, one at a time, each form of them (finalizer.order)",
    {
      async: async (cx, log) => {
        cx.defer(() => log.push("plain"));
        cx.defer(async () => {
          log.push("async begins");
          await cx.sleep(5);
          log.push("async ends");
        });
        cx.defer(function* () {
          log.push("generator begins");
          yield* cx.sleep(5);
          log.push("generator ends");
        });
        await cx.sleep(1);
        log.push("body");
      },
      *generator(cx, log) {
        cx.defer(() => log.push("plain"));
        cx.defer(async () => {
          log.push("async begins");
          await cx.sleep(5);
          log.push("async ends");
        });
        cx.defer(function* () {
          log.push("generator begins");
          yield* cx.sleep(5);
          log.push("generator ends");
        });
        yield* cx.sleep(1);
        log.push("body");
      },
    },
    async (body, log) => {
      const { runtime } = await open();
      expect((await runtime.run(body)).kind).toBe("ok");
      expect(log).toEqual([
        "body",
        "generator begins",
        "generator ends",
        "async begins",
        "async ends",
        "plain",
      ]);
      expect(runtime.kernel.timeNow()).toBe(11_000);
    },
  );

  it("goes on after one that fails, and lists every failure", async () => {
    const { runtime } = await open();
    const log: string[] = [];
    const outcome = await runtime.run((cx) => {
      cx.defer(() => log.push("last"));
      cx.defer(() => {
        throw new Error("plain");
      });
      cx.defer(async () => {
        await cx.sleep(1);
        throw new Error("async");
      });
      cx.defer(function* (): Generator<unknown, void> {
        yield* cx.sleep(1);
        throw new Error("generator");
      });
      return "value";
    });
    expect(valueOf(outcome)).toBe("value");
    expect(outcome.cleanup?.map((error) => (error as Error).message)).toEqual([
      "generator",
      "async",
      "plain",
    ]);
    expect(log).toEqual(["last"]);
  });

  it("is not interrupted by a cancel (finalizer.order)", async () => {
    const { runtime } = await open();
    const log: string[] = [];
    const outcome = await runtime.run(async (cx) => {
      const task = cx.spawn((own) => {
        own.defer(async () => {
          await own.sleep(50);
          log.push("whole");
        });
        return "value";
      });
      await cx.sleep(5);
      task.cancel("too late");
      return await task.join();
    });
    expect(log).toEqual(["whole"]);
    // The body had ended before anyone asked: its value stays.
    expect(valueOf(valueOf(outcome))).toBe("value");
  });

  it.each([
    ["in an operation", false],
    ["in a promise nobody owns", true],
  ])("gives up one that hangs %s after 5 s, reports it, and runs the next", async (_n, ambient) => {
    const { runtime, reports } = await open();
    const log: string[] = [];
    const outcome = await runtime.run((cx) => {
      cx.defer(() => log.push("next"));
      cx.defer(async () => {
        if (ambient) await new Promise(() => undefined);
        await cx.sleep(Infinity);
      });
      return "value";
    });
    expect(log).toEqual(["next"]);
    expect(valueOf(outcome)).toBe("value");
    expect(outcome.cleanup?.length).toBe(1);
    expect(runtime.kernel.timeNow()).toBeLessThanOrEqual(5_500_000);
    const overrun = reports.find(({ kind }) => kind === "finalizer-overrun");
    expect(overrun?.path).toMatch(/^scope#1\//);
  });

  it("runs after a cancelled body's own cleanup (cancel.finalize)", async () => {
    const { runtime } = await open();
    const log: string[] = [];
    const outcome = await runtime.run(
      async (cx) => {
        cx.defer(() => log.push("finalizer"));
        try {
          await cx.sleep(Infinity);
        } finally {
          await cx.sleep(1);
          log.push("finally");
        }
      },
      { deadlineMs: 10 },
    );
    expect(cancelOf(outcome).kind).toBe("Deadline");
    expect(log).toEqual(["finally", "finalizer"]);
  });

  it("runs after a failure and after a defect", async () => {
    const { runtime } = await open();
    const log: string[] = [];
    for (const error of [new Error("err"), new TypeError("defect")]) {
      await runtime.run((cx) => {
        cx.defer(() => log.push(error.message));
        throw error;
      });
    }
    expect(log).toEqual(["err", "defect"]);
  });

  it("takes thousands of them", async () => {
    const { runtime } = await open();
    let count = 0;
    await runtime.run((cx) => {
      for (let i = 0; i < 5000; i++) cx.defer(() => count++);
    });
    expect(count).toBe(5000);
  });
});
