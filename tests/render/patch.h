// Scenes for the tests of renderers: a flat or tilted patch of skin with given dots.
#pragma once

#include "base/mem.h"
#include "base/rng.h"
#include "render/render.h"
#include "shared/smp_optics.h"
#include "testing.h"

#include <string.h>

enum { PATCH_MOST_DOTS = 20000 };

struct patch_scene {
    struct scene scene;
    struct colour_space space;
    struct image *photo;
    struct splat *splats;
};

// One colour everywhere (codes of the format); no dots; one group of carbon in light skin at 0.2
// mm.
static inline struct patch_scene patch_create(int width_px, int height_px, enum pixel_format format, int code)
{
    struct patch_scene p = {.space = colour_srgb()};
    p.photo = image_create(width_px, height_px, format, NULL);
    for (int y = 0; y < height_px; y++)
        for (int i = 0; i < 4 * width_px; i++) {
            if (format == PIXELS_RGBA16)
                image_row16(p.photo, y)[i] = (uint16_t)(i % 4 == 3 ? 65535 : code);
            else
                image_row(p.photo, y)[i] = (uint8_t)(i % 4 == 3 ? 255 : code);
        }
    p.splats = mem_alloc(sizeof(struct splat) * PATCH_MOST_DOTS);
    p.scene = (struct scene){.photo = p.photo, .camera_blur_px = 0.8f, .splats = p.splats, .group_count = 1};
    for (int c = 0; c < 3; c++) {
        p.scene.group[0].spectrum[c] = smp_of_channel(c, 0.89f, 1.0f, 1.17f);
        p.scene.group[0].veil[c] = smp_veil(c, 0.0f, 0.2f);
    }
    return p;
}

static inline void patch_finish(struct patch_scene *p)
{
    image_unref(p->photo);
    mem_free(p->splats);
}

static inline struct splat *patch_add(struct patch_scene *p, double x_px, double y_px, double px_per_mm)
{
    struct splat *s = &p->splats[p->scene.splat_count++];
    *s = (struct splat){.x = (float)x_px,
                        .y = (float)y_px,
                        .jxx = (float)px_per_mm,
                        .jyy = (float)px_per_mm,
                        .radius_mm = 0.14f,
                        .sharpness = 4.0f,
                        .tau = 1.0f,
                        .depth_mm = 0.2f};
    return s;
}

// A grid of dots, each moved by up to `jitter` of the spacing, over a rectangle of pixels.
static inline void patch_add_field(struct patch_scene *p, double x0, double y0, double x1, double y1, double px_per_mm,
                                   double per_cm2, double jitter)
{
    double spacing = 10.0 / sqrt(per_cm2) * px_per_mm;
    for (double y = y0 + spacing / 2; y < y1; y += spacing)
        for (double x = x0 + spacing / 2; x < x1; x += spacing) {
            uint64_t i = (uint64_t)p->scene.splat_count;
            patch_add(p, x + (rng_unit(1, i, 0) - 0.5) * jitter * spacing,
                      y + (rng_unit(1, i, 1) - 0.5) * jitter * spacing, px_per_mm);
        }
}

static inline struct image *patch_draw(struct patch_scene *p, struct render_request request)
{
    struct image *out = image_create(p->photo->width_px, p->photo->height_px, p->photo->format, NULL);
    struct err err = {0};
    p->scene.space = &p->space;
    request.scene = &p->scene;
    if (!render_draw(render_cpu(), &request, out, &err))
        fail_msg("%s", err.text);
    return out;
}

// Share of light left at a pixel of a 16 bit picture drawn over white (65535).
static inline double patch_left(const struct image *out, int x, int y, int channel)
{
    struct colour_space srgb = colour_srgb();
    return colour_decode(&srgb.curve, image_row16(out, y)[4 * x + channel] / 65535.0);
}
