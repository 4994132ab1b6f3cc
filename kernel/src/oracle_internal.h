/* oracle_internal.h -- the shadow that the oracles keep of a run.
 *
 * One record a slot, filled from events only. Each field has one writer among
 * the oracle files; the others read. Nothing here includes internal.h: what
 * the kernel believes is not evidence.
 */
#ifndef ASXI_ORACLE_INTERNAL_H
#define ASXI_ORACLE_INTERNAL_H

#include "asx/channel.h"
#include "asx/describe.h"
#include "asx/lock.h"
#include "asx/name.h"
#include "asx/obligation.h"
#include "asx/oracle.h"
#include "asx/region.h"
#include "asx/supervisor.h"
#include "asx/task.h"

#ifndef ASX_TIER
#define ASX_TIER 2
#endif

#define ASXI_ORACLE_KEPT 64 /* violations that wait to be taken */
#define ASXI_ORACLE_RANKS 256
#define ASXI_ORACLE_UNKNOWN UINT32_MAX

/* Who waits for an object waits in one of two queues. */
enum asxi_turn {
    ASXI_TURN_PLAIN,
    ASXI_TURN_OTHER, /* to send, or to lock to write */
    ASXI_TURNS
};

/* Where a task is, as its events tell. */
enum asxi_place {
    ASXI_PLACE_LIMBO,   /* born or woken; has to be queued now */
    ASXI_PLACE_QUEUED,  /* in a lane */
    ASXI_PLACE_TAKEN,   /* out of its lane, not dispatched yet */
    ASXI_PLACE_STEPPED, /* the host runs its body */
    ASXI_PLACE_PARKED,
    ASXI_PLACE_NONE, /* over */
};

#define ASXI_WATCHED_ENDED 1u
#define ASXI_WATCHED_STARTED 2u /* its body was */
#define ASXI_WATCHED_MET 4u     /* acknowledged a cancel */
#define ASXI_WATCHED_FORCED 8u
#define ASXI_WATCHED_EXEMPT 16u   /* its region's cancel does not reach it */
#define ASXI_WATCHED_USED 64u     /* a permit: committed or returned */
#define ASXI_WATCHED_LEAKING 256u /* it has to end now */
#define ASXI_WATCHED_MUTE 128u    /* a channel: without senders, or closed */
#define ASXI_WATCHED_ASSUMED 32u  /* the root, before it is first named */

/* All numbers of events are as fed, zero for never. */
struct asxi_watched {
    uint64_t due_us;      /* of its timer */
    uint64_t armed_us;    /* the clock when it was armed */
    uint64_t deadline_us; /* as last looked at, like the next three */
    uint64_t cleanup_us;
    uint64_t reason_us;
    uint32_t looked;
    uint32_t generation;
    uint32_t parent; /* its region; of a capsule its owner */
    uint32_t born;
    uint32_t stepped; /* the event of its last phase */
    uint32_t asked;   /* of its last cancel; before any: of its birth */
    uint32_t armed;
    uint32_t placed;
    uint32_t waiters;  /* tasks parked on it */
    uint32_t owed;     /* of them: those that have to be woken now */
    uint32_t deferred; /* finalizers registered and not started */
    uint32_t running;  /* 1 + the index of the finalizer that runs */
    /* Of a region. */
    uint32_t pending; /* members that its last cancel has not reached */
    uint32_t tasks;
    uint32_t children;
    uint32_t ledger;
    uint32_t finalizer; /* the task that runs them */
    /* Of a task. */
    uint32_t wait_for;
    uint32_t held; /* the first of its obligations */
    uint32_t kept; /* the event of the wake that its step has to heed */
    uint32_t allowance;
    uint32_t queue_prev;
    uint32_t queue_next;
    uint32_t granted_at; /* the event */
    uint32_t granted_units;
    uint32_t granted;   /* the object that set something aside for it */
    uint32_t wait_prev; /* among those that wait for the same, in turn */
    uint32_t wait_next;
    /* Of what others wait for: the ends of its two queues. */
    uint32_t first[ASXI_TURNS];
    uint32_t last[ASXI_TURNS];
    /* Of a channel. */
    uint64_t put_hash; /* of what was sent and taken out, in order */
    uint64_t taken_hash;
    uint32_t put;
    uint32_t taken;
    uint32_t capacity; /* UINT32_MAX: none */
    uint32_t permits;
    uint32_t aside[ASXI_TURNS]; /* granted and not claimed */
    uint32_t held_units;        /* of a lock */
    uint32_t units;             /* of a guard or permit */
    /* Of a receiver: the channel; of an obligation: what it is about. */
    uint32_t object;
    uint32_t seen; /* of a receiver: the version */
    /* Of a lease; and anybody's bucket of the table of names. */
    uint32_t name;
    uint32_t name_next;
    uint32_t bucket;
    /* Of a child: its region, and how manyeth it starts; of a supervisor: how
       many children have, and what it did last. */
    uint32_t life;
    uint32_t ordinal;
    uint32_t last_started; /* ordinal */
    uint32_t last_drained; /* slot */
    uint32_t restarting;   /* the child that failed */
    uint32_t backoff_us;
    uint32_t restarts;
    uint64_t window_us;
    uint64_t restarts_us[ASX_RESTARTS_MAX]; /* the last ones */
    /* Of an obligation. */
    uint32_t holder;
    uint32_t held_prev;
    uint32_t held_next;
    uint16_t flags;
    uint8_t kind; /* asx_kind; FREE: nothing was ever seen here */
    uint8_t state;
    uint8_t place;
    uint8_t lane; /* asx_queue */
    uint8_t rank;
    uint8_t wait;
    uint8_t cancel; /* asx_cancel_kind */
    uint8_t depth;
    uint8_t subkind;
    uint8_t why;         /* of an obligation that was aborted: asx_abort */
    bool sent;           /* a permit: its value is in the channel */
    uint8_t turn;        /* in which it was granted something */
    uint8_t lease;       /* asx_lease_state */
    bool limited;        /* capacity and window_us of a supervisor are known */
    uint8_t seen_cancel; /* as last looked at */
};

