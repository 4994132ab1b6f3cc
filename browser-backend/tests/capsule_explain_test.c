/* Why a region is not closed, when the host has not let go of something. */
#include "asx/capsule.h"
#include "asx/explain.h"

#include "harness.h"
#include "internal.h"

#define LINKS 16

static asx_capsule submitted(struct world *world, asx_task owner)
{
    asx_capsule capsule = {0};

    assert_ok(
        asx_capsule_open(&world->rt, owner, ASX_CAPSULE_FETCH, 0, &capsule));
    assert_ok(asx_capsule_submit(&world->rt, capsule));
    return capsule;
}

/* The link about the object, or null. */
static const asx_link *link_of(const asx_explanation *why, uint64_t handle)
{
    for (uint32_t at = 0; at < why->count; at++) {
        if (why->links[at].slot == (uint32_t)handle)
            return &why->links[at];
    }
    return NULL;
}

/* rule: capsule.drain */
static void test_capsule_drain__what_the_host_keeps_is_told(void **state)
{
    struct world *world = *state;
    asx_region region = open_region(world, root_of(world), 0);
    asx_task owner = start(world, region, 0);
    asx_capsule one = submitted(world, owner), two = submitted(world, owner);
    size_t bytes = asx_explain_bytes(&world->rt);
    void *memory = malloc(bytes);
    asx_link links[LINKS];
    asx_explanation why = {.links = links, .capacity = LINKS};

    assert_non_null(memory);
    finish(world, owner, ASX_OUTCOME_OK);
    close_region(world, region);
    assert_ok(asx_explain_region(&world->rt, ASX_HANDLE_SLOT(region), memory,
                                 bytes, &why));
    assert_int_equal(why.verdict, ASX_EXPLAINED_LEAVES);
    assert_int_equal(why.leaves, 2);
    for (int at = 0; at < 2; at++) {
        const asx_link *link = link_of(&why, at ? two.bits : one.bits);

        assert_non_null(link);
        assert_int_equal(link->relation, ASX_RELATION_HOST);
        assert_int_equal(link->leaf, ASX_LEAF_HOST);
        assert_int_equal(links[link->from].relation, ASX_RELATION_LEDGER);
        assert_int_equal(links[link->from].kind, ASX_KIND_OBLIGATION);
    }
    assert_ok(asx_capsule_let_go(&world->rt, one, ASX_LET_GO_DONE));
    assert_ok(asx_capsule_let_go(&world->rt, two, ASX_LET_GO_DONE));
    assert_int_equal(field(world, region.bits, ASX_FIELD_STATE),
                     ASX_REGION_CLOSED);
    free(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_capsule_drain__what_the_host_keeps_is_told),
    };

    return cmocka_run_group_tests_name("capsule_explain", tests, NULL, NULL);
}
