// The kernel through its ABI, with no bodies: what is left when JavaScript does nothing.
import { Counter, loadKernel, readTrace, replayTrace, Status } from "@asupersync/browser-core";
import { TraceWriter } from "@asupersync/browser-core/recording";
import { inlinedWasm } from "./wasm-bytes.mjs";

const rootSlot = 1;
const slotMask = 2 ** 24 - 1;
const perTurn = 1000;
const cancelUser = 1;
const outcomeErr = 1;
const verdictParked = 1;

async function openKernel(tier, records = false) {
  const instance = await loadKernel({ tier });
  const status = instance.kernel.runtimeOpen(1, 0, 0);
  if (status < 0) throw new Error(`The runtime did not open (${status})`);
  const writer = records ? new TraceWriter(instance, { environment: "node" }) : undefined;
  return { instance, writer, kernel: instance.kernel, raw: instance.kernel.exports };
}

// -- spawn and complete ------------------------------------------------------------

// An input that finds the log full is made again, as the generated wrapper does.
function turnRaw({ kernel, raw }, generation, at) {
  const again = (call) => {
    kernel.drainLog();
    return call();
  };
  for (let i = 0; i < perTurn; i++) {
    if (raw.task_spawn(rootSlot, generation, 0, 0) === Status.LogFull) {
      again(() => raw.task_spawn(rootSlot, generation, 0, 0));
    }
  }
  // A burst may end a turn before everything had its turn.
  for (let done = 0; done < perTurn;) {
    if (raw.pump_begin(at) === Status.LogFull) again(() => raw.pump_begin(at));
    for (;;) {
      let next = raw.pump_next();
      if (next === Status.LogFull) next = again(() => raw.pump_next());
      if (next <= 0) break;
      const slot = next & slotMask;
      const task = raw.handle_generation(slot);
      if (raw.task_finish(slot, task, 0) === Status.LogFull) {
        again(() => raw.task_finish(slot, task, 0));
      }
      done++;
    }
    if (raw.pump_end(0) === Status.LogFull) again(() => raw.pump_end(0));
  }
}

async function pairs({ tier, records }, count) {
  const opened = await openKernel(tier, records);
  const generation = opened.raw.handle_generation(rootSlot);
  const turns = Math.ceil(count / perTurn);
  turnRaw(opened, generation, 0);
  const start = performance.now();
  for (let i = 1; i <= turns; i++) turnRaw(opened, generation, i);
  const ms = performance.now() - start;
  return {
    value: (ms * 1e6) / (turns * perTurn),
    parts: opened.writer && {
      inputs: opened.raw.input_count() / (turns + 1) / perTurn,
      events: opened.kernel.counter(Counter.Events) / (turns + 1) / perTurn,
      bytes: opened.writer.capture().length / (turns + 1) / perTurn,
    },
  };
}

export const kernelPairs = {
  key: "kernel-pairs",
  title: "kernel: spawn + complete through the ABI",
  unit: "ns per pair",
  count: 500_000,
  target: "at most 100 ns; recording at most 30 ns more per event",
  probe: pairs,
  entrants: [
    { subject: "core-min", form: "", tier: "core-min", records: false },
    { subject: "core-trace", form: "not recording", tier: "core-trace", records: false },
    { subject: "core-trace", form: "recording", tier: "core-trace", records: true },
    { subject: "full-dev", form: "not recording", tier: "full-dev", records: false },
    { subject: "full-dev", form: "recording", tier: "full-dev", records: true },
  ],
};

// -- close of a large region -------------------------------------------------------

