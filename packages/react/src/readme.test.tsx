// @vitest-environment happy-dom
// The examples of the documents compile and run, and the functions that they link are there.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import { act, type FunctionComponent } from "react";
import ts from "typescript";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mount, until } from "./tests/mount.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const names = ["@asupersync/browser", "@asupersync/browser-core", "@asupersync/react"];
const modules = new Map<string, unknown>();
for (const name of [...names, "react/jsx-runtime"]) modules.set(name, await import(name));

const blocksOf = (path: string) =>
  [...read(path).matchAll(/^```tsx?\n([\s\S]*?)^```/gm)].map(([, code]) => code ?? "");

/** What the compiler says of the blocks, as strictly as of our own code. */
function complaintsOf(blocks: readonly string[]): string[] {
  const texts = new Map(
    blocks.map((code, at) => [join(root, `packages/react/src/example-${String(at)}.tsx`), code]),
  );
  const { compilerOptions } = ts.readConfigFile(join(root, "tsconfig.base.json"), (file) =>
    readFileSync(file, "utf8"),
  ).config as { compilerOptions: object };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...compilerOptions, composite: false, declaration: false, noEmit: true, jsx: "react-jsx" },
    root,
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name) ?? readFile(name);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([...texts.keys()], options, host))
    .map(({ messageText, file, start = 0 }) => {
      const code = file?.text.slice(start).split("\n")[0] ?? "";
      return `${code}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
}

/** Runs a block as a module and gives its exports. */
async function runBlock(code: string): Promise<Record<string, unknown>> {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      jsx: ts.JsxEmit.ReactJSX,
    },
  });
  const exports: Record<string, unknown> = {};
  const AsyncFunction = (async () => {}).constructor as new (
    ...words: string[]
  ) => (require: (name: string) => unknown, exports: object) => Promise<void>;
  await new AsyncFunction("require", "exports", outputText)((name) => modules.get(name), exports);
  return exports;
}

interface Asked {
  readonly path: string;
  readonly answer: (value: unknown, write?: (value: unknown) => string) => void;
  isAborted: boolean;
}

let asked: Asked[];
let stopServer: () => Promise<void>;

/** A real server, of the same origin as the page, that answers when the test says so. */
beforeEach(async () => {
  asked = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const one: Asked = {
      path: request.url ?? "",
      answer: (value, write = JSON.stringify) => response.end(write(value)),
      isAborted: false,
    };
    response.on("close", () => (one.isAborted = !response.writableFinished));
    asked.push(one);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const page = window as unknown as { happyDOM: { setURL: (url: string) => void } };
  page.happyDOM.setURL(`http://127.0.0.1:${String(port)}/`);
  stopServer = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
});
afterEach(() => stopServer());

describe("README.md", () => {
  const [withReact = "", plain = ""] = blocksOf("README.md");

  it("shows the answer to the last query, and the older request is aborted", async () => {
    const { App } = (await runBlock(withReact)) as { App: FunctionComponent };
    const view = await mount(<App />);
    const type = (text: string) =>
      act(async () => {
        const input = view.container.querySelector("input")!;
        const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!;
        set!.call(input, text);
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
    await type("ad");
    await until(() => expect(asked).toHaveLength(1));
    await type("ada");
    await until(() => expect(asked[0]!.isAborted).toBe(true));
    await until(() => expect(asked).toHaveLength(2));
    expect(asked[1]!.path).toBe("/api/search?q=ada");
    asked[1]!.answer(["Ada Lovelace", "Ada Yonath"]);
    await until(() =>
      expect(view.container.querySelector("p")!.textContent).toBe("Ada Lovelace, Ada Yonath"),
    );
    await view.unmount();
  });

  it("gives both answers as one value", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const ended = runBlock(plain);
    await until(() => expect(asked).toHaveLength(2));
    for (const { path, answer } of asked) answer({ path });
    await ended;
    expect(log).toHaveBeenCalledWith({ user: { path: "/api/user" }, feed: { path: "/api/feed" } });
    log.mockRestore();
  });

  it("aborts the other request when one fails", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const ended = runBlock(plain);
    await until(() => expect(asked).toHaveLength(2));
    asked[0]!.answer("an answer, but no JSON", String);
    await until(() => expect(asked[1]!.isAborted).toBe(true));
    await ended;
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });
});

describe("the examples", () => {
  // What they print is written beside it, after an arrow.
  const printed = ["packages/browser/README.md", "packages/browser-core/README.md"];

  it.each(
    printed.flatMap((path) => blocksOf(path).map((code, at) => [path, at + 1, code] as const)),
  )("of %s, number %i, print what they say", async (_path, _at, code) => {
    const lines: string[] = [];
    const log = vi.spyOn(console, "log").mockImplementation((...values: unknown[]) => {
      lines.push(format(...values));
    });
    await runBlock(code);
    log.mockRestore();
    expect(lines).toEqual([...code.matchAll(/\/\/ → (.*)$/gm)].map(([, text]) => text));
  });

  const documents = ["README.md", ...readdirSync(join(root, "packages")).map(readmeOf)];

  it("compile", () => {
    const there = documents.filter((path) => existsSync(join(root, path)));
    expect(complaintsOf(there.flatMap(blocksOf))).toEqual([]);
  }, 60_000);
});

function readmeOf(name: string): string {
  return `packages/${name}/README.md`;
}

describe("a function that a document links", () => {
  const documents = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => join("docs", path));

  it.each(documents)("is where %s says", (document) => {
    const links = [...read(document).matchAll(/\[`(\w+)`\]\(([^)#]+)\)/g)];
    for (const [, name, target] of links) {
      const text = read(join(dirname(document), target!));
      expect(text, `${name!} in ${target!}`).toMatch(new RegExp(`\\b${name!}\\b`));
    }
  });
});
