import { beforeAll, describe, expect, it } from "vitest";
import { openSample } from "../sample/recorded.js";
import { recordSearchSession } from "../sample/search-session.js";
import { run } from "./run.js";

describe("the command line", () => {
  let bytes: Uint8Array<ArrayBuffer>;
  let other: Uint8Array<ArrayBuffer>;
  let digest: string;
  beforeAll(async () => {
    const sample = await openSample();
    bytes = sample.bytes;
    other = await recordSearchSession(3);
    await sample.replay.verify();
    digest = sample.replay.digest();
  });

  async function call(...words: string[]) {
    const flipped = bytes.slice();
    flipped[500] = (flipped[500] as number) ^ 4;
    const files: Record<string, Uint8Array<ArrayBuffer>> = {
      "run.asxt": bytes,
      "other.asxt": other,
      "cut.asxt": bytes.slice(0, bytes.length - 300),
      "flipped.asxt": flipped,
      "empty.asxt": new Uint8Array(),
      "notes.txt": new TextEncoder().encode("nothing of ours"),
    };
    const out: string[] = [];
    const error: string[] = [];
    const written = new Map<string, string>();
    const exit = await run(words, {
      out: (text) => void out.push(text),
      error: (text) => void error.push(text),
      read: (path) => {
        const file = files[path];
        return file ? Promise.resolve(file) : Promise.reject(new Error(`no such file: ${path}`));
      },
      write: (path, text) => Promise.resolve(void written.set(path, text)),
    });
    return { exit, out: out.join("\n"), error: error.join("\n"), written };
  }

  it("verifies a good file with the kernel's own digest", async () => {
    const { exit, out } = await call("verify", "run.asxt");
    expect(exit).toBe(0);
    expect(out).toMatch(/^verified /);
    expect(out).toContain(digest);
  });

  it("says the verdict to programs", async () => {
    const { out } = await call("verify", "--json", "run.asxt");
    expect(JSON.parse(out)).toMatchObject({ verdict: { kind: "verified" }, digest });
  });

  it("verifies a cut file as far as it goes, and says where it ends", async () => {
    const { exit, out } = await call("verify", "cut.asxt");
    expect(exit).toBe(4);
    expect(out).toMatch(/verified up to input/);
    expect(out).toMatch(/where {2}Byte/);
  });

  it("finds one flipped bit", async () => {
    const { exit, out } = await call("verify", "flipped.asxt");
    expect(exit).toBe(4);
    expect(out).toMatch(/is damaged/);
  });

  it.each(["empty.asxt", "notes.txt"])("refuses %s in three sentences", async (path) => {
    const { exit, error } = await call("verify", path);
    expect(exit).toBe(4);
    expect(error).toMatch(/what .*\n.*where .*\n.*do /);
  });

  it("says that a file is not there", async () => {
    const { exit, error } = await call("show", "gone.asxt");
    expect(exit).toBe(3);
    expect(error).toContain("no such file");
  });

  it("shows events in words, and what went wrong", async () => {
    const { exit, out } = await call("show", "run.asxt");
    expect(exit).toBe(0);
    expect(out).toContain("app/search box/search#2");
    expect(out).toContain("Obligation leaked: app/save draft/lease");
  });

  it("shows only the inputs and the words that were asked for", async () => {
    const { out } = await call("show", "run.asxt", "--from", "120", "--to=125", "--json");
    const inputs = out.split("\n").map((line) => (JSON.parse(line) as { input: number }).input);
    expect(Math.min(...inputs)).toBeGreaterThanOrEqual(120);
    expect(Math.max(...inputs)).toBe(125);
    const { out: found } = await call("show", "run.asxt", "--find", "stock -clock", "--json");
    expect(found).toContain("stock");
    expect(found).not.toContain("timer armed");
  });

  it("finds where two runs part", async () => {
    expect((await call("diff", "run.asxt", "run.asxt")).exit).toBe(0);
    const { exit, out } = await call("diff", "run.asxt", "other.asxt");
    expect(exit).toBe(1);
    expect(out).toMatch(/A input \d+ .*search#4 is spawned/);
    expect(out).toMatch(/B input \d+ /);
  });

  it("exports what other tools read", async () => {
    const { written } = await call("export", "chrome", "run.asxt", "--out", "a.json");
    const { traceEvents } = JSON.parse(written.get("a.json") ?? "") as { traceEvents: unknown[] };
    expect(traceEvents.length).toBeGreaterThan(100);
    const { out } = await call("export", "json", "run.asxt");
    expect(JSON.parse(out)).toMatchObject({ verdict: { kind: "verified" } });
  });

  it.each([[[]], [["dance"]], [["verify"]], [["verify", "a", "b"]], [["show", "--from", "x"]]])(
    "explains itself when it is called as %j",
    async (words) => {
      const { exit, error } = await call(...words);
      expect(exit).toBe(2);
      expect(error).toContain("verify FILE");
    },
  );

  it("helps", async () => {
    expect((await call("--help")).out).toContain("Exit codes");
  });
});
