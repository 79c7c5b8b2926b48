#include "image/orient.h"

#include "base/check.h"

#include <string.h>

enum { BLOCK_PX = 32 }; // two blocks of 8-byte pixels stay in the first cache

// Where the turned band's pixel (x, y) lies in the stored one: first + x * right + y * down.
struct walk {
    const uint8_t *first;
    ptrdiff_t right, down;
};

static bool is_from_below(int orientation)
{
    return orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
}

static struct walk walk_of(const struct image *band, int rows, int orientation)
{
    ptrdiff_t pixel = (ptrdiff_t)pixel_bytes(band->format), pitch = (ptrdiff_t)band->pitch_bytes;
    bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    struct walk walk = {.first = band->data};
    if (from_right)
        walk.first += (band->width_px - 1) * pixel;
    if (is_from_below(orientation))
        walk.first += (rows - 1) * pitch;
    ptrdiff_t along = from_right ? -pixel : pixel, across = is_from_below(orientation) ? -pitch : pitch;
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

struct window { // of the upright picture
    int x0, y0, width, height;
};

static void copy_block(struct image *upright, const struct window *window, const struct walk *walk, int x0, int y0)
{
    int width = window->width - x0 < BLOCK_PX ? window->width - x0 : BLOCK_PX;
    int bottom = window->height - y0 < BLOCK_PX ? window->height : y0 + BLOCK_PX;
    for (int y = y0; y < bottom; y++) {
        uint8_t *to = image_row(upright, window->y0 + y) + (size_t)(window->x0 + x0) * pixel_bytes(upright->format);
        const uint8_t *from = walk->first + x0 * walk->right + y * walk->down;
        if (upright->format == PIXELS_RGBA16)
            copy_row_64(to, from, walk->right, width);
        else
            copy_row_32(to, from, walk->right, width);
    }
}

struct image *image_create_upright(int stored_width_px, int stored_height_px, enum pixel_format format, int orientation,
                                   struct err *err)
{
    ASSERT(orientation >= 1 && orientation <= 8);
    return orientation >= 5 ? image_create(stored_height_px, stored_width_px, format, err)
                            : image_create(stored_width_px, stored_height_px, format, err);
}

void image_place_upright(struct image *upright, const struct image *band, int first_row, int rows, int orientation)
{
    bool is_turned = orientation >= 5;
    int all_rows = is_turned ? upright->width_px : upright->height_px;
    int at = is_from_below(orientation) ? all_rows - first_row - rows : first_row;
    struct window window =
        is_turned ? (struct window){at, 0, rows, band->width_px} : (struct window){0, at, band->width_px, rows};
    struct walk walk = walk_of(band, rows, orientation);
    for (int y = 0; y < window.height; y += BLOCK_PX)
        for (int x = 0; x < window.width; x += BLOCK_PX)
            copy_block(upright, &window, &walk, x, y);
}

struct image *image_turn_upright(struct image *take_image, int orientation, struct err *err)
{
    if (orientation == 1)
        return take_image;
    struct image *upright =
        image_create_upright(take_image->width_px, take_image->height_px, take_image->format, orientation, err);
    if (upright)
        image_place_upright(upright, take_image, 0, take_image->height_px, orientation);
    image_unref(take_image);
    return upright;
}
