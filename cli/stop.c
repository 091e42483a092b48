#include "cli/stop.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

#include "base/error.h"

/* The one variable of the program that changes: a signal handler can reach nothing else. */
static volatile sig_atomic_t is_stopped;

static void on_signal(int number)
{
    is_stopped = number == SIGALRM ? STOP_TIME : STOP_SIGNAL;
}

const volatile int *stop_watch(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    return &is_stopped;
}

/* The wall clock's timer, which goes off in time after the machine slept, or its clock was set. */
gboolean stop_at(gint64 unix_s, GError **error)
{
    struct sigaction action = {.sa_handler = on_signal};
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
    const struct itimerspec when = {.it_value.tv_sec = (time_t)unix_s};
    timer_t timer;
    sigemptyset(&action.sa_mask);
    return (sigaction(SIGALRM, &action, NULL) == 0 &&
            timer_create(CLOCK_REALTIME, &event, &timer) == 0 &&
            timer_settime(timer, TIMER_ABSTIME, &when, NULL) == 0) ||
           daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot set a timer");
}
