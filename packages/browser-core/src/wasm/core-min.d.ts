// Stands for what scripts/build-wasm.mjs writes into dist/wasm/, beside the compiled loader.

/** Base64 of the raw-deflated module. */
export declare const bytes: string;
/** Of the module itself, in hexadecimal. */
export declare const sha256: string;
/** Length of the module itself. */
export declare const rawBytes: number;
