#include "render/crop.h"

#include "base/check.h"
#include "base/mem.h"

#include <math.h>
#include <string.h>

// Kernels end within 5 mm of a dot.
#define REACH_MM 5.5f

static bool reaches(const struct splat *splat, int width_px, int height_px)
{
    float across = REACH_MM * (fabsf(splat->jxx) + fabsf(splat->jxy)) + 4.0f;
    float down = REACH_MM * (fabsf(splat->jyx) + fabsf(splat->jyy)) + 4.0f;
    return splat->x > -across && splat->x < (float)width_px + across && splat->y > -down &&
           splat->y < (float)height_px + down;
}

bool scene_crop_init(struct scene_crop *crop, const struct scene *whole, int left, int top, int width_px, int height_px)
{
    const struct image *photo = whole->photo;
    REQUIRE(left >= 0 && top >= 0 && width_px > 0 && height_px > 0);
    REQUIRE(left + width_px <= photo->width_px && top + height_px <= photo->height_px);
    memset(crop, 0, sizeof *crop);
    crop->splats = mem_try_array_raw((size_t)whole->splat_count + 1, sizeof *crop->splats);
    if (!crop->splats)
        return false;
    crop->photo = *photo;
    crop->photo.width_px = width_px;
    crop->photo.height_px = height_px;
    crop->photo.data = image_row(photo, top) + (size_t)left * pixel_bytes(photo->format);
    crop->scene = *whole;
    crop->scene.photo = &crop->photo;
    if (whole->shine)
        crop->scene.shine =
            whole->shine + (size_t)top * whole->shine_pitch + (whole->is_shine_rgba ? 4 : 1) * (size_t)left;
    if (whole->keep_out)
        crop->scene.keep_out = whole->keep_out + (size_t)top * whole->keep_out_pitch + left;
    int count = 0;
    for (int i = 0; i < whole->splat_count; i++) {
        struct splat moved = whole->splats[i];
        moved.x -= (float)left;
        moved.y -= (float)top;
        crop->splats[count] = moved;
        count += reaches(&moved, width_px, height_px);
    }
    crop->scene.splats = crop->splats;
    crop->scene.splat_count = count;
    return true;
}

void scene_crop_finish(struct scene_crop *crop)
{
    mem_free(crop->splats);
    memset(crop, 0, sizeof *crop);
}
