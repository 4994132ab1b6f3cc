// What a supervisor is to start, before it does: its children, in which order, or what is wrong
// with them (semantics, section 9): rule super.compile.
import { note, noteSteps } from "./log.mjs";
import { addObject } from "./object.mjs";
import { advanceSupervisor } from "./supervisor.mjs";
import { find } from "./world.mjs";

export const childPolicies = ["restart", "stop", "escalate", "critical", "optional"];
const limits = { children: 256, depends: 16, restarts: 8, time: 2 ** 53 - 1 };

/** The supervisor as long as its plan may change, or the status that says why not. */
function planOf(world, handle) {
  const supervisor = find(world, handle, "supervisor");
  if (!supervisor) return "stale";
  return supervisor.state === "constructed" ? supervisor : "state";
}

export function addChild(world, handle, { name, policy, flags, key }) {
  const plan = planOf(world, handle);
  if (!plan.kind) return plan;
  if (name === 0 || !childPolicies[policy] || flags > 3) return "argument";
  if (plan.children.length >= limits.children) return "limit";
  const child = addObject(world, plan.region, "child", {
    key,
    label: name,
    state: "waiting",
    supervisor: plan,
    policy: childPolicies[policy],
    persists: (flags & 1) !== 0,
    isNamed: (flags & 2) !== 0,
    depends: [],
    ordinal: 0,
    outcome: "ok", // of its last end
    life: undefined, // the region that it runs in
    main: undefined, // its task there
    starts: 0,
    promise: undefined, // of its name: a lease
    isAffected: false, // by the restart that is under way
    isAsked: false, // its supervisor drained it
    hasPersisted: false,
  });
  if (!child.kind) return child;
  noteSteps(world, "ChildStep", child);
  plan.children.push(child);
  note(world, "ChildAdded", child, child.policy);
  return child;
}

export function depend(world, handle, name) {
  const child = find(world, handle, "child");
  if (!child) return "stale";
  if (child.supervisor.state !== "constructed") return "state";
  if (name === 0) return "argument";
  if (child.depends.length >= limits.depends) return "limit";
  child.depends.push(name);
  note(world, "ChildDepends", child, name);
  return "ok";
}

const isSpan = (us) => us > 0 && us <= limits.time / 4;

export function setIntensity(world, handle, restarts, window) {
  const plan = planOf(world, handle);
  if (!plan.kind) return plan;
  if (restarts > limits.restarts || !isSpan(window)) return "argument";
  plan.intensity = { restarts, window };
  return "ok";
}

export function setBackoff(world, handle, first, most) {
  const plan = planOf(world, handle);
  if (!plan.kind) return plan;
  if (!isSpan(first) || !isSpan(most) || first > most) return "argument";
  plan.backoff = { first, most };
  return "ok";
}

/** Each depends on the next: whoever follows what is missing comes round in the end. */
function cycleIn(left, missingOf) {
  const path = [];
  let at = left[0];
  for (; !path.includes(at); at = missingOf(at)) path.push(at);
  const cycle = path.slice(path.indexOf(at));
  const first = cycle.indexOf(left.find((child) => cycle.includes(child)));
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}

/** `{ status, order }`, or `{ status, culprits }`: names, in the order in which they are told. */
export function orderOf(children) {
  const named = new Map();
  for (const child of children) {
    if (named.has(child.label)) return { status: "plan-duplicate", culprits: [child.label] };
    named.set(child.label, child);
  }
  for (const { label, depends } of children) {
    const unknown = depends.find((name) => !named.has(name));
    if (unknown !== undefined) return { status: "plan-unknown", culprits: [label, unknown] };
  }
  const order = [];
  const left = [...children];
  const missingOf = ({ depends }) =>
    depends.map((name) => named.get(name)).find((other) => left.includes(other));
  while (left.length > 0) {
    const next = left.findIndex((child) => missingOf(child) === undefined);
    if (next < 0) {
      const culprits = cycleIn(left, missingOf).map((child) => child.label);
      return { status: "plan-cycle", culprits };
    }
    order.push(...left.splice(next, 1));
  }
  return { status: "ok", order };
}

export function compile(world, handle) {
  const plan = planOf(world, handle);
  if (!plan.kind) return plan;
  const { status, order } = orderOf(plan.children);
  if (status !== "ok") return status;
  plan.children = order;
  for (const [ordinal, child] of order.entries()) child.ordinal = ordinal;
  plan.isCompiled = true;
  advanceSupervisor(world, plan);
  return "ok";
}

/** The name at `index` of those that keep the plan from being compiled, or 0. */
export function culprit(world, handle, index) {
  const supervisor = find(world, handle, "supervisor");
  const { culprits = [] } = supervisor ? orderOf(supervisor.children) : {};
  return culprits[index] ?? 0;
}
