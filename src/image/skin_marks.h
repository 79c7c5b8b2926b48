// Dark marks on skin: hairs cut short, dots, pores; how many lie in each cell of the maps.
//
// A mark is a pixel darker by SKIN_MARK_DEPTH and more than its cell's bright skin and not lighter than any other
// within a quarter of a millimetre. Marks closer together than that, or too faint for the photo, are not told apart:
// counts are from below. Pores and freckles count as well: compare with skin that is bare.
#pragma once

#include "image/skin_maps.h"

#define SKIN_MARK_DEPTH 0.08f

// By cell, mem_free; NULL when memory runs out. The same image, region and scale that the maps were made of.
uint16_t *skin_marks_make(const struct skin_maps *maps, const struct image *image, const struct colour_space *space,
                          double px_per_mm, const uint8_t *region, struct pool *pool);
