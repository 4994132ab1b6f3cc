import { describe, expect, it } from "vitest";
import {
  FINISH_COMPLETED,
  FINISH_FINALIZE,
  FINISH_INDEX_SHIFT,
  Notice,
  NOTICE_OUTCOME_SHIFT,
  NOTICE_SHIFT,
  Outcome,
  SLOT_BITS,
  Verb,
} from "./generated/abi.js";
import {
  finalizerOf,
  finishOutcomeOf,
  isCompleted,
  noticeOf,
  noticeOutcomeOf,
  slotOf,
  verbOf,
} from "./handle.js";

const lastSlot = 2 ** SLOT_BITS - 1;

describe("what an answer holds", () => {
  it("is a slot and a verb for a dispatch", () => {
    const answer = lastSlot | (Verb.Cancel << SLOT_BITS);
    expect([slotOf(answer), verbOf(answer)]).toEqual([lastSlot, Verb.Cancel]);
  });

  it("is a slot, a notice and an outcome for an action", () => {
    const answer =
      lastSlot | (Notice.CapsuleAbort << NOTICE_SHIFT) | (Outcome.Panicked << NOTICE_OUTCOME_SHIFT);
    expect(slotOf(answer)).toBe(lastSlot);
    expect(noticeOf(answer)).toBe(Notice.CapsuleAbort);
    expect(noticeOutcomeOf(answer)).toBe(Outcome.Panicked);
  });

  it("is an outcome once a task is over", () => {
    const answer = FINISH_COMPLETED | Outcome.Cancelled;
    expect([isCompleted(answer), finishOutcomeOf(answer)]).toEqual([true, Outcome.Cancelled]);
    expect(finalizerOf(answer)).toBe(-1);
  });

  it("is the index of a finalizer before that", () => {
    const answer = FINISH_FINALIZE | (3 << FINISH_INDEX_SHIFT);
    expect([isCompleted(answer), finalizerOf(answer)]).toEqual([false, 3]);
  });
});
