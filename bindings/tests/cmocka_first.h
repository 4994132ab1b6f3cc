/* cmocka_first.h -- what cmocka.h needs in front of it. */
#ifndef ASXB_CMOCKA_FIRST_H
#define ASXB_CMOCKA_FIRST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#endif
