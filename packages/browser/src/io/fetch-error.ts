/** What went wrong with a request; never a `TypeError`, although the platform throws one. */
export type FetchErrorCode =
  | "network" // no answer: refused, reset, offline, blocked by CORS
  | "body" // the answer broke off while its body was read
  | "not-json" // the body was read and is no JSON
  | "too-large" // the body is longer than `maxBytes`
  | "body-used" // the body was read before
  | "invalid-request"; // the arguments make no request

/** Did a request that changes something take effect? `unknown` when it was in flight. */
export type Committed = "not-sent" | "committed" | "unknown";

export class FetchError extends Error {
  override readonly name = "FetchError";

  constructor(
    readonly code: FetchErrorCode,
    readonly method: string,
    readonly url: string,
    readonly committed: Committed,
    detail: string,
    cause?: unknown,
  ) {
    super(`${method} ${url}: ${detail}`, cause === undefined ? undefined : { cause });
  }
}
