import { describe, expect, it } from "vitest";
import type { Cancelled } from "./cancel.js";
import { cancelOf, errorOf, inBothForms, open, until } from "./tests/open.js";

/** An AbortSignal that counts who listens to it. */
function countedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  let count = 0;
  const added = signal.addEventListener.bind(signal);
  const removed = signal.removeEventListener.bind(signal);
  const listeners = new Set<unknown>();
  Object.assign(signal, {
    addEventListener(type: "abort", listener: () => void, options?: AddEventListenerOptions) {
      listeners.add(listener);
      count++;
      added(type, listener, options);
    },
    removeEventListener(type: "abort", listener: () => void) {
      listeners.delete(listener);
      removed(type, listener);
    },
  });
  return { controller, signal, listeners, added: () => count };
}

describe("signal.modes, signal.no_residue: a foreign signal", () => {
  class Why extends Error {}

  inBothForms<void>(
    "cancels the scope, and its reason arrives everywhere unchanged",
    {
      async: async (cx, log) => {
        const signal = cx.signal;
        let foreign: unknown;
        try {
          await cx.from((aborting) => {
            return new Promise<void>((_resolve, reject) => {
              aborting.addEventListener("abort", () => {
                foreign = aborting.reason;
                reject(aborting.reason as Error);
              });
            });
          });
        } catch (error) {
          log.push(String((error as Cancelled).cancel.reason));
          throw error;
        } finally {
          log.push(String(signal.reason), String(foreign), String(cx.cancelReason?.reason));
        }
      },
      *generator(cx, log) {
        const signal = cx.signal;
        let foreign: unknown;
        try {
          yield* cx.from((aborting) => {
            return new Promise<void>((_resolve, reject) => {
              aborting.addEventListener("abort", () => {
                foreign = aborting.reason;
                reject(aborting.reason as Error);
              });
            });
          });
        } catch (error) {
          log.push(String((error as Cancelled).cancel.reason));
          throw error;
        } finally {
          log.push(String(signal.reason), String(foreign), String(cx.cancelReason?.reason));
        }
      },
    },
    async (body, log) => {
      const { runtime } = await open({ mode: "live" });
      const { controller, signal, listeners } = countedSignal();
      const why = new Why("the user left");
      const running = runtime.run(body, { signal, label: "page" });
      await until(() => runtime.inspect().root.scopes[0]?.tasks[0]?.waitsFor !== undefined);
      controller.abort(why);
      const cancel = cancelOf(await running);
      expect(cancel.reason).toBe(why);
      expect(cancel).toMatchObject({ kind: "User", message: "the user left" });
      expect(log).toEqual(Array(4).fill(String(why)));
      expect(listeners.size).toBe(0);
    },
  );

  it("that was aborted before cancels at once, and nothing runs", async () => {
    const { runtime } = await open();
    let ran = false;
    const outcome = await runtime.run(() => (ran = true), { signal: AbortSignal.abort("gone") });
    expect(cancelOf(outcome).reason).toBe("gone");
    expect(ran).toBe(false);
    const inside = await runtime.run(async (cx) => {
      await cx.scope(() => (ran = true), { signal: AbortSignal.abort("gone") });
    });
    expect(errorOf(inside)).toMatchObject({ name: "TaskCancelledError" });
    expect(ran).toBe(false);
  });

  it("has one listener for a scope, and none after 10 000 scopes", async () => {
    const { runtime } = await open();
    const { controller, signal, listeners, added } = countedSignal();
    for (let i = 0; i < 10_000; i++) {
      const running = runtime.run((cx) => cx.yield(), { signal });
      expect(listeners.size).toBe(1);
      await running;
    }
    expect(listeners.size).toBe(0);
    expect(added()).toBe(10_000);
    controller.abort();
  });

  it("keeps no listener of a scope that could not open", async () => {
    const { runtime } = await open();
    const { signal, listeners } = countedSignal();
    const full = runtime.createScope({ limits: { children: 0 } });
    expect(() => full.createScope({ signal })).toThrow(/limit/);
    const none = { signal, limits: { tasks: 0 } };
    await expect(runtime.run(() => 1, none)).rejects.toMatchObject({ code: "limit" });
    const inside = await runtime.run(async (cx) => await cx.scope(() => 1, none));
    expect(errorOf(inside)).toMatchObject({ code: "limit" });
    await full.close();
    await until(() => runtime.inspect().root.scopes.length === 0);
    expect(listeners.size).toBe(0);
  });
});

