// Which of some words was meant by a mistyped one; for "did you mean".
#pragma once

#include <stdbool.h>

// How many letters are to be put in, left out, exchanged or swapped with their neighbour to make b of a
// (optimal string alignment). Of longer words the first 63 letters count.
int letters_apart(const char *a, const char *b);

// The nearest so far of words that come one by one; starts as all zero.
struct spelling {
    const char *nearest; // borrowed from the candidates; NULL: none is near
    int apart;
};
// True where the candidate takes the place of the nearest: none before was as near, and at most a third of its letters
// are wrong or three letters or more are a part of it.
bool spelling_try(struct spelling *spelling, const char *word, const char *candidate);

const char *spelling_nearest(const char *word, const char *const words[], int count); // NULL: none is near
