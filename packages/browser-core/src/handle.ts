import {
  FINISH_COMPLETED,
  FINISH_FINALIZE,
  FINISH_INDEX_SHIFT,
  FINISH_OUTCOME_MASK,
  NOTICE_MASK,
  NOTICE_OUTCOME_SHIFT,
  NOTICE_SHIFT,
  SLOT_BITS,
  type Kernel,
  type Notice,
  type Outcome,
  type Verb,
} from "./generated/abi.js";

/**
 * Names one object of one instance. Slots are used again, generations are not, so a handle that
 * outlives its object is refused as stale and never names another one.
 */
export interface Handle {
  readonly slot: number;
  readonly generation: number;
}

const slotMask = 2 ** SLOT_BITS - 1;

/** The region of everything. */
export const ROOT_SLOT = 1;

/** The handle that names what is in `slot` now. */
export const handleAt = (kernel: Kernel, slot: number): Handle => ({
  slot,
  generation: kernel.handleGeneration(slot),
});

/** The slot in what `pumpNext` or `actionNext` answered. */
export const slotOf = (answer: number): number => answer & slotMask;

/** The verb in what `pumpNext` answered. */
export const verbOf = (answer: number): Verb => (answer >>> SLOT_BITS) as Verb;

/** The notice in what `actionNext` answered. */
export const noticeOf = (answer: number): Notice =>
  ((answer >>> NOTICE_SHIFT) & NOTICE_MASK) as Notice;

/** The outcome in what `actionNext` answered, of a task or region that ended. */
export const noticeOutcomeOf = (answer: number): Outcome =>
  (answer >>> NOTICE_OUTCOME_SHIFT) as Outcome;

/** Whether what `taskFinish` or `taskFinalized` answered says that the task is over. */
export const isCompleted = (answer: number): boolean => (answer & FINISH_COMPLETED) !== 0;

/** The outcome in such an answer, once it is over. */
export const finishOutcomeOf = (answer: number): Outcome =>
  (answer & FINISH_OUTCOME_MASK) as Outcome;

/** The index of the finalizer to run next, or -1. */
export const finalizerOf = (answer: number): number =>
  (answer & FINISH_FINALIZE) !== 0 ? answer >> FINISH_INDEX_SHIFT : -1;
