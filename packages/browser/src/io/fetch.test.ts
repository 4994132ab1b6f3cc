// Requests against a real server: what it saw is the proof.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { Counter } from "@asupersync/browser-core";
import { timeout } from "../combinators/timeout.js";
import { cancelOf, errorOf, open, until, valueOf } from "../tests/open.js";
import type { FetchError } from "./fetch-error.js";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on a free port that counts what it sees and stops with the test. */
async function serve(handler: Handler) {
  const seen = { started: 0, aborted: 0 };
  const server = createServer((request, response) => {
    seen.started++;
    response.on("close", () => {
      if (!response.writableFinished) seen.aborted++;
    });
    handler(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    seen,
    server,
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
  };
}

const live = () => open({ mode: "live" });
const fetchErrorOf = (outcome: Parameters<typeof errorOf>[0]) => errorOf(outcome) as FetchError;

describe("io.fetch", () => {
  it("reads a body as json, text and bytes", async () => {
    const { runtime } = await live();
    const { url } = await serve((_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end('{"name":"Ada"}');
    });
    const outcome = await runtime.run(async (cx) => {
      const json = await (await cx.io.fetch(url)).json();
      const text = await (await cx.io.fetch(url)).text();
      const bytes = await (await cx.io.fetch(url)).bytes();
      return { json, text, length: bytes.length };
    });
    expect(valueOf(outcome)).toEqual({ json: { name: "Ada" }, text: '{"name":"Ada"}', length: 14 });
  });

  it("works in a generator body", async () => {
    const { runtime } = await live();
    const { url } = await serve((_request, response) => response.end("hello"));
    const outcome = await runtime.run(function* (cx) {
      const response = yield* cx.io.fetch(url);
      return yield* response.text();
    });
    expect(valueOf(outcome)).toBe("hello");
  });

  it("gives any status as an answer", async () => {
    const { runtime } = await live();
    const { url } = await serve((_request, response) => {
      response.statusCode = 404;
      response.end();
    });
    const outcome = await runtime.run(async (cx) => (await cx.io.fetch(url)).status);
    expect(valueOf(outcome)).toBe(404);
  });

  it("aborts the request when its task is cancelled, and the server sees it (capsule.obligation)", async () => {
    const { runtime } = await live();
    const { url, seen } = await serve(() => undefined);
    const scope = runtime.createScope("page");
    const task = scope.spawn(async (cx) => cx.io.fetch(url));
    await until(() => seen.started === 1);
    const closed = await scope.close({ cancel: "left the page" });
    expect(cancelOf(closed).message).toBe("left the page");
    expect(cancelOf(task.outcome).kind).toBe("User");
    await until(() => seen.aborted === 1);
    expect(runtime.kernel.counter(Counter.ObligationsLive)).toBe(0);
  });

  it("aborts while the body is read", async () => {
    const { runtime } = await live();
    const { url, seen } = await serve((_request, response) => {
      response.write("the first half");
    });
    const scope = runtime.createScope();
    let isReading = false;
    scope.spawn(async (cx) => {
      const response = await cx.io.fetch(url);
      isReading = true;
      return response.text();
    });
    await until(() => isReading);
    await scope.close({ cancel: "enough" });
    await until(() => seen.aborted === 1);
  });

  it("cancels an unread body with its task and reports where", async () => {
    const { runtime, reports } = await live();
    const { url, seen } = await serve((_request, response) => {
      response.write("never read to its end");
    });
    const outcome = await runtime.run(async (cx) => (await cx.io.fetch(url)).status);
    expect(valueOf(outcome)).toBe(200);
    await until(() => seen.aborted === 1);
    expect(reports.map(({ kind }) => kind)).toEqual(["unread-body"]);
    expect(reports[0]?.message).toContain(url);
  });

  it("frees the connection of a body that is discarded", async () => {
    const { runtime, reports } = await live();
    const { url, seen } = await serve((_request, response) => {
      response.write("not wanted");
    });
    const outcome = await runtime.run(async (cx) => {
      const response = await cx.io.fetch(url);
      response.discard();
      await cx.from(() => until(() => seen.aborted === 1));
      return "done";
    });
    expect(valueOf(outcome)).toBe("done");
    expect(reports).toEqual([]);
  });

  it("fails with body-used when a body is read twice", async () => {
    const { runtime } = await live();
    const { url } = await serve((_request, response) => response.end("once"));
    const outcome = await runtime.run(async (cx) => {
      const response = await cx.io.fetch(url);
      await response.text();
      return response.text();
    });
    expect(fetchErrorOf(outcome).code).toBe("body-used");
  });

  it("is cut by a timeout when the server hangs", async () => {
    const { runtime } = await live();
    const { url, seen } = await serve(() => undefined);
    const outcome = await runtime.run(async (cx) => timeout(cx, 30, (own) => own.io.fetch(url)));
    expect(errorOf(outcome)).toMatchObject({ code: "timeout", cancel: { kind: "Timeout" } });
    await until(() => seen.aborted === 1);
  });

  it("keeps a caller's reason on the request's own signal", async () => {
    const { runtime } = await live();
    const controller = new AbortController();
    const reason = new Error("route changed");
    let seen: unknown;
    const scope = runtime.createScope({ signal: controller.signal });
    let hasStarted = false;
    scope.spawn(async (cx) =>
      cx.from((signal) => {
        hasStarted = true;
        return new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            seen = signal.reason;
            reject(signal.reason as Error);
          });
        });
      }),
    );
    await until(() => hasStarted);
    controller.abort(reason);
    const closed = await scope.close();
    expect(seen).toBe(reason);
    expect(cancelOf(closed).reason).toBe(reason);
    expect(cancelOf(closed).message).toBe("route changed");
  });
});

