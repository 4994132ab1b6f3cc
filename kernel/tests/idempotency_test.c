/* The store of idempotency keys: every state and input, expiry at the
 * microsecond, limits, and random programs against a naive model. */
#include "harness.h"

#include "effects.h"

#define NO ASXI_FORBIDDEN
#define RETENTION 1000u

enum {
    ABSENT = ASX_IDEMPOTENCY_ABSENT,
    IN_FLIGHT = ASX_IDEMPOTENCY_IN_FLIGHT,
    STORED = ASX_IDEMPOTENCY_STORED,
};

static asx_idempotency *new_store(uint32_t capacity)
{
    asx_idempotency *store = malloc(asx_idempotency_bytes(capacity));

    assert_non_null(store);
    assert_ok(asx_idempotency_init(store, capacity, RETENTION));
    return store;
}

static void free_store(asx_idempotency *store)
{
    asx_idempotency_check(store);
    free(store);
}

/* Admits, and the answer has to be this one. */
static uint64_t admit(asx_idempotency *store, uint64_t key,
                      uint64_t fingerprint, uint64_t now, int32_t answer)
{
    uint64_t result = 77;

    assert_int_equal(
        asx_idempotency_admit(store, key, fingerprint, now, &result), answer);
    asx_idempotency_check(store);
    if (answer != ASX_IDEMPOTENCY_DONE)
        assert_int_equal(result, 77);
    return result;
}

/* rule: idempotency.states */
static void test_idempotency_states__every_input_in_every_state(void **state)
{
    static const uint8_t expected[3][ASXI_IDEMPOTENCY_INPUTS] = {
        /*            ADMIT      COMPLETE ABANDON EXPIRE */
        [ABSENT] = {IN_FLIGHT, NO, NO, NO},
        [IN_FLIGHT] = {NO, STORED, ABSENT, NO},
        [STORED] = {NO, NO, NO, ABSENT},
    };
    bool reached[3][3] = {{false}};

    (void)state;
    for (int from = 0; from < 3; from++) {
        for (int input = 0; input < ASXI_IDEMPOTENCY_INPUTS; input++) {
            uint8_t to =
                asxi_idempotency_next_state((asx_idempotency_state)from,
                                            (enum asxi_idempotency_input)input);

            assert_int_equal(to, expected[from][input]);
            if (to != NO)
                reached[from][to] = true;
        }
    }
    for (int from = 0; from < 3; from++) {
        for (int to = 0; to < 3; to++)
            assert_int_equal(
                asxi_idempotency_may_follow((asx_idempotency_state)from,
                                            (asx_idempotency_state)to),
                reached[from][to]);
    }
}

/* rule: idempotency.admit */
static void test_idempotency_admit__new_then_pending_then_done(void **state)
{
    asx_idempotency *store = new_store(4);

    (void)state;
    admit(store, 1, 10, 0, ASX_IDEMPOTENCY_NEW);
    admit(store, 1, 10, 5, ASX_IDEMPOTENCY_PENDING);
    assert_ok(asx_idempotency_complete(store, 1, 99, 6));
    assert_int_equal(admit(store, 1, 10, 7, ASX_IDEMPOTENCY_DONE), 99);
    assert_int_equal(admit(store, 1, 10, 8, ASX_IDEMPOTENCY_DONE), 99);
    free_store(store);
}

/* rule: idempotency.admit */
static void test_idempotency_admit__another_fingerprint_conflicts(void **state)
{
    asx_idempotency *store = new_store(4);

    (void)state;
    admit(store, 1, 10, 0, ASX_IDEMPOTENCY_NEW);
    admit(store, 1, 11, 0, ASX_IDEMPOTENCY_CONFLICT);
    assert_ok(asx_idempotency_complete(store, 1, 99, 0));
    admit(store, 1, 11, 1, ASX_IDEMPOTENCY_CONFLICT);
    assert_int_equal(admit(store, 1, 10, 1, ASX_IDEMPOTENCY_DONE), 99);
    admit(store, 1, 11, RETENTION, ASX_IDEMPOTENCY_NEW);
    free_store(store);
}

