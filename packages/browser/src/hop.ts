/**
 * How to give the page its turn: the cheapest macrotask of this engine that does not starve it
 * (rule `pump.wake`; measured in docs/BENCHMARKS.md).
 *
 * `scheduler.postTask` at `user-visible` where there is one, MessageChannel otherwise. WebKit's
 * MessageChannel takes 0.1 ms and more, an un-nested `setTimeout` some microseconds there. Node's
 * `setImmediate` keeps the process alive exactly as long as it is needed.
 */
export type Hop = (turn: () => void) => void;

interface Hosts {
  readonly setImmediate?: (callback: () => void) => unknown;
  readonly scheduler?: {
    postTask?: (callback: () => void, options: { priority: "user-visible" }) => Promise<unknown>;
  };
  readonly navigator?: { readonly userAgent?: string };
}

function throughChannel(): Hop {
  const channel = new MessageChannel();
  const turns: (() => void)[] = [];
  channel.port1.onmessage = () => turns.shift()?.();
  return (turn) => {
    turns.push(turn);
    channel.port2.postMessage(0);
  };
}

export function createHop(): Hop {
  const host = globalThis as unknown as Hosts;
  const { setImmediate: immediate, scheduler } = host;
  if (typeof immediate === "function") return (turn) => void immediate(turn);
  if (typeof scheduler?.postTask === "function") {
    return (turn) => void scheduler.postTask?.(turn, { priority: "user-visible" });
  }
  const agent = host.navigator?.userAgent ?? "";
  const isWebKit = agent.includes("AppleWebKit") && !agent.includes("Chrom");
  if (isWebKit || typeof MessageChannel !== "function") {
    // eslint-disable-next-line no-restricted-syntax -- this is the hop
    return (turn) => void setTimeout(turn, 0);
  }
  return throughChannel();
}
