import { describe, expect, it } from "vitest";
import type { Cancelled } from "./cancel.js";
import type { Cx } from "./cx.js";
import { cancelOf, errorOf, inBothForms, open, valueOf } from "./tests/open.js";

/** Cancels `body` after 5 ms; what it came to, and when. */
async function cancelledAfter5(body: (cx: Cx) => unknown) {
  const opened = await open();
  const outcome = await opened.runtime.run(async (cx) => {
    const task = cx.spawn(body, "victim");
    await cx.sleep(5);
    task.cancel();
    const ended = await task.join();
    return { ended, time: cx.now() };
  });
  return { ...opened, ...valueOf(outcome) };
}

describe("cx.mask (mask.defer)", () => {
  inBothForms<void>(
    "defers a cancel until the section is over",
    {
      async: async (cx, log) => {
        const value = await cx.mask(async (own) => {
          await own.sleep(10);
          own.checkpoint();
          await own.sleep(10);
          return "whole";
        });
        log.push(value);
        await cx.sleep(1000);
        log.push("past the mask");
      },
      *generator(cx, log) {
        const value = yield* cx.mask(function* (own): Generator<unknown, string> {
          yield* own.sleep(10);
          own.checkpoint();
          yield* own.sleep(10);
          return "whole";
        });
        log.push(value);
        yield* cx.sleep(1000);
        log.push("past the mask");
      },
    },
    async (body, log) => {
      const { ended, time } = await cancelledAfter5(body);
      expect(log).toEqual(["whole"]);
      expect(ended.kind).toBe("cancelled");
      expect(time).toBe(20);
    },
  );

  const sleepTwice = {
    async: async (own: Cx) => {
      await own.sleep(10);
      await own.sleep(10);
      return "whole";
    },
    *generator(own: Cx): Generator<unknown, string> {
      yield* own.sleep(10);
      yield* own.sleep(10);
      return "whole";
    },
  };

  it("protects a generator section in an async body", async () => {
    const log: string[] = [];
    await cancelledAfter5(async (cx) => log.push(await cx.mask(sleepTwice.generator)));
    expect(log).toEqual(["whole"]);
  });

  it("protects an async section in a generator body", async () => {
    const log: string[] = [];
    await cancelledAfter5(function* (cx): Generator<unknown, void> {
      log.push(yield* cx.mask(sleepTwice.async));
    });
    expect(log).toEqual(["whole"]);
  });

  it("passes values and failures through, in both forms", async () => {
    const { runtime } = await open();
    const value = await runtime.run(async (cx) => await cx.mask(() => 7));
    expect(valueOf(value)).toBe(7);
    const sections: unknown[] = [
      () => {
        throw new Error("inside");
      },
      () => Promise.reject(new Error("inside")),
      function* (own: Cx): Generator<unknown, never> {
        yield* own.sleep(1);
        throw new Error("inside");
      },
    ];
    for (const section of sections as ((own: Cx) => Promise<never>)[]) {
      const inAsync = await runtime.run(async (cx) => await cx.mask(section));
      expect(errorOf(inAsync).message).toBe("inside");
      const inGenerator = await runtime.run(function* (cx): Generator<unknown, void> {
        yield* cx.mask(section);
      });
      expect(errorOf(inGenerator).message).toBe("inside");
    }
  });

  it("nests, and protects until the outermost is over", async () => {
    const log: string[] = [];
    await cancelledAfter5(async (cx) => {
      await cx.mask(async (outer) => {
        await outer.mask((inner) => inner.sleep(10));
        await outer.sleep(10);
        log.push("outer whole");
      });
      await cx.sleep(1);
      log.push("past both");
    });
    expect(log).toEqual(["outer whole"]);
  });

  it("nests at most 64 deep, and says so", async () => {
    const { runtime } = await open();
    const nest = async (cx: Cx, left: number): Promise<number> =>
      left === 0 ? 0 : 1 + (await cx.mask((own) => nest(own, left - 1)));
    expect(valueOf(await runtime.run((cx) => nest(cx, 64)))).toBe(64);
    expect((await runtime.run((cx) => nest(cx, 65))).kind).toBe("err");
  });

  inBothForms<void>(
    "is bounded: at the end of its allowance the cancel comes through, and a report says so (mask.bounded)",
    {
      async: async (cx, log) => {
        await cx.mask(async (own) => {
          for (;;) {
            try {
              await own.yield();
            } catch (error) {
              log.push((error as Cancelled).name);
              throw error;
            }
          }
        });
      },
      *generator(cx, log) {
        yield* cx.mask(function* (own): Generator<unknown, never> {
          for (;;) {
            try {
              yield* own.yield();
            } catch (error) {
              log.push((error as Cancelled).name);
              throw error;
            }
          }
        });
      },
    },
    async (body, log) => {
      const { runtime, kinds } = await open();
      const outcome = await runtime.run(async (cx) => {
        const task = cx.spawn(body);
        await cx.yield();
        task.cancel();
        return await task.join();
      });
      expect(cancelOf(valueOf(outcome)).kind).toBe("User");
      expect(log).toEqual(["Cancelled"]);
      expect(kinds()).toEqual(["mask-exhausted"]);
    },
  );

  it("is bounded in time too (mask.bounded)", async () => {
    const { ended, time } = await cancelledAfter5((cx) =>
      cx.mask(async (own) => {
        await own.sleep(60_000);
      }),
    );
    expect(ended.kind).toBe("cancelled");
    expect(time).toBeLessThanOrEqual(5 + 5_000 + 1_000);
  });
});
