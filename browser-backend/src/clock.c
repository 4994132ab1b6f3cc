/* clock.c -- from the host's clock to the runtime's; pure (rule time.debt).
 *
 * Waiting for a timer is not a jump: time may run on to the next deadline, and
 * one step past it. What a suspended tab missed beyond that is released a step
 * a turn, so deadlines do not all explode in one.
 */
#include "internal.h"

struct asxb_tick asxb_clock_next(uint64_t now_us, uint64_t sample_us,
                                 uint64_t due_us, uint64_t step_us)
{
    uint64_t furthest = due_us > now_us ? due_us : now_us;

    if (sample_us <= now_us)
        return (struct asxb_tick){now_us, 0};
    if (due_us == ASX_TIME_NONE || sample_us - now_us <= step_us ||
        sample_us <= furthest + step_us)
        return (struct asxb_tick){sample_us, 0};
    return (struct asxb_tick){furthest + step_us,
                              sample_us - (furthest + step_us)};
}
