// The pair of sample photos, one head bald and the same freshly shaved: how near a plan comes to the second.
//
// Judged are pixels that are bare skin on the first and full stubble on the second, facing the camera and wholly
// inside the plan's treated area: their mean L*a*b*, and the standard deviation of L* within squares of 1, 2 and 4 mm
// that lie wholly there, averaged. For tests and figures; needs the sample heads.
#pragma once

#include "plan/compose.h"
#include "plan/frame.h"
#include "truth.h"

enum { PAIR_WINDOWS = 3 };
extern const double pair_window_mm[PAIR_WINDOWS];
// The share of the light (two parts red, one green) that the stubble takes: by the truth files, where one photo is bare
// and the other stubbled, what is bare on both taken as equally lit.
#define PAIR_TAKES 0.094

struct pair_look {
    struct lab mean;
    double deviation[PAIR_WINDOWS]; // of L*
};

struct shaved_pair {
    struct photo *bald, *shaved;
    struct case_ *case_; // of the bald photo, by its true landmarks; one option behind a low, full hairline
    double px_per_mm;
    uint8_t *judged; // width x height
    struct pair_look of_bald, of_shaved;
    struct composer *composer;
};

// False when a file is missing. shaved_pair_close in any case.
bool shaved_pair_open(struct shaved_pair *pair, const char *shared_folder);
void shaved_pair_close(struct shaved_pair *pair);

// The bald head with all sessions of its option healed.
struct pair_look shaved_pair_treated(struct shaved_pair *pair);
void shaved_pair_set(struct shaved_pair *pair, double shade_tau, double density_per_cm2);
