// The passes that draw one tile: each layer's legs, their light, the photo. Inner to the OpenGL back end.
#pragma once

#include "render/gl_dots.h"
#include "render/gl_pass.h"
#include "render/gl_program.h"
#include "render/gl_target.h"

enum gl_program_id { PROGRAM_BELL, PROGRAM_WIDE, PROGRAM_REDNESS, PROGRAM_LIGHT, PROGRAM_SHADE, PROGRAM_COUNT };

// In the order of the samplers' units (gl_program.c); the result comes after them.
enum gl_texture_id {
    TEXTURE_SHARP,
    TEXTURE_COARSE,
    TEXTURE_FINE,
    TEXTURE_RED,
    TEXTURE_PHOTO,
    TEXTURE_LEFT,
    TEXTURE_SHINE,
    TEXTURE_KEEP_OUT,
    TEXTURE_UNITS,
    TEXTURE_RESULT = TEXTURE_UNITS,
    TEXTURE_COUNT
};

// What lasts from picture to picture.
struct gl_machine {
    int most_px; // of a texture's side
    unsigned vertex_array, block;
    struct gl_program program[PROGRAM_COUNT];
    struct gl_dots dots;
    struct gl_target texture[TEXTURE_COUNT];
};

// What one draw hands from pass to pass.
struct gl_drawing {
    struct gl_machine *gl;
    const struct render_request *request;
    bool is_deep;       // 16 bit
    struct gl_box tile; // of the picture
    struct gl_pass pass;
    struct err *err;
};

// A target of at least the box's size.
bool gl_fit(const struct gl_drawing *d, enum gl_texture_id which, struct gl_box box, unsigned format);
struct gl_pixels gl_part_of_image(const struct image *image, struct gl_box box);

// Draws d->tile into the result's pixels from (x, y) on.
bool gl_draw_tile(struct gl_drawing *d, int x, int y);

bool gl_is_sound(struct err *err, const char *when); // no OpenGL error so far
void gl_clear(float value);                          // of the bound framebuffer