/* rule: idempotency.admit */
static void test_idempotency_admit__abandoned_is_new_again(void **state)
{
    asx_idempotency *store = new_store(1);

    (void)state;
    admit(store, 1, 10, 0, ASX_IDEMPOTENCY_NEW);
    assert_ok(asx_idempotency_abandon(store, 1));
    assert_int_equal(asx_idempotency_abandon(store, 1), ASX_E_STALE);
    admit(store, 1, 11, 0, ASX_IDEMPOTENCY_NEW);
    free_store(store);
}

/* rule: idempotency.admit */
static void test_idempotency_admit__full_refuses_and_changes_nothing(void **s)
{
    asx_idempotency *store = new_store(2);
    size_t bytes = asx_idempotency_bytes(2);
    unsigned char *copy = malloc(bytes);

    (void)s;
    assert_non_null(copy);
    admit(store, 1, 0, 0, ASX_IDEMPOTENCY_NEW);
    admit(store, 2, 0, 0, ASX_IDEMPOTENCY_NEW);
    memcpy(copy, store, bytes);
    admit(store, 3, 0, 0, ASX_E_LIMIT);
    assert_memory_equal(store, copy, bytes);
    /* What is known is still answered, and a conflict is no new key. */
    admit(store, 1, 0, 0, ASX_IDEMPOTENCY_PENDING);
    admit(store, 2, 1, 0, ASX_IDEMPOTENCY_CONFLICT);
    /* What has expired makes room. */
    assert_ok(asx_idempotency_complete(store, 2, 0, 0));
    admit(store, 3, 0, RETENTION - 1, ASX_E_LIMIT);
    admit(store, 3, 0, RETENTION, ASX_IDEMPOTENCY_NEW);
    free(copy);
    free_store(store);
}

/* rule: idempotency.expire */
static void test_idempotency_expire__counts_from_completion(void **state)
{
    asx_idempotency *store = new_store(4);

    (void)state;
    admit(store, 1, 10, 0, ASX_IDEMPOTENCY_NEW);
    assert_ok(asx_idempotency_complete(store, 1, 99, 5000));
    /* Asking does not prolong it. */
    admit(store, 1, 10, 5000 + RETENTION - 1, ASX_IDEMPOTENCY_DONE);
    assert_int_equal(asx_idempotency_peek(store, 1, 5000 + RETENTION - 1),
                     STORED);
    assert_int_equal(asx_idempotency_peek(store, 1, 5000 + RETENTION), ABSENT);
    admit(store, 1, 10, 5000 + RETENTION, ASX_IDEMPOTENCY_NEW);
    free_store(store);
}

/* rule: idempotency.expire */
static void test_idempotency_expire__in_flight_never_expires(void **state)
{
    asx_idempotency *store = new_store(4);

    (void)state;
    admit(store, 1, 10, 0, ASX_IDEMPOTENCY_NEW);
    admit(store, 1, 10, UINT64_MAX, ASX_IDEMPOTENCY_PENDING);
    assert_int_equal(asx_idempotency_peek(store, 1, UINT64_MAX), IN_FLIGHT);
    free_store(store);
}

/* rule: idempotency.expire */
static void test_idempotency_expire__time_does_not_go_back(void **state)
{
    asx_idempotency *store = new_store(4);

    (void)state;
    admit(store, 1, 10, 5000, ASX_IDEMPOTENCY_NEW);
    assert_ok(asx_idempotency_complete(store, 1, 99, 10)); /* counts as 5000 */
    admit(store, 1, 10, 20, ASX_IDEMPOTENCY_DONE);
    admit(store, 1, 10, 4999 + RETENTION, ASX_IDEMPOTENCY_DONE);
    admit(store, 1, 10, 5000 + RETENTION, ASX_IDEMPOTENCY_NEW);
    free_store(store);
}

