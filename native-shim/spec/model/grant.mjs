// Whoever waits longest is granted what has come free, and claims it by calling again: rules
// channel.fifo, channel.baton.
import { enter, meet } from "./task-cancel.mjs";
import { parkOn, unpark } from "./task.mjs";

/** The task that waits for `object` longest has it set aside. */
export function grant(world, object, task) {
  const { wait } = task;
  unpark(world, task);
  task.grant = { object, wait };
}

/** Begins an operation: a checkpoint; then says whether something was set aside for it. */
export function enterFor(world, task, object, wait) {
  const isMine = task.grant?.object === object && task.grant.wait === wait;
  const verdict = isMine ? meet(world, task) : enter(world, task);
  const isGranted = isMine && verdict === "ready";
  if (isGranted) task.grant = undefined;
  return { verdict, isGranted };
}

export const waitIn = (world, task, object, wait) => parkOn(world, task, wait, object);
