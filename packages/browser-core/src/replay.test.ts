import { describe, expect, it } from "vitest";
import { sampleRun, sectionAt } from "../tests/sample-run.js";
import { EventKind, SectionType, TaskState, Wait } from "./generated/abi.js";
import { nameObject, whyNotClosed } from "./explain.js";
import { replayTrace } from "./replay.js";
import { loadKernel } from "./load.js";

// Enough inputs for several chunks and checkpoints.
const longRun = async () => {
  const run = await sampleRun(2500);
  return { ...run, bytes: run.writer.capture() };
};

/** Seals a section again after an edit, with the kernel's own checksum. */
async function resealed(bytes: Uint8Array, at: number): Promise<Uint8Array> {
  const { kernel, memory } = await loadKernel({ tier: "full-dev" });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(at + 4, true);
  memory.write(kernel.scratchOffset() + 12, bytes.subarray(at + 12, at + 12 + length));
  kernel.sectionSeal(view.getUint16(at, true), view.getUint16(at + 2, true), length);
  const out = bytes.slice();
  out.set(memory.read(kernel.scratchOffset(), 12), at);
  return out;
}

describe("replay.verify", () => {
  it("runs everything again and finds it the same", async () => {
    const { bytes, instance } = await longRun();
    const { kernel } = instance;
    const replay = await replayTrace(bytes);
    const progress: number[] = [];
    const verdict = await replay.verify((done) => void progress.push(done));
    expect(verdict.kind).toBe("same");
    expect(replay.position).toBe(kernel.inputCount());
    expect(replay.inputCount).toBeGreaterThan(20_000);
    expect(replay.trace.sections.filter(({ type }) => type === SectionType.Input).length) //
      .toBeGreaterThan(1);
    const lo = kernel.stateHashLo().toString(16).padStart(8, "0");
    expect(replay.stateHash()).toBe(kernel.stateHashHi().toString(16).padStart(8, "0") + lo);
    expect(progress.at(-1)).toBe(replay.inputCount);
  });

  it("finds the first digest that differs", async () => {
    const { bytes } = await longRun();
    const at = sectionAt(bytes, SectionType.Digest);
    const edited = bytes.slice();
    edited[at + 12 + 4 + 12 + 4] = (edited[at + 12 + 4 + 12 + 4] ?? 0) ^ 1; // of the second entry
    const replay = await replayTrace(await resealed(edited, at));
    expect(replay.trace.error).toBeUndefined();
    const verdict = await replay.verify();
    expect(verdict).toMatchObject({ kind: "different", class: "host-order" });
    if (verdict.kind !== "different") return;
    expect(verdict.input).toBeGreaterThan(verdict.lastCommon);
    expect(verdict.actual).not.toBe(verdict.expected);
    expect(replay.position).toBe(verdict.input);
  });

  it("replays the good part of a damaged file", async () => {
    const { bytes } = await longRun();
    const cut = bytes.subarray(0, bytes.length - 20_000);
    const replay = await replayTrace(cut);
    expect(replay.trace.error?.code).toBe("cut");
    expect(replay.inputCount).toBeGreaterThan(0);
    expect((await replay.verify()).kind).toBe("same");
  });
});

describe.each(["core-trace", "full-dev"] as const)("a flight recorder on %s", (tier) => {
  it("keeps the end of a long run, which replays", async () => {
    const { instance, writer, scope } = await sampleRun(30_000, tier, { keepBytes: 100_000 });
    const bytes = writer.stop();
    const replay = await replayTrace(bytes);
    expect(bytes.length).toBeLessThan(400_000);
    expect(replay.trace.warnings).toEqual(["partial"]);
    expect(replay.firstInput).toBeGreaterThan(10_000);
    expect((await replay.verify()).kind).toBe("same");
    expect(replay.position).toBe(instance.kernel.inputCount());
    expect(replay.describe(scope.slot)?.label).toBe("checkout");
    replay.seek(replay.firstInput + 5);
    expect(replay.position).toBe(replay.firstInput + 5);
    expect(() => replay.seek(replay.firstInput - 1)).toThrow(RangeError);
  });
});

