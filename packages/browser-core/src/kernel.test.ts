import { describe as group, expect, it } from "vitest";
import { describe } from "./describe.js";
import {
  Counter,
  EventKind,
  Field,
  Kind,
  Status,
  TaskState,
  Verb,
  Wakeup,
} from "./generated/abi.js";
import { handleAt, isCompleted, ROOT_SLOT, slotOf, verbOf, type Handle } from "./handle.js";
import { loadKernel, type KernelInstance, type KernelTier } from "./load.js";

async function open(tier: KernelTier): Promise<KernelInstance> {
  const instance = await loadKernel({ tier });
  expect(instance.kernel.runtimeOpen(0x1234, 0x5678, 0)).toBe(Status.Ok);
  return instance;
}

function openRegion({ kernel }: KernelInstance): Handle {
  const root = handleAt(kernel, ROOT_SLOT);
  return handleAt(kernel, kernel.regionOpen(root.slot, root.generation, 0, 1));
}

/** The next dispatch; after a burst it comes in another turn. */
function dispatch(instance: KernelInstance, timeUs: number): number {
  const { kernel } = instance;
  expect(kernel.pumpBegin(timeUs)).toBe(Status.Ok);
  const answer = kernel.pumpNext();
  if (answer !== 0) return answer;
  expect(kernel.pumpEnd(false)).toBe(Wakeup.Macro);
  return dispatch(instance, timeUs);
}

/** Spawns a task, runs it in a turn of its own and ends it. */
function runTask(instance: KernelInstance, region: Handle, timeUs: number): void {
  const { kernel } = instance;
  expect(kernel.taskSpawn(region.slot, region.generation, 0, 2)).toBeGreaterThan(0);
  const answer = dispatch(instance, timeUs);
  expect(verbOf(answer)).toBe(Verb.Start);
  const task = handleAt(kernel, slotOf(answer));
  expect(isCompleted(kernel.taskFinish(task.slot, task.generation, 0))).toBe(true);
  expect(kernel.pumpEnd(false)).toBeGreaterThanOrEqual(0);
}

/** Records what `body` does; the payload of each INPUT section, and how many inputs there were. */
function record(instance: KernelInstance, body: () => void) {
  const { kernel, memory } = instance;
  const chunks: Uint8Array[] = [];
  const keep = (bytes: number) => {
    if (bytes === 0) return;
    const log = memory.read(kernel.logOffset(), bytes);
    const bodyBytes = new DataView(log.buffer).getUint32(4, true);
    chunks.push(log.slice(12 + 72, 12 + bodyBytes));
  };
  expect(kernel.traceStart(0)).toBeGreaterThan(0);
  kernel.drainLog = () => keep(kernel.logTake());
  body();
  keep(kernel.traceStop());
  return { chunks, inputs: kernel.inputCount() };
}

function replay({ kernel, memory }: KernelInstance, chunks: Uint8Array[]): number {
  let inputs = 0;
  for (const chunk of chunks) {
    memory.write(kernel.replayOffset(), chunk);
    expect(kernel.replayLoadChunk(chunk.length)).toBe(Status.Ok);
    inputs += kernel.replayRun(2 ** 31);
  }
  return inputs;
}

const digestOf = ({ kernel }: KernelInstance) => [kernel.digestHi(), kernel.digestLo()];

