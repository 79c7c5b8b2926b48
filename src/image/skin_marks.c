#include "image/skin_marks.h"

#include "base/mem.h"
#include "image/skin_cells.h"

#include <math.h>

#define NEAR_MM 0.25

struct counting {
    const struct skin_maps *maps;
    const struct skin_source *source;
    int reach_px;
    uint16_t *marks;
};

// Of two alike the first in the order of reading is the mark.
static bool is_darkest(const struct skin_source *s, int x, int y, int reach)
{
    const uint16_t *row = s->light + (size_t)y * (size_t)s->width;
    for (int j = -reach; j <= reach; j++)
        for (int i = -reach; i <= reach; i++) {
            unsigned there = row[(ptrdiff_t)j * s->width + x + i], here = row[x];
            bool is_before = j < 0 || (j == 0 && i < 0);
            if (there < here || (is_before && there == here))
                return false;
        }
    return true;
}

static void count_row_job(void *context, int row)
{
    const struct counting *c = context;
    const struct skin_source *s = c->source;
    const struct skin_maps *maps = c->maps;
    int reach = c->reach_px, y0 = row * maps->cell_px, y1 = y0 + maps->cell_px;
    for (int y = y0 < reach ? reach : y0; y < y1 && y < s->height - reach; y++)
        for (int x = reach; x < s->width - reach; x++) {
            int cell = row * maps->columns + x / maps->cell_px;
            float most = (1.0f - SKIN_MARK_DEPTH) * 65534.0f * maps->cell[cell].bright;
            unsigned light = s->light[(size_t)y * (size_t)s->width + (size_t)x];
            if ((float)light < most && is_darkest(s, x, y, reach))
                c->marks[cell]++;
        }
}

uint16_t *skin_marks_make(const struct skin_maps *maps, const struct image *image, const struct colour_space *space,
                          double px_per_mm, const uint8_t *region, struct pool *pool)
{
    struct skin_source source;
    uint16_t *marks = mem_try_array((size_t)maps->columns * (size_t)maps->rows + 1, sizeof *marks);
    if (!marks || !skin_source_init(&source, image, space, region, pool)) {
        mem_free(marks);
        return NULL;
    }
    double reach = floor(NEAR_MM * px_per_mm + 0.5);
    struct counting counting = {maps, &source, reach < 1.0 ? 1 : reach < 8.0 ? (int)reach : 8, marks};
    pool_run(pool, maps->rows, count_row_job, &counting, NULL);
    skin_source_finish(&source);
    return marks;
}