// Every task is blocked, is told, and ends; then the region closes and is released.
async function close(_entrant, tasks) {
  const { kernel } = await openKernel("core-min");
  const region = kernel.regionOpen(rootSlot, kernel.handleGeneration(rootSlot), 0, 0);
  const generation = kernel.handleGeneration(region);
  for (let i = 0; i < tasks; i++) kernel.taskSpawn(region, generation, 0, 0);
  let at = 0;
  const turns = (step) => {
    for (;;) {
      kernel.pumpBegin(++at);
      let any = false;
      for (let next = kernel.pumpNext(); next > 0; next = kernel.pumpNext()) {
        any = true;
        const slot = next & slotMask;
        step(slot, kernel.handleGeneration(slot));
      }
      kernel.pumpEnd(false);
      if (!any) return;
    }
  };
  turns((slot, task) => {
    if (kernel.taskPark(slot, task) !== verdictParked) throw new Error("A task did not park");
  });
  const start = performance.now();
  kernel.regionCancel(region, generation, cancelUser, 0);
  let ended = 0;
  turns((slot, task) => {
    kernel.taskFinish(slot, task, outcomeErr);
    ended++;
  });
  const closed = kernel.actionNext();
  kernel.regionRelease(region, generation);
  const ms = performance.now() - start;
  if (ended !== tasks || (closed & slotMask) !== region) throw new Error("It did not close");
  return { value: (ms * 1e6) / tasks, parts: { ms } };
}

export const kernelClose = {
  key: "kernel-close",
  title: "kernel: cancel and close a region of blocked tasks",
  unit: "ns per task",
  count: 100_000,
  target: "at most 200 ns, the same for every size",
  probe: close,
  entrants: [
    { subject: "100 000", form: "", share: 1 },
    { subject: "10 000", form: "", share: 0.1 },
    { subject: "1 000 000", form: "", share: 10 },
  ],
};

// -- start -------------------------------------------------------------------------

let salt = 0;

/** The same module with a section nobody reads, so that no engine has compiled it before. */
function unseen(wasm) {
  const bytes = new Uint8Array(wasm.length + 14);
  bytes.set(wasm);
  // A custom section of 12 bytes: a name of 3, then 8 that differ.
  bytes.set([0, 12, 3, 120, 120, 120], wasm.length);
  new DataView(bytes.buffer).setFloat64(wasm.length + 6, performance.now() + ++salt);
  return bytes;
}

async function instantiate({ tier }) {
  const bytes = unseen(await inlinedWasm(tier));
  const start = performance.now();
  const module = await WebAssembly.compile(bytes);
  const { exports } = await WebAssembly.instantiate(module);
  const status = exports.runtime_open(1, 0, 0);
  const ms = performance.now() - start;
  if (status < 0) throw new Error(`The runtime did not open (${status})`);
  return ms;
}

export const kernelStart = {
  key: "kernel-start",
  title: "kernel: compile, instantiate and open, cold",
  unit: "ms",
  count: 1,
  isFixed: true,
  target: "at most 3 ms",
  probe: instantiate,
  entrants: ["core-min", "core-trace", "full-dev"].map((tier) => ({
    subject: tier,
    form: "",
    tier,
  })),
};

// -- replay ------------------------------------------------------------------------

async function record(count) {
  const opened = await openKernel("core-trace", true);
  const generation = opened.raw.handle_generation(rootSlot);
  for (let i = 0; i * perTurn < count; i++) turnRaw(opened, generation, i);
  return opened.writer.stop();
}

let recorded;

async function openRecorded(count) {
  recorded ??= await record(count);
  return recorded;
}

async function verify(_entrant, count) {
  const bytes = await openRecorded(count);
  const replay = await replayTrace(bytes);
  const start = performance.now();
  const verdict = await replay.verify();
  const ms = performance.now() - start;
  if (verdict.kind !== "same") throw new Error(`The replay went another way: ${verdict.class}`);
  return { value: (ms * 1e6) / verdict.inputCount, parts: { inputs: verdict.inputCount } };
}

async function read(_entrant, count) {
  const bytes = await openRecorded(count);
  const start = performance.now();
  const trace = await readTrace(bytes);
  return ((performance.now() - start) * 1e6) / trace.inputCount;
}

export const kernelReplay = {
  key: "kernel-replay",
  title: "replay of a recording, every digest compared",
  unit: "ns per input",
  count: 200_000,
  target: "at most 200 ns",
  probe: (entrant, count) => entrant.work(entrant, count),
  entrants: [
    { subject: "verify", form: "run again", work: verify },
    { subject: "read", form: "check the file", work: read },
  ],
};
