// @vitest-environment happy-dom
import { act } from "react";
import { createRuntime, type Outcome, type RuntimeHandle } from "@asupersync/browser";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AsupersyncProvider } from "./provider.js";
import type { TaskMode } from "./task-store.js";
import { createGate } from "./tests/gate.js";
import { mount, turn, until } from "./tests/mount.js";
import { useAsupersyncTask, type UseTask } from "./use-task.js";

type Search = UseTask<[query: string], string>;

let runtime: RuntimeHandle;
let gate: ReturnType<typeof createGate>;
let task: Search;
let renders: string[];

function Panel({ mode }: { mode?: TaskMode }) {
  task = useAsupersyncTask(gate.search, mode ? { mode } : {});
  renders.push(`${task.status}:${task.lastValue ?? ""}`);
  return null;
}
const page = (mode?: TaskMode, given: RuntimeHandle | undefined = runtime) => (
  <AsupersyncProvider runtime={given}>
    <Panel {...(mode ? { mode } : {})} />
  </AsupersyncProvider>
);
async function run(query: string): Promise<Promise<Outcome<string>>[]> {
  let outcome: Promise<Outcome<string>>;
  await act(async () => {
    outcome = task.run(query);
  });
  return [outcome!];
}
const calls = (...queries: string[]) => until(() => expect(gate.queries).toEqual(queries));

beforeEach(async () => {
  renders = [];
  gate = createGate();
  runtime = await createRuntime();
});
afterEach(async () => {
  await runtime.close();
});

describe("useAsupersyncTask", () => {
  it("is idle, pending and ok, each rendered once", async () => {
    const view = await mount(page());
    const [outcome] = await run("ada");
    await calls("ada");
    await act(async () => gate.calls[0]!.resolve("Ada"));
    await until(() => expect(task.status).toBe("ok"));
    expect(task.value).toBe("Ada");
    expect(await outcome).toMatchObject({ kind: "ok", value: "Ada" });
    expect(renders).toEqual(["idle:", "pending:", "ok:Ada"]);
    await view.unmount();
  });

  it("keeps run and cancel the same in every render", async () => {
    const view = await mount(page());
    const { run: first, cancel } = task;
    await run("ada");
    expect(task.run).toBe(first);
    expect(task.cancel).toBe(cancel);
    await view.unmount();
  });

  it("shows a failure as err, with the error", async () => {
    const view = await mount(page());
    await run("ada");
    await calls("ada");
    await act(async () => gate.calls[0]!.reject(new Error("server is down")));
    await until(() => expect(task.status).toBe("err"));
    expect(task.error?.message).toBe("server is down");
    await view.unmount();
  });

  it("shows a cancel as cancelled, and the old value stays at hand", async () => {
    const view = await mount(page());
    await run("ada");
    await calls("ada");
    await act(async () => gate.calls[0]!.resolve("Ada"));
    await until(() => expect(task.status).toBe("ok"));
    await run("grace");
    await calls("ada", "grace");
    await act(async () => task.cancel("enough"));
    await until(() => expect(task.status).toBe("cancelled"));
    expect(task.outcome?.kind === "cancelled" && task.outcome.cancel.message).toBe("enough");
    expect(task.lastValue).toBe("Ada");
    expect(gate.aborted).toEqual(["grace"]);
    await view.unmount();
  });
});

describe("mode latest", () => {
  it("cancels the older run, whose answer never shows", async () => {
    const view = await mount(page());
    const [older] = await run("ad");
    await calls("ad");
    await run("ada");
    await calls("ad", "ada");
    expect(gate.aborted).toEqual(["ad"]);
    expect(await older).toMatchObject({ kind: "cancelled", cancel: { message: "superseded" } });
    await act(async () => {
      gate.calls[0]!.resolve("late");
      gate.calls[1]!.resolve("Ada");
    });
    await until(() => expect(task.status).toBe("ok"));
    expect(renders).toEqual(["idle:", "pending:", "ok:Ada"]);
    await view.unmount();
  });

  it("starts only the last of several runs of one tick", async () => {
    const view = await mount(page());
    await act(async () => {
      for (const query of ["a", "ad", "ada"]) void task.run(query);
    });
    await calls("ada");
    await turn();
    expect(gate.queries).toEqual(["ada"]);
    await view.unmount();
  });
});

describe("mode queue", () => {
  it("runs one after the other", async () => {
    const view = await mount(page("queue"));
    await run("one");
    await run("two");
    await calls("one");
    await turn();
    expect(gate.queries).toEqual(["one"]);
    await act(async () => gate.calls[0]!.resolve("1"));
    await calls("one", "two");
    expect(task.isPending).toBe(true);
    expect(task.lastValue).toBe("1");
    await act(async () => gate.calls[1]!.resolve("2"));
    await until(() => expect(task.value).toBe("2"));
    await view.unmount();
  });

  it("cancels what waits along with what runs", async () => {
    const view = await mount(page("queue"));
    await run("one");
    const [second] = await run("two");
    await calls("one");
    await act(async () => task.cancel());
    expect(await second).toMatchObject({ cancel: { phase: "never-started" } });
    await until(() => expect(task.status).toBe("cancelled"));
    expect(gate.queries).toEqual(["one"]);
    await view.unmount();
  });
});

describe("mode drop", () => {
  it("ignores a run while one is running", async () => {
    const view = await mount(page("drop"));
    await run("one");
    const [dropped] = await run("two");
    expect(await dropped).toMatchObject({ kind: "cancelled" });
    await calls("one");
    await act(async () => gate.calls[0]!.resolve("1"));
    await until(() => expect(task.value).toBe("1"));
    await run("three");
    await calls("one", "three");
    await view.unmount();
  });
});

describe("mode parallel", () => {
  it("runs side by side and is pending until all have ended", async () => {
    const view = await mount(page("parallel"));
    await run("one");
    await run("two");
    await calls("one", "two");
    await act(async () => gate.calls[1]!.resolve("2"));
    await until(() => expect(task.lastValue).toBe("2"));
    expect(task.isPending).toBe(true);
    await act(async () => gate.calls[0]!.resolve("1"));
    await until(() => expect(task.value).toBe("1"));
    expect(gate.aborted).toEqual([]);
    await view.unmount();
  });
});
