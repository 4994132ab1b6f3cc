/* limits.c -- owns the limits of regions (rule region.limits).
 *
 * A cell of their own, since few regions have any. Who asks to add something
 * is refused before anything has changed.
 */
#include "object.h"

static struct asxi_limits *limits_of(const asx_runtime *rt,
                                     const struct asxi_region *region)
{
    return (struct asxi_limits *)(void *)asxi_cell(rt, region->limits);
}

/* The caller has made sure of the memory. */
void asxi_limits_set(asx_runtime *rt, struct asxi_region *region,
                     const struct asxi_bounds *bounds)
{
    struct asxi_cell *cell = asxi_cell_create(rt, ASX_KIND_LIMITS);

    ASXI_ASSERT(cell != NULL);
    cell->parent = asxi_slot(rt, &region->cell);
    region->limits = asxi_slot(rt, cell);
    limits_of(rt, region)->bounds = *bounds;
}

void asxi_limits_drop(asx_runtime *rt, struct asxi_region *region)
{
    if (region->limits == 0)
        return;
    asxi_cell_destroy(rt, &limits_of(rt, region)->cell);
    region->limits = 0;
}

bool asxi_limits_allow_child(const asx_runtime *rt,
                             const struct asxi_region *region)
{
    return region->limits == 0 ||
           region->child_count < limits_of(rt, region)->bounds.children;
}

bool asxi_limits_allow_task(const asx_runtime *rt,
                            const struct asxi_region *region)
{
    return region->limits == 0 ||
           region->task_count < limits_of(rt, region)->bounds.tasks;
}

bool asxi_limits_allow_obligation(const asx_runtime *rt,
                                  const struct asxi_region *region)
{
    return region->limits == 0 ||
           region->obligation_count < limits_of(rt, region)->bounds.obligations;
}

/* The limits of a channel's region, which may be gone: then there are none. */
static struct asxi_limits *limits_at(const asx_runtime *rt, uint32_t region)
{
    if (region == 0 || asxi_region(rt, region)->limits == 0)
        return NULL;
    return limits_of(rt, asxi_region(rt, region));
}

bool asxi_limits_allow_queue(const asx_runtime *rt, uint32_t region,
                             uint32_t bytes)
{
    const struct asxi_limits *limits = limits_at(rt, region);

    return limits == NULL ||
           (limits->queue_bytes <= limits->bounds.queue_bytes &&
            bytes <= limits->bounds.queue_bytes - limits->queue_bytes);
}

void asxi_limits_take_queue(asx_runtime *rt, uint32_t region, uint32_t bytes)
{
    struct asxi_limits *limits = limits_at(rt, region);

    if (limits != NULL)
        limits->queue_bytes += bytes;
}

void asxi_limits_give_queue(asx_runtime *rt, uint32_t region, uint32_t bytes)
{
    struct asxi_limits *limits = limits_at(rt, region);

    if (limits != NULL)
        limits->queue_bytes -= bytes;
}
