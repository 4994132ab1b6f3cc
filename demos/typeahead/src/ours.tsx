import { useState } from "react";
import { useAsupersyncTask } from "@asupersync/react";
import type { Cx } from "@asupersync/browser";
import type { Fault } from "./answer.js";
import { FailureNote } from "./failure-note.js";
import { Pane } from "./pane.js";
import { RequestLog } from "./request-log.js";
import { search } from "./search-task.js";
import type { ServerCounts } from "./server-counters.js";

interface OursProps {
  readonly query: string;
  readonly fault: Fault;
  readonly counts: ServerCounts | undefined;
}

/** The search as it should be: a newer query cancels the older one, down to the connection. */
export function Ours({ query, fault, counts }: OursProps) {
  const [log] = useState(() => new RequestLog());
  const task = useAsupersyncTask(
    (cx: Cx, words: string, wanted: Fault) => search(cx, words, wanted, log),
    { mode: "latest", deps: [query, fault], label: "search" },
  );
  const note = task.error && (
    <FailureNote failure={task.error} onRetry={() => void task.run(query, fault)} />
  );

  return (
    <Pane
      {...{ side: "ours", title: "With Asupersync", query, log, counts, note, isAnnounced: true }}
      answer={task.lastValue}
      isPending={task.isPending || task.status === "idle"}
    >
      <code>{"useAsupersyncTask(search, { deps: [query] })"}</code>
    </Pane>
  );
}
