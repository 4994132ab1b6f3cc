// What the end of a child means, whether it may start again, when, and who does so with it
// (semantics, section 9): rules super.window, super.phases.

/** Only these are worth a word; whatever is not here has stopped. */
const judgements = {
  restart: { err: "restart" },
  stop: {},
  escalate: { err: "fail", panicked: "fail" },
  critical: { err: "fail", cancelled: "fail", panicked: "fail" },
  optional: { err: "disable", panicked: "disable" },
};

/** One that was drained for the sake of others starts again, unless it broke meanwhile. */
export function judge({ policy, outcome, isAsked }) {
  if (isAsked && outcome !== "panicked") return "restart";
  return judgements[policy][outcome] ?? "stop";
}

/** One more in the window: the backoff before it, or undefined if there were too many. */
export function takeRestart(supervisor, now) {
  const { intensity, backoff } = supervisor;
  supervisor.restarts = supervisor.restarts.filter((at) => now < at + intensity.window);
  const before = supervisor.restarts.length;
  if (before >= intensity.restarts) return undefined;
  supervisor.restarts.push(now);
  return Math.min(backoff.first * 2 ** before, backoff.most);
}

/** Of `children`, in start order, those that restart with `failed`. */
export function affectedBy(strategy, children, failed) {
  if (strategy === "one-for-all") return children;
  if (strategy === "rest-for-one") return children.slice(children.indexOf(failed));
  return [failed];
}
