/* census.c -- who lived in which slot when, and who that was by birth.
 *
 * A birth names an object by its parent, its kind and how manyeth child of
 * that parent it is. Births write their parent, so this is the same in all
 * equivalent logs, whatever slots they gave. Later events name it by slot and
 * generation, or by slot alone: then it is the one that lives there now.
 *
 * What the log has not told of is taken as older than the log, and known by
 * slot and generation; but for the root, which is always the same.
 */
#include "census.h"

#include "internal.h"

#if ASX_TIER >= 2

#define OLDER_THAN_THE_LOG 0xffffffffu
#define ROOT_SLOT 1u

uint32_t asxi_census_max(uint32_t count)
{
    return count * ASXI_SLOTS_MAX + ASXI_ENTRIES_FIXED;
}

uint32_t asxi_buckets_for(uint32_t count)
{
    uint32_t buckets = 16;

    while (buckets - buckets / 4 < asxi_census_max(count))
        buckets *= 2;
    return buckets;
}

void asxi_census_begin(struct asxi_census *census)
{
    for (uint32_t at = 0; at < ASXI_ENTRIES_FIXED; at++)
        census->entry[at] = (struct asxi_entry){.identity = asxi_fold(0, at)};
    census->count = ASXI_ENTRIES_FIXED;
}

/* The bucket of `slot`, or the empty one where it belongs. */
static uint32_t *bucket_of(const struct asxi_census *census, uint32_t slot)
{
    uint32_t at = slot * 0x9e3779b1u;

    for (at ^= at >> 15;; at++) {
        uint32_t *bucket = &census->bucket[at & census->mask];

        if (*bucket == ASXI_NOBODY || census->entry[*bucket].slot == slot)
            return bucket;
    }
}

static uint32_t add(struct asxi_census *census, uint32_t *bucket,
                    struct asxi_entry object)
{
    uint32_t index = census->count++;

    object.previous = *bucket;
    census->entry[index] = object;
    *bucket = index;
    return index;
}

static uint64_t identity_of_child(const struct asxi_census *census,
                                  uint32_t parent, uint32_t kind,
                                  uint32_t ordinal)
{
    return asxi_fold(census->entry[parent].identity,
                     (uint64_t)kind << 32 | ordinal);
}

/* The root is born with the runtime, before anybody can listen. */
static uint32_t add_older(struct asxi_census *census, uint32_t *bucket,
                          uint32_t slot, uint32_t generation)
{
    bool is_root = slot == ROOT_SLOT;
    uint64_t identity =
        is_root ? identity_of_child(census, ASXI_NOBODY, ASX_KIND_REGION, 0)
                : asxi_fold(asxi_fold(OLDER_THAN_THE_LOG, slot), generation);

    return add(
        census, bucket,
        (struct asxi_entry){.identity = identity,
                            .kind = is_root ? ASX_KIND_REGION : ASX_KIND_FREE,
                            .slot = slot,
                            .generation = generation});
}

/* Whoever lives in `slot` now. */
static uint32_t at_slot(struct asxi_census *census, uint32_t slot)
{
    uint32_t *bucket;

    if (slot == 0)
        return ASXI_NOBODY;
    bucket = bucket_of(census, slot);
    return *bucket != ASXI_NOBODY ? *bucket
                                  : add_older(census, bucket, slot, 0);
}

/* Nearly always the one that lives there now; the loop is for logs whose
 * events were swapped across a death and a birth in one slot. */
static uint32_t subject_of(struct asxi_census *census, const asx_event *event)
{
    uint32_t *bucket, at;

    if (event->subject == 0)
        return ASXI_NOBODY;
    bucket = bucket_of(census, event->subject);
    for (at = *bucket; at != ASXI_NOBODY; at = census->entry[at].previous) {
        struct asxi_entry *object = &census->entry[at];

        if (object->generation == 0) /* so far it was only named by slot */
            object->generation = event->generation;
        if (object->generation == event->generation)
            return at;
    }
    return add_older(census, bucket, event->subject, event->generation);
}

static uint32_t field_of(struct asxi_census *census, const asx_event *event,
                         uint8_t place)
{
    return at_slot(census, place == ASX_PLACE_A ? event->a : event->b);
}

/* Begins the subject as the next child of its parent. */
static uint32_t bear(struct asxi_census *census, const asx_event *event,
                     const asx_footprint *footprint)
{
    uint32_t parent = field_of(census, event, footprint->parent);
    uint32_t ordinal = census->entry[parent].births++;
    uint32_t kind =
        footprint->kind == ASX_KIND_FREE ? event->a : footprint->kind;

    return add(census, bucket_of(census, event->subject),
               (struct asxi_entry){
                   .identity = identity_of_child(census, parent, kind, ordinal),
                   .kind = kind,
                   .parent = parent,
                   .owner = parent,
                   .ordinal = ordinal,
                   .slot = event->subject,
                   .generation = event->generation});
}

