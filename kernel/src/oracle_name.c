/* oracle_name.c -- a name is somebody's, for as long as its lease lasts.
 *
 * Owns: name, lease, and the table of names: buckets that lie in the records,
 * one a slot, so that looking a name up is O(1) however many there are.
 */
#include "oracle_internal.h"

#if ASX_TIER >= 2

/* Bit n of row m: state n may follow state m (rule name.lease). */
static const uint8_t lease_steps[] = {0x0a, 0x0c, 0, 0};

static uint32_t *bucket_of(asx_oracle *o, uint32_t name)
{
    return &o->at[1 + (name * 0x9e3779b1u) % o->slots].bucket;
}

static uint32_t find(asx_oracle *o, uint32_t name)
{
    uint32_t at = *bucket_of(o, name);

    while (at && o->at[at].name != name)
        at = o->at[at].name_next;
    return at;
}

void asxi_oracle_unname(asx_oracle *o, struct asxi_watched *w)
{
    uint32_t *at = bucket_of(o, w->name), slot = asxi_watched_slot(o, w);

    if (w->name == 0)
        return;
    while (*at && *at != slot)
        at = &o->at[*at].name_next;
    if (*at)
        *at = w->name_next;
    w->name = w->name_next = 0;
}

static void reserve(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    uint32_t other = find(o, e->a);

    if (other || e->a == 0 || w->name)
        asxi_oracle_tell(o, ASX_FINDING_NAME_TAKEN, w, o->at[other].born, 0,
                         e->a);
    asxi_oracle_unname(o, w);
    w->lease = ASX_LEASE_RESERVED;
    w->name = e->a;
    w->name_next = *bucket_of(o, e->a);
    *bucket_of(o, e->a) = asxi_watched_slot(o, w);
}

static void step(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    if (w->name == 0 || e->a != w->lease || e->a > ASX_LEASE_ABORTED ||
        e->b > ASX_LEASE_ABORTED || !(lease_steps[e->a] & 1u << e->b))
        asxi_oracle_tell(o, ASX_FINDING_LEASE_WRONG, w, w->stepped, w->lease,
                         e->b);
    w->lease = (uint8_t)e->b;
}

/* The lease has ended just before, and as the obligation does. */
static void end(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    uint32_t expected = e->kind == ASX_EVENT_OBLIGATION_COMMITTED
                            ? ASX_LEASE_RELEASED
                            : ASX_LEASE_ABORTED;

    if (w->name == 0)
        return;
    if (w->lease != expected)
        asxi_oracle_tell(o, ASX_FINDING_NAME_OUTLIVES, w, w->stepped, expected,
                         w->lease);
    asxi_oracle_unname(o, w);
}

void asxi_oracle_name(asx_oracle *o, const asx_event *e, struct asxi_watched *w)
{
    switch (e->kind) {
    case ASX_EVENT_NAME_RESERVED:
        reserve(o, e, w);
        return;
    case ASX_EVENT_LEASE_STEP:
        step(o, e, w);
        return;
    case ASX_EVENT_OBLIGATION_COMMITTED:
    case ASX_EVENT_OBLIGATION_ABORTED:
    case ASX_EVENT_OBLIGATION_LEAKED:
        end(o, e, w);
        return;
    default:
        return;
    }
}

#endif
