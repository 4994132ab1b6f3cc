import {
  KernelLoadError,
  RegionState,
  TraceError,
  whyNotClosed,
  type DifferenceClass,
  type Replay,
  type ReplayVerdict,
  type Trace,
} from "@asupersync/browser-core";
import { shownTimes } from "../model/clock.js";
import { findEntities } from "../model/entities.js";
import { reportOf } from "../model/facts.js";
import { layLanes } from "../model/lanes.js";
import { type Inspected, type Moment } from "../model/moment.js";
import { findProblems } from "../model/problems.js";
import { type Derived } from "../model/recording.js";
import { flattenTree } from "../model/tree.js";
import { type FaultReport, type Verdict } from "../model/verdict.js";

/** Runs every input once and lays out what happened. */
export function derive(replay: Replay): Derived {
  const recorded = replay.events(replay.firstInput, replay.inputCount);
  const events = { ...recorded, time: shownTimes(recorded) };
  const { strings } = replay.trace;
  const entities = findEntities(events, (id) => strings.get(id));
  return { events, entities, lanes: layLanes(events, entities), problems: findProblems(events) };
}

const causes: Readonly<Record<DifferenceClass, readonly [cause: string, advice: string]>> = {
  "input-missing": [
    "Inputs are missing from the file",
    "Record again from the start of the runtime. What comes before the gap is shown and verified.",
  ],
  "host-order": [
    "The same kernel, given the same inputs, went another way",
    "That should be impossible: keep the file and report it as a defect of the kernel.",
  ],
  "kernel-build": [
    "It was recorded with another build of the kernel",
    "Open it with the version of this tool that the recording program came with.",
  ],
  corruption: [
    "An input in the file cannot be performed",
    "The file was changed, or its writer has a defect. What comes before that input is shown.",
  ],
};

/** Puts what the file is and what re-executing it gave into one verdict. */
export function verdictOf(trace: Trace, result: ReplayVerdict, digest: string): Verdict {
  if (result.kind === "different") {
    const [cause, advice] = causes[result.class];
    return {
      kind: "differs",
      input: result.input,
      lastGood: result.lastCommon,
      expected: result.expected,
      found: result.actual,
      cause,
      advice,
    };
  }
  const { inputCount: inputs, digestCount: digests } = result;
  if (trace.error === undefined) return { kind: "verified", digest, inputs, digests };
  return { kind: "prefix", digest, inputs, digests, reason: reportOf(trace.error) };
}

/** Any error on the way to a verdict, in three sentences. */
export function faultOf(error: unknown): FaultReport {
  if (error instanceof TraceError) return reportOf(error);
  if (error instanceof KernelLoadError) {
    const { code, where, advice, message } = error;
    return { code, what: message.replace(` ${advice}`, ""), where, advice };
  }
  if (error instanceof WebAssembly.RuntimeError) {
    return {
      code: "trap",
      what: `The kernel stopped on an assertion while it re-executed the inputs (${error.message}).`,
      where: "In an input of this file.",
      advice: "No program can record that: the file was changed, or the kernel has a defect.",
    };
  }
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    code: "internal",
    what,
    where: "In this tool.",
    advice: "Report it together with the file.",
  };
}

const reasonsMax = 50;

function whyOpen(replay: Replay, slots: readonly number[]): Map<number, readonly string[]> {
  const why = new Map<number, readonly string[]>();
  for (const slot of slots.slice(0, reasonsMax)) {
    const text = whyNotClosed(replay, slot);
    if (text !== undefined) why.set(slot, [text]);
  }
  return why;
}

function inspect(replay: Replay, slot: number): Inspected | undefined {
  const object = slot === 0 ? undefined : replay.describe(slot);
  if (object === undefined) return undefined;
  const { generation, stateName, labelId, fields } = object;
  return { slot, generation, stateName, label: labelId, fields };
}

/** Goes to `input` and describes what is there; `slot` in detail. */
export function lookAt(replay: Replay, input: number, slot: number): Moment {
  const place = Math.min(Math.max(input, replay.firstInput), replay.inputCount);
  replay.seek(place);
  const objects = replay.objects();
  const waiting = objects.filter(
    ({ kind, state, slot: at }) =>
      kind === "region" &&
      (at === slot || (state !== RegionState.Open && state !== RegionState.Closed)),
  );
  // The one that is looked at first, should there be more than are explained.
  const slots = waiting.map((region) => region.slot).sort((a) => (a === slot ? -1 : 0));
  return {
    input: place,
    ...flattenTree(objects),
    why: whyOpen(replay, slots),
    inspected: inspect(replay, slot),
    stateHash: replay.stateHash(),
  };
}
