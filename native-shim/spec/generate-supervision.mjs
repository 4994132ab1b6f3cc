// Random calls about supervisors: plans of a few children that become good ones or do not, lives
// that end in all ways, and those that are stopped.

import { orderOf } from "./model/plan.mjs";

/** Some are names that tasks take, too. */
const childNames = [1, 2, 3, 4, 6, 7, 8, 9];

/** `[weight, op, rest]`, like those of all calls. */
export function supervisionCalls({ random, alive, shape, label, span, region, ref, now }) {
  const { below, chance, pick } = random;
  const key = String(label);
  const supervisors = alive.filter((each) => each.kind === "supervisor");
  const children = alive.filter((each) => each.kind === "child");
  const inState = (...states) => supervisors.filter(({ state }) => states.includes(state));
  const plans = inState("constructed");
  const small = plans.filter((each) => each.children.length < 3);
  const whole = plans.filter((each) => each.children.length >= 2);
  const good = whole.filter((each) => orderOf(each.children).status === "ok");
  const planned = children.filter(({ supervisor }) => supervisor.state === "constructed");
  const persisting = children.filter(({ state }) => state === "persisting");
  const lives = children.filter(({ main }) => main?.state && main.state !== "completed");
  const mains = lives.map(({ main }) => main).filter((task) => task.state !== "created");
  const ready = mains.filter((task) => task.wait === "none" && !task.lane && !task.inFinalizer);
  const edges = inState("running")
    .filter(({ restarts }) => restarts.length > 0)
    .map(({ restarts, intensity }) => restarts[0] + intensity.window)
    .filter((at) => at > now && at < now + 250_000);
  const few = supervisors.length - whole.length + good.length < 3 ? 1 : 0.1;
  const some = (list, weight) => (list.length > 0 ? weight : weight / 20);
  const one = (...refs) => ({ refs });
  /** Often one that its supervisor has, and then mostly one that was added before. */
  const nameFor = (supervisor) => {
    const known = supervisor?.children.map((child) => child.label) ?? [];
    return known.length > 0 && chance(0.9) ? pick(known) : pick(childNames);
  };
  const free = (supervisor) => {
    const taken = supervisor?.children.map((child) => child.label) ?? [];
    return chance(0.96) ? childNames.filter((name) => !taken.includes(name)) : childNames;
  };
  const calls = [
    [
      2 * few,
      "supervisorOpen",
      () => ({
        ...one(region()),
        strategy: chance(0.02) ? 3 : below(3),
        flags: chance(0.02) ? 1 : pick([0, 8]),
        label,
      }),
    ],
    [
      some(small, 7),
      "supervisorAdd",
      () => {
        const supervisor = chance(0.95) && small.length > 0 ? pick(small) : undefined;
        return {
          ...one(supervisor?.key ?? ref(supervisors)),
          name: chance(0.01) ? 0 : pick(free(supervisor)),
          policy: chance(0.02) ? 5 : pick([0, 0, 0, 0, 1, 2, 3, 4]),
          flags: chance(0.02) ? 4 : pick([0, 0, 1, 2, 3]),
          key,
        };
      },
    ],
    [
      some(planned, 2),
      "childDepend",
      () => {
        const child = planned.length > 0 && chance(0.95) ? pick(planned) : undefined;
        const earlier = child?.supervisor.children.slice(
          0,
          child.supervisor.children.indexOf(child),
        );
        const isSafe = earlier?.length > 0 && chance(0.8);
        const name = isSafe ? pick(earlier).label : nameFor(child?.supervisor);
        return { ...one(child?.key ?? ref(children)), name: chance(0.01) ? 0 : name };
      },
    ],
    [
      some(plans, 0.7),
      "supervisorIntensity",
      () => ({
        ...one(ref(plans)),
        restarts: below(10),
        window: pick([span(random), 1 + below(200_000), 60_000_000]),
      }),
    ],
    [
      some(plans, 0.7),
      "supervisorBackoff",
      () => ({ ...one(ref(plans)), least: below(4000), most: span(random) }),
    ],
    [some(good, 5), "supervisorCompile", () => one(ref(good))],
    [some(plans, 0.5), "supervisorCompile", () => one(ref(chance(0.8) ? plans : supervisors))],
    [
      some(plans, 0.7),
      "planCulprit",
      () => ({ ...one(ref(chance(0.9) ? plans : supervisors)), index: below(3) }),
    ],
    [some(inState("compiled"), 8), "supervisorStart", () => one(ref(inState("compiled")))],
    [some(inState("running", "draining"), 0.25), "supervisorStop", () => one(ref(supervisors))],
    [some(persisting, 4), "childPersisted", () => one(ref(persisting))],
    [
      some(ready, 9),
      "taskFinish",
      () => ({
        ...one(ref(ready)),
        outcome: ready[0]?.state === "cancelling" ? 2 : pick([1, 1, 1, 1, 1, 1, 1, 0, 2, 3]),
      }),
    ],
    [some(mains, 0.3), "taskCancel", () => ({ ...one(ref(mains)), cancelKind: 1, message: 0 })],
    // To where a restart leaves its window.
    [edges.length > 0 ? 4 : 0, "pumpBegin", () => ({ sample: pick(edges) })],
    // Until the next backoff is over.
    [
      some(inState("draining"), 2),
      "pumpBegin",
      () => ({ sample: now + pick([1000, 100_000, 200_000, 1_000_000, 5_000_000]) }),
    ],
  ];
  return calls.map(([weight, ...rest]) => [weight * (shape.supervising ?? 0.15), ...rest]);
}
