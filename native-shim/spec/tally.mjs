// How often what can happen to names, links, monitors and supervisors did happen in a run: programs
// that agree say nothing about what never came up.
import { answerNames, answerOf, notedOfSupervision } from "./tally-supervision.mjs";

const isOf = (what, detail) => (note) =>
  note.what === what && (detail === undefined || note.detail === detail);
const isOfName = ({ object }) => object.lease !== undefined;
const isSame = (what, object) => (note) => note.what === what && note.object === object;

/** What has to come up, and whether a note that the model made during a call is one. */
const noted = {
  ...notedOfSupervision,
  "name reserved": isOf("NameReserved"),
  "name active": isOf("LeaseStep", "reserved > active"),
  "name released": isOf("LeaseStep", "active > released"),
  "name given up before it is active": isOf("LeaseStep", "reserved > aborted"),
  "name aborted": isOf("LeaseStep", "active > aborted"),
  "name handed over": (note) => note.what === "ObligationTransferred" && isOfName(note),
  "name ends with its holder": (note) => note.what === "ObligationLeaked" && isOfName(note),
  "name ends with a holder that is forced": (note, { notes }) =>
    note.what === "ObligationAborted" &&
    isOfName(note) &&
    notes.some(isSame("TaskForced", note.object.holder)),
  linked: isOf("Linked"),
  "linked across regions": ({ what, object }) =>
    what === "Linked" && object.ends[0].region !== object.ends[1].region,
  unlinked: isOf("Unlinked"),
  "link broken by err": isOf("LinkBroken", "err"),
  "link broken by cancelled": isOf("LinkBroken", "cancelled"),
  "link broken by panicked": isOf("LinkBroken", "panicked"),
  "link exit": isOf("LinkExit"),
  "monitor opened": isOf("MonitorOpened"),
  "monitor of what is over": ({ what, object }, { notes }) =>
    what === "MonitorOpened" && notes.some(isSame("MonitorDown", object)),
  "monitor down: ok": isOf("MonitorDown", "ok"),
  "monitor down: err": isOf("MonitorDown", "err"),
  "monitor down: cancelled": isOf("MonitorDown", "cancelled"),
  "monitor down: panicked": isOf("MonitorDown", "panicked"),
  "monitor down before one that was": ({ what, object }) =>
    what === "MonitorDown" && object.watcher.downs.at(-1) !== object,
  "down told": isOf("MonitorTaken"),
  "down told at a later time": ({ what, object }, { world }) =>
    what === "MonitorTaken" && object.end.time < world.now,
  "monitor released": isOf("MonitorReleased"),
  "listener parked": isOf("TaskParked", "monitor"),
  "listener woken by a down": (note, { notes }) =>
    isOf("TaskWoken", "monitor")(note) && notes.some(isOf("MonitorDown")),
  "listener woken since none is left": (note, { notes }) =>
    isOf("TaskWoken", "monitor")(note) && notes.some(isOf("MonitorReleased")),
};

/** Likewise, by what is gone after a call that says nothing of it. */
const silent = {
  "link gone with one that ended ok": ({ kind, reason }) => kind === "link" && !reason,
  "link gone before its exit": ({ kind, reason }) => kind === "link" && reason !== undefined,
  "monitor gone with its watcher": ({ kind, state }) => kind === "monitor" && state === "watching",
  "down never told": ({ kind, state }) => kind === "monitor" && state === "down",
};

const refused = "name refused, since it is taken";

export const createTally = () => ({
  counts: Object.fromEntries(
    [refused, ...answerNames, ...Object.keys(noted), ...Object.keys(silent)].map((name) => [
      name,
      0,
    ]),
  ),
  ties: new WeakMap(), // of each world, after the call before
});

function add(tally, situations, ...facts) {
  for (const [name, is] of Object.entries(situations)) {
    if (is(...facts)) tally.counts[name] += 1;
  }
}

/** Counts the call that was made last. */
export function count(tally, { notes, call, answer, world }) {
  const said = answerOf(call, answer);
  if (said) tally.counts[said] += 1;
  if (answer === "name-taken") tally.counts[refused] += 1;
  for (const note of notes) add(tally, noted, note, { notes, world });
  const isSaid = (tie) =>
    notes.some(
      ({ what, object }) =>
        object === tie &&
        ["Unlinked", "LinkExit", "MonitorTaken", "MonitorReleased"].includes(what),
    );
  for (const tie of tally.ties.get(world) ?? []) {
    if (!world.everything.has(tie) && !isSaid(tie)) add(tally, silent, tie);
  }
  const isTie = ({ kind }) => kind === "link" || kind === "monitor";
  tally.ties.set(world, [...world.everything].filter(isTie));
}

export const missing = ({ counts }) => Object.keys(counts).filter((name) => counts[name] === 0);

export const show = ({ counts }) =>
  Object.entries(counts)
    .map(([name, times]) => `  ${name}: ${times}`)
    .join("\n");
