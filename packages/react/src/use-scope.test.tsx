// @vitest-environment happy-dom
import { createRuntime, type RuntimeHandle, type ScopeHandle } from "@asupersync/browser";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AsupersyncProvider } from "./provider.js";
import { createGate } from "./tests/gate.js";
import { mount, turn, until } from "./tests/mount.js";
import { useAsupersyncScope } from "./use-scope.js";

let runtime: RuntimeHandle;
const scopes: ScopeHandle[] = [];
function Probe() {
  const scope = useAsupersyncScope({ label: "panel" });
  if (scope && scopes.at(-1) !== scope) scopes.push(scope);
  return <p>{scope?.state ?? "none"}</p>;
}
const page = () => (
  <AsupersyncProvider runtime={runtime}>
    <Probe />
  </AsupersyncProvider>
);

beforeEach(async () => {
  scopes.length = 0;
  runtime = await createRuntime();
});
afterEach(async () => {
  await runtime.close();
});

describe("useAsupersyncScope", () => {
  it("is open while the component is mounted", async () => {
    const view = await mount(page());
    expect(view.container.textContent).toBe("Open");
    expect(scopes[0]!.label).toBe("panel");
    await view.unmount();
    await until(() => expect(scopes[0]!.state).toBe("Closed"));
  });

  it("is another one after StrictMode's second mount, and that one works", async () => {
    const view = await mount(page(), { isStrict: true });
    const scope = scopes.at(-1)!;
    expect(scope.state).toBe("Open");
    expect(await scope.spawn(() => 7)).toBe(7);
    await view.unmount();
  });

  it("cancels what runs in it on unmount, and drains", async () => {
    const gate = createGate();
    const view = await mount(page());
    const task = scopes[0]!.spawn((cx) => gate.search(cx, "slow"));
    await until(() => expect(gate.queries).toEqual(["slow"]));
    await view.unmount();
    await until(() => expect(task.outcome?.kind).toBe("cancelled"));
    expect(gate.aborted).toEqual(["slow"]);
  });

  it("keeps other tasks when one fails", async () => {
    const gate = createGate();
    const view = await mount(page());
    const other = scopes[0]!.spawn((cx) => gate.search(cx, "other"));
    const failing = scopes[0]!.spawn(() => {
      throw new Error("one of many");
    });
    await expect(failing).rejects.toThrow("one of many");
    await turn();
    gate.calls[0]!.resolve("fine");
    expect(await other).toBe("fine");
    await view.unmount();
  });
});
