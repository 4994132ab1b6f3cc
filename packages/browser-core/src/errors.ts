/** Why a kernel could not be loaded. */
export type KernelLoadCode =
  | "wasm-missing"
  | "wasm-blocked"
  | "wasm-wrong"
  | "fetch-failed"
  | "content-type"
  | "inflate-failed"
  | "out-of-memory"
  | "tier-wrong";

// Short, since every page carries them.
const advice: Readonly<Record<KernelLoadCode, string>> = {
  "wasm-missing": "Needs an engine with WebAssembly; some lockdown modes switch it off.",
  "wasm-blocked": "Add 'wasm-unsafe-eval' to script-src of the Content-Security-Policy.",
  "wasm-wrong":
    "Deploy JavaScript and wasm of one build, and look for caches that keep an old one.",
  "fetch-failed": "Check address, network and CORS. In Node read the file and pass its bytes.",
  "content-type": "Serve the file itself there, as application/wasm.",
  "inflate-failed": "Needs DecompressionStream; else pass the file as option wasm.",
  "out-of-memory": "Close other runtimes of this page, or use the tier core-min.",
  "tier-wrong": "Pass the wasm of the tier asked for, or ask for the tier it has.",
};

/** Loading failed: `code` for programs; the message says what, where and what to do. */
export class KernelLoadError extends Error {
  override readonly name = "KernelLoadError";
  readonly code: KernelLoadCode;
  /** The address, or a name for what was passed. */
  readonly where: string;
  /** What to do about it. */
  readonly advice: string;

  constructor(code: KernelLoadCode, what: string, where: string, cause?: unknown) {
    super(`${what} (${where}). ${advice[code]}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.where = where;
    this.advice = advice[code];
  }
}
