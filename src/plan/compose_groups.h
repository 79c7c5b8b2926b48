// Dots of one event and technique form one group at their mean depth; those alike share one.
#pragma once

#include "model/dot_look.h"
#include "render/scene.h"

// A law is one event's dots of one zone: all that one dot_law describes.
enum { COMPOSE_LAWS = COURSE_MOST_EVENTS * OPTION_MOST_ZONES };

struct law_sum {
    int count;       // of dots in the frame
    double depth_mm; // mean
    float spectrum[3];
    struct skin_state skin;
};

// Fills `group` and, for each law, which group its dots are in. `veil_floor`: of the patient's
// skin. Returns how many groups: those under 0.03 mm apart and alike share one, and the nearest do
// when there would be more than SCENE_MOST_GROUPS.
int groups_make(const struct law_sum laws[COMPOSE_LAWS], const float veil_floor[3], uint8_t group_of[COMPOSE_LAWS],
                struct group group[SCENE_MOST_GROUPS]);
