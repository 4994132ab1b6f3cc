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

// What was cancelled by the same call as what it lives in has its cause there. What a task waited
// in was cancelled because that task was.
function causeOf(events: EventColumns, entities: Entities, link: CancelLink): number {
  const isParent = link.cancelKind === CancelKind.ParentCancelled;
  for (const above of [entities.parent[link.entity] as number, link.by]) {
    if (above === NOBODY) continue;
    const request = lastRequest(events, entities, above, link.event);
    if (request < 0 || events.input[request] !== events.input[link.event]) continue;
    if (isParent || events.a[request] === link.cancelKind) return above;
  }
  return NOBODY;
}

/** Walks from an entity up to what first asked, as it was at event `until`. */
export function cancelChain(
  events: EventColumns,
  entities: Entities,
  entity: number,
  until: number,
): CancelChain {
  const links: CancelLink[] = [];
  const seen = new Set<number>();
  let at = entity;
  while (at !== NOBODY && !seen.has(at)) {
    seen.add(at);
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
