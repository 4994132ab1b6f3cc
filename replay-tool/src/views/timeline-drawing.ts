import { Kind } from "@asupersync/browser-core";
import { formatTime } from "../model/format.js";
import { NOBODY } from "../model/entities.js";
import { laneFor, type ShownLanes } from "../model/lanes.js";
import { type Names } from "../model/names.js";
import { type Derived } from "../model/recording.js";
import { ticks } from "../model/viewport.js";
import { endSign, marksOf, shapeOf, xOf, type Scale } from "./lane-marks.js";
import { type Palette } from "./palette.js";

export const laneHeight = 20;
export const rulerHeight = 24;

export interface Scene {
  readonly derived: Derived;
  readonly names: Names;
  readonly shown: ShownLanes;
  readonly scale: Scale;
  /** Of the column of names. */
  readonly gutter: number;
  readonly height: number;
  readonly scrollTop: number;
  readonly playhead: number;
  readonly entity: number;
  readonly palette: Palette;
}

type Context = CanvasRenderingContext2D;

const hatches = new Map<string, CanvasPattern | null>();

// Stripes, so that a cancellation is told without colours.
function hatch(context: Context, colour: string): CanvasPattern | string {
  let pattern = hatches.get(colour);
  if (pattern === undefined) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 6;
    const brush = tile.getContext("2d");
    if (brush === null) return colour;
    brush.globalAlpha = 0.45;
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 6, 6);
    brush.globalAlpha = 1;
    brush.strokeStyle = colour;
    brush.lineWidth = 2;
    brush.beginPath();
    for (const x of [-6, 0, 6]) {
      brush.moveTo(x - 1, 7);
      brush.lineTo(x + 7, -1);
    }
    brush.stroke();
    pattern = context.createPattern(tile, "repeat");
    hatches.set(colour, pattern);
  }
  return pattern ?? colour;
}

function ellipsis(context: Context, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (context.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low)}…`;
}

function drawRuler(context: Context, { scale, gutter, palette }: Scene): void {
  const { step, at } = ticks(scale.range, scale.width / 110);
  context.font = `11px ${palette.font}`;
  context.fillStyle = palette.quiet;
  for (const tick of at) {
    const x = Math.round(gutter + share(scale, tick) * scale.width);
    context.fillText(tickText(scale, tick, step), x + 4, rulerHeight / 2);
  }
  context.fillStyle = palette.line;
  context.fillRect(0, rulerHeight - 1, gutter + scale.width, 1);
}

const share = ({ range }: Scale, position: number): number =>
  (position - range.from) / (range.to - range.from);

// Behind the lanes, so that no bar looks cut.
function drawGrid(context: Context, { scale, gutter, height, palette }: Scene): void {
  context.fillStyle = palette.line;
  for (const tick of ticks(scale.range, scale.width / 110).at) {
    const x = Math.round(gutter + share(scale, tick) * scale.width);
    if (x > gutter) context.fillRect(x, 0, 1, height);
  }
}

const tickText = ({ axis }: Scale, tick: number, step: number): string =>
  axis === "order" ? `#${Math.round(tick)}` : formatTime(step < 1_000 ? tick : Math.round(tick));

function drawLane(context: Context, scene: Scene, lane: number, top: number): void {
  const { derived, scale, gutter, palette } = scene;
  const { entities, lanes } = derived;
  const entity = lanes.entity[lane] as number;
  const kind = entities.kind[entity] as number;
  let end = -1;
  for (const mark of marksOf(lanes, lane, scale)) {
    const shape = shapeOf(mark.segment, kind);
    const height = Math.max(2, Math.round(shape.height * laneHeight));
    const colour = palette[shape.colour];
    const wide = mark.width >= 6;
    context.fillStyle = shape.isHatched && wide ? hatch(context, colour) : colour;
    // Never thinner than the eye can see.
    const width = Math.max(mark.width, mark.isDense ? 2 : 1);
    const y = top + Math.round((laneHeight - height) / 2);
    context.fillRect(gutter + mark.x, y, width, height);
    end = mark.x + width;
  }
  const sign = endSign(entities.outcome[entity] as number);
  if (sign === undefined || end < 0 || end >= scale.width - 1) return;
  context.font = `11px ${palette.font}`;
  context.fillStyle = sign === "⊘" ? palette.warn : palette.bad;
  context.fillText(sign, gutter + end + 4, top + laneHeight / 2);
}

