#include "render/gl_dots.h"

#include "base/mem.h"

#include <epoxy/gl.h>
#include <string.h>

enum { DOTS_A_JOB = 32 * FOOTPRINT_BATCH };

struct fill {
    const struct gl_dots *dots;
    const struct gl_layer *layer;
    const struct splat *splats;
    const uint32_t *order; // the layer's splats
    struct gl_dot *out;    // its first instance
    struct part *part;     // of each job
};

struct part {
    struct gl_box box;
    bool has_level[GRID_LEVELS];
};

static const struct gl_box NOWHERE = {1 << 30, 1 << 30, -(1 << 30), -(1 << 30)};

static struct gl_box around(struct gl_box a, struct gl_box b)
{
    return (struct gl_box){a.x0 < b.x0 ? a.x0 : b.x0, a.y0 < b.y0 ? a.y0 : b.y0, a.x1 > b.x1 ? a.x1 : b.x1,
                           a.y1 > b.y1 ? a.y1 : b.y1};
}

struct gl_box gl_box_common(struct gl_box a, struct gl_box b)
{
    return (struct gl_box){a.x0 > b.x0 ? a.x0 : b.x0, a.y0 > b.y0 ? a.y0 : b.y0, a.x1 < b.x1 ? a.x1 : b.x1,
                           a.y1 < b.y1 ? a.y1 : b.y1};
}

// A node's value reaches to its neighbours.
static struct gl_box box_of(const struct ellipse *e, int step)
{
    int grow = step > 1 ? 1 : 0;
    return (struct gl_box){
        ((int)(e->x - e->half_width) - 1 - grow) * step, ((int)(e->y - e->half_height) - 1 - grow) * step,
        ((int)(e->x + e->half_width) + 2 + grow) * step, ((int)(e->y + e->half_height) + 2 + grow) * step};
}

// ---- footprints to instances ----

static struct gl_dot dot_of(const struct ellipse *e, int level)
{
    return (struct gl_dot){.place = {e->x, e->y, e->half_width, e->half_height},
                           .form = {e->xx, e->xy, e->yy, (float)level}};
}

static struct gl_dot bell_of(const struct bell *bell)
{
    struct gl_dot dot = dot_of(&bell->ellipse, 0);
    const float tint[4] = {bell->red_a, bell->red_b, bell->blue_a, bell->blue_b};
    memcpy(dot.more[0], bell->green, sizeof dot.more[0]);
    memcpy(dot.more[1], tint, sizeof dot.more[1]);
    return dot;
}

static struct gl_dot wide_of(const struct wide_bell *wide, int level)
{
    struct gl_dot dot = dot_of(&wide->ellipse, level);
    const float red_green[4] = {wide->red_2, wide->green_2, wide->green_5};
    const float blue[4] = {wide->blue_2, wide->blue_5, wide->blue_8};
    memcpy(dot.more[0], red_green, sizeof dot.more[0]);
    memcpy(dot.more[1], blue, sizeof dot.more[1]);
    return dot;
}

static struct gl_dot flush_of(const struct flush *flush)
{
    struct gl_dot dot = dot_of(&flush->ellipse, 0);
    dot.more[0][0] = flush->peak;
    return dot;
}

static void put(const struct fill *fill, size_t i, const struct footprint *print, struct part *part)
{
    size_t count = (size_t)fill->layer->dot_count;
    const int *step = fill->dots->rules.step_px;
    bool is_there = print->bell_count > 0;
    fill->out[2 * i] = is_there ? bell_of(&print->bell[0]) : (struct gl_dot){0};
    fill->out[2 * i + 1] = print->bell_count > 1 ? bell_of(&print->bell[1]) : (struct gl_dot){0};
    fill->out[2 * count + i] = is_there ? wide_of(&print->wide, print->level) : (struct gl_dot){0};
    if (fill->layer->layer.has_redness)
        fill->out[3 * count + i] = is_there ? flush_of(&print->red) : (struct gl_dot){0};
    if (!is_there)
        return;
    for (int b = 0; b < print->bell_count; b++)
        part->box = around(part->box, box_of(&print->bell[b].ellipse, 1));
    part->box = around(part->box, box_of(&print->wide.ellipse, step[print->level]));
    part->has_level[print->level] = true;
    if (fill->layer->layer.has_redness)
        part->box = around(part->box, box_of(&print->red.ellipse, step[1]));
}

static void fill_part(void *context, int index)
{
    const struct fill *fill = context;
    struct footprint print[FOOTPRINT_BATCH];
    footprints_fn *build = __builtin_cpu_supports("avx2") ? footprints_build_avx2 : footprints_build_any;
    struct part part = {.box = NOWHERE};
    int from = index * DOTS_A_JOB, to = from + DOTS_A_JOB;
    to = to < fill->layer->dot_count ? to : fill->layer->dot_count;
    for (int i = from; i < to; i += FOOTPRINT_BATCH) {
        int count = to - i < FOOTPRINT_BATCH ? to - i : FOOTPRINT_BATCH;
        build(&fill->dots->rules, &fill->layer->layer, fill->splats, fill->order + i, count, print);
        for (int j = 0; j < count; j++)
            put(fill, (size_t)(i + j), &print[j], &part);
    }
    fill->part[index] = part;
}

