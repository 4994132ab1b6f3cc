/* order.c -- the canonical form of a log and its fingerprint.
 *
 * The layer of an event is one more than the highest layer of what it depends
 * on, so events of one layer are independent of each other, and each event is
 * in the first layer that it can be in. Per object two numbers are enough: the
 * layer of the last write, and the highest layer of the reads since.
 *
 * The form is the events sorted by layer and, since the order in a layer means
 * nothing, by label. Its fingerprint folds labels and the ends of layers.
 */
#include "asx/order.h"

#include "census.h"
#include "internal.h"

#if ASX_TIER >= 2

static uint64_t bytes_of(uint32_t count, uint32_t actors)
{
    uint64_t words = (uint64_t)count * 4 /* form, layer, actor, position */
                     + (uint64_t)count * ASXI_TOUCHED_MAX * 2 /* and scratch */
                     + (uint64_t)count * actors + asxi_buckets_for(count);

    return (uint64_t)count * 8 +
           (uint64_t)asxi_census_max(count) * sizeof(struct asxi_entry) +
           words * 4;
}

size_t asx_order_bytes(uint32_t count, uint32_t actors)
{
    uint64_t bytes;

    if (count > ASX_ORDER_EVENTS_MAX)
        return SIZE_MAX;
    bytes = bytes_of(count, actors);
    return bytes < SIZE_MAX ? (size_t)bytes : SIZE_MAX;
}

/* Takes a part of the workspace; the widest parts come first. */
static void *carve(unsigned char **at, uint64_t bytes)
{
    void *part = *at;

    *at += bytes;
    return part;
}

/* A layout of the workspace, not yet filled. */
static asx_order lay_out(const asx_event *events, uint32_t count,
                         uint32_t actors, unsigned char *at,
                         struct asxi_census *census)
{
    uint64_t words = (uint64_t)count * 4;
    uint32_t buckets = asxi_buckets_for(count);
    asx_order order = {.events = events, .count = count, .clocks = actors};

    order.label = carve(&at, (uint64_t)count * 8);
    order.entry = carve(&at, (uint64_t)asxi_census_max(count) *
                                 sizeof(struct asxi_entry));
    order.form = carve(&at, words);
    order.layer = carve(&at, words);
    order.actor = carve(&at, words);
    order.position = carve(&at, words);
    order.touched = carve(&at, words * ASXI_TOUCHED_MAX);
    order.scratch = carve(&at, words * ASXI_TOUCHED_MAX);
    census->entry = order.entry;
    census->mask = buckets - 1;
    census->bucket = carve(&at, (uint64_t)buckets * 4);
    order.clock = carve(&at, words * actors);
    return order;
}

/* The first layer that an event with these accesses can be in. */
static uint32_t layer_for(const asx_order *order, const uint32_t *touched)
{
    uint32_t layer = 0;

    for (uint32_t at = 0; at < ASXI_TOUCHED_MAX && touched[at]; at++) {
        const struct asxi_entry *object =
            &order->entry[ASXI_TOUCHED(touched[at])];

        if (object->written > layer)
            layer = object->written;
        if (ASXI_WRITES(touched[at]) && object->readers > layer)
            layer = object->readers;
    }
    return layer + 1;
}

/* Here `written` and `readers` of an object are layers. */
static void put_into_layer(asx_order *order, const uint32_t *touched,
                           uint32_t layer)
{
    for (uint32_t at = 0; at < ASXI_TOUCHED_MAX && touched[at]; at++) {
        struct asxi_entry *object = &order->entry[ASXI_TOUCHED(touched[at])];

        if (ASXI_WRITES(touched[at])) {
            object->written = layer;
            object->readers = 0;
        } else if (object->readers < layer) {
            object->readers = layer;
        }
    }
    if (layer > order->layers)
        order->layers = layer;
}

/* One pass over the log. */
static asx_status read_log(asx_order *order, struct asxi_census *census)
{
    asxi_census_begin(census);
    for (uint32_t at = 0; at < order->count; at++) {
        uint32_t *touched = order->touched + (size_t)at * ASXI_TOUCHED_MAX;
        asx_footprint footprint;

        if (!asx_event_footprint(&order->events[at], &footprint))
            return ASX_E_ARGUMENT;
        order->label[at] =
            asxi_census_take(census, &order->events[at], &footprint, touched);
        order->layer[at] = 0;
        if (footprint.role == ASX_ROLE_WITNESS)
            continue;
        order->layer[at] = layer_for(order, touched);
        put_into_layer(order, touched, order->layer[at]);
        order->form[order->form_count++] = at;
    }
    order->objects = census->count - 1;
    return ASX_OK;
}

