import { ReportKind, Wait, type Report as KernelReport } from "@asupersync/browser-core";
import type { Runtime } from "./runtime.js";
import { Task } from "./task.js";

/** A diagnosis that a person should see; the run goes on. */
export interface Report {
  readonly kind:
    | "task-forced"
    | "obligation-leaked"
    | "finalizer-overrun"
    | "mask-exhausted"
    | "futurelock"
    | "swallowed-cancel"
    | "capsule-stranded"
    | "unread-body"
    | "ambient-wait";
  /** What happened, where, and what to do. */
  readonly message: string;
  /** Path of the task it is about, if it is still known. */
  readonly path: string | undefined;
  /** Where that task was spawned; with `debug` only. */
  readonly spawnSite: string | undefined;
}

const kinds: Record<number, Report["kind"]> = {
  [ReportKind.TaskForced]: "task-forced",
  [ReportKind.ObligationLeaked]: "obligation-leaked",
  [ReportKind.FinalizerOverrun]: "finalizer-overrun",
  [ReportKind.MaskExhausted]: "mask-exhausted",
  [ReportKind.Futurelock]: "futurelock",
  [ReportKind.Swallowed]: "swallowed-cancel",
  [ReportKind.CapsuleStranded]: "capsule-stranded",
};

const waits = Object.fromEntries(
  Object.entries(Wait).map(([name, code]) => [code, name.toLowerCase()]),
);

function messageOf(kind: Report["kind"], path: string, report: KernelReport): string {
  switch (kind) {
    case "task-forced": {
      const waiting = waits[report.a] ?? "nothing";
      const at =
        waiting === "none"
          ? "something the runtime does not own (wrap it in cx.from)"
          : `${waiting}${report.b === 0 ? "" : ` (slot ${String(report.b)})`}`;
      return `${path} did not end within its cleanup budget and was given up; it waited for ${at}`;
    }
    case "obligation-leaked":
      return `${path} ended without committing or aborting an obligation; it was aborted`;
    case "finalizer-overrun":
      return `finalizer ${String(report.a)} of ${path} took too long; the next one runs`;
    case "mask-exhausted":
      return `${path} stayed masked through its whole allowance; cancel reaches it from now on`;
    case "futurelock":
      return `${path} holds an obligation and has not run for 10 000 dispatches`;
    case "swallowed-cancel":
      return `${path} caught Cancelled and went on; let it pass, or use cx.mask for what must end`;
    case "capsule-stranded":
      return `a foreign operation of ${path} did not let go after its abort and was left behind`;
    default:
      return path;
  }
}

export function describeReport(runtime: Runtime, report: KernelReport): Report {
  const kind = kinds[report.kind] ?? "task-forced";
  // An obligation or a capsule is named by its owner, behind its own object or in `a`.
  const isOwned = kind === "obligation-leaked" || kind === "capsule-stranded";
  const object =
    runtime.lastOf(report.slot, report.generation) ??
    (isOwned ? runtime.objects[report.a] : undefined);
  const owner = object !== undefined && "owner" in object ? object.owner : object;
  const path = owner?.path ?? `slot ${String(report.slot)}`;
  return {
    kind,
    message: messageOf(kind, path, report),
    path,
    spawnSite: owner instanceof Task ? owner.rareIfAny?.site?.stack : undefined,
  };
}

export function ambientReport(task: Task<unknown>): Report {
  const message = `${task.path} waits for something the runtime does not own: wrap it in cx.from`;
  return { kind: "ambient-wait", message, path: task.path, spawnSite: task.rareIfAny?.site?.stack };
}

export function unreadBodyReport(
  owner: Task<unknown>,
  what: string,
  site: Error | undefined,
): Report {
  const message = `${owner.path} ended without reading the body of ${what}; it was cancelled`;
  return { kind: "unread-body", message, path: owner.path, spawnSite: site?.stack };
}
