import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { has, meet, narrowed, type Capabilities, type Capability } from "./capabilities.js";
import type { Cx } from "./cx.js";
import { errorOf, open, valueOf } from "./tests/open.js";

const denied = { name: "CapabilityDeniedError", code: "capability-denied" };

describe("cx.restrict", () => {
  it("denies what it was not given, one by one", async () => {
    const { runtime } = await open();
    const uses: [Capability, (cx: Cx) => unknown][] = [
      ["spawn", (cx) => cx.spawn(() => 1)],
      ["time", (cx) => cx.sleep(1)],
      ["time", (cx) => cx.sleepUntil(1)],
      ["random", (cx) => cx.random()],
      [
        "trace",
        (cx) => {
          cx.trace("mark");
        },
      ],
    ];
    for (const [capability, use] of uses) {
      const outcome = await runtime.run((cx) => use(cx.restrict({})) as number);
      expect(errorOf(outcome)).toMatchObject({ ...denied, capability });
      expect((await runtime.run((cx) => use(cx.restrict({ [capability]: true })))).kind).toBe("ok");
    }
  });

  it("never widens, however it is asked", async () => {
    const { runtime } = await open();
    const everything = { spawn: true, time: true, random: true, trace: true, fetch: true };
    const draws: ((cx: Cx) => unknown)[] = [
      (cx) => cx.restrict(everything).random(),
      (cx) => cx.spawn((own) => own.random()),
      (cx) => cx.spawn((own) => own.restrict(everything).random()),
      (cx) => cx.scope((own) => own.random()),
      (cx) => cx.scope((own) => own.random(), { capabilities: everything }),
      (cx) => cx.scope((own) => own.spawn((inner) => inner.random()), { capabilities: everything }),
      (cx) => cx.mask((own) => own.random()),
    ];
    for (const draw of draws) {
      const outcome = await runtime.run(
        async (cx) => await (draw(cx.restrict({ spawn: true, time: true })) as number),
      );
      expect(errorOf(outcome)).toMatchObject(denied);
    }
  });

  it("leaves the context it came from as it was", async () => {
    const { runtime } = await open();
    const outcome = await runtime.run((cx) => {
      cx.restrict({});
      return cx.random();
    });
    expect(valueOf(outcome)).toBeGreaterThanOrEqual(0);
  });
});

describe("capabilities of a scope", () => {
  const drawIn = async (runtimeMay?: Capabilities, scopeMay?: Capabilities) => {
    const { runtime } = await open(runtimeMay === undefined ? {} : { capabilities: runtimeMay });
    const options = scopeMay === undefined ? {} : { capabilities: scopeMay };
    const scope = runtime.createScope(options);
    const inner = scope.createScope({ capabilities: { random: true } });
    const draw = (cx: Cx) => cx.random();
    const tasks = [scope.spawn(draw), inner.spawn(draw)];
    await runtime.run((cx) => cx.yield());
    const kinds = [...tasks.map(({ outcome }) => outcome?.kind)];
    kinds.push((await runtime.run(draw, options)).kind);
    return kinds;
  };

  it("hold for every body in it, and in the scopes below", async () => {
    expect(await drawIn()).toEqual(["ok", "ok", "ok"]);
    expect(await drawIn({ random: true })).toEqual(["ok", "ok", "ok"]);
    const [first, ...rest] = await drawIn(undefined, { spawn: true });
    expect(first).toBe("err");
    expect(rest).not.toContain("ok");
    expect(await drawIn({ spawn: true }, { random: true })).not.toContain("ok");
  });
});

describe("meet", () => {
  const list = fc.option(fc.subarray(["https://a.example", "https://b.example", "self"]), {
    nil: undefined,
  });
  const flag = fc.option(fc.boolean(), { nil: undefined });
  const capabilities = fc.record(
    {
      spawn: flag,
      time: flag,
      random: flag,
      trace: flag,
      fetch: fc.oneof(flag, fc.record({ origins: list, credentials: fc.boolean() })),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Capabilities>;
  const all: Capability[] = ["spawn", "time", "random", "trace", "fetch"];

  it("allows what both allow, and nothing else", () => {
    fc.assert(
      fc.property(capabilities, capabilities, (a, b) => {
        const both = meet(a, b);
        for (const one of all) expect(has(both, one)).toBe(has(a, one) && has(b, one));
        for (const one of all) expect(has(narrowed(undefined, b), one)).toBe(has(b, one));
        if (typeof both.fetch === "object" && typeof a.fetch === "object") {
          for (const origin of both.fetch.origins ?? []) {
            expect(a.fetch.origins ?? [origin]).toContain(origin);
          }
        }
      }),
    );
  });
});
