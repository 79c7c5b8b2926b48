// A figure with what is asked of it, on a line that tools/bench gathers into its last table.
#pragma once

#include <stdio.h>

static inline void target_at_most(const char *what, double value, double most, const char *unit)
{
    printf("target: %s\t%.3g\tat most %g %s\t%s\n", what, value, most, unit, value <= most ? "met" : "MISSED");
}

static inline void target_at_least(const char *what, double value, double least, const char *unit)
{
    printf("target: %s\t%.3g\tat least %g %s\t%s\n", what, value, least, unit, value >= least ? "met" : "MISSED");
}
