// For the tests: foreign work that a test ends by hand, and that knows whether it was aborted.
import type { Cx } from "@asupersync/browser";

interface Call {
  readonly query: string;
  isAborted: boolean;
  resolve(value: string): void;
  reject(error: unknown): void;
}

/** A server of promises: `search` is a body, `calls` is what reached it. */
export function createGate() {
  const calls: Call[] = [];
  const search = async (cx: Cx, query: string): Promise<string> =>
    await cx.from(
      (signal) =>
        new Promise<string>((resolve, reject) => {
          const call: Call = { query, isAborted: false, resolve, reject };
          calls.push(call);
          signal.addEventListener("abort", () => {
            call.isAborted = true;
            reject(signal.reason as Error);
          });
        }),
    );
  return {
    calls,
    search,
    get queries() {
      return calls.map(({ query }) => query);
    },
    get aborted() {
      return calls.filter(({ isAborted }) => isAborted).map(({ query }) => query);
    },
  };
}
