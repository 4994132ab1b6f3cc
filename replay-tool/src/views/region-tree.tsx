import {
  CancelKind,
  CapsuleState,
  Kind,
  ObligationState,
  RegionState,
  TaskState,
  Wait,
} from "@asupersync/browser-core";
import { useMemo, type RefObject } from "react";
import { NOBODY, findEntity } from "../model/entities.js";
import { formatCount, plural } from "../model/format.js";
import { type Moment, type TreeRow } from "../model/moment.js";
import { inWords, kindName, nameOf } from "../model/names.js";
import { waitText, type Story } from "../model/words.js";
import { type Situation } from "../state/commands.js";
import { moveFocus } from "../state/location.js";
import { useMoment } from "../state/use-situation.js";
import { useReveal, useRowWindow } from "./use-window.js";

const rowHeight = 26;

interface RegionTreeProps {
  readonly situation: Situation;
  readonly story: Story;
  readonly entity: number;
  readonly place: RefObject<HTMLDivElement | null>;
}

export type Tone = "quiet" | "run" | "warn" | "good" | "bad";

/** How alarming a state is; the chip says it in words as well. */
export function toneOf(kind: number, state: number, isCancelled: boolean): Tone {
  if (kind === Kind.Task) {
    if (state >= TaskState.CancelRequested && state < TaskState.Completed) return "warn";
    return state === TaskState.Running ? "run" : "quiet";
  }
  if (kind === Kind.Region) {
    if (state === RegionState.Open) return isCancelled ? "warn" : "run";
    return state === RegionState.Closed ? "quiet" : "warn";
  }
  if (kind === Kind.Capsule) {
    return state >= CapsuleState.CancelRequested && state < CapsuleState.Completed ? "warn" : "run";
  }
  return state === ObligationState.Leaked ? "bad" : "quiet";
}

interface LineProps {
  readonly row: TreeRow;
  readonly situation: Situation;
  readonly story: Story;
  readonly isCurrent: boolean;
  /** Slots to generations, of what is alive. */
  readonly generations: ReadonlyMap<number, number>;
}

function TreeLine({ row, situation, story, isCurrent, generations }: LineProps) {
  const { entities } = situation.derived;
  const { slot, generation, kind, state, cancelKind, wait, waitFor } = row;
  const nameAt = (place: number): string | undefined => {
    const found = findEntity(entities, place, generations.get(place) ?? 0);
    return found === NOBODY ? undefined : story.names.of(found);
  };
  const entity = findEntity(entities, slot, generation);
  const what = kindName(kind, entities.subkind[entity] ?? row.subkind);
  // What is held has its label in the state only, not in an event.
  const isHeld = kind === Kind.Obligation || kind === Kind.Capsule;
  const name = (isHeld ? story.labels(row.label) : nameAt(slot)) ?? what;
  const does = [
    isHeld && name !== what ? what : "",
    cancelKind === CancelKind.None ? "" : nameOf(CancelKind, cancelKind),
    kind === Kind.Task && wait !== Wait.None ? `waits for ${waitText(wait, nameAt(waitFor))}` : "",
  ];
  return (
    <div
      className="tree-row"
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={isCurrent}
      data-kind={kind}
      style={{ paddingInlineStart: 12 + Math.min(row.depth, 24) * 14 }}
      onClick={() => moveFocus({ entity: { slot, generation } })}
    >
      <span className="name">{name}</span>
      <span className="chip" data-tone={toneOf(kind, state, cancelKind !== CancelKind.None)}>
        {inWords(row.stateName)}
      </span>
      <span className="does">{does.filter(Boolean).join(" · ")}</span>
    </div>
  );
}

function TreeLines(props: RegionTreeProps & { readonly moment: Moment }) {
  const { situation, story, entity, place, moment } = props;
  const { rows } = moment;
  const shown = useRowWindow(place, rows.length, rowHeight);
  const slot = situation.derived.entities.slot[entity];
  const at = rows.findIndex((row) => row.slot === slot && isSame(situation, row, entity));
  useReveal(shown, at);
  const generations = useMemo(() => new Map(rows.map((row) => [row.slot, row.generation])), [rows]);
  return (
    <>
      <div className="window" style={{ position: "sticky", top: 0, height: shown.height }}>
        <div style={{ transform: `translateY(${-shown.shift}px)` }}>
          {rows.slice(shown.first, shown.last).map((row) => (
            <TreeLine
              key={`${row.slot}.${row.generation}`}
              row={row}
              situation={situation}
              story={story}
              isCurrent={row === rows[at]}
              generations={generations}
            />
          ))}
        </div>
      </div>
      <div style={{ height: shown.spacer }} />
    </>
  );
}

const isSame = ({ derived }: Situation, row: TreeRow, entity: number): boolean =>
  derived.entities.generation[entity] === row.generation || row.slot === 1;

/** What is alive after the input at the playhead, as the real kernel has it. */
export function RegionTree(props: RegionTreeProps) {
  const moment = useMoment();
  const { rows = [] } = moment ?? {};
  const closing = rows.filter(({ slot }) => moment?.why.has(slot) === true).length;
  const move = (by: number): void => {
    const { slot } = props.situation.focus.entity ?? { slot: 0 };
    const next = rows[Math.max(0, rows.findIndex((row) => row.slot === slot) + by)];
    if (next) moveFocus({ entity: { slot: next.slot, generation: next.generation } });
  };
  return (
    <section className="pane" aria-label="Region tree">
      <header>
        <h2>Alive</h2>
        <span className="quiet">
          {moment === undefined
            ? "…"
            : `after input ${formatCount(moment.input)} · ${plural(rows.length, "object")}`}
          {closing > 1 ? ` · ${closing} closing` : ""}
        </span>
      </header>
      <div
        ref={props.place}
        className="tree"
        role="tree"
        tabIndex={0}
        aria-label="Regions, tasks and what they hold"
        onKeyDown={(key) => {
          if (key.key !== "ArrowDown" && key.key !== "ArrowUp") return;
          key.preventDefault();
          move(key.key === "ArrowDown" ? 1 : -1);
        }}
      >
        {moment && <TreeLines {...props} moment={moment} />}
      </div>
      {moment !== undefined && moment.hidden > 0 && (
        <p className="empty">{plural(moment.hidden, "object")} more are alive and not listed.</p>
      )}
    </section>
  );
}
