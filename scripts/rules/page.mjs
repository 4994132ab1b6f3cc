// docs/RULES.md: each rule with what names it.
import { outOfScope } from "./semantics.mjs";

// Anchors as GitHub makes them from a heading.
const anchor = (id) => id.replaceAll(/[^\w-]/g, "");
const link = (path) => `[${path}](../${path})`;
const isC = ({ path }) => path.endsWith(".c");

function byFile(places) {
  const files = new Map();
  for (const { path, test } of places) files.set(path, [...(files.get(path) ?? []), test]);
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1));
}

const listTests = (places) =>
  byFile(places).map(([path, tests]) => {
    // Two tests of one file may have the same title, and a title may hold a backtick.
    const names = [...new Set(tests)].map((test) => `\n  - ${test.replaceAll("`", "'")}`);
    return `- ${link(path)}${names.join("")}`;
  });

const files = (places) => [...new Set(places.map(({ path }) => path))].sort();

function describe(rule, { tests, models, oracles }, reason) {
  const says = rule.says.charAt(0).toUpperCase() + rule.says.slice(1);
  const lines = [`### ${rule.id}`, "", `${says}.`.replace(/…\.$/, "…"), ""];
  if (reason !== undefined) lines.push(`- **Not yet**: ${reason}`);
  lines.push(...listTests(tests.filter(isC)), ...listTests(tests.filter((place) => !isC(place))));
  for (const { name, path } of oracles) lines.push(`- Oracle: \`${name}\` of ${link(path)}`);
  for (const path of files(models)) lines.push(`- Specification: ${link(path)}`);
  return `${lines.join("\n")}\n`;
}

const cell = (count) => (count > 0 ? String(count) : "");
const row = (cells) => `| ${cells.join(" | ")} |`;

function tabulate(rules, names) {
  const rows = rules.map((rule) => {
    const { tests, models, oracles } = names(rule.id);
    const c = tests.filter(isC).length;
    return row([
      `[\`${rule.id}\`](#${anchor(rule.id)})`,
      ...[cell(c), cell(tests.length - c), oracles.map(({ name }) => `\`${name}\``).join(", ")],
      files(models).length > 0 ? "yes" : "",
    ]);
  });
  const head = ["rule", "C", "TypeScript", "oracle", "specification"];
  return [row(head), row(head.map(() => "---")), ...rows].join("\n");
}

// Section 10 has no rules of its own: each invariant has an oracle.
function tabulateOracles(oracles) {
  const rows = oracles.map(({ name, invariant, rules }) =>
    row([invariant, `\`${name}\``, rules.map((id) => `[\`${id}\`](#${anchor(id)})`).join(", ")]),
  );
  return [row(["invariant", "oracle", "rules"]), row(["---", "---", "---"]), ...rows].join("\n");
}

/** The whole page, from what semantics.mjs and names.mjs read. */
export function printPage({ rules, titles }, found, notYet) {
  const names = (id) => ({
    tests: found.tests.filter((place) => place.id === id),
    models: found.models.filter((place) => place.id === id),
    oracles: found.oracles.filter(({ rules: ids }) => ids.includes(id)),
  });
  const reasons = new Map(notYet.map(({ rule, reason }) => [rule, reason]));
  const chapters = [...titles].flatMap(([section, title]) => {
    const own = rules.filter((rule) => rule.section === section);
    if (own.length === 0 && !outOfScope.has(section)) return [];
    const parts = own.map((rule) => describe(rule, names(rule.id), reasons.get(rule.id)));
    const out = outOfScope.get(section);
    return [`## ${section}. ${title}\n`, ...(out ? [`Out of scope: ${out}\n`] : []), ...parts];
  });
  const invariants =
    found.oracles.length > 0 ? `\n## Invariants\n\n${tabulateOracles(found.oracles)}\n` : "";
  const gap = notYet.length > 0 ? `${notYet.length} have none yet, and say why.` : "None has none.";
  return `<!-- Written by scripts/rules.mjs; do not edit. -->

# Rules and their evidence

Every rule of [SEMANTICS.md](SEMANTICS.md), and what names it: tests in C and in TypeScript, the
oracle that watches it, and the file of the
[executable specification](../native-shim/spec/README.md).
\`npm run check\` fails on a rule that no test names, on a test that names no rule, and when this
page is stale.

${rules.length} rules. ${gap}

${tabulate(rules, names)}

${chapters.join("\n")}${invariants}`;
}
