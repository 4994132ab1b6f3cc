/* What each kind of event touches, spelled out a second time. */
#include "harness.h"
#include "internal.h"
#include "islands.h"

#include "asx/footprint.h"

/* Places: S subject, A, B, O its owner, R its region, a and b the regions of A
 * and B, o the owner of A, T what it is tied to, C clock, E entropy, X
 * settings, N names. An exclamation mark: it writes. */
static const struct {
    asx_event_kind kind;
    const char *touches;
} expected[] = {
    {ASX_EVENT_REGION_OPENED, "S!A!"},
    {ASX_EVENT_REGION_STEP, "S!"},
    {ASX_EVENT_REGION_CANCEL, "S!OC"},
    {ASX_EVENT_REGION_CLOSED, "S!O"},
    {ASX_EVENT_REGION_RELEASED, "S!"},
    {ASX_EVENT_TASK_SPAWNED, "S!A!"},
    {ASX_EVENT_TASK_STEP, "S!"},
    {ASX_EVENT_TASK_SCHEDULED, "S!"},
    {ASX_EVENT_TASK_WOKEN, "S!A"},
    {ASX_EVENT_TASK_LATE_WAKE, "SA"},
    {ASX_EVENT_TASK_DISPATCHED, "S!"},
    {ASX_EVENT_TASK_PARKED, "S!B"},
    {ASX_EVENT_TASK_CANCEL, "S!OCT"},
    {ASX_EVENT_TASK_CANCEL_ACKNOWLEDGED, "S!T"},
    {ASX_EVENT_TASK_CANCEL_DEFERRED, "S!T"},
    {ASX_EVENT_TASK_REFUSED, "S!C"},
    {ASX_EVENT_TASK_FORCED, "S!BC"},
    {ASX_EVENT_TASK_COMPLETED, "S!B!"},
    {ASX_EVENT_TASK_MASKED, "S!"},
    {ASX_EVENT_TASK_UNMASKED, "S!"},
    {ASX_EVENT_MASK_EXHAUSTED, "S!"},
    {ASX_EVENT_BUDGET_EXHAUSTED, "S!C"},
    {ASX_EVENT_FINALIZER_DEFERRED, "S!"},
    {ASX_EVENT_FINALIZER_STARTED, "S!C"},
    {ASX_EVENT_FINALIZER_ENDED, "S!"},
    {ASX_EVENT_OBLIGATION_RESERVED, "S!B!R"},
    {ASX_EVENT_OBLIGATION_COMMITTED, "S!O!T!R"},
    {ASX_EVENT_OBLIGATION_ABORTED, "S!O!T!R"},
    {ASX_EVENT_OBLIGATION_LEAKED, "S!O!T!R"},
    {ASX_EVENT_OBLIGATION_TRANSFERRED, "S!A!B!ab"},
    {ASX_EVENT_TIMER_ARMED, "S!C"},
    {ASX_EVENT_TIMER_CANCELLED, "S!C"},
    {ASX_EVENT_TIMER_FIRED, "S!C"},
    {ASX_EVENT_TIME_ADVANCED, "C!"},
    {ASX_EVENT_TIME_CLAMPED, "C"},
    {ASX_EVENT_TIME_DEBT, "C!"},
    {ASX_EVENT_CAPSULE_STEP, "S!O"},
    {ASX_EVENT_CAPSULE_OPENED, "S!B!R"},
    {ASX_EVENT_CAPSULE_PROGRESS, "S!A"},
    {ASX_EVENT_PUMP_STEP, "C"},
    {ASX_EVENT_ENTROPY_DRAWN, "E!"},
    {ASX_EVENT_MARK, ""},
    {ASX_EVENT_FUTURELOCK, "SA"},
    {ASX_EVENT_VISIBILITY, "C"},
    {ASX_EVENT_CONFIGURED, "X!"},
    {ASX_EVENT_CAPSULE_STRANDED, "S!A"},
    {ASX_EVENT_CHANNEL_OPENED, "S!"},
    {ASX_EVENT_CHANNEL_CLOSED, "S!O"},
    {ASX_EVENT_CHANNEL_RESERVED, "S!A!B!"},
    {ASX_EVENT_CHANNEL_COMMITTED, "S!A!o!"},
    {ASX_EVENT_CHANNEL_RECEIVED, "S!B!"},
    {ASX_EVENT_CHANNEL_EVICTED, "S!"},
    {ASX_EVENT_CHANNEL_RETURNED, "S!A!o!"},
    {ASX_EVENT_RECEIVER_LAGGED, "S!A!T"},
    {ASX_EVENT_RECEIVER_OPENED, "S!A!"},
    {ASX_EVENT_RECEIVER_SEEN, "S!A!T"},
    {ASX_EVENT_RECEIVER_CLOSED, "S!A!"},
    {ASX_EVENT_CALL_STEP, "S!B!"},
    {ASX_EVENT_GRANTED, "S!A!"},
    {ASX_EVENT_GRANT_RETURNED, "S!A!"},
    {ASX_EVENT_LOCK_OPENED, "S!"},
    {ASX_EVENT_LOCK_STEP, "S!"},
    {ASX_EVENT_LOCK_ACQUIRED, "S!A!B!"},
    {ASX_EVENT_LOCK_RELEASED, "S!A!o!"},
    {ASX_EVENT_OBJECT_RELEASED, "S!O"},
    {ASX_EVENT_ANNOTATED, "S!"},
    {ASX_EVENT_CANCEL_REASON, "S!BC"},
    {ASX_EVENT_OBJECT_OPENED, "S!B!"},
    {ASX_EVENT_OBLIGATION_BOUND, "S!A!"},
    {ASX_EVENT_TASK_OWNED, "S!A!"},
    {ASX_EVENT_TASK_WAKE_KEPT, "S!A"},
    {ASX_EVENT_SUPERVISOR_CONSTRUCTED, "S!"},
    {ASX_EVENT_SUPERVISOR_STEP, "S!O!"},
    {ASX_EVENT_SUPERVISOR_RESTARTING, "S!O!AC"},
    {ASX_EVENT_SUPERVISOR_ESCALATED, "S!O!A"},
    {ASX_EVENT_CHILD_ADDED, "S!A!"},
    {ASX_EVENT_CHILD_DEPENDS, "S!"},
    {ASX_EVENT_CHILD_STEP, "S!O!"},
    {ASX_EVENT_CHILD_STARTED, "S!O!AB"},
    {ASX_EVENT_CHILD_REFUSED, "S!O!"},
    {ASX_EVENT_CHILD_ENDED, "S!O!A"},
    {ASX_EVENT_CHILD_PERSISTED, "S!O!C"},
    {ASX_EVENT_NAME_RESERVED, "S!O!N!"},
    {ASX_EVENT_LEASE_STEP, "S!O!N!"},
    {ASX_EVENT_LINKED, "S!A!B!"},
    {ASX_EVENT_UNLINKED, "S!A!B!"},
    {ASX_EVENT_LINK_BROKEN, "S!A"},
    {ASX_EVENT_LINK_EXIT, "S!A!"},
    {ASX_EVENT_MONITOR_OPENED, "S!A!B"},
    {ASX_EVENT_MONITOR_DOWN, "S!O!AC"},
    {ASX_EVENT_MONITOR_TAKEN, "S!A!"},
    {ASX_EVENT_MONITOR_RELEASED, "S!O!"},
};

