/** A time or a duration from microseconds: `0`, `250 µs`, `12.5 ms`, `3.204 s`, `2 min 5 s`. */
export function formatTime(us: number): string {
  if (us < 0) return "none";
  if (us === 0) return "0";
  if (us < 1_000) return `${us} µs`;
  if (us < 1_000_000) return `${trim((us / 1_000).toFixed(3))} ms`;
  if (us < 60_000_000) return `${trim((us / 1_000_000).toFixed(3))} s`;
  const minutes = Math.floor(us / 60_000_000);
  return `${minutes} min ${trim(((us % 60_000_000) / 1_000_000).toFixed(1))} s`;
}

/** A point in time with the same number of decimals as its neighbours: `1 204.250 ms`. */
export const formatClock = (us: number): string => `${grouped((us / 1_000).toFixed(3))} ms`;

/** `1 234 567`, with thin spaces. */
export const formatCount = (count: number): string => grouped(String(count));

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

const trim = (text: string): string => text.replace(/\.?0+$/, "");

function grouped(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const spaced = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, "\u202f");
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}
