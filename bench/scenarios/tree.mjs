// A tree of blocked tasks with a cleanup each: 1, 10, 100 and 10 000 of them, 10 111 together.
//
// An entrant's `plant` starts one, whose bodies count in `tally`, and answers how to cancel it;
// `cancel` settles when all of it, cleanups included, has ended.
/* eslint require-yield: "off" -- a generator body may finish without waiting */
import { createRuntime } from "@asupersync/browser";
import { Counter } from "@asupersync/browser-core";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import { run as runEffection, sleep as effectionSleep, spawn } from "effection";
import { macrotask, settle } from "./probe.mjs";

export const TREE_TASKS = 10_111;
const fanOut = [0, 100, 10, 10];
const depth = fanOut.length - 1;
const longMs = 1e6;

/** A planted tree, once all of its tasks are blocked. */
export async function plantTree(entrant) {
  const tally = { started: 0, ended: 0 };
  const tree = await entrant.plant(tally);
  while (tally.started < TREE_TASKS) await macrotask();
  await settle();
  return {
    ...tree,
    async cancel() {
      await tree.cancel();
      if (tally.ended === TREE_TASKS) return;
      throw new Error(`${entrant.subject} ran ${tally.ended} cleanups`);
    },
  };
}

async function plantOurs(tally, leafOf, branchOf) {
  const runtime = await createRuntime();
  const leaf = leafOf(tally);
  const bodyAt = (level) =>
    level === 0 ? leaf : branchOf(tally, fanOut[level], bodyAt(level - 1));
  const scope = runtime.createScope();
  scope.spawn(bodyAt(depth));
  return {
    // The arena's bytes in use: linear memory itself grows ahead of need.
    wasmBytes: () => runtime.kernel.counter(Counter.BytesUsed),
    async cancel() {
      scope.cancel();
      await scope.close();
    },
    end: () => runtime.close(),
  };
}

const generatorLeaf = (tally) =>
  function* (cx) {
    tally.started++;
    try {
      yield* cx.sleep(longMs);
    } finally {
      tally.ended++;
    }
  };
const generatorBranch = (tally, count, child) =>
  function* (cx) {
    tally.started++;
    try {
      yield* cx.scope(function* (own) {
        for (let i = 0; i < count; i++) own.spawn(child);
      });
    } finally {
      tally.ended++;
    }
  };
const asyncLeaf = (tally) => async (cx) => {
  tally.started++;
  try {
    await cx.sleep(longMs);
  } finally {
    tally.ended++;
  }
};
const asyncBranch = (tally, count, child) => async (cx) => {
  tally.started++;
  try {
    await cx.scope((own) => {
      for (let i = 0; i < count; i++) own.spawn(child);
    });
  } finally {
    tally.ended++;
  }
};

// Each node listens to its parent's signal, as hand-written code does.
async function plantPromises(tally) {
  const sleep = (ms, signal) =>
    new Promise((resolve, reject) => {
      const abort = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", abort);
        resolve();
      }, ms);
      signal.addEventListener("abort", abort, { once: true });
    });
  const node = async (level, parent) => {
    tally.started++;
    const controller = new AbortController();
    const abort = () => controller.abort(parent.reason);
    parent.addEventListener("abort", abort, { once: true });
    try {
      if (level === 0) return await sleep(longMs, controller.signal);
      const children = [];
      for (let i = 0; i < fanOut[level]; i++) children.push(node(level - 1, controller.signal));
      for (const result of await Promise.allSettled(children)) {
        if (result.status === "rejected") throw result.reason;
      }
    } finally {
      parent.removeEventListener("abort", abort);
      tally.ended++;
    }
  };
  const root = new AbortController();
  const all = node(depth, root.signal);
  return {
    async cancel() {
      root.abort(new Error("no longer wanted"));
      await all.catch(() => {});
    },
  };
}

const combinedLeaf = (start, end) =>
  start.pipe(Effect.andThen(Effect.sleep(longMs)), Effect.ensuring(end));
const effectLeaf = (start, end) =>
  Effect.gen(function* () {
    yield* start;
    yield* Effect.sleep(longMs);
  }).pipe(Effect.ensuring(end));

async function plantEffect(tally, leafOf) {
  const start = Effect.sync(() => {
    tally.started++;
  });
  const end = Effect.sync(() => {
    tally.ended++;
  });
  const leaf = leafOf(start, end);
  const node = (level) => {
    if (level === 0) return leaf;
    const child = node(level - 1);
    return Effect.gen(function* () {
      yield* start;
      const fibers = [];
      for (let i = 0; i < fanOut[level]; i++) fibers.push(yield* Effect.forkChild(child));
      for (const fiber of fibers) yield* Fiber.join(fiber);
    }).pipe(Effect.ensuring(end));
  };
  const root = Effect.runFork(node(depth));
  return {
    async cancel() {
      await Effect.runPromise(Fiber.interrupt(root));
    },
  };
}

async function plantEffection(tally) {
  const node = (level) => {
    const child = level === 0 ? undefined : node(level - 1);
    return function* () {
      tally.started++;
      try {
        if (child === undefined) return yield* effectionSleep(longMs);
        const tasks = [];
        for (let i = 0; i < fanOut[level]; i++) tasks.push(yield* spawn(child));
        for (const task of tasks) yield* task;
      } finally {
        tally.ended++;
      }
    };
  };
  const root = runEffection(node(depth));
  root.catch(() => {});
  return {
    async cancel() {
      await root.halt();
    },
  };
}

export const trees = [
  {
    subject: "ours",
    form: "generator",
    plant: (tally) => plantOurs(tally, generatorLeaf, generatorBranch),
  },
  { subject: "ours", form: "async", plant: (tally) => plantOurs(tally, asyncLeaf, asyncBranch) },
  { subject: "promise", form: "AbortSignal listeners", plant: plantPromises },
  { subject: "effect", form: "generator", plant: (tally) => plantEffect(tally, effectLeaf) },
  { subject: "effect", form: "combinators", plant: (tally) => plantEffect(tally, combinedLeaf) },
  { subject: "effection", form: "generator", plant: plantEffection },
];
