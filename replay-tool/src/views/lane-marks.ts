import { Kind, Outcome } from "@asupersync/browser-core";
import { lowerBound, type EventColumns } from "../model/columns.js";
import { Activity, Phase, activityIn, phaseIn, type Lanes } from "../model/lanes.js";
import { positionOf, type Axis, type Range } from "../model/viewport.js";

/** One rectangle of a lane, in pixels of the plot. */
export interface Mark {
  readonly x: number;
  readonly width: number;
  readonly segment: number;
  /** Stands for more than it shows: several segments share this pixel. */
  readonly isDense: boolean;
}

export interface Scale {
  readonly events: EventColumns;
  readonly axis: Axis;
  readonly range: Range;
  /** Pixels. */
  readonly width: number;
}

export function xOf({ events, axis, range, width }: Scale, event: number): number {
  return ((positionOf(events, axis, event) - range.from) / (range.to - range.from)) * width;
}

export const positionAt = ({ range, width }: Scale, x: number): number =>
  range.from + (x / width) * (range.to - range.from);

/** The first event at or behind a position. */
function eventFrom({ events, axis }: Scale, position: number): number {
  return axis === "order" ? Math.ceil(position) : lowerBound(events.time, position);
}

/**
 * The marks of one lane, at most one for each pixel, whatever number of segments it has: those that
 * share a pixel are jumped over.
 */
export function marksOf(lanes: Lanes, lane: number, scale: Scale): Mark[] {
  const start = lanes.offset[lane] as number;
  const own = lanes.event.subarray(start, lanes.offset[lane + 1]);
  const marks: Mark[] = [];
  let at = Math.max(0, lowerBound(own, eventFrom(scale, scale.range.from)) - 1);
  while (at < own.length) {
    const x = xOf(scale, own[at] as number);
    if (x > scale.width) break;
    const end = at + 1 < own.length ? xOf(scale, own[at + 1] as number) : scale.width;
    const left = Math.max(x, 0);
    const segment = lanes.segment[start + at] as number;
    if (end - left >= 1) {
      if (activityIn(segment) !== Activity.Over) {
        marks.push({ x: left, width: Math.min(end, scale.width) - left, segment, isDense: false });
      }
      at++;
      continue;
    }
    const pixel = Math.floor(left);
    const next = lowerBound(own, eventFrom(scale, positionAt(scale, pixel + 1)));
    const stop = Math.max(next, at + 1);
    marks.push({
      x: pixel,
      width: 1,
      segment: strongest(lanes, start + at, start + stop),
      isDense: true,
    });
    // The last that begins in this pixel may reach far beyond it, and is then looked at by itself.
    const after = own[stop];
    const reach = (after === undefined ? scale.width : xOf(scale, after)) - pixel;
    at = stop - 1 > at && reach >= 2 ? stop - 1 : stop;
  }
  return marks;
}

// A few are looked at; for thousands in one pixel no choice would be right.
function strongest(lanes: Lanes, from: number, to: number): number {
  let best = lanes.segment[from] as number;
  for (let i = from; i < Math.min(to, from + 16); i++) {
    const segment = lanes.segment[i] as number;
    if (rank(segment) > rank(best)) best = segment;
  }
  return best;
}

const rank = (segment: number): number =>
  phaseIn(segment) * 10 + (activityIn(segment) === Activity.Running ? 5 : activityIn(segment));

export interface Shape {
  /** Share of the lane's height. */
  readonly height: number;
  readonly colour: "run" | "queued" | "waiting" | "open" | "requested" | "draining" | "finalizing";
  readonly isHatched: boolean;
}

const phaseColours = {
  [Phase.Requested]: "requested",
  [Phase.Draining]: "draining",
  [Phase.Finalizing]: "finalizing",
} as const;

/** Height tells the activity, hatching the cancellation; colour repeats both. */
export function shapeOf(segment: number, kind: number): Shape {
  const phase = phaseIn(segment);
  const activity = activityIn(segment);
  const isRegion = kind === Kind.Region;
  const height =
    activity === Activity.Running
      ? 0.62
      : activity === Activity.Waiting
        ? isRegion
          ? 0.2
          : 0.12
        : 0.32;
  if (phase !== Phase.Normal) {
    const colour = phaseColours[phase as keyof typeof phaseColours];
    return { height: Math.max(height, 0.36), colour, isHatched: activity !== Activity.Running };
  }
  if (activity === Activity.Running) return { height, colour: "run", isHatched: false };
  if (activity === Activity.Waiting) return { height, colour: "waiting", isHatched: false };
  return { height, colour: activity === Activity.Open ? "open" : "queued", isHatched: false };
}

/** The sign at the end of a lane; undefined for what ended well. */
export const endSign = (outcome: number): string | undefined =>
  ({ [Outcome.Err]: "✕", [Outcome.Cancelled]: "⊘", [Outcome.Panicked]: "▲" })[outcome];
