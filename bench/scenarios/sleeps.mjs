// Many sleeps at a time, each of another length.
import * as Effect from "effect/Effect";
import { run as runEffection, sleep as effectionSleep, spawn } from "effection";
import { run } from "./ours.mjs";
import { delays, whole } from "./probe.mjs";

const longestMs = 50;

export const sleeps = {
  key: "sleeps",
  title: "10 000 sleeps of 0 to 50 ms",
  unit: "ms in all",
  count: 10_000,
  target: "at most 70 ms, with one host timer",
  probe: whole,
  entrants: [
    {
      subject: "ours",
      form: "operation, fresh closure",
      run: (count) =>
        run(function* (cx) {
          yield* cx.scope((own) => {
            for (const ms of delays(count, longestMs)) own.spawn((cx) => cx.sleep(ms));
          });
          return count;
        }),
    },
    {
      subject: "ours",
      form: "async, fresh closure",
      run: (count) =>
        run(async (cx) => {
          await cx.scope((own) => {
            for (const ms of delays(count, longestMs)) {
              own.spawn(async (cx) => {
                await cx.sleep(ms);
              });
            }
          });
          return count;
        }),
    },
    {
      subject: "promise",
      form: "setTimeout",
      async run(count) {
        const sleeping = delays(count, longestMs).map(
          (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        );
        return (await Promise.all(sleeping)).length;
      },
    },
    {
      subject: "effect",
      form: "forEach, unbounded",
      run: (count) =>
        Effect.runPromise(
          Effect.forEach(delays(count, longestMs), (ms) => Effect.sleep(ms), {
            concurrency: "unbounded",
            discard: true,
          }).pipe(Effect.map(() => count)),
        ),
    },
    {
      subject: "effection",
      form: "spawn",
      run: (count) =>
        runEffection(function* () {
          const tasks = [];
          for (const ms of delays(count, longestMs)) {
            tasks.push(yield* spawn(() => effectionSleep(ms)));
          }
          for (const task of tasks) yield* task;
          return count;
        }),
    },
  ],
};
