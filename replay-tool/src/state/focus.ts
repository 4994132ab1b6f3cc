import { type Axis, type Range } from "../model/viewport.js";

/** Where the reader looks. It is the URL's fragment, and every pane is a function of it. */
export interface Focus {
  /** The recording beside this page that is open; undefined for a file of the reader's own. */
  readonly address: string | undefined;
  readonly event: number;
  /** An entity by slot and generation, which stay the same whoever opens the file. */
  readonly entity: { readonly slot: number; readonly generation: number } | undefined;
  readonly text: string;
  /** The list shows only what concerns the entity. */
  readonly isNarrow: boolean;
  readonly axis: Axis;
  /** Undefined: the whole. */
  readonly range: Range | undefined;
  /** The timeline leaves out lanes that have nothing in the range. */
  readonly isDense: boolean;
}

export const startFocus: Focus = {
  address: undefined,
  event: 0,
  entity: undefined,
  text: "",
  isNarrow: false,
  axis: "time",
  range: undefined,
  isDense: false,
};

const natural = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

function readEntity(text: string | null): Focus["entity"] {
  const [slot, generation] = (text ?? "").split(".").map(natural);
  return slot === undefined || generation === undefined ? undefined : { slot, generation };
}

function readRange(text: string | null): Range | undefined {
  const match = /^(-?\d{1,15})_(-?\d{1,15})$/.exec(text ?? "");
  if (match === null) return undefined;
  const from = Number(match[1]);
  const to = Number(match[2]);
  return from < to ? { from, to } : undefined;
}

/** Reads a fragment; whatever is in it, the answer is a place. */
export function readFocus(hash: string): Focus {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  return {
    address: fields.get("open") || undefined,
    event: natural(fields.get("event") ?? undefined) ?? 0,
    entity: readEntity(fields.get("of")),
    text: fields.get("find") ?? "",
    isNarrow: fields.get("only") === "1",
    axis: fields.get("axis") === "order" ? "order" : "time",
    range: readRange(fields.get("view")),
    isDense: fields.get("lanes") === "here",
  };
}

/** The fragment of a focus; what is as at the start is left out. */
export function writeFocus(focus: Focus): string {
  const fields = new URLSearchParams();
  if (focus.address) fields.set("open", focus.address);
  if (focus.event > 0) fields.set("event", String(focus.event));
  if (focus.entity) fields.set("of", `${focus.entity.slot}.${focus.entity.generation}`);
  if (focus.text !== "") fields.set("find", focus.text);
  if (focus.isNarrow) fields.set("only", "1");
  if (focus.axis !== "time") fields.set("axis", focus.axis);
  if (focus.isDense) fields.set("lanes", "here");
  if (focus.range) {
    fields.set("view", `${Math.floor(focus.range.from)}_${Math.ceil(focus.range.to)}`);
  }
  const text = fields.toString();
  return text === "" ? "" : `#${text}`;
}

export type FocusChange = Partial<Focus>;

/** Another event alone is a step; the rest is a place one wants to come back to. */
export const isStep = (change: FocusChange): boolean =>
  Object.keys(change).every((key) => key === "event" || key === "range" || key === "text");
