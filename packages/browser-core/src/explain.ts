import {
  CancelKind,
  ObligationKind,
  Field,
  RegionState,
  TaskState,
  Wait,
} from "./generated/abi.js";
import { type Replay } from "./replay.js";
import { type ObjectDescription } from "./replay-objects.js";

const namedMax = 3;

const words = (name: string): string => name.replace(/(?<=[a-z])[A-Z]/g, " $&").toLowerCase();

const nameIn = (members: Readonly<Record<string, number>>, value: number): string =>
  words(Object.keys(members).find((name) => members[name] === value) ?? String(value));

/** How a sentence calls an object: by its label if it has one. */
export function nameObject(object: ObjectDescription): string {
  const label = object.label === undefined ? "" : ` "${object.label}"`;
  return `${object.kind}${label === "" ? ` ${object.slot}` : label}`;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, namedMax);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length < 2
    ? shown.join("")
    : `${shown.slice(0, -1).join(", ")} and ${shown[shown.length - 1] ?? ""}`;
}

/** What a task does at the moment, as the end of a sentence. */
export function whatTaskDoes(replay: Replay, task: ObjectDescription): string {
  const target = task.waitFor === 0 ? undefined : replay.describe(task.waitFor);
  const name = target === undefined ? "something that is gone" : nameObject(target);
  switch (task.wait) {
    case Wait.Sleep:
      return "sleeps";
    case Wait.Task:
    case Wait.Region:
    case Wait.Subtree:
    case Wait.Capsule:
      return `waits for ${name}`;
    case Wait.External:
      return "waits to be woken";
    default:
      return task.state === TaskState.Created ? "has not started" : "runs or is about to";
  }
}

function taskPart(replay: Replay, task: ObjectDescription): string {
  const cancel =
    task.cancelKind === CancelKind.None
      ? ""
      : `, asked to stop (${nameIn(CancelKind, task.cancelKind)})`;
  return `${nameObject(task)}, which ${whatTaskDoes(replay, task)}${cancel}`;
}

// The kernel does not tell what kind of capsule it is; its label does.
const heldPart = (held: ObjectDescription): string => {
  const kind = nameIn(ObligationKind, held.fields[Field.Subkind] ?? 0);
  const name = held.kind === "capsule" ? nameObject(held) : `${kind} ${nameObject(held)}`;
  return `${name} (${words(held.stateName)})`;
};

/**
 * Says in one sentence what a region waits for before it closes, at the position of the replay.
 *
 * @param slot - Of the region. Undefined is answered for what is not a region.
 */
export function whyNotClosed(replay: Replay, slot: number): string | undefined {
  const region = replay.describe(slot);
  if (region?.kind !== "region") return undefined;
  const name = nameObject(region);
  if (region.state === RegionState.Closed) return `${name} is closed.`;

  const objects = replay.objects();
  const tasks = objects.filter(
    (each) => each.kind === "task" && each.parent === slot && each.state !== TaskState.Completed,
  );
  const slots = new Set(tasks.map((task) => task.slot));
  // A submitted capsule holds an obligation of its own: one of the two is enough in a sentence.
  const capsuleHolders = new Set(
    objects.filter(({ kind }) => kind === "capsule").map(({ holder }) => holder),
  );
  const held = objects.filter(
    (each) => isHeldIn(each, slot, slots) && !(isIoOp(each) && capsuleHolders.has(each.holder)),
  );
  const regions = objects.filter(
    (each) =>
      each.kind === "region" &&
      each.parent === slot &&
      each.slot !== slot &&
      each.state !== RegionState.Closed,
  );
  const parts = [
    ...(tasks.length > 0 ? [list(tasks.map((task) => taskPart(replay, task)))] : []),
    ...(regions.length > 0
      ? [list(regions.map((each) => `${nameObject(each)} (${words(each.stateName)})`))]
      : []),
    ...(held.length > 0 ? [list(held.map(heldPart))] : []),
  ];
  const state = words(region.stateName);
  if (region.state === RegionState.Open) {
    const alive = parts.length === 0 ? "nothing lives in it" : `in it: ${parts.join("; ")}`;
    return `${name} is open, since nobody has asked it to close; ${alive}.`;
  }
  if (parts.length > 0) return `${name} is ${state} and waits for ${parts.join("; ")}.`;
  const finalizers = region.fields[Field.Finalizers] ?? 0;
  return finalizers > 0
    ? `${name} is ${state} and has ${finalizers} finalizers to run.`
    : `${name} is ${state}; nothing in it is alive any more.`;
}

const isHeldIn = (each: ObjectDescription, region: number, tasks: ReadonlySet<number>): boolean =>
  each.kind === "capsule"
    ? tasks.has(each.parent)
    : each.kind === "obligation" && each.parent === region;

const isIoOp = (each: ObjectDescription): boolean =>
  each.kind === "obligation" && each.fields[Field.Subkind] === ObligationKind.IoOp;
