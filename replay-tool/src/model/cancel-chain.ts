import { CANCEL_CHAIN_MAX, CancelKind, EventKind } from "@asupersync/browser-core";
import { type EventColumns } from "./columns.js";
import { NOBODY, type Entities } from "./entities.js";

/** One link of the answer to "why was this cancelled?". */
export interface CancelLink {
  readonly entity: number;
  /** The request that counts: the last one up to the moment asked about. */
  readonly event: number;
  readonly cancelKind: number;
  /** Who asked, if a task did; NOBODY otherwise. */
  readonly by: number;
}

export interface CancelChain {
  /** The entity itself first, then what it was cancelled for. */
  readonly links: readonly CancelLink[];
  /** More links than rule cancel.chain tells. */
  readonly isCut: boolean;
}

const isRequest = (kind: number): boolean =>
  kind === EventKind.TaskCancel || kind === EventKind.RegionCancel;

function lastRequest(
  events: EventColumns,
  entities: Entities,
  entity: number,
  until: number,
): number {
  const first = entities.first[entity] as number;
  for (let i = Math.min(until, entities.last[entity] as number); i >= first; i--) {
    if (entities.subjectOf[i] === entity && isRequest(events.kind[i] as number)) return i;
  }
  return -1;
}

// A child that was cancelled because its parent was has its cause in the parent's own reason; so
// has a task of a region that got the same kind in the same call.
function causeOf(events: EventColumns, entities: Entities, link: CancelLink): number {
  const parent = entities.parent[link.entity] as number;
  if (parent === NOBODY) return NOBODY;
  if (link.cancelKind === CancelKind.ParentCancelled) return parent;
  const above = lastRequest(events, entities, parent, link.event);
  const isSame =
    above >= 0 &&
    events.input[above] === events.input[link.event] &&
    events.a[above] === link.cancelKind;
  return isSame ? parent : NOBODY;
}

/** Walks from an entity up to what first asked, as it was at event `until`. */
export function cancelChain(
  events: EventColumns,
  entities: Entities,
  entity: number,
  until: number,
): CancelChain {
  const links: CancelLink[] = [];
  let at = entity;
  while (at !== NOBODY) {
    if (links.length === CANCEL_CHAIN_MAX) return { links, isCut: true };
    const event = lastRequest(events, entities, at, until);
    if (event < 0) break;
    const link: CancelLink = {
      entity: at,
      event,
      cancelKind: events.a[event] as number,
      by: entities.namedBy[event] as number,
    };
    links.push(link);
    at = causeOf(events, entities, link);
  }
  return { links, isCut: false };
}
