// /api/search for one side: search, wait, answer, and notice who went away meanwhile.
import { faults } from "./faults.mjs";

const queryLengthMax = 200;

/**
 * @param side which counters it belongs to
 * @param latency milliseconds for an answer, or a promise of them: `({ query, total }) => ms`
 * @param fault the fault that holds for everybody, or undefined
 */
export function createSearchApi({ side, search, counters, latency, fault = () => undefined }) {
  return function answer(request, response, url) {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("timing-allow-origin", "*");
    response.setHeader("cache-control", "no-store");
    const query = (url.searchParams.get("q") ?? "").slice(0, queryLengthMax);
    const followed = counters.follow(side, response);

    const result = search(query);
    let delayMs = 0;
    const go = () => {
      const wanted = fault() ?? url.searchParams.get("fault");
      if (wanted && Object.hasOwn(faults, wanted)) {
        // Who hangs up on a hanging server is the client.
        if (wanted !== "hang") followed.fail();
        faults[wanted](response);
        return;
      }
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ ...result, delayMs }));
    };
    let timer;
    response.once("close", () => clearTimeout(timer));
    Promise.resolve(latency({ query, total: result.total })).then((ms) => {
      delayMs = ms;
      if (!response.destroyed) timer = setTimeout(go, ms);
    });
  };
}
