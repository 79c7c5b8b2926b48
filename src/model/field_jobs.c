#include "model/field_jobs.h"

#include "base/mem.h"

#include <string.h>

bool field_jobs_init(struct field_jobs *jobs, int tiles)
{
    size_t count = (size_t)tiles * (size_t)tiles;
    jobs->tiles = tiles;
    jobs->tile = mem_try_array(count, sizeof *jobs->tile);
    jobs->job = mem_try_array_raw(count, sizeof *jobs->job);
    jobs->at = mem_try_array_raw(count, sizeof *jobs->at);
    jobs->order = mem_try_array_raw(count, sizeof *jobs->order);
    return jobs->tile && jobs->job && jobs->at && jobs->order;
}

void field_jobs_finish(struct field_jobs *jobs)
{
    mem_free(jobs->tile);
    mem_free(jobs->job);
    mem_free(jobs->at);
    mem_free(jobs->order);
}

static int first_of_job(int *job, int tile)
{
    while (job[tile] != tile)
        tile = job[tile] = job[job[tile]];
    return tile;
}

static void join(struct field_jobs *jobs, int a, int b)
{
    if (!jobs->tile[a].has_places || !jobs->tile[b].has_places)
        return;
    int first = first_of_job(jobs->job, a), other = first_of_job(jobs->job, b);
    jobs->job[first > other ? first : other] = first < other ? first : other;
}

// With what the tile reads, of every second tile to each side and up or down.
static void join_reached(struct field_jobs *jobs, int tile, float reach_mm)
{
    int wide = jobs->tiles, column = tile % wide, row = tile / wide;
    int du = field_jobs_tiles_reached(jobs->tile[tile].reach_u * reach_mm) & ~1;
    int dv = field_jobs_tiles_reached(jobs->tile[tile].reach_v * reach_mm) & ~1;
    for (int r = row - dv; r <= row + dv; r += 2)
        for (int c = column - du; c <= column + du; c += 2)
            if (r >= 0 && r < wide && c >= 0 && c < wide)
                join(jobs, tile, r * wide + c);
}

static void join_near(struct field_jobs *jobs, int column, int row, float reach_mm)
{
    int wide = jobs->tiles;
    for (int r = row; r < wide; r += 2)
        for (int i = r * wide + column; i < (r + 1) * wide; i += 2)
            jobs->job[i] = i;
    for (int r = row; r < wide; r += 2)
        for (int i = r * wide + column; i < (r + 1) * wide; i += 2)
            if (jobs->tile[i].has_places)
                join_reached(jobs, i, reach_mm);
}

static void cut_batches(struct field_jobs *jobs, int column, int row)
{
    int wide = jobs->tiles, next = 0;
    memset(jobs->at, 0, (size_t)(wide * wide) * sizeof *jobs->at);
    for (int r = row; r < wide; r += 2)
        for (int i = r * wide + column; i < (r + 1) * wide; i += 2)
            jobs->at[first_of_job(jobs->job, i)] += jobs->tile[i].has_places;
    jobs->batches = 0;
    jobs->first[0] = 0;
    for (int r = row; r < wide; r += 2)
        for (int i = r * wide + column; i < (r + 1) * wide; i += 2) {
            int size = jobs->at[i]; // 0 but for a job's first
            jobs->at[i] = next;
            next += size;
            if (next - jobs->first[jobs->batches] >= FIELD_BATCH_TILES)
                jobs->first[++jobs->batches] = next;
        }
    if (next > jobs->first[jobs->batches])
        jobs->first[++jobs->batches] = next;
    for (int r = row; r < wide; r += 2)
        for (int i = r * wide + column; i < (r + 1) * wide; i += 2)
            if (jobs->tile[i].has_places)
                jobs->order[jobs->at[first_of_job(jobs->job, i)]++] = i;
}

void field_jobs_cut(struct field_jobs *jobs, int column, int row, float reach_mm)
{
    join_near(jobs, column, row, reach_mm);
    cut_batches(jobs, column, row);
}
