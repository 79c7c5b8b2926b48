#include "ui/map_tint.h"

#include <math.h>

#define MOST_COVER 0.7f   // of the picture, so that it stays seen
#define MUCH_BLUR_PX 3.0f // as blue as it gets

static const uint8_t COLOUR[][3] = {
    [TINT_HAIR] = {150, 60, 230}, [TINT_SHINE] = {255, 205, 30}, [TINT_BLUR] = {40, 130, 255}};

static int within(double at, int count)
{
    return at < 0.0 ? 0 : at >= count ? count - 1 : (int)at;
}

// 0..1 at a pixel of the photo.
static float share_at(const struct photo_maps *maps, const uint8_t *on_head, enum map_tint tint, double x, double y)
{
    if (tint == TINT_BLUR) {
        int column = within(x / BLUR_MAP_PX, maps->blur_width), row = within(y / BLUR_MAP_PX, maps->blur_height);
        float blur_px = BLUR_STEP_PX * (float)maps->blur[(size_t)row * (size_t)maps->blur_width + (size_t)column];
        return fminf(blur_px / MUCH_BLUR_PX, 1.0f);
    }
    const uint8_t *map = tint == TINT_HAIR ? maps->hair : maps->shine;
    size_t at = (size_t)within(y, maps->height) * (size_t)maps->width + (size_t)within(x, maps->width);
    if (tint == TINT_SHINE && on_head && on_head[at] < 128)
        return 0.0f;
    return (float)map[at] * (1.0f / 255.0f);
}

// Mean of what lies under a pixel of the picture, by a few samples.
static float mean_at(const struct photo_maps *maps, const uint8_t *on_head, enum map_tint tint, double x, double y,
                     double step)
{
    enum { SIDE = 3 };
    float sum = 0.0f;
    for (int i = 0; i < SIDE * SIDE; i++)
        sum += share_at(maps, on_head, tint, x + (i % SIDE + 0.5) / SIDE * step, y + (i / SIDE + 0.5) / SIDE * step);
    return sum / (SIDE * SIDE);
}

void map_tint_draw(struct image *picture, const struct photo_maps *maps, const uint8_t *on_head, enum map_tint tint,
                   int left, int top, int width_px)
{
    if (tint == TINT_NONE || !maps->photo)
        return;
    double step = (double)maps->width / width_px;
    image_to_8(picture);
    for (int y = 0; y < picture->height_px; y++) {
        uint8_t *row = image_row(picture, y);
        for (int x = 0; x < picture->width_px; x++) {
            float cover = MOST_COVER * mean_at(maps, on_head, tint, (left + x) * step, (top + y) * step, step);
            for (int c = 0; c < 3; c++)
                row[4 * x + c] =
                    (uint8_t)((float)row[4 * x + c] * (1.0f - cover) + (float)COLOUR[tint][c] * cover + 0.5f);
        }
    }
}
