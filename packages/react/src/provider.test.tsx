// @vitest-environment happy-dom
import { createRuntime, type RuntimeHandle } from "@asupersync/browser";
import { afterEach, describe, expect, it, vi } from "vitest";
import { AsupersyncProvider } from "./provider.js";
import { mount, until } from "./tests/mount.js";
import { useAsupersyncRuntime } from "./use-runtime.js";
import { useAsupersyncScope } from "./use-scope.js";
import { useAsupersyncTask } from "./use-task.js";

let seen: RuntimeHandle | undefined;
function Probe() {
  const runtime = useAsupersyncRuntime();
  if (runtime) seen = runtime;
  return <p>{runtime ? "ready" : "none"}</p>;
}
afterEach(() => {
  seen = undefined;
});

describe("AsupersyncProvider", () => {
  it("shows its children before there is a runtime", async () => {
    const view = await mount(
      <AsupersyncProvider>
        <Probe />
      </AsupersyncProvider>,
    );
    await until(() => expect(view.container.textContent).toBe("ready"));
    await view.unmount();
  });

  it("closes the runtime it has created", async () => {
    const view = await mount(
      <AsupersyncProvider>
        <Probe />
      </AsupersyncProvider>,
      { isStrict: true },
    );
    await until(() => expect(seen).toBeDefined());
    await view.unmount();
    await expect((async () => seen!.run(() => 1))()).rejects.toThrow(/closed/);
  });

  it("uses a given runtime at once and leaves it open", async () => {
    const runtime = await createRuntime();
    const view = await mount(
      <AsupersyncProvider runtime={runtime}>
        <Probe />
      </AsupersyncProvider>,
    );
    expect(view.container.textContent).toBe("ready");
    expect(seen).toBe(runtime);
    await view.unmount();
    expect(await runtime.run(() => 1)).toMatchObject({ kind: "ok", value: 1 });
    await runtime.close();
  });

  it("reports a runtime that cannot be created, and tasks say the same", async () => {
    const onError = vi.fn();
    function Failing() {
      const task = useAsupersyncTask(() => 1, { deps: [] });
      return <p>{task.status === "err" ? task.error.message : task.status}</p>;
    }
    const options = { wasm: new Uint8Array([1, 2, 3]) };
    const view = await mount(
      <AsupersyncProvider options={options} onError={onError}>
        <Failing />
      </AsupersyncProvider>,
    );
    await until(() => expect(onError).toHaveBeenCalledTimes(1));
    const [[error]] = onError.mock.calls as [[Error]];
    expect(error.name).toBe("KernelLoadError");
    await until(() => expect(view.container.textContent).toBe(error.message));
    await view.unmount();
  });
});

describe("a hook without a provider", () => {
  const hooks = {
    useAsupersyncRuntime,
    useAsupersyncScope,
    useAsupersyncTask: () => useAsupersyncTask(() => 1),
  };
  for (const [name, useIt] of Object.entries(hooks)) {
    it(`${name} says what is missing`, async () => {
      vi.spyOn(console, "error").mockImplementation(() => {});
      function Lost() {
        useIt();
        return null;
      }
      await expect(mount(<Lost />)).rejects.toThrow(`${name} needs an <AsupersyncProvider>`);
    });
  }
});
