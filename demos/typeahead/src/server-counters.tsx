import { useEffect, useState } from "react";

interface Counts {
  readonly started: number;
  readonly finished: number;
  readonly aborted: number;
  readonly failed: number;
  readonly live: number;
}
export type Side = "ours" | "naive";
export type ServerCounts = Readonly<Record<Side, Counts>>;

const shown = ["started", "finished", "aborted", "live"] as const;

/** What the server counts, as it changes; not listened to while nobody looks. */
export function useServerCounts(): ServerCounts | undefined {
  const [counts, setCounts] = useState<ServerCounts>();
  useEffect(() => {
    let events: EventSource | undefined;
    const follow = () => {
      if (document.hidden) {
        events?.close();
        events = undefined;
      } else if (events === undefined) {
        events = new EventSource("api/events");
        events.onmessage = ({ data }) => setCounts(JSON.parse(data as string) as ServerCounts);
        events.onerror = () => setCounts(undefined);
      }
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      events?.close();
    };
  }, []);
  return counts;
}

/** The server's word on one side's requests. */
export function ServerCounters({
  counts,
  side,
}: {
  counts?: ServerCounts | undefined;
  side: Side;
}) {
  return (
    <dl className="counters" data-testid={`counters-${side}`} title="Counted by the server">
      {shown.map((name) => (
        <div key={name} data-count={name}>
          <dt>{name === "live" ? "live now" : name}</dt>
          <dd>{counts?.[side][name] ?? "–"}</dd>
        </div>
      ))}
    </dl>
  );
}
