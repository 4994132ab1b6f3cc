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

const advice: Readonly<Record<KernelLoadCode, string>> = {
  "wasm-missing":
    "This JavaScript engine has no WebAssembly, or it is switched off (some lockdown modes do that). " +
    "There is no fallback: show the page without the runtime.",
  "wasm-blocked":
    "The page's Content-Security-Policy forbids it. Add 'wasm-unsafe-eval' to its script-src.",
  "wasm-wrong":
    "The file comes from another build than this JavaScript. Deploy both together, and check that " +
    "no cache or copy step kept an old one.",
  "fetch-failed":
    "Check the address, the network and CORS. Node cannot fetch file: addresses: read the file and " +
    "pass its bytes.",
  "content-type":
    "Something other than a wasm file is served at that address, often the page that a server sends " +
    "for unknown paths. Serve the file itself, as application/wasm.",
  "inflate-failed":
    "The inlined kernel needs DecompressionStream with 'deflate-raw' (Chrome 103, Firefox 113, " +
    "Safari 16.4, Node 20.12). Elsewhere pass the wasm file as the `wasm` option.",
  "out-of-memory":
    "The engine refused the memory. Close other runtimes of this page, or use the tier core-min.",
  "tier-wrong": "Pass the wasm file of the tier that was asked for, or ask for the tier it has.",
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
