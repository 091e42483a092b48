#include "cli/stop.h"

#include <signal.h>
#include <stddef.h>

/* The one variable of the program that changes: a signal handler can reach nothing else. */
static volatile sig_atomic_t is_stopped;

static void on_signal(int number)
{
    (void)number;
    is_stopped = 1;
}

const volatile int *stop_watch(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    return &is_stopped;
}
