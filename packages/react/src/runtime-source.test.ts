import type { RuntimeHandle } from "@asupersync/browser";
import { describe, expect, it, vi } from "vitest";
import { OwnedRuntime } from "./runtime-source.js";

function fakeRuntimes() {
  const closed: number[] = [];
  let count = 0;
  const create = vi.fn(() => {
    const number = ++count;
    return Promise.resolve({
      number,
      close: () => Promise.resolve(closed.push(number)),
    } as unknown as RuntimeHandle);
  });
  return { create, closed };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("OwnedRuntime", () => {
  it("creates nothing until it is retained", async () => {
    const { create } = fakeRuntimes();
    const source = new OwnedRuntime(undefined, undefined, create);
    await settle();
    expect(create).not.toHaveBeenCalled();
    expect(source.state.kind).toBe("starting");
  });

  it("creates one for a mount, unmount and mount in a row, and closes none", async () => {
    const { create, closed } = fakeRuntimes();
    const source = new OwnedRuntime(undefined, undefined, create);
    source.retain()();
    source.retain();
    await settle();
    expect(create).toHaveBeenCalledTimes(1);
    expect(closed).toEqual([]);
    expect(source.state.kind).toBe("ready");
  });

  it("closes after the last release, not in it", async () => {
    const { create, closed } = fakeRuntimes();
    const source = new OwnedRuntime(undefined, undefined, create);
    const release = source.retain();
    await settle();
    release();
    release();
    expect(closed).toEqual([]);
    await settle();
    expect(closed).toEqual([1]);
    expect(source.state.kind).toBe("starting");
  });

  it("closes a runtime that arrives after the release", async () => {
    const { create, closed } = fakeRuntimes();
    const source = new OwnedRuntime(undefined, undefined, create);
    const release = source.retain();
    await Promise.resolve();
    release();
    await settle();
    expect(create).toHaveBeenCalledTimes(1);
    expect(closed).toEqual([1]);
    expect(source.state.kind).toBe("starting");
  });

  it("says why there is none", async () => {
    const onError = vi.fn();
    const error = new Error("no wasm here");
    const source = new OwnedRuntime(undefined, onError, () => Promise.reject(error));
    const listener = vi.fn();
    source.subscribe(listener);
    source.retain();
    await settle();
    expect(source.state).toEqual({ kind: "failed", error });
    expect(listener).toHaveBeenCalledTimes(1);
    expect(onError).toHaveBeenCalledWith(error);
  });
});
