// Locks (semantics, section 9): rules mutex.fifo, mutex.poison, rwlock.batch, semaphore.permits,
// barrier.leader, notify.one, once.retry, pool.return. What is held and set aside is counted from
// those who have it.
import { enterFor, grant, waitIn } from "./grant.mjs";
import { addObject } from "./object.mjs";
import { addObligation, admitObligation } from "./obligation.mjs";
import { isStepping, wakeAll } from "./task.mjs";
import { find, none } from "./world.mjs";
import { queueBytes, tokenMax } from "./channel.mjs";

export const lockTypes = ["mutex", "rwlock", "semaphore", "barrier", "notify", "once", "pool"];
export const lockStates = ["open", "poisoned", "running", "done", "closed"];
const everything = 2 ** 24 - 1; // units of a rwlock: a writer takes them all
const writersMax = 16;

export function openLock(world, region, { type, units, label }) {
  const isSized = ["semaphore", "barrier", "pool"].includes(type);
  if (!type || (isSized && (units === 0 || units > everything))) return "argument";
  return addObject(world, region, "lock", {
    label,
    type,
    capacity: isSized ? units : 0,
    total: { mutex: 1, once: 1, rwlock: everything, semaphore: units, barrier: units }[type] ?? 0,
    state: "open",
    tokens: [], // of a pool: those that nobody has
    writersInRow: 0,
  });
}

const sum = (list) => list.reduce((total, each) => total + each.units, 0);
const all = (world) => [...world.everything];
export const heldOf = (world, lock) =>
  sum(all(world).filter((each) => each.kind === "obligation" && each.object === lock));
export const setAsideOf = (world, lock) =>
  sum(all(world).flatMap(({ grant: one }) => (one?.object === lock ? [one] : [])));
export const freeOf = (world, lock) => lock.total - heldOf(world, lock) - setAsideOf(world, lock);

/** Nobody waits for it, now or for good. */
const isOver = ({ state }) => state !== "open" && state !== "running";
const hasGuards = ({ type }) => type !== "barrier" && type !== "notify";

function become(lock, state) {
  if (lock.state !== "done" && lock.state !== "closed") lock.state = state;
}

/** Whoever waits longest, if there is enough. */
function serve(world, lock) {
  const { waiters, sendWaiters: writers } = lock;
  if (isOver(lock)) {
    wakeAll(world, lock);
    return;
  }
  if (lock.type === "barrier") return;
  if (writers.length > 0 && (waiters.length === 0 || lock.writersInRow < writersMax)) {
    if (freeOf(world, lock) === lock.total) grant(world, lock, writers[0]);
    return;
  }
  while (waiters.length > 0 && waiters[0].waitUnits <= freeOf(world, lock)) {
    lock.writersInRow = 0;
    grant(world, lock, waiters[0]);
  }
}

/** All that wait now, with nothing in hand that could go to somebody else. */
function letGo(world, lock) {
  for (const task of [...lock.waiters]) {
    task.waitUnits = 0;
    grant(world, lock, task);
  }
}

export function ungrantLock(world, lock) {
  if (lock.type === "notify" && freeOf(world, lock) > 1) lock.total -= 1; // it remembers one
  serve(world, lock);
}

/** A waiter has left by itself: who waits behind it may be next. */
export const leftLock = (world, lock) => serve(world, lock);

function unitsAsked(lock, task, asked) {
  if (lock.type === "rwlock") return asked > 1 ? undefined : asked === 1 ? 1 : lock.total;
  if (lock.type === "semaphore") return asked === 0 || asked > lock.total ? undefined : asked;
  if (lock.type === "notify") return task.grant?.object === lock ? task.grant.units : 1;
  return lock.type === "barrier" ? 0 : 1;
}

