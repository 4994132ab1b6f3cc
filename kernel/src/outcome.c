/* outcome.c -- the order of outcomes; pure. */
#include "asx/outcome.h"

asx_outcome asx_outcome_join(asx_outcome left, asx_outcome right)
{
    return right > left ? right : left;
}

int asx_outcome_replaces(asx_outcome held, asx_outcome next)
{
    return next > held;
}
