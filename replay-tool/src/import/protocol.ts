import { type Facts, type Derived } from "../model/recording.js";
import { type Moment } from "../model/moment.js";
import { type FaultReport, type Verdict } from "../model/verdict.js";

/** From the page to the worker. */
export type Request =
  | { readonly kind: "open"; readonly bytes: Uint8Array }
  /** The state after `input`; `slot` is the object to describe besides, 0 for none. */
  | {
      readonly kind: "look";
      readonly ticket: number;
      readonly input: number;
      readonly slot: number;
    };

/** From the worker to the page, in this order; `opened` or `failed` is always the first. */
export type Reply =
  | {
      readonly kind: "opened";
      readonly facts: Facts;
      readonly labels: readonly (readonly [number, string])[];
    }
  | { readonly kind: "derived"; readonly derived: Derived }
  | { readonly kind: "verdict"; readonly verdict: Verdict }
  | { readonly kind: "moment"; readonly ticket: number; readonly moment: Moment }
  | { readonly kind: "failed"; readonly fault: FaultReport };
