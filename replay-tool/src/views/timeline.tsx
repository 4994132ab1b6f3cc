import { useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from "react";
import { segmentName } from "../model/chrome-trace.js";
import { formatCount, formatTime, plural } from "../model/format.js";
import {
  Activity,
  activityIn,
  allLanes,
  laneFor,
  lanesBetween,
  type ShownLanes,
} from "../model/lanes.js";
import { type Story } from "../model/words.js";
import { eventAt, fullRange, type Range } from "../model/viewport.js";
import { type Situation } from "../state/commands.js";
import { Legend } from "./legend.js";
import { Overview } from "./overview.js";
import { usePalette } from "./palette.js";
import { drawTimeline, laneHeight, rulerHeight } from "./timeline-drawing.js";
import { useSize } from "./use-size.js";
import { useTimelinePointer, type Target } from "./use-timeline-pointer.js";

interface TimelineProps {
  readonly situation: Situation;
  readonly story: Story;
  readonly entity: number;
  readonly onCommand: (title: string) => void;
}

const gutterOf = (width: number): number => Math.round(Math.min(240, Math.max(110, width * 0.18)));

function useScrollTop(place: RefObject<HTMLElement | null>): number {
  const [scrollTop, setScrollTop] = useState(0);
  useEffect(() => {
    const element = place.current;
    const read = (): void => setScrollTop(element?.scrollTop ?? 0);
    element?.addEventListener("scroll", read, { passive: true });
    return () => element?.removeEventListener("scroll", read);
  }, [place]);
  return scrollTop;
}

function useLaneInSight(place: RefObject<HTMLElement | null>, lane: number): void {
  useEffect(() => {
    const element = place.current;
    if (element === null || lane < 0) return;
    const top = lane * laneHeight;
    const room = element.clientHeight - rulerHeight - 3 * laneHeight;
    if (element.scrollTop > top) element.scrollTop = top - laneHeight;
    else if (element.scrollTop < top - room) element.scrollTop = top - room;
  }, [place, lane]);
}

function useShownLanes({ derived, focus }: Situation, { from, to }: Range): ShownLanes {
  const { lanes, entities, events } = derived;
  const { axis, isDense } = focus;
  return useMemo(() => {
    if (!isDense) return allLanes(lanes);
    const first = eventAt(events, axis, from);
    return lanesBetween(lanes, entities, first, eventAt(events, axis, to));
  }, [lanes, entities, events, axis, isDense, from, to]);
}

function Hint({
  target,
  story,
  situation,
}: {
  target: Target;
  story: Story;
  situation: Situation;
}) {
  const { lanes, events } = situation.derived;
  const { clientX, clientY, entity, segment } = target;
  const isAlive = segment >= 0 && activityIn(lanes.segment[segment] as number) !== Activity.Over;
  const since = events.time[lanes.event[segment] ?? 0] ?? 0;
  const next = lanes.event[segment + 1];
  const isLast = segment + 1 === lanes.offset[(lanes.laneOf[entity] as number) + 1];
  const until = next === undefined || isLast ? undefined : events.time[next];
  const left = Math.min(clientX + 14, window.innerWidth - 280);
  return (
    <div className="hint" style={{ left, top: clientY + 16 }}>
      <strong>{story.names.path(entity)}</strong>
      <br />
      {!isAlive && "not alive here"}
      {isAlive && `${segmentName(lanes.segment[segment] as number)} since ${formatTime(since)}`}
      {isAlive && until !== undefined && `, for ${formatTime(until - since)}`}
    </div>
  );
}

/** Lanes of regions, tasks and operations over time. What it shows, the list of events says. */
export function Timeline({ situation, story, entity, onCommand }: TimelineProps) {
  const { derived, focus } = situation;
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const { width, height } = useSize(place);
  const scrollTop = useScrollTop(place);
  const gutter = gutterOf(width);
  const range = focus.range ?? fullRange(derived.events, focus.axis);
  const plot = Math.max(1, width - gutter);
  const scale = { events: derived.events, axis: focus.axis, range, width: plot };
  const shown = useShownLanes(situation, range);
  const { target, handlers } = useTimelinePointer(place, { situation, shown, scale, gutter });
  useLaneInSight(place, shown.rowOf(laneFor(derived.lanes, derived.entities, entity)));

  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || width === 0) return;
    const ratio = window.devicePixelRatio;
    context.canvas.width = Math.round(width * ratio);
    context.canvas.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    const { names } = story;
    const playhead = focus.event;
    drawTimeline(context, {
      derived,
      names,
      shown,
      scale,
      gutter,
      height,
      scrollTop,
      playhead,
      entity,
      palette,
    });
  });
  return (
    <section className="pane timeline" aria-label="Timeline">
      <header>
        <h2>Timeline</h2>
        <span className="quiet">
          {shown.count < derived.lanes.count && `${formatCount(shown.count)} of `}
          {plural(derived.lanes.count, "lane")}
        </span>
        <div className="end">
          <Legend />
          <button
            type="button"
            aria-pressed={focus.isDense}
            onClick={() => onCommand("Only lanes with something in view")}
          >
            In view <kbd>L</kbd>
          </button>
          <button type="button" onClick={() => onCommand("Measure by time or by order")}>
            By {focus.axis} <kbd>X</kbd>
          </button>
          <button type="button" onClick={() => onCommand("Fit everything")}>
            Fit <kbd>F</kbd>
          </button>
        </div>
      </header>
      <Overview situation={situation} scale={scale} gutter={gutter} palette={palette} />
      <div ref={place} className="lanes">
        <canvas
          ref={canvas}
          role="img"
          aria-label="Lanes over time; the list of events below says the same in words"
          style={{ height }}
          onPointerDown={handlers.down}
          onPointerMove={handlers.move}
          onPointerUp={handlers.up}
          onPointerLeave={handlers.leave}
        />
        <div style={{ height: Math.max(0, shown.count * laneHeight + rulerHeight - height) }} />
      </div>
      {target && <Hint target={target} story={story} situation={situation} />}
    </section>
  );
}
