// The wasm inside browser-core, unpacked. Its modules are no part of the package's surface, so they
// are imported from where the build leaves them.
const inlined = {
  "core-min": () => import("../../packages/browser-core/dist/wasm/core-min.js"),
  "core-trace": () => import("../../packages/browser-core/dist/wasm/core-trace.js"),
  "full-dev": () => import("../../packages/browser-core/dist/wasm/full-dev.js"),
};

export async function inlinedWasm(tier) {
  const { bytes } = await inlined[tier]();
  const deflated = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
