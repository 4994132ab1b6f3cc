// The arrows over #include.
import { posix } from "node:path";
import { isGenerated } from "../repository.mjs";
import { isC, isTest } from "../tidy/source.mjs";
import { cLayers, pureHeaders, pureLayers } from "./layers.mjs";

const layerNames = Object.keys(cLayers);
const layerOf = (path) => layerNames.find((name) => path.startsWith(`${name}/`));

// Where a compiler may find a header: beside the file, then in each layer, its own first.
function resolve(tree, from, name) {
  const own = layerOf(from);
  const layers = [own, ...layerNames.filter((layer) => layer !== own)];
  const folders = layers.flatMap((layer) =>
    ["include", "src", "generated", "tests"].map((folder) => `${layer}/${folder}`),
  );
  const candidates = [posix.dirname(from), ...folders, "."].map((folder) =>
    posix.normalize(posix.join(folder, name)),
  );
  return candidates.find((path) => tree.files.includes(path));
}

function checkSystemHeader(path, line, name) {
  // An example is a host.
  const isHost = isTest(path) || path.startsWith("kernel/example/");
  if (!pureLayers.includes(layerOf(path)) || isHost || pureHeaders.has(name)) return [];
  const message = `${layerOf(path)} includes <${name}>`;
  const fix = "This layer decides and never calls out; let what it needs enter as an input.";
  return [{ rule: "pure-layer", level: "error", path, line, message, fix }];
}

function checkHeader(path, line, target) {
  const [from, to] = [layerOf(path), layerOf(target)];
  if (!to || from === to) return [];
  const message = `${from} includes ${target}`;
  if (!cLayers[from].includes(to)) {
    const allowed = [from, ...cLayers[from]].join(", ");
    const fix = `${from} may include from: ${allowed}. Move the code down, or the need up.`;
    return [{ rule: "arrow", level: "error", path, line, message, fix }];
  }
  // The kernel's test host serves the tests of the layers above, too.
  const isHarness = isTest(path) && target === "kernel/tests/harness.h";
  if (to === "kernel" && !target.startsWith("kernel/include/") && !isHarness) {
    const fix = "Outside the kernel only kernel/include is visible; make the need part of it.";
    return [{ rule: "private-header", level: "error", path, line, message, fix }];
  }
  return [];
}

export function checkIncludes(tree) {
  return tree.files
    .filter((path) => isC(path) && layerOf(path))
    .flatMap((path) =>
      tree
        .read(path)
        .split("\n")
        .flatMap((text, i) => {
          const [, open, name] = /^\s*#\s*include\s*(["<])([^">]+)[">]/.exec(text) ?? [];
          if (!name) return [];
          const target = resolve(tree, path, name);
          if (target) return checkHeader(path, i + 1, target);
          // A quoted header that is not in the tree may be generated into the build folder.
          return open === "<" && !isGenerated(path) ? checkSystemHeader(path, i + 1, name) : [];
        }),
    );
}
