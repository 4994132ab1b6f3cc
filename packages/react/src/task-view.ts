import type { Outcome, PanicInfo } from "@asupersync/browser";

type Kind<T, K extends Outcome<T>["kind"]> = Extract<Outcome<T>, { kind: K }>;

interface Nothing {
  readonly value: undefined;
  readonly error: undefined;
  readonly outcome: undefined;
}

type Ended<T> =
  | {
      readonly status: "ok";
      readonly value: T;
      readonly error: undefined;
      readonly outcome: Kind<T, "ok">;
    }
  | {
      readonly status: "err";
      readonly value: undefined;
      readonly error: Kind<T, "err">["error"];
      readonly outcome: Kind<T, "err">;
    }
  | {
      readonly status: "cancelled";
      readonly value: undefined;
      readonly error: undefined;
      readonly outcome: Kind<T, "cancelled">;
    }
  | {
      readonly status: "panicked";
      readonly value: undefined;
      /** `error.error` is what the body threw. */
      readonly error: PanicInfo;
      readonly outcome: Kind<T, "panicked">;
    };

/** What a component shows of a task. `status` tells the cases apart. */
export type TaskView<T> = {
  /** The value of the last run that ended `ok`; kept while a later one is pending or failed. */
  readonly lastValue: T | undefined;
} & (
  | (Nothing & { readonly status: "idle"; readonly isPending: false })
  | (Nothing & { readonly status: "pending"; readonly isPending: true })
  | (Ended<T> & { readonly isPending: false })
);

const nothing: Nothing = { value: undefined, error: undefined, outcome: undefined };

export const idleView = <T>(lastValue?: T): TaskView<T> => ({
  ...nothing,
  ...{ status: "idle", isPending: false, lastValue },
});

export const pendingView = <T>(lastValue: T | undefined): TaskView<T> => ({
  ...nothing,
  ...{ status: "pending", isPending: true, lastValue },
});

/** The view of a run that has ended. */
export function endedView<T>(outcome: Outcome<T>, lastValue: T | undefined): TaskView<T> {
  const rest = { value: undefined, error: undefined, isPending: false, lastValue } as const;
  switch (outcome.kind) {
    case "ok":
      return { ...rest, status: "ok", value: outcome.value, outcome, lastValue: outcome.value };
    case "err":
      return { ...rest, status: "err", error: outcome.error, outcome };
    case "cancelled":
      return { ...rest, status: "cancelled", outcome };
    case "panicked":
      return { ...rest, status: "panicked", error: outcome.panic, outcome };
  }
}
