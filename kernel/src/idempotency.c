/* idempotency.c -- owns the bytes of a store: head, buckets, entries (rule
 * idempotency.states).
 *
 * An entry is in one bucket's chain, and once stored also in the list of
 * completion, whose order is the order of expiry, since time does not go back.
 * So what has expired is found at its head, and every call is O(1) but for
 * what it expires. docs/STATE_MACHINES.md is printed from the table below.
 */
#include "asx/idempotency.h"

#include "effects.h"

#define TO(state) (1u << ASX_IDEMPOTENCY_##state)

static const uint8_t may_follow[] = {
    [ASX_IDEMPOTENCY_ABSENT] = TO(IN_FLIGHT),
    [ASX_IDEMPOTENCY_IN_FLIGHT] = TO(STORED) | TO(ABSENT),
    [ASX_IDEMPOTENCY_STORED] = TO(ABSENT),
};

struct entry {
    uint64_t key;
    uint64_t fingerprint;
    uint64_t result;
    uint64_t completed_us;
    uint32_t chain; /* the next of its bucket, or of the free ones */
    uint32_t newer; /* the one that completed next */
    uint32_t state; /* asx_idempotency_state */
    uint32_t pad;
};
_Static_assert(sizeof(asx_idempotency) == 48, "layout of a store");
_Static_assert(sizeof(struct entry) == 48, "layout of an entry");

bool asxi_idempotency_may_follow(asx_idempotency_state from,
                                 asx_idempotency_state to)
{
    return (may_follow[from] & (1u << to)) != 0;
}

/* Decides, changes nothing. */
uint8_t asxi_idempotency_next_state(asx_idempotency_state state,
                                    enum asxi_idempotency_input input)
{
    switch (input) {
    case ASXI_IDEMPOTENCY_ADMIT:
        return state == ASX_IDEMPOTENCY_ABSENT ? ASX_IDEMPOTENCY_IN_FLIGHT
                                               : ASXI_FORBIDDEN;
    case ASXI_IDEMPOTENCY_COMPLETE:
        return state == ASX_IDEMPOTENCY_IN_FLIGHT ? ASX_IDEMPOTENCY_STORED
                                                  : ASXI_FORBIDDEN;
    case ASXI_IDEMPOTENCY_ABANDON:
        return state == ASX_IDEMPOTENCY_IN_FLIGHT ? ASX_IDEMPOTENCY_ABSENT
                                                  : ASXI_FORBIDDEN;
    case ASXI_IDEMPOTENCY_EXPIRE:
        return state == ASX_IDEMPOTENCY_STORED ? ASX_IDEMPOTENCY_ABSENT
                                               : ASXI_FORBIDDEN;
    }
    ASXI_UNREACHABLE();
}

/* The only writer of an entry's state. */
static void become(struct entry *entry, enum asxi_idempotency_input input)
{
    asx_idempotency_state from = (asx_idempotency_state)entry->state;
    uint8_t next = asxi_idempotency_next_state(from, input);

    ASXI_ASSERT(next != ASXI_FORBIDDEN);
    ASXI_ASSERT(asxi_idempotency_may_follow(from, (asx_idempotency_state)next));
    entry->state = next;
}

/* A power of two with at most one entry a bucket on average. */
static uint32_t buckets_for(uint32_t capacity)
{
    uint32_t count = 2;

    while (count < capacity)
        count *= 2;
    return count;
}

size_t asx_idempotency_bytes(uint32_t capacity)
{
    if (capacity == 0 || capacity > ASX_IDEMPOTENCY_CAPACITY_MAX)
        return 0;
    return sizeof(asx_idempotency) + buckets_for(capacity) * sizeof(uint32_t) +
           capacity * sizeof(struct entry);
}

asx_status asx_idempotency_init(asx_idempotency *store, uint32_t capacity,
                                uint64_t retention_us)
{
    size_t bytes = asx_idempotency_bytes(capacity);

    if (bytes == 0 || retention_us == 0 || retention_us > ASX_TIME_MAX)
        return ASX_E_ARGUMENT;
    __builtin_memset(store, 0, bytes);
    store->retention_us = retention_us;
    store->capacity = capacity;
    store->bucket_count = buckets_for(capacity);
    return ASX_OK;
}

static uint32_t *bucket_of(const asx_idempotency *store, uint64_t key)
{
    uint32_t *buckets = (uint32_t *)(void *)((unsigned char *)(uintptr_t)store +
                                             sizeof(asx_idempotency));
    /* Multiplied, since a host may hash badly; the upper bits are the best. */
    uint64_t mixed = key * 0x9e3779b97f4a7c15u;

    return &buckets[(uint32_t)(mixed >> 32) & (store->bucket_count - 1)];
}

static struct entry *entry_at(const asx_idempotency *store, uint32_t at)
{
    unsigned char *base = (unsigned char *)(uintptr_t)store;

    return (struct entry *)(void *)(base + sizeof(asx_idempotency) +
                                    store->bucket_count * sizeof(uint32_t)) +
           (at - 1);
}

static uint32_t find(const asx_idempotency *store, uint64_t key)
{
    uint32_t at = *bucket_of(store, key);

    while (at && entry_at(store, at)->key != key)
        at = entry_at(store, at)->chain;
    return at;
}

