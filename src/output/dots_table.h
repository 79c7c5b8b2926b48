// The dots of a frame as a table, CSV or JSON: one row each, columns as `stipple dots --help` names them.
#pragma once

#include "base/file.h"
#include "plan/compose.h"

// The composed frame must have been asked for with its dots. mem_free the data.
struct bytes dots_table(const struct case_ *case_, const struct frame *frame, const struct composed *composed,
                        bool as_json);
