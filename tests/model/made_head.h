// Heads made for tests, of several shapes: where their skin truly is, and what a person would mark on photos of them.
//
// The surface is one of its own kind (an ellipsoid with lobes, star-shaped), which the program's head can only come
// near to. Two are real scalps, the mean of forty MRI heads (FreeSurfer's fsaverage) and one man's MRI (Colin 27), each
// fitted above the brows to 1.1 mm and brought to the measures given; the others bend the first. A person has such a
// skull, and a face and ears drawn about the mean man's by the spreads of people, not by the program's prior.
//
// Space: head frame (geom/vec3.h). Directions are from the skull's middle. Deterministic; plain values.
#pragma once

#include "model/pose_fit.h"

#include <stdint.h>

enum { MADE_HEADS = 5, MADE_MOST_LOBES = 32, MADE_OUTLINE = 20 };

extern const char *const made_head_names[MADE_HEADS];

struct made_lobe { // a swelling or hollow, in the space where the ellipsoid is a sphere
    struct vec3 dir;
    double share, sharpness; // of the radius
};

struct made_person {
    struct vec3 semi_mm, middle_mm;
    int lobe_count;
    struct made_lobe lobe[MADE_MOST_LOBES];
    bool has_place[LANDMARK_COUNT];
    struct vec3 place_mm[LANDMARK_COUNT];
};

// head: 0 to MADE_HEADS - 1; `seed` draws face and ears.
struct made_person made_person(int head, uint64_t seed);

struct vec3 made_point_mm(const struct made_person *person, struct vec3 dir); // of the skin
struct vec3 made_normal(const struct made_person *person, struct vec3 dir);   // unit, outward

// A level camera at that azimuth (toward the patient's left), elevation and distance: 1600 x 1200 px, 52 mm equivalent.
struct view made_view(const struct made_person *person, double azimuth_deg, double elevation_deg, double distance_mm);

// Every landmark that shows, points on the rim of the skull over 45 mm above the tragions, a ruler of 30 mm on the
// scalp: each off by 0.6 mm as a hand is, the ruler's ends by 1 px.
struct marks made_marks(const struct made_person *person, const struct view *view, uint64_t seed);
// The rim's points alone, exactly: of `angles` evenly about the skull's middle those that lie so high; how many.
int made_rim(const struct made_person *person, const struct view *view, int angles, struct pt_px *out);
