// Compares what was counted with the committed table; pure.

/** A count may differ by so much of itself. */
export const TOLERANCE = 0.03;

const changed = (now, before) => now / before - 1;
const percent = (part) => `${part > 0 ? "+" : ""}${(100 * part).toFixed(1)} %`;

/**
 * @param table what is committed: `{ compiler, operations: { name: count } }`
 * @param counted the same of now
 * @returns `{ rows, problems, notes, skipped }`: `skipped` says why nothing was compared
 */
export function compare(table, counted) {
  const names = [
    ...new Set([...Object.keys(table.operations), ...Object.keys(counted.operations)]),
  ];
  if (table.compiler !== counted.compiler) {
    const skipped = `the table is of ${table.compiler}; this is ${counted.compiler}`;
    const rows = Object.entries(counted.operations);
    return { rows: rows.map(([name, now]) => [name, now]), problems: [], notes: [], skipped };
  }
  const problems = [];
  const notes = [];
  const rows = names.map((name) => {
    const before = table.operations[name];
    const now = counted.operations[name];
    if (now === undefined) problems.push(`${name} is in the table and is not counted any more`);
    else if (before === undefined) problems.push(`${name} is not in the table`);
    if (now === undefined || before === undefined) return [name, now ?? "", before ?? "", ""];
    const part = changed(now, before);
    const told = `${name}: ${now} instructions, ${percent(part)} of ${before}`;
    if (now > before * (1 + TOLERANCE)) problems.push(told);
    if (now < before * (1 - TOLERANCE)) notes.push(`${told}; keep it with --bless`);
    return [name, now, before, percent(part)];
  });
  return { rows, problems, notes, skipped: undefined };
}
