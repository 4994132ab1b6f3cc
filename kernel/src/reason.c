/* reason.c -- the order of cancel reasons; pure.
 *
 * The table is semantics section 3. Indexed by asx_cancel_kind.
 */
#include "internal.h"

static const struct {
    uint8_t severity;
    uint8_t priority;
    uint16_t polls;
    uint32_t time_us;
} rows[ASX_CANCEL_KIND_COUNT] = {
    [ASX_CANCEL_NONE] = {0, 0, 0, 0},
    [ASX_CANCEL_USER] = {0, 200, 1000, 5000000},
    [ASX_CANCEL_TIMEOUT] = {1, 210, 500, 4000000},
    [ASX_CANCEL_DEADLINE] = {1, 210, 500, 4000000},
    [ASX_CANCEL_POLL_QUOTA] = {2, 215, 300, 3000000},
    [ASX_CANCEL_COST_BUDGET] = {2, 215, 300, 3000000},
    [ASX_CANCEL_FAIL_FAST] = {3, 220, 200, 2000000},
    [ASX_CANCEL_RACE_LOST] = {3, 220, 200, 2000000},
    [ASX_CANCEL_LINKED_EXIT] = {3, 220, 200, 2000000},
    [ASX_CANCEL_PARENT_CANCELLED] = {4, 220, 200, 2000000},
    [ASX_CANCEL_RESOURCE_UNAVAILABLE] = {4, 220, 200, 2000000},
    [ASX_CANCEL_SHUTDOWN] = {5, 255, 50, 1000000},
};

uint32_t asx_cancel_severity(asx_cancel_kind kind)
{
    return rows[kind].severity;
}

asx_cleanup asx_cancel_cleanup(asx_cancel_kind kind)
{
    return (asx_cleanup){rows[kind].time_us, rows[kind].polls,
                         rows[kind].priority};
}

static int compare64(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

int asx_reason_compare(const asx_reason *a, const asx_reason *b)
{
    int order;

    if (a->kind == ASX_CANCEL_NONE || b->kind == ASX_CANCEL_NONE)
        return compare64(a->kind, b->kind);
    if ((order = compare64(rows[a->kind].severity, rows[b->kind].severity)))
        return order;
    if ((order = compare64(b->time_us, a->time_us))) /* earlier is stronger */
        return order;
    if ((order = compare64(a->kind, b->kind)))
        return order;
    if ((order = compare64(a->origin_region.bits, b->origin_region.bits)))
        return order;
    if ((order = compare64(a->origin_task.bits, b->origin_task.bits)))
        return order;
    return compare64(a->message, b->message);
}

asx_reason asx_reason_strengthen(asx_reason a, asx_reason b)
{
    return asx_reason_compare(&b, &a) > 0 ? b : a;
}
