// Compares findings with those that are accepted; pure.

const key = ({ tool, check, path, text }) => `${tool} ${check} ${path}: ${text}`;

/**
 * @param findings each `{ tool, check, path, text, says, line }`; `text` is the source line
 * @param accepted entries `{ tool, check, path, lines, reason }`
 * @returns `{ open, stale }`: findings that nothing accepts, and acceptances without a finding
 */
export function judge(findings, accepted) {
  const rows = accepted.flatMap(({ lines, ...entry }) => lines.map((text) => ({ ...entry, text })));
  const excused = new Set(rows.filter(({ reason }) => reason).map(key));
  const found = new Set(findings.map(key));
  return {
    open: findings.filter((finding) => !excused.has(key(finding))),
    stale: rows.filter((row) => !found.has(key(row))).map(key),
  };
}
