/* asx/pump.h -- how kernel work meets an event loop (semantics section 7).
 *
 * The host owns the event loop; the pump decides. A turn is pump_begin with
 * one clock sample, then pump_next until it answers zero or the host's slice is
 * spent, then pump_end, whose answer says when to come back. Everything here is
 * a decision: nothing calls the browser.
 */
#ifndef ASX_PUMP_H
#define ASX_PUMP_H

#include "asx/asx.h"

typedef enum asx_pump_state {
    ASX_PUMP_IDLE = 0,
    ASX_PUMP_SCHEDULED = 1,
    ASX_PUMP_RUNNING = 2,
} asx_pump_state;

/* When the host must run the next turn (rule pump.wake). */
typedef enum asx_wakeup {
    ASX_WAKEUP_NONE = 0,  /* nothing to do, or a turn is already coming */
    ASX_WAKEUP_MICRO = 1, /* in a microtask */
    ASX_WAKEUP_MACRO = 2, /* after the page had its turn */
    ASX_WAKEUP_TIMER = 3, /* at asx_pump_due */
} asx_wakeup;

/* Keeps the pump's own state in the extra bytes of the runtime's arena. */
#define ASX_PUMP_EXTRA_BYTES 64u
void asx_pump_create(asx_runtime *rt);

/* Starts a turn with one sample of the host's clock, in microseconds since the
 * runtime was created. Fires due timers. ASX_E_STATE inside a turn. */
ASX_CHECKED asx_status asx_pump_begin(asx_runtime *rt, uint64_t sample_us);
/* One dispatch, as asx_next; zero ends the turn. */
ASX_CHECKED int32_t asx_pump_next(asx_runtime *rt);
/* Ends the turn. `cut`: the host stopped early, its slice was spent. Answers an
 * asx_wakeup. */
ASX_CHECKED int32_t asx_pump_end(asx_runtime *rt, bool cut);
/* Something was posted from outside a turn: answers when to run one. Asking
 * again before it ran answers NONE (rule pump.storm). */
ASX_CHECKED int32_t asx_pump_request(asx_runtime *rt);
/* The page became hidden or visible: an input, so that a replay knows. */
ASX_CHECKED asx_status asx_pump_visibility(asx_runtime *rt, bool hidden);
/* The host time at which asx_pump_end's TIMER is due; ASX_TIME_NONE if none. */
uint64_t asx_pump_due(const asx_runtime *rt);
asx_pump_state asx_pump_state_now(const asx_runtime *rt);

/* What the host has to do, oldest first: the slot, and the asx_notice in bits
 * 24 up; zero if nothing. */
int32_t asx_action_next(asx_runtime *rt);

#endif
