#include "output/paper.h"

#include <math.h>
#include <string.h>

struct image *paper_create(int width_px, int height_px, struct err *err)
{
    struct image *paper = image_create(width_px, height_px, PIXELS_RGBA8, err);
    for (int y = 0; paper && y < height_px; y++)
        memset(image_row(paper, y), PAPER, 4 * (size_t)width_px);
    return paper;
}

static int pixel_of(double at, int most)
{
    return (int)fmin(fmax(floor(at + 0.5), 0.0), most);
}

void paper_fill(struct image *paper, double x, double y, double width, double height, uint8_t grey)
{
    if (!paper)
        return;
    int left = pixel_of(x, paper->width_px), right = pixel_of(x + width, paper->width_px);
    int bottom = pixel_of(y + height, paper->height_px);
    for (int row = pixel_of(y, paper->height_px); row < bottom; row++)
        for (int column = left; column < right; column++)
            memset(image_row(paper, row) + 4 * column, grey, 3);
}

static void round_row(const uint16_t *from, uint8_t *to, int count)
{
    for (int i = 0; i < count; i++)
        to[i] = (uint8_t)((from[i] * 255u + 32767u) / 65535u);
}

void paper_paste(struct image *paper, const struct image *from, double x, double y)
{
    int left = pixel_of(x, paper->width_px), top = pixel_of(y, paper->height_px);
    int columns = paper->width_px - left < from->width_px ? paper->width_px - left : from->width_px;
    int rows = paper->height_px - top < from->height_px ? paper->height_px - top : from->height_px;
    for (int row = 0; row < rows; row++) {
        uint8_t *to = image_row(paper, top + row) + 4 * left;
        if (from->format == PIXELS_RGBA8)
            memcpy(to, image_row(from, row), 4 * (size_t)columns);
        else
            round_row(image_row16(from, row), to, 4 * columns);
    }
}

double paper_say(struct image *paper, const char *words, const struct text_style *style, double x, double y,
                 double width, struct err *err)
{
    if (!*words)
        return 0.0;
    struct text *text = text_create(words, style, width);
    double height = text_height_px(text);
    if (paper && !text_draw(text, paper, x, y, err))
        height = -1.0;
    text_free(text);
    return height;
}
