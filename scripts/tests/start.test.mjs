import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { start } from "../static-server.mjs";

const folder = mkdtempSync(join(tmpdir(), "asx-start-"));
let server;

before(async () => {
  mkdirSync(join(folder, "dist"));
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(folder, "dist", "index.html"), "<p>page</p>");
  writeFileSync(join(folder, "dist", "kernel.wasm"), "\0asm");
  server = await start({ folder: join(folder, "dist") });
});

after(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

// fetch would tidy the path up before sending it.
const get = (path) =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    request({ hostname, port, path }, (response) => {
      let text = "";
      response.on("data", (chunk) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode, response, text }));
    })
      .on("error", reject)
      .end();
  });

test("a folder is its index page", async () => {
  const { status, text } = await get("/");
  assert.equal(status, 200);
  assert.equal(text, "<p>page</p>");
});

test("wasm has the type that streaming compilation asks for", async () => {
  const { response } = await get("/kernel.wasm");
  assert.equal(response.headers["content-type"], "application/wasm");
});

for (const path of [
  "/../secret.txt",
  "/%2e%2e/secret.txt",
  "/..%2fsecret.txt",
  "/%00",
  "/%",
  "/x",
]) {
  test(`${path} is not found`, async () => {
    assert.equal((await get(path)).status, 404);
  });
}

test("closing does not wait for idle connections", async () => {
  const other = await start({ folder: join(folder, "dist") });
  await fetch(other.url);
  await other.close();
  await assert.rejects(fetch(other.url));
});
