import { type CancelRequest, toRequest } from "./cancel.js";

/** One cancel for many scopes: open them with `{ signal: token.signal }`. */
export interface CancelTokenHandle {
  /** First flip only (rule `signal.modes`). */
  cancel(reason?: string | CancelRequest): void;
  readonly isCancelled: boolean;
  readonly signal: AbortSignal;
}

export class CancelToken implements CancelTokenHandle {
  private readonly controller = new AbortController();

  /** @param reason - What is said when `cancel` is called without one. */
  constructor(private readonly reason: string | undefined) {}

  cancel(reason?: string | CancelRequest): void {
    const request = toRequest(reason ?? this.reason);
    this.controller.abort(
      request.reason ?? new DOMException(request.message ?? "cancelled", "AbortError"),
    );
  }

  get isCancelled(): boolean {
    return this.controller.signal.aborted;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }
}
