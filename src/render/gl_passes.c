#include "render/gl_passes.h"

#include <epoxy/gl.h>
#include <string.h>

enum { INPUTS = 4 };

// ---- watching ----

#ifdef NDEBUG
static const bool CHECKS_PASSES = false;
#else
static const bool CHECKS_PASSES = true;
#endif

bool gl_is_sound(struct err *err, const char *when)
{
    GLenum error = glGetError();
    if (error == GL_NO_ERROR)
        return true;
    if (error == GL_OUT_OF_MEMORY)
        return err_set(err, ERR_MACHINE, "the graphics driver has no memory left; use the CPU renderer");
    return err_set(err, ERR_MACHINE, "OpenGL failed (%s: error 0x%04x); use the CPU renderer", when, error);
}

// Named for graphics debuggers.
static void begin_pass(const char *name)
{
    if (CHECKS_PASSES && epoxy_has_gl_extension("GL_KHR_debug"))
        glPushDebugGroup(GL_DEBUG_SOURCE_APPLICATION, 0, -1, name);
}

static bool end_pass(const struct gl_drawing *d, const char *name)
{
    if (CHECKS_PASSES && epoxy_has_gl_extension("GL_KHR_debug"))
        glPopDebugGroup();
    return !CHECKS_PASSES || gl_is_sound(d->err, name);
}

// ---- drawing into a target ----

enum blend { BLEND_NONE, BLEND_ADD, BLEND_MULTIPLY };

static void set_blend(enum blend blend)
{
    if (blend == BLEND_NONE) {
        glDisable(GL_BLEND);
        return;
    }
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFunc(blend == BLEND_MULTIPLY ? GL_DST_COLOR : GL_ONE, blend == BLEND_MULTIPLY ? GL_ZERO : GL_ONE);
}

static struct gl_target *target(const struct gl_drawing *d, enum gl_texture_id which)
{
    return &d->gl->texture[which];
}

// The part of a target that the next draws fill; coordinates in the shaders are those of `box`.
static void aim(struct gl_drawing *d, enum gl_texture_id which, struct gl_box box, int x, int y)
{
    glBindFramebuffer(GL_FRAMEBUFFER, target(d, which)->framebuffer);
    glViewport(x, y, box.x1 - box.x0, box.y1 - box.y0);
    const float to[4] = {(float)(box.x0 - x), (float)(box.y0 - y), (float)(box.x1 - box.x0), (float)(box.y1 - box.y0)};
    memcpy(d->pass.target, to, sizeof to);
}

void gl_clear(float value)
{
    const float all[4] = {value, value, value, value};
    glClearBufferfv(GL_COLOR, 0, all);
}

static void use(const struct gl_drawing *d, enum gl_program_id program, enum blend blend)
{
    set_blend(blend);
    glUseProgram(d->gl->program[program].name);
    glBufferData(GL_UNIFORM_BUFFER, sizeof d->pass, &d->pass, GL_STREAM_DRAW);
}

static void draw_dots(const struct gl_drawing *d, size_t first, int count)
{
    static const size_t OFFSET[INPUTS] = {offsetof(struct gl_dot, place), offsetof(struct gl_dot, form),
                                          offsetof(struct gl_dot, more[0]), offsetof(struct gl_dot, more[1])};
    glBindBuffer(GL_ARRAY_BUFFER, d->gl->dots.buffer);
    for (GLuint i = 0; i < INPUTS; i++) {
        size_t offset = first * sizeof(struct gl_dot) + OFFSET[i];
        glVertexAttribPointer(i, 4, GL_FLOAT, GL_FALSE, sizeof(struct gl_dot), (const void *)offset);
        glVertexAttribDivisor(i, 1);
        glEnableVertexAttribArray(i);
    }
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, count);
}

static void draw_whole(void)
{
    for (GLuint i = 0; i < INPUTS; i++)
        glDisableVertexAttribArray(i);
    glDrawArrays(GL_TRIANGLES, 0, 3);
}

// ---- passes of a layer ----

