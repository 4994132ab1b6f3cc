// A native build of `asx`, and which compiler made it.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** As CMake found it: GNU 12.2.0, Clang 14.0.6. */
function compilerOf(build) {
  const folder = readdirSync(join(build, "CMakeFiles")).find((name) => /^\d+\.\d+/.test(name));
  const text = readFileSync(join(build, "CMakeFiles", folder, "CMakeCCompiler.cmake"), "utf8");
  const value = (name) => new RegExp(`set\\(${name} "([^"]*)"\\)`).exec(text)?.[1];
  return `${value("CMAKE_C_COMPILER_ID")} ${value("CMAKE_C_COMPILER_VERSION")}`;
}

/** `name`, and `record` and `replay`, which answer programs with what they came to. */
export function openNative(build) {
  const asx = join(build, "native-shim/asx");

  function run(...words) {
    const { status, stdout, error } = spawnSync(asx, words, {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    if (error) throw new Error(`${asx}: ${error.message}; build it with cmake first`);
    return { status, lines: stdout.trim().split("\n") };
  }

  const program = (name, path, expected) => ({ name, expected, read: () => readFileSync(path) });

  return {
    name: compilerOf(build),

    /** `count` random programs; one in which the kernel traps has only `trap`. */
    record({ seed, count, ops, folder, kernel }) {
      mkdirSync(folder, { recursive: true });
      const { status, lines } = run(
        ...["random", "--seed", String(seed), "--count", String(count), "--ops", String(ops)],
        ...["--digests", "--folder", folder, "--kernel", kernel],
      );
      const programs = lines.map((line) => {
        const found = /^(\d+) ([0-9a-f]{16}) ([0-9a-f]{16}) (\d+)$/.exec(line);
        if (!found) return { trap: line };
        const [, own, digest, state, inputs] = found;
        const name = `asx random --seed ${own} --ops ${ops}`;
        return program(name, join(folder, `${own}.asxt`), {
          digest,
          state,
          inputs: Number(inputs),
        });
      });
      const trapped = programs.some(({ trap }) => trap);
      if (programs.length !== count || (status !== 0 && !trapped)) {
        throw new Error(`asx random answers ${status} and ${programs.length} of ${count} programs`);
      }
      return programs;
    },

    /** What this build makes of a file. */
    replay(path) {
      const { lines } = run("replay", path, "--json");
      const { digest, state, inputs } = JSON.parse(lines.at(-1));
      return program(path, path, { digest, state, inputs });
    },
  };
}
