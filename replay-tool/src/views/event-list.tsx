import { memo, useRef, type RefObject } from "react";
import { lowerBound } from "../model/columns.js";
import { NOBODY } from "../model/entities.js";
import { formatClock, formatCount, plural } from "../model/format.js";
import { problemOf } from "../model/problems.js";
import { eventText, groupOf, type Story } from "../model/words.js";
import { select, type Situation } from "../state/commands.js";
import { moveFocus } from "../state/location.js";
import { Sign } from "./sign.js";
import { useReveal, useRowWindow } from "./use-window.js";

const rowHeight = 26;

interface EventListProps {
  readonly situation: Situation;
  readonly story: Story;
  readonly entity: number;
  readonly search: RefObject<HTMLInputElement | null>;
}

/** Every event in words. The accessible twin of the timeline: same focus, same keys. */
export function EventList({ situation, story, entity, search }: EventListProps) {
  const { focus, rows, derived } = situation;
  const place = useRef<HTMLDivElement>(null);
  const total = derived.events.length;
  const count = rows?.length ?? total;
  const shown = useRowWindow(place, count, rowHeight);
  const current = rows === undefined ? focus.event : lowerBound(rows, focus.event);
  useReveal(shown, Math.min(current, count - 1));

  const lines = [];
  for (let row = shown.first; row < shown.last; row++) {
    const event = rows === undefined ? row : (rows[row] as number);
    lines.push(
      <EventRow
        key={event}
        story={story}
        event={event}
        row={row}
        isCurrent={event === focus.event}
        isInLane={entity !== NOBODY && derived.entities.subjectOf[event] === entity}
      />,
    );
  }
  return (
    <section className="pane events" aria-label="Events">
      <header>
        <h2>Events</h2>
        <span className="quiet" role="status">
          {rows === undefined
            ? formatCount(total)
            : `${formatCount(count)} of ${formatCount(total)}`}
        </span>
        {derived.events.dropped > 0 && (
          <span className="quiet" title="A single input made more events than the kernel keeps.">
            {plural(derived.events.dropped, "event")} missing
          </span>
        )}
        <div className="end">
          <button
            type="button"
            aria-pressed={focus.isNarrow}
            onClick={() => moveFocus({ isNarrow: !focus.isNarrow })}
          >
            Only this lane
          </button>
          <SearchField text={focus.text} search={search} />
        </div>
      </header>
      <div
        ref={place}
        className="grid"
        role="grid"
        tabIndex={0}
        aria-label={plural(count, "event")}
        aria-rowcount={count}
        aria-activedescendant={`event-${focus.event}`}
        onClick={(click) => {
          const line = (click.target as HTMLElement).closest<HTMLElement>("[data-event]");
          if (line) moveFocus(select(situation, Number(line.dataset["event"])));
        }}
      >
        <div className="window" style={{ height: shown.height }}>
          <div style={{ transform: `translateY(${-shown.shift}px)` }}>{lines}</div>
        </div>
        <div style={{ height: shown.spacer }} />
      </div>
      {count === 0 && (
        <p className="empty">
          {total === 0 ? "No input could be executed." : "No event has all of these words."}
        </p>
      )}
    </section>
  );
}

interface SearchFieldProps {
  readonly text: string;
  readonly search: RefObject<HTMLInputElement | null>;
}

function SearchField({ text, search }: SearchFieldProps) {
  return (
    <input
      ref={search}
      type="search"
      aria-label="Search events"
      placeholder="Search; -clock leaves out"
      value={text}
      onChange={(change) => moveFocus({ text: change.target.value })}
      onKeyDown={(key) => {
        if (key.key === "Escape" || key.key === "Enter") key.currentTarget.blur();
      }}
    />
  );
}

interface EventRowProps {
  readonly story: Story;
  readonly event: number;
  readonly row: number;
  readonly isCurrent: boolean;
  readonly isInLane: boolean;
}

const EventRow = memo(function EventRow(props: EventRowProps) {
  const { story, event, row, isCurrent, isInLane } = props;
  const { events, entities, names } = story;
  const subject = entities.subjectOf[event] as number;
  const problem = problemOf(events, event);
  const time = events.time[event] as number;
  const group = problem === undefined ? groupOf(events.kind[event] as number) : "problem";
  const path = names.path(subject);
  const split = path.lastIndexOf("/") + 1;
  return (
    <div
      className="event"
      role="row"
      id={`event-${event}`}
      data-event={event}
      data-group={group}
      data-lane={isInLane}
      data-same-turn={event > 0 && events.time[event - 1] === time}
      aria-rowindex={row + 1}
      aria-selected={isCurrent}
    >
      <span role="gridcell" className="number" title={`Event ${event}`}>
        {formatCount(events.input[event] as number)}
      </span>
      <span role="gridcell" className="number time">
        {formatClock(time)}
      </span>
      <Sign group={group} />
      <span role="gridcell" className="subject" title={path}>
        <span className="quiet">{path.slice(0, split)}</span>
        {path.slice(split)}
      </span>
      <span role="gridcell" className="what" title={problem?.title}>
        {eventText(story, event)}
      </span>
    </div>
  );
});