#define KINDS (sizeof expected / sizeof expected[0])
#define KINDS_MAX 256 /* more than there are, gaps included */

static asx_footprint footprint_of(uint32_t kind)
{
    const asx_event event = {.kind = kind};
    asx_footprint footprint;

    assert_true(asx_event_footprint(&event, &footprint));
    return footprint;
}

static void spell(const asx_footprint *footprint, char *text)
{
    for (uint32_t at = 0; at < ASX_ACCESSES_MAX; at++) {
        if (footprint->access[at].place == ASX_PLACE_NONE)
            break;
        *text++ = "?SABORaboTCEXN"[footprint->access[at].place];
        if (footprint->access[at].writes)
            *text++ = '!';
    }
    *text = 0;
}

static bool touches(const asx_footprint *footprint, asx_place place,
                    bool must_write)
{
    for (uint32_t at = 0; at < ASX_ACCESSES_MAX; at++) {
        const asx_access *access = &footprint->access[at];

        if (access->place == place)
            return access->writes || !must_write;
    }
    return false;
}

static void test_footprint__each_kind_touches_what_is_spelled_out(void **state)
{
    (void)state;
    for (uint32_t at = 0; at < KINDS; at++) {
        asx_footprint footprint = footprint_of(expected[at].kind);
        char text[2 * ASX_ACCESSES_MAX + 1];

        assert_true(at == 0 || expected[at].kind > expected[at - 1].kind);
        spell(&footprint, text);
        if (strcmp(text, expected[at].touches) != 0)
            fail_msg("kind %u touches %s", expected[at].kind, text);
    }
}

