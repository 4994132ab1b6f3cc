/* asx/idempotency.h -- an effect that is asked for twice happens once.
 *
 * A pure state machine over bytes that the caller gives: no clock, no
 * allocation, no pointer inside. Where it lies is the caller's choice, and that
 * is on purpose: a store outlives scopes and often the runtime, so it is no
 * object of the arena and has no handle. A layer that wants it replayed keeps
 * it in recorded bytes and calls it with recorded times; the same calls give
 * the same bytes.
 *
 *   ABSENT --> IN_FLIGHT --> STORED --> ABSENT
 *                  |                      ^
 *                  +----------------------+  abandoned
 *
 * True of every function here, so said once:
 *   - A key is a 64-bit hash that the host computed, and so is a fingerprint.
 *     The same key with another fingerprint is a conflict, never a duplicate.
 *   - Whoever was answered ASX_IDEMPOTENCY_NEW owns the key until it completes
 *     or abandons it. An owner that does neither keeps it: an effect that may
 *     still happen must not be started again.
 *   - A result is kept for `retention_us` from its completion, however often it
 *     is asked for: at completion + retention it is gone.
 *   - `now_us` never goes back: an earlier one counts as the latest seen.
 *   - On any error nothing has changed but what had expired.
 */
#ifndef ASX_IDEMPOTENCY_H
#define ASX_IDEMPOTENCY_H

#include <stddef.h>
#include <stdint.h>

#include "asx/status.h"

#define ASX_IDEMPOTENCY_CAPACITY_MAX (1u << 24)

typedef enum asx_idempotency_state {
    ASX_IDEMPOTENCY_ABSENT = 0,
    ASX_IDEMPOTENCY_IN_FLIGHT = 1,
    ASX_IDEMPOTENCY_STORED = 2,
} asx_idempotency_state;

typedef enum asx_idempotency_answer {
    ASX_IDEMPOTENCY_NEW = 0,      /* yours: do it, then complete or abandon */
    ASX_IDEMPOTENCY_PENDING = 1,  /* a duplicate; the first is in flight */
    ASX_IDEMPOTENCY_DONE = 2,     /* a duplicate; `*result` is the first's */
    ASX_IDEMPOTENCY_CONFLICT = 3, /* the key was used for another request */
} asx_idempotency_answer;

/* The head of a store; buckets and entries follow it. */
typedef struct asx_idempotency {
    uint64_t retention_us;
    uint64_t now_us;
    uint32_t capacity;
    uint32_t bucket_count; /* a power of two */
    uint32_t count;        /* in flight or stored */
    uint32_t used;         /* entries ever taken */
    uint32_t free_head;    /* entries are numbered from one; zero: none */
    uint32_t oldest;       /* stored ones in order of completion */
    uint32_t newest;
    uint32_t pad;
} asx_idempotency;

/* How many bytes a store of `capacity` entries takes; they have to be aligned
 * to eight. Zero: no such capacity. */
size_t asx_idempotency_bytes(uint32_t capacity);
/* Makes an empty store of the bytes at `store`. ASX_E_ARGUMENT: no such
 * capacity, or a retention of zero or beyond ASX_TIME_MAX. */
ASX_CHECKED asx_status asx_idempotency_init(asx_idempotency *store,
                                            uint32_t capacity,
                                            uint64_t retention_us);

/* An asx_idempotency_answer; `*result` is written for DONE alone.
 * ASX_E_LIMIT: the key is new and everything is in flight or still valid. */
ASX_CHECKED int32_t asx_idempotency_admit(asx_idempotency *store, uint64_t key,
                                          uint64_t fingerprint, uint64_t now_us,
                                          uint64_t *result);
/* The effect happened, with `result`: a token that means something to the
 * host. ASX_E_STALE: no such key; ASX_E_STATE: it has been completed. */
ASX_CHECKED asx_status asx_idempotency_complete(asx_idempotency *store,
                                                uint64_t key, uint64_t result,
                                                uint64_t now_us);
/* The effect did not happen: the next request is a new one. Errors as for
 * asx_idempotency_complete. */
ASX_CHECKED asx_status asx_idempotency_abandon(asx_idempotency *store,
                                               uint64_t key);

/* What is known of `key` at `now_us`; changes nothing. */
asx_idempotency_state asx_idempotency_peek(const asx_idempotency *store,
                                           uint64_t key, uint64_t now_us);
/* Asserts that every list of the store is whole; traps if not. */
void asx_idempotency_check(const asx_idempotency *store);

#endif
