/* An image from elsewhere: own ones pass, and any edit of one is refused or
 * gives a runtime that is as good as any other. */
#include "channels.h"
#include "lock.h"
#include "random_host.h"
#include "supervision.h"
#include "ties.h"

#define CALLS 1200
#define EDITS 6 /* ways to edit a word */
#define SHUTDOWN_STEPS 20000

struct image {
    unsigned char *bytes;
    unsigned char *edited;
    uint32_t *scratch;
    size_t length;
    uint32_t slots;
};

static struct image *take(const struct world *world)
{
    struct image *image = calloc(1, sizeof *image);

    image->length = asx_snapshot_bytes(&world->rt);
    image->slots = asxi_arena(&world->rt)->slots_used;
    image->bytes = malloc(image->length);
    image->edited = malloc(image->length);
    image->scratch = malloc((image->slots + 1) * sizeof *image->scratch);
    memcpy(image->bytes, world->rt.base, image->length);
    memcpy(image->edited, world->rt.base, image->length);
    return image;
}

static void drop(struct image *image)
{
    free(image->bytes);
    free(image->edited);
    free(image->scratch);
    free(image);
}

static bool passes(const struct image *image)
{
    asx_flaw flaw;
    asx_status status =
        asx_snapshot_check(image->edited, image->length, image->scratch, &flaw);

    assert_int_equal(status, flaw.says == NULL ? ASX_OK : ASX_E_ARGUMENT);
    return status == ASX_OK;
}

/* A world that has been through many calls, kinds of objects and notices. */
static struct world *rich_world(uint64_t seed)
{
    struct world *world = world_new(seed, seed % 3 ? 0 : ASX_RUNTIME_LAB);
    struct random_host host;

    world->rt.event_capacity = 0;
    random_host_begin(&host, world, seed);
    for (int call = 0; call < CALLS; call++)
        (void)random_host_act(&host);
    return world;
}

/* The body ends, whatever it was told, and its finalizers with it. */
static void end_body(asx_runtime *rt, int32_t next)
{
    uint32_t slot = (uint32_t)next & ASX_SLOT_MAX;
    asx_task task = {ASX_HANDLE_BITS(slot, asx_generation(rt, slot))};
    int32_t flags = asx_task_finish(rt, task, ASX_OUTCOME_OK);

    if (flags == ASX_E_STATE) /* it is in a finalizer */
        flags = asx_task_finalized(rt, task, true);
    for (int i = 0; i < 64 && flags > 0 && flags & ASX_FINISH_FINALIZE; i++)
        flags = asx_task_finalized(rt, task, true);
}

/* Asks everything to end, and goes on until nothing is due any more. */
static void shut_down(asx_runtime *rt, bool endless)
{
    asx_region root = {ASX_HANDLE_BITS(1, asx_generation(rt, 1))};
    uint32_t steps = 0;
    uint64_t due;
    int32_t next;

    assert_ok(asx_region_cancel(rt, root, ASX_CANCEL_SHUTDOWN, 0));
    assert_ok(asx_region_close(rt, root));
    while (steps++ < SHUTDOWN_STEPS) {
        if ((next = asx_next(rt)) > 0)
            end_body(rt, next);
        else if (asx_notice_next(rt) == 0) {
            due = asx_time_due(rt);
            if (due == ASX_TIME_NONE || asx_time_now(rt) >= ASX_TIME_MAX)
                return;
            asx_time_advance(rt, due);
        }
    }
    assert_true(endless);
}

/* Finalizers are run one by one, so their number is no bound of ours. */
static bool has_many_finalizers(const struct world *world)
{
    uint64_t count = 0;

    for (uint32_t slot = 1; slot <= asxi_arena(&world->rt)->slots_used; slot++)
        if (asxi_cell(&world->rt, slot)->kind == ASX_KIND_REGION)
            count += asxi_region(&world->rt, slot)->finalizer_count;
        else if (asxi_cell(&world->rt, slot)->kind == ASX_KIND_TASK)
            count += asxi_task(&world->rt, slot)->finalizer_count;
    return count > SHUTDOWN_STEPS / 2;
}

