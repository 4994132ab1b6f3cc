// npm start: sets the machine up, builds what is missing, serves the demos and the replay tool.
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { at } from "./repository.mjs";
import { bold, red, say, table } from "./print.mjs";
import { setup } from "./setup.mjs";

/** Everything that can be served, as `{ name, start }`. */
async function findServers() {
  const { demoNames } = await import("./build-steps.mjs");
  const servers = [];
  for (const name of demoNames()) {
    const file = at("demos", name, "server.mjs");
    if (!existsSync(file)) continue;
    const { start } = await import(pathToFileURL(file).href);
    servers.push({ name: `demo ${name}`, start });
  }
  const replayTool = at("replay-tool", "dist");
  if (existsSync(replayTool)) {
    const { start } = await import("./static-server.mjs");
    servers.push({ name: "replay tool", start: (at) => start({ folder: replayTool, ...at }) });
  }
  return servers;
}

// One server that does not start is reported; the others are still worth having.
async function startAll(servers) {
  const started = [];
  for (const { name, start } of servers) {
    try {
      started.push({ name, ...(await start({ port: 0, host: "127.0.0.1" })) });
    } catch (error) {
      say(`${red("failed")} ${name}: ${error.stack ?? error}`);
    }
  }
  return started;
}

function closeOnSignal(started) {
  let isClosing = false;
  const close = async () => {
    // A second Ctrl-C means now.
    if (isClosing) process.exit(130);
    isClosing = true;
    say("\nStopping.");
    await Promise.allSettled(started.map((server) => server.close()));
    process.exit(0);
  };
  process.on("SIGINT", close).on("SIGTERM", close);
}

async function main() {
  if (!setup()) return 1;
  const { build } = await import("./build.mjs");
  if (!(await build((step) => step.start))) return 1;

  const servers = await findServers();
  const started = await startAll(servers);
  if (started.length === 0) {
    say("Nothing to serve: there is no demos/<name>/server.mjs and no replay-tool/dist.");
    return 1;
  }
  closeOnSignal(started);
  say(`\n${table(started.map(({ name, url }) => [name, url]))}\n`);
  say(bold("Press Ctrl-C to stop."));
  return undefined;
}

const code = await main();
if (code !== undefined) process.exit(code);
