// A scene's dots as the OpenGL back end draws them: instances in one vertex buffer, layer by layer.
//
// A layer with n dots has 2 n bells, then n parts of the wide leg, then n reaches of redness if it has any.
// What a dot lacks has no extent and draws nothing.
#pragma once

#include "render/footprint.h"
#include "render/render.h"

struct gl_dot {
    float place[4];   // middle x, y; half width, half height; in px or nodes
    float form[4];    // xx, xy, yy of the ellipse; level of the grid
    float more[2][4]; // bell: green, then red_a, red_b, blue_a, blue_b; wide: peaks of red and green, of blue
};

struct gl_box { // half open, px; empty when x0 >= x1
    int x0, y0, x1, y1;
};
struct gl_box gl_box_common(struct gl_box a, struct gl_box b);
static inline bool gl_box_is_empty(struct gl_box box)
{
    return box.x0 >= box.x1 || box.y0 >= box.y1;
}

struct gl_layer {
    struct layer layer;
    size_t first; // instance
    int dot_count;
    bool has_level[GRID_LEVELS];
    struct gl_box box; // the pixels that its dots reach, grids and redness included
};

struct gl_dots {
    unsigned buffer; // OpenGL's
    struct profile profile;
    struct footprint_rules rules;
    int layer_count; // only layers with dots
    struct gl_layer layer[2 * SCENE_MOST_GROUPS];
    struct gl_box box; // of all layers, within the picture
};

bool gl_dots_init(struct gl_dots *dots, struct err *err);
void gl_dots_finish(struct gl_dots *dots);

// Puts a scene's dots into the buffer.
bool gl_dots_fill(struct gl_dots *dots, const struct render_request *request, struct err *err);
