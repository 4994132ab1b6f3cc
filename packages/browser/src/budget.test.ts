import { describe, expect, it } from "vitest";
import type { Cancelled } from "./cancel.js";
import type { Cx } from "./cx.js";
import { cancelOf, inBothForms, open, valueOf } from "./tests/open.js";

describe("a deadline (budget.exhaust)", () => {
  inBothForms<void>(
    "cancels the task itself, where it waits",
    {
      async: async (cx, log) => {
        try {
          await cx.sleep(1000);
        } catch (error) {
          log.push((error as Cancelled).cancel.kind);
          throw error;
        }
      },
      *generator(cx, log) {
        try {
          yield* cx.sleep(1000);
        } catch (error) {
          log.push((error as Cancelled).cancel.kind);
          throw error;
        }
      },
    },
    async (body, log) => {
      const { runtime } = await open();
      expect(cancelOf(await runtime.run(body, { deadlineMs: 20 })).kind).toBe("Deadline");
      expect(log).toEqual(["Deadline"]);
      expect(runtime.kernel.timeNow()).toBe(20_000);
    },
  );

  it("of a child is never later than its parent's (budget.child)", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(
      async (cx) => {
        const seen = cx.spawn((own) => own.budget.deadline, { deadlineMs: 500 });
        const nearer = cx.spawn((own) => own.budget.deadline, { deadlineMs: 50 });
        return [await seen, await nearer, cx.budget.deadline];
      },
      { deadlineMs: 100 },
    );
    expect(valueOf(outcome)).toEqual([100, 50, 100]);
  });

  it("is none unless somebody sets one", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run((cx) => cx.budget);
    expect(valueOf(outcome)).toEqual({
      deadline: undefined,
      pollQuota: undefined,
      costQuota: undefined,
      priority: 128,
    });
  });

  it("can be given as part of the budget too", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run((cx) => cx.sleep(1000), { budget: { deadlineMs: 7 } });
    expect(cancelOf(outcome)).toMatchObject({ kind: "Deadline", time: 7 });
  });
});

describe("pollQuota (budget.exhaust)", () => {
  inBothForms<number>(
    "is spent by operations, and then the task is cancelled",
    {
      async: async (cx, log) => {
        for (let i = 0; ; i++) {
          await cx.yield();
          log.push("step");
        }
      },
      *generator(cx, log) {
        for (let i = 0; ; i++) {
          yield* cx.yield();
          log.push("step");
        }
      },
    },
    async (body, log) => {
      const { runtime } = await open();
      const outcome = await runtime.run(body, { budget: { pollQuota: 10 } });
      expect(cancelOf(outcome).kind).toBe("PollQuota");
      expect(log.length).toBeGreaterThanOrEqual(8);
      expect(log.length).toBeLessThanOrEqual(10);
    },
  );

  it("is spent by steps that are ready at once, too", async () => {
    const { runtime } = await open();
    let steps = 0;
    const outcome = await runtime.run(
      function* (cx): Generator<unknown, void> {
        const done = cx.spawn(() => 1);
        yield* done;
        for (; steps < 100_000; steps++) yield* done.join();
      },
      { budget: { pollQuota: 5000 } },
    );
    expect(cancelOf(outcome).kind).toBe("PollQuota");
    expect(steps).toBeLessThan(10_000);
  });
});

describe("priority", () => {
  it("runs the larger one first, among tasks that are ready (sched.order)", async () => {
    const { runtime } = await open();
    const order: number[] = [];
    await runtime.run((cx) => {
      for (const priority of [130, 250, 200, 129]) {
        cx.spawn(() => order.push(priority), { budget: { priority } });
      }
    });
    expect(order).toEqual([250, 200, 130, 129]);
  });

  it("is never below the scope's", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(
      async (cx) => await cx.spawn((own) => own.budget.priority, { budget: { priority: 5 } }),
      { budget: { priority: 200 } },
    );
    expect(valueOf(outcome)).toBe(200);
  });
});

describe("cx.budget", () => {
  it("is the cleanup's once a cancel was acknowledged (cancel.acknowledge)", async () => {
    const { runtime } = await open();
    let cleanup: Cx["budget"] | undefined;
    await runtime.run(async (cx) => {
      const task = cx.spawn(async (own) => {
        try {
          await own.sleep(1000);
        } finally {
          cleanup = own.budget;
        }
      });
      await cx.sleep(10);
      task.cancel({ cleanup: { timeMs: 100, polls: 7 } });
      await task.join();
    });
    expect(cleanup?.deadline).toBe(110);
    expect(cleanup?.pollQuota).toBeLessThanOrEqual(7);
  });
});

describe("cx.checkpoint", () => {
  it("throws nothing while nobody asked, and Cancelled once somebody did (cancel.drain)", async () => {
    const { runtime } = await open({ mode: "live" });
    const scope = runtime.createScope();
    const log: string[] = [];
    const task = scope.spawn((cx) => {
      cx.checkpoint();
      log.push("first");
      scope.cancel("now");
      expect(cx.isCancelRequested).toBe(true);
      expect(cx.cancelReason).toMatchObject({ kind: "User", message: "now" });
      cx.checkpoint();
      log.push("second");
    });
    await scope.close();
    expect(cancelOf(task.outcome).message).toBe("now");
    expect(log).toEqual(["first"]);
  });
});
