import {
  CancelKind,
  CapsuleState,
  Kind,
  ObligationState,
  RegionState,
  TaskState,
  Wait,
} from "@asupersync/browser-core";
import { type RefObject } from "react";
import { findEntity } from "../model/entities.js";
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

function does(row: TreeRow, story: Story, name: (slot: number) => string): string {
  const cancel = row.cancelKind === CancelKind.None ? "" : nameOf(CancelKind, row.cancelKind);
  if (row.kind === Kind.Region) return cancel;
  if (row.kind !== Kind.Task) return kindName(row.kind, row.subkind);
  const waits =
    row.wait === Wait.None
      ? ""
      : `waits for ${waitText(row.wait, row.waitFor === 0 ? undefined : name(row.waitFor))}`;
  return [cancel, waits].filter(Boolean).join(" · ");
}

function TreeLines(props: RegionTreeProps & { readonly moment: Moment }) {
  const { situation, story, entity, place, moment } = props;
  const { entities } = situation.derived;
  const { rows } = moment;
  const shown = useRowWindow(place, rows.length, rowHeight);
  const slot = entities.slot[entity];
  const at = rows.findIndex((row) => row.slot === slot && isSame(situation, row, entity));
  useReveal(shown, at);

  const generations = new Map(rows.map((row) => [row.slot, row.generation]));
  const nameIn = (place: number, generation: number, row?: TreeRow): string => {
    const found = findEntity(entities, place, generation);
    if (found !== 0) return story.names.of(found);
    return row === undefined ? `slot ${place}` : kindName(row.kind, row.subkind);
  };
  const name = (other: number): string => nameIn(other, generations.get(other) ?? 0);
  return (
    <>
      <div className="window" style={{ position: "sticky", top: 0, height: shown.height }}>
        <div style={{ transform: `translateY(${-shown.shift}px)` }}>
          {rows.slice(shown.first, shown.last).map((row) => {
            const isCurrent = row === rows[at];
            const label = row.kind === Kind.Region || row.kind === Kind.Task;
            return (
              <div
                key={`${row.slot}.${row.generation}`}
                className="tree-row"
                role="treeitem"
                aria-level={row.depth + 1}
                aria-selected={isCurrent}
                data-kind={row.kind}
                style={{ paddingInlineStart: 12 + Math.min(row.depth, 24) * 14 }}
                onClick={() =>
                  moveFocus({ entity: { slot: row.slot, generation: row.generation } })
                }
              >
                <span className="name">
                  {(label ? undefined : story.labels(row.label)) ??
                    nameIn(row.slot, row.generation, row)}
                </span>
                <span
                  className="chip"
                  data-tone={toneOf(row.kind, row.state, row.cancelKind !== CancelKind.None)}
                >
                  {inWords(row.stateName)}
                </span>
                <span className="does">{does(row, story, name)}</span>
              </div>
            );
          })}
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