/* rule: idempotency.states */
static void test_idempotency_states__a_key_completes_once(void **state)
{
    asx_idempotency *store = new_store(4);

    (void)state;
    assert_int_equal(asx_idempotency_complete(store, 1, 0, 0), ASX_E_STALE);
    admit(store, 1, 10, 0, ASX_IDEMPOTENCY_NEW);
    assert_ok(asx_idempotency_complete(store, 1, 99, 0));
    assert_int_equal(asx_idempotency_complete(store, 1, 98, 0), ASX_E_STATE);
    assert_int_equal(asx_idempotency_abandon(store, 1), ASX_E_STATE);
    assert_int_equal(admit(store, 1, 10, 0, ASX_IDEMPOTENCY_DONE), 99);
    free_store(store);
}

/* rule: idempotency.admit */
static void test_idempotency_admit__sizes_are_checked(void **state)
{
    asx_idempotency *store = new_store(1);

    (void)state;
    assert_int_equal(asx_idempotency_bytes(0), 0);
    assert_int_equal(asx_idempotency_bytes(ASX_IDEMPOTENCY_CAPACITY_MAX + 1),
                     0);
    assert_true(asx_idempotency_bytes(ASX_IDEMPOTENCY_CAPACITY_MAX) > 0);
    assert_int_equal(asx_idempotency_init(store, 0, 1), ASX_E_ARGUMENT);
    assert_int_equal(asx_idempotency_init(store, 1, 0), ASX_E_ARGUMENT);
    assert_int_equal(asx_idempotency_init(store, 1, ASX_TIME_MAX + 1),
                     ASX_E_ARGUMENT);
    free_store(store);
}

/* The naive model: one record a key, looked at whole. */
#define KEYS 12

struct record {
    uint64_t fingerprint, result, completed_us;
    int state;
};

struct model {
    struct record keys[KEYS];
    uint64_t now_us;
    uint32_t capacity;
};

static uint32_t model_expire(struct model *model, uint64_t now_us)
{
    uint32_t held = 0;

    if (now_us > model->now_us)
        model->now_us = now_us;
    for (int key = 0; key < KEYS; key++) {
        struct record *record = &model->keys[key];

        if (record->state == STORED &&
            record->completed_us + RETENTION <= model->now_us)
            record->state = ABSENT;
        held += record->state != ABSENT;
    }
    return held;
}

static int32_t model_admit(struct model *model, uint64_t key,
                           uint64_t fingerprint, uint64_t now_us)
{
    uint32_t held = model_expire(model, now_us);
    struct record *record = &model->keys[key];

    if (record->state == ABSENT && held == model->capacity)
        return ASX_E_LIMIT;
    if (record->state == ABSENT) {
        *record =
            (struct record){.fingerprint = fingerprint, .state = IN_FLIGHT};
        return ASX_IDEMPOTENCY_NEW;
    }
    if (record->fingerprint != fingerprint)
        return ASX_IDEMPOTENCY_CONFLICT;
    return record->state == STORED ? ASX_IDEMPOTENCY_DONE
                                   : ASX_IDEMPOTENCY_PENDING;
}

