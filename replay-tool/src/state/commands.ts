import { cancelChain } from "../model/cancel-chain.js";
import { NOBODY } from "../model/entities.js";
import { stepAmong, stepInLane, stepTurn } from "../model/navigation.js";
import { type Derived } from "../model/recording.js";
import { fullRange, pan, positionOf, reveal, zoom, type Range } from "../model/viewport.js";
import { type Focus, type FocusChange } from "./focus.js";

/** What a command looks at. */
export interface Situation {
  readonly derived: Derived;
  readonly focus: Focus;
  /** The entity in focus, as a number; NOBODY for none. */
  readonly entity: number;
  /** What the list shows; undefined for every event. */
  readonly rows: Uint32Array | undefined;
}

/** What a command wants of the page instead of moving the focus. */
export type Wish = "search" | "go-to" | "tree" | "help" | "problems";

export interface Command {
  readonly title: string;
  /** As `KeyboardEvent.key` names them; `Shift+` in front where it matters. */
  readonly keys: readonly string[];
  readonly group: "Step" | "Look" | "Find" | "Page";
  readonly decide: (situation: Situation) => FocusChange | Wish | undefined;
}

const range = ({ derived, focus }: Situation): Range =>
  focus.range ?? fullRange(derived.events, focus.axis);

const clampEvent = ({ derived }: Situation, event: number): number =>
  Math.min(Math.max(event, 0), Math.max(derived.events.length - 1, 0));

/** To an event, with the view moved along if it would be out of sight. */
export function goTo(situation: Situation, event: number): FocusChange {
  const { derived, focus } = situation;
  const at = clampEvent(situation, event);
  if (focus.range === undefined) return { event: at };
  const full = fullRange(derived.events, focus.axis);
  const place = positionOf(derived.events, focus.axis, at);
  return { event: at, range: reveal(focus.range, full, place) };
}

/** To an event and to whom it happened. */
export function select(situation: Situation, event: number): FocusChange {
  const { entities } = situation.derived;
  const subject = entities.subjectOf[event] ?? NOBODY;
  return { ...goTo(situation, event), ...focusOn(situation, subject) };
}

/** The entity as the focus names it. */
export function focusOn({ derived }: Situation, entity: number): FocusChange {
  if (entity === NOBODY) return { entity: undefined };
  const { slot, generation } = derived.entities;
  return { entity: { slot: slot[entity] as number, generation: generation[entity] as number } };
}

const step = (by: 1 | -1) => (at: Situation) => {
  const { focus, rows } = at;
  return goTo(at, rows === undefined ? focus.event + by : stepAmong(rows, focus.event, by));
};
const leap = (by: 1 | -1) => (at: Situation) =>
  goTo(at, stepTurn(at.derived.events, at.focus.event, by));
const alongLane = (by: 1 | -1) => (at: Situation) => {
  const { subjectOf } = at.derived.entities;
  const entity = at.entity === NOBODY ? (subjectOf[at.focus.event] ?? NOBODY) : at.entity;
  return goTo(at, stepInLane(at.derived.entities, entity, at.focus.event, by));
};
const toProblem = (by: 1 | -1) => (at: Situation) => {
  const event = stepAmong(at.derived.problems, at.focus.event, by);
  return event === at.focus.event ? undefined : select(at, event);
};

const zoomBy = (factor: number) => (at: Situation) => {
  const full = fullRange(at.derived.events, at.focus.axis);
  const anchor = positionOf(at.derived.events, at.focus.axis, at.focus.event);
  return { range: zoom(range(at), full, factor, anchor) };
};
const panBy = (share: number) => (at: Situation) => ({
  range: pan(range(at), fullRange(at.derived.events, at.focus.axis), share),
});

function toCause(at: Situation): FocusChange | Wish | undefined {
  const { events, entities } = at.derived;
  const entity = at.entity === NOBODY ? (entities.subjectOf[at.focus.event] ?? NOBODY) : at.entity;
  const { links } = cancelChain(events, entities, entity, events.length - 1);
  const here = links.findIndex((link) => link.event === at.focus.event);
  const next = links[(here + 1) % Math.max(links.length, 1)];
  return next === undefined ? undefined : select(at, next.event);
}

/** Every command of the tool; the keyboard, the help and the buttons all read this table. */
export const commands: readonly Command[] = [
  { title: "Next event", keys: ["ArrowDown", "ArrowRight"], group: "Step", decide: step(1) },
  { title: "Previous event", keys: ["ArrowUp", "ArrowLeft"], group: "Step", decide: step(-1) },
  {
    title: "Next turn",
    keys: ["Shift+ArrowDown", "Shift+ArrowRight"],
    group: "Step",
    decide: leap(1),
  },
  {
    title: "Previous turn",
    keys: ["Shift+ArrowUp", "Shift+ArrowLeft"],
    group: "Step",
    decide: leap(-1),
  },
  { title: "Next event of this lane", keys: ["."], group: "Step", decide: alongLane(1) },
  { title: "Previous event of this lane", keys: [","], group: "Step", decide: alongLane(-1) },
  { title: "First event", keys: ["Home"], group: "Step", decide: (at) => goTo(at, 0) },
  { title: "Last event", keys: ["End"], group: "Step", decide: (at) => goTo(at, Infinity) },
  { title: "Next problem", keys: ["]"], group: "Find", decide: toProblem(1) },
  { title: "Previous problem", keys: ["["], group: "Find", decide: toProblem(-1) },
  { title: "List the problems", keys: ["p"], group: "Find", decide: () => "problems" },
  { title: "Why cancelled: next cause", keys: ["c"], group: "Find", decide: toCause },
  { title: "Search", keys: ["/"], group: "Find", decide: () => "search" },
  { title: "Go to an event, input or time", keys: ["g"], group: "Find", decide: () => "go-to" },
  {
    title: "Only this lane in the list",
    keys: ["o"],
    group: "Find",
    decide: ({ focus }) => ({ isNarrow: !focus.isNarrow }),
  },
  { title: "Zoom in", keys: ["w", "+"], group: "Look", decide: zoomBy(0.6) },
  { title: "Zoom out", keys: ["s", "-"], group: "Look", decide: zoomBy(1 / 0.6) },
  { title: "Pan left", keys: ["a"], group: "Look", decide: panBy(-0.2) },
  { title: "Pan right", keys: ["d"], group: "Look", decide: panBy(0.2) },
  { title: "Fit everything", keys: ["f"], group: "Look", decide: () => ({ range: undefined }) },
  {
    title: "Measure by time or by order",
    keys: ["x"],
    group: "Look",
    decide: ({ focus }) => ({ axis: focus.axis === "time" ? "order" : "time", range: undefined }),
  },
  {
    title: "Only lanes with something in view",
    keys: ["l"],
    group: "Look",
    decide: ({ focus }) => ({ isDense: !focus.isDense }),
  },
  { title: "To the region tree", keys: ["t"], group: "Page", decide: () => "tree" },
  { title: "List the commands", keys: ["?"], group: "Page", decide: () => "help" },
];

/** The command of a key; undefined if the key is nobody's, or belongs to the browser. */
export function commandOf(
  key: Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">,
): Command | undefined {
  if (key.ctrlKey || key.metaKey || key.altKey) return undefined;
  const plain = key.key.length === 1 ? key.key.toLowerCase() : key.key;
  const name = key.shiftKey && plain.length > 1 ? `Shift+${plain}` : plain;
  return commands.find(({ keys }) => keys.includes(name));
}
