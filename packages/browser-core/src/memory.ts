/**
 * Linear memory of one instance, and the only module that looks at it.
 *
 * Everything is copied: growth detaches views, so none survives the statement that made it. An
 * offset comes from the instance's own exports; one that points outside throws a RangeError.
 */
export class KernelMemory {
  constructor(private readonly memory: WebAssembly.Memory) {}

  /** Bytes of linear memory now. */
  get bytes(): number {
    return this.memory.buffer.byteLength;
  }

  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.buffer(), offset, length).slice();
  }

  readU32(offset: number, count: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.buffer(), offset, count).slice();
  }

  readF64(offset: number, count: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.buffer(), offset, count).slice();
  }

  write(offset: number, bytes: Uint8Array): void {
    new Uint8Array(this.buffer(), offset, bytes.length).set(bytes);
  }

  // A kernel's memory is never shared.
  private buffer(): ArrayBuffer {
    return this.memory.buffer as ArrayBuffer;
  }
}
