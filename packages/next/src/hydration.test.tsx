// @vitest-environment happy-dom
import { act, StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { useAsupersyncTask } from "@asupersync/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createClientRuntime, withAsupersyncClientBoundary } from "./index.js";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
afterEach(() => vi.restoreAllMocks());

const body = vi.fn(() => "found");
function Search() {
  const { status, value } = useAsupersyncTask(body, { deps: [] });
  return <p>{value ?? status}</p>;
}

for (const options of [{}, { fallback: <b>soon</b> }]) {
  describe(`a boundary ${"fallback" in options ? "with" : "without"} a fallback`, () => {
    it("hydrates without a mismatch and then runs its task once", async () => {
      body.mockClear();
      const problem = vi.spyOn(console, "error");
      const Wrapped = withAsupersyncClientBoundary(Search, options);
      const page = (
        <StrictMode>
          <Wrapped />
        </StrictMode>
      );
      const container = document.createElement("div");
      container.innerHTML = renderToString(page);
      const root = await act(async () => hydrateRoot(container, page));
      await act(() => vi.waitFor(() => expect(container.textContent).toBe("found")));
      expect(problem).not.toHaveBeenCalled();
      expect(body).toHaveBeenCalledTimes(1);
      await act(async () => root.unmount());
    });
  });
}

it("a boundary is called after its component", () => {
  expect(withAsupersyncClientBoundary(Search).displayName).toBe("AsupersyncClientBoundary(Search)");
});

it("createClientRuntime gives a runtime in the browser", async () => {
  const runtime = await createClientRuntime();
  expect(await runtime.run(() => 42)).toMatchObject({ kind: "ok", value: 42 });
  await runtime.close();
});
