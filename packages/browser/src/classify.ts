import { Failure } from "./errors.js";

/** How something that a body threw ends its task. */
export type Classification = "err" | "panicked";

const defects = [TypeError, ReferenceError, RangeError, SyntaxError];

/**
 * Defects are what a programmer did not mean to happen: the error classes of the language itself,
 * failed assertions, wasm traps and thrown things that are no Error. Everything else is expected.
 */
export function classify(thrown: unknown): Classification {
  if (thrown instanceof Failure) return "err";
  if (!(thrown instanceof Error)) return "panicked";
  if (defects.some((defect) => thrown instanceof defect)) return "panicked";
  if (typeof WebAssembly === "object" && thrown instanceof WebAssembly.RuntimeError) {
    return "panicked";
  }
  return thrown.name === "AssertionError" ? "panicked" : "err";
}
