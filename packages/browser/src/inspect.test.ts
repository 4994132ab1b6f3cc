import { describe, expect, it } from "vitest";
import { open, until } from "./tests/open.js";

describe("runtime.inspect", () => {
  it("shows the tree, and in words what each task waits for", async () => {
    const { runtime } = await open({ mode: "live" });
    const scope = runtime.createScope("page");
    let isWaiting = 0;
    scope.spawn(async (cx) => {
      const child = cx.spawn(async (own) => {
        own.obligation("Lease");
        isWaiting++;
        await own.sleep(Infinity);
      }, "sleeper");
      cx.spawn((own) => own.from(() => (isWaiting++, new Promise<void>(() => undefined))), "io");
      cx.spawn(async (own) => {
        await own.scope(async (inner) => (isWaiting++, await inner.sleep(Infinity)), "inner");
      }, "owner");
      isWaiting++;
      await child;
    }, "main");
    await until(() => isWaiting === 4);
    await new Promise<void>((resolve) => void setImmediate(resolve));
    const [page] = runtime.inspect().root.scopes;
    expect(page).toMatchObject({ path: "page", state: "Open", cancel: undefined });
    const waits = Object.fromEntries(page?.tasks.map((task) => [task.path, task.waitsFor]) ?? []);
    expect(waits).toEqual({
      "page/main#1": "task page/sleeper#2",
      "page/sleeper#2": "a time",
      "page/io#3": "a foreign operation",
      "page/owner#4": "its child scope page/inner",
    });
    expect(page?.scopes.map(({ path }) => path)).toEqual(["page/inner"]);
    expect(page?.blockedBy).toBe("4 tasks, 1 child scope, 2 obligations");
    scope.cancel({ message: "stop", cleanup: { timeMs: 1 } });
    const asked = runtime.inspect().root.scopes[0];
    expect(asked?.cancel).toMatchObject({ kind: "User", message: "stop" });
    await scope.close();
    expect(runtime.inspect().root).toMatchObject({ scopes: [], tasks: [], state: "Open" });
  });

  it("is plain data", async () => {
    const { runtime } = await open();
    const scope = runtime.createScope("page");
    scope.spawn((cx) => cx.sleep(Infinity));
    scope.cancel("stop");
    expect(() => structuredClone(JSON.parse(JSON.stringify(runtime.inspect())))).not.toThrow();
  });

  it("works on a runtime that is closed", async () => {
    const { runtime } = await open();
    await runtime.close();
    expect(runtime.inspect().root.scopes).toEqual([]);
  });
});
