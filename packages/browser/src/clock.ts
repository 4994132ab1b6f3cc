/** The host's clock as the pump sees it: milliseconds since the runtime was created. */
export interface Clock {
  readonly isVirtual: boolean;
  /** Reads it. */
  nowMs(): number;
  /** What was read last: free. */
  readonly lastMs: number;
  /** Virtual only: time passes because nothing else is left to do. */
  advanceTo(us: number): void;
}

export class LiveClock implements Clock {
  readonly isVirtual = false;
  lastMs = 0;
  private readonly origin = performance.now();

  nowMs(): number {
    return (this.lastMs = performance.now() - this.origin);
  }

  advanceTo(): void {
    // Real time passes by itself.
  }
}

/** Deterministic mode: time stands still until everything waits for it. */
export class VirtualClock implements Clock {
  readonly isVirtual = true;
  lastMs = 0;

  nowMs(): number {
    return this.lastMs;
  }

  advanceTo(us: number): void {
    this.lastMs = Math.max(this.lastMs, us / 1000);
  }
}
