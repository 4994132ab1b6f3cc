#include "calls.h"
#include "random_inputs.h"

#define FILE_BYTES (1u << 20)

static const uint8_t no_chain[ASXB_SHA256_BYTES];

struct recording {
    uint8_t bytes[FILE_BYTES];
    uint32_t used;
};

/* A world whose inputs are recorded. */
struct desk {
    struct world *world;
    asxb_recorder recorder;
    asxb_port port;
};

static struct desk *desk_new(uint64_t seed)
{
    struct desk *desk = calloc(1, sizeof *desk);

    assert_non_null(desk);
    desk->world = world_new(seed, 0);
    asx_pump_create(&desk->world->rt);
    asxb_recorder_start(&desk->recorder, &desk->world->rt, no_chain);
    desk->port = (asxb_port){&desk->world->rt, &desk->recorder};
    return desk;
}

static void desk_free(struct desk *desk)
{
    world_free(desk->world);
    free(desk);
}

static void take(struct desk *desk, struct recording *recording)
{
    uint32_t bytes = asxb_recorder_seal(&desk->recorder);

    assert_true(bytes <= FILE_BYTES - recording->used);
    memcpy(recording->bytes + recording->used, desk->recorder.log, bytes);
    recording->used += bytes;
}

static void perform(struct desk *desk, asxb_reader *reader,
                    struct recording *recording)
{
    int status = asxb_replay_into(&desk->port, reader);

    if (status == ASX_E_LOG_FULL) {
        take(desk, recording);
        status = asxb_replay_into(&desk->port, reader);
    }
    assert_ok(status);
}

/* Where the section after this one begins. */
static const uint8_t *after(const uint8_t *section)
{
    return section + ASXB_SECTION_HEADER_BYTES + asxb_get_u32(section + 4);
}

static void replay_chunk(struct desk *desk, const uint8_t *input,
                         struct recording *again)
{
    const uint8_t *body = input + ASXB_SECTION_HEADER_BYTES;
    asxb_reader reader;

    assert_int_equal(asxb_get_u16(input), ASXB_SECTION_INPUT);
    assert_int_equal(asxb_get_u32(body), asx_input_count(&desk->world->rt));
    asxb_reader_init(&reader, input + RECORDS_AT,
                     (size_t)(after(input) - input) - RECORDS_AT);
    while (!asxb_reader_at_end(&reader))
        perform(desk, &reader, again);
    take(desk, again);
}

static void record_run(struct desk *desk, uint64_t seed, uint32_t input_count,
                       struct recording *recording)
{
    uint32_t i;

    for (i = 0; i < input_count; i++) {
        asxb_reader reader = random_input(&desk->world->rt, &seed);

        perform(desk, &reader, recording);
        assert_true(asxb_reader_at_end(&reader));
    }
    take(desk, recording);
}

static void compare_with_replay(struct desk *first,
                                const struct recording *recording,
                                uint64_t seed)
{
    struct desk *second = desk_new(seed);
    struct recording *again = calloc(1, sizeof *again);
    const uint8_t *section = recording->bytes;

    assert_non_null(again);
    while (section < recording->bytes + recording->used) {
        replay_chunk(second, section, again);
        section = after(after(section));
    }
    assert_int_equal(asx_digest(&second->world->rt),
                     asx_digest(&first->world->rt));
    assert_int_equal(asx_state_hash(&second->world->rt),
                     asx_state_hash(&first->world->rt));
    assert_int_equal(again->used, recording->used);
    assert_memory_equal(again->bytes, recording->bytes, recording->used);
    desk_free(second);
    free(again);
}

/* Answers how many dispatches there were. */
static uint64_t record_and_replay(uint64_t seed, uint32_t input_count)
{
    struct desk *desk = desk_new(seed);
    struct recording *recording = calloc(1, sizeof *recording);
    uint64_t dispatches;

    assert_non_null(recording);
    record_run(desk, seed, input_count, recording);
    compare_with_replay(desk, recording, seed);
    dispatches = counter(desk->world, ASX_COUNTER_DISPATCHES);
    desk_free(desk);
    free(recording);
    return dispatches;
}

/* Short runs, since a random program soon ends its root region. */
static void a_replay_is_recorded_in_the_same_bytes(void **state)
{
    uint64_t dispatches = 0;
    uint64_t seed;

    (void)state;
    for (seed = 1; seed <= 200; seed++)
        dispatches += record_and_replay(seed, 1000);
    assert_true(dispatches > 1000);
}

