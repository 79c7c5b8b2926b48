#include "plan/photo_notes.h"

#include "base/check.h"
#include "base/mem.h"
#include "base/words.h"
#include "plan/compose_region.h"
#include "plan/photo_maps.h"

#include <math.h>
#include <stdlib.h>

enum { STRIDE = 3, CODES = 256, BLOCK = 8, MOST_CELLS = 4000 };

static const int least_chroma = 8, clipped_from = 251; // of 8-bit codes
static const double least_step = 0.8;                  // the same: less is no block
static const double scalp_from_z = 0.35, most_hair = 0.5;

static const char *const TEXT[PHOTO_NOTE_COUNT] = {
    [PHOTO_NOTE_GREY] =
        N_("This photo is black and white: skin tone and shine cannot be read from it, and dots are drawn "
           "in grey."),
    [PHOTO_NOTE_SMALL] =
        N_("This photo is small: it shows shading, not single dots. Take the edge and the density from a "
           "larger one."),
    [PHOTO_NOTE_COMPRESSED] =
        N_("This photo is strongly compressed: pores and grain are lost, so dots look cleaner than "
           "they will."),
    [PHOTO_NOTE_BACKLIT] =
        N_("This photo is taken against the light: skin colour and shine are uncertain in the shadow."),
    [PHOTO_NOTE_DARK] = N_("This photo is very dark: skin colour and shine are uncertain."),
    [PHOTO_NOTE_CLIPPED] =
        N_("Much of the skin is blown out to white: nothing is drawn there, for nothing can be read."),
    [PHOTO_NOTE_BLURRED] = N_("This photo is blurred: edge, single dots and shade cannot be judged on it."),
    [PHOTO_NOTE_NO_SKIN] = N_("Hardly any bare scalp is seen: hair covers it, and few dots show."),
};

const char *photo_note_text(enum photo_note note)
{
    REQUIRE((unsigned)note < PHOTO_NOTE_COUNT);
    return TEXT[note];
}

struct counts {
    int head, around, colourful, clipped;
    int light[CODES], light_around[CODES]; // of green
};

static int code_of(const struct image *image, int x, int y, int c)
{
    return image->format == PIXELS_RGBA16 ? image_row16(image, y)[4 * x + c] >> 8 : image_row(image, y)[4 * x + c];
}

static void count_pixels(const struct image *image, const uint8_t *region, struct counts *out)
{
    for (int y = 0; y < image->height_px; y += STRIDE)
        for (int x = 0; x < image->width_px; x += STRIDE) {
            int red = code_of(image, x, y, 0), green = code_of(image, x, y, 1), blue = code_of(image, x, y, 2);
            if (region[(size_t)y * (size_t)image->width_px + (size_t)x] < 128) {
                out->around++;
                out->light_around[green]++;
                continue;
            }
            int most = red > green ? (red > blue ? red : blue) : (green > blue ? green : blue);
            int least = red < green ? (red < blue ? red : blue) : (green < blue ? green : blue);
            out->head++;
            out->light[green]++;
            out->colourful += most - least >= least_chroma;
            out->clipped += most >= clipped_from && least > clipped_from / 2;
        }
}

// Of the brighter parts: not hair.
static double light_of(const int counts[CODES], int all, const struct transfer *curve)
{
    int code = 0;
    for (int below = counts[0]; code + 1 < CODES && 20 * below < 17 * all; below += counts[++code]) {
    }
    return all > 0 ? colour_decode(curve, code / 255.0) : 0.0;
}

// Steps between the blocks of a JPEG against those within them; 1 where there are no blocks. Larger steps are edges.
// And how fine the rest is: from one pixel to the next, share of the light's code.
static void read_steps(const struct image *image, const uint8_t *region, struct photo_figures *out)
{
    double between = 0.0, within = 0.0, codes = 0.0;
    int betweens = 0, withins = 0;
    for (int y = 1; y < image->height_px; y += STRIDE)
        for (int x = 1; x < image->width_px; x++) {
            int step = abs(code_of(image, x, y, 1) - code_of(image, x - 1, y, 1));
            if (region[(size_t)y * (size_t)image->width_px + (size_t)x] < 128 || step > 24)
                continue;
            if (x % BLOCK == 0) {
                between += step;
                betweens++;
            } else {
                within += step;
                codes += code_of(image, x, y, 1);
                withins++;
            }
        }
    out->blockiness = out->fineness = 1.0;
    if (withins == 0 || betweens == 0)
        return;
    between /= betweens;
    within /= withins;
    out->blockiness = between > least_step ? (between + 0.02) / (within + 0.02) : 1.0;
    out->fineness = within / fmax(codes / withins, 1.0);
}

