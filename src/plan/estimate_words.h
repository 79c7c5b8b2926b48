// An estimate's figures in words of the user's language: no more digits than such a figure knows.
#pragma once

#include "plan/estimate.h"

enum { ESTIMATE_WORDS_BYTES = 128, FIGURE_BYTES = 48 };

double estimate_rounded(double value, int digits);                   // 2 or 3
void figure_words(double value, int digits, char out[FIGURE_BYTES]); // "49 300"
int range_digits(struct range range); // of its likely value: 2 of a wide range, 3 of a narrow one; its ends have 2
void range_words(struct range range, const char *unit, char out[ESTIMATE_WORDS_BYTES]); // "211 cm2 (180 to 250)"
void hours_words(struct range hours, char out[ESTIMATE_WORDS_BYTES]); // under an hour in minutes, under one no figure
const char *estimate_area_basis(void); // where areas' ranges come from; English, looked up by who shows it
