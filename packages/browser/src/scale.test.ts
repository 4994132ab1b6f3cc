// What must not grow with the work: gaps, listeners, memory. Numbers are the bench's.
import { Counter } from "@asupersync/browser-core";
import { describe, expect, it } from "vitest";
import type { Cx } from "./cx.js";
import { open, valueOf } from "./tests/open.js";

/** Ready steps until the timer of the test has fired ten times: it is not starved. */
const enough = 10;
const stepsMax = 50_000_000;

describe("millions of ready steps", () => {
  let fired = 0;
  const bodies = {
    "joins of an ended task (generator)": function* (cx: Cx): Generator<unknown, void> {
      const done = cx.spawn(() => 1);
      yield* done;
      for (let i = 0; i < stepsMax && fired < enough; i++) yield* done;
    },
    "joins of an ended task (async)": async (cx: Cx) => {
      const done = cx.spawn(() => 1);
      await done;
      for (let i = 0; i < stepsMax && fired < enough; i++) await done;
    },
    "yields of one task": function* (cx: Cx): Generator<unknown, void> {
      for (let i = 0; i < stepsMax && fired < enough; i++) yield* cx.yield();
    },
  };

  it.each(Object.entries(bodies))(
    "leave timers running meanwhile: %s",
    async (_name, body) => {
      const { runtime } = await open({ mode: "live" });
      fired = 0;
      const timer = setInterval(() => fired++, 1);
      const outcome = await runtime.run(body as (cx: Cx) => Promise<void>);
      clearInterval(timer);
      expect(outcome.kind).toBe("ok");
      expect(fired).toBeGreaterThanOrEqual(enough);
    },
    60_000,
  );
});

describe("100 000 tasks", () => {
  it("spawn, run and are joined", async () => {
    const { runtime } = await open({ mode: "live" });
    const outcome = await runtime.run(async (cx) => {
      const tasks = Array.from({ length: 100_000 }, (_, i) => cx.spawn(() => i));
      let sum = 0;
      for (const task of tasks) sum += await task;
      return sum;
    });
    expect(valueOf(outcome)).toBe(4_999_950_000);
    expect(runtime.kernel.counter(Counter.TasksLive)).toBe(0);
  }, 60_000);

  it("are cancelled at once and each of them ends", async () => {
    const { runtime } = await open({ mode: "live" });
    const scope = runtime.createScope();
    let cleaned = 0;
    let started = 0;
    for (let i = 0; i < 100_000; i++) {
      scope.spawn(function* (cx): Generator<unknown, void> {
        started++;
        try {
          yield* cx.sleep(Infinity);
        } finally {
          cleaned++;
        }
      });
    }
    await runtime.run((cx) => cx.yield());
    await scope.close({ cancel: "all" });
    expect(cleaned).toBe(started);
    expect(runtime.kernel.counter(Counter.TasksLive)).toBe(0);
  }, 60_000);
});

describe("memory", () => {
  it("of the kernel and of the tables stays as it is over scopes, tasks and requests", async () => {
    const { runtime } = await open();
    const round = async (count: number) => {
      for (let i = 0; i < count; i++) {
        await runtime.run(async (cx) => {
          const task = cx.spawn((own) => own.sleep(1_000));
          await cx.from(() => Promise.resolve(i));
          task.cancel(`message ${i}`);
        });
      }
    };
    await round(100);
    const { memoryBytes } = runtime.inspect();
    const slots = runtime.objects.length;
    await round(2_000);
    expect(runtime.inspect().memoryBytes).toBe(memoryBytes);
    expect(runtime.objects.length).toBe(slots);
    expect(runtime.reasons["messages"].size).toBe(0);
  }, 30_000);

  const collect = (globalThis as { gc?: () => void }).gc;
  it.skipIf(collect === undefined)(
    "of JavaScript is flat",
    async () => {
      const { runtime } = await open();
      const round = async () => {
        for (let i = 0; i < 5_000; i++) {
          await runtime.run(async (cx) => await cx.spawn((own) => own.sleep(1)));
        }
        collect?.();
        return process.memoryUsage().heapUsed;
      };
      await round();
      const before = await round();
      expect((await round()) - before).toBeLessThan(500_000);
    },
    60_000,
  );
});
