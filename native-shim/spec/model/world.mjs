// Everything there is: what one runtime consists of, before anything happened.
//
// Objects are plain and know each other directly. "none" is undefined for things, and Infinity for
// times and quotas.

import { note, noteSteps } from "./log.mjs";

export const none = Infinity;

export function createWorld() {
  const world = {
    now: 0,
    settings: {
      cancelStreak: 16,
      maskAllowance: 1024,
      refusalsMax: 16,
      forceGraceUs: 250_000,
      finalizerPolls: 100,
      finalizerTimeUs: 5_000_000,
      burst: 2048,
      debtStepUs: 250_000,
      finalizerPolicy: 1, // of an overrun: 0 wait, 1 give up, 2 panic
    },
    staged: {},
    root: undefined,
    everything: new Set(), // what holds memory: a handle to anything else is stale
    lanes: { cancel: [], timed: [], ready: [] },
    enqueued: 0,
    streaks: { cancel: 0, timed: 0 },
    dispatches: 0,
    aftermath: [], // what an end entails, until the next dispatch
    timers: [],
    armed: 0,
    cursor: 0, // how far timers have fired
    notices: [],
    log: [], // what happened during this call
    reports: [],
    cancelEpoch: 0,
    regionsClosed: 0,
    pump: { state: "idle", sample: 0, debt: 0, burst: 0, hop: false, armed: none },
  };
  world.root = addRegion(world, undefined, { label: 0, policy: "collect-all", priority: 0 });
  return world;
}

export function addRegion(world, parent, options) {
  const region = {
    kind: "region",
    label: options.label,
    parent,
    policy: options.policy,
    cancelOnExit: options.cancelOnExit ?? false,
    state: "open",
    closing: false, // a close was asked for
    outcome: "ok",
    weight: 0, // of the reason behind a cancelled outcome
    settled: false, // the outcome stands, whatever comes after
    adopted: undefined, // the task whose outcome it took
    reason: undefined,
    cleanup: { deadline: none, polls: none },
    budget: options.budget ?? { deadline: none, polls: none, cost: none, priority: 0 },
    limits: options.limits ?? { children: none, tasks: none, obligations: none },
    ordinal: parent ? parent.ordinals++ : 0,
    ordinals: 0,
    children: [],
    tasks: [],
    ledger: new Set(),
    finalizers: 0,
    finalizerTask: undefined,
    objects: [], // channels and the like, oldest first
    waiters: [],
  };
  noteSteps(world, "RegionStep", region);
  world.everything.add(region);
  parent?.children.push(region);
  if (parent) note(world, "RegionOpened", region);
  return region;
}

export function addTask(world, region, options) {
  const task = {
    kind: "task",
    label: options.label,
    region,
    ordinal: 0,
    isMain: options.isMain ?? false,
    isImplicit: options.owner !== undefined,
    finalizesRegion: options.finalizesRegion ?? false,
    state: "created",
    outcome: "ok",
    reason: undefined,
    budget: { ...options.budget },
    cleanup: { deadline: none, polls: none },
    wait: "none",
    waitFor: undefined,
    grant: undefined, // what is set aside for it: { object, wait }
    sleepDue: 0,
    lane: undefined,
    waiters: [],
    mask: { depth: 0, allowance: world.settings.maskAllowance },
    refusals: 0,
    isSpent: false, // its cleanup budget is used up
    finalizers: 0,
    inFinalizer: false,
    isOverrun: false, // the finalizer's budget is used up
    obligations: [], // newest first
    owner: options.owner,
    owned: [], // implicit tasks, newest first
    ties: [], // links and monitors that it is part of, newest first; none that is down
    monitors: [], // those by which it watches others
    downs: [], // those of them that have something to tell, in order
    ended: undefined, // when
  };
  noteSteps(world, "TaskStep", task);
  world.everything.add(task);
  return task;
}

/** A region's own task is nobody's before it is due. */
const isNamed = (object) =>
  !object.isGone && !(object.finalizesRegion && object.state === "created" && !object.lane);

/** The object, if a handle to it still names something of that kind. */
export const find = (world, object, kind) =>
  object?.kind === kind && isNamed(object) && world.everything.has(object) ? object : undefined;

export function notify(world, object) {
  if (!world.notices.includes(object)) world.notices.push(object);
}

export function withdrawNotice(world, object) {
  world.notices = world.notices.filter((each) => each !== object);
}

export function report(world, kind, subject, value) {
  world.reports.push({ kind, label: subject.label, value });
}

export function remove(list, item) {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}