describe("signal.modes: signals of the runtime", () => {
  it("abort with what the caller passed on, or with an AbortError that says the message", async () => {
    const { runtime } = await open();
    const [first, second] = [runtime.createScope(), runtime.createScope()];
    const signals = [first.signal, second.signal];
    const why = { anything: true };
    first.cancel({ reason: why });
    second.cancel("a message");
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(first.signal.reason).toBe(why);
    expect(second.signal.reason).toMatchObject({ name: "AbortError", message: "a message" });
  });

  it("stay the same object, abort once, and are aborted at once when it is too late", async () => {
    const { runtime } = await open();
    const scope = runtime.createScope();
    let count = 0;
    scope.signal.addEventListener("abort", () => count++);
    expect(scope.signal).toBe(scope.signal);
    scope.cancel("first");
    scope.cancel({ kind: "Shutdown", message: "stronger" });
    await scope.close();
    expect(count).toBe(1);
    const late = runtime.createScope();
    late.cancel("before anybody asked");
    expect(late.signal.aborted).toBe(true);
  });

  it("do not abort when the work ends by itself", async () => {
    const { runtime } = await open();
    let signal: AbortSignal | undefined;
    await runtime.run(async (cx) => {
      signal = cx.signal;
      await cx.sleep(1);
    });
    expect(signal?.aborted).toBe(false);
  });

  it("reach the tasks of the scopes below", async () => {
    const { runtime } = await open({ mode: "live" });
    const scope = runtime.createScope();
    const signals: AbortSignal[] = [];
    scope.createScope().spawn(async (cx) => {
      signals.push(cx.signal);
      await cx.sleep(Infinity);
    });
    await until(() => signals.length === 1);
    scope.cancel("above");
    expect(signals[0]?.aborted).toBe(true);
    await scope.close();
  });
});

describe("a cancel token", () => {
  it("cancels every scope that was opened with it, once", async () => {
    const { runtime } = await open();
    const token = runtime.createCancelToken("navigation");
    const scopes = [1, 2, 3].map(() => runtime.createScope({ signal: token.signal }));
    expect(token.isCancelled).toBe(false);
    token.cancel();
    token.cancel("again");
    expect(token.isCancelled).toBe(true);
    for (const scope of scopes) {
      expect(cancelOf(await scope.close()).message).toBe("navigation");
    }
  });
});

describe("cancel.chain: a chain of causes", () => {
  it("names what was asked first, and has at most 16 links", async () => {
    const { runtime } = await open({ mode: "live" });
    const top = runtime.createScope("top");
    let scope = top;
    for (let i = 0; i < 30; i++) scope = scope.createScope(`s${i}`);
    let isWaiting = false;
    const task = scope.spawn(async (cx) => {
      isWaiting = true;
      await cx.sleep(Infinity);
    });
    await until(() => isWaiting);
    await top.close({ cancel: "from the top" });
    const cancel = cancelOf(task.outcome);
    expect(cancel.kind).toBe("ParentCancelled");
    const links = [];
    for (let at = cancel.cause; at !== undefined; at = at.cause) links.push(at);
    expect(links.length).toBeLessThanOrEqual(16);
    expect(links.at(-1)).toMatchObject({ kind: "User", message: "from the top", origin: "top" });
    expect(cancel.truncated).toBeGreaterThan(0);
    expect(JSON.parse(JSON.stringify(cancel))).toMatchObject({ kind: "ParentCancelled" });
  });
});
