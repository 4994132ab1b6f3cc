/* chosen_test.c -- linked into a test program to run one of its tests.
 *
 * cmocka takes the choice by a call, and main belongs to the test program: so
 * it is made before main. Unbuffered, what a hanging program said is not lost.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

__attribute__((constructor)) static void choose(void)
{
    setvbuf(stdout, NULL, _IONBF, 0);
    cmocka_set_test_filter(getenv("ASX_TEST"));
}
