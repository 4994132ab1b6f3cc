import { EventKind } from "@asupersync/browser-core";
import { Activity, Phase, activityIn, layLanes, phaseIn } from "./lanes.js";
import { eventText, eventTitle, type Story } from "./words.js";

const activityNames: Readonly<Record<number, string>> = {
  [Activity.Queued]: "queued",
  [Activity.Running]: "run",
  [Activity.Waiting]: "wait",
  [Activity.Open]: "open",
};
const phaseNames: Readonly<Record<number, string>> = {
  [Phase.Requested]: "cancel requested",
  [Phase.Draining]: "draining",
  [Phase.Finalizing]: "finalizing",
};

/** `wait`, `draining`: what a segment of a lane is called. */
export const segmentName = (segment: number): string =>
  phaseNames[phaseIn(segment)] ?? activityNames[activityIn(segment)] ?? "over";

const isInstant = new Set<number>([
  EventKind.Mark,
  EventKind.TaskCancel,
  EventKind.RegionCancel,
  EventKind.TaskForced,
  EventKind.ObligationLeaked,
  EventKind.Futurelock,
]);

/**
 * The run as a Chrome trace, in pieces of JSON: a track for each region, task and operation, a
 * slice for each segment of its lane, an instant for marks, cancels and violations.
 */
export function chromeTrace(story: Story): string[] {
  const { events, entities, names } = story;
  const lanes = layLanes(events, entities);
  const lines: string[] = [];
  const put = (line: object): void => void lines.push(JSON.stringify(line));
  const end = events.time[events.length - 1] ?? 0;
  for (let lane = 0; lane < lanes.count; lane++) {
    const tid = lane + 1;
    const path = names.path(lanes.entity[lane] as number);
    put({ ph: "M", pid: 1, tid, name: "thread_name", args: { name: path } });
    put({ ph: "M", pid: 1, tid, name: "thread_sort_index", args: { sort_index: tid } });
    const stop = lanes.offset[lane + 1] as number;
    for (let at = lanes.offset[lane] as number; at < stop; at++) {
      const segment = lanes.segment[at] as number;
      if (activityIn(segment) === Activity.Over) continue;
      const ts = events.time[lanes.event[at] as number] ?? 0;
      const until = at + 1 < stop ? (events.time[lanes.event[at + 1] as number] ?? end) : end;
      put({ ph: "X", pid: 1, tid, ts, dur: until - ts, name: segmentName(segment) });
    }
  }
  for (let i = 0; i < events.length; i++) {
    const kind = events.kind[i] as number;
    if (!isInstant.has(kind)) continue;
    const lane = lanes.laneOf[entities.subjectOf[i] as number] ?? -1;
    const name = eventTitle(kind);
    const args = { text: eventText(story, i), input: events.input[i] };
    put({
      ph: "i",
      s: lane < 0 ? "g" : "t",
      pid: 1,
      tid: lane + 1,
      ts: events.time[i],
      name,
      args,
    });
  }
  return ['{"displayTimeUnit":"ms","traceEvents":[\n', lines.join(",\n"), "\n]}\n"];
}
