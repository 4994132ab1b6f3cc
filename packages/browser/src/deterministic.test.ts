// Deterministic mode: the same seed gives the same bytes; time is virtual; the world is shut out.
import { readTrace, replayTrace } from "@asupersync/browser-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { all } from "./combinators/all.js";
import { race } from "./combinators/race.js";
import type { Cx } from "./cx.js";
import { errorOf, open, valueOf } from "./tests/open.js";

async function record<R>(seed: number, body: (cx: Cx) => R) {
  const { runtime, reports } = await open({ seed, trace: { enabled: true } });
  const outcome = await runtime.run(body);
  return { outcome, reports, bytes: await runtime.tracing.capture() };
}

const asyncProgram = async (cx: Cx): Promise<string> => {
  const order: number[] = [];
  const worker = (id: number) => async (own: Cx) => {
    for (let round = 0; round < 3; round++) {
      await own.sleep(own.random() * 10);
      order.push(id);
      await own.yield();
    }
  };
  await all(cx, [worker(1), worker(2), worker(3)]);
  await race(cx, [async (own) => own.sleep(5), async (own) => own.sleep(50)]);
  return order.join("");
};

const generatorProgram = function* (cx: Cx): Generator<unknown, string, unknown> {
  const order: number[] = [];
  const worker = (id: number) =>
    function* (own: Cx): Generator<unknown, void, unknown> {
      for (let round = 0; round < 3; round++) {
        yield* own.sleep(own.random() * 10);
        order.push(id);
        yield* own.yield();
      }
    };
  yield* all(cx, [worker(1), worker(2), worker(3)]);
  return order.join("");
};

describe("deterministic mode", () => {
  for (const [form, program] of [
    ["async", asyncProgram],
    ["generator", generatorProgram],
  ] as const) {
    it(`gives the same trace bytes for the same seed (${form})`, async () => {
      const first = await record<unknown>(7, program);
      const second = await record<unknown>(7, program);
      expect(second.bytes).toEqual(first.bytes);
      expect(second.outcome).toEqual(first.outcome);
      expect(first.reports).toEqual([]);
    });

    it(`gives other schedules for other seeds (${form})`, async () => {
      const outcomes = await Promise.all(
        [1, 2, 3, 4].map(async (seed) =>
          JSON.stringify((await record<unknown>(seed, program)).outcome),
        ),
      );
      expect(new Set(outcomes).size).toBeGreaterThan(1);
    });
  }

  it("chooses among equals by the seed, so that the lab finds orders a page rarely shows (sched.seed)", async () => {
    const orders = new Set<string>();
    for (let seed = 0; seed < 40; seed++) {
      const { runtime } = await open({ seed });
      const order: string[] = [];
      await runtime.run((cx) => {
        for (const name of ["a", "b", "c"]) cx.spawn(() => order.push(name));
      });
      orders.add(order.join(""));
    }
    expect(orders.size).toBe(6);
  });

  it("lets an hour pass at once", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(async (cx) => {
      await cx.sleep(3_600_000);
      return cx.now();
    });
    expect(valueOf(outcome)).toBe(3_600_000);
  });

  it("reports a step that waits for something the runtime does not own, and goes on", async () => {
    const { runtime, reports } = await open();
    const outcome = await runtime.run(
      async (cx) => {
        cx.spawn(async (own) => own.sleep(1), "other");
        await new Promise<void>((resolve) => setTimeout(resolve, 20));
        return "back";
      },
      { label: "page" },
    );
    expect(valueOf(outcome)).toBe("back");
    expect(reports[0]).toMatchObject({ kind: "ambient-wait", path: "page/page#1" });
  });

  it("refuses io without a virtual network, and sends nothing", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(async (cx) => cx.io.fetch("http://127.0.0.1:9/"));
    expect(errorOf(outcome).code).toBe("ambient-io");
  });

  it("refuses a seed that is no integer", async () => {
    await expect(open({ seed: 0.5 })).rejects.toMatchObject({ code: "usage" });
    await expect(open({ seed: -1 })).rejects.toMatchObject({ code: "usage" });
  });
});

describe("a captured trace", () => {
  it("is read and verified by running its inputs again", async () => {
    const { bytes } = await record(3, asyncProgram);
    const trace = await readTrace(bytes);
    expect(trace.head.environment).toBe("node");
    const replay = await replayTrace(bytes);
    expect((await replay.verify()).kind).toBe("same");
  });

  it("carries labels, and neither messages nor values", async () => {
    const { runtime } = await open({ trace: { enabled: true } });
    const scope = runtime.createScope("checkout");
    scope.spawn(async (cx) => cx.sleep(1000), "pay");
    await scope.close({ cancel: "the customer's secret" });
    const text = new TextDecoder("latin1").decode(await runtime.tracing.capture());
    expect(text).toContain("checkout");
    expect(text).toContain("pay");
    expect(text).not.toContain("secret");
  });

  it("needs a runtime that records", async () => {
    const { runtime } = await open();
    await expect(runtime.tracing.capture()).rejects.toMatchObject({ code: "usage" });
    await expect(open({ tier: "core-min", trace: { enabled: true } })).rejects.toMatchObject({
      code: "usage",
    });
  });

  it("goes on after a capture, and each capture verifies", async () => {
    const { runtime } = await open({ trace: { enabled: true } });
    for (let round = 0; round < 3; round++) {
      await runtime.run(asyncProgram);
      const replay = await replayTrace(await runtime.tracing.capture());
      expect((await replay.verify()).kind).toBe("same");
    }
  });

  it("verifies whatever the program was", async () => {
    const shape = fc.array(
      fc.record({ sleep: fc.nat(20), children: fc.nat(4), cancelAt: fc.option(fc.nat(30)) }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(shape, fc.nat(), async (steps, seed) => {
        const { runtime } = await open({ seed, trace: { enabled: true } });
        const outcome = await runtime.run(async (cx) => {
          for (const { sleep, children, cancelAt } of steps) {
            const tasks = Array.from({ length: children }, (_, index) =>
              cx.spawn(async (own) => own.sleep(sleep * (index + 1))),
            );
            if (cancelAt !== null) {
              await cx.sleep(cancelAt);
              for (const task of tasks) task.cancel("no longer wanted");
            }
            await cx.sleep(sleep);
          }
        });
        expect(outcome.kind).toBe("ok");
        const replay = await replayTrace(await runtime.tracing.capture());
        expect((await replay.verify()).kind).toBe("same");
        await runtime.close();
      }),
      { numRuns: 25 },
    );
  });
});
