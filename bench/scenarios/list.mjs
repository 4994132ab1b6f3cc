// Every scenario, in the order of the tables. A scenario has
//
//   key, title, unit   `unit` says what `probe` answers; smaller is better everywhere
//   count              operations at full scale; `isFixed` if the scale does not apply
//   target             of the design, in words
//   hasRatios          false if dividing by a peer means nothing
//   entrants           who takes part: `subject`, `form`, and what `probe` needs; `share` is the
//                      part of `count` that a slow one does
//   probe              (entrant, count, host) => a number, or { value, parts }
import { blockedBytes } from "./blocked-bytes.mjs";
import { cancelTree } from "./cancel-tree.mjs";
import { kernelClose, kernelPairs, kernelReplay, kernelStart } from "./kernel.mjs";
import { raceDrained } from "./race-drained.mjs";
import { readyStep } from "./ready-step.mjs";
import { retainedByRace, retainedBySignal } from "./retained-bytes.mjs";
import { sleeps } from "./sleeps.mjs";
import { spawnJoin } from "./spawn-join.mjs";
import { timerWait } from "./timer-wait.mjs";

export const scenarios = [
  spawnJoin,
  readyStep,
  cancelTree,
  blockedBytes,
  sleeps,
  raceDrained,
  timerWait,
  retainedBySignal,
  retainedByRace,
  kernelPairs,
  kernelClose,
  kernelStart,
  kernelReplay,
];
