/* Edits words, not bits: near what a word was, or to what another word is, so
 * that a slot becomes another slot and a list ends somewhere else. */
#include "image.h"

#include <stdlib.h>
#include <string.h>

#include "asx/capsule.h"
#include "asx/image.h"
#include "asx/pump.h"

#define TRIES 24
#define EDITS_MAX 3
#define STEPS 4096

static void require(bool holds)
{
    if (!holds)
        __builtin_trap();
}

static uint32_t draw(uint64_t *draws, size_t bound)
{
    *draws = *draws * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*draws >> 33) % bound);
}

bool asxf_image_restore(asxf_arena *arena, const void *bytes, size_t length)
{
    void *image = malloc(length + 1);
    uint32_t *scratch = malloc(length / 32 + sizeof *scratch);
    bool sound = false;
    asx_flaw flaw;

    if (image != NULL && scratch != NULL) {
        memcpy(image, bytes, length);
        sound = asx_image_check(image, length, scratch, &flaw) == ASX_OK;
        require(sound == (flaw.says == NULL));
        sound =
            sound && asx_snapshot_restore(&arena->rt, image, length) == ASX_OK;
    }
    free(image);
    free(scratch);
    return sound;
}

static void edit(unsigned char *image, size_t words, uint64_t *draws)
{
    size_t at = 4 * (size_t)draw(draws, words);
    size_t other = 4 * (size_t)draw(draws, words);
    uint32_t word, with;

    memcpy(&word, image + at, 4);
    memcpy(&with, image + other, 4);
    switch (draw(draws, 7)) {
    case 0:
        word++;
        break;
    case 1:
        word--;
        break;
    case 2:
        word = 0;
        break;
    case 3:
        word ^= 1u << draw(draws, 32);
        break;
    case 4:
        word = draw(draws, 64);
        break;
    case 5: /* the two change places */
        memcpy(image + other, &word, 4);
        word = with;
        break;
    default:
        word = with;
        break;
    }
    memcpy(image + at, &word, 4);
}

static uint64_t handle_at(const asx_runtime *rt, uint32_t slot)
{
    return ASX_HANDLE_BITS(slot, asx_generation(rt, slot));
}

/* The body ends, or the finalizer that it is in. A task may be one of which the
 * kernel itself ends the rest. */
static void end_body(asx_runtime *rt, uint32_t slot)
{
    asx_task task = {handle_at(rt, slot)};
    int32_t answer = asx_task_finish(rt, task, ASX_OUTCOME_OK);

    if (answer < 0)
        answer = asx_task_finalized(rt, task, true);
    require(answer != ASX_E_MEMORY);
}

static void take_action(asx_runtime *rt, int32_t action)
{
    uint32_t slot = (uint32_t)action & ASX_SLOT_MAX;
    asx_capsule capsule = {handle_at(rt, slot)};

    if (((uint32_t)action >> ASX_NOTICE_SHIFT & ASX_NOTICE_MASK) ==
        ASX_NOTICE_CAPSULE_ABORT)
        require(asx_capsule_let_go(rt, capsule, ASX_LET_GO_DONE) == ASX_OK);
}

static void shut_down(asx_runtime *rt)
{
    asx_region root = {handle_at(rt, 1)};
    int32_t next;

    require(asx_region_cancel(rt, root, ASX_CANCEL_SHUTDOWN, 0) == ASX_OK);
    require(asx_region_close(rt, root) == ASX_OK);
    for (int step = 0; step < STEPS; step++) {
        if ((next = asx_next(rt)) > 0)
            end_body(rt, (uint32_t)next & ASX_SLOT_MAX);
        else if ((next = asx_action_next(rt)) != 0)
            take_action(rt, next);
        else if (asx_time_due(rt) <= ASX_TIME_MAX &&
                 asx_time_due(rt) > asx_time_now(rt))
            asx_time_advance(rt, asx_time_due(rt));
        else
            return;
    }
}

void asxf_image_try(asxf_arena *arena, uint64_t draws)
{
    size_t length = asx_snapshot_bytes(&arena->rt);
    unsigned char *own = malloc(length);
    unsigned char *edited = malloc(length);

    if (own != NULL && edited != NULL) {
        memcpy(own, arena->rt.base, length);
        require(asxf_image_restore(arena, own, length));
        for (int i = 0; i < TRIES; i++) {
            memcpy(edited, own, length);
            for (uint32_t n = 1 + draw(&draws, EDITS_MAX); n > 0; n--)
                edit(edited, length / 4, &draws);
            if (!asxf_image_restore(arena, edited, length))
                continue;
            asx_runtime_check(&arena->rt);
            shut_down(&arena->rt);
            asx_runtime_check(&arena->rt);
        }
    }
    free(own);
    free(edited);
}
