import { KernelLoadError } from "./errors.js";

/** Which build of the kernel: bare; with recording; with replay, snapshots and derived events. */
export type KernelTier = "core-min" | "core-trace" | "full-dev";

export const tiers: readonly KernelTier[] = ["core-min", "core-trace", "full-dev"];

/** A kernel other than the one that comes with this package. */
export type KernelSource = ByteSource | WebAssembly.Module;
type ByteSource = URL | string | Response | BufferSource;

export interface CompiledKernel {
  readonly module: WebAssembly.Module;
  /** Of the wasm file, in hexadecimal; undefined where nobody can tell. */
  readonly sha256: string | undefined;
}

// Spelled out, so that every bundler sees three chunks to split off.
const inlined = {
  "core-min": () => import("./wasm/core-min.js"),
  "core-trace": () => import("./wasm/core-trace.js"),
  "full-dev": () => import("./wasm/full-dev.js"),
};

/** Compiles the kernel that comes with this package. */
export async function compileInlined(tier: KernelTier): Promise<CompiledKernel> {
  requireWasm(tier);
  const { bytes, sha256 } = await inlined[tier]();
  return { module: await compile(await inflate(bytes, tier), tier), sha256 };
}

/** Compiles what a caller passed. */
export async function compileSource(source: KernelSource): Promise<CompiledKernel> {
  const where = nameOf(source);
  requireWasm(where);
  if (isModule(source)) return { module: source, sha256: undefined };

  const bytes = await bytesOf(source as ByteSource, where);
  return { module: await compile(bytes, where), sha256: await hash(bytes) };
}

function requireWasm(where: string): void {
  if (typeof WebAssembly === "object" && typeof WebAssembly.compile === "function") return;
  throw new KernelLoadError("wasm-missing", "There is no WebAssembly here", where);
}

// No type guard: to the compiler a module is an empty object, so everything would be one.
const isModule = (source: KernelSource): boolean => source instanceof WebAssembly.Module;

function nameOf(source: KernelSource): string {
  if (typeof source === "string") return source;
  if (source instanceof URL) return source.href;
  return source instanceof Response ? source.url || "a Response" : "option wasm";
}

async function inflate(base64: string, tier: KernelTier): Promise<BufferSource> {
  try {
    const deflated = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const stream = new Blob([deflated]).stream();
    const inflated = stream.pipeThrough(new DecompressionStream("deflate"));
    return await new Response(inflated).arrayBuffer();
  } catch (error) {
    throw new KernelLoadError("inflate-failed", "The kernel could not be unpacked", tier, error);
  }
}

async function bytesOf(source: ByteSource, where: string): Promise<BufferSource> {
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return source;

  const response = source instanceof Response ? source : await fetchFrom(source, where);
  if (!response.ok) {
    const what = `The kernel was answered with status ${response.status}`;
    throw new KernelLoadError("fetch-failed", what, where);
  }
  const bytes = await response.arrayBuffer().catch((error: unknown) => {
    throw new KernelLoadError("fetch-failed", "The kernel did not arrive whole", where, error);
  });
  if (startsLikeWasm(bytes)) return bytes;
  const type = response.headers.get("content-type") ?? "no content type";
  throw new KernelLoadError("content-type", `Not a wasm file but ${type}`, where);
}

function fetchFrom(address: URL | string, where: string): Promise<Response> {
  return fetch(address).catch((error: unknown) => {
    throw new KernelLoadError("fetch-failed", "The kernel could not be fetched", where, error);
  });
}

function startsLikeWasm(bytes: ArrayBuffer): boolean {
  return bytes.byteLength >= 8 && new DataView(bytes).getUint32(0) === 0x0061736d;
}

async function compile(bytes: BufferSource, where: string): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    if (isBlocked(error)) {
      throw new KernelLoadError("wasm-blocked", "The kernel may not be compiled", where, error);
    }
    throw new KernelLoadError("wasm-wrong", "The kernel does not compile", where, error);
  }
}

// Engines have no code for it, only words.
const isBlocked = (error: unknown): boolean =>
  error instanceof Error && /content security policy|\bCSP\b|unsafe-eval/i.test(error.message);

// Secure contexts only; elsewhere the kernel goes unnamed in recordings.
async function hash(bytes: BufferSource): Promise<string | undefined> {
  if (typeof crypto !== "object" || crypto.subtle === undefined) return undefined;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
