// Where the bundled demo case lies.
#pragma once

#include "base/err.h"

enum { DEMO_MOST_PATH = 4096 };

// Where STIPPLE_DEMO says, beside an installed program, or in the source it was built from.
bool demo_place(char out[DEMO_MOST_PATH], struct err *err);
