import { useSyncExternalStore } from "react";

/**
 * `unneeded`: it finished although something newer had been asked since. `stale`: worse, it finished
 * last, and what it brought replaced something newer.
 */
export type RequestEnd = "finished" | "aborted" | "unneeded" | "stale" | "failed";

export interface LoggedRequest {
  readonly id: number;
  readonly query: string;
  /** Milliseconds of performance.now(). */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly end: RequestEnd | undefined;
}

const shownMax = 8;

/** The last few requests of one side, for its strip of bars. */
export class RequestLog {
  #requests: readonly LoggedRequest[] = [];
  #nextId = 1;
  readonly #listeners = new Set<() => void>();

  /** A request goes out. Returns how to say what became of it; only the first word counts. */
  start(query: string): (end: RequestEnd) => void {
    const id = this.#nextId++;
    const startedAt = performance.now();
    const request = { id, query, startedAt, endedAt: undefined, end: undefined };
    this.#become([...this.#requests, request].slice(-shownMax));
    return (end) => {
      const endedAt = performance.now();
      this.#become(
        this.#requests.map((one) =>
          one.id === id && one.end === undefined ? { ...one, endedAt, end } : one,
        ),
      );
    };
  }

  clear(): void {
    this.#become([]);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly read = (): readonly LoggedRequest[] => this.#requests;

  #become(requests: readonly LoggedRequest[]): void {
    this.#requests = requests;
    for (const listener of this.#listeners) listener();
  }
}

export const useRequests = (log: RequestLog): readonly LoggedRequest[] =>
  useSyncExternalStore(log.subscribe, log.read);
