import { describe, expect, it } from "vitest";
import { sampleRun, sectionAt } from "../tests/sample-run.js";
import { SectionType } from "./generated/abi.js";
import { TraceError } from "./trace-error.js";
import { readTrace } from "./trace-reader.js";

const flipped = (bytes: Uint8Array, at: number, bit = 1): Uint8Array => {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ bit;
  return copy;
};

async function refusalOf(bytes: Uint8Array): Promise<TraceError> {
  const error: unknown = await readTrace(bytes).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TraceError);
  return error as TraceError;
}

describe("readTrace", () => {
  it.each(["core-trace", "full-dev"] as const)("reads what %s recorded", async (tier) => {
    const { instance, writer } = await sampleRun(3, tier);
    const trace = await readTrace(writer.capture());
    expect(trace.error).toBeUndefined();
    expect(trace.warnings).toEqual([]);
    expect(trace.isReplayable).toBe(true);
    expect(trace.inputCount).toBe(instance.kernel.inputCount());
    expect(trace.recordedCount).toBe(trace.inputCount);
    expect(trace.verifiedBytes).toBe(trace.bytes.length);
    expect(trace.head).toMatchObject({ seedLo: 42, seedHi: 1, flags: 0, environment: "node" });
    expect(trace.head).toMatchObject({ build: "sample", redaction: undefined });
    expect(trace.head.kernel).toBe(instance.sha256);
    expect(trace.strings.get(7)).toBe("checkout");
    expect(trace.strings.get(8)).toBe("load cart é");
  });

  it("reads up to the cut, wherever it is", async () => {
    const { writer } = await sampleRun(1);
    const bytes = writer.capture();
    const whole = await readTrace(bytes);
    const ends = whole.sections.map(({ offset, length }) => offset + 12 + length);

    for (let length = ends[0] ?? 0; length < bytes.length; length += 37) {
      const trace = await readTrace(bytes.subarray(0, length));
      expect(trace.error?.code).toBe("cut");
      expect(trace.sections.length).toBe(ends.filter((end) => end <= length).length);
      expect(trace.verifiedBytes).toBe(ends.filter((end) => end <= length).at(-1));
    }
  });

  it("locates a flipped bit to its section", async () => {
    const { writer } = await sampleRun(1);
    const bytes = writer.capture();
    const at = sectionAt(bytes, SectionType.Input);
    const { error, sections, inputCount } = await readTrace(flipped(bytes, at + 12 + 72));
    expect(error).toMatchObject({ code: "checksum", sectionType: SectionType.Input, offset: at });
    expect(error?.message).toMatch(/^INPUT at byte \d+ is damaged/);
    expect(sections.map(({ type }) => type)).toEqual([SectionType.Head]);
    expect(inputCount).toBe(0);
  });

  it("refuses what is no trace, and another major version", async () => {
    const { writer } = await sampleRun(0);
    const bytes = writer.capture();
    expect((await refusalOf(new Uint8Array())).code).toBe("cut");
    expect((await refusalOf(new TextEncoder().encode("<!doctype html>"))).code).toBe("magic");
    const newer = await refusalOf(flipped(bytes, 4, 2));
    expect(newer.message).toBe("The file has version 3, and this program reads version 1");
  });
});

describe("TraceWriter", () => {
  it("goes on after a capture", async () => {
    const { instance, writer } = await sampleRun(1);
    const before = await readTrace(writer.capture());
    instance.kernel.mark(1);
    const after = await readTrace(writer.stop());
    expect(after.inputCount).toBe(before.inputCount + 1);
    expect(after.error).toBeUndefined();
    expect(writer.stop()).toEqual(after.bytes);
  });

  it("hands out the pieces of the file in order", async () => {
    const pieces: Uint8Array[] = [];
    const { writer } = await sampleRun(2, "full-dev", { onPiece: (piece) => pieces.push(piece) });
    const bytes = writer.stop();
    expect(pieces.flatMap((piece) => [...piece])).toEqual([...bytes]);
  });

  it("records one runtime at a time", async () => {
    const { instance } = await sampleRun(0);
    const { TraceWriter } = await import("./trace-writer.js");
    expect(() => new TraceWriter(instance)).toThrow("recorded already");
  });
});
