// What stays in the heap of each short operation beside something that lives long: an AbortSignal
// that the operation listens to, or another task that it races against.
import { race } from "@asupersync/browser";
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import { action, race as effectionRace, run as runEffection, suspend } from "effection";
import { sharedRuntime } from "./ours.mjs";
import { settle } from "./probe.mjs";

const done = action((resolve) => {
  resolve();
  return () => {};
});

// An entrant's `use` does `count` operations against one long-lived thing and lets go of nothing
// itself; `open` makes that thing, or what it belongs to.
async function retained(entrant, count, host) {
  const held = await entrant.open();
  await entrant.use(held, count); // fills caches and pools
  await settle();
  host.gc();
  const before = host.heapBytes();
  await entrant.use(held, count);
  await settle();
  host.gc();
  const bytes = (host.heapBytes() - before) / count;
  await entrant.close?.(held);
  return bytes;
}

const openSignal = async () => new AbortController();

export const retainedBySignal = {
  key: "retained-signal",
  title: "bytes retained per operation on a long-lived signal",
  unit: "bytes per operation",
  count: 10_000,
  target: "0",
  hasRatios: false, // of numbers that are to be zero
  probe: retained,
  entrants: [
    {
      subject: "ours",
      form: "run with a signal",
      open: openSignal,
      async use({ signal }, count) {
        const runtime = await sharedRuntime();
        const body = function* (cx) {
          yield* cx.yield();
        };
        for (let i = 0; i < count; i++) await runtime.run(body, { signal });
      },
    },
    {
      subject: "promise",
      form: "AbortSignal.any",
      open: openSignal,
      async use({ signal }, count) {
        for (let i = 0; i < count; i++) {
          const own = new AbortController();
          const both = AbortSignal.any([signal, own.signal]);
          await new Promise((resolve) => {
            both.addEventListener("abort", resolve, { once: true });
            resolve();
          });
        }
      },
    },
    {
      subject: "effect",
      form: "runPromise with a signal",
      open: openSignal,
      async use({ signal }, count) {
        const operation = Effect.promise(() => Promise.resolve());
        for (let i = 0; i < count; i++) await Effect.runPromise(operation, { signal });
      },
    },
    {
      subject: "effection",
      form: "race with a listener",
      share: 0.1,
      open: openSignal,
      use({ signal }, count) {
        const aborted = action((resolve) => {
          signal.addEventListener("abort", resolve);
          return () => signal.removeEventListener("abort", resolve);
        });
        return runEffection(function* () {
          for (let i = 0; i < count; i++) yield* effectionRace([aborted, done]);
        });
      },
    },
  ],
};

export const retainedByRace = {
  key: "retained-race",
  title: "bytes retained per race against a long-lived task",
  unit: "bytes per race",
  count: 10_000,
  target: "0",
  hasRatios: false, // of numbers that are to be zero
  probe: retained,
  entrants: [
    {
      subject: "ours",
      form: "race",
      async open() {
        const runtime = await sharedRuntime();
        const scope = runtime.createScope();
        return { scope, long: scope.spawn((cx) => cx.sleep(Infinity)) };
      },
      async use({ scope, long }, count) {
        const bodies = [
          function* (cx) {
            yield* cx.yield();
          },
          function* () {
            yield* long;
          },
        ];
        await scope.spawn(function* (cx) {
          for (let i = 0; i < count; i++) yield* race(cx, bodies);
        });
      },
      close({ scope }) {
        scope.cancel();
        return scope.close();
      },
    },
    {
      subject: "promise",
      form: "Promise.race",
      open: async () => ({ long: new Promise(() => {}) }),
      async use({ long }, count) {
        for (let i = 0; i < count; i++) await Promise.race([long, Promise.resolve()]);
      },
    },
    {
      subject: "effect",
      form: "raceFirst with a Deferred",
      open: () => Effect.runPromise(Deferred.make()),
      use(long, count) {
        const waiting = Deferred.await(long);
        const soon = Effect.promise(() => Promise.resolve());
        return Effect.runPromise(
          Effect.gen(function* () {
            for (let i = 0; i < count; i++) yield* Effect.raceFirst(soon, waiting);
          }),
        );
      },
    },
    {
      subject: "effection",
      form: "race with a task",
      share: 0.1,
      // In an object, since the task itself is awaited like a promise.
      open: async () => ({ long: runEffection(() => suspend()) }),
      use: ({ long }, count) =>
        runEffection(function* () {
          for (let i = 0; i < count; i++) yield* effectionRace([long, done]);
        }),
      close: ({ long }) => long.halt().catch(() => {}),
    },
  ],
};