static bool goes_first(const asx_order *order, uint32_t i, uint32_t j)
{
    if (order->layer[i] != order->layer[j])
        return order->layer[i] < order->layer[j];
    return order->label[i] <= order->label[j];
}

/* Merges from[begin, middle) and from[middle, end). */
static void merge(const asx_order *order, const uint32_t *from, uint32_t *to,
                  uint32_t begin, uint32_t middle, uint32_t end)
{
    uint32_t left = begin, right = middle;

    for (uint32_t at = begin; at < end; at++) {
        bool is_left =
            left < middle &&
            (right == end || goes_first(order, from[left], from[right]));

        to[at] = is_left ? from[left++] : from[right++];
    }
}

/* Merge sort from the bottom up: no recursion, O(n log n) whatever the log. */
static void sort_form(const asx_order *order)
{
    uint32_t count = order->form_count;
    uint32_t *from = order->form, *to = order->scratch;

    for (uint32_t width = 1; width < count; width *= 2) {
        uint32_t *swap = from;

        for (uint32_t begin = 0; begin < count; begin += 2 * width) {
            uint32_t middle = asxi_min32(begin + width, count);

            merge(order, from, to, begin, middle,
                  asxi_min32(middle + width, count));
        }
        from = to;
        to = swap;
    }
    if (from != order->form)
        __builtin_memcpy(order->form, from, (size_t)count * sizeof *from);
}

static uint64_t fingerprint_of(const asx_order *order)
{
    uint64_t fingerprint = 0;
    uint32_t layer = 0;

    for (uint32_t at = 0; at < order->form_count; at++) {
        uint32_t event = order->form[at];

        if (order->layer[event] != layer)
            fingerprint = asxi_fold(fingerprint, 0);
        layer = order->layer[event];
        fingerprint = asxi_fold(fingerprint, order->label[event]);
    }
    return fingerprint;
}

asx_status asx_order_build(asx_order *out, const asx_event *events,
                           uint32_t count, uint32_t actors, void *workspace,
                           size_t bytes)
{
    struct asxi_census census;
    asx_order order;
    asx_status status;

    if (count > ASX_ORDER_EVENTS_MAX)
        return ASX_E_LIMIT;
    if (bytes_of(count, actors) > bytes)
        return ASX_E_MEMORY;
    if ((uintptr_t)workspace % 8 != 0)
        return ASX_E_ARGUMENT;
    order = lay_out(events, count, actors, workspace, &census);
    __builtin_memset(census.bucket, 0, ((size_t)census.mask + 1) * 4);
    status = read_log(&order, &census);
    if (status != ASX_OK)
        return status;
    sort_form(&order);
    order.fingerprint = fingerprint_of(&order);
    asxi_causality_chains(&order);
    if (actors > 0) {
        if (actors < order.actors)
            return ASX_E_LIMIT;
        asxi_causality_clocks(&order);
    }
    *out = order;
    return ASX_OK;
}

bool asx_order_object_at(const asx_order *order, uint32_t index,
                         asx_order_object *out)
{
    const struct asxi_entry *object;

    if (index == ASXI_NOBODY || index > order->objects)
        return false;
    object = &order->entry[index];
    *out = (asx_order_object){
        .identity = object->identity,
        .sort = index < ASXI_ENTRIES_FIXED ? index : ASX_ORDER_OBJECT,
        .kind = object->kind,
        .parent = object->parent,
        .ordinal = object->ordinal,
        .slot = object->slot,
        .generation = object->generation,
    };
    return true;
}

uint32_t asx_order_subject(const asx_order *order, uint32_t event)
{
    asx_footprint footprint;

    if (event >= order->count || order->events[event].subject == 0 ||
        !asx_event_footprint(&order->events[event], &footprint) ||
        footprint.access[0].place != ASX_PLACE_SUBJECT)
        return ASXI_NOBODY;
    return ASXI_TOUCHED(order->touched[(size_t)event * ASXI_TOUCHED_MAX]);
}

#endif
