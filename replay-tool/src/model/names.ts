import { CapsuleKind, Kind, ObligationKind } from "@asupersync/browser-core";
import { NOBODY, ROOT, type Entities } from "./entities.js";
import { type Labels } from "./labels.js";

/** Past this many segments the middle of a path is left out; the whole one may be 100 000 deep. */
const segmentsShown = 6;

/** `ParentCancelled` from `{ ParentCancelled: 9 }` and 9, for any enum of the ABI. */
export function nameOf(values: Readonly<Record<string, number>>, value: number): string {
  const found = Object.keys(values).find((name) => values[name] === value);
  return found ?? `unknown (${value})`;
}

/** `CancelRequested` as `cancel requested`. */
export const inWords = (name: string): string =>
  name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();

const kindWords: Readonly<Record<number, string>> = {
  [Kind.Free]: "nothing",
  [Kind.Region]: "region",
  [Kind.Task]: "task",
  [Kind.Obligation]: "obligation",
  [Kind.Capsule]: "operation",
  [Kind.Channel]: "channel",
  [Kind.Receiver]: "receiver",
  [Kind.Call]: "call",
  [Kind.Lock]: "lock",
  [Kind.Supervisor]: "supervisor",
  [Kind.Child]: "child",
  [Kind.Link]: "link",
  [Kind.Monitor]: "monitor",
};

/** What an object is: `task`, `fetch`, `send permit`. */
export function kindName(kind: number, subkind: number): string {
  if (kind === Kind.Capsule) return inWords(nameOf(CapsuleKind, subkind));
  if (kind === Kind.Obligation) return inWords(nameOf(ObligationKind, subkind));
  return kindWords[kind] ?? "object";
}

/** Names every entity of a run: `fetch#2`, `search/fetch#2`. */
export class Names {
  constructor(
    private readonly entities: Entities,
    private readonly labels: Labels,
  ) {}

  /** Its own name: its label, or what it is, and `#n` from the second of that name on. */
  of(entity: number): string {
    const { kind, label, nth, subkind } = this.entities;
    if (entity === NOBODY) return "runtime";
    if (entity === ROOT) return "root";
    const own =
      this.labels(label[entity] as number) ??
      kindName(kind[entity] as number, subkind[entity] as number);
    const number = nth[entity] as number;
    return number > 1 ? `${own}#${number}` : own;
  }

  /** Its name behind those of what it lives in, the root left out. */
  path(entity: number): string {
    const { parent } = this.entities;
    const last: number[] = [];
    let depth = 0;
    let first = entity;
    for (let at = entity; at !== NOBODY && at !== ROOT; at = parent[at] as number) {
      if (last.length < segmentsShown) last.unshift(at);
      first = at;
      depth++;
    }
    const segments = last.map((at) => this.of(at));
    if (depth > segmentsShown) segments.splice(0, 2, this.of(first), "…");
    return segments.length > 0 ? segments.join("/") : this.of(entity);
  }
}