describe("io.fetch, when the server misbehaves", () => {
  const failing = async (handler: Handler, init: { method?: string } = {}) => {
    const { runtime } = await live();
    const { url } = await serve(handler);
    const outcome = await runtime.run(async (cx) => (await cx.io.fetch(url, init)).json());
    expect(runtime.kernel.counter(Counter.ObligationsLive)).toBe(0);
    return fetchErrorOf(outcome);
  };

  it("is an err with code network when nobody listens", async () => {
    const { runtime } = await live();
    const { url, server } = await serve(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    const outcome = await runtime.run(async (cx) => (await cx.io.fetch(url)).status);
    expect(fetchErrorOf(outcome)).toMatchObject({ code: "network", method: "GET", url });
    expect(fetchErrorOf(outcome).cause).toBeInstanceOf(TypeError);
  });

  it("is an err with code network when the connection is reset before an answer", async () => {
    const error = await failing((request) => request.socket.destroy());
    expect(error).toMatchObject({ name: "FetchError", code: "network", committed: "not-sent" });
  });

  it("says that a write which got no answer may have taken effect", async () => {
    const error = await failing((request) => request.socket.destroy(), { method: "POST" });
    expect(error).toMatchObject({ code: "network", committed: "unknown" });
  });

  it("is an err with code body when the answer breaks off", async () => {
    const error = await failing((request, response) => {
      response.setHeader("content-length", "1000");
      response.write("half");
      setImmediate(() => request.socket.destroy());
    });
    expect(error.code).toBe("body");
  });

  it("is an err with code not-json when the answer is garbage", async () => {
    const error = await failing((_request, response) => {
      response.setHeader("content-type", "text/html");
      response.end("<h1>proxy error</h1>");
    });
    expect(error.code).toBe("not-json");
    expect(error.message).toContain("text/html");
  });

  it("stops reading a body that is too large", async () => {
    const { runtime } = await live();
    const { url, seen } = await serve((_request, response) => {
      const write = (): void => {
        if (!response.destroyed && response.write("x".repeat(1024))) setImmediate(write);
      };
      write();
    });
    const outcome = await runtime.run(async (cx) => {
      const response = await cx.io.fetch(url, { maxBytes: 4096 });
      return response.text();
    });
    expect(fetchErrorOf(outcome).code).toBe("too-large");
    await until(() => seen.aborted === 1);
  });

  it("is an err with code invalid-request for a URL that is none", async () => {
    const { runtime } = await live();
    const outcome = await runtime.run(async (cx) => (await cx.io.fetch("http://[")).status);
    expect(fetchErrorOf(outcome)).toMatchObject({ code: "invalid-request", committed: "not-sent" });
  });
});

describe("capability fetch", () => {
  it("is denied before anything is sent", async () => {
    const { runtime } = await live();
    const { url, seen } = await serve((_request, response) => response.end());
    const attempt = (fetchCapability: object | boolean, init = {}) =>
      runtime.run(
        async (cx) => (await cx.restrict({ fetch: fetchCapability }).io.fetch(url, init)).status,
      );
    const origin = new URL(url).origin;
    expect(errorOf(await attempt(false)).code).toBe("capability-denied");
    expect(errorOf(await attempt({ origins: ["https://elsewhere.example"] })).code).toBe(
      "capability-denied",
    );
    const post = await attempt({ origins: [origin], methods: ["GET"] }, { method: "POST" });
    expect(errorOf(post).code).toBe("capability-denied");
    const credentials = await attempt({ origins: [origin] }, { credentials: "include" });
    expect(errorOf(credentials).code).toBe("capability-denied");
    expect(seen.started).toBe(0);
    expect(valueOf(await attempt({ origins: [origin], methods: ["GET"] }))).toBe(200);
  });

  it("never widens", async () => {
    const { runtime } = await live();
    const { url, seen } = await serve((_request, response) => response.end());
    const outcome = await runtime.run(async (cx) => {
      const narrow = cx.restrict({ spawn: true }).restrict({ spawn: true, fetch: true });
      return (await narrow.io.fetch(url)).status;
    });
    expect(errorOf(outcome).code).toBe("capability-denied");
    expect(seen.started).toBe(0);
  });
});
