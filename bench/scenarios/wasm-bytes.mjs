// The wasm inside browser-core, unpacked.
const inlined = {
  "core-min": () => import("@asupersync/browser-core/wasm/core-min.js"),
  "core-trace": () => import("@asupersync/browser-core/wasm/core-trace.js"),
  "full-dev": () => import("@asupersync/browser-core/wasm/full-dev.js"),
};

export async function inlinedWasm(tier) {
  const { bytes } = await inlined[tier]();
  const deflated = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
