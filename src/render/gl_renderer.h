// The OpenGL 3.3 core back end. The caller makes an OpenGL context current and keeps it so.
//
// Same scene and formulas as the CPU's; the picture differs by rounding (see tests/gl). Pixels that no dot
// reaches are the photo's own bytes. Drawing goes tile by tile where the picture is larger than the driver's
// textures or the tile asked for, so memory is bounded.
//
// Touched of OpenGL's state: after a call the framebuffer and viewport are those of before; program, vertex
// array, array and uniform buffer are none (uniform buffer 0 too), texture units 0 to 7 hold any 2D texture,
// unit 0 is active, blending, depth, stencil and scissor tests, culling, dithering and sRGB framebuffers are off,
// blend equation, colour mask and pixel store are the defaults. Polygon mode and multisampling are not looked
// after.
//
//     struct gl_renderer *gl = gl_renderer_create(&(struct gl_options){0}, &err);
//     render_draw(render_gl(gl), &request, out, &err);
//     gl_renderer_destroy(gl);
#pragma once

#include "render/render.h"

struct gl_renderer;

struct gl_options {
    int most_texture_px; // 0: what the driver can
    // Files, read again when they change. NULL: the built-in shaders, in debug builds those of the source folder.
    const char *shader_folder;
    // Told why a changed shader did not build, with file and line; the old one goes on. NULL: standard error.
    void (*say)(void *context, const char *line);
    void *context;
};

// NULL: the context is older than 3.3 or the driver refuses a shader or float textures (ERR_MACHINE).
struct gl_renderer *gl_renderer_create(const struct gl_options *options, struct err *err);
void gl_renderer_destroy(struct gl_renderer *renderer); // accepts NULL; with the context current

const struct render_ops *render_gl(struct gl_renderer *renderer); // as long as the renderer lives

// Leaves the picture in a texture of exactly its size, row 0 on top, codes of the photo's curve. The
// renderer's own, until its next call. A picture larger than the driver's textures is refused.
bool render_gl_to_texture(struct gl_renderer *renderer, const struct render_request *request, unsigned *texture,
                          struct err *err);
