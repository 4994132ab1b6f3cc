#include "trap.h"

#include <signal.h>
#include <stddef.h>

sigjmp_buf asxn_trap_return;

static void on_signal(int signal_number)
{
    siglongjmp(asxn_trap_return, signal_number);
}

void asxn_trap_catch(void)
{
    static const int signals[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS};
    struct sigaction action = {.sa_handler = on_signal};
    size_t i;

    for (i = 0; i < sizeof signals / sizeof signals[0]; i++)
        sigaction(signals[i], &action, NULL);
}