export function acquire(world, taskHandle, handle, { units: asked, mayWait, key }) {
  const lock = handle?.kind === "lock" && world.everything.has(handle) ? handle : undefined;
  const task = find(world, taskHandle, "task");
  if (!lock || !task) return "stale";
  if (!isStepping(task)) return "state";
  // What it let go before it was gone is still let go.
  if (lock.isGone && task.grant?.object !== lock) return "stale";
  if (hasGuards(lock) && !isOver(lock)) {
    const admission = admitObligation(task);
    if (admission !== "ok") return admission;
  }
  const units = unitsAsked(lock, task, asked);
  if (units === undefined) return "argument";
  const wait = lock.type === "rwlock" && asked === 0 ? "lock-exclusive" : "lock";
  const { verdict, isGranted } = enterFor(world, task, lock, wait, units);
  if (verdict !== "ready") return verdict;
  if (isGranted && !hasGuards(lock)) {
    lock.total -= units; // a signal is used up
    return "value 0";
  }
  if (lock.state === "done") return "value 0";
  if (lock.state === "poisoned") return "poisoned";
  if (lock.state === "closed") return "disconnected";
  if (lock.type === "barrier") return arrive(world, task, lock, mayWait);
  const isFree = lock.waiters.length + lock.sendWaiters.length === 0;
  if (!isGranted && !(isFree && units <= freeOf(world, lock))) {
    return mayWait ? waitIn(world, task, lock, wait, units) : "full";
  }
  if (hasGuards(lock)) return giveGuard(world, task, lock, units, key);
  lock.total -= 1;
  return "value 0";
}

function giveGuard(world, task, lock, units, key) {
  const subkind = lock.type === "semaphore" ? "semaphore-permit" : "lease";
  const token = lock.type === "pool" ? lock.tokens.shift() : 0;
  const options = { subkind, label: lock.label, object: lock, units, token, key };
  const guard = addObligation(world, task, options);
  if (lock.type === "once") become(lock, "running");
  if (lock.type === "rwlock" && units === lock.total) {
    lock.writersInRow = lock.waiters.length === 0 ? 0 : lock.writersInRow + 1;
  }
  return guard;
}

/** The last to come is the leader, and lets the others go (barrier.leader). */
function arrive(world, task, lock, mayWait) {
  if (lock.waiters.length + 1 === lock.total) {
    letGo(world, lock);
    return "value 1";
  }
  return mayWait ? waitIn(world, task, lock, "lock", 0) : "full";
}

/** A guard is over. `end` is how, `why` of an abort. */
export function resolvedGuard(world, lock, { units, token }, end, why) {
  const isAll = ["mutex", "rwlock"].includes(lock.type) && units === lock.total;
  const isFailure =
    end === "Leaked" || (end === "Aborted" && !["explicit", "cancel"].includes(why));
  if (isAll && isFailure) become(lock, "poisoned");
  if (lock.type === "once") become(lock, end === "Committed" ? "done" : "open");
  if (lock.type === "pool") {
    const isBroken = end === "Aborted" && why === "error";
    if (isBroken) lock.total -= 1;
    else lock.tokens.push(token);
  }
  serve(world, lock);
}

export function signal(world, handle, isAll) {
  const lock = find(world, handle, "lock");
  if (!lock) return "stale";
  if (lock.type !== "notify") return "state";
  if (isOver(lock)) return "disconnected";
  if (isAll) {
    letGo(world, lock);
  } else if (freeOf(world, lock) === 0) {
    lock.total += 1;
    serve(world, lock);
  }
  return "ok";
}

export function addToPool(world, handle, token) {
  const lock = find(world, handle, "lock");
  if (!lock) return "stale";
  if (lock.type !== "pool") return "state";
  if (token > tokenMax) return "argument";
  if (isOver(lock)) return "disconnected";
  if (lock.total >= lock.capacity) return "full";
  if (queueBytes(lock.region) + 4 > (lock.region.limits.queueBytes ?? none)) return "limit";
  lock.tokens.push(token);
  lock.total += 1;
  serve(world, lock);
  return "ok";
}

export function heal(world, handle) {
  const lock = find(world, handle, "lock");
  if (!lock) return "stale";
  if (lock.state === "poisoned") lock.state = "open";
  return "ok";
}

export function closeLock(world, handle) {
  const lock = find(world, handle, "lock");
  if (!lock) return "stale";
  become(lock, "closed");
  serve(world, lock);
  return "ok";
}

export function endLock(world, lock) {
  become(lock, "closed");
  serve(world, lock);
}
