import { useEffect, useRef, useState } from "react";
import { NOBODY } from "../model/entities.js";
import { type Derived } from "../model/recording.js";
import { type Story } from "../model/words.js";
import { commands, type Situation, type Wish } from "../state/commands.js";
import { session, type OpenRecording } from "../state/session.js";
import { perform, useKeys } from "../state/use-keys.js";
import { useSituation } from "../state/use-situation.js";
import { CommandHelp } from "./command-help.js";
import { EntityPage } from "./entity-page.js";
import { EventList } from "./event-list.js";
import { GoTo } from "./go-to.js";
import { ProblemList } from "./problem-list.js";
import { RegionTree } from "./region-tree.js";
import { Timeline } from "./timeline.js";
import { Tools } from "./tools.js";
import { VerdictStrip } from "./verdict-strip.js";

/** The entity whose page is shown: the one in focus, else whom the event happened to. */
const shownEntity = ({ derived, focus, entity }: Situation): number =>
  entity === NOBODY ? (derived.entities.subjectOf[focus.event] ?? NOBODY) : entity;

/** Has the worker stand where the playhead is. */
function useLook({ derived, focus }: Situation, entity: number): void {
  const input = derived.events.input[focus.event] ?? 0;
  const slot = derived.entities.slot[entity] ?? 0;
  useEffect(() => session.look(input, slot), [input, slot]);
}

export function Recording({ recording }: { readonly recording: OpenRecording }) {
  const { derived, story } = recording;
  return (
    <main className="workspace">
      {derived === undefined || story === undefined || derived.events.length === 0 ? (
        <VerdictStrip recording={recording}>
          <Tools />
        </VerdictStrip>
      ) : (
        <Panes recording={recording} derived={derived} story={story} />
      )}
    </main>
  );
}

interface PanesProps {
  readonly recording: OpenRecording;
  readonly derived: Derived;
  readonly story: Story;
}

function Panes({ recording, derived, story }: PanesProps) {
  const situation = useSituation(derived, story);
  const entity = shownEntity(situation);
  const [dialog, setDialog] = useState<"help" | "go-to" | "problems">();
  const search = useRef<HTMLInputElement>(null);
  const tree = useRef<HTMLDivElement>(null);
  useLook(situation, entity);

  const onWish = (wish: Wish): void => {
    if (wish === "search") search.current?.select();
    else if (wish === "tree") tree.current?.focus();
    else setDialog(wish);
  };
  const run = (title: string): void => {
    const command = commands.find((each) => each.title === title);
    if (command !== undefined) perform(command, situation, onWish);
  };
  useKeys(situation, onWish);
  const close = (): void => setDialog(undefined);
  return (
    <>
      <VerdictStrip recording={recording}>
        <Tools situation={situation} story={story} name={recording.name} onCommand={run} />
      </VerdictStrip>
      <Timeline situation={situation} story={story} entity={entity} onCommand={run} />
      <EventList situation={situation} story={story} entity={entity} search={search} />
      <div className="side">
        <RegionTree situation={situation} story={story} entity={entity} place={tree} />
        <EntityPage situation={situation} story={story} entity={entity} />
      </div>
      {dialog === "help" && <CommandHelp onClose={close} />}
      {dialog === "problems" && <ProblemList situation={situation} story={story} onClose={close} />}
      {dialog === "go-to" && <GoTo situation={situation} onClose={close} />}
    </>
  );
}
