// For the tests: runtimes that are closed when their test ends, and programs in both forms.
import { it, onTestFinished } from "vitest";
import { createRuntime } from "../create.js";
import type { Cx } from "../cx.js";
import type { RuntimeOptions } from "../options.js";
import type { Outcome } from "../outcome.js";
import type { Report } from "../report.js";
import type { Runtime } from "../runtime.js";

/** A runtime in deterministic mode unless told otherwise, and what it reported. */
export async function open(options: RuntimeOptions = {}) {
  const reports: Report[] = [];
  const runtime = (await createRuntime({
    mode: "deterministic",
    onReport: (report) => reports.push(report),
    ...options,
  })) as Runtime;
  onTestFinished(async () => {
    await runtime.close();
  });
  return { runtime, reports, kinds: () => reports.map(({ kind }) => kind) };
}

type AsyncBody<T> = (cx: Cx, log: string[]) => Promise<T>;
type GeneratorBody<T> = (cx: Cx, log: string[]) => Generator<unknown, T, unknown>;

/** One program written twice; `check` holds for both. */
export function inBothForms<T>(
  name: string,
  forms: { async: AsyncBody<T>; generator: GeneratorBody<T> },
  check: (
    body: (cx: Cx) => Promise<T>,
    log: string[],
    form: "async" | "generator",
  ) => void | Promise<void>,
): void {
  for (const form of ["async", "generator"] as const) {
    it(`${name} (${form})`, async () => {
      const log: string[] = [];
      const body = forms[form] as AsyncBody<T>;
      await check((cx) => body(cx, log), log, form);
    });
  }
}

/** Resolves once `isTrue`; a turn of the event loop goes by between two looks. */
export async function until(isTrue: () => boolean): Promise<void> {
  let isOver = false;
  onTestFinished(() => {
    isOver = true;
  });
  while (!isOver && !isTrue()) await new Promise<void>((resolve) => void setImmediate(resolve));
}

/** The cancel of an outcome, or a failed test. */
export function cancelOf(outcome: Outcome<unknown> | undefined) {
  if (outcome?.kind !== "cancelled")
    throw new Error(`not cancelled but ${outcome?.kind ?? "live"}`);
  return outcome.cancel;
}

/** The error of an `err` outcome, or a failed test. */
export function errorOf(outcome: Outcome<unknown> | undefined): Error & { code?: string } {
  if (outcome?.kind !== "err") throw new Error(`no err but ${outcome?.kind ?? "live"}`);
  return outcome.error;
}

/** The value of an `ok` outcome, or a failed test. */
export function valueOf<T>(outcome: Outcome<T> | undefined): T {
  if (outcome?.kind !== "ok") {
    throw new Error(`not ok but ${outcome?.kind ?? "live"}`, { cause: outcome });
  }
  return outcome.value;
}
