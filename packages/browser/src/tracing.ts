import { TraceWriter } from "@asupersync/browser-core";
import { UsageError } from "./errors.js";
import { type Runtime } from "./runtime.js";

/** Recording of a runtime that was created with `trace: { enabled: true }`. */
export interface TraceApi {
  readonly enabled: boolean;
  /**
   * The run so far as an artifact, to be opened in the replay tool. The recording goes on. Carries
   * labels and numbers, no payload and no message.
   *
   * @throws {@link UsageError} if the runtime does not record.
   */
  capture(): Promise<Uint8Array>;
  /** Puts a named mark into the trace; nothing if the runtime does not record. */
  mark(label: string): void;
}

export class Tracing implements TraceApi {
  private readonly writer: TraceWriter | undefined;

  constructor(private readonly runtime: Runtime) {
    const { trace } = runtime.options;
    if (trace?.enabled !== true) return;
    this.writer = new TraceWriter(runtime.instance, { environment: environmentClass() });
  }

  get enabled(): boolean {
    return this.writer !== undefined;
  }

  capture(): Promise<Uint8Array> {
    const { writer } = this;
    if (writer === undefined) {
      const error = "This runtime does not record: createRuntime({ trace: { enabled: true } })";
      return Promise.reject(new UsageError(error));
    }
    for (const [label, id] of this.runtime.labels.entries()) writer.label(id, label);
    return Promise.resolve(writer.capture());
  }

  mark(label: string): void {
    if (this.writer !== undefined) this.runtime.kernel.mark(this.runtime.labels.idOf(label));
  }
}

/** What the artifact says of where it was made; no more than the kind of place. */
function environmentClass(): "browser" | "worker" | "node" {
  if (typeof document === "object") return "browser";
  return typeof (globalThis as { importScripts?: unknown }).importScripts === "function"
    ? "worker"
    : "node";
}
