// How long a timer waits while a task takes a million steps that are all ready.
//
// A chain of setTimeout(0) runs beside it; the longest time between two of its turns counts. Pages
// put 4 ms between nested timers by themselves.
import { readySteps } from "./ready-step.mjs";

export const timerWait = {
  key: "timer-wait",
  title: "longest time a timer waits during a million ready steps",
  unit: "ms",
  count: 1_000_000,
  target: "at most 8 ms",
  async probe(entrant, count) {
    let longest = 0;
    let last = performance.now();
    let turns = 0;
    let isOver = false;
    const measure = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    };
    const turn = () => {
      if (isOver) return;
      measure();
      turns++;
      setTimeout(turn, 0);
    };
    setTimeout(turn, 0);
    await entrant.run(count);
    isOver = true;
    measure();
    return { value: longest, parts: { turns } };
  },
  entrants: readySteps,
};
