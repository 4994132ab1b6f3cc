// A race of two: the loser is cancelled and its cleanup has run before the race returns.
import { race } from "@asupersync/browser";
import * as Effect from "effect/Effect";
import { action, call, race as effectionRace, run as runEffection, suspend } from "effection";
import { run } from "./ours.mjs";
import { perOperation } from "./probe.mjs";

const done = action((resolve) => {
  resolve();
  return () => {};
});

export const raceDrained = {
  key: "race",
  title: "race of 2, loser drained",
  unit: "ns per race",
  count: 20_000,
  target: "at most 2500 ns",
  probe: perOperation,
  entrants: [
    {
      subject: "ours",
      form: "generator, hoisted",
      run: (count) =>
        run(function* (cx) {
          let cleaned = 0;
          const bodies = [
            function* (cx) {
              yield* cx.yield();
            },
            function* (cx) {
              try {
                yield* cx.sleep(Infinity);
              } finally {
                cleaned++;
              }
            },
          ];
          for (let i = 0; i < count; i++) yield* race(cx, bodies);
          return cleaned;
        }),
    },
    {
      subject: "ours",
      form: "async, hoisted",
      run: (count) =>
        run(async (cx) => {
          let cleaned = 0;
          const bodies = [
            async (cx) => {
              await cx.yield();
            },
            async (cx) => {
              try {
                await cx.sleep(Infinity);
              } finally {
                cleaned++;
              }
            },
          ];
          for (let i = 0; i < count; i++) await race(cx, bodies);
          return cleaned;
        }),
    },
    {
      subject: "promise",
      form: "Promise.race, AbortSignal",
      async run(count) {
        let cleaned = 0;
        for (let i = 0; i < count; i++) {
          const controller = new AbortController();
          const { signal } = controller;
          const loser = new Promise((_resolve, reject) => {
            const abort = () => {
              cleaned++;
              reject(signal.reason);
            };
            signal.addEventListener("abort", abort, { once: true });
          });
          loser.catch(() => {});
          try {
            await Promise.race([Promise.resolve(i), loser]);
          } finally {
            controller.abort();
            await loser.catch(() => {});
          }
        }
        return cleaned;
      },
    },
    {
      subject: "effect",
      form: "raceFirst",
      run(count) {
        let cleaned = 0;
        const winner = Effect.promise(() => Promise.resolve());
        const loser = Effect.never.pipe(
          Effect.ensuring(
            Effect.sync(() => {
              cleaned++;
            }),
          ),
        );
        return Effect.runPromise(
          Effect.gen(function* () {
            for (let i = 0; i < count; i++) yield* Effect.raceFirst(winner, loser);
            return cleaned;
          }),
        );
      },
    },
    {
      subject: "effection",
      form: "race",
      share: 0.05,
      run: (count) =>
        runEffection(function* () {
          let cleaned = 0;
          for (let i = 0; i < count; i++) {
            yield* effectionRace([
              call(function* () {
                yield* done;
              }),
              call(function* () {
                try {
                  yield* suspend();
                } finally {
                  cleaned++;
                }
              }),
            ]);
          }
          return cleaned;
        }),
    },
  ],
};
