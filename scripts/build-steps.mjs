// The build as a list, in order. A step is skipped while the folder it works on does not exist.
//
//   name      for --only and the output
//   needs     the file or folder without which there is nothing to do
//   commands  run one after the other; each is incremental, or guarded by `inputs`
//   inputs    with `output`: the step runs only if these changed since it last succeeded
//   start     whether npm start needs it
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { at, has } from "./repository.mjs";

const node = process.execPath;

const fixedSteps = [
  {
    // First, since everything below compiles what it writes.
    name: "generate",
    needs: "bindings/generate.mjs",
    commands: [[node, "bindings/generate.mjs"]],
    start: true,
  },
  {
    name: "native",
    needs: "CMakeLists.txt",
    commands: [
      ["cmake", "-S", ".", "-B", "build/native", "-G", "Ninja"],
      ["cmake", "--build", "build/native"],
    ],
  },
  {
    name: "wasm",
    needs: "scripts/build-wasm.mjs",
    commands: [[node, "scripts/build-wasm.mjs"]],
    start: true,
  },
  {
    name: "types",
    needs: "packages",
    commands: [[node, "node_modules/typescript/bin/tsc", "-b"]],
    start: true,
  },
];

const packageInputs = ["browser-core", "browser", "react", "next"].map(
  (name) => `packages/${name}/dist`,
);

// A page is a workspace with a build script: the replay tool and each demo.
function pageStep(folder) {
  const file = `${folder}/package.json`;
  if (!has(file)) return [];
  const { scripts = {}, name } = JSON.parse(readFileSync(at(file), "utf8"));
  if (!scripts.build) return [];
  return [
    {
      name: folder,
      needs: file,
      commands: [["npm", "run", "--silent", "build", "--workspace", name]],
      inputs: [folder, "package-lock.json", ...packageInputs],
      output: existsSync(at(folder, "next.config.mjs")) ? `${folder}/.next` : `${folder}/dist`,
      start: true,
    },
  ];
}

export const demoNames = () =>
  has("demos")
    ? readdirSync(at("demos"), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
    : [];

export const buildSteps = () => [
  ...fixedSteps,
  ...pageStep("replay-tool"),
  ...demoNames().flatMap((name) => pageStep(`demos/${name}`)),
];
