export { type Body, type BodyResult } from "./body.js";
export { type Budget } from "./budget.js";
export {
  Cancelled,
  type CancelInfo,
  type CancelKind,
  type CancelPhase,
  type CancelRequest,
} from "./cancel.js";
export { type CancelTokenHandle } from "./cancel-token.js";
export { type Capabilities } from "./capabilities.js";
export { type Classification } from "./classify.js";
export { all } from "./combinators/all.js";
export { race } from "./combinators/race.js";
export { timeout } from "./combinators/timeout.js";
export { createRuntime } from "./create.js";
export { type Cx } from "./cx.js";
export {
  AmbientIoError,
  CapabilityDeniedError,
  fail,
  LimitError,
  PanicError,
  ResourceUnavailableError,
  RuntimeClosedError,
  StaleHandleError,
  TaskCancelledError,
  TimeoutError,
  UsageError,
} from "./errors.js";
export { FetchError, type FetchErrorCode } from "./io/fetch-error.js";
export { type FetchOptions, type OwnedResponse } from "./io/fetch.js";
export { type BrowserIo } from "./io/io.js";
export { type ScopeSnapshot, type RuntimeSnapshot, type TaskSnapshot } from "./inspect.js";
export { type Obligation, type ObligationKind } from "./obligation.js";
export { type Operation } from "./operation.js";
export { type RuntimeMode, type RuntimeOptions } from "./options.js";
export { Outcome, type PanicInfo, type RuntimeError } from "./outcome.js";
export { type Report } from "./report.js";
export { type RuntimeHandle } from "./runtime-handle.js";
export { type Limits, type RegionState, type ScopeHandle, type ScopeOptions } from "./scope.js";
export { type TraceApi } from "./tracing.js";
export type { TaskHandle, TaskInfo, TaskOptions, TaskState } from "./task-handle.js";
