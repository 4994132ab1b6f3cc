// What scripts/build-wasm.mjs writes into dist/wasm/, beside the compiled loader.
declare module "*/wasm/core-min.js" {
  /** Base64 of the raw-deflated module. */
  export const bytes: string;
  /** Of the module itself, in hexadecimal. */
  export const sha256: string;
  /** Length of the module itself. */
  export const rawBytes: number;
}
declare module "*/wasm/core-trace.js" {
  export { bytes, rawBytes, sha256 } from "*/wasm/core-min.js";
}
declare module "*/wasm/full-dev.js" {
  export { bytes, rawBytes, sha256 } from "*/wasm/core-min.js";
}
