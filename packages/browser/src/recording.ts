import { TraceWriter } from "@asupersync/browser-core/recording";
import type { Runtime } from "./runtime.js";
import type { TraceApi } from "./tracing.js";

/** Loaded only by runtimes that record: pages that do not, do not pay for it. */
export class Recording implements TraceApi {
  readonly enabled = true;
  private readonly writer: TraceWriter;

  constructor(private readonly runtime: Runtime) {
    this.writer = new TraceWriter(runtime.instance, { environment: environmentClass() });
  }

  capture(): Promise<Uint8Array> {
    const { labels } = this.runtime;
    for (const [label, id] of labels.entries()) this.writer.label(id, label);
    return Promise.resolve(this.writer.capture());
  }

  mark(label: string): void {
    this.runtime.kernel.mark(this.runtime.labels.idOf(label));
  }
}

/** What the artifact says of where it was made; no more than the kind of place. */
function environmentClass(): "browser" | "worker" | "node" {
  if (typeof document === "object") return "browser";
  return typeof (globalThis as { importScripts?: unknown }).importScripts === "function"
    ? "worker"
    : "node";
}
