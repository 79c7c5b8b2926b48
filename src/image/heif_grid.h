// Whether the tiles of a HEIC cover what they are the tiles of. libheif 1.15 leaves what no tile covers as the memory
// was, and says nothing.
//
// Reads the boxes of ISO 23008-12 that tell it, nothing else, and judges nothing else: what is damaged is the library's
// to refuse. Private to this layer; meant for the decoder process.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// False: some grid of the file is larger than its tiles, or they are of different sizes.
bool heif_grids_are_covered(const uint8_t *file, size_t size);
