// What a scenario's `probe` may be made of. Environment-neutral: runs in Node and in pages.

/** Nanoseconds for each of `count` operations. */
export async function perOperation(entrant, count) {
  const start = performance.now();
  const done = await entrant.run(count);
  const ms = performance.now() - start;
  if (done !== count) throw new Error(`${entrant.subject} did ${done} of ${count}`);
  return (ms * 1e6) / count;
}

/** Milliseconds for the whole. */
export async function whole(entrant, count) {
  return ((await perOperation(entrant, count)) * count) / 1e6;
}

/** The next macrotask, not throttled. */
export const macrotask =
  typeof setImmediate === "function"
    ? () => new Promise((resolve) => setImmediate(resolve))
    : () =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            port1.close();
            resolve();
          };
          port2.postMessage(0);
        });

/** Lets everything that is about to happen happen. */
export async function settle() {
  for (let i = 0; i < 5; i++) await macrotask();
  await new Promise((resolve) => setTimeout(resolve, 5));
}

/** The same delays for everybody: xorshift, so that they are the same in every run as well. */
export function delays(count, belowMs) {
  let state = 7;
  return Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) / 2 ** 32) * belowMs;
  });
}