/* Takes it out of both lists; it is Absent already. */
static void forget(asx_idempotency *store, uint32_t at)
{
    struct entry *entry = entry_at(store, at);
    uint32_t *link = bucket_of(store, entry->key);

    while (*link != at)
        link = &entry_at(store, *link)->chain;
    *link = entry->chain;
    if (at == store->oldest) { /* what leaves is the oldest or in no list */
        store->oldest = entry->newer;
        if (entry->newer == 0)
            store->newest = 0;
    }
    __builtin_memset(entry, 0, sizeof *entry);
    entry->chain = store->free_head;
    store->free_head = at;
    store->count--;
}

static bool is_expired(const asx_idempotency *store, const struct entry *entry,
                       uint64_t now_us)
{
    return now_us - entry->completed_us >= store->retention_us;
}

static uint64_t clamp(const asx_idempotency *store, uint64_t now_us)
{
    return now_us > store->now_us ? now_us : store->now_us;
}

static void advance(asx_idempotency *store, uint64_t now_us)
{
    store->now_us = clamp(store, now_us);
    while (store->oldest &&
           is_expired(store, entry_at(store, store->oldest), store->now_us)) {
        become(entry_at(store, store->oldest), ASXI_IDEMPOTENCY_EXPIRE);
        forget(store, store->oldest);
    }
}

int32_t asx_idempotency_admit(asx_idempotency *store, uint64_t key,
                              uint64_t fingerprint, uint64_t now_us,
                              uint64_t *result)
{
    struct entry *entry;
    uint32_t at, *bucket;

    advance(store, now_us);
    at = find(store, key);
    if (at) {
        entry = entry_at(store, at);
        if (entry->fingerprint != fingerprint)
            return ASX_IDEMPOTENCY_CONFLICT;
        if (entry->state == ASX_IDEMPOTENCY_IN_FLIGHT)
            return ASX_IDEMPOTENCY_PENDING;
        *result = entry->result;
        return ASX_IDEMPOTENCY_DONE;
    }
    if (store->count == store->capacity)
        return ASX_E_LIMIT;
    at = store->free_head;
    if (at)
        store->free_head = entry_at(store, at)->chain;
    else
        at = ++store->used;
    entry = entry_at(store, at);
    bucket = bucket_of(store, key);
    entry->key = key;
    entry->fingerprint = fingerprint;
    entry->chain = *bucket;
    *bucket = at;
    store->count++;
    become(entry, ASXI_IDEMPOTENCY_ADMIT);
    return ASX_IDEMPOTENCY_NEW;
}

/* The entry that is in flight under `key`. */
static asx_status in_flight(const asx_idempotency *store, uint64_t key,
                            uint32_t *at)
{
    uint32_t found = find(store, key);

    if (found == 0)
        return ASX_E_STALE;
    if (entry_at(store, found)->state != ASX_IDEMPOTENCY_IN_FLIGHT)
        return ASX_E_STATE;
    *at = found;
    return ASX_OK;
}

asx_status asx_idempotency_complete(asx_idempotency *store, uint64_t key,
                                    uint64_t result, uint64_t now_us)
{
    struct entry *entry;
    asx_status status;
    uint32_t at;

    advance(store, now_us);
    status = in_flight(store, key, &at);
    if (status != ASX_OK)
        return status;
    entry = entry_at(store, at);
    become(entry, ASXI_IDEMPOTENCY_COMPLETE);
    entry->result = result;
    entry->completed_us = store->now_us;
    if (store->newest)
        entry_at(store, store->newest)->newer = at;
    else
        store->oldest = at;
    store->newest = at;
    return ASX_OK;
}

asx_status asx_idempotency_abandon(asx_idempotency *store, uint64_t key)
{
    uint32_t at;
    asx_status status = in_flight(store, key, &at);

    if (status == ASX_OK) {
        become(entry_at(store, at), ASXI_IDEMPOTENCY_ABANDON);
        forget(store, at);
    }
    return status;
}

asx_idempotency_state asx_idempotency_peek(const asx_idempotency *store,
                                           uint64_t key, uint64_t now_us)
{
    uint32_t at = find(store, key);
    const struct entry *entry;

    if (at == 0)
        return ASX_IDEMPOTENCY_ABSENT;
    entry = entry_at(store, at);
    if (entry->state == ASX_IDEMPOTENCY_STORED &&
        is_expired(store, entry, clamp(store, now_us)))
        return ASX_IDEMPOTENCY_ABSENT;
    return (asx_idempotency_state)entry->state;
}

void asx_idempotency_check(const asx_idempotency *store)
{
    uint32_t live = 0, stored = 0, listed = 0, unused = 0, older = 0;

    ASXI_ASSERT(store->used <= store->capacity);
    for (uint32_t at = 1; at <= store->used; at++) {
        const struct entry *entry = entry_at(store, at);

        live += entry->state != ASX_IDEMPOTENCY_ABSENT;
        stored += entry->state == ASX_IDEMPOTENCY_STORED;
        if (entry->state != ASX_IDEMPOTENCY_ABSENT)
            ASXI_ASSERT(find(store, entry->key) == at); /* once, and findable */
    }
    for (uint32_t at = store->free_head; at; at = entry_at(store, at)->chain)
        unused++;
    for (uint32_t at = store->oldest; at; at = entry_at(store, at)->newer) {
        const struct entry *entry = entry_at(store, at);

        ASXI_ASSERT(entry->state == ASX_IDEMPOTENCY_STORED);
        ASXI_ASSERT(!older || entry_at(store, older)->completed_us <=
                                  entry->completed_us);
        ASXI_ASSERT(entry->completed_us <= store->now_us);
        older = at;
        listed++;
    }
    ASXI_ASSERT(older == store->newest && listed == stored);
    ASXI_ASSERT(live == store->count && live + unused == store->used);
}