static void model_step(struct model *model, asx_idempotency *store,
                       uint64_t *seed)
{
    uint64_t key = test_random(seed) % KEYS;
    uint64_t now = model->now_us + test_random(seed) % 200 - 50;
    struct record *record = &model->keys[key];
    asx_status expected = ASX_E_STALE;
    uint64_t result = 0;

    switch (test_random(seed) % 8) {
    case 0:
        if (record->state != ABSENT)
            expected = record->state == STORED ? ASX_E_STATE : ASX_OK;
        assert_int_equal(asx_idempotency_abandon(store, key), expected);
        if (expected == ASX_OK)
            record->state = ABSENT;
        break;
    case 1:
    case 2:
    case 3:
        model_expire(model, now);
        if (record->state != ABSENT)
            expected = record->state == STORED ? ASX_E_STATE : ASX_OK;
        result = test_random(seed);
        assert_int_equal(asx_idempotency_complete(store, key, result, now),
                         expected);
        if (expected == ASX_OK)
            *record = (struct record){record->fingerprint, result,
                                      model->now_us, STORED};
        break;
    default: {
        uint64_t fingerprint = test_random(seed) % 8 == 0;
        int32_t answer = model_admit(model, key, fingerprint, now);

        assert_int_equal(
            asx_idempotency_admit(store, key, fingerprint, now, &result),
            answer);
        if (answer == ASX_IDEMPOTENCY_DONE)
            assert_int_equal(result, record->result);
    }
    }
}

/* rules: idempotency.admit, idempotency.expire */
static void test_idempotency__does_what_a_naive_model_does(void **state)
{
    (void)state;
    for (uint64_t program = 1; program <= 300; program++) {
        uint64_t seed = program;
        uint32_t capacity = 1 + (uint32_t)(program % (KEYS + 2));
        struct model model = {.capacity = capacity, .now_us = 100};
        asx_idempotency *store = new_store(capacity);

        store->now_us = model.now_us;
        for (int step = 0; step < 400; step++) {
            model_step(&model, store, &seed);
            asx_idempotency_check(store);
            for (uint64_t key = 0; key < KEYS; key++) {
                const struct record *record = &model.keys[key];
                bool gone = record->state == STORED &&
                            record->completed_us + RETENTION <= model.now_us;

                assert_int_equal(asx_idempotency_peek(store, key, 0),
                                 gone ? ABSENT : record->state);
            }
        }
        free_store(store);
    }
}

/* rule: idempotency.admit */
static void test_idempotency__goes_on_from_a_copy_of_its_bytes(void **state)
{
    size_t bytes = asx_idempotency_bytes(5);
    asx_idempotency *store = new_store(5), *copy = malloc(bytes);
    uint64_t seed = 9, result[2] = {0};

    (void)state;
    assert_non_null(copy);
    for (int step = 0; step < 500; step++) {
        uint64_t key = test_random(&seed) % 9, now = (uint64_t)step * 40;

        memcpy(copy, store, bytes);
        assert_int_equal(asx_idempotency_admit(copy, key, 0, now, &result[0]),
                         asx_idempotency_admit(store, key, 0, now, &result[1]));
        key = test_random(&seed) % 9;
        assert_int_equal(asx_idempotency_complete(copy, key, seed, now),
                         asx_idempotency_complete(store, key, seed, now));
        assert_memory_equal(store, copy, bytes);
    }
    free(copy);
    free_store(store);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_idempotency_states__every_input_in_every_state),
        cmocka_unit_test(test_idempotency_states__a_key_completes_once),
        cmocka_unit_test(test_idempotency_admit__new_then_pending_then_done),
        cmocka_unit_test(test_idempotency_admit__another_fingerprint_conflicts),
        cmocka_unit_test(test_idempotency_admit__abandoned_is_new_again),
        cmocka_unit_test(
            test_idempotency_admit__full_refuses_and_changes_nothing),
        cmocka_unit_test(test_idempotency_admit__sizes_are_checked),
        cmocka_unit_test(test_idempotency_expire__counts_from_completion),
        cmocka_unit_test(test_idempotency_expire__in_flight_never_expires),
        cmocka_unit_test(test_idempotency_expire__time_does_not_go_back),
        cmocka_unit_test(test_idempotency__does_what_a_naive_model_does),
        cmocka_unit_test(test_idempotency__goes_on_from_a_copy_of_its_bytes),
    };

    return cmocka_run_group_tests_name("idempotency", tests, NULL, NULL);
}
