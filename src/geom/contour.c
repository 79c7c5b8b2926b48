#include "geom/contour.h"

#include "base/mem.h"

#include <stdbool.h>
#include <string.h>

enum { INSIDE_LEAST = 128, LEAST_POINTS = 8 };
#define STEP_PX 7.0 // of the rim, between two points, when there are enough

struct patch {
    int first, size; // its first pixel in reading order
};

// Numbers what hangs together with `start`; `label` has 0 where nothing is numbered yet.
static int fill(const uint8_t *map, int width, int height, int start, uint8_t *label, int *stack)
{
    int count = 0, size = 0;
    stack[count++] = start;
    label[start] = 1;
    while (count > 0) {
        int at = stack[--count], x = at % width, y = at / width;
        const int next[4] = {x > 0 ? at - 1 : -1, x + 1 < width ? at + 1 : -1, y > 0 ? at - width : -1,
                             y + 1 < height ? at + width : -1};
        size++;
        for (int i = 0; i < 4; i++)
            if (next[i] >= 0 && !label[next[i]] && map[next[i]] >= INSIDE_LEAST) {
                label[next[i]] = 1;
                stack[count++] = next[i];
            }
    }
    return size;
}

static struct patch largest_patch(const uint8_t *map, int width, int height, uint8_t *label, int *stack)
{
    struct patch best = {0};
    for (int i = 0; i < width * height; i++) {
        if (label[i] || map[i] < INSIDE_LEAST)
            continue;
        int size = fill(map, width, height, i, label, stack);
        if (size > best.size)
            best = (struct patch){i, size};
    }
    return best;
}

struct walk {
    const uint8_t *label;
    int width, height;
};

static bool is_in(const struct walk *w, int x, int y)
{
    return x >= 0 && y >= 0 && x < w->width && y < w->height && w->label[y * w->width + x];
}

// Along the sides of pixels with the patch at the right hand, from the upper left corner of its first pixel, round to
// there. rim: corners passed; room for all of them.
static int walk_rim(const struct walk *w, int x0, int y0, struct pt_px *rim, int most)
{
    static const int DX[4] = {1, 0, -1, 0}, DY[4] = {0, 1, 0, -1}; // right, down, left, up
    // The pixels ahead of a corner, at the left and at the right of the way.
    static const int LEFT_X[4] = {0, 0, -1, -1}, LEFT_Y[4] = {-1, 0, 0, -1};
    static const int RIGHT_X[4] = {0, -1, -1, 0}, RIGHT_Y[4] = {0, 0, -1, -1};
    int x = x0, y = y0, way = 0, count = 0;
    do {
        if (count < most)
            rim[count++] = (struct pt_px){x, y};
        x += DX[way];
        y += DY[way];
        int left_x = x + LEFT_X[way], left_y = y + LEFT_Y[way], right_x = x + RIGHT_X[way], right_y = y + RIGHT_Y[way];
        if (!is_in(w, right_x, right_y))
            way = (way + 1) % 4;
        else if (is_in(w, left_x, left_y))
            way = (way + 3) % 4;
    } while ((x != x0 || y != y0 || way != 0) && count < most);
    return count;
}

// Mean of the corners within half a step to both sides.
static struct pt_px mean_about(const struct pt_px *rim, int count, double middle, int reach)
{
    struct pt_px sum = {0};
    for (int i = -reach; i <= reach; i++) {
        struct pt_px p = rim[(((int)middle + i) % count + count) % count];
        sum.x += p.x;
        sum.y += p.y;
    }
    return (struct pt_px){sum.x / (2 * reach + 1), sum.y / (2 * reach + 1)};
}

int contour_largest(const uint8_t *map, int width, int height, struct pt_px *out, int most)
{
    size_t pixels = (size_t)width * (size_t)height;
    uint8_t *label = mem_alloc(pixels);
    int *stack = mem_alloc(pixels * sizeof *stack), rim_most = 4 * width * height;
    struct patch patch = largest_patch(map, width, height, label, stack);
    memset(label, 0, pixels);
    int count = 0;
    if (patch.size > 0) {
        fill(map, width, height, patch.first, label, stack);
        struct pt_px *rim = mem_alloc((size_t)rim_most * sizeof *rim);
        int length =
            walk_rim(&(struct walk){label, width, height}, patch.first % width, patch.first / width, rim, rim_most);
        count = (int)(length / STEP_PX);
        count = count < LEAST_POINTS ? LEAST_POINTS : count;
        count = count > most ? most : count;
        double step = (double)length / count;
        for (int i = 0; i < count; i++)
            out[i] = mean_about(rim, length, i * step, (int)(0.5 * step));
        mem_free(rim);
    }
    mem_free(stack);
    mem_free(label);
    return count;
}
