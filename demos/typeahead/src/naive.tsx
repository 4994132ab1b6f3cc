import { useEffect, useRef, useState } from "react";
import { noAnswer, searchPath, type Answer, type Fault } from "./answer.js";
import { FailureNote } from "./failure-note.js";
import { pageFacts } from "./page-facts.js";
import { Pane } from "./pane.js";
import { RequestLog } from "./request-log.js";
import type { ServerCounts } from "./server-counters.js";

interface NaiveProps {
  readonly query: string;
  readonly fault: Fault;
  readonly counts: ServerCounts | undefined;
  readonly isAnnounced: boolean;
}

/** The search as it is often written: fetch in an effect, and whoever answers last wins. */
export function Naive({ query, fault, counts, isAnnounced }: NaiveProps) {
  const [log] = useState(() => new RequestLog());
  const [answer, setAnswer] = useState<Answer>(noAnswer);
  const [failure, setFailure] = useState<Error>();
  const [pendingCount, setPendingCount] = useState(0);
  const asked = useRef(0);
  const shown = useRef(0);

  // What is not about counting and drawing is the code that stands above this side:
  //   fetch(...).then((response) => response.json()).then(setAnswer, setFailure)
  useEffect(() => {
    if (query === "") {
      setAnswer(noAnswer);
      return;
    }
    const number = (asked.current += 1);
    const end = log.start(query);
    setPendingCount((count) => count + 1);
    setFailure(undefined);
    fetch(`${pageFacts.naiveOrigin}/${searchPath(query, fault)}`)
      .then((response) => response.json() as Promise<Answer>)
      .then(
        (next) => {
          setAnswer(next);
          if (number < shown.current) end("stale");
          else end(number < asked.current ? "unneeded" : "finished");
          shown.current = number;
        },
        (error: Error) => {
          setFailure(error);
          end("failed");
        },
      )
      .finally(() => setPendingCount((count) => count - 1));
  }, [query, fault, log]);

  return (
    <Pane
      {...{ side: "naive", title: "Without", query, answer, log, counts, isAnnounced }}
      isPending={pendingCount > 0}
      note={failure && <FailureNote failure={failure} />}
    >
      <code>{"useEffect(() => { fetch(…).then(setHits) }, [query])"}</code>
    </Pane>
  );
}
