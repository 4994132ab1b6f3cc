// What can happen to supervisors and their children, for the count of what came up.
const isOf = (what, detail) => (note) =>
  note.what === what && (detail === undefined || note.detail === detail);

const statesOf = {
  "compiled > starting": "supervisor starts",
  "starting > running": "supervisor runs",
  "starting > draining": "a start fails while others start",
  "constructed > stopped": "plan given up",
  "compiled > stopped": "stopped before it starts",
  "draining > starting": "restarted after its backoff",
  "draining > stopped": "supervisor stopped",
  "draining > failed": "supervisor failed",
};
const childSteps = {
  "waiting > running": "child starts",
  "waiting > stopped": "child stopped before it starts again",
  "running > draining": "child drained",
  "draining > ended": "drained child has ended",
  "running > ended": "child ends by itself",
  "ended > waiting": "child waits to start again",
  "ended > disabled": "optional child disabled",
  "ended > stopped": "child stopped",
  "persisting > stopped": "child stopped once it has persisted",
};
const stepsOf = (what, names) =>
  Object.fromEntries(Object.entries(names).map(([step, name]) => [name, isOf(what, step)]));

const restartsBy = (strategy) => (note) =>
  note.what === "SupervisorRestarting" && note.object.strategy === strategy;
/** Its policy and outcome are told in the words of the note, since it may be gone by now. */
const fails =
  (policy, outcome) =>
  ({ what, about }) =>
    what === "SupervisorEscalated" && about === `${policy} ${outcome}`;

/** Whether a note that the model made during a call is one. */
export const notedOfSupervision = {
  "plan compiled": isOf("SupervisorStep", "constructed > compiled"),
  "dependency named": isOf("ChildDepends"),
  ...stepsOf("SupervisorStep", statesOf),
  ...stepsOf("ChildStep", childSteps),
  "several children restart": ({ what, object }, { notes }) =>
    what === "SupervisorStep" &&
    notes.some(isOf("SupervisorStep", "draining > starting")) &&
    object.children.filter((child) => child.starts > 1 && child.state === "running").length > 1,
  "restart one-for-one": restartsBy("one-for-one"),
  "restart one-for-all": restartsBy("one-for-all"),
  "restart rest-for-one": restartsBy("rest-for-one"),
  "backoff doubled": ({ what, object, detail }) =>
    what === "SupervisorRestarting" && Number(detail) > object.backoff.first,
  "window full": (note) => fails("restart", "err")(note) && note.object.restarts.length > 0,
  "escalate: err": fails("escalate", "err"),
  "escalate: panicked": fails("escalate", "panicked"),
  "critical: err": fails("critical", "err"),
  "critical: cancelled": fails("critical", "cancelled"),
  "critical: panicked": fails("critical", "panicked"),
  "start refused, name taken": isOf("ChildRefused", "name-taken"),
  "start refused, limit": isOf("ChildRefused", "limit"),
  "persisted in time": isOf("ChildPersisted", "in time"),
  "persisted too late": isOf("ChildPersisted", "late"),
  "child releases its name": ({ what, object, detail }) =>
    what === "LeaseStep" && detail === "active > released" && object.child !== undefined,
};

/** Answers that only a plan gives, by call. */
const answers = {
  "plan refused: duplicate": ["supervisorCompile", "plan-duplicate"],
  "plan refused: unknown": ["supervisorCompile", "plan-unknown"],
  "plan refused: cycle": ["supervisorCompile", "plan-cycle"],
  "child added to a compiled plan refused": ["supervisorAdd", "state"],
};

export const answerNames = Object.keys(answers);
export const answerOf = ({ op }, answer) =>
  answerNames.find((name) => answers[name][0] === op && answers[name][1] === answer);
