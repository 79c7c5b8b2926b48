#include "render/gl_renderer.h"

#include "base/mem.h"
#include "render/gl_passes.h"

#include <epoxy/gl.h>
#include <stdio.h>
#include <string.h>

enum { TILE_PX = 2048, TILE_LEAST_PX = 16, LEAST_TEXTURE_PX = 64 };

struct gl_renderer {
    struct render_ops ops; // first: what render_draw gets leads back here
    struct gl_options options;
    struct gl_machine machine;
};

// ---- state ----

struct before {
    GLint framebuffer, viewport[4];
};

static struct before take_state(const struct gl_machine *gl)
{
    struct before before;
    glGetIntegerv(GL_FRAMEBUFFER_BINDING, &before.framebuffer);
    glGetIntegerv(GL_VIEWPORT, before.viewport);
    while (glGetError() != GL_NO_ERROR)
        continue; // somebody else's
    static const GLenum OFF[] = {GL_DEPTH_TEST, GL_STENCIL_TEST,     GL_SCISSOR_TEST, GL_CULL_FACE,
                                 GL_DITHER,     GL_FRAMEBUFFER_SRGB, GL_BLEND};
    for (size_t i = 0; i < sizeof OFF / sizeof *OFF; i++)
        glDisable(OFF[i]);
    glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
    glActiveTexture(GL_TEXTURE0);
    glBindVertexArray(gl->vertex_array);
    glBindBufferBase(GL_UNIFORM_BUFFER, 0, gl->block);
    return before;
}

static void give_state_back(const struct before *before)
{
    glBlendEquation(GL_FUNC_ADD);
    glDisable(GL_BLEND);
    glUseProgram(0);
    glBindVertexArray(0);
    glBindBuffer(GL_ARRAY_BUFFER, 0);
    glBindBufferBase(GL_UNIFORM_BUFFER, 0, 0);
    glBindFramebuffer(GL_FRAMEBUFFER, (GLuint)before->framebuffer);
    glViewport(before->viewport[0], before->viewport[1], before->viewport[2], before->viewport[3]);
}

// Debug builds read the shaders of the source folder again when they change.
#ifndef STIPPLE_SHADERS
#define STIPPLE_SHADERS NULL
#endif

static void refresh_programs(struct gl_renderer *gl)
{
    const char *folder = gl->options.shader_folder ? gl->options.shader_folder : STIPPLE_SHADERS;
    for (int i = 0; folder && i < PROGRAM_COUNT; i++) {
        struct err err = {0};
        if (gl_program_refresh(&gl->machine.program[i], folder, &err))
            continue;
        if (gl->options.say)
            gl->options.say(gl->options.context, err.text);
        else
            fprintf(stderr, "stipple: %s\n", err.text);
    }
}

// ---- a picture ----

static bool is_cancelled(const struct gl_drawing *d)
{
    return d->request->cancel && atomic_load_explicit(d->request->cancel, memory_order_relaxed);
}

// The result holds the whole picture, or one tile after the other, each read into an image.
static bool draw_tiles(struct gl_drawing *d, const struct image *read_into)
{
    struct gl_box box = d->gl->dots.box;
    int most = d->gl->most_px - 2, side = d->request->tile_px > 0 ? d->request->tile_px : TILE_PX;
    side = side < TILE_LEAST_PX ? TILE_LEAST_PX : side > most ? most : side; // a grid has nodes beyond the edge
    for (int y = box.y0; y < box.y1; y += side)
        for (int x = box.x0; x < box.x1; x += side) {
            d->tile = gl_box_common((struct gl_box){x, y, x + side, y + side}, box);
            if (is_cancelled(d))
                return err_set(d->err, ERR_CANCELLED, "drawing was cancelled");
            if (read_into && !gl_fit(d, TEXTURE_RESULT, d->tile, d->is_deep ? GL_RGBA16 : GL_RGBA8))
                return false;
            if (!gl_draw_tile(d, read_into ? 0 : x, read_into ? 0 : y))
                return false;
            if (read_into) {
                struct gl_pixels into = gl_part_of_image(read_into, d->tile);
                gl_target_read(&d->gl->texture[TEXTURE_RESULT], &into);
            }
        }
    return gl_is_sound(d->err, "drawing");
}

// What no dot reaches: the photo, or white.
static void copy_photo(const struct render_request *request, const struct image *out)
{
    size_t bytes = (size_t)out->width_px * pixel_bytes(out->format);
    for (int y = 0; y < out->height_px; y++) {
        if (request->layer == LAYER_DOTS)
            memset(image_row(out, y), 0xff, bytes);
        else
            memcpy(image_row(out, y), image_row(request->scene->photo, y), bytes);
    }
}

