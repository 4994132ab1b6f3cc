import type { Cx, Outcome, PanicInfo, RuntimeError } from "@asupersync/browser";
import { useAsupersyncTask } from "./use-task.js";

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => {};

interface Hit {
  readonly name: string;
}
const find = async (cx: Cx, query: string, limit?: number): Promise<Hit[]> => {
  await cx.sleep(limit ?? query.length);
  return [];
};

export function useInferredArguments(): void {
  const search = useAsupersyncTask(find, { mode: "latest" });
  same<typeof search.value, Hit[] | undefined>(true);
  same<typeof search.lastValue, Hit[] | undefined>(true);
  same<ReturnType<typeof search.run>, Promise<Outcome<Hit[]>>>(true);
  void search.run("ada");
  void search.run("ada", 3);
  // @ts-expect-error -- the query is missing
  void search.run();
  // @ts-expect-error -- the query is a string
  void search.run(1);
  // @ts-expect-error -- nothing takes a third argument
  void search.run("ada", 3, 4);
  // @ts-expect-error -- no such mode
  useAsupersyncTask(find, { mode: "last" });
}

export function useInlineBody(): void {
  const length = useAsupersyncTask(async (cx, text: string) => {
    cx.checkpoint();
    return text.length;
  });
  same<typeof length.value, number | undefined>(true);
  void length.run("ada");
  const none = useAsupersyncTask(async (cx) => cx.now());
  void none.run();
  // @ts-expect-error -- the body takes no argument
  void none.run(1);
}

export function useNarrowing(): void {
  const search = useAsupersyncTask(find);
  switch (search.status) {
    case "ok":
      same<typeof search.value, Hit[]>(true);
      same<typeof search.error, undefined>(true);
      same<typeof search.isPending, false>(true);
      break;
    case "err":
      same<typeof search.error, RuntimeError>(true);
      same<typeof search.value, undefined>(true);
      break;
    case "panicked":
      same<typeof search.error, PanicInfo>(true);
      break;
    case "pending":
      same<typeof search.isPending, true>(true);
      same<typeof search.outcome, undefined>(true);
      break;
    case "cancelled":
      void search.outcome.cancel.kind;
      break;
    case "idle":
      same<typeof search.value, undefined>(true);
  }
}

export function useDeps(query: string): void {
  useAsupersyncTask(find, { deps: [query] });
  useAsupersyncTask(find, { deps: [query, 3] });
  useAsupersyncTask(() => 1, { deps: [query, Symbol("any")] });
  // @ts-expect-error -- the body needs a query
  useAsupersyncTask(find, { deps: [] });
  // @ts-expect-error -- and it is a string
  useAsupersyncTask(find, { deps: [1] });
}

export function useGenerators(): void {
  const task = useAsupersyncTask(function* (cx: Cx, count: number) {
    yield* cx.sleep(count);
    return "done";
  });
  same<typeof task.value, string | undefined>(true);
  void task.run(1);
}
