// npm run format: clang-format and prettier over everything; nobody's opinion.
import { listCFiles } from "./check-steps.mjs";
import { say } from "./print.mjs";
import { run } from "./run.mjs";

const cFiles = listCFiles();
const commands = [
  ...(cFiles.length > 0 ? [["clang-format", "-i", ...cFiles]] : []),
  [process.execPath, "node_modules/prettier/bin/prettier.cjs", "--write", "--log-level=warn", "."],
];

for (const words of commands) {
  const { code, reason } = await run(words);
  if (code === 0) continue;
  say(`${reason ?? `${words[0]} failed`}. npm run setup installs what is missing.`);
  process.exitCode = 1;
}
