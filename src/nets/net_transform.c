// The three operators by which a face's network looks closer at its eyes and lips: where the points of a part lie gives
// a frame, the part is sampled in it, and the points found there are carried back.
#include "nets/net_part.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "nets/flex.h"

#include <math.h>

enum { MOST_SUBSET = 1024, MOST_SIDE = 4096 };

// Points numbered so; turned until the line from `from` to `to` stands at `turn_rad`, a box round them, as large as
// `scale` says, has columns x rows places.
struct net_frame {
    int from, to, rows, columns, count;
    double turn_rad, scale_x, scale_y;
    int point[MOST_SUBSET];
};

static bool is_index(int64_t value, int points)
{
    return value >= 0 && value < points;
}

bool net_frame_read(const struct net *net, struct op *op, int points)
{
    struct flex flex = flex_open(net->bytes + op->options.at, (size_t)op->options.count);
    struct flex_list list = flex_list(&flex, "subset_idxs");
    int64_t from = flex_whole(&flex, "left_rotation_idx", -1), to = flex_whole(&flex, "right_rotation_idx", -1);
    int64_t rows = flex_whole(&flex, "output_height", 0), columns = flex_whole(&flex, "output_width", 0);
    double scale_x = flex_real(&flex, "scale_x", 0.0), scale_y = flex_real(&flex, "scale_y", 0.0);
    double turn_rad = flex_real(&flex, "target_rotation_radians", 100.0);
    bool is_sound = list.count >= 1 && list.count <= MOST_SUBSET && is_index(from, points) && is_index(to, points) &&
                    rows >= 1 && rows <= MOST_SIDE && columns >= 1 && columns <= MOST_SIDE && scale_x > 0.0 &&
                    scale_x < 100.0 && scale_y > 0.0 && scale_y < 100.0 && fabs(turn_rad) < 10.0;
    for (int i = 0; i < list.count && is_sound; i++)
        is_sound = is_index(flex_element(&flex, &list, i), points);
    if (!is_sound)
        return false;
    struct net_frame *frame = op->frame = mem_alloc(sizeof *frame);
    *frame = (struct net_frame){.from = (int)from,
                                .to = (int)to,
                                .rows = (int)rows,
                                .columns = (int)columns,
                                .count = list.count,
                                .turn_rad = turn_rad,
                                .scale_x = scale_x,
                                .scale_y = scale_y};
    for (int i = 0; i < list.count; i++)
        frame->point[i] = (int)flex_element(&flex, &list, i);
    return true;
}

// Row 0 and 1 give x and y of a place of the frame in the points' own units.
void net_frame_of(const struct net *net, const struct op *op)
{
    const struct net_frame *frame = op->frame;
    const float *points = net->tensor[op->input[0]].values, *a = points + 3 * frame->from, *b = points + 3 * frame->to;
    double turn = frame->turn_rad - mathd_atan2((double)b[1] - (double)a[1], (double)b[0] - (double)a[0]);
    double c = mathd_cos(turn), s = mathd_sin(turn), low[2] = {1e30, 1e30}, high[2] = {-1e30, -1e30};
    for (int i = 0; i < frame->count; i++) {
        const float *p = points + 3 * frame->point[i];
        double at[2] = {c * (double)p[0] - s * (double)p[1], s * (double)p[0] + c * (double)p[1]};
        for (int k = 0; k < 2; k++) {
            low[k] = fmin(low[k], at[k]);
            high[k] = fmax(high[k], at[k]);
        }
    }
    double across = frame->scale_x * (high[0] - low[0]) / frame->columns;
    double down = frame->scale_y * (high[1] - low[1]) / frame->rows;
    double u = 0.5 * (low[0] + high[0] - across * frame->columns), v = 0.5 * (low[1] + high[1] - down * frame->rows);
    const double matrix[16] = {c * across, s * down, 0.0, c * u + s * v, -s * across, c * down, 0.0, c * v - s * u,
                               0.0,        0.0,      1.0, 0.0,           0.0,         0.0,      0.0, 1.0};
    for (int i = 0; i < 16; i++)
        net->tensor[op->output].values[i] = (float)matrix[i];
}

// Places are the middles of pixels; outside lies 0.
void net_sample(const struct net *net, const struct op *op)
{
    const struct tensor *in = &net->tensor[op->input[0]], *out = &net->tensor[op->output];
    const float *m = net->tensor[op->input[1]].values;
    int rows = in->dim[1], columns = in->dim[2], channels = in->dim[3];
    float *to = out->values;
    for (int j = 0; j < out->dim[1]; j++)
        for (int i = 0; i < out->dim[2]; i++, to += channels) {
            float u = (float)i + 0.5f, v = (float)j + 0.5f;
            float x = m[0] * u + m[1] * v + m[3] - 0.5f, y = m[4] * u + m[5] * v + m[7] - 0.5f;
            bool is_in = x >= 0.0f && y >= 0.0f && x <= (float)(columns - 1) && y <= (float)(rows - 1);
            int left = is_in ? (int)x : 0, top = is_in ? (int)y : 0;
            int right = left + 1 < columns ? left + 1 : left, bottom = top + 1 < rows ? top + 1 : top;
            float fx = x - (float)left, fy = y - (float)top;
            const float *a = in->values + (size_t)(top * columns + left) * (size_t)channels;
            const float *b = in->values + (size_t)(top * columns + right) * (size_t)channels;
            const float *c = in->values + (size_t)(bottom * columns + left) * (size_t)channels;
            const float *d = in->values + (size_t)(bottom * columns + right) * (size_t)channels;
            for (int k = 0; k < channels; k++)
                to[k] = is_in ? (a[k] * (1.0f - fx) + b[k] * fx) * (1.0f - fy) + (c[k] * (1.0f - fx) + d[k] * fx) * fy
                              : 0.0f;
        }
}

void net_carry(const struct net *net, const struct op *op)
{
    const struct tensor *in = &net->tensor[op->input[0]], *out = &net->tensor[op->output];
    const float *m = net->tensor[op->input[1]].values;
    int size = tensor_size(in), each = in->dim[3];
    for (int i = 0; i < size; i += each) {
        const float *p = in->values + i;
        float *q = out->values + i;
        q[0] = m[0] * p[0] + m[1] * p[1] + m[3];
        q[1] = m[4] * p[0] + m[5] * p[1] + m[7];
        if (each == 3)
            q[2] = p[2];
    }
}
