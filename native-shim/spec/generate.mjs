// Random programs. The model says what is alive, so that most calls mean something.
import { isShared } from "./model/channel.mjs";
import { names } from "./compare.mjs";
import { supervisionCalls } from "./generate-supervision.mjs";
import { isOpen } from "./model/region.mjs";
import { isStepping } from "./model/task.mjs";
import { hasNext } from "./model/scheduler.mjs";
import { none } from "./model/world.mjs";

/** xorshift; the same seed gives the same program everywhere. */
export function createRandom(seed) {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
  const below = (limit) => Math.floor(next() * limit);
  return { below, chance: (share) => next() < share, pick: (list) => list[below(list.length)] };
}

/** Mostly soon, at times much later, or never. */
const span = ({ below, pick }) =>
  pick([0, 1, below(64), below(5000), below(5000), below(400_000), below(9_000_000)]);
const quota = ({ below, chance }, few) => (chance(0.5) ? none : below(few));
const laterOrNever = (random, now) => (random.chance(0.2) ? none : now + span(random));

export function settingsOf(random) {
  const { below, pick } = random;
  const values = [
    [0, () => pick([0, 1, 2, 16])],
    [1, () => pick([0, 1, 2, 5, 1024])],
    [2, () => pick([1, 2, 3, 255])],
    [3, () => pick([1, 100, 250_000])],
    [4, () => pick([1, 2, 100])],
    [5, () => pick([1, 1000, 5_000_000])],
    [7, () => pick([1, 5, 2048])],
    [8, () => pick([1, 1000, 250_000])],
    [9, () => below(4)],
    [10, () => below(2)],
  ];
  return values
    .filter(() => random.chance(0.5))
    .map(([setting, value]) => ({ op: "configure", setting, value: value() }));
}

function objectsOf({ world, objects }) {
  const alive = [...world.everything].filter((each) => each.handle !== undefined);
  const tasks = alive.filter((each) => each.kind === "task");
  return {
    alive,
    every: [...objects.values()],
    regions: alive.filter((each) => each.kind === "region" && each.state !== "closed"),
    closed: alive.filter((each) => each.kind === "region" && each.state === "closed"),
    tasks: tasks.filter((each) => each.state !== "completed"),
    ended: tasks.filter((each) => each.state === "completed"),
    stepping: tasks.filter((each) => isStepping(each) && !each.inFinalizer),
    finalizing: tasks.filter((each) => each.inFinalizer),
    parked: tasks.filter((each) => each.wait === "external"),
    obligations: alive.filter((each) => each.kind === "obligation"),
    capsules: alive.filter((each) => each.kind === "capsule"),
    channels: alive.filter((each) => each.kind === "channel"),
    receivers: alive.filter((each) => each.kind === "receiver"),
    locks: alive.filter((each) => each.kind === "lock"),
    callsMade: alive.filter((each) => each.kind === "call"),
    permits: alive.filter((each) => each.kind === "obligation" && each.object?.kind === "channel"),
    guards: alive.filter((each) => each.kind === "obligation" && each.object?.kind === "lock"),
    leases: alive.filter((each) => each.lease !== undefined),
    links: alive.filter((each) => each.kind === "link"),
    monitors: alive.filter((each) => each.kind === "monitor"),
    owed: alive.filter((each) => each.kind === "obligation" && each.object?.kind === "call"),
  };
}

const spare = (share, ...ops) => Object.fromEntries(ops.map((op) => [op, share]));

const longLives = {
  ...spare(0.1, "regionClose", "regionCancel", "taskFinish", "taskCancel", "stageBudget"),
  ...spare(0.2, "taskAwaitRegion", "taskPark", "taskSleep", "taskJoin", "capsuleAwait"),
  ...spare(0.2, "obligationReserve", "obligationTransfer", "regionOpen", "regionDefer"),
  ...spare(0.3, "capsuleOpen", "capsuleSubmit", "taskDefer", "taskMask", "stageLimits"),
  ...spare(3, "pumpNext", "pumpBegin"),
};

/** How often something is done compared with a program of everything, and which share of the ends
 * is left to chance: the rest is ok. */
