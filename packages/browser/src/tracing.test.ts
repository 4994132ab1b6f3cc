// A captured trace, judged by the native build of the same kernel: other compiler, same digests.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { replayTrace } from "@asupersync/browser-core";
import { describe, expect, it, onTestFinished } from "vitest";
import { all } from "./combinators/all.js";
import { race } from "./combinators/race.js";
import { timeout } from "./combinators/timeout.js";
import { open } from "./tests/open.js";

// Where the native build of the repository is, seen from its root, where the tests run.
const asx = resolve("build/native/native-shim/asx");

async function capture(mode: "live" | "deterministic"): Promise<Uint8Array> {
  const { runtime } = await open({ mode, seed: 11, trace: { enabled: true } });
  await runtime.run(
    async (cx) => {
      cx.defer(() => cx.sleep(1));
      await all(cx, [(own) => own.sleep(2), (own) => own.from(() => Promise.resolve(1))]);
      await race(cx, [(own) => own.sleep(1), (own) => own.sleep(1000)]);
      await timeout(cx, 1, (own) => own.sleep(1000)).then(undefined, () => undefined);
      cx.trace("nearly there");
      const task = cx.spawn((own) => own.mask((inner) => inner.sleep(2)), "masked");
      await cx.yield();
      task.cancel("enough");
      await task.join();
      using lease = cx.obligation("Lease");
      lease.commit();
    },
    { label: "page" },
  );
  return await runtime.tracing.capture();
}

describe.each(["live", "deterministic"] as const)("a trace of a %s run", (mode) => {
  it("verifies in the same build", async () => {
    const replay = await replayTrace(await capture(mode));
    expect(await replay.verify()).toMatchObject({ kind: "same" });
    expect([...replay.trace.strings.values()]).toContain("nearly there");
  });

  it.skipIf(!existsSync(asx))("verifies in the native build", async () => {
    const folder = mkdtempSync(join(tmpdir(), "trace-"));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    const file = join(folder, "run.asxt");
    writeFileSync(file, await capture(mode));
    expect(() => execFileSync(asx, ["verify", file], { encoding: "utf8" })).not.toThrow();
  });
});
