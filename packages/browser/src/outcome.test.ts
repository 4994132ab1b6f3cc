import { describe, expect, it } from "vitest";
import type { Cx } from "./cx.js";
import { fail } from "./errors.js";
import { Outcome } from "./outcome.js";
import { cancelOf, errorOf, inBothForms, open, valueOf } from "./tests/open.js";

const thrower = (thrown: unknown) => () => {
  throw thrown;
};

describe("err or panicked", () => {
  const cases: [string, unknown, "err" | "panicked"][] = [
    ["an Error", new Error("expected"), "err"],
    ["fail(error)", fail({ code: "no-such-user" }), "err"],
    ["fail(a TypeError)", fail(new TypeError("meant")), "err"],
    ["a class of one's own", new (class Mine extends Error {})("mine"), "err"],
    ["a TypeError", new TypeError("x is not a function"), "panicked"],
    ["a ReferenceError", new ReferenceError("x"), "panicked"],
    ["a RangeError", new RangeError("x"), "panicked"],
    ["a SyntaxError", new SyntaxError("x"), "panicked"],
    ["a wasm trap", new WebAssembly.RuntimeError("unreachable"), "panicked"],
    ["a string", "text", "panicked"],
    ["undefined", undefined, "panicked"],
    ["an object", { code: 1 }, "panicked"],
  ];

  it.each(cases)("%s thrown by a body", async (_name, thrown, kind) => {
    const { runtime } = await open();
    expect((await runtime.run(thrower(thrown))).kind).toBe(kind);
    expect((await runtime.run(async () => thrower(thrown)())).kind).toBe(kind);
    const generator = function* (cx: Cx): Generator<unknown, never> {
      yield* cx.sleep(1);
      return thrower(thrown)();
    };
    expect((await runtime.run(generator)).kind).toBe(kind);
  });

  it("carries what fail was given, unchanged", async () => {
    const { runtime } = await open();
    const error = { code: "no-such-user", id: 7 };
    const outcome = await runtime.run(thrower(fail(error)));
    expect(errorOf(outcome)).toBe(error);
  });

  it("carries a defect's message, error and path", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run(thrower("text"), { label: "page" });
    if (outcome.kind !== "panicked") throw new Error(outcome.kind);
    expect(outcome.panic).toMatchObject({ error: "text", message: "thrown: text" });
    expect(outcome.panic.path).toContain("page");
  });

  inBothForms<never>(
    "takes a returned outcome as the body's own",
    {
      async: async () => Outcome.err(new Error("returned")) as never,
      *generator() {
        return Outcome.err(new Error("returned")) as never;
      },
    },
    async (body) => {
      const { runtime } = await open();
      expect(errorOf(await runtime.run(body)).message).toBe("returned");
    },
  );

  it("takes a value that only looks like an outcome as a value", async () => {
    const { runtime } = await open();
    const value = { kind: "err", error: new Error("data") };
    expect(valueOf(await runtime.run(() => value))).toBe(value);
  });

  it("can be overridden by classify", async () => {
    const { runtime } = await open({
      classify: (thrown) => (thrown instanceof RangeError ? "err" : undefined),
    });
    expect((await runtime.run(thrower(new RangeError("mine")))).kind).toBe("err");
    expect((await runtime.run(thrower(new TypeError("bug")))).kind).toBe("panicked");
  });

  it("keeps the same error object, with its async stack", async () => {
    const { runtime } = await open();
    const error = new Error("mine");
    const outcome = await runtime.run(async (cx) => {
      await cx.sleep(1);
      await cx.scope(async (own) => {
        await own.sleep(1);
        throw error;
      });
    });
    expect(errorOf(outcome)).toBe(error);
  });
});

