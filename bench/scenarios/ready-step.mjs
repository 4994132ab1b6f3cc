// Waits, over and over, for something that has already happened.
import * as Effect from "effect/Effect";
import { action, run as runEffection } from "effection";
import { run } from "./ours.mjs";
import { perOperation } from "./probe.mjs";

const seven = () => 7;
const resolved = Promise.resolve(7);
const done = action((resolve) => {
  resolve(7);
  return () => {};
});

export const readySteps = [
  {
    subject: "ours",
    form: "yield* ended task",
    run: (count) =>
      run(function* (cx) {
        const task = cx.spawn(seven);
        yield* task;
        let steps = 0;
        for (; steps < count; steps++) yield* task;
        return steps;
      }),
  },
  {
    subject: "ours",
    form: "await ended task",
    run: (count) =>
      run(async (cx) => {
        const task = cx.spawn(seven);
        await task;
        let steps = 0;
        for (; steps < count; steps++) await task;
        return steps;
      }),
  },
  {
    subject: "promise",
    form: "await resolved",
    async run(count) {
      let steps = 0;
      for (; steps < count; steps++) await resolved;
      return steps;
    },
  },
  {
    subject: "effect",
    form: "yield* Effect.void",
    run: (count) =>
      Effect.runPromise(
        Effect.gen(function* () {
          let steps = 0;
          for (; steps < count; steps++) yield* Effect.void;
          return steps;
        }),
      ),
  },
  {
    subject: "effection",
    form: "yield* action",
    run: (count) =>
      runEffection(function* () {
        let steps = 0;
        for (; steps < count; steps++) yield* done;
        return steps;
      }),
  },
];

export const readyStep = {
  key: "ready-step",
  title: "step on a completed operation",
  unit: "ns per step",
  count: 1_000_000,
  target: "at most 40 ns; stretch 30",
  probe: perOperation,
  entrants: readySteps,
};