describe("replay.seek", () => {
  it("stands in the same state however it got there", async () => {
    const { bytes } = await longRun();
    const forwards = await replayTrace(bytes);
    const places = [0, 1, 4095, 4096, 4097, 8192, 12_345, 17_000, forwards.inputCount];
    const expected = places.map((place) => {
      forwards.seek(place);
      return [forwards.stateHash(), forwards.digest()];
    });
    for (const index of [8, 0, 7, 1, 5, 6, 2, 4, 3, 8]) {
      forwards.seek(places[index] ?? 0);
      expect(forwards.position).toBe(places[index]);
      expect([forwards.stateHash(), forwards.digest()]).toEqual(expected[index]);
    }
  });

  it("refuses a position that is not there", async () => {
    const { bytes } = await longRun();
    const replay = await replayTrace(bytes);
    expect(() => replay.seek(-1)).toThrow(RangeError);
    expect(() => replay.seek(replay.inputCount + 1)).toThrow(RangeError);
    expect(() => replay.seek(Number.NaN)).toThrow(RangeError);
  });
});

describe("replay.events", () => {
  it("gives the events of a stretch in columns", async () => {
    const { bytes } = await longRun();
    const replay = await replayTrace(bytes);
    replay.seek(5000);
    const all = replay.events(0, replay.inputCount);
    expect(replay.position).toBe(5000);
    expect(all.dropped).toBe(0);
    expect(all.input[all.length - 1]).toBe(replay.inputCount);
    const some = replay.events(9000, 9100);
    const from = all.input.findIndex((input) => input > 9000);
    expect(some.kind).toEqual(all.kind.subarray(from, from + some.length));
    expect(some.time).toEqual(all.time.subarray(from, from + some.length));
    expect(all.kind.filter((kind) => kind === EventKind.RegionClosed).length).toBe(2500);
  });
});

describe("replay.objects", () => {
  it("describes what is alive at the position", async () => {
    const { writer, scope, task } = await sampleRun(1);
    const replay = await replayTrace(writer.capture());
    expect(replay.objects().map(nameObject)).toEqual(["region 1"]);
    replay.seek(replay.inputCount);
    expect(replay.describe(task.slot)).toMatchObject({
      kind: "task",
      label: "load cart é",
      parent: scope.slot,
      state: TaskState.Running,
      stateName: "Running",
      wait: Wait.Sleep,
    });
    expect(replay.describe(999)).toBeUndefined();
    const tree = replay.tree();
    expect(tree?.regions.map(({ region }) => region.label)).toEqual(["checkout"]);
    expect(tree?.regions[0]?.tasks.map(({ slot }) => slot)).toEqual([task.slot]);
    expect(tree?.regions[0]?.held.map(({ kind }) => kind)).toEqual(["obligation"]);
  });

  it("says why a region is not closed", async () => {
    const { instance, writer, scope } = await sampleRun(0);
    instance.kernel.regionClose(scope.slot, scope.generation);
    const replay = await replayTrace(writer.capture());
    const end = replay.inputCount;
    replay.seek(end - 1);
    expect(whyNotClosed(replay, scope.slot)).toMatch(
      /^region "checkout" is open, since nobody has asked it to close; in it: task "load cart é"/,
    );
    replay.seek(end);
    expect(whyNotClosed(replay, scope.slot)).toMatch(
      /^region "checkout" is draining and waits for task "load cart é", which sleeps; lease/,
    );
    expect(whyNotClosed(replay, 999)).toBeUndefined();
  });

  it("goes through a tree of 20 000 nested regions", async () => {
    const { instance, writer } = await sampleRun(0);
    const { kernel } = instance;
    let parent = 1;
    for (let depth = 0; depth < 20_000; depth += 1) {
      parent = kernel.regionOpen(parent, kernel.handleGeneration(parent), 0, 0);
    }
    const replay = await replayTrace(writer.stop());
    replay.seek(replay.inputCount);
    let depth = 0;
    for (let node = replay.tree()?.regions.at(-1); node; node = node.regions[0]) depth += 1;
    expect(depth).toBe(20_000);
  });
});
