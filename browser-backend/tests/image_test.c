/* An image with capsules and a pump: one's own passes, and what only this layer
 * knows to be wrong is told. */
#include "asx/image.h"

#include "asx/capsule.h"
#include "harness.h"
#include "internal.h"

/* Of a runtime with a capsule in each state that one can be met in. */
struct scene {
    struct world *world;
    asx_capsule capsules[ASX_CAPSULE_DRAINING + 1];
};

static asx_capsule open_in(struct world *world, asx_capsule_state state)
{
    asx_task owner = start(world, root_of(world), 0);
    asx_capsule capsule = {0};

    assert_ok(
        asx_capsule_open(&world->rt, owner, ASX_CAPSULE_FETCH, 0, &capsule));
    if (state >= ASX_CAPSULE_SUBMITTED)
        assert_ok(asx_capsule_submit(&world->rt, capsule));
    if (state >= ASX_CAPSULE_CANCEL_REQUESTED)
        assert_ok(asx_capsule_cancel(&world->rt, capsule));
    if (state >= ASX_CAPSULE_DRAINING) {
        (void)asx_action_next(&world->rt);
        assert_ok(asx_capsule_aborted(&world->rt, capsule));
    }
    return capsule;
}

static void set_scene(struct scene *scene)
{
    scene->world = world_new(1, 0);
    /* The one that is aborted first, so that its action is the oldest. */
    for (int state = ASX_CAPSULE_DRAINING; state >= 0; state--)
        scene->capsules[state] =
            open_in(scene->world, (asx_capsule_state)state);
}

static const char *judge(const struct scene *scene)
{
    size_t bytes = asx_snapshot_bytes(&scene->world->rt);
    uint32_t *scratch = malloc(bytes / 32);
    asx_flaw flaw;
    asx_status status =
        asx_image_check(scene->world->rt.base, bytes, scratch, &flaw);

    free(scratch);
    assert_int_equal(status, flaw.says == NULL ? ASX_OK : ASX_E_ARGUMENT);
    return flaw.says;
}

static struct asxb_capsule *capsule_at(const struct scene *scene,
                                       asx_capsule_state state)
{
    return (void *)asxi_cell_at(&scene->world->rt,
                                ASX_HANDLE_SLOT(scene->capsules[state]));
}

static void test_capsule_states__an_image_with_all_of_them_passes(void **state)
{
    struct scene scene;

    (void)state;
    set_scene(&scene);
    assert_null(judge(&scene));
    world_free(scene.world);
}

/* Each edit is refused in this layer's words, and undone again. */
static void test_capsule_obligation__an_edited_capsule_is_refused(void **state)
{
    struct scene scene;
    struct asxb_capsule *created, *submitted, *draining;

    (void)state;
    set_scene(&scene);
    created = capsule_at(&scene, ASX_CAPSULE_CREATED);
    submitted = capsule_at(&scene, ASX_CAPSULE_SUBMITTED);
    draining = capsule_at(&scene, ASX_CAPSULE_DRAINING);

    submitted->kind = ASX_CAPSULE_KIND_COUNT;
    assert_string_equal(judge(&scene), "a capsule is of a kind that there is");
    submitted->kind = ASX_CAPSULE_FETCH;
    submitted->progress = 2;
    assert_string_equal(judge(&scene), "a capsule is of a kind that there is");
    submitted->progress = 0;
    draining->cell.state = ASX_CAPSULE_DRAINING + 1;
    assert_string_equal(judge(&scene),
                        "a capsule that has come to its end is gone");
    draining->cell.state = ASX_CAPSULE_DRAINING;
    created->obligation = submitted->obligation;
    assert_string_equal(
        judge(&scene),
        "a capsule has nothing to let go before it is submitted");
    created->obligation = 0;
    world_free(scene.world);
}

static void test_capsule_obligation__one_has_its_own(void **state)
{
    struct scene scene;
    struct asxb_capsule *submitted, *draining;
    uint64_t own;

    (void)state;
    set_scene(&scene);
    submitted = capsule_at(&scene, ASX_CAPSULE_SUBMITTED);
    draining = capsule_at(&scene, ASX_CAPSULE_DRAINING);
    own = submitted->obligation;
    submitted->obligation = draining->obligation;
    assert_string_equal(judge(&scene), "a capsule's obligation is its own");
    submitted->obligation = own + 1; /* of nobody */
    assert_string_equal(judge(&scene), "an IoOp is known to its capsule");
    submitted->obligation = own;
    assert_null(judge(&scene));
    world_free(scene.world);
}

static void test_pump_states__an_edited_pump_is_refused(void **state)
{
    struct scene scene;
    struct asxb_pump *pump;

    (void)state;
    set_scene(&scene);
    pump = asx_runtime_extra(&scene.world->rt);
    pump->state = ASX_PUMP_RUNNING + 1;
    assert_string_equal(judge(&scene), "the pump is in one of its states");
    pump->state = ASX_PUMP_IDLE;
    pump->sample_us = ASX_TIME_MAX + 1;
    assert_string_equal(judge(&scene), "the pump's clock sample is a time");
    pump->sample_us = 0;
    assert_null(judge(&scene));
    world_free(scene.world);
}

/* What the kernel refuses is refused. */
static void test_image__a_cut_one_is_refused(void **state)
{
    struct world *world = *state;
    size_t bytes = asx_snapshot_bytes(&world->rt);
    uint32_t *scratch = malloc(bytes / 32);
    asx_flaw flaw;

    assert_int_equal(asx_image_check(world->rt.base, bytes - 8, scratch, &flaw),
                     ASX_E_ARGUMENT);
    assert_non_null(flaw.says);
    free(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_capsule_states__an_image_with_all_of_them_passes),
        cmocka_unit_test(test_capsule_obligation__an_edited_capsule_is_refused),
        cmocka_unit_test(test_capsule_obligation__one_has_its_own),
        cmocka_unit_test(test_pump_states__an_edited_pump_is_refused),
        WORLD_TEST(test_image__a_cut_one_is_refused),
    };

    return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