export const shapes = {
  everything: {},
  // Long enough lives that waits are granted, and claimed or not.
  channels: {
    ...longLives,
    ...spare(0.1, "channelDetach", "channelClose", "channelRelease", "lockOpen", "lockAcquire"),
    ...spare(0.3, "receiverRelease", "callRelease"),
    ...spare(3, "channelReceive", "channelReserve", "channelCommit"),
    ...spare(3, "receiverReceive", "receiverOpen", "channelCall", "callAwait", "callReply"),
  },
  locks: {
    ...longLives,
    ...spare(0.1, "lockClose", "lockRelease", "channelOpen", "channelReserve", "receiverReceive"),
    ...spare(4, "lockAcquire", "lockSignal"),
  },
  // Long enough lives that names and ties are made, and ends of all kinds.
  ties: {
    failing: 0.9,
    ...longLives,
    ...spare(0.1, "channelOpen", "channelReserve", "channelReceive", "receiverReceive"),
    ...spare(0.1, "lockOpen", "lockAcquire", "lockSignal"),
    ...spare(0.6, "taskFinish", "taskMask"),
    ...spare(0.2, "taskCancel", "regionCancel", "taskRelease", "actionNext"),
    ...spare(4, "nameReserve", "nameActivate", "taskLink", "monitorOpen", "monitorReceive"),
    ...spare(2, "taskUnlink", "monitorRelease"),
  },
  // Long enough lives that children start again, windows fill, and what is left is stopped.
  supervision: {
    supervising: 2,
    ...longLives,
    ...spare(0.1, "channelOpen", "channelReserve", "channelReceive", "receiverReceive"),
    ...spare(0.1, "lockOpen", "lockAcquire", "lockSignal", "taskSpawn", "taskSpawnImplicit"),
    ...spare(0.3, "stageLimits", "stageBudget", "taskCancel", "taskMask", "taskSleep"),
    ...spare(1, "taskFinish"),
  },
};

