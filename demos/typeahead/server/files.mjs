// Serves the built page and, where it has been built, the replay tool.
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize, sep } from "node:path";

const contentTypes = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

function findFile(folder, pathname) {
  let path;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (path.includes("\0")) return undefined;
  const file = normalize(join(folder, path.endsWith("/") ? `${path}index.html` : path));
  if (!file.startsWith(folder + sep)) return undefined;
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

/** @param mounts `{ "/": folder, "/replay/": folder }`; the longest that fits is taken
 *  @param pageHeaders  headers of the page alone
 *  @param fill   texts to put into the page: `{ name: value }` for each `%name%` */
export function createFiles(mounts, fill, pageHeaders = {}) {
  const prefixes = Object.keys(mounts)
    .filter((prefix) => existsSync(mounts[prefix]))
    .sort((a, b) => b.length - a.length);
  const isPage = (file) => file === join(mounts["/"], "index.html");
  const page = (file) =>
    Object.entries(fill).reduce(
      (text, [name, value]) => text.replaceAll(`%${name}%`, value),
      readFileSync(file, "utf8"),
    );

  return function serve(response, pathname) {
    const prefix = prefixes.find((candidate) => pathname.startsWith(candidate));
    const file = prefix && findFile(mounts[prefix], pathname.slice(prefix.length - 1));
    if (!file) {
      response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
      return;
    }
    const type = contentTypes[extname(file)] ?? "application/octet-stream";
    const headers = { "content-type": type, "cache-control": "no-cache" };
    if (isPage(file)) response.writeHead(200, { ...headers, ...pageHeaders }).end(page(file));
    else createReadStream(file).pipe(response.writeHead(200, headers));
  };
}
