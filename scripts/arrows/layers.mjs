// The arrows of the architecture as data. Nothing points up.

// For C: which layers' headers a layer may include, besides its own.
export const cLayers = {
  kernel: [],
  "browser-backend": ["kernel"],
  bindings: ["browser-backend", "kernel"],
  "native-shim": ["bindings", "browser-backend", "kernel"],
};

// What these two may use of the C library: nothing that could see a clock, a file or a thread.
export const pureLayers = ["kernel", "browser-backend"];
export const pureHeaders = new Set([
  ...["stdint.h", "stddef.h", "stdbool.h", "stdalign.h", "stdnoreturn.h", "stdarg.h"],
  ...["string.h", "limits.h", "assert.h"],
]);

// For TypeScript: which of our packages a folder may import, by name.
export const packageLayers = {
  "packages/browser-core": [],
  "packages/browser": ["@asupersync/browser-core"],
  "packages/react": ["@asupersync/browser"],
  "packages/next": ["@asupersync/browser", "@asupersync/react"],
  "replay-tool": ["@asupersync/browser-core"],
};

const allPackages = [
  ...["@asupersync/browser-core", "@asupersync/browser", "@asupersync/react"],
  ...["@asupersync/next", "@asupersync/replay"],
];

// Users of the packages: they may import any of them, and nobody imports them.
export const userFolders = ["demos", "e2e", "bench"];

/** The layer of a TypeScript file, as `{ folder, mayImport }`, or undefined. */
export function findPackageLayer(path) {
  const folder = Object.keys(packageLayers).find((name) => path.startsWith(`${name}/`));
  if (folder) return { folder, mayImport: packageLayers[folder], isPackage: true };
  const user = userFolders.find((name) => path.startsWith(`${name}/`));
  return user ? { folder: user, mayImport: allPackages, isPackage: false } : undefined;
}
