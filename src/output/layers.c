#include "output/layers.h"

#include "base/mem.h"
#include "plan/compose_region.h"

#include <string.h>

static void put_pixel(uint8_t *pixel, const uint8_t rgb[3])
{
    memcpy(pixel, rgb, 3);
    pixel[3] = 255;
}

static uint8_t byte_of(double unit)
{
    double scaled = unit * 255.0 + 0.5;
    return (uint8_t)(scaled < 0.0 ? 0.0 : scaled > 255.0 ? 255.0 : scaled);
}

struct normals {
    const struct head *head;
    const struct view *view;
    struct image *out;
};

// The view's pixel under the middle of the picture's, which may be smaller.
static struct pt_px photo_px(const struct normals *job, int x, int y)
{
    return (struct pt_px){(x + 0.5) * job->view->width_px / job->out->width_px,
                          (y + 0.5) * job->view->height_px / job->out->height_px};
}

static void normals_row(void *context, int y)
{
    const struct normals *job = context;
    uint8_t *row = image_row(job->out, y);
    for (int x = 0; x < job->out->width_px; x++) {
        struct vec3 dir;
        uint8_t rgb[3] = {0, 0, 0};
        if (view_hit(job->view, job->head, photo_px(job, x, y), &dir)) {
            struct vec3 n = mat3_mul(job->view->to_camera, head_normal(job->head, dir));
            rgb[0] = byte_of(0.5 + 0.5 * n.x);
            rgb[1] = byte_of(0.5 - 0.5 * n.y); // camera y points down
            rgb[2] = byte_of(0.5 - 0.5 * n.z); // camera z points away
        }
        put_pixel(row + 4 * x, rgb);
    }
}

void layer_normals(const struct head *head, const struct view *view, struct pool *pool, struct image *out)
{
    struct normals job = {head, view, out};
    pool_run(pool, out->height_px, normals_row, &job, NULL);
}

static void layer_map(const uint8_t *map, size_t pitch, size_t bytes, struct image *out)
{
    for (int y = 0; y < out->height_px; y++)
        for (int x = 0; x < out->width_px; x++) {
            uint8_t grey = map ? map[(size_t)y * pitch + bytes * (size_t)x] : 0;
            put_pixel(image_row(out, y) + 4 * x, (const uint8_t[]){grey, grey, grey});
        }
}

void layer_mask(const struct scene *scene, struct image *out)
{
    layer_map(scene->keep_out, scene->keep_out_pitch, 1, out);
}

void layer_shine(const struct scene *scene, const struct view *view, const struct head *head, struct image *out)
{
    bool is_rgba = scene->shine && scene->is_shine_rgba; // then green's
    layer_map(scene->shine + (is_rgba ? 1 : 0), scene->shine_pitch, is_rgba ? 4 : 1, out);
    uint8_t *on_head = head_region(view, head, 0.0); // without it, all of the map is shown
    for (int y = 0; on_head && y < out->height_px; y++)
        for (int x = 0; x < out->width_px; x++) {
            size_t column = (size_t)((x + 0.5) * view->width_px / out->width_px);
            size_t row = (size_t)((y + 0.5) * view->height_px / out->height_px);
            if (on_head[row * (size_t)view->width_px + column] < 128)
                put_pixel(image_row(out, y) + 4 * x, (const uint8_t[]){0, 0, 0});
        }
    mem_free(on_head);
}

static double channel(const struct image *photo, int x, int y, int c)
{
    if (photo->format == PIXELS_RGBA16)
        return image_row16(photo, y)[4 * x + c] / 65535.0;
    return image_row(photo, y)[4 * x + c] / 255.0;
}

// The shine is white: the same amount of light, its share of green, goes out of each channel.
static void diffuse_pixel(const struct scene *scene, int x, int y, uint8_t *out)
{
    const struct transfer *curve = &scene->space->curve;
    size_t column = scene->is_shine_rgba ? 4 * (size_t)x + 1 : (size_t)x;
    uint8_t share = scene->shine ? scene->shine[(size_t)y * scene->shine_pitch + column] : 0;
    uint8_t rgb[3];
    double linear[3];
    for (int c = 0; c < 3; c++)
        linear[c] = colour_decode(curve, channel(scene->photo, x, y, c));
    double shine = linear[1] * share / 255.0;
    for (int c = 0; c < 3; c++)
        rgb[c] = byte_of(colour_encode(curve, linear[c] > shine ? linear[c] - shine : 0.0));
    put_pixel(out, rgb);
}

struct diffuse {
    const struct scene *scene;
    struct image *out;
};

static void diffuse_row(void *context, int y)
{
    const struct diffuse *job = context;
    uint8_t *row = image_row(job->out, y);
    for (int x = 0; x < job->out->width_px; x++)
        diffuse_pixel(job->scene, x, y, row + 4 * x);
}

void layer_diffuse(const struct scene *scene, struct pool *pool, struct image *out)
{
    struct diffuse job = {scene, out};
    pool_run(pool, out->height_px, diffuse_row, &job, NULL);
}

// Of the photo's pixel under the middle of each of `out`'s, which may be smaller.
typedef double map_value(const struct photo_maps *maps, double x, double y);

static void layer_of(const struct photo_maps *maps, map_value *value, struct image *out)
{
    for (int y = 0; y < out->height_px; y++)
        for (int x = 0; x < out->width_px; x++) {
            uint8_t grey = byte_of(
                value(maps, (x + 0.5) * maps->width / out->width_px, (y + 0.5) * maps->height / out->height_px));
            put_pixel(image_row(out, y) + 4 * x, (const uint8_t[]){grey, grey, grey});
        }
}

static double hair_value(const struct photo_maps *maps, double x, double y)
{
    return maps->hair[(size_t)y * (size_t)maps->width + (size_t)x] / 255.0;
}

static double sharpness_value(const struct photo_maps *maps, double x, double y)
{
    return 1.0 - (double)photo_maps_blur_px(maps, (float)x, (float)y) / 8.0;
}

static double noise_value(const struct photo_maps *maps, double x, double y)
{
    const struct skin_cell *cell = skin_maps_cell(maps->skin, (float)x, (float)y);
    return cell ? 10.0 * (double)cell->grain : 0.0;
}

void layer_hair(const struct photo_maps *maps, struct image *out)
{
    layer_of(maps, hair_value, out);
}

void layer_sharpness(const struct photo_maps *maps, struct image *out)
{
    layer_of(maps, sharpness_value, out);
}

void layer_noise(const struct photo_maps *maps, struct image *out)
{
    layer_of(maps, noise_value, out);
}
