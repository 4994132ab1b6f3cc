/* canonical.c -- the state without what no later call can tell apart.
 *
 * Objects get names in the order of a walk: the tree of regions in pre-order,
 * what each owns and what that holds, then the notices. What is then written
 * about an object, in canonical_object.c, names others by name and times
 * relative to now; here follows the order of the queues, instead of the
 * counters that made it.
 */
#include "canonical.h"

static void give_name(struct asxi_walk *w, uint32_t slot)
{
    if (slot == 0 || w->out->name_of[slot] != 0)
        return;
    w->out->slot_of[++w->out->object_count] = (uint8_t)slot;
    w->out->name_of[slot] = (uint8_t)w->out->object_count;
}

static void name_task(struct asxi_walk *w, uint32_t slot)
{
    uint32_t held = asxi_task(w->rt, slot)->obligation_head;

    give_name(w, slot);
    for (; held; held = asxi_cell(w->rt, held)->next)
        give_name(w, held);
}

/* The order of birth only decides among tasks of one weight: whichever order
 * is taken, it is one that the form is complete in. */
static void name_alike(struct asxi_walk *w, const struct asxi_region *region)
{
    uint64_t weights[ASX_CANONICAL_OBJECTS];
    uint32_t slots[ASX_CANONICAL_OBJECTS], count = 0;

    for (uint32_t slot = region->task_head; slot;
         slot = asxi_cell(w->rt, slot)->next) {
        uint64_t weight = asxi_canonical_weight(w, slot);
        uint32_t place = count++;

        for (; place > 0 && weights[place - 1] > weight; place--) {
            weights[place] = weights[place - 1];
            slots[place] = slots[place - 1];
        }
        weights[place] = weight;
        slots[place] = slot;
    }
    for (uint32_t i = 0; i < count; i++)
        name_task(w, slots[i]);
}

static void name_tasks(struct asxi_walk *w, const struct asxi_region *region)
{
    if (w->flags & ASX_CANONICAL_ALIKE) {
        name_alike(w, region);
        return;
    }
    for (uint32_t slot = region->task_head; slot;
         slot = asxi_cell(w->rt, slot)->next)
        name_task(w, slot);
}

static void name_region(struct asxi_walk *w, uint32_t slot)
{
    const struct asxi_region *region = asxi_region(w->rt, slot);

    give_name(w, slot);
    name_tasks(w, region);
    give_name(w, region->finalizer_task);
    give_name(w, region->limits);
    for (slot = region->object_head; slot; slot = asxi_cell(w->rt, slot)->next)
        give_name(w, slot);
}

static uint32_t next_in_tree(const asx_runtime *rt, uint32_t slot)
{
    if (asxi_region(rt, slot)->child_head)
        return asxi_region(rt, slot)->child_head;
    while (slot && asxi_cell(rt, slot)->next == 0)
        slot = asxi_cell(rt, slot)->parent;
    return slot ? asxi_cell(rt, slot)->next : 0;
}

static void name_all(struct asxi_walk *w)
{
    const struct asxi_arena *arena = asxi_arena(w->rt);
    uint32_t slot;

    for (slot = 1; slot; slot = next_in_tree(w->rt, slot))
        name_region(w, slot);
    for (slot = arena->notice_head; slot;
         slot = asxi_cell(w->rt, slot)->queue_next)
        give_name(w, slot);
    /* Over and told, and not released yet; or kept by what refers to it. */
    for (slot = 1; slot <= arena->slots_used; slot++)
        if (asxi_cell(w->rt, slot)->kind != ASX_KIND_FREE &&
            asxi_cell(w->rt, slot)->kind != ASX_KIND_RETIRED)
            give_name(w, slot);
}

/* In the lab and the explorer equals are chosen from: their order says nothing
 * then. */
static void put_lane(struct asxi_walk *w, const struct asxi_lane *lane)
{
    if (asxi_arena(w->rt)->flags)
        return;
    for (uint32_t word = 0; word < ASXI_PRIORITIES / 32; word++) {
        for (uint32_t used = lane->used[word]; used; used &= used - 1) {
            uint32_t rank = word * 32 + (uint32_t)__builtin_ctz(used);

            for (uint32_t at = lane->head[rank]; at;
                 at = asxi_cell(w->rt, at)->queue_next)
                asxi_walk_put(w, asxi_walk_name(w, at) << 8 | rank);
        }
    }
}

static bool is_earlier(const struct asxi_walk *w, const struct asxi_cell *a,
                       const struct asxi_cell *b)
{
    if (a->due != b->due)
        return a->due < b->due;
    if (a->rank != b->rank)
        return a->rank > b->rank;
    if (asxi_arena(w->rt)->flags)
        return asxi_walk_name(w, asxi_slot(w->rt, a)) <
               asxi_walk_name(w, asxi_slot(w->rt, b));
    return a->order < b->order;
}

