import {
  Abort,
  CancelKind,
  CapsuleState,
  EventKind,
  Outcome,
  PumpState,
  Queue,
  RegionState,
  Setting,
  TaskState,
  Verb,
  Wait,
} from "@asupersync/browser-core";
import { type EventColumns } from "./columns.js";
import { NOBODY, type Entities } from "./entities.js";
import { formatTime } from "./format.js";
import { type Labels } from "./labels.js";
import { inWords, nameOf, type Names } from "./names.js";
import { objectTellings } from "./object-words.js";

/** What an event is about; each has a sign and a colour of its own. */
export type EventGroup = "life" | "run" | "wait" | "cancel" | "problem" | "clock" | "other";

/** What the words of an event are made from. */
export interface Story {
  readonly events: EventColumns;
  readonly entities: Entities;
  readonly names: Names;
  readonly labels: Labels;
}

const word = (values: Readonly<Record<string, number>>, value: number): string =>
  inWords(nameOf(values, value));

const us = (low: number, high: number): number => high * 2 ** 32 + low;

const cancelName = (kind: number): string => nameOf(CancelKind, kind);

const waitWords: Readonly<Record<number, string>> = {
  [Wait.None]: "nothing",
  [Wait.Sleep]: "a timer",
  [Wait.Task]: "task",
  [Wait.Region]: "region",
  [Wait.Subtree]: "its own region",
  [Wait.Capsule]: "operation",
  [Wait.External]: "a wake from outside",
  [Wait.Send]: "room in",
  [Wait.Receive]: "a value of",
  [Wait.Lock]: "its turn at",
  [Wait.LockExclusive]: "its turn to write at",
  [Wait.Call]: "a reply to",
};

/** `region search`, `a timer`: what a task waits for. */
export function waitText(wait: number, target: string | undefined): string {
  const what = waitWords[wait] ?? `wait ${wait}`;
  return target === undefined ? what : `${what} ${target}`;
}

/** A title for every kind of event, as it stands in filters. */
export const eventTitle = (kind: number): string => word(EventKind, kind);

const laneWords: Readonly<Record<number, string>> = {
  [Queue.Cancel]: "cancel lane",
  [Queue.Timed]: "timed lane",
  [Queue.Ready]: "ready lane",
};

const verbWords: Readonly<Record<number, string>> = {
  [Verb.Start]: "starts",
  [Verb.Step]: "goes on",
  [Verb.Cancel]: "gets Cancelled thrown",
};

const finalizerEnds = ["ended", "failed", "overran its budget"];

type Tell = (story: Story, i: number, a: number, b: number) => string;

const named = ({ names, entities }: Story, i: number): string | undefined => {
  const entity = entities.namedBy[i] as number;
  return entity === NOBODY ? undefined : names.of(entity);
};

const by = (story: Story, i: number): string => {
  const who = named(story, i);
  return who === undefined ? "" : `, by ${who}`;
};

const holder = (story: Story, i: number): string => named(story, i) ?? "its holder";

