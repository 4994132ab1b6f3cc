import { describe, expect, it } from "vitest";
import { KernelMemory } from "./memory.js";

const onePage = () => {
  const raw = new WebAssembly.Memory({ initial: 1 });
  return { raw, memory: new KernelMemory(raw) };
};

describe("KernelMemory", () => {
  it("reads back what was written", () => {
    const { memory } = onePage();
    memory.write(8, Uint8Array.of(1, 2, 3, 4));
    expect([...memory.read(8, 4)]).toEqual([1, 2, 3, 4]);
    expect([...memory.readU32(8, 1)]).toEqual([0x04030201]);
  });

  it("answers copies that later writes do not reach", () => {
    const { memory } = onePage();
    const before = memory.read(0, 1);
    memory.write(0, Uint8Array.of(9));
    expect(before[0]).toBe(0);
  });

  it("sees memory that has grown since it was made", () => {
    const { raw, memory } = onePage();
    memory.write(0, Uint8Array.of(7));
    raw.grow(1);
    memory.write(65_536, Uint8Array.of(8));
    expect([memory.read(0, 1)[0], memory.read(65_536, 1)[0]]).toEqual([7, 8]);
    expect(memory.bytes).toBe(131_072);
  });

  it("refuses an offset outside", () => {
    const { memory } = onePage();
    expect(() => memory.read(65_536, 1)).toThrow(RangeError);
    expect(() => memory.write(65_533, new Uint8Array(4))).toThrow(RangeError);
  });
});
