import { CancelKind, Field, Kind, Outcome, Wait } from "@asupersync/browser-core";
import { type ReactNode } from "react";
import { cancelChain } from "../model/cancel-chain.js";
import { NOBODY, NO_OUTCOME } from "../model/entities.js";
import { formatCount, formatTime } from "../model/format.js";
import { type Inspected, type Moment } from "../model/moment.js";
import { inWords, kindName, nameOf } from "../model/names.js";
import { problemOf } from "../model/problems.js";
import { waitText, type Story } from "../model/words.js";
import { focusOn, select, type Situation } from "../state/commands.js";
import { moveFocus } from "../state/location.js";
import { useMoment } from "../state/use-situation.js";

interface EntityPageProps {
  readonly situation: Situation;
  readonly story: Story;
  readonly entity: number;
}

type Row = readonly [name: string, value: ReactNode];

function Rows({ rows }: { readonly rows: readonly (Row | undefined)[] }) {
  return (
    <dl className="fields">
      {rows.map((row) =>
        row === undefined ? undefined : (
          <div key={row[0]} style={{ display: "contents" }}>
            <dt>{row[0]}</dt>
            <dd>{row[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function EventLink(props: { readonly situation: Situation; readonly event: number }) {
  const { situation, event } = props;
  const { events } = situation.derived;
  return (
    <button type="button" className="link" onClick={() => moveFocus(select(situation, event))}>
      input {formatCount(events.input[event] ?? 0)}, {formatTime(events.time[event] ?? 0)}
    </button>
  );
}

function EntityLink(props: EntityPageProps) {
  const { situation, story, entity } = props;
  if (entity === NOBODY) return <>nobody</>;
  return (
    <button type="button" className="link" onClick={() => moveFocus(focusOn(situation, entity))}>
      {story.names.path(entity)}
    </button>
  );
}

const some = (name: string, value: number, text: string): Row | undefined =>
  value > 0 ? [name, text] : undefined;

function stateRows(inspected: Inspected, kind: number, story: Story): (Row | undefined)[] {
  const field = (index: number): number => inspected.fields[index] ?? 0;
  const count = (name: string, index: number): Row | undefined =>
    some(name, field(index), formatCount(field(index)));
  const time = (name: string, index: number): Row | undefined =>
    some(name, field(index), formatTime(field(index)));
  const wait = field(Field.Wait);
  const message = story.labels(field(Field.CancelMessage));
  const label = story.labels(inspected.label);
  const isHeld = kind === Kind.Obligation || kind === Kind.Capsule;
  return [
    isHeld && label !== undefined ? ["Label", label] : undefined,
    ["State", inWords(inspected.stateName)],
    message === undefined ? undefined : ["Cancel message", message],
    kind === Kind.Task && wait !== Wait.None ? ["Waits for", waitText(wait, undefined)] : undefined,
    kind === Kind.Task ? ["Priority", field(Field.Priority)] : undefined,
    time("Deadline", Field.Deadline),
    time("Timer due", Field.Due),
    time("Cleanup until", Field.CleanupDeadline),
    count("Polls left", Field.Polls),
    count("Cost left", Field.Cost),
    count("Tasks", Field.LiveTasks),
    count("Child regions", Field.LiveRegions),
    count("Obligations", Field.Obligations),
    count("Finalizers to run", Field.Finalizers),
    count("Mask depth", Field.MaskDepth),
    count("Refusals", Field.Refusals),
  ];
}

function CauseChain({ situation, story, entity }: EntityPageProps) {
  const { events, entities } = situation.derived;
  const { links, isCut } = cancelChain(events, entities, entity, situation.focus.event);
  if (links.length === 0) return undefined;
  return (
    <>
      <h3>Why it was cancelled</h3>
      <ol className="chain">
        {links.map((link) => (
          <li key={link.entity}>
            <strong>{nameOf(CancelKind, link.cancelKind)}</strong> reached{" "}
            <EntityLink situation={situation} story={story} entity={link.entity} />
            {link.by !== NOBODY && (
              <>
                , asked for by <EntityLink situation={situation} story={story} entity={link.by} />
              </>
            )}
            <br />
            <EventLink situation={situation} event={link.event} />
          </li>
        ))}
      </ol>
      {isCut && <p className="quiet">The chain is longer; these are its first links.</p>}
    </>
  );
}

/** Why it is not closed, or what it is in, from the state at the playhead. */
function Now(props: EntityPageProps & { readonly moment: Moment | undefined }) {
  const { situation, entity, moment } = props;
  const { slot, generation, kind, first, outcome } = situation.derived.entities;
  const inspected = moment?.inspected;
  const isHere =
    inspected !== undefined &&
    inspected.slot === slot[entity] &&
    (inspected.generation === generation[entity] || inspected.slot === 1);
  if (isHere) {
    const why = moment?.why.get(inspected.slot) ?? [];
    return (
      <>
        <Rows rows={stateRows(inspected, kind[entity] as number, props.story)} />
        {why.map((text) => (
          <p key={text} style={{ marginTop: 8 }}>
            {text}
          </p>
        ))}
      </>
    );
  }
  const isEarly = situation.focus.event < (first[entity] as number);
  const end = outcome[entity] as number;
  const isAnswered = moment?.input === situation.derived.events.input[situation.focus.event];
  const text = !isAnswered ? "…" : isEarly ? "not born yet" : "gone";
  return (
    <Rows
      rows={[
        ["State", text],
        !isEarly && end !== NO_OUTCOME ? ["Ended", inWords(nameOf(Outcome, end))] : undefined,
      ]}
    />
  );
}

function ProblemNote({ situation }: { readonly situation: Situation }) {
  const problem = problemOf(situation.derived.events, situation.focus.event);
  if (problem === undefined) return undefined;
  return (
    <p className="note">
      <strong>{problem.title}.</strong> {problem.advice}
    </p>
  );
}

/** One region, task, obligation or operation: how it stands at the playhead, and its causes. */
export function EntityPage(props: EntityPageProps) {
  const { situation, story, entity } = props;
  const moment = useMoment();
  const { entities, events } = situation.derived;
  if (entity === NOBODY || events.length === 0) {
    return (
      <section className="pane" aria-label="Entity">
        <header>
          <h2>Nothing selected</h2>
        </header>
        <p className="empty">
          This event is the runtime&apos;s own. Choose a lane, an event or a row.
        </p>
      </section>
    );
  }
  const kind = entities.kind[entity] as number;
  const subkind = entities.subkind[entity] as number;
  const parent = entities.parent[entity] as number;
  return (
    <section className="pane" aria-label="Entity">
      <header>
        <h2>{story.names.of(entity)}</h2>
        <span className="quiet">
          {kindName(kind, subkind)} · slot {entities.slot[entity]}.{entities.generation[entity]}
        </span>
      </header>
      <div className="entity">
        <ProblemNote situation={situation} />
        <CauseChain {...props} />
        <h3>At the playhead</h3>
        <Now {...props} moment={moment} />
        <h3>Life</h3>
        <Rows
          rows={[
            parent === NOBODY
              ? undefined
              : [
                  kind === Kind.Region || kind === Kind.Task ? "In" : "Held by",
                  <EntityLink key="in" {...props} entity={parent} />,
                ],
            [
              "First event",
              <EventLink key="first" situation={situation} event={entities.first[entity] ?? 0} />,
            ],
            [
              "Last event",
              <EventLink key="last" situation={situation} event={entities.last[entity] ?? 0} />,
            ],
          ]}
        />
      </div>
    </section>
  );
}
