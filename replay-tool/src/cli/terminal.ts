/** What the commands need of the world; tests give their own. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly read: (path: string) => Promise<Uint8Array<ArrayBuffer>>;
  readonly write: (path: string, text: string) => Promise<void>;
}

/** As the native `asx` ends. */
export const Exit = {
  Ok: 0,
  Differs: 1,
  Usage: 2,
  File: 3,
  Broken: 4,
  Foreign: 5,
  Trap: 6,
} as const;

/** Columns as wide as their widest entry; the last is left as it is. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((entry, i) => (widths[i] = Math.max(widths[i] ?? 0, entry.length)));
  }
  return rows
    .map((row) =>
      row
        .map((entry, i) => (i === row.length - 1 ? entry : entry.padEnd(widths[i] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
