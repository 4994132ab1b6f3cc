/* cell.c -- owns the memory of objects.
 *
 * One size for every kind: a slot is an index, a free slot goes to whoever asks
 * next, and the only place where memory can be refused is asxi_cell_create.
 * A free cell is all zero but for its generation and the link to the next.
 */
#include "internal.h"

struct asxi_cell *asxi_cell_at(const asx_runtime *rt, uint32_t slot)
{
    ASXI_ASSERT(slot > 0 && slot <= asxi_arena(rt)->slots_used);
    return asxi_cell(rt, slot);
}

uint32_t asxi_slot(const asx_runtime *rt, const struct asxi_cell *cell)
{
    size_t at = (size_t)((const unsigned char *)cell - rt->base);

    return (uint32_t)((at - ASXI_CELLS_AT) / ASXI_CELL_BYTES);
}

struct asxi_cell *asxi_resolve(const asx_runtime *rt, uint64_t bits,
                               asx_kind kind)
{
    uint32_t slot = (uint32_t)bits;
    struct asxi_cell *cell;

    if (slot == 0 || slot > asxi_arena(rt)->slots_used)
        return NULL;
    cell = asxi_cell(rt, slot);
    if (cell->kind != (uint8_t)kind || cell->generation != (bits >> 32))
        return NULL;
    return cell;
}

size_t asxi_used_bytes(const asx_runtime *rt)
{
    return ASXI_CELLS_AT +
           ((size_t)asxi_arena(rt)->slots_used + 1) * ASXI_CELL_BYTES;
}

/* The next `count` cells can be made: what needs several fails before it has
 * made the first. Grows even where free cells would do, which is no change of
 * the state. */
bool asxi_cells_ensure(asx_runtime *rt, uint32_t count)
{
    size_t needed = asxi_used_bytes(rt) + (size_t)count * ASXI_CELL_BYTES;

    return asxi_arena(rt)->slots_used + count <= ASX_SLOT_MAX &&
           (needed <= rt->bytes || rt->grow(rt, needed));
}

struct asxi_cell *asxi_cell_create(asx_runtime *rt, asx_kind kind)
{
    struct asxi_arena *arena = asxi_arena(rt);
    struct asxi_cell *cell;

    if (arena->free_head != 0) {
        cell = asxi_cell(rt, arena->free_head);
        arena->free_head = cell->queue_next;
        cell->queue_next = 0;
    } else {
        size_t needed = asxi_used_bytes(rt) + ASXI_CELL_BYTES;

        if (arena->slots_used >= ASX_SLOT_MAX)
            return NULL;
        if (needed > rt->bytes && !rt->grow(rt, needed))
            return NULL;
        arena = asxi_arena(rt);
        arena->slots_used++;
        cell = asxi_cell(rt, arena->slots_used);
        cell->generation = arena->first_generation;
    }
    cell->kind = (uint8_t)kind;
    return cell;
}

void asxi_cell_destroy(asx_runtime *rt, struct asxi_cell *cell)
{
    struct asxi_arena *arena = asxi_arena(rt);
    uint32_t generation = cell->generation;

    ASXI_ASSERT(cell->queue == ASX_QUEUE_NONE && cell->waiters_head == 0);
    __builtin_memset(cell, 0, ASXI_CELL_BYTES);
    if (generation >= ASX_GENERATION_MAX) {
        cell->kind = ASX_KIND_RETIRED;
        cell->generation = generation;
        return;
    }
    cell->generation = generation + 1;
    cell->queue_next = arena->free_head;
    arena->free_head = asxi_slot(rt, cell);
}

uint32_t asx_generation(const asx_runtime *rt, uint32_t slot)
{
    const struct asxi_cell *cell;

    if (slot == 0 || slot > asxi_arena(rt)->slots_used)
        return 0;
    cell = asxi_cell(rt, slot);
    if (cell->kind == ASX_KIND_FREE || cell->kind == ASX_KIND_RETIRED ||
        cell->kind == ASX_KIND_LIMITS || cell->kind == ASX_KIND_CHUNK)
        return 0; /* memory of something else, which no handle names */
    return cell->generation;
}
