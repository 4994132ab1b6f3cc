import { createRuntime, type RuntimeHandle, type RuntimeOptions } from "@asupersync/browser";

/** What there is of a runtime at the moment. On the server it stays `starting`. */
export type RuntimeState =
  | { readonly kind: "starting" }
  | { readonly kind: "ready"; readonly runtime: RuntimeHandle }
  | { readonly kind: "failed"; readonly error: unknown };

/** Where the hooks of one provider get their runtime from. */
export interface RuntimeSource {
  readonly state: RuntimeState;
  readonly subscribe: (listener: () => void) => () => void;
}

/** How a provider that owns its runtime makes one. A test passes its own. */
export type CreateRuntime = (options?: RuntimeOptions) => Promise<RuntimeHandle>;

const starting: RuntimeState = { kind: "starting" };

/** A runtime that somebody else owns: always there, never closed by us. */
export function givenRuntime(runtime: RuntimeHandle): RuntimeSource {
  const state: RuntimeState = { kind: "ready", runtime };
  return { state, subscribe: () => () => {} };
}

/**
 * A runtime that lives while it is retained.
 *
 * Whether there should be one is looked at a microtask after the last `retain` or release. So the
 * unmount and mount in a row of StrictMode creates one and closes none, and the effects of
 * children, which React cleans up after those of their parent, still find it open.
 */
export class OwnedRuntime implements RuntimeSource {
  state: RuntimeState = starting;
  readonly #create: CreateRuntime;
  readonly #options: RuntimeOptions | undefined;
  readonly #onError: ((error: unknown) => void) | undefined;
  readonly #listeners = new Set<() => void>();
  #retainCount = 0;
  #isCreated = false;
  // Whichever creation was the last; an older one closes what it still gets.
  #generation = 0;

  constructor(
    options?: RuntimeOptions,
    onError?: (error: unknown) => void,
    create: CreateRuntime = createRuntime,
  ) {
    this.#options = options;
    this.#onError = onError;
    this.#create = create;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Keeps the runtime until the function it returns is called. */
  retain(): () => void {
    this.#retainCount += 1;
    queueMicrotask(() => this.#settle());
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      this.#retainCount -= 1;
      queueMicrotask(() => this.#settle());
    };
  }

  #settle(): void {
    const isWanted = this.#retainCount > 0;
    if (isWanted === this.#isCreated) return;
    this.#isCreated = isWanted;
    this.#generation += 1;
    if (isWanted) void this.#start(this.#generation);
    else this.#stop();
  }

  async #start(generation: number): Promise<void> {
    try {
      const runtime = await this.#create(this.#options);
      if (generation === this.#generation) this.#become({ kind: "ready", runtime });
      else await runtime.close("provider unmounted");
    } catch (error) {
      if (generation !== this.#generation) return;
      this.#become({ kind: "failed", error });
      this.#onError?.(error);
    }
  }

  #stop(): void {
    const { state } = this;
    this.#become(starting);
    if (state.kind === "ready") void state.runtime.close("provider unmounted");
  }

  #become(state: RuntimeState): void {
    if (this.state === state) return;
    this.state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}
