/* object.c -- owns the life of objects: creation, references, the end.
 *
 * An object is in its region's list until that region has closed or it is
 * released; from then on it is gone and its handle stale. Its memory stays as
 * long as a permit, a grant, a receiver or a call refers to it. This is the one
 * file that knows every kind of object.
 */
#include "asx/region.h"
#include "lock.h"

struct asxi_object *asxi_object_resolve(const asx_runtime *rt, uint64_t bits,
                                        asx_kind kind)
{
    struct asxi_cell *cell = asxi_resolve(rt, bits, kind);
    struct asxi_object *object = (struct asxi_object *)(void *)cell;

    return cell && !object->gone ? object : NULL;
}

/* Rule region.admission: what a region owns comes while tasks of it may still
 * run, so that a body which is cancelled can still build its cleanup. */
asx_status asxi_object_create(asx_runtime *rt, asx_region handle, asx_kind kind,
                              uint32_t label, struct asxi_object **out)
{
    struct asxi_cell *cell = asxi_resolve(rt, handle.bits, ASX_KIND_REGION);
    struct asxi_region *region;
    uint32_t slot;

    if (cell == NULL)
        return ASX_E_STALE;
    if (cell->state >= ASX_REGION_FINALIZING)
        return ASX_E_CLOSED;
    cell = asxi_cell_create(rt, kind);
    if (cell == NULL)
        return ASX_E_MEMORY;
    region = asxi_region(rt, ASX_HANDLE_SLOT(handle));
    slot = asxi_slot(rt, cell);
    cell->label = label;
    cell->parent = ASX_HANDLE_SLOT(handle);
    cell->next = region->object_head;
    if (region->object_head)
        asxi_cell(rt, region->object_head)->prev = slot;
    region->object_head = slot;
    region->object_count++;
    asxi_emit(rt, ASX_EVENT_OBJECT_OPENED, cell, kind, cell->parent);
    *out = asxi_object(rt, slot);
    return ASX_OK;
}

static void unlink_object(asx_runtime *rt, struct asxi_cell *cell)
{
    struct asxi_region *region = asxi_region(rt, cell->parent);

    if (cell->prev)
        asxi_cell(rt, cell->prev)->next = cell->next;
    else
        region->object_head = cell->next;
    if (cell->next)
        asxi_cell(rt, cell->next)->prev = cell->prev;
    cell->prev = cell->next = cell->parent = 0;
    region->object_count--;
}

static void free_memory(asx_runtime *rt, struct asxi_object *object)
{
    struct asxi_cell *cell = &object->cell;

    if (!object->gone || object->references > 0)
        return;
    if (cell->kind == ASX_KIND_CHANNEL)
        asxi_queue_drop(rt, &((struct asxi_channel *)(void *)cell)->queue);
    if (cell->kind == ASX_KIND_LOCK)
        asxi_queue_drop(rt, &((struct asxi_lock *)(void *)cell)->queue);
    asxi_emit(rt, ASX_EVENT_OBJECT_RELEASED, cell, cell->kind, 0);
    asxi_cell_destroy(rt, cell);
}

/* What its end means to those who wait for it or hold something of it. */
static void end(asx_runtime *rt, struct asxi_object *object)
{
    void *cell = object;

    switch ((asx_kind)object->cell.kind) {
    case ASX_KIND_CHANNEL:
        asxi_channel_end(rt, cell);
        return;
    case ASX_KIND_RECEIVER:
        asxi_receiver_end(rt, cell);
        return;
    case ASX_KIND_CALL:
        asxi_call_end(rt, cell);
        return;
    case ASX_KIND_LOCK:
        asxi_lock_end(rt, cell);
        return;
    case ASX_KIND_SUPERVISOR:
    case ASX_KIND_CHILD:
        asxi_queue_remove(rt, &object->cell);
        return;
    case ASX_KIND_LINK:
    case ASX_KIND_MONITOR:
    case ASX_KIND_TIES:
    case ASX_KIND_FREE:
    case ASX_KIND_REGION:
    case ASX_KIND_TASK:
    case ASX_KIND_OBLIGATION:
    case ASX_KIND_CAPSULE:
    case ASX_KIND_RETIRED:
    case ASX_KIND_LIMITS:
    case ASX_KIND_CHUNK:
        break;
    }
    ASXI_UNREACHABLE();
}

void asxi_object_close(asx_runtime *rt, struct asxi_object *object)
{
    asxi_object_refer(object); /* while it is told */
    end(rt, object);
    unlink_object(rt, &object->cell);
    object->gone = 1;
    asxi_object_unrefer(rt, object);
}

void asxi_object_refer(struct asxi_object *object)
{
    object->references++;
}

void asxi_object_unrefer(asx_runtime *rt, struct asxi_object *object)
{
    ASXI_ASSERT(object->references > 0);
    object->references--;
    free_memory(rt, object);
}

/* The region has closed: the newest goes first. O(objects). */
void asxi_objects_end(asx_runtime *rt, struct asxi_region *region)
{
    while (region->object_head)
        asxi_object_close(rt, asxi_object(rt, region->object_head));
}

/* An obligation to `ending->object` is resolved; its cell is free already. */
void asxi_object_resolved(asx_runtime *rt, const struct asxi_ending *ending)
{
    struct asxi_object *object = asxi_object(rt, ending->object);
    void *cell = object;

    if (object->cell.kind == ASX_KIND_CHANNEL)
        asxi_channel_resolved(rt, cell, ending);
    else if (object->cell.kind == ASX_KIND_CALL)
        asxi_call_resolved(rt, cell, ending);
    else if (object->cell.kind == ASX_KIND_LOCK)
        asxi_lock_resolved(rt, cell, ending);
    else
        ASXI_UNREACHABLE();
    asxi_object_unrefer(rt, object);
}

/* What was set aside for a waiting task and not claimed goes to the next (rule
 * channel.baton). */
void asxi_grant_return(asx_runtime *rt, struct asxi_task *task)
{
    struct asxi_object *object;
    uint32_t units = asxi_wait_units(task);
    asx_wait wait = (asx_wait)(task->grant.units >> ASX_ANSWER_SHIFT);
    void *cell;

    /* A task that sleeps has its due time there. */
    if (task->wait != ASX_WAIT_NONE || task->grant.slot == 0)
        return;
    cell = object = asxi_object(rt, task->grant.slot);
    task->sleep_due_us = 0;
    asxi_emit(rt, ASX_EVENT_GRANT_RETURNED, &object->cell,
              asxi_slot(rt, &task->cell), units);
    if (object->cell.kind == ASX_KIND_CHANNEL)
        asxi_channel_ungrant(rt, cell, wait);
    else if (object->cell.kind == ASX_KIND_LOCK)
        asxi_lock_ungrant(rt, cell, units);
    else
        ASXI_UNREACHABLE();
    asxi_object_unrefer(rt, object);
}
