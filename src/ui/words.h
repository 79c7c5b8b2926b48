// Names in plain words for what the lower layers name for files.
#pragma once

#include "model/dot_look.h"
#include "model/pose_fit.h"
#include "model/zone.h"

#include <stddef.h>

const char *facing_word(enum facing facing);                                     // "Front", "Patient's left side"
const char *landmark_word(enum landmark landmark);                               // "Base of nose"
const char *landmark_hint(enum landmark landmark);                               // where to put it
const char *zone_word(enum zone_kind kind);                                      // "Crown"
const char *zone_hint(enum zone_kind kind);                                      // what it is for
const char *band_pane_words(enum band band);                                     // "Most likely"
void count_text(double low, double likely, double high, char *out, size_t size); // "49 300 (47 900-50 700)"