static int floor_div(int a, int b)
{
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

// The nodes that the tile's pixels lie between.
static struct gl_box nodes_of(struct gl_box tile, int step)
{
    return (struct gl_box){floor_div(tile.x0, step), floor_div(tile.y0, step), floor_div(tile.x1 - 1, step) + 2,
                           floor_div(tile.y1 - 1, step) + 2};
}

bool gl_fit(const struct gl_drawing *d, enum gl_texture_id which, struct gl_box box, GLenum format)
{
    return gl_target_fit(target(d, which), box.x1 - box.x0, box.y1 - box.y0, format, d->err);
}

static bool add_sharp(struct gl_drawing *d, const struct gl_layer *layer)
{
    if (!gl_fit(d, TEXTURE_SHARP, d->tile, d->is_deep ? GL_RGBA32F : GL_RGBA16F))
        return false;
    begin_pass("sharp leg");
    aim(d, TEXTURE_SHARP, d->tile, 0, 0);
    gl_clear(0.0f);
    d->pass.level[0] = 0.0f;
    use(d, PROGRAM_BELL, BLEND_ADD);
    draw_dots(d, layer->first, 2 * layer->dot_count);
    return end_pass(d, "sharp leg");
}

static bool add_wide(struct gl_drawing *d, const struct gl_layer *layer, int level)
{
    int step = d->gl->dots.rules.step_px[level];
    struct gl_box nodes = nodes_of(d->tile, step);
    enum gl_texture_id which = level == 0 ? TEXTURE_COARSE : TEXTURE_FINE;
    float *grid = level == 0 ? d->pass.coarse : d->pass.fine;
    if (!gl_fit(d, which, nodes, GL_RGBA32F))
        return false;
    begin_pass("wide leg");
    aim(d, which, nodes, 0, 0);
    gl_clear(0.0f);
    grid[0] = (float)nodes.x0;
    grid[1] = (float)nodes.y0;
    grid[2] = (float)step;
    d->pass.level[0] = (float)level;
    use(d, PROGRAM_WIDE, BLEND_ADD);
    if (layer->has_level[level])
        draw_dots(d, layer->first + 2 * (size_t)layer->dot_count, layer->dot_count);
    return end_pass(d, "wide leg");
}

static bool add_redness(struct gl_drawing *d, const struct gl_layer *layer)
{
    struct gl_box nodes = nodes_of(d->tile, d->gl->dots.rules.step_px[1]);
    for (int c = 0; c < 3; c++)
        d->pass.redness[c] = layer->layer.redness[c];
    d->pass.redness[3] = layer->layer.has_redness ? 1.0f : 0.0f;
    if (!layer->layer.has_redness)
        return true;
    if (!gl_fit(d, TEXTURE_RED, nodes, GL_R32F))
        return false;
    begin_pass("redness");
    aim(d, TEXTURE_RED, nodes, 0, 0);
    gl_clear(0.0f);
    d->pass.level[0] = 0.0f;
    use(d, PROGRAM_REDNESS, BLEND_ADD);
    draw_dots(d, layer->first + 3 * (size_t)layer->dot_count, layer->dot_count);
    return end_pass(d, "redness");
}

static bool multiply_light(struct gl_drawing *d, const struct gl_layer *layer)
{
    begin_pass("light");
    for (int c = 0; c < 3; c++) {
        d->pass.veil[c] = layer->layer.veil[c];
        d->pass.n1[c] = layer->layer.n1[c];
        d->pass.n2[c] = layer->layer.n2[c];
    }
    aim(d, TEXTURE_LEFT, d->tile, 0, 0);
    use(d, PROGRAM_LIGHT, BLEND_MULTIPLY);
    draw_whole();
    return end_pass(d, "light");
}

static void bind_textures(const struct gl_drawing *d)
{
    for (int i = 0; i < TEXTURE_UNITS; i++) {
        glActiveTexture((GLenum)(GL_TEXTURE0 + i));
        glBindTexture(GL_TEXTURE_2D, d->gl->texture[i].texture);
    }
    glActiveTexture(GL_TEXTURE0);
}

static bool add_layer(struct gl_drawing *d, const struct gl_layer *layer)
{
    if (gl_box_is_empty(gl_box_common(layer->box, d->tile)))
        return true;
    if (!add_sharp(d, layer) || !add_wide(d, layer, 0) || !add_wide(d, layer, 1) || !add_redness(d, layer))
        return false;
    bind_textures(d);
    return multiply_light(d, layer);
}

// ---- over the photo ----

struct gl_pixels gl_part_of_image(const struct image *image, struct gl_box box)
{
    size_t bytes = pixel_bytes(image->format);
    return (struct gl_pixels){image_row(image, box.y0) + (size_t)box.x0 * bytes, image->pitch_bytes, bytes,
                              box.x1 - box.x0, box.y1 - box.y0};
}

static bool upload_map(const struct gl_drawing *d, enum gl_texture_id which, const uint8_t *map, size_t pitch,
                       size_t bytes)
{
    struct gl_box t = d->tile;
    if (!map)
        return true;
    if (!gl_fit(d, which, t, bytes == 4 ? GL_RGBA8 : GL_R8))
        return false;
    struct gl_pixels from = {(void *)(map + (size_t)t.y0 * pitch + bytes * (size_t)t.x0), pitch, bytes, t.x1 - t.x0,
                             t.y1 - t.y0};
    gl_target_write(target(d, which), &from);
    return true;
}

static bool upload(const struct gl_drawing *d)
{
    const struct scene *scene = d->request->scene;
    if (d->request->layer == LAYER_DOTS)
        return true;
    if (!gl_fit(d, TEXTURE_PHOTO, d->tile, d->is_deep ? GL_RGBA16 : GL_RGBA8))
        return false;
    struct gl_pixels from = gl_part_of_image(scene->photo, d->tile);
    gl_target_write(target(d, TEXTURE_PHOTO), &from);
    return upload_map(d, TEXTURE_SHINE, scene->shine, scene->shine_pitch, scene->is_shine_rgba ? 4 : 1) &&
           upload_map(d, TEXTURE_KEEP_OUT, scene->keep_out, scene->keep_out_pitch, 1);
}

static void tell_curve(struct gl_drawing *d)
{
    const struct scene *scene = d->request->scene;
    const struct transfer *t = &scene->space->curve;
    bool is_white = d->request->layer == LAYER_DOTS;
    const float power[4] = {(float)t->g, (float)t->a, (float)t->b, (float)t->e};
    const float line[4] = {(float)t->c, (float)t->f, (float)t->d, (float)colour_decode(t, t->d)};
    float shine = is_white || !scene->shine ? 0.0f : scene->is_shine_rgba ? 2.0f : 1.0f;
    const float shown[4] = {is_white, shine, !is_white && scene->keep_out, d->is_deep ? 65535.0f : 255.0f};
    memcpy(d->pass.curve_power, power, sizeof power);
    memcpy(d->pass.curve_line, line, sizeof line);
    memcpy(d->pass.shown, shown, sizeof shown);
}

// Into the result's pixels from (x, y) on.
static bool shade(struct gl_drawing *d, int x, int y)
{
    if (!upload(d))
        return false;
    begin_pass("shade");
    bind_textures(d);
    tell_curve(d);
    struct gl_box from_zero = {0, 0, d->tile.x1 - d->tile.x0, d->tile.y1 - d->tile.y0};
    aim(d, TEXTURE_RESULT, from_zero, x, y);
    d->pass.target[0] = (float)x; // the tile's textures begin at 0
    d->pass.target[1] = (float)y;
    use(d, PROGRAM_SHADE, BLEND_NONE);
    draw_whole();
    return end_pass(d, "shade");
}

bool gl_draw_tile(struct gl_drawing *d, int x, int y)
{
    const struct gl_dots *dots = &d->gl->dots;
    if (!gl_fit(d, TEXTURE_LEFT, d->tile, GL_RGBA32F))
        return false;
    aim(d, TEXTURE_LEFT, d->tile, 0, 0);
    gl_clear(1.0f);
    for (int i = 0; i < dots->layer_count; i++)
        if (!add_layer(d, &dots->layer[i]))
            return false;
    return shade(d, x, y);
}
