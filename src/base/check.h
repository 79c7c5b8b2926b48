// Asserts for our own bugs; never for what a file or a user says (that is err.h).
#pragma once

#include <stdio.h>
#include <stdlib.h>

// Stays in every build: going on would spoil a patient's file or write out of bounds.
#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "stipple: broken promise at %s:%d: %s\n", __FILE__, __LINE__, #condition);                 \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

#ifdef NDEBUG
#define ASSERT(condition) ((void)sizeof(condition))
#else
#define ASSERT(condition) REQUIRE(condition)
#endif
