// Where and how strongly a dot takes light: the bells that a back end adds up.
//
// A layer is what one transmittance is made for: the dots of a group, or the scabs over them. A
// bell's place is in pixels (sharp leg) or in nodes of a grid of `step_px` (wide leg); integer
// coordinates are the middles of pixels, and node i is the middle of pixel i * step_px. See
// shaders/shared/smp_splat.h.
#pragma once

#include "render/profile.h"
#include "render/scene.h"

#include <stdbool.h>

struct layer {
    int group;
    bool is_scab;
    bool has_redness;
    float t[3]; // optical depth at the middle of a dot of tau 1 (a scab: of any)
    float veil[3], n1[3], n2[3];
    float redness[3];
};

struct ellipse { // u = 1 - (xx dx dx + xy dx dy + yy dy dy)
    float x, y, xx, xy, yy;
    float half_width, half_height;
};
struct bell { // sharp leg
    struct ellipse ellipse;
    float green[4];                     // cubic, times the peak
    float red_a, red_b, blue_a, blue_b; // red is green times (a + b u)
};
struct flush { // redness, by SMP_REDNESS_BELL
    struct ellipse ellipse;
    float peak;
};
struct wide_bell { // peaks of u^2, u^5 and u^8
    struct ellipse ellipse;
    float red_2, green_2, green_5, blue_2, blue_5, blue_8;
};

enum { GRID_LEVELS = 2 };

// From this variance on, in steps squared, samples on a grid keep a wide bell's mass within 4 %.
#define FOOTPRINT_LEAST_VARIANCE 0.4f

// A node's value reaches the pixels before its neighbours, in both directions: so many times a step less one pixel.
#define FOOTPRINT_GRID_BLEED 1.41421356f

struct footprint_rules { // the same for all dots of a picture
    const struct profile *profile;
    float pixel_variance_px2; // lens, demosaicing and the pixel's own area
    int step_px[GRID_LEVELS]; // coarse, fine
};

struct footprint {
    int bell_count; // 0: nothing to draw
    struct bell bell[2];
    int level; // grid of the wide leg
    struct wide_bell wide;
    struct flush red; // when the layer has redness
};

// At most 2 * SCENE_MOST_GROUPS. Scabs follow the dots of their group.
int layers_of_scene(const struct scene *scene, struct layer *layers);

// False for a dot that is no dot: not finite, beyond any skin, or without any extent.
bool splat_is_sound(const struct scene *scene, const struct splat *splat);

struct footprint_rules footprint_rules(const struct scene *scene, const struct profile *profile);

enum { FOOTPRINT_BATCH = 32 };

// Of splats[order[0]] .. splats[order[count - 1]], all sound; count <= FOOTPRINT_BATCH.
typedef void footprints_fn(const struct footprint_rules *rules, const struct layer *layer, const struct splat *splats,
                           const uint32_t *order, int count, struct footprint out[FOOTPRINT_BATCH]);
footprints_fn footprints_build_any, footprints_build_avx2, footprints_build_avx512; // the same bits
