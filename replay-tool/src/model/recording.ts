import { type EventColumns } from "./columns.js";
import { type Entities } from "./entities.js";
import { type Lanes } from "./lanes.js";

/** What HEAD and TAIL say, ready to be shown. */
export interface Facts {
  readonly bytes: number;
  readonly inputCount: number;
  readonly tier: string;
  readonly seed: string;
  /** SHA-256 of the kernel's wasm, in hexadecimal; undefined if the writer did not know it. */
  readonly kernel: string | undefined;
  readonly fingerprint: string;
  readonly build: string | undefined;
  readonly environment: string | undefined;
  readonly redaction: string | undefined;
  /** Sections by type, in the order of their first appearance. */
  readonly sections: readonly { readonly name: string; readonly count: number }[];
  /** Nothing is wrong, but a reader should know; whole sentences. */
  readonly warnings: readonly string[];
}

/** Everything derived from the inputs, as numbers; what a worker hands over. */
export interface Derived {
  readonly events: EventColumns;
  readonly entities: Entities;
  readonly lanes: Lanes;
  /** Events at which something is wrong. */
  readonly problems: Uint32Array;
}
