/** A runtime was asked for on the server, where there is no page whose work it could own. */
export class ServerRuntimeError extends Error {
  override readonly name = "ServerRuntimeError";
  readonly code = "server-runtime";

  constructor(
    /** What was used on the wrong side: the name of a boundary, or of the function. */
    readonly boundary: string,
  ) {
    super(
      `${boundary} asked for a runtime on the server. A runtime lives in the browser: create it in ` +
        "an effect or an event handler, or wrap the component in withAsupersyncClientBoundary(), " +
        "which renders on the server without one.",
    );
  }
}
