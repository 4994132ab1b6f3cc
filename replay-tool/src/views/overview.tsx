import { useEffect, useMemo, useRef, type PointerEvent } from "react";
import { density, eventAt, fullRange, positionOf } from "../model/viewport.js";
import { goTo, type Situation } from "../state/commands.js";
import { moveFocus } from "../state/location.js";
import { type Scale } from "./lane-marks.js";
import { type Palette } from "./palette.js";

const bins = 1024;
const height = 34;

interface OverviewProps {
  readonly situation: Situation;
  /** Of the lanes below. */
  readonly scale: Scale;
  readonly gutter: number;
  readonly palette: Palette;
}

function useDensity({ derived, focus }: Situation): Float64Array {
  return useMemo(() => {
    const counts = density(derived.events, focus.axis, bins);
    // Square roots, so that a burst does not hide everything else.
    const roots = Float64Array.from(counts, Math.sqrt);
    const highest = roots.reduce((most, root) => Math.max(most, root), 1);
    return roots.map((root) => root / highest);
  }, [derived, focus.axis]);
}

/** The whole run: how much happened when, what is wrong where, which part is shown below. */
export function Overview({ situation, scale, gutter, palette }: OverviewProps) {
  const { range, width } = scale;
  const { derived, focus } = situation;
  const canvas = useRef<HTMLCanvasElement>(null);
  const share = useDensity(situation);
  const full = fullRange(derived.events, focus.axis);
  const x = (position: number): number => ((position - full.from) / (full.to - full.from)) * width;

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || width <= 1) return;
    const ratio = window.devicePixelRatio;
    context.canvas.width = (gutter + width) * ratio;
    context.canvas.height = height * ratio;
    context.scale(ratio, ratio);
    context.fillStyle = palette.raised;
    context.fillRect(0, 0, gutter + width, height);
    context.translate(gutter, 0);
    context.fillStyle = palette.accent;
    context.globalAlpha = 0.55;
    share.forEach((part, bin) => {
      const tall = part === 0 ? 0 : Math.max(1.5, part * (height - 10));
      context.fillRect((bin / bins) * width, height - tall, Math.max(1, width / bins), tall);
    });
    context.globalAlpha = 1;
    context.fillStyle = palette.bad;
    for (const event of derived.problems.subarray(0, 5_000)) {
      const at = x(positionOf(derived.events, focus.axis, event));
      context.beginPath();
      context.moveTo(at - 4, 0);
      context.lineTo(at + 4, 0);
      context.lineTo(at, 7);
      context.fill();
    }
    // What is not shown below is dimmed.
    context.fillStyle = palette.pane;
    context.globalAlpha = 0.72;
    context.fillRect(0, 0, x(range.from), height);
    context.fillRect(x(range.to), 0, width, height);
    context.globalAlpha = 1;
    context.fillStyle = palette.accent;
    const head = x(positionOf(derived.events, focus.axis, focus.event));
    context.fillRect(Math.round(head), 0, 1.5, height);
  });

  const scrub = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (event.buttons !== 1) return;
    const { left } = event.currentTarget.getBoundingClientRect();
    const position = full.from + ((event.clientX - left - gutter) / width) * (full.to - full.from);
    moveFocus(goTo(situation, eventAt(derived.events, focus.axis, position)));
  };
  return (
    <canvas
      ref={canvas}
      className="overview"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        scrub(event);
      }}
      onPointerMove={scrub}
    />
  );
}