/** The next call: an operation by weight, on something that suits it, seldom on anything. */
export function nextCall(random, sides, label, shape) {
  const { below, chance, pick } = random;
  const { world } = sides;
  const there = objectsOf(sides);
  const ref = (list) => (chance(0.04) || list.length === 0 ? pick(there.every) : pick(list)).key;
  const stepping = [...there.stepping, ...there.finalizing];
  const step = () => ref(chance(0.8) ? there.stepping : stepping);
  const region = () => ref(chance(0.9) ? there.regions.filter(isOpen) : there.regions);
  const inner = there.regions.filter((each) => each.parent !== undefined);
  const doomed = () => (chance(0.02) || inner.length === 0 ? "0" : pick(inner).key);
  const child = (task) => there.regions.filter((each) => each.parent === task?.region);
  const cancel = { cancelKind: chance(0.03) ? pick([0, 12]) : 1 + below(11), message: below(3) };
  const holderOf = (obligation) => sides.objects.get(obligation)?.holder?.key ?? step();
  const isRunning = world.pump.state === "running";
  const few = there.tasks.length < 24 ? 1 : 0.1;

  const some = (list, weight) => (list.length > 0 ? weight : weight / 10);
  const one = (...refs) => ({ refs });
  const options = [
    [isRunning ? (hasNext(world) ? 22 : 3) : 1, "pumpNext", () => ({})],
    [isRunning ? (hasNext(world) ? 3 : 12) : 0.3, "pumpEnd", () => ({ cut: chance(0.2) })],
    [isRunning ? 0.3 : 16, "pumpBegin", () => ({ sample: world.pump.sample + span(random) })],
    [isRunning ? 1 : 5, "pumpRequest", () => ({})],
    [5, "actionNext", () => ({})],
    [1, "stageCleanup", () => ({ cleanup: { time: span(random), polls: quota(random, 4) } })],
    [0.7, "stageTimeout", () => ({ timeout: laterOrNever(random, world.now) })],
    [
      2.5,
      "stageBudget",
      () => ({
        budget: {
          deadline: laterOrNever(random, world.now),
          polls: quota(random, 6),
          cost: quota(random, 9),
          priority: chance(0.03) ? 256 : pick([0, 127, 128, 200, 255]),
        },
      }),
    ],
    [
      0.4,
      "stageLimits",
      () => ({
        limits: {
          children: quota(random, 3),
          tasks: 1 + quota(random, 3),
          obligations: quota(random, 3),
          queueBytes: quota(random, 20),
        },
      }),
    ],
    [
      there.regions.length < 14 ? 5 : 0.5,
      "regionOpen",
      () => ({ ...one(region()), flags: chance(0.02) ? 16 : below(16), label }),
    ],
    [some(inner, 1), "regionClose", () => one(doomed())],
    [some(inner, 1.2), "regionCancel", () => ({ ...one(doomed()), ...cancel })],
    [1.5, "regionDefer", () => one(region())],
    [some(there.closed, 2), "regionRelease", () => one(ref(there.closed))],
    [
      12 * few,
      "taskSpawn",
      () => {
        const key = region(); // the end of a main task would be that of the root, too
        const mayBeMain = key !== "0" || chance(0.03);
        return { ...one(key), flags: pick(mayBeMain ? [0, 0, 4, 4, 1, 5, 2] : [0, 4]), label };
      },
    ],
    [some(stepping, 4 * few), "taskSpawnImplicit", () => ({ ...one(step()), label })],
    [3, "taskCancel", () => ({ ...one(ref(there.tasks)), ...cancel })],
    [
      some(stepping, 6),
      "taskFinish",
      () => ({ ...one(step()), outcome: chance(shape.failing ?? 0.4) ? below(5) : 0 }),
    ],
    [
      some(there.finalizing, 4),
      "taskFinalized",
      () => ({ ...one(ref(there.finalizing)), failed: chance(0.5) }),
    ],
    [some(stepping, 3), "taskDefer", () => one(step())],
    [
      some(stepping, 6),
      "taskSleep",
      () => ({ ...one(step()), due: laterOrNever(random, world.now) }),
    ],
    [some(stepping, 2), "taskYield", () => one(step())],
    [some(stepping, 3), "taskJoin", () => one(step(), ref(there.tasks))],
    [
      some(stepping, 5),
      "taskAwaitRegion",
      () => {
        const task = step();
        const owned = chance(0.7);
        const list = owned ? child(sides.objects.get(task)) : there.regions;
        return { ...one(task, ref(list)), owned };
      },
    ],
    [some(stepping, 4), "taskPark", () => one(step())],
    [some(there.parked, 3), "taskWake", () => one(ref(there.parked))],
    [some(stepping, 2), "taskWake", () => one(step())],
    [some(stepping, 3), "taskCheckpoint", () => one(step())],
    [some(stepping, 1), "taskCharge", () => ({ ...one(step()), steps: below(300) })],
    [some(stepping, 2), "taskConsume", () => ({ ...one(step()), cost: below(6) })],
    [some(stepping, 3), "taskMask", () => one(step())],
    [some(stepping, 2), "taskUnmask", () => one(step())],
    [some(there.ended, 3), "taskRelease", () => one(ref(there.ended))],
    [4, "obligationReserve", () => ({ ...one(ref(there.tasks)), subkind: below(7), label })],
    [
      some(there.obligations, 2),
      "obligationCommit",
      () => {
        const obligation = ref(there.obligations);
        return one(obligation, chance(0.9) ? holderOf(obligation) : step());
      },
    ],
    [
      some(there.obligations, 1),
      "obligationAbort",
      () => {
        const obligation = ref(there.obligations);
        return { ...one(obligation, holderOf(obligation)), why: below(4) };
      },
    ],
    [
      some(there.obligations, 1.5),
      "obligationTransfer",
      () => {
        const obligation = ref(there.obligations);
        return one(obligation, holderOf(obligation), ref(there.tasks));
      },
    ],
    [some(stepping, 3), "capsuleOpen", () => ({ ...one(step()), subkind: below(7), label })],
    [some(there.capsules, 4), "capsuleSubmit", () => one(ref(there.capsules))],
    [some(there.capsules, 2), "capsuleProgress", () => one(ref(there.capsules))],
    [some(there.capsules, 1), "capsuleCancel", () => one(ref(there.capsules))],
    [some(there.capsules, 2), "capsuleAborted", () => one(ref(there.capsules))],
    [
      some(there.capsules, 1.5),
      "capsuleLetGo",
      () => ({ ...one(ref(there.capsules)), how: below(3) }),
    ],
    [some(there.capsules, 3), "capsuleAwait", () => one(step(), ref(there.capsules))],
  ];
  const key = String(label);
  const token = chance(0.01) ? 2 ** 24 : label % 2 ** 24;
  const mayWait = chance(0.8);
  const held = (list) => {
    const obligation = ref(list);
    return { ...one(obligation, holderOf(obligation)), token, key };
  };
  const { channels, receivers, callsMade, permits, owed, locks, guards, leases } = there;
  const { links, monitors } = there;
  const listening = stepping.filter((each) => (each.owner ?? each).monitors.length > 0);
  const tied = (list) => (chance(0.9) ? list : there.tasks);
  const notifies = locks.filter((each) => each.type === "notify");
  const pools = locks.filter((each) => each.type === "pool");
  const shared = channels.filter(isShared);
  const asker = () => ({ ...one(step(), ref(channels)), mayWait, key });
  options.push(
    [
      channels.length < 6 ? 3 : 0.2,
      "channelOpen",
      () => ({
        ...one(region()),
        type: chance(0.02) ? 6 : below(6),
        capacity: chance(0.02) ? 2 ** 24 : below(4),
        label,
      }),
    ],
    [some(channels, 1), "channelAttach", () => one(ref(channels))],
    [some(channels, 0.7), "channelDetach", () => one(ref(channels))],
    [some(channels, 0.4), "channelClose", () => one(ref(channels))],
    [some(channels, 0.4), "channelRelease", () => one(ref(channels))],
    [some(channels, 9), "channelReserve", asker],
    [some(permits, 7), "channelCommit", () => held(permits)],
    [some(channels, 8), "channelReceive", asker],
    [some(shared, 0.5), "channelBorrow", () => one(ref(channels))],
    [some(shared, 2), "receiverOpen", () => ({ ...one(region(), ref(shared)), key })],
    [some(receivers, 0.5), "receiverRelease", () => one(ref(receivers))],
    [some(receivers, 6), "receiverReceive", () => ({ ...one(step(), ref(receivers)), mayWait })],
    [some(receivers, 1), "receiverUpdate", () => one(ref(receivers))],
    [some(receivers, 0.5), "receiverBorrow", () => one(ref(receivers))],
    [some(receivers, 0.5), "receiverIsClosed", () => one(ref(receivers))],
    [some(permits, 3), "channelCall", () => held(permits)],
    [some(callsMade, 3), "callAwait", () => one(step(), ref(callsMade))],
    [some(owed, 4), "callReply", () => held(owed)],
    [some(callsMade, 1), "callRelease", () => one(ref(callsMade))],
    [
      locks.length < 6 ? 3 : 0.2,
      "lockOpen",
      () => ({ ...one(region()), type: chance(0.02) ? 7 : below(7), units: below(4), label }),
    ],
    [
      some(locks, 12),
      "lockAcquire",
      () => ({ ...one(step(), ref(locks)), units: below(chance(0.9) ? 2 : 4), mayWait, key }),
    ],
    [some(locks, 1), "lockSignal", () => ({ ...one(ref(notifies)), isAll: chance(0.3) })],
    [some(pools, 2), "poolAdd", () => ({ ...one(ref(pools)), token })],
    [some(locks, 0.5), "lockHeal", () => one(ref(locks))],
    [some(locks, 0.3), "lockClose", () => one(ref(locks))],
    [some(locks, 0.3), "lockRelease", () => one(ref(locks))],
    [some(guards, 6), "obligationCommit", () => held(guards)],
    [some(guards, 1), "obligationAbort", () => ({ ...held(guards), why: below(3) })],
    [
      1,
      "nameReserve",
      () => ({
        ...one(ref(there.tasks)),
        name: chance(0.02) ? 0 : names[below(names.length - 1)],
        key,
      }),
    ],
    [some(leases, 1), "nameActivate", () => held(leases)],
    [some(leases, 0.5), "obligationCommit", () => held(leases)],
    [some(leases, 0.3), "obligationAbort", () => ({ ...held(leases), why: below(3) })],
    [
      some(leases, 0.3),
      "obligationTransfer",
      () => {
        const { refs } = held(leases);
        return one(...refs, ref(there.tasks));
      },
    ],
    [1, "taskLink", () => one(ref(there.tasks), ref(there.tasks))],
    [
      some(links, 0.3),
      "taskUnlink",
      () => {
        const { ends = [] } = links.length > 0 ? pick(links) : {};
        return one(ref(tied(ends)), ref(tied(ends)));
      },
    ],
    [
      1,
      "monitorOpen",
      () => ({ ...one(ref(there.tasks), ref(chance(0.8) ? there.tasks : there.ended)), label }),
    ],
    [some(listening, 1), "monitorReceive", () => ({ ...one(ref(tied(listening))), mayWait })],
    [some(monitors, 0.2), "monitorRelease", () => one(ref(monitors))],
  );
  const { alive } = there;
  const now = world.pump.sample;
  options.push(...supervisionCalls({ random, alive, shape, label, span, region, ref, now }));
  let left = below(1_000_000) / 1_000_000;
  const weigh = ([weight, op]) => weight * (shape[op] ?? 1);
  left *= options.reduce((sum, option) => sum + weigh(option), 0);
  const [, op, rest] = options.find((option) => (left -= weigh(option)) <= 0) ?? options[0];
  return { op, ...rest() };
}
