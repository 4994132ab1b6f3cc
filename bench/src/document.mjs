// A whole run as Markdown, and its place in docs/BENCHMARKS.md.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { scenarios } from "../scenarios/list.mjs";
import { asMarkdown, behind, countTable, detail, headline, sizeTable } from "./tables.mjs";

const path = fileURLToPath(new URL("../../docs/BENCHMARKS.md", import.meta.url));
const begin = "<!-- Written by bench/run.mjs: begin -->";
const end = "<!-- Written by bench/run.mjs: end -->";

function environmentPart({ version, results }) {
  const details = scenarios
    .filter(({ key }) => results[key] !== undefined)
    .map((each) => {
      const aim = `Aim: ${each.target}.`;
      return `#### ${each.title}\n\n${aim}\n\n${asMarkdown(detail(each, results[each.key]))}`;
    });
  const heads = headline(scenarios, results);
  const head = heads.length > 1 ? [asMarkdown(heads)] : [];
  const lost = behind(scenarios, results);
  if (lost.length > 0) {
    head.push(`Where a peer does better:\n\n${lost.map((each) => `- ${each}`).join("\n")}`);
  }
  return [`### ${version}`, ...head, ...details].join("\n\n");
}

/** The generated part, without its markers. */
export function toMarkdown({ environments, sizes, counts, cores, runs, scale, skipped }) {
  const how = `Medians of ${runs} rounds on a machine with ${cores} cores`;
  return [
    `${how}${scale === 1 ? "" : `, at ${scale} of the full scale`}.`,
    ...environments.map(environmentPart),
    ...(sizes === undefined ? [] : ["### Sizes in bytes", asMarkdown(sizeTable(sizes))]),
    ...(counts === undefined
      ? []
      : ["### Native instructions of the kernel", asMarkdown(countTable(counts))]),
    ...(skipped.length === 0 ? [] : ["### Left out", skipped.map((why) => `- ${why}`).join("\n")]),
  ].join("\n\n");
}

export function writeDocument(markdown) {
  const text = readFileSync(path, "utf8");
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error("docs/BENCHMARKS.md has lost its markers");
  const before = text.slice(0, from + begin.length);
  writeFileSync(path, `${before}\n\n${markdown}\n\n${text.slice(to)}`);
}
