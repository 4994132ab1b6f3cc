import { KernelLoadError } from "./errors.js";
import { FINGERPRINT_HI, FINGERPRINT_LO, Kernel, type KernelExports } from "./generated/abi.js";
import { KernelMemory } from "./memory.js";
import {
  compileInlined,
  compileSource,
  tiers,
  type CompiledKernel,
  type KernelSource,
  type KernelTier,
} from "./source.js";

export type { KernelSource, KernelTier };

export interface LoadOptions {
  /** Default: that of `wasm`, or `core-min`. */
  readonly tier?: KernelTier;
  /** A kernel to use instead of the one in this package. It must be of the same build. */
  readonly wasm?: KernelSource;
}

/** One kernel with a memory of its own. Open it with `kernel.runtimeOpen` before anything else. */
export interface KernelInstance {
  readonly kernel: Kernel;
  readonly memory: KernelMemory;
  readonly tier: KernelTier;
  /** Of the wasm file, in hexadecimal; undefined where nobody can tell. */
  readonly sha256: string | undefined;
}

// Successes only: a load that failed may be tried again.
const compiled = new Map<string, Promise<CompiledKernel>>();

function compileOnce(key: string, start: () => Promise<CompiledKernel>): Promise<CompiledKernel> {
  let promise = compiled.get(key);
  if (promise === undefined) {
    promise = start();
    compiled.set(key, promise);
    promise.catch(() => compiled.delete(key));
  }
  return promise;
}

function compileFor({ tier = "core-min", wasm }: LoadOptions): Promise<CompiledKernel> {
  if (wasm === undefined) return compileOnce(tier, () => compileInlined(tier));
  if (typeof wasm === "string" || wasm instanceof URL) {
    return compileOnce(`at ${String(wasm)}`, () => compileSource(wasm));
  }
  return compileSource(wasm);
}

/**
 * Loads a kernel and makes a new instance of it. The module is compiled once per tier or address.
 *
 * @throws {@link KernelLoadError} with a code, the place and what to do about it.
 */
export async function loadKernel(options: LoadOptions = {}): Promise<KernelInstance> {
  const { module, sha256 } = await compileFor(options);
  const where = options.wasm === undefined ? (options.tier ?? "core-min") : "option wasm";
  const kernel = new Kernel(checked(await instantiate(module, where), where));
  const tier = tiers[kernel.tier()];

  if (tier === undefined || (options.tier !== undefined && options.tier !== tier)) {
    throw new KernelLoadError("tier-wrong", `The kernel is of the tier ${tier}`, where);
  }
  return { kernel, memory: new KernelMemory(kernel.exports.memory), tier, sha256 };
}

async function instantiate(
  module: WebAssembly.Module,
  where: string,
): Promise<WebAssembly.Exports> {
  const [first] = WebAssembly.Module.imports(module);
  if (first !== undefined) {
    const what = `The kernel imports ${first.module}.${first.name}, and ours imports nothing`;
    throw new KernelLoadError("wasm-wrong", what, where);
  }
  try {
    return (await WebAssembly.instantiate(module)).exports;
  } catch (error) {
    throw new KernelLoadError("out-of-memory", "The kernel got no memory", where, error);
  }
}

// The fingerprint covers the whole table, so nothing else needs to be compared.
function checked(exports: WebAssembly.Exports, where: string): KernelExports {
  const candidate = exports as unknown as Partial<KernelExports>;
  const lo = candidate.abi_fingerprint_lo?.();
  const hi = candidate.abi_fingerprint_hi?.();
  if (lo === undefined || hi === undefined) {
    throw new KernelLoadError("wasm-wrong", "That is a wasm file, but not a kernel", where);
  }
  if (lo >>> 0 !== FINGERPRINT_LO || hi >>> 0 !== FINGERPRINT_HI) {
    throw new KernelLoadError("wasm-wrong", "The kernel has another ABI", where);
  }
  return candidate as KernelExports;
}
