// The ways to go wrong that a visitor can choose, each as a real server does it.

const garbage = '{"query":"", "hits":[{"name":"\u0000';

export const faults = {
  /** What a load balancer says when nothing behind it answers. */
  down: (response) =>
    response
      .writeHead(503, { "content-type": "text/plain", "retry-after": "1" })
      .end("No server is available.\n"),
  /** Accepts and never answers. */
  hang: () => {},
  /** Dies in the middle of the answer. */
  reset: (response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "4096" });
    response.write(garbage, () => response.destroy());
  },
  /** Says 200 and JSON, and sends something else. */
  garbage: (response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(garbage),
};
