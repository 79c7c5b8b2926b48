// Any bytes as the boxes of a HEIC: an answer, and no byte beyond them.
#include "fuzz.h"

#include "image/heif_grid.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    heif_grids_are_covered(data, size);
    return 0;
}
