// What the scripts say on the terminal, in one manner.
const colourful = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (colourful ? `\x1b[${code}m${text}\x1b[0m` : String(text));

export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);
export const yellow = paint(33);

export const say = (text = "") => console.log(text);

export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** Left-aligned columns, two spaces apart; the last one is not padded. */
export function table(rows) {
  const widths = [];
  for (const row of rows) {
    row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, String(cell).length)));
  }
  return rows
    .map((row) => row.map((cell, i) => String(cell).padEnd(widths[i])).join("  "))
    .map((line) => `  ${line.trimEnd()}`)
    .join("\n");
}

/** Findings of a check: where, what, what to do. */
export function printFindings(findings) {
  for (const { level, path, line, rule, message, fix } of findings) {
    const where = line ? `${path}:${line}` : path;
    const mark = level === "warning" ? yellow("warning") : red("error");
    say(`${where}: ${mark}: ${message} [${rule}]`);
    if (fix) say(`    ${fix}`);
  }
}
