// Runs one scenario: everybody in turn, round after round, so that noise meets all alike.
// Environment-neutral.
import { macrotask } from "../scenarios/probe.mjs";

/** The middle, and how far the values lie apart. */
export function summarize(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1] };
}

const asResult = (answer) => (typeof answer === "number" ? { value: answer } : answer);

/** Nobody starts a round always first: the order turns by one each time. */
const turned = (list, by) => list.map((_, i) => list[(i + by) % list.length]);

/**
 * Measures every entrant of a scenario.
 *
 * @param host - `gc()`, `heapBytes()`
 * @param options - `runs`: rounds after the one that warms up; `scale`: of the counts
 */
export async function measure(scenario, host, { runs, scale }) {
  const rows = scenario.entrants.map((entrant) => {
    const share = scenario.isFixed ? 1 : scale * (entrant.share ?? 1);
    const count = Math.max(1, Math.round(scenario.count * share));
    return { entrant, count, values: [], parts: undefined, error: undefined };
  });
  for (let round = 0; round <= runs; round++) {
    for (const row of turned(rows, round)) {
      if (row.error !== undefined) continue;
      host.gc();
      await macrotask();
      try {
        const { value, parts } = asResult(await scenario.probe(row.entrant, row.count, host));
        if (round > 0) row.values.push(value);
        row.parts = parts;
      } catch (error) {
        row.error = String(error?.message ?? error).split("\n")[0];
      }
    }
  }
  return rows.map(({ entrant, count, values, parts, error }) => ({
    subject: entrant.subject,
    form: entrant.form,
    count,
    ...(error === undefined ? { ...summarize(values), values, parts } : { error }),
  }));
}
