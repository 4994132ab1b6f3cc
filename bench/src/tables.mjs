// Results as tables: lists of rows of texts, the first the heading.

const whole = (value) => Math.round(value).toLocaleString("en-US").replaceAll(",", " ");

/** Three digits that mean something. */
export function number(value) {
  if (value === undefined || !Number.isFinite(value)) return "-";
  const size = Math.abs(value);
  if (size >= 1000) return whole(value);
  if (size >= 100) return value.toFixed(0);
  if (size >= 10) return value.toFixed(1);
  return value.toFixed(2);
}

const spread = ({ min, max }) => `${number(min)} to ${number(max)}`;
const isMeasured = (row) => row !== undefined && row.error === undefined;

/** The best that a peer does in any of its forms. */
function bestOf(rows, subject) {
  const measured = rows.filter((row) => row.subject === subject && isMeasured(row));
  return measured.sort((a, b) => a.median - b.median)[0];
}

export const peers = ["promise", "effect", "effection"];

const ratio = (ours, peer) =>
  isMeasured(ours) && isMeasured(peer) ? number(ours.median / peer.median) : "-";

/** Each form of ours against the best of each peer. */
export function headline(scenarios, results) {
  const heading = ["work", "unit", "ours", ...peers, ...peers.map((peer) => `ours / ${peer}`)];
  const rows = scenarios
    .filter(({ key }) => results[key]?.some((row) => row.subject === "ours"))
    .flatMap(({ key, title, unit, hasRatios = true }) => {
      const all = results[key];
      const best = peers.map((peer) => bestOf(all, peer));
      return all
        .filter((row) => row.subject === "ours")
        .map((row) => [
          `${title}: ${row.form}`,
          unit,
          isMeasured(row) ? number(row.median) : "failed",
          ...best.map((peer) => number(peer?.median)),
          ...best.map((peer) => (hasRatios ? ratio(row, peer) : "-")),
        ]);
    });
  return [heading, ...rows];
}

/** Where a peer does better, as sentences; a difference of a tenth may be noise. */
export function behind(scenarios, results) {
  const [heading, ...rows] = headline(scenarios, results);
  const first = heading.length - peers.length;
  return rows.flatMap((row) => {
    const worse = peers.flatMap((peer, i) =>
      Number(row[first + i]) > 1.1 ? [`${row[first + i]} times ${peer}`] : [],
    );
    return worse.length === 0 ? [] : [`${row[0]}: ${worse.join(", ")}`];
  });
}

/** Everybody in one scenario, with the spread. */
export function detail({ unit }, rows) {
  const parts = [...new Set(rows.flatMap((row) => Object.keys(row.parts ?? {})))];
  return [
    ["who", "how", "operations", `median, ${unit}`, "min to max", ...parts],
    ...rows.map((row) => [
      row.subject,
      row.form,
      whole(row.count),
      row.error === undefined ? number(row.median) : `failed: ${row.error}`,
      row.error === undefined ? spread(row) : "",
      ...parts.map((part) => number(row.parts?.[part])),
    ]),
  ];
}

export const sizeTable = (sizes) => [
  ["what", "raw", "gzip", "brotli"],
  ...sizes.map(({ what, raw, gzip, brotli }) => [what, ...[raw, gzip, brotli].map(whole)]),
];

export const countTable = (counts) => [
  ["operation", "instructions"],
  ...counts.map(({ perRound, instructions }) => [perRound, whole(instructions)]),
];

/** Numbers to the right, words to the left. */
const isNumeric = (text) => /^[-\d]/.test(text) && !/[a-z]{3}/.test(text);

export function asText(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  const pad = (text, i) => (isNumeric(text) ? text.padStart(widths[i]) : text.padEnd(widths[i]));
  return rows.map((row) => row.map(pad).join("  ").trimEnd()).join("\n");
}

export function asMarkdown([heading, ...rows]) {
  const columns = heading.map((_, i) => rows.every((row) => isNumeric(row[i] || "-")));
  const widths = heading.map((title, i) =>
    Math.max(title.length, 3, ...rows.map((row) => row[i].length)),
  );
  const pad = (text, i) => (columns[i] ? text.padStart(widths[i]) : text.padEnd(widths[i]));
  const rule = columns.map((right, i) =>
    right ? `${"-".repeat(widths[i] - 1)}:` : "-".repeat(widths[i]),
  );
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(heading.map(pad)), line(rule), ...rows.map((row) => line(row.map(pad)))].join("\n");
}