/* By its order, whatever the shape of the heap. The lab does not ask for the
 * sequence. */
static void put_timed(struct asxi_walk *w)
{
    const struct asxi_cell *last = NULL;

    for (uint32_t left = asxi_arena(w->rt)->timed_count; left > 0; left--) {
        const struct asxi_cell *least = NULL;

        for (uint32_t n = 1; n <= w->out->object_count; n++) {
            const struct asxi_cell *cell = asxi_cell(w->rt, w->out->slot_of[n]);

            if (cell->queue == ASX_QUEUE_TIMED &&
                (last == NULL || is_earlier(w, last, cell)) &&
                (least == NULL || is_earlier(w, cell, least)))
                least = cell;
        }
        ASXI_ASSERT(least != NULL);
        asxi_walk_put(w, asxi_walk_name(w, asxi_slot(w->rt, least)) << 8 |
                             least->rank);
        asxi_walk_put(w, asxi_walk_since(w, least->due));
        last = least;
    }
}

/* A timer that was armed too late fires next. */
static uint64_t fires_at(const struct asxi_walk *w, uint32_t slot)
{
    uint64_t soonest = asxi_arena(w->rt)->wheel.now + 1;
    uint64_t due = asxi_cell(w->rt, slot)->due;

    return due > soonest ? due : soonest;
}

static bool fires_before(const struct asxi_walk *w, uint32_t a, uint32_t b)
{
    uint64_t one = fires_at(w, a), other = fires_at(w, b);

    return one < other || (one == other && w->flags & ASX_CANONICAL_ALIKE &&
                           asxi_walk_name(w, a) < asxi_walk_name(w, b));
}

/* In the order in which they fire: by time, and then as they were armed, which
 * is how they stand in their slot of the wheel. */
static void put_timers(struct asxi_walk *w)
{
    const struct asxi_wheel *wheel = &asxi_arena(w->rt)->wheel;
    uint32_t slots[ASX_CANONICAL_OBJECTS], count = 0;

    for (uint32_t level = 0; level < ASXI_WHEEL_LEVELS; level++) {
        for (uint64_t used = wheel->used[level]; used; used &= used - 1) {
            uint32_t at = wheel->head[level][__builtin_ctzll(used)];

            for (; at; at = asxi_cell(w->rt, at)->queue_next) {
                uint32_t place = count++;

                for (; place > 0 && fires_before(w, at, slots[place - 1]);
                     place--)
                    slots[place] = slots[place - 1];
                slots[place] = at;
            }
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        asxi_walk_put(w, asxi_walk_name(w, slots[i]));
        asxi_walk_put(w, asxi_walk_since(w, asxi_cell(w->rt, slots[i])->due));
    }
}

static void put_whole(struct asxi_walk *w)
{
    const struct asxi_arena *arena = asxi_arena(w->rt);
    uint32_t streak = (uint32_t)arena->settings[ASX_SETTING_CANCEL_STREAK];

    ASXI_ASSERT(arena->staged.any == 0);
    asxi_walk_put(w, asxi_min32(arena->cancel_streak, 2 * streak) |
                         (uint64_t)asxi_min32(arena->timed_streak, streak)
                             << 32);
    for (uint32_t at = arena->notice_head; at;
         at = asxi_cell(w->rt, at)->queue_next)
        asxi_walk_put(w, asxi_walk_name(w, at));
    put_lane(w, &arena->cancel);
    put_lane(w, &arena->ready);
    put_timed(w);
    put_timers(w);
}

static bool is_readable(const asx_runtime *rt)
{
    const struct asxi_arena *arena = asxi_arena(rt);

    for (uint32_t slot = 1; slot <= arena->slots_used; slot++)
        if (asxi_cell(rt, slot)->kind == ASX_KIND_CAPSULE ||
            asxi_cell(rt, slot)->kind >= ASX_KIND_LOCK)
            return false;
    return arena->slots_used < ASX_CANONICAL_OBJECTS;
}

bool asx_canonical_read(const asx_runtime *rt, uint32_t polls_enough,
                        uint32_t flags, asx_canonical *out)
{
    struct asxi_walk w = {rt, out, polls_enough, flags};

    if (!is_readable(rt))
        return false;
    out->word_count = out->object_count = 0;
    __builtin_memset(out->name_of, 0, sizeof out->name_of);
    name_all(&w);
    for (uint32_t n = 1; n <= out->object_count; n++)
        asxi_canonical_object(&w, out->slot_of[n]);
    put_whole(&w);
    return true;
}
