import type { KernelSource, KernelTier } from "@asupersync/browser-core";
import type { Capabilities } from "./capabilities.js";
import type { Classification } from "./classify.js";
import type { Report } from "./report.js";
import type { Limits } from "./scope.js";

/** Real time and the real world, or virtual time, a seed and one task step at a time. */
export type RuntimeMode = "live" | "deterministic";

export interface RuntimeOptions {
  /** Default `live`. */
  readonly mode?: RuntimeMode;
  /**
   * Of `cx.random()` and, in deterministic mode, of the scheduler: an integer below 2^53. Default:
   * drawn from the platform in live mode, 0 in deterministic mode.
   */
  readonly seed?: number;
  /** Dispatches before the page gets its turn. Default 2048. */
  readonly pollBudget?: number;
  /** Milliseconds of work before the page gets its turn. Default 4. */
  readonly sliceMs?: number;
  /** Recording costs a few bytes for each input; needs the tier `core-trace` or `full-dev`. */
  readonly trace?: { readonly enabled: boolean };
  /** Default: `core-trace` if a trace is enabled, else `core-min`. */
  readonly tier?: KernelTier;
  /** A kernel to use instead of the one inside the package, for those who serve it themselves. */
  readonly wasm?: KernelSource;
  /** What bodies may do. Default: everything. */
  readonly capabilities?: Capabilities;
  /** Of each scope that sets none itself. */
  readonly limits?: Limits;
  /**
   * Remembers where tasks were spawned. Default: on when `process.env.NODE_ENV` is `development`.
   */
  readonly debug?: boolean;
  /** Is something that a body threw a defect? Undefined: as `err or panicked?` in the docs says. */
  readonly classify?: (thrown: unknown) => Classification | undefined;
  /** Gets every diagnosis. Default: `console.warn`. */
  readonly onReport?: (report: Report) => void;
}