describe("outcome.cleanup", () => {
  inBothForms<string>(
    "lists what finalizers threw and leaves the value alone",
    {
      async: async (cx) => {
        cx.defer(() => {
          throw new Error("finalizer");
        });
        await cx.sleep(1);
        return "value";
      },
      *generator(cx) {
        cx.defer(() => {
          throw new Error("finalizer");
        });
        yield* cx.sleep(1);
        return "value";
      },
    },
    async (body) => {
      const { runtime } = await open();
      const outcome = valueOf(await runtime.run(async (cx) => await cx.spawn(body).join()));
      expect(valueOf(outcome)).toBe("value");
      expect(outcome.cleanup).toEqual([new Error("finalizer")]);
    },
  );

  it("leaves the body's failure alone", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run((cx) => {
      cx.defer(() => {
        throw new Error("finalizer");
      });
      throw new Error("body");
    });
    expect(errorOf(outcome).message).toBe("body");
    expect(outcome.cleanup).toEqual([new Error("finalizer")]);
  });

  it("comes with the value of a run too", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run((cx) => {
      cx.defer(() => Promise.reject(new Error("finalizer")));
      return 1;
    });
    expect(outcome).toEqual({ kind: "ok", value: 1, cleanup: [new Error("finalizer")] });
  });

  inBothForms<void>(
    "lists what a cancelled body's own cleanup threw; it stays cancelled (cancel.outcome)",
    {
      async: async (cx) => {
        try {
          await cx.sleep(1000);
        } finally {
          // eslint-disable-next-line no-unsafe-finally -- that is the mistake this is about
          throw new Error("cleanup");
        }
      },
      *generator(cx) {
        try {
          yield* cx.sleep(1000);
        } finally {
          // eslint-disable-next-line no-unsafe-finally -- that is the mistake this is about
          throw new Error("cleanup");
        }
      },
    },
    async (body) => {
      const { runtime } = await open();
      const outcome = await runtime.run(async (cx) => {
        const task = cx.spawn(body);
        await cx.sleep(1);
        task.cancel("stop");
        return await task.join();
      });
      const ended = valueOf(outcome);
      expect(cancelOf(ended).message).toBe("stop");
      expect(ended.cleanup).toEqual([new Error("cleanup")]);
    },
  );
});

describe("Outcome", () => {
  const cancel = {
    kind: "User",
    message: undefined,
    reason: undefined,
    origin: "page",
    time: 0,
    phase: "acknowledged",
    cause: undefined,
    truncated: 0,
  } as const;
  const ok = Outcome.ok(1);
  const err = Outcome.err(new Error("e"));
  const cancelled = Outcome.cancelled(cancel);
  const panicked = Outcome.panicked({ error: "p", message: "p", path: "" });
  const ordered: Outcome<number>[] = [ok, err, cancelled, panicked];

  it("joins to the worse of two, the left one on a tie (outcome.join)", () => {
    ordered.forEach((left, i) => {
      ordered.forEach((right, j) => {
        expect(Outcome.join(left, right)).toBe(j > i ? right : left);
      });
    });
    const other = Outcome.ok(2);
    expect(Outcome.join<number, Error>(ok, other)).toBe(ok);
  });

  it("tells its four kinds apart", () => {
    const questions = [Outcome.isOk, Outcome.isErr, Outcome.isCancelled, Outcome.isPanicked];
    ordered.forEach((outcome, i) => {
      expect(questions.map((is) => is(outcome))).toEqual([0, 1, 2, 3].map((k) => k === i));
    });
  });

  it("matches each kind", () => {
    const cases = {
      ok: (value: number) => `ok ${value}`,
      err: (error: Error) => `err ${error.message}`,
      cancelled: ({ kind }: { kind: string }) => `cancelled ${kind}`,
      panicked: ({ message }: { message: string }) => `panicked ${message}`,
    };
    const told = ordered.map((outcome) => Outcome.match(outcome, cases));
    expect(told).toEqual(["ok 1", "err e", "cancelled User", "panicked p"]);
  });

  it("unwraps to the value or throws what is held", () => {
    expect(Outcome.unwrap(ok)).toBe(1);
    expect(() => Outcome.unwrap(err)).toThrow("e");
    expect(() => Outcome.unwrap(cancelled)).toThrow(/cancelled \(User\)/);
    expect(() => Outcome.unwrap(panicked)).toThrow("p");
  });

  it("has an HTTP status (outcome.http)", () => {
    expect(ordered.map((outcome) => Outcome.toHttpStatus(outcome))).toEqual([200, 500, 499, 500]);
    expect(Outcome.toHttpStatus(Outcome.err({ status: 404 }))).toBe(404);
    expect(Outcome.toHttpStatus(Outcome.err({ status: 200 }))).toBe(500);
  });
});
