/* causality.c -- what had to come before what.
 *
 * An event depends directly on the last write of each object it touches and,
 * if it writes, on the reads since. Happens-before is what follows from that.
 *
 * The log is cut into chains of events each of which depends on the one before
 * it, an actor each: the life of a task, mostly, and of what it holds. A new
 * task goes on where an old one has ended, so that there are about as many
 * actors as there was at once, not as there ever were. The clock of an event
 * says how many events of each actor came before it or are it. So `i` came
 * before `j` exactly if the clock of `j` counts further than where `i` stands.
 *
 * In the walks here `written` of an object is 1 + the event of its last write.
 * `readers` is 1 + a node of a list of those that read it since; event `e`
 * owns the nodes from e * ASXI_TOUCHED_MAX, whose links are the scratch.
 */
#include "census.h"
#include "internal.h"

#if ASX_TIER >= 2

#define FOLLOWED (1u << 31) /* in a position: the chain goes on */

static void forget(const asx_order *order)
{
    for (uint32_t at = 0; at <= order->objects; at++)
        order->entry[at].written = order->entry[at].readers = 0;
}

static const uint32_t *touched_by(const asx_order *order, uint32_t event)
{
    return order->touched + (size_t)event * ASXI_TOUCHED_MAX;
}

/* What `event` did is now the last that was done. */
static void record(const asx_order *order, uint32_t event)
{
    const uint32_t *touched = touched_by(order, event);

    for (uint32_t at = 0; at < ASXI_TOUCHED_MAX && touched[at]; at++) {
        struct asxi_entry *object = &order->entry[ASXI_TOUCHED(touched[at])];
        uint32_t node = event * ASXI_TOUCHED_MAX + at;

        if (ASXI_WRITES(touched[at])) {
            object->written = event + 1;
            object->readers = 0;
        } else {
            order->scratch[node] = object->readers;
            object->readers = node + 1;
        }
    }
}

/* Whether the chain of 1 + an event ends with it. */
static bool is_open(const asx_order *order, uint32_t event)
{
    return event != 0 && !(order->position[event - 1] & FOLLOWED);
}

/* 1 + an event that this access depends on and that ends its chain; 0: none.
 * Reads are looked at only by the write that ends their list. */
static uint32_t open_before(const asx_order *order, uint32_t touched)
{
    const struct asxi_entry *object = &order->entry[ASXI_TOUCHED(touched)];
    uint32_t node = ASXI_WRITES(touched) ? object->readers : 0;

    for (; node != 0; node = order->scratch[node - 1]) {
        uint32_t reader = (node - 1) / ASXI_TOUCHED_MAX + 1;

        if (is_open(order, reader))
            return reader;
    }
    return is_open(order, object->written) ? object->written : 0;
}

static void put_into_chain(asx_order *order, uint32_t event)
{
    const uint32_t *touched = touched_by(order, event);
    uint32_t before = 0;

    for (uint32_t at = 0; at < ASXI_TOUCHED_MAX && touched[at]; at++) {
        if ((before = open_before(order, touched[at])) != 0)
            break;
    }
    if (before == 0) {
        order->actor[event] = order->actors++;
        order->position[event] = 0;
        return;
    }
    order->actor[event] = order->actor[before - 1];
    order->position[event] = order->position[before - 1] + 1;
    order->position[before - 1] |= FOLLOWED;
}

void asxi_causality_chains(asx_order *order)
{
    forget(order);
    for (uint32_t at = 0; at < order->count; at++) {
        if (order->layer[at] == 0) {
            order->actor[at] = ASX_ACTOR_NONE;
            order->position[at] = 0;
            continue;
        }
        put_into_chain(order, at);
        record(order, at);
    }
    for (uint32_t at = 0; at < order->count; at++)
        order->position[at] &= ~FOLLOWED;
}

static uint32_t *clock_of(const asx_order *order, uint32_t event)
{
    return order->clock + (size_t)event * order->clocks;
}

/* Whether `clock` counts `event`, and so all that came before it. */
static bool counts(const asx_order *order, const uint32_t *clock,
                   uint32_t event)
{
    return clock[order->actor[event]] > order->position[event];
}

static void join(const asx_order *order, uint32_t *clock, uint32_t before)
{
    const uint32_t *other = clock_of(order, before);

    if (counts(order, clock, before))
        return;
    for (uint32_t at = 0; at < order->actors; at++) {
        if (clock[at] < other[at])
            clock[at] = other[at];
    }
}

