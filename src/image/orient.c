#include "image/orient.h"

#include "base/check.h"

#include <string.h>

enum { BLOCK_PX = 32 }; // two blocks of 8-byte pixels stay in the first cache

// Where the upright picture's pixel (x, y) lies in the stored one: first + x * right + y * down.
struct walk {
    const uint8_t *first;
    ptrdiff_t right, down;
};

static struct walk walk_of(const struct image *stored, int orientation)
{
    ptrdiff_t pixel = (ptrdiff_t)pixel_bytes(stored->format), pitch = (ptrdiff_t)stored->pitch_bytes;
    bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    bool from_below = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    struct walk walk = {.first = stored->data};
    if (from_right)
        walk.first += (stored->width_px - 1) * pixel;
    if (from_below)
        walk.first += (stored->height_px - 1) * pitch;
    ptrdiff_t along = from_right ? -pixel : pixel, across = from_below ? -pitch : pitch;
    walk.right = orientation >= 5 ? across : along;
    walk.down = orientation >= 5 ? along : across;
    return walk;
}

static void copy_row_32(uint8_t *to, const uint8_t *from, ptrdiff_t right, int count)
{
    for (int i = 0; i < count; i++)
        memcpy(to + 4 * i, from + right * i, 4);
}

static void copy_row_64(uint8_t *to, const uint8_t *from, ptrdiff_t right, int count)
{
    for (int i = 0; i < count; i++)
        memcpy(to + 8 * i, from + right * i, 8);
}

static void copy_block(struct image *upright, const struct walk *walk, int x0, int y0)
{
    int width = upright->width_px - x0 < BLOCK_PX ? upright->width_px - x0 : BLOCK_PX;
    int bottom = upright->height_px - y0 < BLOCK_PX ? upright->height_px : y0 + BLOCK_PX;
    for (int y = y0; y < bottom; y++) {
        uint8_t *to = image_row(upright, y) + (size_t)x0 * pixel_bytes(upright->format);
        const uint8_t *from = walk->first + x0 * walk->right + y * walk->down;
        if (upright->format == PIXELS_RGBA16)
            copy_row_64(to, from, walk->right, width);
        else
            copy_row_32(to, from, walk->right, width);
    }
}

struct image *image_turn_upright(struct image *take_image, int orientation, int pixels_fd, struct err *err)
{
    ASSERT(orientation >= 1 && orientation <= 8);
    if (orientation == 1)
        return take_image;
    bool turned = orientation >= 5;
    int width = turned ? take_image->height_px : take_image->width_px;
    int height = turned ? take_image->width_px : take_image->height_px;
    struct image *upright = pixels_fd < 0 ? image_create(width, height, take_image->format, err)
                                          : image_map(width, height, take_image->format, pixels_fd, true, err);
    if (upright) {
        struct walk walk = walk_of(take_image, orientation);
        for (int y = 0; y < upright->height_px; y += BLOCK_PX)
            for (int x = 0; x < upright->width_px; x += BLOCK_PX)
                copy_block(upright, &walk, x, y);
    }
    image_unref(take_image);
    return upright;
}
