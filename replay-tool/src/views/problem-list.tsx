import { formatCount, formatTime } from "../model/format.js";
import { problemOf } from "../model/problems.js";
import { eventText, type Story } from "../model/words.js";
import { select, type Situation } from "../state/commands.js";
import { moveFocus } from "../state/location.js";
import { Dialog } from "./dialog.js";

const shownMax = 200;

interface ProblemListProps {
  readonly situation: Situation;
  readonly story: Story;
  readonly onClose: () => void;
}

/** What went wrong, and what to do about each. */
export function ProblemList({ situation, story, onClose }: ProblemListProps) {
  const { problems } = situation.derived;
  const { events, entities, names } = story;
  return (
    <Dialog title="Problems" onClose={onClose}>
      <ul className="problems">
        {Array.from(problems.subarray(0, shownMax), (event) => {
          const problem = problemOf(events, event);
          if (problem === undefined) return undefined;
          return (
            <li key={event} data-kind={problem.kind}>
              <button
                type="button"
                onClick={() => {
                  moveFocus(select(situation, event));
                  onClose();
                }}
              >
                <span>
                  <strong>{problem.title}</strong> {names.path(entities.subjectOf[event] ?? 0)}{" "}
                  <span className="quiet">{eventText(story, event)}</span>
                </span>
                <span className="number quiet">{formatTime(events.time[event] ?? 0)}</span>
                <span className="advice quiet">{problem.advice}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {problems.length > shownMax && (
        <p className="quiet">
          The first {formatCount(shownMax)} of {formatCount(problems.length)}; the keys ] and [ go
          through all.
        </p>
      )}
    </Dialog>
  );
}
