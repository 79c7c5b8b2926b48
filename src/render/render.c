#include "render/render.h"

#include "base/check.h"

static bool is_drawable(const struct render_ops *ops, const struct render_request *request, const struct image *out)
{
    const struct scene *scene = request->scene;
    if (!scene || !scene->photo || !scene->space || !out)
        return false;
    size_t width = (size_t)scene->photo->width_px, shine_bytes = scene->is_shine_rgba ? 4 : 1;
    return out->width_px == scene->photo->width_px && out->height_px == scene->photo->height_px &&
           out->format == scene->photo->format && (out->data != scene->photo->data || ops == render_cpu()) &&
           (!scene->shine || scene->shine_pitch >= shine_bytes * width) &&
           (!scene->keep_out || scene->keep_out_pitch >= width) && scene->splat_count >= 0 &&
           (scene->splat_count == 0 || scene->splats) && scene->group_count >= 0 &&
           scene->group_count <= SCENE_MOST_GROUPS && scene->camera_blur_px >= 0.0f && scene->camera_blur_px <= 64.0f;
}

// Dots take colours unequally; of a photo that has none only how much light they take can be shown.
static void take_colour(struct image *out)
{
    for (int y = 0; y < out->height_px; y++)
        for (int x = 0; x < out->width_px; x++) {
            if (out->format == PIXELS_RGBA16) {
                uint16_t *pixel = image_row16(out, y) + 4 * x;
                pixel[0] = pixel[2] = pixel[1];
            } else {
                uint8_t *pixel = image_row(out, y) + 4 * x;
                pixel[0] = pixel[2] = pixel[1];
            }
        }
}

bool render_draw(const struct render_ops *ops, const struct render_request *request, struct image *out, struct err *err)
{
    REQUIRE(is_drawable(ops, request, out));
    if (!ops->draw(ops, request, out, err))
        return false;
    if (request->scene->is_grey && request->layer == LAYER_PICTURE)
        take_colour(out);
    return true;
}

const char *render_stage_name(enum render_stage stage)
{
    static const char *const names[RENDER_STAGES] = {"footprints", "copy", "tiles"};
    return names[stage];
}
