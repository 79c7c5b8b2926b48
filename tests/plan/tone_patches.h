// One patch of skin for each tone: sRGB of domain.md 4.2's L*, a*, b* (D65), worked out apart from this program.
#pragma once

#include "model/course.h"

#include <stdint.h>

static const uint8_t tone_patches[SKIN_TONE_COUNT][3] = {
    [SKIN_VERY_LIGHT] = {200, 171, 153}, [SKIN_LIGHT] = {194, 159, 137}, [SKIN_INTERMEDIATE] = {186, 147, 124},
    [SKIN_TAN] = {168, 128, 104},        [SKIN_BROWN] = {139, 100, 81},  [SKIN_DARK] = {108, 78, 66},
};
