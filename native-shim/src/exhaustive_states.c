#include "exhaustive_states.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"

/* Pages that are never touched are never there: the list is reserved whole. */
static void *reserve(size_t bytes)
{
    void *memory = malloc(bytes);

    if (memory == NULL) {
        fprintf(stderr, "asx: no memory for so many states\n");
        exit(ASXN_EXIT_MEMORY);
    }
    return memory;
}

static void make_table(asxn_states *s, uint32_t size)
{
    s->mask = size - 1;
    s->table = reserve((size_t)size * sizeof *s->table);
    memset(s->table, 0xff, (size_t)size * sizeof *s->table);
}

static uint32_t *place_of(const asxn_states *s, uint64_t hash)
{
    uint32_t at = (uint32_t)(hash >> 32) & s->mask;

    while (s->table[at] != ASXN_STATE_NONE &&
           s->list[s->table[at]].hash != hash)
        at = (at + 1) & s->mask;
    return &s->table[at];
}

static void grow_table(asxn_states *s)
{
    free(s->table);
    make_table(s, (s->mask + 1) * 2);
    for (uint32_t i = 0; i < s->count; i++)
        *place_of(s, s->list[i].hash) = i;
}

void asxn_states_open(asxn_states *s, uint32_t most)
{
    s->count = 0;
    s->most = most;
    s->list = reserve((size_t)most * sizeof *s->list);
    make_table(s, 1u << 16);
}

void asxn_states_close(asxn_states *s)
{
    free(s->list);
    free(s->table);
}

uint32_t asxn_states_add(asxn_states *s, uint64_t hash, uint32_t parent,
                         uint16_t action, bool *is_new)
{
    uint32_t *place = place_of(s, hash);
    uint16_t depth = 0;

    *is_new = false;
    if (*place != ASXN_STATE_NONE)
        return *place;
    if (s->count == s->most)
        return ASXN_STATE_NONE;
    if (parent != ASXN_STATE_NONE)
        depth = (uint16_t)(s->list[parent].depth + 1);
    *is_new = true;
    *place = s->count;
    s->list[s->count] = (asxn_state){hash, parent, action, depth};
    if (s->count >= s->mask / 4 * 3)
        grow_table(s);
    return s->count++;
}

uint64_t asxn_hash(const uint64_t *words, uint32_t count, uint64_t seed)
{
    uint64_t a = seed ^ UINT64_C(0x9e3779b97f4a7c15) * (count + 1);
    uint64_t b = UINT64_C(0xd1b54a32d192ed03) ^ a;

    for (uint32_t i = 0; i < count; i++) {
        a = (a ^ words[i]) * UINT64_C(0x9fb21c651e98df25);
        a ^= a >> 29;
        b = (b << 27 | b >> 37) + a;
    }
    b ^= a;
    b = (b ^ b >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    b = (b ^ b >> 27) * UINT64_C(0x94d049bb133111eb);
    return b ^ b >> 31;
}
