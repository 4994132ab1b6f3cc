// One program on both sides: each call made twice, then everything compared.
import {
  ANSWER_MASK,
  Counter,
  describe,
  Field,
  Kind,
  loadKernel,
} from "../../packages/browser-core/dist/index.js";
import { calls } from "./calls.mjs";
import { compareEvents, rankOf, takeEvents } from "./events.mjs";
import { compareNames, compareObject, compareReports, compareTotals } from "./compare.mjs";
import { sweep } from "./model/object.mjs";
import { createWorld } from "./model/world.mjs";

const stale = { slot: 0, generation: 0 };

export async function openBoth(options) {
  const instance = await loadKernel({ tier: "full-dev", ...options });
  instance.kernel.runtimeOpen(1, 2, 0);
  const sides = {
    world: createWorld(),
    instance,
    objects: new Map(),
    bySlot: new Map(),
    byRank: new Map(),
  };
  bind(sides, sides.world.root, 1);
  takeEvents(sides);
  return sides;
}

/** From now on both sides mean the same object. */
function bind(sides, object, slot) {
  const generation = sides.instance.kernel.handleGeneration(slot);
  object.handle = { slot, generation };
  object.place = slot;
  object.rank = rankOf(slot, generation); // keeps its name, whoever lives in the slot later
  object.key ??= String(object.label);
  sides.bySlot.set(slot, object);
  sides.byRank.set(object.rank, object);
  sides.objects.set(object.key, object);
}

/** Makes `call` on both sides. Answers what differs afterwards, or undefined. */
export function perform(sides, call) {
  const { world, instance, objects, bySlot } = sides;
  const { read, model, kernel } = calls[call.op];
  const named = (call.refs ?? []).map((key) => objects.get(key));
  const handles = named.map((object) => object?.handle ?? stale);
  // Wakes take a waker besides, which is only told to the trace.
  if (call.op === "taskWake") handles.push(stale);
  let number;
  try {
    number = kernel(instance.kernel, handles, call);
  } catch (error) {
    return `the kernel trapped: ${error.message}`;
  }
  const nameOf = (slot) => bySlot.get(slot)?.key ?? `slot ${slot}`;
  const answer = model(world, call, named);
  const isMade = typeof answer === "object" && answer.kind !== undefined;
  if (isMade && number > 0) bind(sides, answer, number & ANSWER_MASK);
  sweep(world);
  const { found, unknown } = nameAll(sides); // the answer may be about what it made besides
  const told = JSON.stringify(read(number, nameOf));
  const expected = JSON.stringify(isMade ? "made" : answer);
  if (expected !== told) return `answer: ${expected} in the model, ${told} in the kernel`;
  Object.assign(sides, { call, answer });
  return unknown ?? compareAll(sides, found);
}

const kinds = { region: Kind.Region, task: Kind.Task, obligation: Kind.Obligation };
kinds.link = Kind.Link;

/** The same thing, as far as can be seen: who has what lives in it has a name already. */
const isLike = (object, fields) =>
  kinds[object.kind] === fields[Field.Kind] &&
  object.label === fields[Field.Label] &&
  (object.parent ?? object.region ?? object).handle?.slot === (fields[Field.Parent] || undefined);

/** What the kernel has that nobody has named yet: a region's own task, a capsule's obligation. */
function findUnnamed(world, fields) {
  for (const object of world.everything) {
    if (object.handle !== undefined || !isLike(object, fields)) continue;
    if (object.kind === "task") object.key ??= `finalizers of ${object.label}`;
    if (object.kind === "link") object.key = `link of ${object.ends.map(({ key }) => key)}`;
    if (object.kind === "obligation") object.key ??= `obligation of ${object.label}`;
    return object;
  }
  return undefined;
}

/** What the kernel has, by the object of the model; or what the model does not have. */
function nameAll(sides) {
  const { world, instance, bySlot } = sides;
  const slots = instance.kernel.counter(Counter.SlotsUsed);
  const found = new Map();
  const all = [];
  for (let slot = 1; slot <= slots; slot += 1) {
    const fields = describe(instance, slot);
    // Lists of links and monitors are memory of their task.
    if (fields !== undefined && fields[Field.Kind] !== Kind.Ties) all.push([slot, fields]);
  }
  // Regions first, since the rest is known by the region that it is in.
  const isRegion = ([, fields]) => fields[Field.Kind] === Kind.Region;
  for (const [slot, fields] of all.sort((a, b) => isRegion(b) - isRegion(a))) {
    const known = bySlot.get(slot);
    if (known?.handle.generation !== fields[Field.Generation]) {
      const unnamed = findUnnamed(world, fields);
      if (!unnamed) return { unknown: `slot ${slot} holds what the model does not have` };
      bind(sides, unnamed, slot);
    }
    found.set(bySlot.get(slot), fields);
  }
  return { found };
}

function compareAll(sides, found) {
  const { world, instance, bySlot } = sides;
  for (const object of world.everything) {
    const fields = found.get(object);
    if (!fields) return `${object.kind} ${object.key ?? object.label} is gone in the kernel`;
    const difference = compareObject(world, object, fields);
    if (difference) return difference;
    found.delete(object);
  }
  for (const object of found.keys()) return `${object.kind} ${object.key} is gone in the model`;
  try {
    instance.kernel.runtimeCheck();
  } catch {
    return "the kernel's own check trapped";
  }
  return (
    compareTotals(world, instance) ??
    compareNames(world, instance, (slot) => bySlot.get(slot)?.key ?? `slot ${slot}`) ??
    compareReports(world, instance) ??
    compareEvents(sides)
  );
}
