#include "exhaustive_ended.h"

#include <stdio.h>
#include <stdlib.h>

#include "commands.h"

static void make_table(asxn_ended *e, uint32_t size)
{
    e->table = calloc(size, sizeof *e->table);
    if (e->table == NULL) {
        fprintf(stderr, "asx: no memory for so many states\n");
        exit(ASXN_EXIT_MEMORY);
    }
    e->mask = size - 1;
}

/* Where the hash is, or would be. */
static uint64_t *place_of(const asxn_ended *e, uint64_t hash)
{
    uint32_t at = (uint32_t)(hash >> 32) & e->mask;

    while (e->table[at] != 0 && e->table[at] != hash)
        at = (at + 1) & e->mask;
    return &e->table[at];
}

static void grow_table(asxn_ended *e)
{
    uint64_t *old = e->table;
    uint32_t size = e->mask + 1;

    make_table(e, size * 2);
    for (uint32_t i = 0; i < size; i++)
        if (old[i] != 0)
            *place_of(e, old[i]) = old[i];
    free(old);
}

void asxn_ended_open(asxn_ended *e)
{
    e->count = 0;
    make_table(e, 1u << 16);
}

void asxn_ended_close(asxn_ended *e)
{
    free(e->table);
}

bool asxn_ended_has(const asxn_ended *e, uint64_t hash)
{
    return hash != 0 && *place_of(e, hash) == hash;
}

void asxn_ended_add(asxn_ended *e, uint64_t hash)
{
    uint64_t *place = place_of(e, hash);

    if (hash == 0 || *place == hash)
        return;
    *place = hash;
    if (++e->count >= e->mask / 4 * 3)
        grow_table(e);
}
