// One photo of a batch, from its file to its picture and its row. Needs nothing but its words, writes only its own
// files, and does nothing where they are there already; so it may run twice, at once and on several machines.
#pragma once

#include "app/args.h"
#include "output/batch_log.h"
#include "plan/case.h"

extern const struct arg_spec *const specs_batch_all[];

// The sum of all that settles what the picture is, the photo itself apart.
bool batch_settings(const struct args *args, char sum[65], struct err *err);
bool batch_template(const struct args *args, struct case_ *case_, struct err *err); // nothing where none is given

// Number args->only. False: no row could be written (ERR_MACHINE), it was interrupted, or the row says failed
// (ERR_PARTIAL). The row is printed as a line of JSON.
bool batch_one(const struct args *args, struct err *err);
