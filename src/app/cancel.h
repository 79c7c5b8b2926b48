// Ctrl-C as a flag that long work polls, so that no file is left half written.
#pragma once

#include <stdatomic.h>

void cancel_on_interrupt(void);
const atomic_bool *cancel_flag(void);
