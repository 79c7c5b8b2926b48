// What the other parts of a draft look at: the person on the photo, and its colours.
#include "model/draft_part.h"

bool draft_see_person(struct draft_sight *sight, struct square square, struct err *err)
{
    sight->square = square;
    return face_person(sight->nets, sight->image, square, sight->person, err);
}

void draft_colour(const struct image *image, struct pt_px px, double rgb[3])
{
    int x = (int)px.x, y = (int)px.y;
    x = x < 0 ? 0 : x >= image->width_px ? image->width_px - 1 : x;
    y = y < 0 ? 0 : y >= image->height_px ? image->height_px - 1 : y;
    for (int c = 0; c < 3; c++)
        rgb[c] =
            image->format == PIXELS_RGBA16 ? image_row16(image, y)[4 * x + c] / 257.0 : image_row(image, y)[4 * x + c];
}

double draft_light(const struct image *image, struct pt_px px)
{
    double rgb[3];
    draft_colour(image, px, rgb);
    return 0.3 * rgb[0] + 0.6 * rgb[1] + 0.1 * rgb[2];
}

// Display values to light, near enough for ratios.
static double linear(double value)
{
    double v = value * (1.0 / 255.0);
    return v * v * (0.7 * v + 0.3) + 0.0005;
}

struct draft_tone draft_tone(const struct image *image, struct pt_px px)
{
    double rgb[3];
    draft_colour(image, px, rgb);
    double r = linear(rgb[0]), g = linear(rgb[1]), b = linear(rgb[2]);
    return (struct draft_tone){(2.0 * r + g) / 3.0, r / (r + g + b), b / (r + g + b)};
}
