/* judge.h -- the oracles, watching a fuzzed runtime. */
#ifndef ASXF_JUDGE_H
#define ASXF_JUDGE_H

#include "asx/asx.h"

/* From now on the events of `rt` are judged; nothing has happened yet. `lab`:
 * its ties come from the seed. */
void asxf_judge_open(asx_runtime *rt, bool lab);
/* After each call. */
void asxf_judge_step(asx_runtime *rt);
/* Says what invariant was broken, by which object and when, and traps. */
void asxf_judge_close(asx_runtime *rt);

#endif
