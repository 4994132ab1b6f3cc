import { describe, expect, it } from "vitest";
import type { Cancelled } from "../cancel.js";
import { errorOf, inBothForms, open, valueOf } from "../tests/open.js";
import { all } from "./all.js";

describe("all", () => {
  inBothForms<unknown>(
    "gives all values, in the order of the bodies",
    {
      async: async (cx) =>
        await all(cx, [
          async (own) => (await own.sleep(20), "slow"),
          () => "at once",
          async (own) => (await own.sleep(5), 3),
        ]),
      *generator(cx) {
        return yield* all(cx, [
          function* (own): Generator<unknown, string> {
            yield* own.sleep(20);
            return "slow";
          },
          () => "at once",
          async (own) => (await own.sleep(5), 3),
        ]);
      },
    },
    async (body) => {
      const { runtime } = await open();
      expect(valueOf(await runtime.run(body))).toEqual(["slow", "at once", 3]);
    },
  );

  it("fails with the first failure, after the others were cancelled with FailFast and drained", async () => {
    const { runtime } = await open();
    const log: string[] = [];
    const outcome = await runtime.run(async (cx) => {
      try {
        await all(cx, [
          async (own) => {
            await own.sleep(5);
            throw new Error("first");
          },
          async (own) => {
            await own.sleep(5);
            await own.sleep(1);
            throw new Error("second");
          },
          async (own) => {
            try {
              await own.sleep(1000);
            } catch (error) {
              log.push((error as Cancelled).cancel.kind);
            } finally {
              await own.sleep(30);
              log.push("drained");
            }
          },
        ]);
      } finally {
        log.push("failed");
      }
    });
    expect(errorOf(outcome).message).toBe("first");
    expect(log).toEqual(["FailFast", "drained", "failed"]);
  });

  it("lets a defect count as a failure, and keeps it a defect", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(
      async (cx) =>
        await all(cx, [
          (own) => own.sleep(1000),
          () => {
            throw new TypeError("defect");
          },
        ]),
    );
    expect(outcome.kind).toBe("panicked");
  });

  it("is an empty list of none", async () => {
    const { runtime } = await open();
    expect(valueOf(await runtime.run(async (cx) => await all(cx, [])))).toEqual([]);
  });
});
