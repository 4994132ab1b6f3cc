// For the tests: mounting without a testing library. Not part of the package.
import { act, StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { vi } from "vitest";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

/** Renders into a fresh element; everything React does is done when it resolves. */
export async function mount(element: ReactNode, { isStrict = false } = {}) {
  const container = document.createElement("div");
  const root = createRoot(container);
  const wrap = (node: ReactNode) => (isStrict ? <StrictMode>{node}</StrictMode> : node);
  const render = (node: ReactNode) => act(async () => root.render(wrap(node)));
  await render(element);
  return {
    container,
    render,
    unmount: () => act(async () => root.unmount()),
  };
}

/** Waits until `expectation` no longer throws, letting React render meanwhile. */
export const until = (expectation: () => void): Promise<void> =>
  act(async () => {
    await vi.waitFor(expectation, { timeout: 3_000, interval: 2 });
  });

/** Lets everything that is already due happen. */
export const turn = (): Promise<void> =>
  act(async () => {
    for (let hop = 0; hop < 4; hop++) await new Promise((resolve) => setImmediate(resolve));
  });
