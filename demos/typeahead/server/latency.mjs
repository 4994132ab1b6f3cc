// How long an answer takes. Searching this data takes half a millisecond, which would hide
// everything the demo is about, so the server waits as a loaded one with a database would.

export const jitterMs = { least: 30, most: 400 };
const perMatchMs = 0.5;
const matchesMsMax = 1_000;

// mulberry32: a seed gives the same row of numbers in [0, 1) everywhere.
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Milliseconds for the next answer: more matches take longer, so short prefixes do, plus jitter.
 * One for each side, of the same seed: the n-th request of either meets the same jitter.
 */
export function createLatency(seed) {
  const random = createRandom(seed);
  return ({ total }) => {
    const jitter = jitterMs.least + random() * (jitterMs.most - jitterMs.least);
    return Math.round(jitter + Math.min(total * perMatchMs, matchesMsMax));
  };
}