group("a kernel", () => {
  it("runs a task", async () => {
    const instance = await open("core-min");
    const region = openRegion(instance);
    runTask(instance, region, 1000);
    expect(instance.kernel.counter(Counter.TasksLive)).toBe(0);
    expect(instance.kernel.timeNow()).toBe(1000);
  });

  it("refuses a stale handle", async () => {
    const { kernel } = await open("core-min");
    expect(kernel.regionClose(ROOT_SLOT, 12345)).toBe(Status.Stale);
    expect(kernel.regionClose(2 ** 24 - 1, 1)).toBe(Status.Stale);
  });

  it("describes what is in a slot", async () => {
    const instance = await open("core-min");
    const region = openRegion(instance);
    const { kernel } = instance;
    const task = kernel.taskSpawn(region.slot, region.generation, 0, 77);
    const fields = describe(instance, task);
    expect(fields?.[Field.Kind]).toBe(Kind.Task);
    expect(fields?.[Field.State]).toBe(TaskState.Created);
    expect(fields?.[Field.Label]).toBe(77);
    expect(fields?.[Field.Parent]).toBe(region.slot);
    expect(describe(instance, task + 1)).toBeUndefined();
  });

  it("grows its memory, and is read and written all the same", async () => {
    const instance = await open("core-min");
    const before = instance.memory.bytes;
    const region = openRegion(instance);
    for (let i = 0; i < 20_000; i += 1) {
      instance.kernel.taskSpawn(region.slot, region.generation, 0, i);
    }
    expect(instance.memory.bytes).toBeGreaterThan(before);
    expect(describe(instance, 20_000)?.[Field.Kind]).toBe(Kind.Task);
  });
});

group("a full log", () => {
  it("is taken once, and the call is made again", async () => {
    const instance = await open("core-trace");
    const { kernel } = instance;
    const { chunks, inputs } = record(instance, () => {
      for (let i = 0; i < 40_000; i += 1) expect(kernel.mark(i)).toBe(Status.Ok);
    });
    expect(inputs).toBe(40_000);
    expect(chunks.length).toBeGreaterThan(1);
  });

  it("is an answer when nobody takes it", async () => {
    const { kernel } = await open("core-trace");
    kernel.traceStart(0);
    let status: number = Status.Ok;
    for (let i = 0; i < 70_000 && status === Status.Ok; i += 1) status = kernel.mark(0);
    expect(status).toBe(Status.LogFull);
  });
});

group("a replay", () => {
  it("stands where the recording stood, in another tier", async () => {
    const recorded = await open("core-trace");
    const { chunks, inputs } = record(recorded, () => {
      const region = openRegion(recorded);
      for (let i = 1; i <= 5000; i += 1) runTask(recorded, region, i * 10);
    });
    const replayed = await open("full-dev");
    expect(replay(replayed, chunks)).toBe(inputs);
    expect(digestOf(replayed)).toEqual(digestOf(recorded));
    expect(replayed.kernel.eventsCount()).toBeGreaterThan(inputs);
  });

  it("stops at malformed bytes", async () => {
    const { kernel, memory } = await open("full-dev");
    memory.write(kernel.replayOffset(), Uint8Array.of(71, 5, 255));
    kernel.replayLoadChunk(3);
    expect(kernel.replayRun(10)).toBe(Status.Argument);
    expect(kernel.replayPosition()).toBe(2);
  });

  it("goes back to a snapshot", async () => {
    const instance = await open("full-dev");
    const { kernel, memory } = instance;
    const region = openRegion(instance);
    const snapshot = memory.read(kernel.arenaOffset(), kernel.snapshotBytes());
    const hash = [kernel.stateHashLo(), kernel.stateHashHi()];
    for (let i = 1; i <= 3000; i += 1) {
      kernel.taskSpawn(region.slot, region.generation, 0, i);
    }
    expect([kernel.stateHashLo(), kernel.stateHashHi()]).not.toEqual(hash);

    memory.write(kernel.snapshotStage(snapshot.length), snapshot);
    expect(kernel.snapshotRestore(snapshot.length)).toBe(Status.Ok);
    expect([kernel.stateHashLo(), kernel.stateHashHi()]).toEqual(hash);
    kernel.runtimeCheck();
    expect(kernel.taskSpawn(region.slot, region.generation, 0, 1)).toBe(region.slot + 1);
  });

  it("derives events that a host can read", async () => {
    const instance = await open("full-dev");
    const { kernel, memory } = instance;
    kernel.eventsClear();
    kernel.mark(4711);
    const words = memory.readU32(kernel.eventsOffset(), 8 * kernel.eventsCount());
    const [, , , kind, , , label] = words.slice(-8);
    expect([kind, label]).toEqual([EventKind.Mark, 4711]);
  });
});
