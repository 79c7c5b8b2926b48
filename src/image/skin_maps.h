// What lies on a scalp in a photo: bare skin's light, hair, grain, and how sharp the photo is there.
//
// Hair is told from skin by light alone (two parts red, one green: neither freckles nor blood show
// much there): what is darker than the bare skin close by, by more than grain and pores are, hides
// the skin to the share (S - L) / (S - H), S the skin's light and H hair's. S is a high quantile of
// each cell of 1.5 mm, so single hairs and stubble do not pull it down. Where no skin shows through
// at all, S comes from skin farther off: its light falls off by shading no faster than 1/25 mm; what
// is darker than that and streaky is hair, what is darker and smooth is shadow. Hair as light as
// the skin is not seen. Where shine is more than a tenth of the light, S is taken without it: between
// the glints of its own relief skin is dull, not hairy; thin hairs across a highlight are missed.
//
// Blur is the standard deviation of all that softens the photo, px: by how much the energy of its
// gradients falls when it is blurred once more, grain's share taken off. Hairs and pores, thin and
// dark, obey ((s2 + 2) / s2)^1.5; edges of areas, and blur of 3 px and more, look up to a third
// sharper than they are. Where
// there is nothing to see, the cells round about count, and without any the blur is unknown.
#pragma once

#include "base/pool.h"
#include "image/colour.h"
#include "image/pixels.h"

#define SKIN_HAIR_LIGHT 0.15f // light of dark hair against the skin's, assumed

struct skin_cell {
    float light;     // of bare skin, linear, 0-1; from farther off where none is seen
    float grain;     // standard deviation, share of that light
    float blur_px;   // 0: unknown
    float hair;      // mean share that hair hides
    float mean;      // light of all that is in it
    float bright;    // light that 85 % of it is darker than, the skin between hairs
    float deviation; // standard deviation of its light without the slope of shading, share of `bright`
    bool is_skin;    // of the region, and bare skin shows in it
};

struct skin_maps {
    int x0, y0, width, height; // the region's box, px of the photo
    uint8_t *hair;             // of the photo's size: share hidden by hair x 255; 0 off the region
    int cell_px, columns, rows;
    struct skin_cell *cell;
    float skin_share;     // of the region's cells that show bare skin
    float grain, blur_px; // medians; blur 0: nowhere seen
    float finest_px;      // of the sharpest twentieth, about what lens and camera do; 0: nowhere seen
};

// `region`: 128 and more where the scalp may be, of the photo's size. `shine`: of shine.h, the same;
// NULL: none. NULL when memory runs out; an empty region gives maps without a cell. The same for any pool.
struct skin_maps *skin_maps_make(const struct image *image, const struct colour_space *space, double px_per_mm,
                                 const uint8_t *region, const uint8_t *shine, struct pool *pool);
void skin_maps_free(struct skin_maps *maps); // accepts NULL

// The cell of a photo pixel, or NULL off the maps.
const struct skin_cell *skin_maps_cell(const struct skin_maps *maps, float x, float y);