static bool draw_picture(const struct render_ops *self, const struct render_request *request, struct image *out,
                         struct err *err)
{
    struct gl_renderer *gl = (struct gl_renderer *)(uintptr_t)self; // ops is its first member
    struct gl_machine *m = &gl->machine;
    struct gl_drawing d = {.gl = m, .request = request, .is_deep = out->format == PIXELS_RGBA16, .err = err};
    struct before before = take_state(m);
    refresh_programs(gl);
    copy_photo(request, out);
    bool done = gl_dots_fill(&m->dots, request, err) && draw_tiles(&d, out);
    give_state_back(&before);
    return done;
}

static bool start_result(const struct gl_drawing *d)
{
    const struct image *photo = d->request->scene->photo;
    struct gl_target *result = &d->gl->texture[TEXTURE_RESULT];
    if (photo->width_px > d->gl->most_px || photo->height_px > d->gl->most_px)
        return err_set(d->err, ERR_MACHINE, "a picture of %d x %d px is larger than this driver's textures of %d px",
                       photo->width_px, photo->height_px, d->gl->most_px);
    if (result->width != photo->width_px || result->height != photo->height_px)
        gl_target_finish(result);
    if (!gl_target_fit(result, photo->width_px, photo->height_px, d->is_deep ? GL_RGBA16 : GL_RGBA8, d->err))
        return false;
    if (d->request->layer == LAYER_DOTS) {
        glBindFramebuffer(GL_FRAMEBUFFER, result->framebuffer);
        gl_clear(1.0f);
        return true;
    }
    struct gl_pixels from = gl_part_of_image(photo, (struct gl_box){0, 0, photo->width_px, photo->height_px});
    gl_target_write(result, &from);
    return true;
}

bool render_gl_to_texture(struct gl_renderer *gl, const struct render_request *request, unsigned *texture,
                          struct err *err)
{
    bool is_deep = request->scene->photo->format == PIXELS_RGBA16;
    struct gl_machine *m = &gl->machine;
    struct gl_drawing d = {.gl = m, .request = request, .is_deep = is_deep, .err = err};
    struct before before = take_state(m);
    refresh_programs(gl);
    bool done = start_result(&d) && gl_dots_fill(&m->dots, request, err) && draw_tiles(&d, NULL);
    give_state_back(&before);
    *texture = done ? m->texture[TEXTURE_RESULT].texture : 0;
    return done;
}

// ---- beginning and end ----

static bool build_programs(struct gl_machine *m, struct err *err)
{
    static const char *const FILES[PROGRAM_COUNT][2] = {
        [PROGRAM_BELL] = {"dot.vert", "bell.frag"},       [PROGRAM_WIDE] = {"dot.vert", "wide.frag"},
        [PROGRAM_REDNESS] = {"dot.vert", "redness.frag"}, [PROGRAM_LIGHT] = {"full.vert", "light.frag"},
        [PROGRAM_SHADE] = {"full.vert", "shade.frag"},
    };
    for (int i = 0; i < PROGRAM_COUNT; i++) {
        m->program[i] = (struct gl_program){.vertex = FILES[i][0], .fragment = FILES[i][1]};
        if (!gl_program_build(&m->program[i], NULL, err))
            return err_prefix(err, "the graphics driver refuses a shader");
    }
    return true;
}

static bool start(struct gl_machine *m, int most_texture_px, struct err *err)
{
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &m->most_px);
    if (most_texture_px > 0 && most_texture_px < m->most_px)
        m->most_px = most_texture_px < LEAST_TEXTURE_PX ? LEAST_TEXTURE_PX : most_texture_px;
    glGenVertexArrays(1, &m->vertex_array);
    glGenBuffers(1, &m->block);
    return gl_dots_init(&m->dots, err) && build_programs(m, err) && gl_is_sound(err, "starting");
}

struct gl_renderer *gl_renderer_create(const struct gl_options *options, struct err *err)
{
    int version = epoxy_gl_version();
    if (!epoxy_is_desktop_gl() || version < 33) {
        err_set(err, ERR_MACHINE, "OpenGL 3.3 is wanted, but this driver has %d.%d", version / 10, version % 10);
        return NULL;
    }
    struct gl_renderer *gl = mem_alloc(sizeof *gl);
    gl->ops = (struct render_ops){.name = "gl", .draw = draw_picture};
    gl->options = *options;
    if (start(&gl->machine, options->most_texture_px, err))
        return gl;
    gl_renderer_destroy(gl);
    return NULL;
}

void gl_renderer_destroy(struct gl_renderer *gl)
{
    if (!gl)
        return;
    struct gl_machine *m = &gl->machine;
    for (int i = 0; i < PROGRAM_COUNT; i++)
        gl_program_finish(&m->program[i]);
    for (int i = 0; i < TEXTURE_COUNT; i++)
        gl_target_finish(&m->texture[i]);
    gl_dots_finish(&m->dots);
    glDeleteBuffers(1, &m->block);
    glDeleteVertexArrays(1, &m->vertex_array);
    mem_free(gl);
}

const struct render_ops *render_gl(struct gl_renderer *gl)
{
    return &gl->ops;
}
