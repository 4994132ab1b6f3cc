// The dependency arrows: who may include and import whom. The layers are in arrows/layers.mjs.
import { pathToFileURL } from "node:url";
import { openTree } from "./repository.mjs";
import { printFindings, say } from "./print.mjs";
import { checkPackages } from "./arrows/imports.mjs";
import { checkIncludes } from "./arrows/includes.mjs";

/** Every dependency of a tree that points up or reaches into something private. */
export const checkArrows = (tree) => [...checkIncludes(tree), ...checkPackages(tree)];

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const findings = checkArrows(openTree());
  printFindings(findings);
  say(`arrows: ${findings.length} errors`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}
