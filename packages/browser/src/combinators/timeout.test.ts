import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cancelled } from "../cancel.js";
import type { Cx } from "../cx.js";
import { TimeoutError } from "../errors.js";
import { errorOf, inBothForms, open, valueOf } from "../tests/open.js";
import { timeout } from "./timeout.js";

describe("timeout", () => {
  inBothForms<void>(
    "fails with a TimeoutError once the body has drained",
    {
      async: async (cx, log) => {
        try {
          await timeout(cx, 10, async (own) => {
            try {
              await own.sleep(1000);
            } catch (error) {
              log.push((error as Cancelled).cancel.kind);
              throw error;
            } finally {
              await own.sleep(20);
              log.push("cleaned");
            }
          });
        } catch (error) {
          log.push((error as Error).name);
          throw error;
        }
      },
      *generator(cx, log) {
        try {
          yield* timeout(cx, 10, function* (own): Generator<unknown, void> {
            try {
              yield* own.sleep(1000);
            } catch (error) {
              log.push((error as Cancelled).cancel.kind);
              throw error;
            } finally {
              yield* own.sleep(20);
              log.push("cleaned");
            }
          });
        } catch (error) {
          log.push((error as Error).name);
          throw error;
        }
      },
    },
    async (body, log) => {
      const { runtime } = await open();
      const error = errorOf(await runtime.run(body));
      expect(error).toBeInstanceOf(TimeoutError);
      expect(error.code).toBe("timeout");
      expect(log).toEqual(["Timeout", "cleaned", "TimeoutError"]);
      expect(runtime.kernel.timeNow()).toBe(30_000);
    },
  );

  it("gives the body's value if that was faster, and leaves no timer", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(async (cx) => {
      const value = await timeout(cx, 1000, async (own) => (await own.sleep(5), "value"));
      return [value, cx.now()];
    });
    expect(valueOf(outcome)).toEqual(["value", 5]);
    expect(runtime.kernel.timeNow()).toBe(5_000);
  });

  it("counts from when it is awaited", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(async (cx) => {
      const operation = timeout(cx, 10, async (own) => (await own.sleep(9), "in time"));
      await cx.sleep(100);
      return await operation;
    });
    expect(valueOf(outcome)).toBe("in time");
  });

  it("cancels what the body started too", async () => {
    const { runtime } = await open();
    const log: string[] = [];
    const outcome = await runtime.run(async (cx) => {
      await timeout(cx, 10, (own) => {
        own.spawn(async (inner) => {
          try {
            await inner.sleep(1000);
          } finally {
            log.push("helper ended");
          }
        });
      });
    });
    expect(errorOf(outcome).name).toBe("TimeoutError");
    expect(log).toEqual(["helper ended"]);
  });

  it("timeout(d1, timeout(d2, f)) is timeout(min(d1, d2), f)", async () => {
    const whatItComesTo = async (body: (cx: Cx) => PromiseLike<string>) => {
      const { runtime } = await open();
      const outcome = await runtime.run(body);
      const time = runtime.kernel.timeNow() / 1000;
      return [outcome.kind, outcome.kind === "err" ? outcome.error.name : outcome, time];
    };
    const times = fc.integer({ min: 1, max: 50 });
    await fc.assert(
      fc.asyncProperty(times, times, times, async (d1, d2, work) => {
        const f = async (cx: Cx) => (await cx.sleep(work * 2 + 1), "done");
        const nested = await whatItComesTo((cx) =>
          timeout(cx, d1 * 2, (own) => timeout(own, d2 * 2, f)),
        );
        const flat = await whatItComesTo((cx) => timeout(cx, Math.min(d1, d2) * 2, f));
        expect(nested).toEqual(flat);
      }),
      { numRuns: 30 },
    );
  });
});
