// @vitest-environment happy-dom
import { act } from "react";
import { createRuntime, type Cx, type Outcome, type RuntimeHandle } from "@asupersync/browser";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AsupersyncProvider } from "./provider.js";
import { createGate } from "./tests/gate.js";
import { mount, turn, until } from "./tests/mount.js";
import { useAsupersyncTask } from "./use-task.js";

let runtime: RuntimeHandle;
let gate: ReturnType<typeof createGate>;
let runLater: (query: string) => Promise<Outcome<string>>;
let statuses: string[];

function Panel({ query }: { query: string }) {
  const task = useAsupersyncTask(gate.search, { deps: [query], label: "search" });
  runLater = task.run;
  statuses.push(task.status);
  return <p>{task.value}</p>;
}
const page = (query: string) => (
  <AsupersyncProvider runtime={runtime}>
    <Panel query={query} />
  </AsupersyncProvider>
);
const calls = (...queries: string[]) => until(() => expect(gate.queries).toEqual(queries));

beforeEach(async () => {
  statuses = [];
  gate = createGate();
  runtime = await createRuntime();
});
afterEach(async () => {
  await runtime.close();
});

describe("deps", () => {
  it("run on mount and on change, and are the arguments", async () => {
    const view = await mount(page("a"));
    await calls("a");
    await view.render(page("a"));
    await view.render(page("ab"));
    await calls("a", "ab");
    expect(gate.aborted).toEqual(["a"]);
    await act(async () => gate.calls[1]!.resolve("AB"));
    await until(() => expect(view.container.textContent).toBe("AB"));
    await view.unmount();
  });

  it("may be anything for a body without arguments", async () => {
    const body = vi.fn(() => "done");
    function Page({ id }: { id: number }) {
      return <p>{useAsupersyncTask(body, { deps: [id] }).value}</p>;
    }
    const wrap = (id: number) => (
      <AsupersyncProvider runtime={runtime}>
        <Page id={id} />
      </AsupersyncProvider>
    );
    const view = await mount(wrap(1));
    await until(() => expect(view.container.textContent).toBe("done"));
    await view.render(wrap(2));
    await until(() => expect(body).toHaveBeenCalledTimes(2));
    await view.unmount();
  });
});

describe("StrictMode", () => {
  it("sends one request and aborts none", async () => {
    const view = await mount(page("a"), { isStrict: true });
    await calls("a");
    await turn();
    expect(gate.queries).toEqual(["a"]);
    expect(gate.aborted).toEqual([]);
    await view.unmount();
  });

  it("sends one request with a runtime that comes later, too", async () => {
    const view = await mount(
      <AsupersyncProvider>
        <Panel query="a" />
      </AsupersyncProvider>,
      { isStrict: true },
    );
    await calls("a");
    await turn();
    expect(gate.queries).toEqual(["a"]);
    expect(gate.aborted).toEqual([]);
    await view.unmount();
  });
});

describe("unmounting", () => {
  it("cancels what runs and sets nothing afterwards", async () => {
    const problem = vi.spyOn(console, "error").mockImplementation(() => {});
    const view = await mount(page("a"));
    await calls("a");
    const before = statuses.length;
    await view.unmount();
    await until(() => expect(gate.aborted).toEqual(["a"]));
    await turn();
    expect(statuses.length).toBe(before);
    expect(problem).not.toHaveBeenCalled();
    problem.mockRestore();
  });

  it("starts nothing of what was run in the same tick", async () => {
    const view = await mount(page("a"));
    await calls("a");
    const late = runLater("b");
    await view.unmount();
    expect(await late).toMatchObject({ kind: "cancelled" });
    await turn();
    expect(gate.queries).toEqual(["a"]);
  });

  it("answers a run after it with cancelled", async () => {
    const view = await mount(page("a"));
    await view.unmount();
    expect(await runLater("b")).toMatchObject({ kind: "cancelled" });
    expect(gate.queries).not.toContain("b");
  });

  it("waits for cleanup before the scope is closed", async () => {
    const steps: string[] = [];
    const body = async (cx: Cx) => {
      try {
        await cx.sleep(60_000);
      } finally {
        await cx.sleep(1);
        steps.push("cleaned up");
      }
    };
    function Page() {
      useAsupersyncTask(body, { deps: [] });
      return null;
    }
    const view = await mount(
      <AsupersyncProvider runtime={runtime}>
        <Page />
      </AsupersyncProvider>,
    );
    await turn();
    await view.unmount();
    await until(() => expect(steps).toEqual(["cleaned up"]));
  });
});

describe("a body", () => {
  function show<R>(body: (cx: Cx) => R) {
    let seen = "";
    function Page() {
      const task = useAsupersyncTask(body, { deps: [] });
      seen = `${task.status} ${String(task.value ?? task.error?.message ?? "")}`;
      return null;
    }
    const element = (
      <AsupersyncProvider runtime={runtime}>
        <Page />
      </AsupersyncProvider>
    );
    return { element, read: () => seen };
  }

  it("may be a generator", async () => {
    const { element, read } = show(function* (cx: Cx) {
      yield* cx.sleep(1);
      return "yielded";
    });
    const view = await mount(element);
    await until(() => expect(read()).toBe("ok yielded"));
    await view.unmount();
  });

  it("that has a defect is shown as panicked", async () => {
    const { element, read } = show(() => (undefined as unknown as string).length);
    const view = await mount(element);
    await until(() => expect(read()).toMatch(/^panicked Cannot read/));
    await view.unmount();
  });
});

describe("a runtime that its owner closes", () => {
  it("ends tasks as cancelled, and later runs as err", async () => {
    let status = "";
    let code: string | undefined;
    function Page() {
      const task = useAsupersyncTask(gate.search);
      runLater = task.run;
      status = task.status;
      code = task.status === "err" ? task.error.code : undefined;
      return null;
    }
    const view = await mount(
      <AsupersyncProvider runtime={runtime}>
        <Page />
      </AsupersyncProvider>,
    );
    await act(async () => void runLater("a"));
    await calls("a");
    await act(async () => void (await runtime.close("page is over")));
    await until(() => expect(status).toBe("cancelled"));
    await act(async () => void (await runLater("b")));
    await until(() => expect(status).toBe("err"));
    expect(code).toMatch(/stale-handle|runtime-closed/);
    await view.unmount();
  });
});
