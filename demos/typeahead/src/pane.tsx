import type { ReactNode } from "react";
import { noAnswer, type Answer } from "./answer.js";
import { LatencyStrip } from "./latency-strip.js";
import type { RequestLog } from "./request-log.js";
import { Results, sayTotal } from "./results.js";
import { ServerCounters, type ServerCounts, type Side } from "./server-counters.js";

interface PaneProps {
  readonly side: Side;
  readonly title: string;
  readonly children: ReactNode;
  readonly query: string;
  /** What is on the page, whether or not it is what was asked for. */
  readonly answer: Answer | undefined;
  readonly isPending: boolean;
  readonly log: RequestLog;
  readonly counts: ServerCounts | undefined;
  readonly note?: ReactNode;
  /** Whether a screen reader hears of new results; one side at most. */
  readonly isAnnounced: boolean;
}

function sayState(query: string, answer: Answer, isPending: boolean, hasFailed: boolean): string {
  if (hasFailed) return `No answer for “${query}”`;
  return isPending && answer.query === "" ? `Nothing yet for “${query}”` : sayTotal(answer);
}

/** One side: what it shows, what it asked, and what the server says about it. */
export function Pane(props: PaneProps) {
  const { side, title, children, query, answer = noAnswer, isPending, log, counts, note } = props;
  const isWrong = !isPending && note === undefined && answer.query !== query;
  return (
    <section className="pane" data-testid={`pane-${side}`} aria-labelledby={`title-${side}`}>
      <header className="pane-head">
        <h2 id={`title-${side}`}>{title}</h2>
        <p>{children}</p>
      </header>
      <ServerCounters counts={counts} side={side} />
      <LatencyStrip log={log} label={`Requests of ${title}`} />
      <div className="pane-answer" data-pending={isPending}>
        <p
          className="total"
          data-testid={`total-${side}`}
          data-wrong={isWrong}
          aria-live={props.isAnnounced ? "polite" : "off"}
        >
          {sayState(query, answer, isPending, note !== undefined)}
          {isWrong && <strong className="wrong">but the box says “{query}”</strong>}
        </p>
        {note ?? <Results answer={answer} isOld={isPending} />}
      </div>
    </section>
  );
}