/* What was accepted is used. */
static void use(const struct image *image, struct world *world)
{
    bool endless;

    assert_ok(asx_snapshot_restore(&world->rt, image->edited, image->length));
    asx_runtime_check(&world->rt);
    endless = has_many_finalizers(world);
    shut_down(&world->rt, endless);
    asx_runtime_check(&world->rt);
}

static void test_image_sound__what_a_runtime_wrote_passes(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct world *world = rich_world(seed);
        struct image *image = take(world);
        asx_flaw flaw = {0};

        if (asx_snapshot_check(image->edited, image->length, image->scratch,
                               &flaw) != ASX_OK)
            fail_msg("seed %u: %s, slot %u of kind %u", (uint32_t)seed,
                     flaw.says, flaw.slot, flaw.kind);
        use(image, world);
        drop(image);
        world_free(world);
    }
}

/* What a word may be changed to: near it, or what names something else. */
static uint32_t edit_of(uint32_t word, uint32_t which,
                        const struct image *image, uint64_t *draws)
{
    switch (which) {
    case 0:
        return 0;
    case 1:
        return word + 1;
    case 2:
        return word - 1;
    case 3:
        return word ^ 1u << test_random(draws) % 32;
    case 4:
        return (uint32_t)(test_random(draws) % (image->slots + 2));
    default:
        return (uint32_t)test_random(draws);
    }
}

static uint32_t try_word(struct image *image, struct world *world, size_t at,
                         uint64_t *draws)
{
    uint32_t word, edited, accepted = 0;

    memcpy(&word, image->bytes + at, sizeof word);
    for (uint32_t which = 0; which < EDITS; which++) {
        edited = edit_of(word, which, image, draws);
        memcpy(image->edited + at, &edited, sizeof edited);
        if (edited != word && passes(image)) {
            use(image, world);
            accepted++;
        }
    }
    memcpy(image->edited + at, &word, sizeof word);
    return accepted;
}

/* Each word, edited in each way. Of the lists by priority and by time, which
 * are mostly empty, some. */
static void test_image_sound__an_edit_is_refused_or_harmless(void **state)
{
    uint32_t accepted = 0, tried = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct world *world = rich_world(seed);
        struct image *image = take(world);
        uint64_t draws = seed;

        for (size_t at = 0; at < image->length; at += 4) {
            bool is_list =
                at >= offsetof(struct asxi_arena, cancel) && at < ASXI_CELLS_AT;

            if (is_list && at % 64 != 0)
                continue;
            accepted += try_word(image, world, at, &draws);
            tried += EDITS;
        }
        drop(image);
        world_free(world);
    }
    assert_true(accepted > 0 && accepted < tried);
}

/* An edit of a live cell of `kind`, at `at` of it, or of the arena. */
struct refused {
    const char *what;
    uint32_t kind;
    size_t at;
    uint32_t with;
};

#define OWN(kind, type, field, with)                                           \
    {                                                                          \
#type "." #field, ASX_KIND_##kind, offsetof(struct type, field), with  \
    }

