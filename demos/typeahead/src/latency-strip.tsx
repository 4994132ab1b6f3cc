import { useEffect, useState } from "react";
import { useRequests, type LoggedRequest, type RequestLog } from "./request-log.js";

// The window is at least this wide, so that a single quick request is not a full bar.
const windowMsLeast = 1200;

/** The time, again in every frame while it matters. */
function useNow(isMoving: boolean): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    if (!isMoving) return;
    let frame = requestAnimationFrame(function tick() {
      setNow(performance.now());
      frame = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(frame);
  }, [isMoving]);
  return now;
}

const describe = ({ end, startedAt, endedAt }: LoggedRequest, now: number): string =>
  `${end ?? "waiting"} ${Math.max(0, Math.round((endedAt ?? now) - startedAt))} ms`;

/** The last requests as bars on one time axis: how long each took, and how it ended. */
export function LatencyStrip({ log, label }: { log: RequestLog; label: string }) {
  const requests = useRequests(log);
  const now = useNow(requests.some(({ end }) => end === undefined));
  const start = requests[0]?.startedAt ?? 0;
  const last = Math.max(...requests.map(({ endedAt }) => endedAt ?? now), start + windowMsLeast);
  const percent = (ms: number) => `${((ms / (last - start)) * 100).toFixed(2)}%`;

  return (
    <ol className="strip" aria-label={label}>
      {requests.map((request) => {
        const end = request.endedAt ?? Math.max(now, request.startedAt);
        return (
          <li key={request.id} data-end={request.end ?? "waiting"}>
            <code className="strip-query">{request.query}</code>
            <span className="strip-track" aria-hidden="true">
              <span
                className="strip-bar"
                style={{
                  left: percent(request.startedAt - start),
                  width: percent(end - request.startedAt),
                }}
              />
            </span>
            <span className="strip-end">{describe(request, now)}</span>
          </li>
        );
      })}
      {requests.length === 0 && <li className="strip-empty">No requests yet</li>}
    </ol>
  );
}