function drawName(context: Context, scene: Scene, lane: number, top: number): void {
  const { derived, names, gutter, palette, entity: focused } = scene;
  const entity = derived.lanes.entity[lane] as number;
  const isRegion = derived.entities.kind[entity] === Kind.Region;
  const indent = 10 + Math.min(derived.lanes.depth[lane] as number, 9) * 11;
  context.font = `${isRegion ? "600 " : ""}12px ${palette.font}`;
  context.fillStyle = entity === focused ? palette.accent : isRegion ? palette.ink : palette.quiet;
  const text = ellipsis(context, names.of(entity), gutter - indent - 8);
  context.fillText(text, indent, top + laneHeight / 2);
}

function drawArrow(context: Context, scene: Scene, from: number, to: number): void {
  const { derived, shown, scale, gutter, palette, scrollTop, playhead } = scene;
  const rows = [from, to].map((entity) =>
    shown.rowOf(laneFor(derived.lanes, derived.entities, entity)),
  );
  if (rows.some((row) => row < 0) || rows[0] === rows[1]) return;
  const [start = 0, end = 0] = rows.map(
    (row) => rulerHeight + row * laneHeight - scrollTop + laneHeight / 2,
  );
  const x = gutter + xOf(scale, playhead);
  const down = Math.sign(end - start);
  context.strokeStyle = context.fillStyle = palette.accent;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, start, 2.5, 0, Math.PI * 2);
  context.fill();
  context.beginPath();
  context.moveTo(x, start);
  context.lineTo(x, end - down * 5);
  context.stroke();
  context.beginPath();
  context.moveTo(x, end);
  context.lineTo(x - 4, end - down * 7);
  context.lineTo(x + 4, end - down * 7);
  context.fill();
}

function drawPlayhead(context: Context, scene: Scene): void {
  const { derived, scale, gutter, height, palette, playhead } = scene;
  const x = Math.round(gutter + xOf(scale, playhead));
  if (x < gutter || x > gutter + scale.width) return;
  context.fillStyle = palette.accent;
  context.fillRect(x, 0, 1, height);
  const text =
    scale.axis === "order" ? `#${playhead}` : formatTime(derived.events.time[playhead] ?? 0);
  context.font = `600 11px ${palette.font}`;
  const width = context.measureText(text).width + 12;
  const left = Math.min(x, gutter + scale.width - width);
  context.beginPath();
  context.roundRect(left, 3, width, rulerHeight - 7, 4);
  context.fill();
  context.fillStyle = palette.pane;
  context.fillText(text, left + 6, rulerHeight / 2);
}

/** Draws what shows of the lanes; a pure function of the scene. */
export function drawTimeline(context: Context, scene: Scene): void {
  const { derived, shown, scale, gutter, height, palette, scrollTop, entity, playhead } = scene;
  const { lanes, entities } = derived;
  const focused = laneFor(lanes, entities, entity);
  context.clearRect(0, 0, gutter + scale.width, height);
  context.textBaseline = "middle";

  context.save();
  context.beginPath();
  context.rect(0, rulerHeight, gutter + scale.width, height - rulerHeight);
  context.clip();
  drawGrid(context, scene);
  const first = Math.floor(scrollTop / laneHeight);
  const last = Math.min(shown.count, Math.ceil((scrollTop + height - rulerHeight) / laneHeight));
  for (let row = first; row < last; row++) {
    const lane = shown.laneAt(row);
    const top = rulerHeight + row * laneHeight - scrollTop;
    if (lane === focused) {
      context.fillStyle = palette["accent-ground"];
      context.fillRect(0, top, gutter + scale.width, laneHeight);
    }
    drawName(context, scene, lane, top);
    drawLane(context, scene, lane, top);
  }
  context.restore();

  drawRuler(context, scene);
  context.fillStyle = palette.line;
  context.fillRect(gutter - 1, 0, 1, height);
  drawPlayhead(context, scene);
  const subject = entities.subjectOf[playhead] ?? NOBODY;
  const other = entities.namedBy[playhead] ?? NOBODY;
  if (other === NOBODY || subject === NOBODY) return;
  context.save();
  context.beginPath();
  context.rect(gutter, rulerHeight, scale.width, height - rulerHeight);
  context.clip();
  drawArrow(context, scene, other, subject);
  context.restore();
}
