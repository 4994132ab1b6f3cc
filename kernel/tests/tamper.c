/* tamper.c -- judges edited streams of events. */
#include "tamper.h"

#define SLOTS 256

struct copy {
    asx_event events[WORLD_EVENTS + 1];
    uint32_t count;
};

static uint32_t find(const struct copy *copy, edit edit)
{
    for (uint32_t at = 0; at < copy->count; at++)
        if (copy->events[at].kind == edit.kind && edit.nth-- == 0)
            return at;
    fail_msg("no such event %d in the run", (int)edit.kind);
    return 0;
}

static void open_gap(struct copy *copy, uint32_t at)
{
    memmove(&copy->events[at + 1], &copy->events[at],
            (copy->count - at) * sizeof(asx_event));
    copy->count++;
}

static void close_gap(struct copy *copy, uint32_t at)
{
    copy->count--;
    memmove(&copy->events[at], &copy->events[at + 1],
            (copy->count - at) * sizeof(asx_event));
}

static void apply(struct copy *copy, edit edit)
{
    uint32_t at = edit.edit == EDIT_NONE ? 0 : find(copy, edit);
    asx_event *event = &copy->events[at], moved = *event;

    switch (edit.edit) {
    case EDIT_NONE:
        return;
    case EDIT_DROP:
        close_gap(copy, at);
        return;
    case EDIT_DROP_2:
        close_gap(copy, at);
        close_gap(copy, at);
        return;
    case EDIT_TWICE:
        open_gap(copy, at);
        return;
    case EDIT_SWAP:
        assert_true(at + 1 < copy->count);
        *event = event[1];
        event[1] = moved;
        return;
    case EDIT_A:
        event->a = edit.value;
        return;
    case EDIT_B:
        event->b = edit.value;
        return;
    case EDIT_SUBJECT:
        event->subject = edit.value;
        return;
    case EDIT_GENERATION:
        event->generation = edit.value;
        return;
    case EDIT_TIME:
        event->time_us = edit.value;
        return;
    case EDIT_KIND:
        event->kind = edit.value;
        return;
    case EDIT_LAST:
        moved.time_us = copy->events[copy->count - 1].time_us;
        copy->events[copy->count++] = moved;
        return;
    }
}

static bool judge(const struct copy *copy, uint32_t flags, asx_finding finding)
{
    size_t bytes = asx_oracle_bytes(SLOTS);
    void *memory = malloc(bytes);
    asx_violation violation;
    asx_oracle *oracle;
    bool found = false;

    assert_ok(asx_oracle_open(memory, bytes, flags, &oracle));
    for (uint32_t at = 0; at < copy->count; at++)
        assert_ok(asx_oracle_feed(oracle, &copy->events[at]));
    asx_oracle_finish(oracle);
    if (finding == ASX_FINDING_NONE)
        found = asx_oracle_violations(oracle) == 0;
    while (asx_oracle_next(oracle, &violation)) {
        found = found || violation.finding == finding;
        if (finding == ASX_FINDING_NONE)
            print_error("%u:%u: %s\n", violation.subject, violation.event,
                        asx_finding_about(violation.finding)->says);
    }
    free(memory);
    return found;
}

bool tamper_finds(const struct world *world, uint32_t flags, edit edit,
                  asx_finding finding)
{
    struct copy *copy = malloc(sizeof *copy);
    bool found;

    assert_non_null(copy);
    assert_int_equal(world->rt.event_dropped, 0);
    copy->count = world->rt.event_count;
    memcpy(copy->events, world->rt.events, copy->count * sizeof(asx_event));
    apply(copy, edit);
    found = judge(copy, flags, finding);
    free(copy);
    return found;
}

void tamper_assert_pass(const tampered *cases, size_t count)
{
    for (size_t at = 0; at < count; at++) {
        struct world *world = world_new(1, 0);

        cases[at].tell(world);
        assert_true(tamper_finds(world, 0, (edit){0}, ASX_FINDING_NONE));
        world_free(world);
    }
}

void tamper_assert_found(const tampered *cases, size_t count)
{
    for (size_t at = 0; at < count; at++) {
        struct world *world = world_new(1, 0);

        cases[at].tell(world);
        if (!tamper_finds(world, 0, cases[at].edit, cases[at].finding))
            fail_msg("case %zu is not found: %s", at,
                     asx_finding_about(cases[at].finding)->says);
        world_free(world);
    }
}

bool tamper_has(const tampered *cases, size_t count, asx_finding finding)
{
    for (size_t at = 0; at < count; at++)
        if (cases[at].finding == finding)
            return true;
    return false;
}
