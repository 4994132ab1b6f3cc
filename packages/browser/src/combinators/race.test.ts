import { describe, expect, it } from "vitest";
import type { Cancelled } from "../cancel.js";
import type { Cx } from "../cx.js";
import { errorOf, inBothForms, open, valueOf } from "../tests/open.js";
import { race } from "./race.js";

describe("race", () => {
  const loser = (log: string[]) => async (cx: Cx) => {
    try {
      await cx.sleep(1000);
    } catch (error) {
      log.push((error as Cancelled).cancel.kind);
      throw error;
    } finally {
      await cx.sleep(50);
      log.push("drained");
    }
  };

  inBothForms<string>(
    "drains its losers before it gives the winner's value",
    {
      async: async (cx, log) => {
        const value = await race(cx, [async (own) => (await own.sleep(5), "won"), loser(log)]);
        log.push("returned");
        return value as string;
      },
      *generator(cx, log) {
        const value = yield* race(cx, [
          function* (own): Generator<unknown, string> {
            yield* own.sleep(5);
            return "won";
          },
          loser(log),
        ]);
        log.push("returned");
        return value as string;
      },
    },
    async (body, log) => {
      const { runtime } = await open();
      expect(valueOf(await runtime.run(body))).toBe("won");
      expect(log).toEqual(["RaceLost", "drained", "returned"]);
      expect(runtime.kernel.timeNow()).toBe(55_000);
    },
  );

  it("gives a failure if that came first, and drains all the same", async () => {
    const { runtime } = await open();
    const log: string[] = [];
    const outcome = await runtime.run(async (cx) => {
      await race(cx, [() => Promise.reject(new Error("fast")), loser(log)]);
    });
    expect(errorOf(outcome).message).toBe("fast");
    // The loser may have been asked before it ever ran.
    expect([[], ["RaceLost", "drained"]]).toContainEqual(log);
  });

  it("is the other body when one never ends", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(
      async (cx) => await race(cx, [(own) => own.sleep(Infinity), async () => 7]),
    );
    expect(valueOf(outcome)).toBe(7);
  });

  it("never ends by itself when it is of none, and can be cancelled", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(async (cx) => await race(cx, []), { deadlineMs: 10 });
    expect(outcome.kind).toBe("cancelled");
  });

  it("passes a cancel on and waits for all of its bodies", async () => {
    const { runtime } = await open();
    const log: string[] = [];
    const outcome = await runtime.run(async (cx) => {
      const task = cx.spawn(async (own) => await race(own, [loser(log), loser(log)]));
      await cx.sleep(1);
      task.cancel();
      return await task.join();
    });
    expect(valueOf(outcome).kind).toBe("cancelled");
    expect(log).toEqual(["ParentCancelled", "ParentCancelled", "drained", "drained"]);
  });
});
