import type { Cx } from "../cx.js";
import { UsageError } from "../errors.js";
import type { Operation } from "../operation.js";
import { FetchOperation, type FetchOptions, type OwnedResponse } from "./fetch.js";

/** Operations on the outside world, each a capsule that its task owns. */
export interface BrowserIo {
  /**
   * As `fetch`, but owned: a cancel aborts the request, and the response's body belongs to the task
   * until it is read. Any status is an answer; only what prevents one fails.
   *
   * @throws {@link FetchError} with a code, the URL and whether a write took effect.
   */
  fetch(input: string | URL | Request, init?: FetchOptions): Operation<OwnedResponse>;
}

/** For a runtime itself there is no task that could own a request. */
export function createIo(cx: Cx | undefined): BrowserIo {
  return {
    fetch(input, init) {
      if (cx === undefined) {
        throw new UsageError("io.fetch belongs to a task: use cx.io inside runtime.run or spawn");
      }
      return new FetchOperation(cx, input, init ?? {});
    },
  };
}

const bound = new WeakMap<Cx, BrowserIo>();

/** Made on first use: most tasks do no io. */
export function boundIo(cx: Cx): BrowserIo {
  let io = bound.get(cx);
  if (io === undefined) {
    io = createIo(cx);
    bound.set(cx, io);
  }
  return io;
}
