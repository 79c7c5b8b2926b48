// Where what comes with the program lies: the demo case, catalogues of words, networks, the worker.
#pragma once

#include <stdbool.h>

enum { PLACE_MOST_PATH = 4096 };

// share/NAME beside the program's bin, installed or as built; it need not be there. False: the program cannot tell
// where it lies.
bool place_shared(const char *name, char out[PLACE_MOST_PATH]);

// The program that photos are decoded and faces are sought in: libexec/stipple/worker-VERSION beside the program's bin,
// small and quickly started, for it has none of the window's libraries. Where there is none of this version (a newer
// one was installed meanwhile), this program itself, which does the same.
void place_worker(char out[PLACE_MOST_PATH]);