static void join_access(const asx_order *order, uint32_t *clock,
                        uint32_t touched)
{
    const struct asxi_entry *object = &order->entry[ASXI_TOUCHED(touched)];
    uint32_t node = ASXI_WRITES(touched) ? object->readers : 0;

    for (; node != 0; node = order->scratch[node - 1])
        join(order, clock, (node - 1) / ASXI_TOUCHED_MAX);
    if (object->written != 0)
        join(order, clock, object->written - 1);
}

void asxi_causality_clocks(asx_order *order)
{
    forget(order);
    for (uint32_t event = 0; event < order->count; event++) {
        const uint32_t *touched = touched_by(order, event);
        uint32_t *clock = clock_of(order, event);

        __builtin_memset(clock, 0, (size_t)order->clocks * sizeof *clock);
        for (uint32_t at = 0; at < ASXI_TOUCHED_MAX && touched[at]; at++)
            join_access(order, clock, touched[at]);
        if (order->layer[event] == 0)
            continue;
        clock[order->actor[event]] = order->position[event] + 1;
        record(order, event);
    }
}

int32_t asx_order_before(const asx_order *order, uint32_t i, uint32_t j)
{
    if (i >= order->count || j >= order->count)
        return ASX_E_ARGUMENT;
    if (order->clocks == 0)
        return ASX_E_STATE;
    return i != j && order->actor[i] != ASX_ACTOR_NONE &&
           counts(order, clock_of(order, j), i);
}

uint32_t asx_order_conflict(const asx_order *order, uint32_t i, uint32_t j)
{
    const uint32_t *first, *second;

    if (i >= j || j >= order->count || order->layer[i] == 0)
        return ASXI_NOBODY;
    first = touched_by(order, i);
    second = touched_by(order, j);
    for (uint32_t b = 0; b < ASXI_TOUCHED_MAX && second[b]; b++) {
        for (uint32_t a = 0; a < ASXI_TOUCHED_MAX && first[a]; a++) {
            if (ASXI_TOUCHED(first[a]) == ASXI_TOUCHED(second[b]) &&
                (ASXI_WRITES(first[a]) || ASXI_WRITES(second[b])))
                return ASXI_TOUCHED(second[b]);
        }
    }
    return ASXI_NOBODY;
}

/* Below, `written` and `readers` of an object are 1 + the event that touched
 * it and is the fewest steps away from `i`: of those that wrote, of all. */

static bool is_nearer(const uint32_t *steps, uint32_t event, uint32_t than)
{
    return than == 0 || steps[event] < steps[than - 1];
}

static void offer(const asx_order *order, const uint32_t *steps, uint32_t event)
{
    const uint32_t *touched = touched_by(order, event);

    for (uint32_t at = 0; at < ASXI_TOUCHED_MAX && touched[at]; at++) {
        struct asxi_entry *object = &order->entry[ASXI_TOUCHED(touched[at])];

        if (ASXI_WRITES(touched[at]) &&
            is_nearer(steps, event, object->written))
            object->written = event + 1;
        if (is_nearer(steps, event, object->readers))
            object->readers = event + 1;
    }
}

/* 1 + the nearest event that `event` depends on directly; 0: none. */
static uint32_t nearest(const asx_order *order, const uint32_t *steps,
                        uint32_t event)
{
    const uint32_t *touched = touched_by(order, event);
    uint32_t found = 0;

    for (uint32_t at = 0; at < ASXI_TOUCHED_MAX && touched[at]; at++) {
        const struct asxi_entry *object =
            &order->entry[ASXI_TOUCHED(touched[at])];
        uint32_t before =
            ASXI_WRITES(touched[at]) ? object->readers : object->written;

        if (before != 0 && is_nearer(steps, before - 1, found))
            found = before;
    }
    return found;
}

int32_t asx_order_path(const asx_order *order, uint32_t i, uint32_t j,
                       uint32_t *path, uint32_t capacity)
{
    uint32_t *steps = order->scratch, *from = steps + order->count;
    uint32_t length;

    if (i >= order->count || j >= order->count)
        return ASX_E_ARGUMENT;
    if (i >= j || order->layer[i] == 0)
        return 0;
    forget(order);
    steps[i] = 0;
    offer(order, steps, i);
    for (uint32_t at = i + 1; at <= j; at++) {
        from[at] = nearest(order, steps, at);
        if (from[at] == 0)
            continue;
        steps[at] = steps[from[at] - 1] + 1;
        if (order->layer[at] != 0)
            offer(order, steps, at);
    }
    if (from[j] == 0)
        return 0;
    length = steps[j] + 1;
    for (uint32_t at = j, left = length; left-- > 0; at = from[at] - 1) {
        if (left < capacity)
            path[left] = at;
        if (left == 0)
            break;
    }
    return (int32_t)length;
}

#endif