// Of the cells above the brows, those that show bare skin.
static double scalp_share(const struct skin_maps *maps, const struct view *view, const struct head *head)
{
    int cells = maps->columns * maps->rows, step = cells / MOST_CELLS + 1, all = 0, bare = 0;
    for (int i = 0; i < cells; i += step) {
        const struct skin_cell *cell = &maps->cell[i];
        struct pt_px px = {maps->x0 + (i % maps->columns + 0.5) * maps->cell_px,
                           maps->y0 + (i / maps->columns + 0.5) * maps->cell_px};
        struct vec3 dir;
        if (!view_hit(view, head, px, &dir) || dir.z < scalp_from_z)
            continue;
        all++;
        bare += cell->is_skin && (double)cell->hair < most_hair;
    }
    return all > 0 ? (double)bare / all : 1.0;
}

bool photo_figures_read(const struct photo *photo, const struct skin_maps *maps, const struct view *view,
                        const struct head *head, struct photo_figures *out)
{
    const struct image *image = photo->image;
    *out = (struct photo_figures){.px_per_mm = view_scale_in_front_px_per_mm(view, head)};
    uint8_t *region = maps ? head_region(view, head, PHOTO_MAPS_MARGIN_MM) : NULL;
    struct counts *counts = mem_alloc(sizeof *counts);
    bool is_read = region != NULL;
    if (is_read) {
        count_pixels(image, region, counts);
        is_read = counts->head > 0;
    }
    if (is_read) {
        out->colourful = (double)counts->colourful / counts->head;
        out->clipped = (double)counts->clipped / counts->head;
        out->light = light_of(counts->light, counts->head, &photo->space.curve);
        out->light_around = light_of(counts->light_around, counts->around, &photo->space.curve);
        read_steps(image, region, out);
        out->blur_px = (double)maps->blur_px;
        out->skin_share = scalp_share(maps, view, head);
    }
    mem_free(counts);
    mem_free(region);
    return is_read;
}

unsigned photo_notes_judge(const struct photo_figures *f)
{
    bool is_dark = f->light < 0.03;
    unsigned notes = 0;
    notes |= (unsigned)(f->colourful < 0.02) << PHOTO_NOTE_GREY;
    notes |= (unsigned)(f->px_per_mm < 1.6) << PHOTO_NOTE_SMALL;
    notes |= (unsigned)(f->blockiness > 3.0) << PHOTO_NOTE_COMPRESSED;
    notes |= (unsigned)(f->light < 0.06 && f->light_around > 6.0 * f->light) << PHOTO_NOTE_BACKLIT;
    notes |= (unsigned)(is_dark && f->light_around <= 6.0 * f->light) << PHOTO_NOTE_DARK;
    notes |= (unsigned)(f->clipped > 0.15) << PHOTO_NOTE_CLIPPED;
    bool is_smooth = f->fineness < 0.0015 && f->blockiness < 3.0;
    notes |= (unsigned)(f->blur_px > fmax(2.2, 0.3 * f->px_per_mm) || is_smooth) << PHOTO_NOTE_BLURRED;
    notes |= (unsigned)(f->skin_share < 0.25) << PHOTO_NOTE_NO_SKIN;
    return notes;
}

unsigned photo_notes_of(const struct photo *photo, const struct skin_maps *maps, const struct case_ *case_, int view)
{
    struct photo_figures figures;
    return photo_figures_read(photo, maps, &case_->view[view]->view, &case_->head, &figures)
               ? photo_notes_judge(&figures)
               : 0;
}

bool photo_notes_hide_tone(unsigned notes)
{
    return (notes &
            (1u << PHOTO_NOTE_GREY | 1u << PHOTO_NOTE_BACKLIT | 1u << PHOTO_NOTE_DARK | 1u << PHOTO_NOTE_CLIPPED)) != 0;
}