const tellings: Readonly<Record<number, Tell>> = {
  [EventKind.RegionOpened]: (story, i) => {
    const parent = named(story, i);
    return parent === undefined ? "opens" : `opens in ${parent}`;
  },
  [EventKind.RegionStep]: (_, _i, a, b) => `${word(RegionState, a)} → ${word(RegionState, b)}`,
  [EventKind.RegionCancel]: (story, i, a) => `is cancelled: ${cancelName(a)}${by(story, i)}`,
  [EventKind.RegionClosed]: (_, _i, a, b) =>
    `is closed: ${word(Outcome, a)}${b === CancelKind.None ? "" : ` (${cancelName(b)})`}`,
  [EventKind.RegionReleased]: () => "is let go",
  [EventKind.TaskSpawned]: (story, i) => `is spawned in ${named(story, i) ?? "nothing"}`,
  [EventKind.TaskStep]: (_, _i, a, b) =>
    a === b ? `stays ${word(TaskState, b)}` : `${word(TaskState, a)} → ${word(TaskState, b)}`,
  [EventKind.TaskScheduled]: (_, _i, a, b) =>
    `is queued in the ${laneWords[a] ?? `lane ${a}`}, priority ${b}`,
  [EventKind.TaskWoken]: (story, i, _a, b) =>
    `is woken from ${waitText(b, undefined)}${by(story, i)}`,
  [EventKind.TaskLateWake]: (story, i) => `a wake comes too late${by(story, i)}`,
  [EventKind.TaskWakeKept]: (story, i) => `is woken before it waits${by(story, i)}`,
  [EventKind.TaskDispatched]: (_, _i, a, b) =>
    `${verbWords[b] ?? "runs"}, from the ${laneWords[a] ?? `lane ${a}`}`,
  [EventKind.TaskParked]: (story, i, a) => `waits for ${waitText(a, named(story, i))}`,
  [EventKind.TaskCancel]: (story, i, a) => `is asked to cancel: ${cancelName(a)}${by(story, i)}`,
  [EventKind.TaskCancelAcknowledged]: (_, _i, a) => `acknowledges the cancel: ${cancelName(a)}`,
  [EventKind.TaskCancelDeferred]: (_, _i, a) => `defers the cancel, masked; ${a} left`,
  [EventKind.TaskRefused]: (_, _i, a) => `goes on after Cancelled; refused, the ${a}. time`,
  [EventKind.TaskForced]: (story, i, a) =>
    `is forced while it waits for ${waitText(a, named(story, i))}`,
  [EventKind.TaskCompleted]: (_, _i, a) => `ends: ${word(Outcome, a)}`,
  [EventKind.TaskMasked]: (_, _i, a) => `masks cancellation, depth ${a}`,
  [EventKind.TaskUnmasked]: (_, _i, a) => `unmasks cancellation, depth ${a}`,
  [EventKind.MaskExhausted]: () => "its mask allowance is spent and protects no longer",
  [EventKind.BudgetExhausted]: (_, _i, a) => `its budget is spent: ${cancelName(a)}`,
  [EventKind.FinalizerDeferred]: (_, _i, a) => `registers finalizer ${a}`,
  [EventKind.FinalizerStarted]: (_, _i, a) => `finalizer ${a} starts`,
  [EventKind.FinalizerEnded]: (_, _i, a, b) => `finalizer ${a} ${finalizerEnds[b] ?? "ended"}`,
  [EventKind.ObligationReserved]: (story, i) => `is reserved by ${holder(story, i)}`,
  [EventKind.ObligationCommitted]: (story, i) => `is committed by ${holder(story, i)}`,
  [EventKind.ObligationAborted]: (_, _i, _a, b) => `is aborted: ${word(Abort, b)}`,
  [EventKind.ObligationLeaked]: (story, i) =>
    `leaks: ${holder(story, i)} ended and had not resolved it`,
  [EventKind.ObligationTransferred]: (story, i) =>
    `is handed over to ${named(story, i) ?? "nobody"}`,
  [EventKind.TimerArmed]: (_, _i, a, b) => `arms a timer for ${formatTime(us(a, b))}`,
  [EventKind.TimerCancelled]: () => "cancels its timer",
  [EventKind.TimerFired]: (_, _i, a, b) => `its timer of ${formatTime(us(a, b))} fires`,
  [EventKind.TimeAdvanced]: (_, _i, a, b) => `the clock is ${formatTime(us(a, b))}`,
  [EventKind.TimeClamped]: () => "the clock went back and is held",
  [EventKind.TimeDebt]: (_, _i, a, b) => `${formatTime(us(a, b))} of a jump are still owed`,
  [EventKind.CapsuleStep]: (_, _i, a, b) => `${word(CapsuleState, a)} → ${word(CapsuleState, b)}`,
  [EventKind.CapsuleOpened]: (story, i) => `is opened for ${named(story, i) ?? "nobody"}`,
  [EventKind.CapsuleProgress]: (story, i) => {
    const waiter = named(story, i);
    return waiter === undefined ? "makes progress" : `makes progress, wakes ${waiter}`;
  },
  [EventKind.PumpStep]: (_, _i, a, b) => `pump: ${word(PumpState, a)} → ${word(PumpState, b)}`,
  [EventKind.EntropyDrawn]: () => "draws random bits",
  [EventKind.Mark]: ({ labels }, _i, a) => `mark: ${labels(a) ?? `label ${a}`}`,
  [EventKind.Futurelock]: (_, _i, a) => `holds obligation ${a} but is not stepped`,
  [EventKind.Visibility]: (_, _i, a) => (a === 1 ? "the page is hidden" : "the page is visible"),
  [EventKind.Configured]: (_, _i, a, b) => `${word(Setting, a)} is ${b}`,
  [EventKind.CapsuleStranded]: (story, i) =>
    `is stranded: ${named(story, i) ?? "its owner"} was forced before it was let go`,
};

/** What happened, in words that follow the name of the subject. */
export function eventText(story: Story, i: number): string {
  const { events } = story;
  const kind = events.kind[i] as number;
  const tell = tellings[kind];
  const a = events.a[i] as number;
  const b = events.b[i] as number;
  const tellObject = objectTellings[kind];
  if (tellObject !== undefined) {
    return tellObject(a, b, (otherwise) => named(story, i) ?? otherwise);
  }
  return tell === undefined ? `event ${kind} (${a}, ${b})` : tell(story, i, a, b);
}

const groups: Readonly<Record<number, EventGroup>> = {
  [EventKind.RegionOpened]: "life",
  [EventKind.RegionStep]: "life",
  [EventKind.RegionCancel]: "cancel",
  [EventKind.RegionClosed]: "life",
  [EventKind.RegionReleased]: "life",
  [EventKind.TaskSpawned]: "life",
  [EventKind.TaskStep]: "life",
  [EventKind.TaskScheduled]: "run",
  [EventKind.TaskWoken]: "run",
  [EventKind.TaskWakeKept]: "run",
  [EventKind.TaskDispatched]: "run",
  [EventKind.TaskParked]: "wait",
  [EventKind.TaskCancel]: "cancel",
  [EventKind.TaskCancelAcknowledged]: "cancel",
  [EventKind.TaskCancelDeferred]: "cancel",
  [EventKind.TaskCompleted]: "life",
  [EventKind.TimerArmed]: "clock",
  [EventKind.TimerCancelled]: "clock",
  [EventKind.TimerFired]: "clock",
  [EventKind.TimeAdvanced]: "clock",
  [EventKind.TimeDebt]: "clock",
  [EventKind.PumpStep]: "clock",
  [EventKind.CapsuleOpened]: "life",
  [EventKind.CapsuleStep]: "life",
};

/** Its group by kind alone; whether it is a problem is for `problemOf`. */
export const groupOf = (kind: number): EventGroup => groups[kind] ?? "other";