static const struct refused refused[] = {
    OWN(FREE, asxi_arena, free_head, UINT32_MAX),
    OWN(FREE, asxi_arena, notice_tail, UINT32_MAX),
    OWN(FREE, asxi_arena, timed_root, 1),
    OWN(FREE, asxi_arena, report_head, ASXI_REPORTS),
    OWN(FREE, asxi_arena, report_count, ASXI_REPORTS + 1),
    OWN(FREE, asxi_arena, names[0], 1),
    OWN(FREE, asxi_arena, cancel.head[7], UINT32_MAX),
    OWN(FREE, asxi_arena, wheel.head[8][63], UINT32_MAX),
    OWN(REGION, asxi_region, task_head, UINT32_MAX),
    OWN(REGION, asxi_region, object_count, UINT32_MAX),
    OWN(REGION, asxi_region, obligation_count, UINT32_MAX),
    OWN(REGION, asxi_region, limits, 1),
    OWN(TASK, asxi_cell, parent, UINT32_MAX),
    OWN(TASK, asxi_cell, queue_child, UINT32_MAX),
    OWN(TASK, asxi_task, wait_for, UINT32_MAX),
    OWN(TASK, asxi_task, owner, 1),
    OWN(TASK, asxi_task, extension, 1),
    OWN(TASK, asxi_task, reason.kind, UINT32_MAX),
    OWN(OBLIGATION, asxi_obligation, holder, UINT32_MAX),
    OWN(OBLIGATION, asxi_obligation, tag, 1),
    OWN(OBLIGATION, asxi_obligation, kind, ASX_OBLIGATION_KIND_COUNT),
    OWN(CHANNEL, asxi_channel, queue.head_at, 32),
    OWN(CHANNEL, asxi_channel, queue.count, UINT32_MAX),
    OWN(CHANNEL, asxi_channel, queue.tail, 1),
    OWN(CHANNEL, asxi_channel, object.references, UINT32_MAX),
    OWN(CHANNEL, asxi_channel, type, ASX_CHANNEL_TYPE_COUNT),
    OWN(LOCK, asxi_lock, held, UINT32_MAX),
    OWN(LOCK, asxi_lock, type, ASX_LOCK_TYPE_COUNT),
    OWN(SUPERVISOR, asxi_supervisor, child_head, 1),
    OWN(SUPERVISOR, asxi_supervisor, restarts.max, ASX_RESTARTS_MAX + 1),
    OWN(SUPERVISOR, asxi_supervisor, hold, 1),
    OWN(CHILD, asxi_child, depends_count, ASX_PLAN_DEPENDS_MAX + 1),
    OWN(CHILD, asxi_child, supervisor, 0),
};

/* Where in the image the first such field is; zero: in none. */
static size_t place_of(const struct image *image, const struct refused *r)
{
    if (r->kind == ASX_KIND_FREE)
        return r->at;
    for (uint32_t slot = 1; slot <= image->slots; slot++) {
        size_t at = ASXI_CELLS_AT + (size_t)slot * ASXI_CELL_BYTES;

        if (image->bytes[at] == r->kind)
            return at + r->at;
    }
    return 0;
}

static void test_image_sound__what_names_nothing_is_refused(void **state)
{
    uint32_t seen[sizeof refused / sizeof *refused] = {0};

    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct world *world = rich_world(seed);
        struct image *image = take(world);

        for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
            size_t at = place_of(image, &refused[i]);

            if (at == 0)
                continue;
            memcpy(image->edited + at, &refused[i].with, 4);
            if (passes(image))
                fail_msg("%s may be %u", refused[i].what, refused[i].with);
            memcpy(image->edited + at, image->bytes + at, 4);
            seen[i]++;
        }
        drop(image);
        world_free(world);
    }
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
        assert_true(seen[i] > 0);
}

static void add_at(struct image *image, uint64_t handle, size_t field,
                   uint32_t more)
{
    size_t at = ASXI_CELLS_AT +
                ASX_HANDLE_SLOT((asx_task){handle}) * (size_t)ASXI_CELL_BYTES +
                field;
    uint32_t word;

    memcpy(&word, image->edited + at, 4);
    word += more;
    memcpy(image->edited + at, &word, 4);
}

/* One has one more and the other one less, so that every sum is right. */
static void test_image_sound__two_wrongs_that_make_up_are_refused(void **state)
{
    struct world *world = *state;
    asx_region regions[2];
    asx_channel channels[2];
    struct image *image;

    for (int i = 0; i < 2; i++) {
        asx_task task;

        regions[i] = open_region(world, root_of(world), 0);
        task = start(world, regions[i], 0);
        assert_ok(asx_channel_open(&world->rt, regions[i], ASX_CHANNEL_MPSC, 1,
                                   0, &channels[i]));
        assert_true(asx_channel_reserve(&world->rt, task, channels[i], false) >
                    0);
    }
    image = take(world);
    assert_true(passes(image));
    for (uint32_t which = 0; which < 2; which++) {
        size_t field = which ? offsetof(struct asxi_object, references)
                             : offsetof(struct asxi_region, obligation_count);

        for (uint32_t i = 0; i < 2; i++)
            add_at(image, which ? channels[i].bits : regions[i].bits, field,
                   i ? 1 : UINT32_MAX);
        assert_false(passes(image));
        memcpy(image->edited, image->bytes, image->length);
    }
    drop(image);
}

