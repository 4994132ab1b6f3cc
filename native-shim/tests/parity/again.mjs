// A recording, performed and recorded again by a module of the kernel. Runs in Node and in pages,
// on the bare exports: nothing of the packages stands between the engine and the answer.

const HEADER_BYTES = 12; // of a section: type u16, flags u16, length u32, crc32c u32
const INPUT_HEADER_BYTES = 72;
const HEAD = 1;
const INPUT = 3;
const TAIL = 9;
const SEED = 3;
const FLAGS = 4;
const HOST_ENTRIES = [2, 7, 8, 9]; // kernel, build, environment, redaction: not the kernel's own

function sections(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = [];
  for (let at = 8; at < bytes.length; at += found.at(-1).size) {
    const size = HEADER_BYTES + view.getUint32(at + 4, true);
    found.push({ type: view.getUint16(at, true), at, size });
  }
  return found;
}

/** The entries of HEAD by their id, each with the four bytes in front of it. */
function headEntries(bytes, { at, size }) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = new Map();
  for (let entry = at + HEADER_BYTES; entry < at + size;) {
    const length = 4 + view.getUint16(entry + 2, true);
    entries.set(view.getUint16(entry, true), bytes.subarray(entry, entry + length));
    entry += length;
  }
  return entries;
}

const u32 = (bytes, at) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);

const hex = (high, low) =>
  [high, low].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");

const isSame = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Opens a runtime as HEAD says and starts to record; answers the length of its HEAD. */
function start(exports, head) {
  const seed = head.get(SEED);
  const opened = exports.runtime_open(u32(seed, 4), u32(seed, 8), u32(head.get(FLAGS), 4));
  if (opened !== 0) throw new Error(`runtime_open answers ${opened}`);
  let bytes = 0;
  for (const entry of HOST_ENTRIES.map((id) => head.get(id)).filter(Boolean)) {
    new Uint8Array(exports.memory.buffer).set(entry, exports.scratch_offset() + bytes);
    bytes += entry.length;
  }
  return exports.trace_start(bytes);
}

/**
 * @param module a compiled full-dev kernel
 * @param bytes the recording, recorded from the start
 * @returns what it came to: `{ inputs, digest, state, differs }`. `differs` names the first section
 *   that was recorded otherwise, or is empty: then all bytes are the same.
 */
function performAgain(module, bytes) {
  // Waiting for it costs Node more than the program does.
  const { exports } = new WebAssembly.Instance(module);
  const list = sections(bytes);
  let differs = "";
  const compare = (what, at, size) => {
    const offset = exports.log_offset();
    const found = new Uint8Array(exports.memory.buffer, offset, size);
    if (differs === "" && !isSame(found, bytes.subarray(at, at + size))) differs = what;
  };

  const headBytes = start(exports, headEntries(bytes, list[0]));
  if (list[0].type !== HEAD || headBytes !== 8 + list[0].size) differs = "HEAD";
  compare("HEAD", 0, 8 + list[0].size);
  for (const [i, { type, at, size }] of list.entries()) {
    if (type === INPUT) {
      const records = bytes.subarray(at + HEADER_BYTES + INPUT_HEADER_BYTES, at + size);
      new Uint8Array(exports.memory.buffer).set(records, exports.replay_offset());
      exports.replay_load_chunk(records.length);
      const count = u32(bytes, at + HEADER_BYTES + 4);
      const done = exports.replay_run(count + 1);
      if (done !== count) throw new Error(`section ${i}: ${done} of ${count} inputs`);
      // INPUT and the DIGEST behind it.
      const taken = exports.log_take();
      if (taken !== size + list[i + 1].size) differs ||= `the length of section ${i}`;
      else compare(`section ${i}`, at, taken);
    }
    if (type === TAIL) {
      const taken = exports.trace_tail();
      if (taken !== size) differs ||= "the length of TAIL";
      else compare("TAIL", at, size);
    }
  }
  exports.runtime_check();
  const low = exports.state_hash_lo();
  return {
    inputs: exports.input_count(),
    digest: hex(exports.digest_hi(), exports.digest_lo()),
    state: hex(exports.state_hash_hi(), low),
    differs,
  };
}

/** Several recordings in one body: how many, the length of each, then all of them. */
export function pack(recordings) {
  const lengths = Uint32Array.from([recordings.length, ...recordings.map((each) => each.length)]);
  return new Blob([lengths, ...recordings]);
}

/** And back. */
export function unpack(buffer) {
  const count = new Uint32Array(buffer, 0, 1)[0];
  let at = 4 * (1 + count);
  return Array.from(new Uint32Array(buffer, 4, count), (length) => {
    at += length;
    return new Uint8Array(buffer, at - length, length);
  });
}

/** The same, but a recording that cannot be performed answers `{ error }`. */
export function tryAgain(module, bytes) {
  try {
    return performAgain(module, bytes);
  } catch (error) {
    return { error: String(error.stack ?? error) };
  }
}
