/* oracle_table.c -- what each oracle watches, and what each finding says.
 *
 * One line an oracle: name, invariant as semantics section 10 words it, rules.
 * docs/RULES.md reads these lines.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

static const asx_oracle_info oracles[ASX_ORACLE_COUNT] = {
    [ASX_ORACLE_NONE] = {"none", "", ""},
    [ASX_ORACLE_OWNER] = {"owner", "single owner", "obligation.holder"},
    [ASX_ORACLE_TREE] = {"tree", "tree (one root, parent and child agree)",
                         "region.admission region.states"},
    [ASX_ORACLE_ORPHAN] = {"orphan", "no orphan task",
                           "task.spawn region.admission"},
    [ASX_ORACLE_QUIESCENCE] = {"quiescence", "region close means quiescence",
                               "region.close region.close_complete"},
    [ASX_ORACLE_PROPAGATION] =
        {"propagation", "cancel propagates down, parents first",
         "cancel.cascade cancel.request budget.exhaust policy.fail_fast"},
    [ASX_ORACLE_REASON] = {"reason", "reasons only strengthen",
                           "cancel.strengthen cancel.idempotent"},
    [ASX_ORACLE_PHASE] = {"phase", "phases only advance",
                          "task.states region.states capsule.states "
                          "pump.states capsule.abort_once "
                          "cancel.never_started"},
    [ASX_ORACLE_MASK] = {"mask", "mask bounded",
                         "mask.defer mask.bounded mask.monotone "
                         "cancel.acknowledge"},
    [ASX_ORACLE_DEADLINE] = {"deadline", "deadlines monotone",
                             "budget.child budget.meet cancel.idempotent"},
    [ASX_ORACLE_OBLIGATION] =
        {"obligation", "obligations linear, bounded, ledger empty on close",
         "obligation.states obligation.leak obligation.cancel_neutral "
         "capsule.obligation capsule.drain"},
    [ASX_ORACLE_LOSER] = {"loser", "losers drained",
                          "cancel.outcome cancel.drain"},
    [ASX_ORACLE_FINALIZER] = {"finalizer", "finalizers all ran, LIFO",
                              "finalizer.order finalizer.budget "
                              "cancel.finalize"},
    [ASX_ORACLE_LANE] = {"lane", "lane consistency, no lost or duplicate wake",
                         "sched.lanes sched.order task.wake_dedup "
                         "task.late_wake"},
    [ASX_ORACLE_FAIRNESS] = {"fairness", "fairness bound", "sched.fair"},
    [ASX_ORACLE_CHANNEL] =
        {"channel",
         "channel atomicity (reserve => commit xor abort, "
         "nothing lost, nothing twice)",
         "channel.two_phase mpsc.drain mpsc.closed_commit oneshot.once "
         "broadcast.lag watch.version session.reply"},
    [ASX_ORACLE_PERMIT] =
        {"permit", "permits conserved",
         "channel.fifo channel.baton mutex.fifo semaphore.permits notify.one "
         "pool.return rwlock.batch once.retry"},
    [ASX_ORACLE_SUPERVISION] = {"supervision", "supervision limits and order",
                                "super.window super.phases super.compile"},
    [ASX_ORACLE_NAME] = {"name", "name leases", "name.lease"},
    [ASX_ORACLE_AUTHORITY] = {"authority", "no ambient authority",
                              "cancel.acknowledge obligation.holder"},
    [ASX_ORACLE_CLOCK] = {"clock", "clock monotone",
                          "time.monotone time.sample timer.order timer.cost"},
    [ASX_ORACLE_SAME_TRACE] = {"same-trace", "same inputs, same trace",
                               "sched.seed"},
};

#define SAYS(finding, oracle, text)                                            \
    [ASX_FINDING_##finding] = {ASX_ORACLE_##oracle, text}

static const asx_finding_info findings[ASX_FINDING_COUNT] = {
    SAYS(NONE, NONE, "nothing"),
    SAYS(SLOT_TAKEN, OWNER, "a new object in a slot where another lives"),
    SAYS(GENERATION_AGAIN, OWNER, "a generation that has been there before"),
    SAYS(HOLDER_DIFFERS, OWNER, "resolved or handed over by a non-holder"),
    SAYS(REGION_DIFFERS, OWNER, "it ends in another region than it began in"),
    SAYS(SECOND_ROOT, TREE, "a second region without a parent"),
    SAYS(PARENT_MISSING, TREE, "born below what is no live region"),
    SAYS(STRANGER, TREE, "an event of an object that was never born"),
    SAYS(RELEASED_ALIVE, TREE, "a region was released before it closed"),
    SAYS(COUNT_DIFFERS, TREE, "a region counts others than were seen in it"),
    SAYS(PARENT_DIFFERS, TREE, "an object names another parent"),
    SAYS(SPAWNED_LATE, ORPHAN, "a task in a region that admits none"),
    SAYS(CLOSED_OVER_TASK, ORPHAN, "a region closed while a task lived in it"),
    SAYS(CLOSED_OVER_REGION, QUIESCENCE, "a region closed before a child"),
    SAYS(FINALIZING_EARLY, QUIESCENCE, "finalizing while something lives"),
    SAYS(STUCK, QUIESCENCE, "quiet, asked to close, and not closing"),
    SAYS(NOT_ASKED, PROPAGATION, "a cancel did not reach all below"),
    SAYS(CHILD_FIRST, PROPAGATION, "asked before its parent was"),
    SAYS(ASKED_WEAKLY, PROPAGATION, "asked with less than came from above"),
    SAYS(EXHAUSTED_UNASKED, PROPAGATION, "out of budget and not cancelled"),
    SAYS(FAILED_ALONE, PROPAGATION, "a failure that cancelled no sibling"),
    SAYS(WEAKENED, REASON, "a weaker reason took the place of a stronger"),
    SAYS(REASON_DIFFERS, REASON, "names another reason than it was given"),
    SAYS(STEP_FORBIDDEN, PHASE, "a step that no rule allows"),
    SAYS(STEP_FROM_ELSEWHERE, PHASE, "a step from a state it is not in"),
    SAYS(END_WITHOUT_STEP, PHASE, "over, without a step to its last state"),
    SAYS(AFTER_END, PHASE, "something happened to it after its end"),
    SAYS(STARTED_TWICE, PHASE, "its body was started again, or never"),
    SAYS(STATE_DIFFERS, PHASE, "in a state that no event told of"),
    SAYS(DEPTH_JUMPED, MASK, "a mask that is not one deeper or shallower"),
    SAYS(DEPTH_OVER, MASK, "masks nest deeper than allowed"),
    SAYS(ALLOWANCE_WRONG, MASK, "the allowance did not fall by one"),
    SAYS(EXHAUSTION_SILENT, MASK, "the allowance is gone and nobody said so"),
    SAYS(MASK_IGNORED, MASK, "acknowledged under a mask that protects"),
    SAYS(CHILD_LATER, DEADLINE, "a deadline after that of its parent"),
    SAYS(DEADLINE_EXTENDED, DEADLINE, "a deadline moved to later"),
    SAYS(RESOLVED_TWICE, OBLIGATION, "resolved, and then again"),
    SAYS(OUTLIVES_HOLDER, OBLIGATION, "reserved still, its holder over"),
    SAYS(LEAKED_UNENDED, OBLIGATION, "leaked, though its holder goes on"),
    SAYS(LEDGER_NOT_EMPTY, OBLIGATION, "a region closed over its ledger"),
    SAYS(RESERVED_FOR_NOBODY, OBLIGATION, "held by what is no live task"),
    SAYS(LOSER_NOT_ASKED, LOSER, "a loser of a race was not cancelled"),
    SAYS(LOSER_ALIVE, LOSER, "a race was over before a loser was"),
    SAYS(RACE_UNSETTLED, LOSER, "a race has a winner and goes on"),
    SAYS(OUTCOME_NOT_CANCELLED, LOSER, "acknowledged, and not cancelled"),
    SAYS(CANCELLED_UNASKED, LOSER, "cancelled, though nobody asked"),
    SAYS(NOT_LAST_FIRST, FINALIZER, "not the last one registered"),
    SAYS(TWO_AT_ONCE, FINALIZER, "started while another runs"),
    SAYS(ENDED_ANOTHER, FINALIZER, "ended, but another one had started"),
    SAYS(NOT_RUN, FINALIZER, "over, with finalizers left that never ran"),
    SAYS(QUEUED_TWICE, LANE, "queued while it is queued"),
    SAYS(WRONG_LANE, LANE, "in a lane or priority that is not its own"),
    SAYS(DISPATCHED_UNQUEUED, LANE, "dispatched from where it was not"),
    SAYS(OUT_OF_ORDER, LANE, "dispatched before one that was first"),
    SAYS(WOKEN_UNPARKED, LANE, "woken from a wait that it is not in"),
    SAYS(WAKE_LOST, LANE, "woken or born, and not queued"),
    SAYS(WAITER_FORGOTTEN, LANE, "over, and what waits for it sleeps on"),
    SAYS(SLEEPER_FORGOTTEN, LANE, "its timer fired and it sleeps on"),
    SAYS(PLACE_DIFFERS, LANE, "queued or parked elsewhere than was seen"),
    SAYS(CANCEL_STREAK, FAIRNESS, "cancel work kept the rest waiting"),
    SAYS(TIMED_STREAK, FAIRNESS, "timed work kept ready work waiting"),
    SAYS(NOT_STEPPING, AUTHORITY, "did something outside of a step of its own"),
    SAYS(ORIGIN_UNKNOWN, AUTHORITY, "cancelled by a task that never was"),
    SAYS(WAKER_UNKNOWN, AUTHORITY, "woken by what it does not wait for"),
    SAYS(OWNER_NOT_STARTED, AUTHORITY, "opened for a task that cannot own it"),
    SAYS(TIME_BACK, CLOCK, "time went back, or by without saying so"),
    SAYS(TIMER_TWICE, CLOCK, "a second timer for one object"),
    SAYS(TIMER_UNARMED, CLOCK, "a timer that was not armed so"),
    SAYS(TIMER_EARLY, CLOCK, "a timer fired before it was due"),
    SAYS(TIMER_LATE, CLOCK, "a timer was due and let pass"),
    SAYS(TIMER_ORDER, CLOCK, "a timer fired before one that was due first"),
    SAYS(TIMER_LEFT, CLOCK, "over, with its timer still armed"),
    SAYS(TRACE_DIFFERS, SAME_TRACE, "the same inputs gave another trace"),
    SAYS(NO_PERMIT, CHANNEL, "used a permit that is not reserved for it"),
    SAYS(COMMIT_AND_ABORT, CHANNEL, "one end here, another in the ledger"),
    SAYS(TAKEN_TWICE, CHANNEL, "more came out than went in, or less is left"),
    SAYS(TAKEN_OUT_OF_TURN, CHANNEL, "what came out is not what went in"),
    SAYS(OVER_CAPACITY, CHANNEL, "more is queued or promised than has room"),
    SAYS(SENT_AFTER_END, CHANNEL, "sent to a channel that has ended"),
    SAYS(VERSION_WRONG, CHANNEL, "a receiver saw what is not next"),
    SAYS(CALL_UNANSWERED, CHANNEL, "who owed the reply is done, the call not"),
    SAYS(BARGED, PERMIT, "got it ahead of one that waits longer"),
    SAYS(BATON_DROPPED, PERMIT, "set aside for it, not claimed nor passed on"),
    SAYS(RETURNED_UNGRANTED, PERMIT, "passed on what it was not granted"),
    SAYS(HELD_TOO_MUCH, PERMIT, "more is held or set aside than there is"),
    SAYS(NO_GUARD, PERMIT, "given back, or taken, without a guard for it"),
    SAYS(LIFE_OVERLAPS, SUPERVISION, "started again before its life was over"),
    SAYS(LIFE_DIFFERS, SUPERVISION, "a life in a region that is not its own"),
    SAYS(START_ORDER, SUPERVISION, "started after one that comes later"),
    SAYS(STOP_ORDER, SUPERVISION, "drained before one that comes later"),
    SAYS(RESTART_UNCALLED, SUPERVISION, "restarted, though it did not fail so"),
    SAYS(RESTARTED_OFTEN, SUPERVISION, "one restart more than the window has"),
    SAYS(BACKOFF_CUT, SUPERVISION, "started again before the backoff was over"),
    SAYS(BYSTANDER, SUPERVISION, "drained for a restart that is not its own"),
    SAYS(NAME_TAKEN, NAME, "a name that somebody has"),
    SAYS(LEASE_WRONG, NAME, "a step of a lease that no rule allows"),
    SAYS(NAME_OUTLIVES, NAME, "a name and its lease end differently"),
    SAYS(PERMITS_DIFFER, PERMIT, "counts others than were given out"),
};

const asx_oracle_info *asx_oracle_about(asx_oracle_id id)
{
    return &oracles[id < ASX_ORACLE_COUNT ? id : ASX_ORACLE_NONE];
}

const asx_finding_info *asx_finding_about(uint32_t finding)
{
    return &findings[finding < ASX_FINDING_COUNT ? finding : ASX_FINDING_NONE];
}

#endif
