// The build that mutants are tried in: all once without any, then one file and one link each.
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { at } from "../repository.mjs";
import { capture } from "./capture.mjs";

const folder = at("build", "mutants");
const planted = join(folder, "planted");
const layers = ["kernel", "browser-backend", "bindings"];
// It counts the instructions of another program: slow, and not about meaning.
const leftOut = new Set(["kernel/scale_test"]);

/** Runs one of the steps that have to work, or throws what it said. */
async function demand(words, options) {
  const { code, text } = await capture(words, options);
  if (code !== 0) throw new Error(`${words.join(" ")}\n${text}`);
  return text;
}

/** Test programs by the name ctest has for them. */
export const listPrograms = () =>
  layers.flatMap((layer) =>
    readdirSync(at(layer, "tests"))
      .filter((name) => name.endsWith("_test.c"))
      .map((name) => `${layer}/${basename(name, ".c")}`)
      .filter((name) => !leftOut.has(name)),
  );

/** A command line's name is that of its file too: native-shim/asx begins in its main.c. */
const sourceOf = (program) =>
  program.endsWith("_test")
    ? at(dirname(program), "tests", `${basename(program)}.c`)
    : at(dirname(program), "src", "main.c");

// `: && cc ... -o program libraries && :`, with what has to come before the libraries added.
function parseLink(text) {
  const line = text.trim().split("\n").at(-1);
  const words = line
    .replace(/^: && /, "")
    .replace(/ && :$/, "")
    .split(/\s+/);
  const at = words.indexOf("-o");
  return { before: words.slice(0, at), after: words.slice(at + 2) };
}

/**
 * Configures and builds `programs`, and writes the sources of all mutants.
 *
 * @returns `link(program, objects, out)` and `compile(id, source, out)`: the words of a command
 */
export async function openBuild(programs) {
  mkdirSync(folder, { recursive: true });
  await demand([
    ...["cmake", "-S", at("."), "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug"],
    ...["-DCMAKE_C_FLAGS_DEBUG=-O0", "-DASX_MUTANT="],
  ]);
  await demand(["cmake", `-DINTO=${planted}`, "-P", at("kernel/mutants/plant.cmake")]);
  const commands = new Map();
  const targets = new Map();
  for (const { file, command, output } of readCommands()) {
    commands.set(file, { command: command.split(" "), output });
  }
  for (const program of programs) {
    const { output } = commands.get(sourceOf(program));
    const target = /CMakeFiles\/([^/]+)\.dir\//.exec(output)[1];
    targets.set(program, `${dirname(program)}/${target}`);
  }
  await demand(["ninja", "-C", folder, ...targets.values()]);
  const links = new Map();
  for (const [program, target] of targets) {
    const text = await demand(["ninja", "-C", folder, "-t", "commands", "-s", target]);
    links.set(program, parseLink(text));
  }
  const compile = (from, source, out, extra) => {
    const { command } = commands.get(source);
    return [...command.slice(0, command.indexOf("-o")), ...extra, "-o", out, "-c", from];
  };
  const chosen = join(folder, "chosen_test.o");
  const test = programs.find((program) => program.endsWith("_test"));
  if (test) {
    const words = compile(at("kernel/mutants/chosen_test.c"), sourceOf(test), chosen, []);
    await demand(words, { cwd: folder });
  }
  return {
    folder,
    // What the bug leaves unused is no reason not to build it.
    compile: (id, source, out) =>
      compile(join(planted, `${id}.c`), at(source), out, ["-w", `-I${dirname(at(source))}`]),
    link(program, objects, out) {
      const { before, after } = links.get(program);
      const choice = program.endsWith("_test") ? [chosen] : [];
      return [...before, ...objects, ...choice, "-o", out, ...after];
    },
  };
}

function readCommands() {
  const entries = JSON.parse(readFileSync(join(folder, "compile_commands.json"), "utf8"));
  return entries.map((entry) => ({
    ...entry,
    output: entry.output ?? / -o (\S+) /.exec(entry.command)[1],
  }));
}
