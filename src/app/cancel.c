#include "app/cancel.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

static atomic_bool is_cancelled; // a signal handler can reach nothing else

// The first interrupt asks; a second one ends the program at once (files are written whole anyway).
static void on_interrupt(int signal_number)
{
    atomic_store(&is_cancelled, true);
    signal(signal_number, SIG_DFL);
}

void cancel_on_interrupt(void)
{
    struct sigaction action = {.sa_handler = on_interrupt};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGXFSZ, SIG_IGN); // a file-size limit is a failed write, which is told of
}

const atomic_bool *cancel_flag(void)
{
    return &is_cancelled;
}
