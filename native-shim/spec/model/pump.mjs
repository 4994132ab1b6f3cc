// How the kernel's work meets an event loop (semantics, section 7): rules pump.states, pump.wake.
import { dispatch, hasNext } from "./scheduler.mjs";
import { advanceTime, timeDue } from "./timers.mjs";
import { none } from "./world.mjs";

/** Waiting for a timer is no jump; beyond it and a step, the rest is debt (rule time.debt). */
export function beginTurn(world, sample) {
  const { pump, settings } = world;
  if (pump.state === "running") return "state";
  pump.state = "running";
  pump.sample = Math.max(pump.sample, sample);
  const due = timeDue(world);
  const step = settings.debtStepUs;
  const furthest = due === none ? none : Math.max(world.now, due) + step;
  const now = Math.max(world.now, pump.sample);
  const isJump = now - world.now > step && now > furthest;
  pump.debt = isJump ? now - furthest : 0;
  pump.armed = none;
  advanceTime(world, now - pump.debt);
  return "ok";
}

export function next(world) {
  const { pump, settings } = world;
  if (pump.state !== "running") return "state";
  if (pump.burst >= settings.burst) {
    pump.hop = true;
    return undefined;
  }
  const dispatched = dispatch(world);
  if (dispatched) pump.burst += 1;
  return dispatched;
}

function wakeup(world) {
  const { pump } = world;
  if (pump.debt > 0) return "macro";
  if (hasNext(world) || world.notices.length > 0) return pump.hop ? "macro" : "micro";
  return timeDue(world) === none ? "none" : "timer";
}

function answer(world, when) {
  const { pump } = world;
  if (when === "macro") Object.assign(pump, { hop: false, burst: 0 });
  if (when === "timer") pump.armed = timeDue(world);
  if (when === "macro" || when === "micro") pump.state = "scheduled";
  return when;
}

export function endTurn(world, isCut) {
  const { pump } = world;
  if (pump.state !== "running") return "state";
  if (isCut) pump.hop = true;
  pump.state = "idle";
  return answer(world, wakeup(world));
}

export function requestTurn(world) {
  const { pump } = world;
  if (pump.state !== "idle") return "none"; // rule pump.storm
  const when = wakeup(world);
  if (when === "timer" && timeDue(world) >= pump.armed) return "none";
  return answer(world, when);
}

/** Host time at which the next timer is due. */
export const pumpDue = (world) => timeDue(world) + world.pump.debt;

/** The oldest action; an abort that has lost its purpose is left out (capsule.abort_once). */
export function nextAction(world) {
  for (;;) {
    const object = world.notices.shift();
    if (object?.kind !== "capsule") return object;
    if (object.state !== "submitted") continue;
    object.state = "cancel-requested";
    return object;
  }
}
