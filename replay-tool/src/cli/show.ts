import { lowerBound } from "../model/columns.js";
import { filterEvents } from "../model/filter.js";
import { formatTime, plural } from "../model/format.js";
import { problemOf } from "../model/problems.js";
import { type Derived } from "../model/recording.js";
import { eventText, eventTitle, type Story } from "../model/words.js";
import { NOBODY } from "../model/entities.js";
import { exitOfVerdict, guarded, openFile, tell, verify } from "./recording.js";
import { table, type Terminal } from "./terminal.js";
import { verdictLines } from "./verify.js";

export interface ShowOptions {
  readonly from: number;
  readonly to: number;
  readonly find: string;
  readonly isJson: boolean;
}

// A piece at a time, so that a million events need no million strings at once.
const pieceRows = 2_000;

function chosen({ events }: Derived, story: Story, { from, to, find }: ShowOptions): Uint32Array {
  const rows =
    filterEvents(story, { text: find, only: NOBODY }) ??
    Uint32Array.from({ length: events.length }, (_, i) => i);
  const inputs = rows.map((event) => events.input[event] as number);
  return rows.subarray(lowerBound(inputs, from), lowerBound(inputs, to + 1));
}

const jsonOf = (story: Story, event: number): string => {
  const { events, entities, names } = story;
  return JSON.stringify({
    event,
    input: events.input[event],
    timeUs: events.time[event],
    kind: eventTitle(events.kind[event] as number),
    subject: events.subject[event],
    generation: events.generation[event],
    a: events.a[event],
    b: events.b[event],
    path: names.path(entities.subjectOf[event] as number),
    text: eventText(story, event),
    problem: problemOf(events, event)?.title,
  });
};

function rowOf(story: Story, event: number): string[] {
  const { events, entities, names } = story;
  return [
    String(events.input[event]).padStart(6),
    formatTime(events.time[event] as number).padStart(11),
    problemOf(events, event) === undefined ? " " : "!",
    names.path(entities.subjectOf[event] as number),
    eventText(story, event),
  ];
}

function summary({ problems }: Derived, story: Story): string[] {
  if (problems.length === 0) return ["no problems"];
  const { events, entities, names } = story;
  return [
    `${plural(problems.length, "problem")}:`,
    ...Array.from(problems.subarray(0, 50), (event) => {
      const problem = problemOf(events, event);
      const path = names.path(entities.subjectOf[event] as number);
      return `  input ${events.input[event]}  ${problem?.title}: ${path}\n    ${problem?.advice}`;
    }),
  ];
}

/** `show FILE`: what happened, one line an event, and what went wrong. */
export async function showCommand(
  terminal: Terminal,
  path: string,
  options: ShowOptions,
): Promise<number> {
  const file = await openFile(terminal, path);
  const { derived, story } = await guarded(path, () => tell(file));
  const rows = chosen(derived, story, options);
  for (let at = 0; at < rows.length; at += pieceRows) {
    const piece = Array.from(rows.subarray(at, at + pieceRows));
    terminal.out(
      options.isJson
        ? piece.map((event) => jsonOf(story, event)).join("\n")
        : table(piece.map((event) => rowOf(story, event))),
    );
  }
  const verdict = await verify(file);
  if (!options.isJson) {
    terminal.out("");
    const { dropped } = derived.events;
    if (dropped > 0) {
      terminal.out(`note: ${plural(dropped, "event")} of very large inputs are missing above`);
    }
    summary(derived, story).forEach(terminal.out);
    verdictLines(verdict).forEach(terminal.out);
  }
  return exitOfVerdict(verdict);
}