static bool fill_layer(const struct gl_dots *dots, struct gl_layer *layer, const uint32_t *order, struct gl_dot *all,
                       const struct render_request *request)
{
    int jobs = (layer->dot_count + DOTS_A_JOB - 1) / DOTS_A_JOB;
    struct fill fill = {.dots = dots,
                        .layer = layer,
                        .splats = request->scene->splats,
                        .order = order,
                        .out = all + layer->first,
                        .part = mem_alloc(sizeof *fill.part * (size_t)jobs)};
    bool done = pool_run(request->pool, jobs, fill_part, &fill, request->cancel);
    layer->box = NOWHERE;
    for (int i = 0; done && i < jobs; i++) {
        layer->box = around(layer->box, fill.part[i].box);
        for (int k = 0; k < GRID_LEVELS; k++)
            layer->has_level[k] |= fill.part[i].has_level[k];
    }
    mem_free(fill.part);
    return done;
}

// ---- layers ----

// The sound splats by group, in index order; of group g: start[g] .. start[g + 1] - 1.
static uint32_t *sort_by_group(const struct scene *scene, int start[SCENE_MOST_GROUPS + 1])
{
    uint32_t *order = mem_try_array_raw((size_t)scene->splat_count + 1, sizeof *order);
    int next[SCENE_MOST_GROUPS];
    memset(start, 0, sizeof *start * (SCENE_MOST_GROUPS + 1));
    if (!order)
        return NULL;
    for (int i = 0; i < scene->splat_count; i++)
        if (splat_is_sound(scene, &scene->splats[i]))
            start[scene->splats[i].group + 1]++;
    for (int g = 0; g < SCENE_MOST_GROUPS; g++) {
        next[g] = start[g];
        start[g + 1] += start[g];
    }
    for (int i = 0; i < scene->splat_count; i++)
        if (splat_is_sound(scene, &scene->splats[i]))
            order[next[scene->splats[i].group]++] = (uint32_t)i;
    return order;
}

// Lists the layers that have dots; returns how many instances they need.
static size_t list_layers(struct gl_dots *dots, const struct scene *scene, const int *start)
{
    struct layer all[2 * SCENE_MOST_GROUPS];
    int count = layers_of_scene(scene, all);
    size_t instances = 0;
    dots->layer_count = 0;
    for (int i = 0; i < count; i++) {
        int dot_count = start[all[i].group + 1] - start[all[i].group];
        if (dot_count == 0)
            continue;
        dots->layer[dots->layer_count++] =
            (struct gl_layer){.layer = all[i], .first = instances, .dot_count = dot_count};
        instances += (size_t)dot_count * (all[i].has_redness ? 4 : 3);
    }
    return instances;
}

static bool fill_layers(struct gl_dots *dots, const struct render_request *request, const uint32_t *order,
                        const int *start, struct gl_dot *out)
{
    const struct image *photo = request->scene->photo;
    dots->box = NOWHERE;
    for (int i = 0; i < dots->layer_count; i++) {
        struct gl_layer *layer = &dots->layer[i];
        if (!fill_layer(dots, layer, order + start[layer->layer.group], out, request))
            return false;
        dots->box = around(dots->box, layer->box);
    }
    dots->box = gl_box_common(dots->box, (struct gl_box){0, 0, photo->width_px, photo->height_px});
    return true;
}

// A buffer of fresh memory, so that the driver need not wait for the last picture.
static struct gl_dot *map_buffer(unsigned buffer, size_t instances)
{
    GLsizeiptr size = (GLsizeiptr)(instances * sizeof(struct gl_dot));
    glBindBuffer(GL_ARRAY_BUFFER, buffer);
    glBufferData(GL_ARRAY_BUFFER, size, NULL, GL_STREAM_DRAW);
    return glMapBufferRange(GL_ARRAY_BUFFER, 0, size, GL_MAP_WRITE_BIT | GL_MAP_INVALIDATE_BUFFER_BIT);
}

static bool fill_buffer(struct gl_dots *dots, const struct render_request *request, const uint32_t *order,
                        const int *start, struct err *err)
{
    size_t instances = list_layers(dots, request->scene, start);
    if (instances == 0)
        return true;
    struct gl_dot *out = map_buffer(dots->buffer, instances);
    if (!out)
        return err_set(err, ERR_MACHINE, "the graphics driver has no memory for the dots of this picture");
    bool done = fill_layers(dots, request, order, start, out);
    bool is_kept = glUnmapBuffer(GL_ARRAY_BUFFER) == GL_TRUE;
    glBindBuffer(GL_ARRAY_BUFFER, 0);
    if (!done)
        return err_set(err, ERR_CANCELLED, "drawing was cancelled");
    return is_kept || err_set(err, ERR_MACHINE, "the graphics driver lost the dots of this picture; try again");
}

bool gl_dots_fill(struct gl_dots *dots, const struct render_request *request, struct err *err)
{
    int start[SCENE_MOST_GROUPS + 1];
    dots->rules = footprint_rules(request->scene, &dots->profile);
    dots->box = NOWHERE;
    uint32_t *order = sort_by_group(request->scene, start);
    if (!order)
        return err_set(err, ERR_MACHINE, "no memory for the dots of this picture");
    bool done = fill_buffer(dots, request, order, start, err);
    mem_free(order);
    return done;
}

bool gl_dots_init(struct gl_dots *dots, struct err *err)
{
    profile_init(&dots->profile);
    glGenBuffers(1, &dots->buffer);
    return dots->buffer || err_set(err, ERR_MACHINE, "the graphics driver makes no buffer");
}

void gl_dots_finish(struct gl_dots *dots)
{
    glDeleteBuffers(1, &dots->buffer);
    dots->buffer = 0;
}
