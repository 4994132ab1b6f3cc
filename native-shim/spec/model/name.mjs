// Names: a lease is an obligation with a name, and whoever has promised one is found by it
// (semantics, section 9): rule name.lease.
//
// There is no table of names. A name is taken while an obligation that is alive has it, so none can
// outlive its holder.
import { note } from "./log.mjs";
import { addObligation, checkHolder, holdOpen } from "./obligation.mjs";
import { find } from "./world.mjs";

export const leaseStates = ["reserved", "active", "released", "aborted"];

function become(world, obligation, state) {
  note(world, "LeaseStep", obligation, `${obligation.lease} > ${state}`);
  obligation.lease = state;
}

const leaseOf = (world, name) =>
  [...world.everything].find((each) => each.lease !== undefined && each.label === name);

export function reserveName(world, handle, name, key) {
  const holder = find(world, handle, "task");
  if (!holder) return "stale";
  if (name === 0) return "argument";
  if (leaseOf(world, name)) return "name-taken";
  const lease = addObligation(world, holder, { subkind: "lease", label: name, key });
  if (!lease.kind) return lease;
  lease.lease = "reserved";
  note(world, "NameReserved", lease, name);
  return lease;
}

export function activateName(world, handle, holder) {
  const status = checkHolder(world, handle, holder);
  if (status !== "ok") return status;
  if (handle.lease !== "reserved") return "state";
  become(world, handle, "active");
  return "ok";
}

/** A child holds its name over restarts, so no task of it does. */
export function holdName(world, child) {
  const name = child.label;
  if (leaseOf(world, name)) return "name-taken";
  const key = `name of ${child.key}`;
  const lease = holdOpen(world, child.region, name);
  Object.assign(lease, { child, key, lease: "reserved" });
  note(world, "NameReserved", lease, name);
  become(world, lease, "active");
  child.promise = lease;
  return "ok";
}

/** The obligation is over, and the name with it. */
export function endLease(world, obligation, end) {
  if (obligation.lease) become(world, obligation, end === "Committed" ? "released" : "aborted");
}

/** Who is found under `name`, or undefined. */
export function lookUp(world, name) {
  const lease = leaseOf(world, name);
  if (lease?.lease !== "active") return undefined;
  // The task of a child may be over while the rest of the child drains.
  const task = find(world, lease.child ? lease.child.main : lease.holder, "task");
  return task?.state === "completed" ? undefined : task;
}
