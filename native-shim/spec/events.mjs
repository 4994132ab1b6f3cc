// The kernel's events of one call, in the words that the model notes.
import { EventKind } from "../../packages/browser-core/dist/index.js";
import { childStates } from "./model/child.mjs";
import { cancelKinds } from "./model/cancel.mjs";
import { callStates } from "./model/call.mjs";
import { leaseStates } from "./model/name.mjs";
import { obligationKinds } from "./model/obligation.mjs";
import { childPolicies } from "./model/plan.mjs";
import { regionStates } from "./model/region.mjs";
import { strategies, supervisorStates } from "./model/supervisor.mjs";
import { taskStates } from "./model/task.mjs";
import { outcomes, statuses, verbs } from "./answers.mjs";
import { waits } from "./compare.mjs";

const step = (states) => (a, b) => (a === b ? undefined : `${states[a]} > ${states[b]}`);
const first = (names) => (a) => names[a];
const second = (names) => (a, b) => names[b];
const nothing = () => "";
const kinds = ["none", ...cancelKinds.map((each) => each.kind)];

// What a detail says, by kind of event. Kinds that are not here are not compared: they repeat what
// the state shows (timers, masks, budgets) or belong to objects that have tests of their own.
const details = {
  RegionOpened: nothing,
  RegionStep: step(regionStates),
  RegionCancel: first(kinds),
  RegionClosed: first(outcomes),
  TaskSpawned: nothing,
  TaskStep: step(taskStates),
  TaskWoken: second(waits),
  TaskWakeKept: nothing,
  TaskParked: first(waits),
  TaskDispatched: second(verbs),
  TaskCancel: first(kinds),
  TaskForced: nothing,
  TaskCompleted: first(outcomes),
  ObligationReserved: first(obligationKinds),
  ObligationCommitted: first(obligationKinds),
  ObligationAborted: first(obligationKinds),
  ObligationLeaked: first(obligationKinds),
  ObligationTransferred: nothing,
  NameReserved: (a) => a,
  LeaseStep: step(leaseStates),
  Linked: nothing,
  Unlinked: nothing,
  LinkBroken: second(outcomes),
  LinkExit: nothing,
  MonitorOpened: nothing,
  MonitorDown: second(outcomes),
  MonitorTaken: second(outcomes),
  MonitorReleased: nothing,
  SupervisorConstructed: first(strategies),
  SupervisorStep: step(supervisorStates),
  SupervisorRestarting: (a, b) => b,
  SupervisorEscalated: second(outcomes),
  ChildAdded: second(childPolicies),
  ChildDepends: (a) => a,
  ChildStep: step(childStates),
  ChildStarted: nothing,
  ChildRefused: first(statuses),
  ChildEnded: second(outcomes),
  ChildPersisted: first(["in time", "late"]),
  Granted: nothing,
  GrantReturned: nothing,
  ChannelReceived: nothing,
  ChannelEvicted: nothing,
  ChannelReturned: nothing,
  CallStep: (a) => (callStates[a] === "queued" ? undefined : callStates[a]),
};

const nameOf = Object.fromEntries(Object.entries(EventKind).map(([name, kind]) => [kind, name]));
const words = 8;
const gone = "what was made and is gone";

/** One number for a handle. */
export const rankOf = (slot, generation) => generation * 2 ** 24 + slot;

/** Lines like those of linesOf. Takes the events. */
export function takeEvents({ instance, byRank }) {
  const { kernel, memory } = instance;
  const raw = memory.readU32(kernel.eventsOffset(), words * kernel.eventsCount());
  const lines = [];
  for (let at = 0; at < raw.length; at += words) {
    const [kind, slot, generation, a, b] = raw.subarray(at + 3, at + words);
    const detail = details[nameOf[kind]]?.(a, b);
    if (detail === undefined) continue;
    const name = byRank.get(rankOf(slot, generation))?.key ?? gone;
    lines.push(`${nameOf[kind]} ${name} ${detail}`.trim());
  }
  kernel.eventsClear();
  return lines;
}

const lineOf = ({ what, object, detail }) =>
  `${what} ${object.handle ? object.key : gone} ${detail}`.trim();

/** The first place where they part, or undefined. */
export function compareEvents(sides) {
  const found = takeEvents(sides);
  sides.notes = sides.world.log.splice(0);
  const expected = sides.notes.map(lineOf);
  const at = expected.findIndex((line, index) => line !== found[index]);
  const place = at >= 0 ? at : expected.length;
  if (place === expected.length && place === found.length) return undefined;
  const [model, kernel] = [expected[place] ?? "nothing more", found[place] ?? "nothing more"];
  return `event ${place + 1}: ${model} in the model, ${kernel} in the kernel`;
}
