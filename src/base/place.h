// Where what comes with the program lies: the demo case, catalogues of words, networks.
#pragma once

#include <stdbool.h>

enum { PLACE_MOST_PATH = 4096 };

// share/NAME beside the program's bin, installed or as built; it need not be there. False: the program cannot tell
// where it lies.
bool place_shared(const char *name, char out[PLACE_MOST_PATH]);
