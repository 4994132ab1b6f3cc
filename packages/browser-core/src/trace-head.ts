import { HeadId } from "./generated/abi.js";

/** What a trace says of the runtime it was recorded from. */
export interface TraceHead {
  /** Of the ABI, in hexadecimal. */
  readonly fingerprint: string;
  /** SHA-256 of the wasm module in hexadecimal; undefined if unknown. */
  readonly kernel: string | undefined;
  readonly seedLo: number;
  readonly seedHi: number;
  readonly flags: number;
  readonly tier: number;
  /** In the order of `Setting`, as they were when the recording began. */
  readonly settings: readonly bigint[];
  readonly build: string | undefined;
  /** browser, worker, node or native. */
  readonly environment: string | undefined;
  /** What was left out on purpose. */
  readonly redaction: string | undefined;
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const text = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : new TextDecoder().decode(bytes);

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Reads the body of a HEAD section that the decoder has verified. */
export function readHead(body: Uint8Array): TraceHead {
  const entries = new Map<number, Uint8Array>();
  const view = viewOf(body);
  for (let at = 0; at < body.length;) {
    const length = view.getUint16(at + 2, true);
    entries.set(view.getUint16(at, true), body.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  // The decoder has made sure of those that are read as numbers here.
  const number = (id: HeadId): DataView => viewOf(entries.get(id) ?? new Uint8Array(8));
  const kernel = entries.get(HeadId.Kernel);
  const settings = viewOf(entries.get(HeadId.Settings) ?? new Uint8Array());
  return {
    fingerprint: number(HeadId.Fingerprint).getBigUint64(0, true).toString(16).padStart(16, "0"),
    kernel: kernel === undefined || kernel.every((byte) => byte === 0) ? undefined : hex(kernel),
    seedLo: number(HeadId.Seed).getUint32(0, true),
    seedHi: number(HeadId.Seed).getUint32(4, true),
    flags: number(HeadId.Flags).getUint32(0, true),
    tier: number(HeadId.Tier).getUint8(0),
    settings: Array.from({ length: settings.byteLength / 8 }, (_, index) =>
      settings.getBigUint64(8 * index, true),
    ),
    build: text(entries.get(HeadId.Build)),
    environment: text(entries.get(HeadId.Environment)),
    redaction: text(entries.get(HeadId.Redaction)),
  };
}

/** The entries that only the host knows, as the kernel's `traceStart` takes them. */
export interface HostEntries {
  /** SHA-256 of the wasm module in hexadecimal. */
  readonly kernel?: string | undefined;
  readonly build?: string | undefined;
  readonly environment?: string | undefined;
  readonly redaction?: string | undefined;
}

export function writeHostEntries(host: HostEntries): Uint8Array {
  const bytes = (value: string | undefined): Uint8Array => new TextEncoder().encode(value ?? "");
  const digits = /^[0-9a-f]{64}$/.test(host.kernel ?? "") ? (host.kernel ?? "") : "";
  const kernel = Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
  );
  const entries: (readonly [HeadId, Uint8Array])[] = [
    [HeadId.Kernel, kernel],
    [HeadId.Build, bytes(host.build)],
    [HeadId.Environment, bytes(host.environment)],
    [HeadId.Redaction, bytes(host.redaction)],
  ];
  const present = entries.filter(([, value]) => value.length > 0);
  const out = new Uint8Array(present.reduce((sum, [, value]) => sum + 4 + value.length, 0));
  const view = viewOf(out);
  let at = 0;
  for (const [id, value] of present) {
    view.setUint16(at, id, true);
    view.setUint16(at + 2, value.length, true);
    out.set(value, at + 4);
    at += 4 + value.length;
  }
  return out;
}
