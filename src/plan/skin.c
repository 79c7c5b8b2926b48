#include "plan/skin.h"

#include "base/mem.h"

#include <stdlib.h>

#define LEAST_CHROMA 2.0
#define EXPOSURE 1.33    // assumed; the sample heads, lit in five ways, lie within
enum { HAIR_FROM = 26 }; // of 255 hidden: not bare skin
enum { MOST_SAMPLES = 4096, FEWEST_SAMPLES = 60, AROUND = 128, DOWN = 64 };

struct sample {
    double rgb[3], luminance;
};

static void read_linear(const struct photo *photo, struct pt_px px, double rgb[3])
{
    const struct image *image = photo->image;
    int x = (int)px.x, y = (int)px.y;
    for (int c = 0; c < 3; c++) {
        double encoded = image->format == PIXELS_RGBA16 ? image_row16(image, y)[4 * x + c] / 65535.0
                                                        : image_row(image, y)[4 * x + c] / 255.0;
        rgb[c] = colour_decode(&photo->space.curve, encoded);
    }
}

// Forehead: 10-60 mm above the glabella and within 35 degrees of the middle.
static bool is_forehead(const struct head *head, struct vec3 dir)
{
    if (dir.y >= 0.0 || fabs(dir.x) > -0.7 * dir.y || dir.z < head->glabella.z)
        return false;
    double height_mm = head_arc_mm(head, head->glabella, vec3_unit(vec3_make(0.0, dir.y, dir.z)));
    return height_mm > 10.0 && height_mm < 60.0;
}

// Where no skin shows between the hairs, all is hair.
static bool is_hair(const struct skin_maps *maps, int photo_width, struct pt_px px)
{
    const struct skin_cell *cell = maps ? skin_maps_cell(maps, (float)px.x, (float)px.y) : NULL;
    return cell &&
           (!cell->is_skin || maps->hair[(size_t)(int)px.y * (size_t)photo_width + (size_t)(int)px.x] >= HAIR_FROM);
}

// Samples of the region, evenly spread over the upper head.
static int collect(const struct photo *photo, const struct view *view, const struct head *head,
                   const struct skin_maps *maps, bool forehead_only, struct sample *out)
{
    int count = 0;
    for (int i = 0; i < AROUND * DOWN && count < MOST_SAMPLES; i++) {
        double z = 1.0 - 1.1 * (i / AROUND + 0.5) / DOWN, turn = 2.0 * (i % AROUND + 0.5) / AROUND - 1.0;
        double ring = sqrt(1.0 - z * z), s = turn < 0.0 ? -1.0 : 1.0, a = 1.0 - fabs(turn) * 2.0;
        struct vec3 dir = vec3_unit(vec3_make(s * ring * sqrt(fmax(1.0 - a * a, 0.0)), -a * ring, z));
        struct pt_px px;
        if ((forehead_only && !is_forehead(head, dir)) || view_facing(view, head, dir) < 0.35 ||
            !view_project(view, head_point_mm(head, dir), &px) || px.x < 0.0 || px.y < 0.0 || px.x >= view->width_px ||
            px.y >= view->height_px || is_hair(maps, view->width_px, px))
            continue;
        struct sample *sample = &out[count++];
        read_linear(photo, px, sample->rgb);
        sample->luminance = sample->rgb[0] + 2.0 * sample->rgb[1] + 0.3 * sample->rgb[2];
    }
    return count;
}

static int by_luminance(const void *a, const void *b)
{
    double la = ((const struct sample *)a)->luminance, lb = ((const struct sample *)b)->luminance;
    return (la > lb) - (la < lb);
}

static double ita_of(const struct photo *photo, const double rgb[3], double exposure)
{
    return colour_ita_deg(
        colour_lab(&photo->space, (const double[]){exposure * rgb[0], exposure * rgb[1], exposure * rgb[2]}));
}

static struct skin_reading reading_of(const struct photo *photo, const double rgb[3])
{
    struct skin_reading reading = {.ita_deg = ita_of(photo, rgb, 1.0),
                                   .darkest_deg = ita_of(photo, rgb, 1.0 / EXPOSURE),
                                   .lightest_deg = ita_of(photo, rgb, EXPOSURE)};
    reading.tone = skin_tone_of_ita(reading.ita_deg);
    reading.darkest = skin_tone_of_ita(reading.darkest_deg);
    reading.lightest = skin_tone_of_ita(reading.lightest_deg);
    return reading;
}

// The mean light of the samples, without shadow and shine.
static void take_mean(struct sample *samples, int count, double mean[3])
{
    qsort(samples, (size_t)count, sizeof *samples, by_luminance);
    int from = count / 4, to = count * 3 / 4;
    for (int i = from; i < to; i++)
        for (int c = 0; c < 3; c++)
            mean[c] += samples[i].rgb[c] / (to - from);
}

static bool has_colour(const struct photo *photo, const double rgb[3])
{
    struct lab lab = colour_lab(&photo->space, rgb);
    return lab.a * lab.a + lab.b * lab.b > LEAST_CHROMA * LEAST_CHROMA;
}

bool skin_estimate(const struct photo *photo, const struct skin_maps *maps, const struct view *view,
                   const struct head *head, struct skin_reading *out)
{
    static const int forehead_then_all[] = {1, 0};
    struct sample *samples = mem_alloc(MOST_SAMPLES * sizeof *samples);
    int count = 0;
    for (int i = 0; i < 2 && count < FEWEST_SAMPLES; i++)
        count = collect(photo, view, head, maps, forehead_then_all[i], samples);
    double mean[3] = {0};
    if (count >= FEWEST_SAMPLES)
        take_mean(samples, count, mean);
    mem_free(samples);
    bool is_read = count >= FEWEST_SAMPLES && has_colour(photo, mean);
    if (is_read)
        *out = reading_of(photo, mean);
    return is_read;
}
