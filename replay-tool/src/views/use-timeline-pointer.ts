import { useEffect, useRef, useState, type PointerEvent, type RefObject } from "react";
import { lowerBound } from "../model/columns.js";
import { type ShownLanes } from "../model/lanes.js";
import { eventAt, fullRange, pan, zoom } from "../model/viewport.js";
import { focusOn, goTo, type Situation } from "../state/commands.js";
import { moveFocus } from "../state/location.js";
import { positionAt, type Scale } from "./lane-marks.js";
import { laneHeight, rulerHeight } from "./timeline-drawing.js";

/** What lies under the pointer. */
export interface Target {
  readonly clientX: number;
  readonly clientY: number;
  readonly entity: number;
  /** The segment of its lane there, as an index; -1 before its first. */
  readonly segment: number;
}

interface Surface {
  readonly situation: Situation;
  readonly shown: ShownLanes;
  readonly scale: Scale;
  readonly gutter: number;
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly lane: number;
  readonly event: number;
}

function spotOf(surface: Surface, place: HTMLElement, clientX: number, clientY: number): Spot {
  const { situation, shown, scale, gutter } = surface;
  const box = place.getBoundingClientRect();
  const x = clientX - box.left;
  const y = clientY - box.top;
  const inLanes = y >= rulerHeight;
  const row = Math.floor((y - rulerHeight + place.scrollTop) / laneHeight);
  const { events } = situation.derived;
  const position = positionAt(scale, x - gutter);
  const event = eventAt(events, situation.focus.axis, position);
  return { x, y, event, lane: inLanes ? shown.laneAt(row) : -1 };
}

function segmentAt({ situation }: Surface, lane: number, event: number): number {
  const { offset, event: begins } = situation.derived.lanes;
  const start = offset[lane] as number;
  const own = begins.subarray(start, offset[lane + 1]);
  const at = lowerBound(own, event + 1) - 1;
  return at < 0 ? -1 : start + at;
}

// A click takes the lane, and what the lane did last before that place.
function choose(surface: Surface, spot: Spot): void {
  const { situation, gutter } = surface;
  const { lanes } = situation.derived;
  const entity = lanes.entity[spot.lane] ?? 0;
  const focus = focusOn(situation, entity);
  if (spot.x < gutter) {
    moveFocus(focus);
    return;
  }
  const segment = spot.lane < 0 ? -1 : segmentAt(surface, spot.lane, spot.event);
  const event = segment < 0 ? spot.event : (lanes.event[segment] as number);
  moveFocus({ ...goTo(situation, event), ...(spot.lane < 0 ? {} : focus) });
}

function useWheel(place: RefObject<HTMLElement | null>, surface: Surface): void {
  const latest = useRef(surface);
  useEffect(() => {
    latest.current = surface;
  });
  useEffect(() => {
    const element = place.current;
    const turn = (event: WheelEvent): void => {
      const { situation, scale, gutter } = latest.current;
      const full = fullRange(scale.events, scale.axis);
      const isZoom = event.ctrlKey || event.metaKey;
      const across = event.shiftKey ? event.deltaY : event.deltaX;
      if (!isZoom && Math.abs(across) <= (event.shiftKey ? 0 : Math.abs(event.deltaY))) return;
      event.preventDefault();
      const range = situation.focus.range ?? full;
      if (isZoom) {
        const x = event.clientX - (element?.getBoundingClientRect().left ?? 0) - gutter;
        const factor = Math.exp(Math.max(-1, Math.min(event.deltaY * 0.004, 1)));
        moveFocus({ range: zoom(range, full, factor, positionAt(scale, x)) });
      } else {
        moveFocus({ range: pan(range, full, across / scale.width) });
      }
    };
    element?.addEventListener("wheel", turn, { passive: false });
    return () => element?.removeEventListener("wheel", turn);
  }, [place]);
}

/** Click to choose, drag to pan, drag the ruler to scrub, wheel to scroll, ctrl-wheel to zoom. */
export function useTimelinePointer(place: RefObject<HTMLElement | null>, surface: Surface) {
  const [target, setTarget] = useState<Target>();
  const drag = useRef<{ readonly spot: Spot; last: number; isMoving: boolean }>(undefined);
  useWheel(place, surface);

  const spot = (event: PointerEvent): Spot | undefined =>
    place.current === null
      ? undefined
      : spotOf(surface, place.current, event.clientX, event.clientY);

  const scrub = (to: Spot): void => moveFocus(goTo(surface.situation, to.event));

  const down = (event: PointerEvent): void => {
    const from = spot(event);
    if (from === undefined || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { spot: from, last: event.clientX, isMoving: false };
    setTarget(undefined);
    if (from.y < rulerHeight) scrub(from);
  };

  const move = (event: PointerEvent): void => {
    const now = spot(event);
    if (now === undefined) return;
    const { current } = drag;
    if (current === undefined) {
      const entity = surface.situation.derived.lanes.entity[now.lane] ?? 0;
      const { clientX, clientY } = event;
      const segment = now.lane < 0 ? -1 : segmentAt(surface, now.lane, now.event);
      setTarget(now.lane < 0 ? undefined : { clientX, clientY, entity, segment });
      return;
    }
    if (current.spot.y < rulerHeight) {
      scrub(now);
      return;
    }
    current.isMoving ||= Math.abs(now.x - current.spot.x) > 4;
    if (!current.isMoving) return;
    const { scale, situation } = surface;
    const full = fullRange(scale.events, scale.axis);
    const share = (current.last - event.clientX) / scale.width;
    current.last = event.clientX;
    moveFocus({ range: pan(situation.focus.range ?? full, full, share) });
  };

  const up = (): void => {
    const { current } = drag;
    drag.current = undefined;
    if (current && !current.isMoving && current.spot.y >= rulerHeight)
      choose(surface, current.spot);
  };
  const leave = (): void => setTarget(undefined);
  return { target, handlers: { down, move, up, leave } };
}
