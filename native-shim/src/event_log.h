/* event_log.h -- all events of a playback, and the order they stand in. */
#ifndef ASXN_EVENT_LOG_H
#define ASXN_EVENT_LOG_H

#include "asx/order.h"
#include "playback.h"

typedef struct asxn_event_log {
    asx_event *events;
    uint32_t count;
    void *workspace;
    asx_order order;
} asxn_event_log;

/* Plays `p` to its end, one input after the other. */
void asxn_event_log_fill(asxn_event_log *log, asxn_playback *p);
/* Derives `order`, with clocks if that is wanted. */
void asxn_event_log_order(asxn_event_log *log, bool clocks);
void asxn_event_log_free(asxn_event_log *log);

/* Compares the clocks with happens-before as it is defined: the dependences of
 * each event and all that they depend on, O(n * n). Answers how many pairs
 * differ, and prints the first. */
uint64_t asxn_order_check(const asx_order *order);

#endif
