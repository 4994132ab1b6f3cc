import { UsageError } from "./errors.js";

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

/** Of a runtime that does not record. */
export const noTracing: TraceApi = {
  enabled: false,
  capture() {
    const error = "This runtime does not record: createRuntime({ trace: { enabled: true } })";
    return Promise.reject(new UsageError(error));
  },
  mark() {
    // Nobody will read it.
  },
};
