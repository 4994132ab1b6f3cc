// npm run bench [-- options]: measures ours beside its peers; see README.md, and --help.
import { existsSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { at } from "../scripts/repository.mjs";
import { readOptions, usage } from "./src/options.mjs";

const say = (text) => process.stdout.write(`${text}\n`);
const built = ["browser/dist/index.js", "browser-core/dist/wasm/core-min.js"];
const chromiumPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const timeoutMs = 180_000;

async function measureIn(environment, scenarios, tables) {
  const { asText, detail, headline } = tables;
  const results = {};
  const failures = [];
  say(`\n${environment.version}`);
  for (const scenario of scenarios) {
    say(`\n${scenario.title}`);
    try {
      const rows = await environment.measure(scenario.key);
      results[scenario.key] = rows;
      say(asText(detail(scenario, rows)));
    } catch (error) {
      failures.push(`${scenario.title}, in ${environment.version}: ${error.message}`);
      say(`failed: ${error.message}`);
    }
  }
  await environment.close();
  const heads = headline(scenarios, results);
  if (heads.length > 1) say(`\n${environment.version}, in short\n\n${asText(heads)}`);
  return { name: environment.name, version: environment.version, results, failures };
}

async function measureAll(options) {
  const { scenarios } = await import("./scenarios/list.mjs");
  const tables = await import("./src/tables.mjs");
  const chosen = scenarios.filter(({ key }) => options.only.includes(key));
  const skipped = ["Round trips through a channel: ours has no channels yet."];
  const environments = [];
  const openers = [];
  if (options.node && chosen.length > 0) openers.push(await import("./src/in-node.mjs"));
  if (options.chromium && chosen.length > 0) {
    if (existsSync(chromiumPath)) openers.push(await import("./src/in-chromium.mjs"));
    else skipped.push("Chromium: there is none here (set CHROMIUM to its path).");
  }
  for (const { openNode, openChromium } of openers) {
    const open = openNode ?? openChromium;
    const environment = await open({ ...options, timeoutMs, executablePath: chromiumPath });
    const { failures, ...measured } = await measureIn(environment, chosen, tables);
    environments.push(measured);
    skipped.push(...failures);
  }
  return { environments, ...(await measureRest(options, tables, skipped)), skipped };
}

async function measureRest({ only }, { asText, countTable, sizeTable }, skipped) {
  let sizes;
  let counts;
  if (only.includes("sizes")) {
    sizes = await (await import("./src/sizes.mjs")).measureSizes();
    say(`\nSizes in bytes\n${asText(sizeTable(sizes))}`);
  }
  if (only.includes("native")) {
    try {
      counts = (await import("../scripts/instructions/count.mjs")).countInstructions();
      say(`\nNative instructions of the kernel\n${asText(countTable(counts))}`);
    } catch (error) {
      skipped.push(`Native instructions: ${error.message}`);
    }
  }
  return { sizes, counts };
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return say(usage);
  if (!built.every((path) => existsSync(at("packages", path)))) {
    throw new Error("Nothing is built yet: npm run build -- --only generate,wasm,types");
  }
  const start = performance.now();
  const { runs, scale } = options;
  const report = { runs, scale, cores: availableParallelism(), ...(await measureAll(options)) };
  for (const why of report.skipped) say(`\nLeft out: ${why}`);
  say(`\n${Math.round((performance.now() - start) / 1000)} s`);

  const { toMarkdown, writeDocument } = await import("./src/document.mjs");
  const markdown = toMarkdown(report);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(report, undefined, 2)}\n`);
  if (options.markdown) writeFileSync(options.markdown, `${markdown}\n`);
  if (options.writeDocs) writeDocument(markdown);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
