import { useMemo, useSyncExternalStore } from "react";
import { NOBODY, findEntity } from "../model/entities.js";
import { filterEvents } from "../model/filter.js";
import { type Moment } from "../model/moment.js";
import { type Derived } from "../model/recording.js";
import { type Story } from "../model/words.js";
import { type Situation } from "./commands.js";
import { useFocus } from "./location.js";
import { session, type Session } from "./session.js";

export const useSession = (): Session => useSyncExternalStore(session.subscribe, session.current);

export const useMoment = (): Moment | undefined =>
  useSyncExternalStore(session.subscribe, session.moment);

/** Everything a pane needs: the run, where the reader looks, and what the list shows. */
export function useSituation(derived: Derived, story: Story): Situation {
  const focus = useFocus();
  const { slot, generation } = focus.entity ?? { slot: 0, generation: 0 };
  const entity = useMemo(
    () => (slot === 0 ? NOBODY : findEntity(derived.entities, slot, generation)),
    [derived, slot, generation],
  );
  const only = focus.isNarrow ? entity : NOBODY;
  const rows = useMemo(
    () => filterEvents(story, { text: focus.text, only }),
    [story, focus.text, only],
  );
  return useMemo(() => ({ derived, focus, entity, rows }), [derived, focus, entity, rows]);
}
