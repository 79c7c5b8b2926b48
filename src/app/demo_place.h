// Where what comes with the program lies: the demo case, the catalogues of words.
#pragma once

#include "base/err.h"

enum { DEMO_MOST_PATH = 4096 };

// Where STIPPLE_DEMO says, beside an installed program, or in the source it was built from.
bool demo_place(char out[DEMO_MOST_PATH], struct err *err);

// share/NAME beside the program's bin, installed or as built; it need not be there. False: the program cannot tell
// where it lies.
bool place_shared(const char *name, char out[DEMO_MOST_PATH]);
