/* The runtime of a client: how it begins, and what can be read of it. */
#include "exhaustive_client.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "asx/describe.h"

#define ARENA_BYTES ((size_t)65536)

/* Small limits, so that a closure reaches them. */
static const struct {
    const char *name;
    asx_setting setting;
    uint64_t value;
} settings[] = {
    {"cancel_streak", ASX_SETTING_CANCEL_STREAK, 1},
    {"mask_allowance", ASX_SETTING_MASK_ALLOWANCE, 2},
    {"refusals_max", ASX_SETTING_REFUSALS_MAX, 1},
};

static bool refuse_growth(asx_runtime *rt, size_t bytes)
{
    (void)rt, (void)bytes;
    return false;
}

void asxn_client_open(asxn_client *c, const asxn_bounds *bounds)
{
    memset(c, 0, sizeof *c);
    c->bounds = bounds;
    c->rt.base = calloc(1, ARENA_BYTES);
    c->rt.bytes = ARENA_BYTES;
    c->rt.grow = refuse_growth;
    c->rt.event_capacity = ASXN_EVENTS_MAX;
    c->rt.events = calloc(ASXN_EVENTS_MAX, sizeof *c->rt.events);
    if (c->rt.base == NULL || c->rt.events == NULL)
        abort();
}

void asxn_client_close(asxn_client *c)
{
    free(c->rt.base);
    free(c->rt.events);
}

asxn_memory *asxn_client_memory(const asxn_client *c)
{
    return asx_runtime_extra(&c->rt);
}

void asxn_client_reset(asxn_client *c)
{
    const asxn_setup *setup = &c->bounds->setup;
    uint32_t slots[ASXN_SETUP_REGIONS + 1] = {1};

    ASXN_TELL(c, "%s", c->bounds->fifo ? "" : "explore\n");
    memset(c->rt.base, 0, asx_snapshot_bytes(&c->rt));
    if (asx_runtime_create(&c->rt, 0, c->bounds->fifo ? 0 : ASX_RUNTIME_EXPLORE,
                           64) != ASX_OK)
        abort();
    memset(asxn_client_memory(c), 0, sizeof(asxn_memory));
    for (uint32_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        ASXN_TELL(c, "runtime_configure setting.%s %" PRIu64 "\n",
                  settings[i].name, settings[i].value);
        if (asx_runtime_configure(&c->rt, settings[i].setting,
                                  settings[i].value) != ASX_OK)
            abort();
    }
    /* Time passes in one step, however far away a deadline is. */
    ASXN_TELL(c, "runtime_configure setting.debt_step_us 1000000000\n"
                 "pump_begin 0\n");
    for (uint32_t i = 0; i < setup->regions; i++) {
        asxn_client_open_region(c, slots[setup->parent[i]], setup->open[i]);
        slots[i + 1] = i + 2;
    }
    for (uint32_t i = 0; i <= setup->regions; i++)
        for (uint32_t n = 0; n < setup->tasks[i]; n++)
            asxn_client_spawn(c, slots[i], 0);
}

bool asxn_object_is_stepping(const asxn_object *object)
{
    return object->kind == ASX_KIND_TASK && object->state > ASX_TASK_CREATED &&
           object->state < ASX_TASK_COMPLETED &&
           object->wait == ASX_WAIT_NONE &&
           (object->queue == ASX_QUEUE_NONE ||
            object->queue == ASX_QUEUE_TIMER);
}

static void describe(const asxn_client *c, uint32_t slot, asxn_object *object)
{
    double f[ASX_FIELD_COUNT];

    memset(object, 0, sizeof *object);
    if (asx_describe(&c->rt, slot, f) == ASX_KIND_FREE)
        return;
    object->handle = ASX_HANDLE_BITS(slot, asx_generation(&c->rt, slot));
    object->kind = (uint8_t)f[ASX_FIELD_KIND];
    object->state = (uint8_t)f[ASX_FIELD_STATE];
    object->queue = (uint8_t)f[ASX_FIELD_QUEUE];
    object->parent = (uint8_t)f[ASX_FIELD_PARENT];
    object->flags = (uint8_t)((uint32_t)f[ASX_FIELD_FLAGS] & 255);
    object->outcome = (uint8_t)f[ASX_FIELD_OUTCOME];
    object->cancel_kind = (uint8_t)f[ASX_FIELD_CANCEL_KIND];
    object->cancel_time = (int64_t)f[ASX_FIELD_CANCEL_TIME];
    object->cleanup_deadline = (int64_t)f[ASX_FIELD_CLEANUP_DEADLINE];
    object->deadline = (int64_t)f[ASX_FIELD_DEADLINE];
    object->due = (int64_t)f[ASX_FIELD_DUE];
    object->live_tasks = (uint8_t)f[ASX_FIELD_LIVE_TASKS];
    object->live_regions = (uint8_t)f[ASX_FIELD_LIVE_REGIONS];
    object->obligations = (uint8_t)f[ASX_FIELD_OBLIGATIONS];
    object->finalizers = (uint8_t)f[ASX_FIELD_FINALIZERS];
    object->wait = (uint8_t)f[ASX_FIELD_WAIT];
    object->wait_for = (uint8_t)f[ASX_FIELD_WAIT_FOR];
    object->mask_depth = (uint8_t)f[ASX_FIELD_MASK_DEPTH];
    object->mask_allowance = (uint16_t)f[ASX_FIELD_MASK_ALLOWANCE];
    object->refusals = (uint8_t)f[ASX_FIELD_REFUSALS];
    object->owner = (uint8_t)f[ASX_FIELD_OWNER];
}

void asxn_client_view(const asxn_client *c, asxn_view *view)
{
    uint32_t before = view->slots_used;

    view->slots_used =
        (uint32_t)asx_runtime_counter(&c->rt, ASX_COUNTER_SLOTS_USED);
    view->now = asx_time_now(&c->rt);
    for (uint32_t slot = 1; slot <= view->slots_used; slot++)
        describe(c, slot, &view->at[slot]);
    for (uint32_t slot = view->slots_used + 1; slot <= before; slot++)
        memset(&view->at[slot], 0, sizeof view->at[slot]);
}

void asxn_client_read(const asxn_client *c, asx_canonical *form)
{
    if (!asx_canonical_read(&c->rt, ASXN_POLLS_ENOUGH,
                            c->bounds->alike ? ASX_CANONICAL_ALIKE : 0, form))
        abort();
}
