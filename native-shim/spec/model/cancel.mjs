// Reasons, their order, and what a request grants for cleanup (semantics, section 3):
// rule cancel.strengthen.
import { none } from "./world.mjs";

const second = 1_000_000;
const row = (kind, severity, polls, seconds, priority) => ({
  kind,
  severity,
  polls,
  time: seconds * second,
  priority,
});

/** In the order of their codes, from 1. */
export const cancelKinds = [
  row("user", 0, 1000, 5, 200),
  row("timeout", 1, 500, 4, 210),
  row("deadline", 1, 500, 4, 210),
  row("poll-quota", 2, 300, 3, 215),
  row("cost-budget", 2, 300, 3, 215),
  row("fail-fast", 3, 200, 2, 220),
  row("race-lost", 3, 200, 2, 220),
  row("linked-exit", 3, 200, 2, 220),
  row("parent-cancelled", 4, 200, 2, 220),
  row("resource-unavailable", 4, 200, 2, 220),
  row("shutdown", 5, 50, 1, 255),
];

export const rowOf = (kind) => cancelKinds.find((each) => each.kind === kind);
const codeOf = (kind) => cancelKinds.findIndex((each) => each.kind === kind);

/** Names are opaque; the driver gives each object the rank that its handle has. */
const rankOf = (object) => object?.rank ?? 0;

export const reasonFor = (world, kind, message, region, task) => ({
  kind,
  message,
  region: rankOf(region),
  task: rankOf(task),
  time: world.now,
});

const isStronger = (a, b) => {
  if (b === undefined) return true;
  const order = [
    rowOf(a.kind).severity - rowOf(b.kind).severity,
    b.time - a.time, // earlier is stronger
    codeOf(a.kind) - codeOf(b.kind),
    a.region - b.region,
    a.task - b.task,
    a.message - b.message,
  ];
  return (order.find((each) => each !== 0) ?? 0) > 0;
};

export const noBound = { deadline: none, polls: none };

/** Asking again only strengthens the reason and tightens the cleanup (rule cancel.idempotent). */
export function strengthen(world, object, reason, bound) {
  if (object.reason === undefined) world.cancelEpoch += 1;
  if (isStronger(reason, object.reason)) object.reason = reason;
  const { time, polls } = rowOf(object.reason.kind);
  object.cleanup = {
    deadline: Math.min(object.cleanup.deadline, bound.deadline, reason.time + time),
    polls: Math.min(object.cleanup.polls, bound.polls, polls),
  };
}

/** What the caller staged for this cancel. */
export function takeBound(world) {
  const { time = none, polls = none } = world.staged.cleanup ?? {};
  delete world.staged.cleanup;
  return { deadline: world.now + time, polls };
}
