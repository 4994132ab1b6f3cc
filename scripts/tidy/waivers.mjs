// Exceptions, each with a reason and an owner; see tidy-waivers.json.

const isWhole = (waiver) =>
  ["rule", "path", "reason", "owner"].every(
    (field) => typeof waiver[field] === "string" && waiver[field].trim() !== "",
  );

/** Removes what is waived from the findings; adds a finding for each waiver that is no use. */
export function applyWaivers(findings, waivers) {
  const problem = (waiver, message, fix) => ({
    rule: "waiver",
    level: "error",
    path: "scripts/tidy-waivers.json",
    message: `${waiver.rule} ${waiver.path}: ${message}`,
    fix,
  });
  const used = new Set();
  const left = findings.filter((finding) => {
    const waiver = waivers.find(
      (row) => isWhole(row) && row.rule === finding.rule && row.path === finding.path,
    );
    if (!waiver || finding.isFinal) return true;
    used.add(waiver);
    return false;
  });
  const useless = waivers.flatMap((waiver) => {
    if (!isWhole(waiver)) {
      return [problem(waiver, "incomplete", "It needs rule, path, reason and owner.")];
    }
    return used.has(waiver) ? [] : [problem(waiver, "excuses nothing any more", "Remove it.")];
  });
  return [...left, ...useless];
}
