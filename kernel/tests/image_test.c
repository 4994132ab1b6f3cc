/* An image from elsewhere: own ones pass, and any edit of one is refused or
 * gives a runtime that is as good as any other. */
#include "internal.h"
#include "random_host.h"

#define CALLS 1200
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
    for (uint32_t which = 0; which < 6; which++) {
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

static void test_image_sound__an_edit_is_refused_or_harmless(void **state)
{
    uint64_t first =
        getenv("IMAGE_SEED") ? strtoull(getenv("IMAGE_SEED"), 0, 0) : 1;
    uint64_t count =
        getenv("IMAGE_COUNT") ? strtoull(getenv("IMAGE_COUNT"), 0, 0) : 3;
    uint32_t accepted = 0, tried = 0;

    (void)state;
    for (uint64_t seed = first; seed < first + count; seed++) {
        struct world *world = rich_world(seed);
        struct image *image = take(world);
        uint64_t draws = seed;

        for (size_t at = 0; at < image->length; at += 4) {
            bool bulk =
                at >= offsetof(struct asxi_arena, cancel) && at < ASXI_CELLS_AT;

            if (bulk && at % 64 != 0)
                continue;
            if (getenv("IMAGE_TRACE"))
                fprintf(stderr, "%zu\n", at);
            accepted += try_word(image, world, at, &draws);
            tried += 6;
        }
        drop(image);
        world_free(world);
    }
    print_message("%u of %u accepted\n", accepted, tried);
    assert_true(accepted > 0 && accepted < tried);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_image_sound__what_a_runtime_wrote_passes),
        cmocka_unit_test(test_image_sound__an_edit_is_refused_or_harmless),
    };

    return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
