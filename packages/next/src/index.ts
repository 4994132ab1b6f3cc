export { withAsupersyncClientBoundary, type ClientBoundaryOptions } from "./boundary.js";
export { createClientRuntime, type ClientRuntimeOptions } from "./client.js";
export { ServerRuntimeError } from "./server-runtime-error.js";
