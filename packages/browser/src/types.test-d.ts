// What must compile, and, under @ts-expect-error, what must not. Run by `npm run check`.
import {
  all,
  createRuntime,
  fail,
  Outcome,
  race,
  timeout,
  type CancelInfo,
  type CancelKind,
  type Cx,
  type Operation,
  type RuntimeError,
  type RuntimeHandle,
  type TaskHandle,
} from "./index.js";

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_T extends true>(): void => undefined;
/** The type of a value, no more and no less. */
const exactly =
  <T>() =>
  <V>(_value: V, ..._: Same<V, T> extends true ? [] : [never]): void =>
    undefined;

export async function inference(runtime: RuntimeHandle): Promise<void> {
  const fromAsync = await runtime.run(async (cx) => {
    exactly<Cx>()(cx);
    return 1;
  });
  exactly<Outcome<number>>()(fromAsync);
  const fromGenerator = await runtime.run(function* (cx) {
    yield* cx.sleep(1);
    return "text";
  });
  exactly<Outcome<string>>()(fromGenerator);
  const fromPlain = await runtime.run(() => true);
  exactly<Outcome<boolean>>()(fromPlain);

  const task = runtime.createScope().spawn(async () => [1, 2]);
  exactly<TaskHandle<number[]>>()(task);
  is<Same<Awaited<typeof task>, number[]>>();
  const joined = task.join();
  exactly<Operation<Outcome<number[]>>>()(joined);
  exactly<Outcome<number[]> | undefined>()(task.outcome);

  const closed = await runtime.close();
  exactly<Outcome<void>>()(closed);

  // @ts-expect-error -- a string is no number
  const _wrong: Outcome<number> = fromGenerator;
  // @ts-expect-error -- a body is a function
  void runtime.run(42);
  // @ts-expect-error -- a promise is not a body: it has started already
  void runtime.run(Promise.resolve(1));
  // @ts-expect-error -- there is no such option
  void runtime.run(() => 1, { deadline: 5 });
  // @ts-expect-error -- there is no such policy
  runtime.createScope({ policy: "one-for-all" });
}

export async function contexts(cx: Cx): Promise<void> {
  const value = await cx.scope(async () => 1);
  exactly<number>()(value);
  const masked = await cx.mask(function* (own) {
    yield* own.yield();
    return "text";
  });
  exactly<string>()(masked);
  const foreign = await cx.from((signal) => {
    exactly<AbortSignal>()(signal);
    return Promise.resolve(new Date());
  });
  exactly<Date>()(foreign);
  const json = await (await cx.io.fetch("/")).json();
  exactly<unknown>()(json);

  // @ts-expect-error -- foreign data has no type until somebody checks it
  const _rows: string[] = await (await cx.io.fetch("/")).json();
  // @ts-expect-error -- the runtime gives the signal
  cx.io.fetch("/", { signal: new AbortController().signal });
  // @ts-expect-error -- a time is a number
  cx.sleep("5");
  // @ts-expect-error -- io obligations are held by capsules
  cx.obligation("IoOp");
  // @ts-expect-error -- there is no such capability
  cx.restrict({ cookies: true });
  // @ts-expect-error -- a context is not made by hand
  cx.signal = new AbortController().signal;
}

export function* delegation(cx: Cx): Generator<unknown, void> {
  const task = cx.spawn(() => 1);
  const value = yield* task;
  exactly<number>()(value);
  const outcome = yield* task.join();
  exactly<Outcome<number>>()(outcome);
  const text = yield* cx.from(() => Promise.resolve("text"));
  exactly<string>()(text);
  const nothing = yield* cx.sleep(1);
  exactly<void>()(nothing);
  const inner = yield* cx.scope(function* () {
    return 7;
  });
  exactly<number>()(inner);
}

export async function combinators(cx: Cx): Promise<void> {
  const three = await all(cx, [
    () => 1,
    async () => "two",
    function* () {
      return true;
    },
  ]);
  exactly<[number, string, boolean]>()(three);
  const first = await race(cx, [async () => 1, () => "two"]);
  exactly<number | string>()(first);
  const timed = await timeout(cx, 5, async (own) => {
    exactly<Cx>()(own);
    return 1;
  });
  exactly<number>()(timed);

  // @ts-expect-error -- bodies, not promises: those have started already
  void all(cx, [Promise.resolve(1)]);
  // @ts-expect-error -- the context comes first
  void race([() => 1]);
  // @ts-expect-error -- there are three of them
  const [_a, _b, _c, _d] = three;
}

export function narrowing(outcome: Outcome<number>): number {
  switch (outcome.kind) {
    case "ok":
      exactly<number>()(outcome.value);
      return outcome.value;
    case "err":
      exactly<RuntimeError>()(outcome.error);
      return outcome.error.message.length;
    case "cancelled":
      exactly<CancelInfo>()(outcome.cancel);
      exactly<CancelKind>()(outcome.cancel.kind);
      return outcome.cancel.time;
    case "panicked":
      exactly<unknown>()(outcome.panic.error);
      return outcome.panic.path.length;
  }
}

export function outcomes(outcome: Outcome<number>): void {
  if (Outcome.isOk(outcome)) exactly<number>()(outcome.value);
  if (Outcome.isErr(outcome)) exactly<RuntimeError>()(outcome.error);
  is<Same<ReturnType<typeof Outcome.unwrap<number, Error>>, number>>();
  const text = Outcome.match(outcome, {
    ok: (value) => value.toFixed(1),
    err: (error) => error.message,
    cancelled: ({ kind }) => kind,
    panicked: ({ message }) => message,
  });
  exactly<string>()(text);
  fail({ code: "anything" });

  // @ts-expect-error -- only an ok has a value
  void outcome.value;
  // @ts-expect-error -- all four are told apart
  Outcome.match(outcome, { ok: () => 1, err: () => 2 });
  // @ts-expect-error -- an outcome is not changed
  outcome.kind = "ok";
}

export async function handles(): Promise<void> {
  const runtime = await createRuntime({ mode: "deterministic", seed: 1 });
  await using _closed = runtime;
  const scope = runtime.createScope("page");
  await using _scope = scope;
  const task = scope.spawn(() => 1);
  task.cancel("why");
  task.cancel({ kind: "Shutdown", message: "why", cleanup: { timeMs: 5 } });

  // @ts-expect-error -- only the runtime says that siblings failed
  task.cancel({ kind: "FailFast" });
  // @ts-expect-error -- a handle's outcome is read, not written
  task.outcome = Outcome.ok(1);
  // @ts-expect-error -- there is no such mode
  void createRuntime({ mode: "fast" });
  // @ts-expect-error -- a seed is a number
  void createRuntime({ seed: "7" });
}