/* The second queue begins with the chunk of the first. */
static void test_image_sound__a_chunk_of_two_queues_is_refused(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);
    asx_channel channels[2];
    struct image *image;
    size_t at[2];

    for (int i = 0; i < 2; i++) {
        channels[i] = open_channel(world, ASX_CHANNEL_MPSC, 4);
        (void)send(world, task, channels[i], 7);
        at[i] = ASXI_CELLS_AT +
                ASX_HANDLE_SLOT(channels[i]) * (size_t)ASXI_CELL_BYTES +
                offsetof(struct asxi_channel, queue);
    }
    image = take(world);
    assert_true(passes(image));
    memcpy(image->edited + at[1], image->edited + at[0],
           sizeof(struct asxi_queue));
    assert_false(passes(image));
    drop(image);
}

/* The wheel has no level for it, so it would be filed outside of it. */
static void test_image_sound__a_timer_beyond_the_wheel_is_refused(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);
    uint64_t due = UINT64_C(1) << 6 * ASXI_WHEEL_LEVELS;
    struct image *image;

    assert_int_equal(asx_task_sleep(&world->rt, task, 1000),
                     ASX_VERDICT_PARKED);
    image = take(world);
    assert_true(passes(image));
    memcpy(image->edited + ASXI_CELLS_AT +
               ASX_HANDLE_SLOT(task) * (size_t)ASXI_CELL_BYTES +
               offsetof(struct asxi_cell, due),
           &due, sizeof due);
    assert_false(passes(image));
    drop(image);
}

static void test_image_sound__who_waits_for_a_reply_passes(void **state)
{
    struct world *world = *state;
    asx_task task = start(world, root_of(world), 0);
    asx_channel channel = open_channel(world, ASX_CHANNEL_SESSION, 4);
    asx_call call = {0};
    struct image *image;

    assert_ok(asx_channel_call(&world->rt, permit_of(world, task, channel),
                               task, 5, &call));
    assert_int_equal(asx_call_await(&world->rt, task, call), PARKED);
    image = take(world);
    assert_true(passes(image));
    drop(image);
}

/* It says where and what, and has changed nothing. */
static void test_image_flaw__names_the_object_and_the_invariant(void **state)
{
    struct world *world = *state;
    asx_task task = start_parked(world, root_of(world), 0);
    size_t at = ASXI_CELLS_AT + ASX_HANDLE_SLOT(task) * ASXI_CELL_BYTES;
    uint32_t with = UINT32_MAX;
    struct image *image = take(world);
    unsigned char *before = malloc(image->length);
    asx_flaw flaw;

    memcpy(image->edited + at + offsetof(struct asxi_task, owner), &with, 4);
    memcpy(before, image->edited, image->length);
    assert_int_equal(
        asx_snapshot_check(image->edited, image->length, image->scratch, &flaw),
        ASX_E_ARGUMENT);
    assert_int_equal(flaw.slot, ASX_HANDLE_SLOT(task));
    assert_int_equal(flaw.kind, ASX_KIND_TASK);
    assert_non_null(strstr(flaw.says, "is_named"));
    assert_memory_equal(before, image->edited, image->length);
    free(before);
    drop(image);
}

static void test_image_sound__no_length_is_read_past(void **state)
{
    struct world *world = *state;
    struct image *image = take(world);
    asx_flaw flaw;

    for (size_t cut = 0; cut < image->length; cut++)
        assert_int_equal(
            asx_snapshot_check(image->edited, cut, image->scratch, &flaw),
            ASX_E_ARGUMENT);
    drop(image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_image_sound__what_a_runtime_wrote_passes),
        cmocka_unit_test(test_image_sound__an_edit_is_refused_or_harmless),
        cmocka_unit_test(test_image_sound__what_names_nothing_is_refused),
        WORLD_TEST(test_image_sound__two_wrongs_that_make_up_are_refused),
        WORLD_TEST(test_image_sound__a_chunk_of_two_queues_is_refused),
        WORLD_TEST(test_image_sound__a_timer_beyond_the_wheel_is_refused),
        WORLD_TEST(test_image_sound__who_waits_for_a_reply_passes),
        WORLD_TEST(test_image_flaw__names_the_object_and_the_invariant),
        WORLD_TEST(test_image_sound__no_length_is_read_past),
    };

    return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
