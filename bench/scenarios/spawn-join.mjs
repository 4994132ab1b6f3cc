// Starts many tasks in one scope, then waits for each of them.
/* eslint require-yield: "off" -- a generator body may finish without waiting */
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import { run as runEffection, spawn } from "effection";
import { run } from "./ours.mjs";
import { perOperation } from "./probe.mjs";

function* worker() {
  return 1;
}
const plainWorker = () => 1;

// The four differ in the body that is spawned and in nothing else.
const joinAll = (bodyOf) => (count) =>
  run(function* (cx) {
    const tasks = [];
    for (let i = 0; i < count; i++) tasks.push(cx.spawn(bodyOf(i)));
    let done = 0;
    for (const task of tasks) {
      yield* task;
      done++;
    }
    return done;
  });

const effectWorker = Effect.gen(worker);

const forkAll = (effectOf) => (count) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const fibers = [];
      for (let i = 0; i < count; i++) fibers.push(yield* Effect.forkChild(effectOf(i)));
      let done = 0;
      for (const fiber of fibers) {
        yield* Fiber.join(fiber);
        done++;
      }
      return done;
    }),
  );

export const spawnJoin = {
  key: "spawn-join",
  title: "spawn + join in one scope",
  unit: "ns per task",
  count: 100_000,
  target: "below effect everywhere; stretch 500 ns",
  probe: perOperation,
  entrants: [
    { subject: "ours", form: "generator, hoisted", run: joinAll(() => worker) },
    { subject: "ours", form: "plain function, hoisted", run: joinAll(() => plainWorker) },
    {
      subject: "ours",
      form: "generator, fresh closure",
      run: joinAll(
        (i) =>
          function* () {
            return i;
          },
      ),
    },
    { subject: "ours", form: "async, fresh closure", run: joinAll((i) => async () => i) },
    {
      subject: "ours",
      form: "async, joined with await",
      run: (count) =>
        run(async (cx) => {
          const tasks = [];
          for (let i = 0; i < count; i++) tasks.push(cx.spawn(async () => i));
          let done = 0;
          for (const task of tasks) {
            await task;
            done++;
          }
          return done;
        }),
    },
    {
      subject: "promise",
      form: "async, fresh closure",
      async run(count) {
        const promises = [];
        for (let i = 0; i < count; i++) promises.push((async () => i)());
        return (await Promise.all(promises)).length;
      },
    },
    { subject: "effect", form: "succeed", run: forkAll((i) => Effect.succeed(i)) },
    { subject: "effect", form: "generator, hoisted", run: forkAll(() => effectWorker) },
    {
      subject: "effect",
      form: "generator, fresh closure",
      run: forkAll((i) =>
        Effect.gen(function* () {
          return i;
        }),
      ),
    },
    {
      subject: "effection",
      form: "generator, fresh closure",
      share: 0.05,
      run: (count) =>
        runEffection(function* () {
          const tasks = [];
          for (let i = 0; i < count; i++) {
            tasks.push(
              yield* spawn(function* () {
                return i;
              }),
            );
          }
          let done = 0;
          for (const task of tasks) {
            yield* task;
            done++;
          }
          return done;
        }),
    },
  ],
};