static void test_footprint__a_kind_that_does_not_exist_has_none(void **state)
{
    uint32_t at = 0;

    (void)state;
    for (uint32_t kind = 0; kind < KINDS_MAX; kind++) {
        const asx_event event = {.kind = kind};
        asx_footprint footprint, untouched;

        if (at < KINDS && expected[at].kind == kind) {
            at++;
            continue;
        }
        memset(&footprint, 0x5a, sizeof footprint);
        untouched = footprint;
        assert_false(asx_event_footprint(&event, &footprint));
        assert_memory_equal(&footprint, &untouched, sizeof footprint);
    }
    assert_int_equal(at, KINDS);
}

static void test_footprint__a_birth_writes_its_parent(void **state)
{
    uint32_t births = 0;

    (void)state;
    for (uint32_t at_kind = 0; at_kind < KINDS; at_kind++) {
        uint32_t kind = expected[at_kind].kind;
        asx_footprint footprint = footprint_of(kind);

        if (footprint.role != ASX_ROLE_BIRTH)
            continue;
        births++;
        assert_true(touches(&footprint, footprint.parent, true));
        assert_true(footprint.kind != ASX_KIND_FREE ||
                    kind == ASX_EVENT_OBJECT_OPENED);
    }
    assert_int_equal(births, 7);
}

static void test_footprint__a_witness_writes_nothing(void **state)
{
    (void)state;
    for (uint32_t at_kind = 0; at_kind < KINDS; at_kind++) {
        uint32_t kind = expected[at_kind].kind;
        asx_footprint footprint = footprint_of(kind);

        for (uint32_t at = 0; at < ASX_ACCESSES_MAX; at++)
            assert_false(footprint.role == ASX_ROLE_WITNESS &&
                         footprint.access[at].writes);
    }
}

/* Else the label of an event would depend on what may change beside it. */
static void test_footprint__a_slot_in_a_label_is_touched(void **state)
{
    (void)state;
    for (uint32_t at_kind = 0; at_kind < KINDS; at_kind++) {
        uint32_t kind = expected[at_kind].kind;
        asx_footprint footprint = footprint_of(kind);
        /* The holder is the owner, or was and has been let go. */
        bool holder = kind == ASX_EVENT_OBLIGATION_COMMITTED ||
                      kind == ASX_EVENT_OBLIGATION_LEAKED;

        if (footprint.a == ASX_OPERAND_SLOT)
            assert_true(touches(&footprint, ASX_PLACE_A, false));
        if (footprint.b == ASX_OPERAND_SLOT && !holder)
            assert_true(touches(&footprint, ASX_PLACE_B, false));
    }
}

/* On logs of real runs, so of every kind that happens in them. */
static void test_footprint__an_event_about_an_object_writes_it(void **state)
{
    static struct islands islands;
    bool seen[KINDS_MAX] = {false};
    uint32_t kinds = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct world *world = world_new(seed, 0);

        islands_run(&islands, world, 3, 8, seed, seed);
        for (uint32_t at = 0; at < world->rt.event_count; at++) {
            const asx_event *event = &world->rt.events[at];
            asx_footprint footprint;

            assert_true(asx_event_footprint(event, &footprint));
            seen[event->kind] = true;
            if (event->subject != 0)
                assert_true(touches(&footprint, ASX_PLACE_SUBJECT,
                                    footprint.role != ASX_ROLE_WITNESS));
        }
        world_free(world);
    }
    for (uint32_t kind = 0; kind < KINDS_MAX; kind++)
        kinds += seen[kind];
    assert_true(kinds >= 32);
}

/* A log is a file, and may hold anything. */
static void test_footprint__a_wait_that_does_not_exist_has_none(void **state)
{
    asx_event event = {.kind = ASX_EVENT_TASK_PARKED, .a = 99};
    asx_footprint footprint;

    (void)state;
    assert_false(asx_event_footprint(&event, &footprint));
    event.a = ASX_WAIT_MONITOR; /* of nobody but itself */
    assert_true(asx_event_footprint(&event, &footprint));
    assert_int_equal(footprint.access[1].place, ASX_PLACE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test(test_footprint__##name)
        TEST(each_kind_touches_what_is_spelled_out),
        TEST(a_kind_that_does_not_exist_has_none),
        TEST(a_birth_writes_its_parent),
        TEST(a_witness_writes_nothing),
        TEST(a_slot_in_a_label_is_touched),
        TEST(an_event_about_an_object_writes_it),
        TEST(a_wait_that_does_not_exist_has_none),
    };

    return cmocka_run_group_tests_name("footprint", tests, NULL, NULL);
}
