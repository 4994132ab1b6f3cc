/* queue.c -- owns queues of tokens, first in, first out.
 *
 * A token is a number of the host's for a value that stays outside. Tokens lie
 * in chunks of 32, a cell each. Places are made before they are needed, so that
 * a push cannot fail (rule channel.two_phase).
 */
#include "object.h"

#define CHUNK_TOKENS (ASXI_CELL_BODY / 4)

struct chunk {
    struct asxi_cell cell; /* next: the chunk after it */
    uint32_t tokens[CHUNK_TOKENS];
};

_Static_assert(sizeof(struct chunk) == ASXI_CELL_BYTES, "fills a cell");

static struct chunk *chunk_at(const asx_runtime *rt, uint32_t slot)
{
    return (struct chunk *)(void *)asxi_cell(rt, slot);
}

/* At least `places` free places from the tail on; false if memory is refused,
 * and then nothing has changed. `places` is at most one more than it was. */
bool asxi_queue_ensure(asx_runtime *rt, struct asxi_queue *queue,
                       uint32_t places)
{
    struct asxi_cell *cell;
    uint32_t slot;

    if (queue->room >= places)
        return true;
    cell = asxi_cell_create(rt, ASX_KIND_CHUNK);
    if (cell == NULL)
        return false;
    slot = asxi_slot(rt, cell);
    if (queue->last)
        asxi_cell(rt, queue->last)->next = slot;
    else
        queue->head = queue->tail = slot;
    queue->last = slot;
    queue->room += CHUNK_TOKENS;
    return true;
}

void asxi_queue_push(asx_runtime *rt, struct asxi_queue *queue, uint32_t token)
{
    ASXI_ASSERT(queue->room > 0);
    if (queue->tail_at == CHUNK_TOKENS) {
        queue->tail = asxi_cell(rt, queue->tail)->next;
        queue->tail_at = 0;
    }
    chunk_at(rt, queue->tail)->tokens[queue->tail_at++] = token;
    queue->count++;
    queue->room--;
}

/* Lets go of a chunk that has been read, unless it is still written. */
static void leave_head(asx_runtime *rt, struct asxi_queue *queue)
{
    struct asxi_cell *cell = asxi_cell(rt, queue->head);

    if (queue->head == queue->last) { /* read and written to its end */
        queue->room = CHUNK_TOKENS;
        queue->tail_at = 0;
        __builtin_memset(chunk_at(rt, queue->head)->tokens, 0,
                         sizeof chunk_at(rt, queue->head)->tokens);
    } else {
        if (queue->tail == queue->head) {
            queue->tail = cell->next;
            queue->tail_at = 0;
        }
        queue->head = cell->next;
        cell->next = 0;
        asxi_cell_destroy(rt, cell);
    }
    queue->head_at = 0;
}

uint32_t asxi_queue_pop(asx_runtime *rt, struct asxi_queue *queue)
{
    uint32_t token;

    ASXI_ASSERT(queue->count > 0);
    token = chunk_at(rt, queue->head)->tokens[queue->head_at++];
    queue->count--;
    if (queue->head_at == CHUNK_TOKENS)
        leave_head(rt, queue);
    return token;
}

/* The token `index` places behind the head: at once near either end, else
 * O(index / 32). */
uint32_t asxi_queue_at(const asx_runtime *rt, const struct asxi_queue *queue,
                       uint32_t index)
{
    uint32_t slot = queue->head, at = queue->head_at + index;
    uint32_t from_end = queue->count - index; /* 1: the newest */

    ASXI_ASSERT(index < queue->count);
    if (from_end <= queue->tail_at)
        return chunk_at(rt, queue->tail)->tokens[queue->tail_at - from_end];
    for (; at >= CHUNK_TOKENS; at -= CHUNK_TOKENS)
        slot = asxi_cell(rt, slot)->next;
    return chunk_at(rt, slot)->tokens[at];
}

void asxi_queue_drop(asx_runtime *rt, struct asxi_queue *queue)
{
    while (queue->head) {
        struct asxi_cell *cell = asxi_cell(rt, queue->head);

        queue->head = cell->next;
        cell->next = 0;
        asxi_cell_destroy(rt, cell);
    }
    *queue = (struct asxi_queue){0};
}
