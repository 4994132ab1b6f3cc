import { eventText } from "../model/words.js";
import { guarded, openFile, tell } from "./recording.js";
import { Exit, type Terminal } from "./terminal.js";

type Told = ReturnType<typeof tell>;

const columns = ["kind", "subject", "generation", "a", "b", "input", "time"] as const;

/** The first event that is not the same in both; undefined if one run is the other. */
export function firstDifference(left: Told, right: Told): number | undefined {
  const a = left.story.events;
  const b = right.story.events;
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    if (columns.some((column) => a[column][i] !== b[column][i])) return i;
  }
  return a.length === b.length ? undefined : shorter;
}

function line({ story }: Told, event: number): string {
  const { events, entities, names } = story;
  if (event >= events.length) return "the run ends";
  const path = names.path(entities.subjectOf[event] as number);
  return `input ${events.input[event]}  ${path} ${eventText(story, event)}`;
}

const before = 3;

/** `diff A B`: the first event at which two runs part. */
export async function diffCommand(
  terminal: Terminal,
  pathA: string,
  pathB: string,
): Promise<number> {
  const [a, b] = [await openFile(terminal, pathA), await openFile(terminal, pathB)];
  const left = await guarded(pathA, () => tell(a));
  const right = await guarded(pathB, () => tell(b));
  const at = firstDifference(left, right);
  if (at === undefined) {
    terminal.out(`the same: ${left.story.events.length} events`);
    return Exit.Ok;
  }
  terminal.out(`part at event ${at}`);
  for (let i = Math.max(0, at - before); i < at; i++) terminal.out(`    ${line(left, i)}`);
  terminal.out(`  A ${line(left, at)}`);
  terminal.out(`  B ${line(right, at)}`);
  return Exit.Differs;
}
