// The photos of a batch, each in a process of its own, so many at a time.
#pragma once

#include "app/args.h"
#include "output/batch_list.h"

// Returns when all were tried, or when nothing more can be recorded (ERR_MACHINE) or it is interrupted; what was
// started then ends first. A progress bar on a terminal. Failed photos are no error here: their rows say so.
bool batch_run(const struct args *args, const struct batch_list *list, struct err *err);
