import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { KernelLoadError, type KernelLoadCode } from "./errors.js";
import { loadKernel, type KernelSource, type KernelTier } from "./load.js";

const fileOf = (tier: KernelTier) =>
  new Uint8Array(readFileSync(new URL(`../dist/wasm/${tier}.wasm`, import.meta.url)));

const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

// (module (import "env" "f" (func)))
const importingModule = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0],
  ...[2, 9, 1, 3, 0x65, 0x6e, 0x76, 1, 0x66, 0, 0],
);

async function codeOf(options: { tier?: KernelTier; wasm?: KernelSource }) {
  const error: unknown = await loadKernel(options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(KernelLoadError);
  return (error as KernelLoadError).code;
}

const answering = (response: () => Response) =>
  vi.spyOn(globalThis, "fetch").mockImplementation(() => Promise.resolve(response()));

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("loadKernel", () => {
  it.each(["core-min", "core-trace", "full-dev"] as const)("opens the inlined %s", async (tier) => {
    const { kernel, memory, tier: loaded, sha256 } = await loadKernel({ tier });
    expect(loaded).toBe(tier);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(kernel.runtimeOpen(1, 2, 0)).toBe(0);
    expect(kernel.handleGeneration(1)).toBeGreaterThan(0);
    expect(memory.bytes).toBeGreaterThan(0);
  });

  it("gives each instance a memory of its own", async () => {
    const [one, two] = [await loadKernel(), await loadKernel()];
    one.kernel.runtimeOpen(1, 1, 0);
    two.kernel.runtimeOpen(1, 1, 0);
    one.kernel.regionOpen(1, one.kernel.handleGeneration(1), 0, 0);
    expect(one.kernel.handleGeneration(2)).toBeGreaterThan(0);
    expect(two.kernel.handleGeneration(2)).toBe(0);
  });

  it("compiles a tier once", async () => {
    await loadKernel({ tier: "core-min" });
    const compile = vi.spyOn(WebAssembly, "compile");
    await loadKernel({ tier: "core-min" });
    expect(compile).not.toHaveBeenCalled();
  });

  it("takes bytes, a module, a response and an address", async () => {
    const file = fileOf("core-min");
    answering(() => new Response(file));
    const sources: KernelSource[] = [
      file,
      await WebAssembly.compile(file),
      new Response(file),
      "https://example.test/kernel.wasm",
      new URL("https://example.test/other.wasm"),
    ];
    for (const wasm of sources) expect((await loadKernel({ wasm })).tier).toBe("core-min");
  });

  it("names what it took as the inlined kernel is named", async () => {
    const wasm = fileOf("core-trace");
    const inlined = await loadKernel({ tier: "core-trace" });
    expect((await loadKernel({ wasm })).sha256).toBe(inlined.sha256);
  });

  it("tries an address again after a failure", async () => {
    const wasm = "https://example.test/again.wasm";
    answering(() => new Response("", { status: 503 }));
    expect(await codeOf({ wasm })).toBe("fetch-failed");
    answering(() => new Response(fileOf("core-min")));
    expect((await loadKernel({ wasm })).tier).toBe("core-min");
  });
});

describe("a KernelLoadError", () => {
  const html = () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } });
  const cases: [KernelLoadCode, string, () => { tier?: KernelTier; wasm?: KernelSource }][] = [
    ["wasm-wrong", "a file that does not compile", () => ({ wasm: Uint8Array.of(1, 2, 3) })],
    ["wasm-wrong", "a module that is no kernel", () => ({ wasm: emptyModule })],
    ["wasm-wrong", "a module with imports", () => ({ wasm: importingModule })],
    ["content-type", "a page instead of the file", () => ({ wasm: html() })],
    ["fetch-failed", "a missing file", () => ({ wasm: new Response("", { status: 404 }) })],
    ["tier-wrong", "another tier", () => ({ tier: "full-dev", wasm: fileOf("core-min") })],
  ];

  it.each(cases)("says %s for %s", async (code, _, options) => {
    expect(await codeOf(options())).toBe(code);
  });

  it("says wasm-wrong for a kernel of another ABI", async () => {
    const real = (await loadKernel()).kernel.exports;
    const other = { ...real, abi_fingerprint_lo: () => 1 };
    vi.spyOn(WebAssembly, "instantiate").mockResolvedValue({ exports: other } as never);
    expect(await codeOf({})).toBe("wasm-wrong");
  });

  it("says wasm-missing where there is none", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    expect(await codeOf({ wasm: "https://example.test/none.wasm" })).toBe("wasm-missing");
  });

  it.each([
    "WebAssembly.compile(): Compiling or instantiating WebAssembly module violates the following Content Security policy directive",
    "call to WebAssembly.compile() blocked by CSP",
    "Refused to create a WebAssembly object because 'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source",
  ])("says wasm-blocked for: %s", async (message) => {
    vi.spyOn(WebAssembly, "compile").mockRejectedValue(new WebAssembly.CompileError(message));
    expect(await codeOf({ wasm: emptyModule })).toBe("wasm-blocked");
  });

  it("says out-of-memory when the engine refuses an instance", async () => {
    vi.spyOn(WebAssembly, "instantiate").mockRejectedValue(new RangeError("Out of memory"));
    expect(await codeOf({})).toBe("out-of-memory");
  });

  it("says inflate-failed without DecompressionStream, and a later load succeeds", async () => {
    vi.resetModules();
    const fresh = await import("./load.js");
    vi.stubGlobal("DecompressionStream", undefined);
    await expect(fresh.loadKernel()).rejects.toMatchObject({ code: "inflate-failed" });
    vi.unstubAllGlobals();
    expect((await fresh.loadKernel()).tier).toBe("core-min");
  });

  it("names the place and what to do", async () => {
    const wasm = "https://example.test/missing.wasm";
    answering(() => new Response("", { status: 404 }));
    await expect(loadKernel({ wasm })).rejects.toThrow(
      /status 404 \(https:\/\/example\.test\/missing\.wasm\)\. Check address/,
    );
  });
});
