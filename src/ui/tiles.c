#include "ui/tiles.h"

#include <string.h>

static int tile_count(int length_px, int side_px)
{
    int step = side_px - 2;
    return length_px <= side_px ? 1 : (length_px - 2 + step - 1) / step;
}

struct box {
    int x, y, width, height;
};

static struct box box_of(const struct tiles *tiles, int index)
{
    int step = tiles->side_px - 2;
    struct box box = {index % tiles->columns * step, index / tiles->columns * step, tiles->side_px, tiles->side_px};
    box.width = tiles->width_px - box.x < box.width ? tiles->width_px - box.x : box.width;
    box.height = tiles->height_px - box.y < box.height ? tiles->height_px - box.y : box.height;
    return box;
}

static bool fit(struct toolkit *toolkit, struct tiles *tiles, int width_px, int height_px)
{
    int side = texture_most_px(toolkit);
    if (tiles->width_px == width_px && tiles->height_px == height_px && tiles->side_px == side)
        return true;
    tiles_finish(toolkit, tiles);
    int columns = tile_count(width_px, side), rows = tile_count(height_px, side);
    if (columns * rows > TILES_MOST)
        return false;
    *tiles =
        (struct tiles){.width_px = width_px, .height_px = height_px, .side_px = side, .columns = columns, .rows = rows};
    for (int i = 0; i < columns * rows; i++) {
        struct box box = box_of(tiles, i);
        tiles->tile[i] = texture_create(toolkit, box.width, box.height);
    }
    return true;
}

bool tiles_write(struct toolkit *toolkit, struct tiles *tiles, struct image *image)
{
    if (!fit(toolkit, tiles, image->width_px, image->height_px))
        return false;
    image_to_8(image);
    for (int i = 0; i < tiles->columns * tiles->rows; i++) {
        struct box box = box_of(tiles, i);
        texture_write(toolkit, tiles->tile[i], image_row(image, box.y) + 4 * (size_t)box.x, 0, 0, box.width, box.height,
                      image->pitch_bytes);
    }
    return true;
}

// A tile shows itself but for half of what it shares with its neighbours.
static struct box shown_part(const struct tiles *tiles, int index, struct box box)
{
    int column = index % tiles->columns, row = index / tiles->columns;
    struct box part = {column > 0, row > 0, box.width - (column > 0), box.height - (row > 0)};
    part.width -= column + 1 < tiles->columns;
    part.height -= row + 1 < tiles->rows;
    return part;
}

void tiles_draw(struct toolkit *toolkit, const struct tiles *tiles, const double corners[4][2], const double clip[4])
{
    for (int i = 0; i < tiles->columns * tiles->rows; i++) {
        struct box box = box_of(tiles, i), part = shown_part(tiles, i, box);
        const int x[2] = {box.x + part.x, box.x + part.x + part.width};
        const int y[2] = {box.y + part.y, box.y + part.y + part.height};
        double at[4][2];
        for (int k = 0; k < 4; k++) {
            double across = (double)x[k == 1 || k == 2] / tiles->width_px, down = (double)y[k >= 2] / tiles->height_px;
            for (int axis = 0; axis < 2; axis++)
                at[k][axis] = corners[0][axis] + across * (corners[1][axis] - corners[0][axis]) +
                              down * (corners[3][axis] - corners[0][axis]);
        }
        const double of[4] = {part.x, part.y, part.x + part.width, part.y + part.height};
        bool is_whole = tiles->columns * tiles->rows == 1;
        draw_texture(toolkit, tiles->tile[i], is_whole ? NULL : of, is_whole ? corners : (const double(*)[2])at, clip);
    }
}

void tiles_finish(struct toolkit *toolkit, struct tiles *tiles)
{
    for (int i = 0; i < tiles->columns * tiles->rows; i++)
        texture_destroy(toolkit, tiles->tile[i]);
    memset(tiles, 0, sizeof *tiles);
}
