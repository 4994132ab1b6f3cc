// Whoever waits longest is granted what has come free, and claims it by calling again: rules
// channel.fifo, channel.baton.
import { note } from "./log.mjs";
import { enter, meet } from "./task-cancel.mjs";
import { parkOn, wakeFrom } from "./task.mjs";

/** The task that waits for `object` longest has it set aside. */
export function grant(world, object, task) {
  const { wait, waitUnits: units } = task;
  note(world, "Granted", object);
  wakeFrom(world, task);
  task.grant = { object, wait, units };
}

/** Begins an operation: a checkpoint; then says whether something was set aside for it. */
export function enterFor(world, task, object, wait, units = 1) {
  const { grant: held } = task;
  const isMine = held?.object === object && held.wait === wait && held.units === units;
  const verdict = isMine ? meet(world, task) : enter(world, task);
  const isGranted = isMine && verdict === "ready";
  if (isGranted) task.grant = undefined;
  return { verdict, isGranted };
}

export function waitIn(world, task, object, wait, units = 1) {
  task.waitUnits = units;
  return parkOn(world, task, wait, object);
}
