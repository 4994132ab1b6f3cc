// House rules that no other tool checks. One file per family of rules in tidy/.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { at, openTree } from "./repository.mjs";
import { printFindings, say } from "./print.mjs";
import { checkDocuments } from "./tidy/documents.mjs";
import { checkNames } from "./tidy/names.mjs";
import { checkSizes } from "./tidy/sizes.mjs";
import { checkTexts } from "./tidy/texts.mjs";
import { applyWaivers } from "./tidy/waivers.mjs";

/** Everything that is wrong with a tree, waivers applied. */
export function tidy(tree, waivers) {
  const checks = [checkSizes, checkNames, checkTexts, checkDocuments];
  return applyWaivers(
    checks.flatMap((check) => check(tree)),
    waivers,
  );
}

export const readWaivers = () =>
  JSON.parse(readFileSync(at("scripts", "tidy-waivers.json"), "utf8"));

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const tree = openTree();
  const findings = tidy(tree, readWaivers());
  printFindings(findings);
  const errorCount = findings.filter(({ level }) => level === "error").length;
  const warningCount = findings.length - errorCount;
  say(`tidy: ${tree.files.length} files, ${errorCount} errors, ${warningCount} warnings`);
  process.exitCode = errorCount > 0 ? 1 : 0;
}
