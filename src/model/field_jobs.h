// Which tiles of a square of tiles can be worked on at once. Private to the field.
//
// In a pass every second tile of every second row has its turn. Work on one reads the tiles within its reach; where
// those hold another one of the pass, the two belong to the same *job*. A job's tiles come one after the other, from
// the first on: then the result is that of one thread, however many work. Some jobs make a *batch*, so that threads
// keep apart.
#pragma once

#include <stdbool.h>

enum { FIELD_BATCH_TILES = 32, FIELD_MOST_TILES = 128, FIELD_MOST_BATCHES = FIELD_MOST_TILES * FIELD_MOST_TILES / 128 };

struct job_tile {
    float reach_u, reach_v; // tiles to each side, for each mm of reach
    bool has_places;        // or never has work
};

struct field_jobs {
    int tiles; // along each side, FIELD_MOST_TILES at most
    struct job_tile *tile;
    int *job;                                   // of each tile: its job's first tile, or one nearer to that
    int *at;                                    // of a job's first tile: where its next one goes in `order`
    int *order;                                 // tiles of the pass, job by job
    int batches, first[FIELD_MOST_BATCHES + 2]; // of each batch in `order`, and of the one behind the last
};

// Tiles to each side that are read: some of the next always.
static inline int field_jobs_tiles_reached(float reach)
{
    return 1 + (int)reach;
}

bool field_jobs_init(struct field_jobs *jobs, int tiles); // false: no memory; finish it all the same
void field_jobs_finish(struct field_jobs *jobs);
// For the pass that begins at that tile.
void field_jobs_cut(struct field_jobs *jobs, int column, int row, float reach_mm);
