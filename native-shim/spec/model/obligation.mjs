// Effects in two phases, and foreign ones that take their time to stop (semantics,
// section 6): rules obligation.states, obligation.holder, obligation.cancel_neutral,
// capsule.abort_once.
import { rowOf } from "./cancel.mjs";
import { note } from "./log.mjs";
import { endLease } from "./name.mjs";
import { resolved } from "./object.mjs";
import { advanceRegion } from "./region.mjs";
import { arm, disarm, timerOf } from "./timers.mjs";
import { find, none, notify, remove, report } from "./world.mjs";

export const obligationKinds = [
  "send-permit",
  "ack",
  "lease",
  "io-op",
  "semaphore-permit",
  "transaction",
];

/** Whether `holder` may promise one more. */
export function admitObligation(holder) {
  const { region } = holder;
  if (holder.state === "completed") return "state";
  const isClosing = region.closing || region.state !== "open";
  if (isClosing && holder.state === "created") return "closed";
  return region.ledger.size >= region.limits.obligations ? "limit" : "ok";
}

export function addObligation(world, holder, options) {
  const admission = admitObligation(holder);
  if (admission !== "ok") return admission;
  const { region } = holder;
  const obligation = { kind: "obligation", region, holder, waiters: [], ...options };
  world.everything.add(obligation);
  holder.obligations.unshift(obligation);
  region.ledger.add(obligation);
  note(world, "ObligationReserved", obligation, obligation.subkind);
  return obligation;
}

/** Nobody's: the region stays open until it is resolved. */
export function holdOpen(world, region, label) {
  const obligation = { kind: "obligation", region, waiters: [], subkind: "lease", label };
  world.everything.add(obligation);
  region.ledger.add(obligation);
  note(world, "ObligationReserved", obligation, obligation.subkind);
  return obligation;
}

export function reserve(world, handle, subkind, label) {
  const holder = find(world, handle, "task");
  if (!holder) return "stale";
  if (!obligationKinds.includes(subkind) || subkind === "io-op") return "argument";
  return addObligation(world, holder, { subkind, label });
}

/** The only way out of Reserved; the caller advances the region. */
function resolve(world, obligation, end, why) {
  endLease(world, obligation, end);
  note(world, `Obligation${end}`, obligation, obligation.subkind);
  disarm(world, obligation);
  if (obligation.holder) remove(obligation.holder.obligations, obligation);
  obligation.region.ledger.delete(obligation);
  world.everything.delete(obligation);
  resolved(world, obligation, end, why);
}

export function resolveForeign(world, obligation, isCommitted, why = "explicit") {
  if (!find(world, obligation, "obligation")) return; // aborted before
  resolve(world, obligation, isCommitted ? "Committed" : "Aborted", why);
  advanceRegion(world, obligation.region);
}

/** Only the holder resolves it: the status that says why not, or "ok". */
export function checkHolder(world, handle, holder) {
  const obligation = find(world, handle, "obligation");
  if (!obligation || !find(world, holder, "task")) return "stale";
  const isHeld = obligation.holder === holder && obligation.subkind !== "io-op";
  return isHeld ? "ok" : "holder";
}

export function commitObligation(world, handle, holder) {
  const status = checkHolder(world, handle, holder);
  if (status !== "ok") return status;
  if (["channel", "call"].includes(handle.object?.kind)) return "state"; // a token goes with it
  if (handle.lease === "reserved") return "state";
  resolveForeign(world, handle, true);
  return "ok";
}

export function abortObligation(world, handle, holder, why) {
  const status = checkHolder(world, handle, holder);
  if (status !== "ok") return status;
  if (!why) return "argument";
  resolveForeign(world, handle, false, why);
  return "ok";
}

export function transfer(world, obligation, from, to) {
  const status = checkHolder(world, obligation, from);
  if (status !== "ok") return status;
  if (!find(world, to, "task")) return "stale";
  if (to.state === "completed") return "state";
  const old = obligation.region;
  if (old !== to.region && to.region.ledger.size >= to.region.limits.obligations) return "limit";
  remove(from.obligations, obligation);
  to.obligations.unshift(obligation);
  obligation.holder = to;
  old.ledger.delete(obligation);
  to.region.ledger.add(obligation);
  obligation.region = to.region;
  note(world, "ObligationTransferred", obligation);
  advanceRegion(world, old);
  return "ok";
}

const isForeign = (obligation) => obligation.subkind === "io-op";

function tighten(world, obligation, deadline) {
  if (timerOf(world, obligation)?.due <= deadline) return;
  disarm(world, obligation);
  arm(world, obligation, deadline);
}

/** Asked again while it cleans up: what it started since goes on. */
export function tightenForeign(world, holder) {
  for (const obligation of holder.obligations) {
    if (timerOf(world, obligation)) tighten(world, obligation, holder.cleanup.deadline);
  }
}

/** The holder is asked to stop: so is what it has in flight, and it gets as long. */
export function askForeign(world, holder) {
  const granted = holder.cleanup.deadline;
  const deadline = granted === none ? world.now + rowOf("user").time : granted;
  for (const obligation of holder.obligations.filter(isForeign)) {
    notify(world, obligation.capsule);
    tighten(world, obligation, deadline);
  }
}

/** Left behind: the region no longer waits for the host to let go. */
function strand(world, obligation) {
  report(world, "capsule-stranded", obligation.capsule);
  resolve(world, obligation, "Aborted");
}

export function fireObligation(world, obligation) {
  strand(world, obligation);
  advanceRegion(world, obligation.region);
}

/** The holder is ending (rules obligation.leak, capsule.drain, cancel.force). */
export function endObligations(world, holder, isForced) {
  askForeign(world, holder);
  for (const obligation of [...holder.obligations]) {
    if (isForeign(obligation)) {
      if (isForced) strand(world, obligation);
      remove(holder.obligations, obligation); // it stays in the ledger until the host lets go
      obligation.holder = undefined;
    } else {
      if (!isForced) report(world, "obligation-leaked", obligation);
      resolve(world, obligation, isForced ? "Aborted" : "Leaked", "forced");
    }
  }
}
