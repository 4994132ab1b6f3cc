/* entropy.c -- seeded randomness (splitmix64, Steele, Lea and Flood 2014). */
#include "internal.h"

uint64_t asxi_random_next(uint64_t *state)
{
    uint64_t x = *state += 0x9e3779b97f4a7c15u;

    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

uint64_t asx_entropy_draw(asx_runtime *rt)
{
    uint64_t drawn = asxi_random_next(&asxi_arena(rt)->entropy);

    asxi_emit(rt, ASX_EVENT_ENTROPY_DRAWN, NULL, (uint32_t)drawn,
              (uint32_t)(drawn >> 32));
    return drawn;
}
