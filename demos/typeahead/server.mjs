// The demo's servers. Two, since a browser opens six connections to one server: the requests that
// pile up on the naive side would otherwise stand in the way of ours.
//
//   first    the page, /api/search for our side, /stats, /api/events (the counters as they change)
//   second   /api/search for the naive side
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildRows } from "./build-data.mjs";
import { createSearchApi } from "./server/api.mjs";
import { createCounters } from "./server/counters.mjs";
import { createFiles } from "./server/files.mjs";
import { createLatency } from "./server/latency.mjs";
import { createSearch } from "./server/search.mjs";

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

// Whatever a client sends as an address is an address, if a strange one.
const parseUrl = ({ url }) =>
  URL.canParse(url, "http://localhost")
    ? new URL(url, "http://localhost")
    : new URL("http://localhost/unreadable");

const listen = (server, port, host) =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(`http://${host}:${server.address().port}`));
  });

const close = (server) =>
  new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });

function sendEvents(counters, response) {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  const send = (snapshot) => response.write(`data: ${JSON.stringify(snapshot)}\n\n`);
  send(counters.snapshot());
  response.once("close", counters.watch(send));
}

const sendJson = (response, value) =>
  response
    .writeHead(200, { "content-type": "application/json", "cache-control": "no-store" })
    .end(JSON.stringify(value));

/**
 * Starts the demo.
 *
 * @param pageHeaders for tests: headers that the page gets on top, such as a policy
 * @param latencyOf for tests: a side's `({ query, total }) => ms`, in place of the seeded one
 * @returns its address, how to stop it and, for tests, what it counted, a fault that holds for
 *   everybody, and the search itself
 */
export async function start({
  port = 0,
  host = "127.0.0.1",
  seed = 7,
  latencyOf,
  pageHeaders,
} = {}) {
  const rows = buildRows();
  const search = createSearch(rows);
  const counters = createCounters();
  let currentFault;

  const apiFor = (side) =>
    createSearchApi({
      ...{ side, search, counters },
      latency: latencyOf?.(side) ?? createLatency(seed),
      fault: () => currentFault,
    });
  const answerNaive = apiFor("naive");
  const naive = createServer((request, response) =>
    answerNaive(request, response, parseUrl(request)),
  );
  const naiveOrigin = await listen(naive, 0, host);

  const replayTool = folder("../../replay-tool/dist");
  const serve = createFiles(
    { "/": folder("dist"), "/replay/": replayTool },
    {
      naiveOrigin,
      rowCount: rows.length.toLocaleString("en"),
      replayTool: existsSync(replayTool) ? "replay/" : "",
    },
    pageHeaders,
  );
  const routes = {
    "/api/search": apiFor("ours"),
    "/api/events": (_request, response) => sendEvents(counters, response),
    "/stats": (_request, response) => sendJson(response, counters.snapshot()),
    "/stats/reset": (_request, response) => sendJson(response, counters.reset() ?? {}),
  };
  const main = createServer((request, response) => {
    const url = parseUrl(request);
    const route = Object.hasOwn(routes, url.pathname) ? routes[url.pathname] : undefined;
    if (route) route(request, response, url);
    else serve(response, url.pathname);
  });
  const origin = await listen(main, port, host).catch(async (error) => {
    await close(naive);
    throw error;
  });

  return {
    url: `${origin}/`,
    close: () => Promise.all([close(main), close(naive)]).then(() => undefined),
    stats: counters.snapshot,
    naiveOrigin,
    setFault: (fault) => (currentFault = fault),
    search,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { url } = await start({ port: Number(process.env.PORT ?? 0) });
  console.log(`typeahead: ${url}`);
}
