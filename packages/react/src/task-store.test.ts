import { createRuntime, type RuntimeHandle, type ScopeSnapshot } from "@asupersync/browser";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TaskStore } from "./task-store.js";
import { createGate } from "./tests/gate.js";

let runtime: RuntimeHandle;
let gate: ReturnType<typeof createGate>;
let store: TaskStore<[query: string], string>;

const open = () =>
  store.open({ kind: "open", scope: runtime.createScope({ policy: "collect-all" }) });
const calls = (...queries: string[]) => vi.waitFor(() => expect(gate.queries).toEqual(queries));
const countTasks = ({ tasks, scopes }: ScopeSnapshot): number =>
  tasks.length + scopes.reduce((sum, scope) => sum + countTasks(scope), 0);
const settle = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(async () => {
  runtime = await createRuntime();
  gate = createGate();
  store = new TaskStore();
  store.body = gate.search;
});
afterEach(async () => {
  await runtime.close();
});

describe("before there is a scope", () => {
  it("only the latest run is kept", async () => {
    const older = store.run("a");
    void store.run("ab");
    expect(store.snapshot.status).toBe("pending");
    expect(await older).toMatchObject({ kind: "cancelled", cancel: { message: "superseded" } });
    open();
    await calls("ab");
  });

  it("a queue keeps all, and starts one", async () => {
    store.mode = "queue";
    void store.run("a");
    void store.run("b");
    open();
    await calls("a");
    gate.calls[0]!.resolve("A");
    await calls("a", "b");
  });

  it("parallel runs all start with it", async () => {
    store.mode = "parallel";
    void store.run("a");
    void store.run("b");
    open();
    await calls("a", "b");
  });

  it("a dropped run stays dropped", async () => {
    store.mode = "drop";
    void store.run("a");
    expect(await store.run("b")).toMatchObject({ kind: "cancelled" });
    open();
    await calls("a");
  });

  it("what is cancelled never starts", async () => {
    const outcome = store.run("a");
    store.cancel("not needed");
    expect(await outcome).toMatchObject({
      cancel: { message: "not needed", phase: "never-started" },
    });
    expect(store.snapshot.status).toBe("cancelled");
    open();
    await settle();
    expect(gate.queries).toEqual([]);
  });

  it("what is closed starts nothing", async () => {
    const outcome = store.run("a");
    store.close();
    expect(await outcome).toMatchObject({ kind: "cancelled" });
    open();
    await settle();
    expect(gate.queries).toEqual([]);
    expect(store.snapshot.status).toBe("idle");
  });
});

describe("a scope that cannot be opened", () => {
  it("ends what waits, and what comes, as err", async () => {
    const error = new Error("no wasm here");
    const waiting = store.run("a");
    store.open({ kind: "failed", error });
    expect(await waiting).toMatchObject({ kind: "err", error });
    expect(await store.run("b")).toMatchObject({ kind: "err", error });
    expect(store.snapshot.error).toBe(error);
  });
});

describe("close", () => {
  it("changes nothing that is shown, whatever still ends", async () => {
    open();
    const outcome = store.run("a");
    await calls("a");
    store.close();
    const before = store.snapshot;
    const listener = vi.fn();
    store.subscribe(listener);
    gate.calls[0]!.resolve("A");
    expect(await outcome).toMatchObject({ kind: "ok", value: "A" });
    expect(listener).not.toHaveBeenCalled();
    expect(store.snapshot).toBe(before);
  });

  it("leaves a store that works when it is opened again", async () => {
    open();
    void store.run("a");
    await calls("a");
    store.close();
    open();
    const outcome = store.run("b");
    await calls("a", "b");
    gate.calls[1]!.resolve("B");
    expect(await outcome).toMatchObject({ value: "B" });
    expect(store.snapshot).toMatchObject({ status: "ok", value: "B" });
  });
});

describe("many runs of mode latest", () => {
  it("leave one live and nothing behind", async () => {
    open();
    for (let i = 0; i < 1000; i++) void store.run(String(i));
    await calls("999");
    gate.calls[0]!.resolve("done");
    await vi.waitFor(() => expect(store.snapshot.status).toBe("ok"));
    await vi.waitFor(() => expect(countTasks(runtime.inspect().root)).toBe(0));
  });
});