static void so_is_one_of_many_chunks(void **state)
{
    (void)state;
    record_and_replay(7, 60000);
}

static void a_full_chunk_refuses_and_changes_nothing(void **state)
{
    struct desk *desk = desk_new(1);
    uint64_t digest;

    (void)state;
    while (asxb_call_mark(&desk->port, UINT32_MAX) == ASX_OK)
        ;
    world_remember(desk->world);
    digest = asx_digest(&desk->world->rt);
    assert_int_equal(asxb_call_mark(&desk->port, 1), ASX_E_LOG_FULL);
    assert_int_equal(asxb_call_entropy_draw(&desk->port), ASX_E_LOG_FULL);
    assert_int_equal(asx_digest(&desk->world->rt), digest);
    world_assert_unchanged(desk->world);

    assert_true(asxb_recorder_seal(&desk->recorder) <= ASXB_LOG_BYTES);
    assert_ok(asxb_call_mark(&desk->port, 1));
    desk_free(desk);
}

static int32_t open_and_close(struct desk *desk)
{
    asx_runtime *rt = &desk->world->rt;
    int32_t slot =
        asxb_call_region_open(&desk->port, asx_region_root(rt), 0, 0);
    uint32_t generation;
    asx_region region;

    if (slot < 0)
        return slot;
    generation = asx_generation(rt, (uint32_t)slot);
    region.bits = ASX_HANDLE_BITS((uint32_t)slot, generation);
    return asxb_call_region_close(&desk->port, region);
}

static void every_closed_region_has_a_digest(void **state)
{
    struct desk *desk = desk_new(1);
    const uint8_t *digests;
    uint32_t i;

    (void)state;
    for (i = 0; i < ASXB_DIGESTS_MAX; i++)
        assert_ok(open_and_close(desk));
    assert_int_equal(open_and_close(desk), ASX_E_LOG_FULL);
    asxb_recorder_seal(&desk->recorder);
    digests = after(desk->recorder.log) + ASXB_SECTION_HEADER_BYTES;
    assert_int_equal(asxb_get_u32(digests), ASXB_DIGESTS_MAX);
    assert_int_equal(asxb_get_u32(digests + ASXB_DIGEST_HEADER_BYTES), 2);
    desk_free(desk);
}

static void a_chunk_ends_with_a_digest(void **state)
{
    struct desk *desk = desk_new(1);
    const uint8_t *digests;

    (void)state;
    assert_ok(asxb_call_mark(&desk->port, 1));
    asxb_recorder_seal(&desk->recorder);
    digests = after(desk->recorder.log) + ASXB_SECTION_HEADER_BYTES;
    assert_int_equal(asxb_get_u32(digests), 1);
    assert_int_equal(asxb_get_u64(digests + 8), asx_digest(&desk->world->rt));
    assert_int_equal(asxb_recorder_seal(&desk->recorder), 0);
    desk_free(desk);
}

static void the_longest_record_fits(void **state)
{
    struct desk *desk = desk_new(1);
    asx_obligation obligation = {UINT64_MAX};
    asx_task low = {0};
    asx_task high = {UINT64_MAX};

    (void)state;
    assert_int_equal(
        asxb_call_obligation_transfer(&desk->port, obligation, low, high),
        ASX_E_STALE);
    assert_true(desk->recorder.used <= ASXB_RECORD_BYTES_MAX);
    desk->recorder.used = 0;
    (void)asxb_call_stage_budget(&desk->port, ASX_TIME_MAX, UINT32_MAX,
                                 UINT64_MAX, UINT32_MAX);
    assert_true(desk->recorder.used <= ASXB_RECORD_BYTES_MAX);
    desk_free(desk);
}

static void a_time_beyond_the_largest_is_none(void **state)
{
    struct desk *desk = desk_new(1);

    (void)state;
    assert_ok(asxb_call_stage_timeout(&desk->port, ASX_TIME_MAX + 1));
    assert_int_equal(desk->recorder.log[RECORDS_AT + 1], 0);
    desk_free(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_replay_is_recorded_in_the_same_bytes),
        cmocka_unit_test(so_is_one_of_many_chunks),
        cmocka_unit_test(a_full_chunk_refuses_and_changes_nothing),
        cmocka_unit_test(every_closed_region_has_a_digest),
        cmocka_unit_test(a_chunk_ends_with_a_digest),
        cmocka_unit_test(the_longest_record_fits),
        cmocka_unit_test(a_time_beyond_the_largest_is_none),
    };

    return cmocka_run_group_tests_name("recorder", tests, NULL, NULL);
}
