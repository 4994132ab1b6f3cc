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
