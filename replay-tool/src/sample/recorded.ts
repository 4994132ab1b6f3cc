import { readTrace, replayTrace, type Replay, type Trace } from "@asupersync/browser-core";
import { derive } from "../import/replaying.js";
import { Names } from "../model/names.js";
import { type Derived } from "../model/recording.js";
import { type Story } from "../model/words.js";
import { recordSearchSession } from "./search-session.js";

/** The sample, opened: what the tests of the model look at. */
export interface Recorded {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly trace: Trace;
  readonly replay: Replay;
  readonly derived: Derived;
  readonly story: Story;
  /** The entity of this path. */
  readonly find: (path: string) => number;
}

export async function openSample(): Promise<Recorded> {
  const bytes = await recordSearchSession();
  const trace = await readTrace(bytes);
  const replay = await replayTrace(bytes);
  const derived = derive(replay);
  const labels = (id: number): string | undefined => trace.strings.get(id);
  const names = new Names(derived.entities, labels);
  const story = { events: derived.events, entities: derived.entities, names, labels };
  const find = (path: string): number => {
    for (let entity = 1; entity < derived.entities.count; entity++) {
      if (names.path(entity) === path) return entity;
    }
    throw new Error(`Nothing is called ${path}`);
  };
  return { bytes, trace, replay, derived, story, find };
}
