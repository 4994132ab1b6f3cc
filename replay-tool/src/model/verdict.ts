/** What re-executing a recording has shown. */
export type Verdict =
  | { readonly kind: "checking"; readonly done: number; readonly total: number }
  /** Every recorded digest came out again. */
  | {
      readonly kind: "verified";
      readonly digest: string;
      readonly inputs: number;
      readonly digests: number;
    }
  /** Verified as far as it goes: the file ends, or breaks, early. */
  | {
      readonly kind: "prefix";
      readonly digest: string;
      readonly inputs: number;
      readonly digests: number;
      readonly reason: FaultReport;
    }
  /** It ran, and something else happened than in the recorded run. */
  | {
      readonly kind: "differs";
      readonly input: number;
      readonly lastGood: number;
      readonly expected: string | undefined;
      readonly found: string | undefined;
      readonly cause: string;
      readonly advice: string;
    }
  /** It could not be run; what is known without running can still be shown. */
  | { readonly kind: "refused"; readonly reason: FaultReport };

/** A fault in three sentences: what, where, and what to do about it. */
export interface FaultReport {
  readonly code: string;
  readonly what: string;
  readonly where: string;
  readonly advice: string;
}
