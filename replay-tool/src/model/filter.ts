import { NOBODY } from "./entities.js";
import { eventTitle, groupOf, type Story } from "./words.js";

/** What the event list is narrowed down to. */
export interface Filter {
  /**
   * Words; an event passes if each is in a name of it, in its title or in its group. A word behind
   * a minus must not be.
   */
  readonly text: string;
  /** Only what happened to, or names, this entity; NOBODY for all. */
  readonly only: number;
}

export const noFilter: Filter = { text: "", only: NOBODY };

export const isEmpty = ({ text, only }: Filter): boolean => text.trim() === "" && only === NOBODY;

interface WordTest {
  readonly isWanted: boolean;
  readonly kinds: Uint8Array;
  readonly entities: Uint8Array;
}

// Names and titles are few; looked up once, so that a million events cost numbers only.
function testWord({ entities, names }: Story, text: string): WordTest {
  const isWanted = !text.startsWith("-");
  const word = isWanted ? text : text.slice(1);
  const kinds = new Uint8Array(256);
  for (let kind = 0; kind < kinds.length; kind++) {
    const isMatch = eventTitle(kind).includes(word) || groupOf(kind).includes(word);
    kinds[kind] = isMatch ? 1 : 0;
  }
  const found = new Uint8Array(entities.count);
  for (let entity = 1; entity < entities.count; entity++) {
    found[entity] = names.of(entity).toLowerCase().includes(word) ? 1 : 0;
  }
  return { isWanted, kinds, entities: found };
}

/** The events that pass, in order; undefined if all of them do. */
export function filterEvents(story: Story, filter: Filter): Uint32Array | undefined {
  if (isEmpty(filter)) return undefined;
  const { events, entities } = story;
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "" && word !== "-");
  const tests = words.map((word) => testWord(story, word));
  const found = new Uint32Array(events.length);
  let count = 0;
  for (let i = 0; i < events.length; i++) {
    const subject = entities.subjectOf[i] as number;
    const named = entities.namedBy[i] as number;
    if (filter.only !== NOBODY && filter.only !== subject && filter.only !== named) continue;
    const kind = events.kind[i] as number;
    const passes = tests.every((test) => {
      const isIn = test.entities[subject] === 1 || test.entities[named] === 1;
      return (test.kinds[kind] === 1 || isIn) === test.isWanted;
    });
    if (passes) found[count++] = i;
  }
  return found.slice(0, count);
}
