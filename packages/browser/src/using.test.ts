import { describe, expect } from "vitest";
import type { Cx } from "./cx.js";
import { cancelOf, inBothForms, open } from "./tests/open.js";

const resource = (log: string[], name: string): Disposable => ({
  [Symbol.dispose]() {
    log.push(`${name} disposed`);
  },
});
const asyncResource = (cx: Cx, log: string[], name: string): AsyncDisposable => ({
  async [Symbol.asyncDispose]() {
    await cx.sleep(5);
    log.push(`${name} disposed`);
  },
});

describe("using", () => {
  inBothForms<void>(
    "disposes when the body is cancelled where it waits",
    {
      async: async (cx, log) => {
        using _outer = resource(log, "outer");
        using _inner = resource(log, "inner");
        await cx.sleep(Infinity);
        log.push("after the cancelled operation");
      },
      *generator(cx, log) {
        using _outer = resource(log, "outer");
        using _inner = resource(log, "inner");
        yield* cx.sleep(Infinity);
        log.push("after the cancelled operation");
      },
    },
    async (body, log) => {
      const { runtime } = await open();
      const outcome = await runtime.run(body, { deadlineMs: 10 });
      expect(cancelOf(outcome).kind).toBe("Deadline");
      expect(log).toEqual(["inner disposed", "outer disposed"]);
    },
  );

  inBothForms<string>(
    "disposes when the body ends by itself",
    {
      async: async (cx, log) => {
        using _one = resource(log, "one");
        await cx.sleep(1);
        return "value";
      },
      *generator(cx, log) {
        using _one = resource(log, "one");
        yield* cx.sleep(1);
        return "value";
      },
    },
    async (body, log) => {
      const { runtime } = await open();
      expect(await runtime.run(body)).toEqual({ kind: "ok", value: "value" });
      expect(log).toEqual(["one disposed"]);
    },
  );
});

describe("await using", () => {
  inBothForms<void>(
    "waits for the disposal, in a cancelled body too",
    {
      async: async (cx, log) => {
        await using _outer = asyncResource(cx, log, "outer");
        await using _inner = asyncResource(cx, log, "inner");
        await cx.sleep(Infinity);
      },
      // A generator cannot say `await using`: it does the same by hand.
      *generator(cx, log) {
        const outer = asyncResource(cx, log, "outer");
        try {
          const inner = asyncResource(cx, log, "inner");
          try {
            yield* cx.sleep(Infinity);
          } finally {
            yield* cx.from(() => inner[Symbol.asyncDispose]());
          }
        } finally {
          yield* cx.from(() => outer[Symbol.asyncDispose]());
        }
      },
    },
    async (body, log) => {
      const { runtime } = await open();
      const outcome = await runtime.run(body, { deadlineMs: 10 });
      expect(cancelOf(outcome).kind).toBe("Deadline");
      expect(log).toEqual(["inner disposed", "outer disposed"]);
      expect(runtime.kernel.timeNow()).toBe(20_000);
    },
  );
});
