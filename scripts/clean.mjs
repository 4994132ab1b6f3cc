// npm run clean: removes what the build wrote. node_modules stays; setup looks after it.
import { readdirSync, rmSync } from "node:fs";
import { at, has } from "./repository.mjs";
import { demoNames } from "./build-steps.mjs";
import { say } from "./print.mjs";

const packageFolders = has("packages") ? readdirSync(at("packages")) : [];
const outputs = [
  "build",
  ...packageFolders.map((name) => `packages/${name}/dist`),
  "replay-tool/dist",
  ...demoNames().flatMap((name) => [`demos/${name}/dist`, `demos/${name}/.next`]),
];

for (const path of outputs.filter(has)) {
  rmSync(at(path), { recursive: true });
  say(`removed ${path}`);
}
