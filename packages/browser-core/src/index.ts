export * from "./generated/abi.js";
export { describe, nextReport, type Report } from "./describe.js";
export { KernelLoadError, type KernelLoadCode } from "./errors.js";
export {
  finalizerOf,
  finishOutcomeOf,
  handleAt,
  isCompleted,
  noticeOf,
  noticeOutcomeOf,
  ROOT_SLOT,
  slotOf,
  verbOf,
  type Handle,
} from "./handle.js";
export {
  loadKernel,
  type KernelInstance,
  type KernelSource,
  type KernelTier,
  type LoadOptions,
} from "./load.js";
export { KernelMemory } from "./memory.js";
export { nameObject, whatTaskDoes, whyNotClosed } from "./explain.js";
export {
  orderEvents,
  type Cause,
  type EventOrder,
  type EventOrderOptions,
  type OrderedObject,
} from "./event-order.js";
export { replayTrace, type DifferenceClass, type Replay, type ReplayVerdict } from "./replay.js";
export { type EventColumns } from "./replay-events.js";
export { type ObjectDescription, type RegionNode } from "./replay-objects.js";
export {
  sectionName,
  TraceError,
  type TraceErrorCode,
  type TraceErrorPlace,
} from "./trace-error.js";
export { type TraceHead } from "./trace-head.js";
export {
  readTrace,
  type Trace,
  type TraceOptions,
  type TraceSection,
  type TraceWarning,
} from "./trace-reader.js";