/* What the very next event has to be; kind zero: anything. */
struct asxi_must {
    uint32_t kind;
    uint32_t subject;
    uint32_t finding;
    uint32_t since;
};

struct asx_oracle {
    uint64_t now_us;
    uint64_t before_us; /* the clock before the last advance */
    uint64_t fired_us;  /* when the last timer of this advance was due */
    uint32_t fired_armed;
    uint32_t advanced; /* the event of the last advance, and the one before */
    uint32_t advanced_before;
    uint32_t flags;
    uint32_t slots;
    uint32_t events;
    uint32_t input;
    uint32_t unwatched;
    uint32_t violations;
    uint32_t kept_head;
    uint32_t kept_count;
    uint32_t pump;
    uint32_t streak_max;
    uint32_t allowance; /* of tasks born now */
    uint32_t owed_cancels;
    uint32_t owed_wakes;
    uint32_t limbo;   /* the one task that has to be queued now */
    uint32_t leaver;  /* the same, after those for whom it made way */
    uint32_t leaking; /* holders that leaked and have to end now */
    uint32_t fired;   /* whose timer fired last */
    uint32_t draining;
    uint32_t drained; /* the child that was drained last */
    uint32_t cancel_streak;
    uint32_t timed_streak;
    uint32_t streak_since;
    uint32_t cursor; /* of looking */
    uint32_t queued[ASX_QUEUE_READY + 1];
    struct asxi_must must;
    asx_violation kept[ASXI_ORACLE_KEPT];
    uint32_t head[ASX_QUEUE_READY + 1][ASXI_ORACLE_RANKS];
    uint32_t tail[ASX_QUEUE_READY + 1][ASXI_ORACLE_RANKS];
    uint32_t used[ASX_QUEUE_READY + 1][ASXI_ORACLE_RANKS / 32];
    struct asxi_watched at[];
};

/* oracle.c */
/* The record of `slot`, or null if there is no memory for it. */
struct asxi_watched *asxi_watched_at(asx_oracle *o, uint32_t slot);
/* The live object of `kind` in `slot`, or null. */
struct asxi_watched *asxi_watched_live(asx_oracle *o, uint32_t slot,
                                       asx_kind kind);
/* Nothing can be said of what lives in `slot`. */
bool asxi_watched_is_hidden(asx_oracle *o, uint32_t slot);
uint32_t asxi_watched_slot(const asx_oracle *o, const struct asxi_watched *w);
/* Says that `finding` is true of `w`, or of the run if that is null. */
void asxi_oracle_tell(asx_oracle *o, asx_finding finding,
                      const struct asxi_watched *w, uint32_t evidence,
                      uint32_t expected, uint32_t found);
void asxi_oracle_require(asx_oracle *o, asx_event_kind kind, uint32_t subject,
                         asx_finding finding);

/* Each takes one event and its subject, or null if it has none. */
typedef void asxi_oracle_part(asx_oracle *o, const asx_event *e,
                              struct asxi_watched *w);
asxi_oracle_part asxi_oracle_tree;
asxi_oracle_part asxi_oracle_phase;
asxi_oracle_part asxi_oracle_cancel;
asxi_oracle_part asxi_oracle_mask;
asxi_oracle_part asxi_oracle_finalizer;
asxi_oracle_part asxi_oracle_obligation;
asxi_oracle_part asxi_oracle_schedule;
asxi_oracle_part asxi_oracle_waits;
asxi_oracle_part asxi_oracle_authority;
asxi_oracle_part asxi_oracle_channel;
asxi_oracle_part asxi_oracle_grant;
asxi_oracle_part asxi_oracle_lock;
asxi_oracle_part asxi_oracle_name;
asxi_oracle_part asxi_oracle_supervision;
asxi_oracle_part asxi_oracle_clock;

/* oracle_tree.c: births, which may be of objects there is no memory for. */
struct asxi_watched *asxi_oracle_birth(asx_oracle *o, const asx_event *e);

/* Take `w` out of what it is in, each where that is kept. */
void asxi_oracle_unpark(asx_oracle *o, struct asxi_watched *w);
void asxi_oracle_unawait(asx_oracle *o, struct asxi_watched *w);
void asxi_oracle_unqueue(asx_oracle *o, struct asxi_watched *w);
void asxi_oracle_unhold(asx_oracle *o, struct asxi_watched *w);
void asxi_oracle_unname(asx_oracle *o, struct asxi_watched *w);

/* oracle_schedule.c */
bool asxi_oracle_is_take(const asx_event *e);
void asxi_oracle_take(asx_oracle *o, struct asxi_watched *w);

/* oracle_waits.c */
enum asxi_turn asxi_turn_of(uint32_t wait);

/* oracle_fairness.c */
void asxi_oracle_fairness(asx_oracle *o, const asx_event *e);
void asxi_oracle_streak(asx_oracle *o, const struct asxi_watched *w,
                        asx_queue lane);

/* oracle_settle.c: between two calls nothing is owed. */
void asxi_oracle_settle(asx_oracle *o);

#endif
