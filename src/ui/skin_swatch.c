#include "ui/skin_swatch.h"

#include "model/dot_look.h"
#include "shared/smp_optics.h"

#include <math.h>
#include <stdlib.h>

enum { AROUND = 72, DOWN = 24, MOST_SAMPLES = AROUND * DOWN, FEWEST_SAMPLES = 40 };
#define PI 3.14159265358979323846
#define HEALED_DAYS 28.0
#define PROFILE_MEAN 0.6 // of a dot's optical depth over its disc, against the middle

struct sample {
    uint8_t rgb[3];
    int brightness;
};

static int by_brightness(const void *a, const void *b)
{
    return ((const struct sample *)a)->brightness - ((const struct sample *)b)->brightness;
}

static bool sample_at(const struct photo *photo, const struct view *view, const struct head *head, struct vec3 dir,
                      struct sample *out)
{
    struct pt_px px;
    const struct image *image = photo->image;
    if (view_facing(view, head, dir) < 0.4 || !view_project(view, head_point_mm(head, dir), &px) || px.x < 0.0 ||
        px.y < 0.0 || px.x >= image->width_px || px.y >= image->height_px)
        return false;
    int x = (int)px.x, y = (int)px.y;
    for (int c = 0; c < 3; c++)
        out->rgb[c] = image->format == PIXELS_RGBA16 ? (uint8_t)(image_row16(image, y)[4 * x + c] >> 8)
                                                     : image_row(image, y)[4 * x + c];
    out->brightness = out->rgb[0] + 2 * out->rgb[1] + out->rgb[2];
    return true;
}

bool skin_swatch_read(const struct photo *photo, const struct view *view, const struct head *head, uint8_t rgb[3])
{
    struct sample samples[MOST_SAMPLES];
    int count = 0;
    for (int i = 0; i < AROUND * DOWN; i++) { // above some 15 degrees over the glabella's height
        double elevation = PI * (0.08 + 0.42 * (i / AROUND) / DOWN), azimuth = 2.0 * PI * (i % AROUND) / AROUND;
        struct vec3 dir = vec3_make(cos(elevation) * sin(azimuth), -cos(elevation) * cos(azimuth), sin(elevation));
        count += sample_at(photo, view, head, dir, &samples[count]);
    }
    if (count < FEWEST_SAMPLES)
        return false;
    qsort(samples, (size_t)count, sizeof samples[0], by_brightness);
    int from = count / 2, to = count * 4 / 5; // lit, without hair and shine
    for (int c = 0; c < 3; c++) {
        int sum = 0;
        for (int i = from; i < to; i++)
            sum += samples[i].rgb[c];
        rgb[c] = (uint8_t)(sum / (to - from));
    }
    return true;
}

void skin_swatch_treated(const struct colour_space *space, const uint8_t skin[3], const struct technique *technique,
                         const struct zone *zone, const struct course *course, uint8_t rgb[3])
{
    struct dot_maker maker = dot_maker_build(technique, zone, course, 1.0, HEALED_DAYS, BAND_LIKELY);
    struct dot_law law = dot_law_of(&maker, technique);
    struct dot_look look = dot_law_look(&law, 0.0f, 0.0f, 0.0f, 0.5f);
    float spectrum[3], surface[3];
    pigment_spectrum(technique->pigment, HEALED_DAYS / 365.25, spectrum);
    skin_veil_floor(course->tone, surface);
    double radius_mm = (double)look.radius_mm, share = zone->density_per_cm2 * PI * radius_mm * radius_mm / 100.0;
    for (int c = 0; c < 3; c++) {
        float cover = (float)fmin(share, 1.0) * smp_alpha((float)PROFILE_MEAN * look.tau * spectrum[c]);
        float veil = smp_veil(c, surface[c], look.depth_mm);
        double linear =
            colour_decode(&space->curve, skin[c] / 255.0) * (double)smp_transmittance(c, veil, cover, cover);
        rgb[c] = (uint8_t)lround(255.0 * fmin(fmax(colour_encode(&space->curve, linear), 0.0), 1.0));
    }
}