/* The nearest region above: an obligation is two below one at most, so this
 * looks no further, whatever the log says. */
static uint32_t region_above(const struct asxi_census *census, uint32_t at)
{
    for (int height = 0; height < 3 && at != ASXI_NOBODY; height++) {
        at = census->entry[at].owner;
        if (census->entry[at].kind == ASX_KIND_REGION)
            return at;
    }
    return ASXI_NOBODY;
}

/* Where an access lies, now. */
static uint32_t find(struct asxi_census *census, const asx_event *event,
                     uint32_t subject, uint8_t place)
{
    switch ((asx_place)place) {
    case ASX_PLACE_NONE:
        return ASXI_NOBODY;
    case ASX_PLACE_SUBJECT:
        return subject;
    case ASX_PLACE_A:
    case ASX_PLACE_B:
        return field_of(census, event, place);
    case ASX_PLACE_OWNER:
        return census->entry[subject].owner;
    case ASX_PLACE_REGION:
        return region_above(census, subject);
    case ASX_PLACE_REGION_OF_A:
        return region_above(census, at_slot(census, event->a));
    case ASX_PLACE_REGION_OF_B:
        return region_above(census, at_slot(census, event->b));
    case ASX_PLACE_OWNER_OF_A:
        return census->entry[at_slot(census, event->a)].owner;
    case ASX_PLACE_BOUND:
        return census->entry[subject].bound;
    case ASX_PLACE_CLOCK:
        return ASXI_CLOCK;
    case ASX_PLACE_ENTROPY:
        return ASXI_ENTROPY;
    case ASX_PLACE_SETTINGS:
        return ASXI_SETTINGS;
    case ASX_PLACE_NAMES:
        return ASXI_NAMES;
    }
    ASXI_UNREACHABLE();
}

/* Adds an access; of two to one object the stronger stays. */
static uint32_t touch(uint32_t touched[ASXI_TOUCHED_MAX], uint32_t count,
                      uint32_t object, bool writes)
{
    if (object == ASXI_NOBODY)
        return count;
    for (uint32_t at = 0; at < count; at++) {
        if (ASXI_TOUCHED(touched[at]) == object) {
            touched[at] |= writes;
            return count;
        }
    }
    touched[count] = ASXI_TOUCH(object, writes);
    return count + 1;
}

static uint32_t touch_all(struct asxi_census *census, const asx_event *event,
                          const asx_footprint *footprint, uint32_t subject,
                          uint32_t touched[ASXI_TOUCHED_MAX])
{
    uint32_t count = 0;

    for (uint32_t at = 0; at < ASX_ACCESSES_MAX; at++) {
        const asx_access *access = &footprint->access[at];

        if (access->place == ASX_PLACE_NONE)
            break;
        count =
            touch(touched, count, find(census, event, subject, access->place),
                  access->writes);
    }
    if (footprint->role != ASX_ROLE_WITNESS)
        count = touch(touched, count, ASXI_SETTINGS, false);
    return count;
}

static uint64_t operand(struct asxi_census *census, uint8_t meaning,
                        uint32_t value)
{
    switch ((asx_operand)meaning) {
    case ASX_OPERAND_NUMBER:
        return value;
    case ASX_OPERAND_SLOT:
        return census->entry[at_slot(census, value)].identity;
    case ASX_OPERAND_NOTHING:
        return 0;
    }
    ASXI_UNREACHABLE();
}

uint64_t asxi_census_take(struct asxi_census *census, const asx_event *event,
                          const asx_footprint *footprint,
                          uint32_t touched[ASXI_TOUCHED_MAX])
{
    uint32_t subject = footprint->role == ASX_ROLE_BIRTH
                           ? bear(census, event, footprint)
                           : subject_of(census, event);
    uint32_t count = touch_all(census, event, footprint, subject, touched);
    uint64_t a = operand(census, footprint->a, event->a);
    uint64_t b = operand(census, footprint->b, event->b);
    uint64_t label =
        asxi_fold(asxi_fold(asxi_fold(event->kind, subject ? 1 : 0), a), b);

    if (footprint->role == ASX_ROLE_REASON)
        census->entry[subject].reason = asxi_fold(a, b);
    if (footprint->role == ASX_ROLE_CANCEL)
        label = asxi_fold(label, census->entry[subject].reason);
    /* What it touched is part of what it was. */
    for (uint32_t at = 0; at < count; at++)
        label =
            asxi_fold(label, census->entry[ASXI_TOUCHED(touched[at])].identity ^
                                 ASXI_WRITES(touched[at]));
    if (footprint->role == ASX_ROLE_MOVE)
        census->entry[subject].owner = at_slot(census, event->b);
    if (footprint->role == ASX_ROLE_BIND)
        census->entry[subject].bound = at_slot(census, event->a);
    if (count < ASXI_TOUCHED_MAX)
        touched[count] = 0;
    return label;
}

#endif
