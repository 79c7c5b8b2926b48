// Operators without weights of their own.
#include "nets/net_part.h"

#include "base/mathd.h"

#include <string.h>

static void pool_pixel(const struct op *op, const struct tensor *in, int x, int y, float *to)
{
    bool is_max = op->code == CODE_MAX_POOL;
    int channels = in->dim[3], seen = 0;
    for (int fy = 0; fy < op->filter_y; fy++)
        for (int fx = 0; fx < op->filter_x; fx++) {
            int sx = x * op->stride_x - op->before_x + fx, sy = y * op->stride_y - op->before_y + fy;
            if (sx < 0 || sy < 0 || sx >= in->dim[2] || sy >= in->dim[1])
                continue;
            const float *from = in->values + ((size_t)sy * (size_t)in->dim[2] + (size_t)sx) * (size_t)channels;
            for (int c = 0; c < channels; c++)
                to[c] = seen == 0 ? from[c] : is_max ? (from[c] > to[c] ? from[c] : to[c]) : to[c] + from[c];
            seen++;
        }
    for (int c = 0; c < channels && !is_max && seen > 0; c++)
        to[c] /= (float)seen;
}

void net_pool(const struct net *net, const struct op *op)
{
    const struct tensor *in = &net->tensor[op->input[0]], *out = &net->tensor[op->output];
    float *to = out->values;
    for (int y = 0; y < out->dim[1]; y++)
        for (int x = 0; x < out->dim[2]; x++, to += out->dim[3])
            pool_pixel(op, in, x, y, to);
}

void net_pair(const struct net *net, const struct op *op)
{
    const struct tensor *a = &net->tensor[op->input[0]], *b = &net->tensor[op->input[1]];
    float *out = net->tensor[op->output].values;
    int size = tensor_size(a), period = tensor_size(b);
    for (int first = 0; first < size; first += period)
        for (int i = 0; i < period; i++) {
            float x = a->values[first + i], y = b->values[i];
            float value = op->code == CODE_ADD ? x + y : x * y;
            if (op->fused && value < 0.0f)
                value = 0.0f;
            out[first + i] = op->fused == FUSED_RELU6 && value > 6.0f ? 6.0f : value;
        }
}

static float hard_swish(float x)
{
    float part = x + 3.0f;
    part = part < 0.0f ? 0.0f : part > 6.0f ? 6.0f : part;
    return x * part * (1.0f / 6.0f);
}

void net_each(const struct net *net, const struct op *op)
{
    const struct tensor *in = &net->tensor[op->input[0]];
    const float *from = in->values, *slope = op->code == CODE_PRELU ? net->tensor[op->input[1]].values : NULL;
    float *to = net->tensor[op->output].values;
    int size = tensor_size(in), channels = in->dim[3];
    switch (op->code) {
    case CODE_RELU:
        for (int i = 0; i < size; i++)
            to[i] = from[i] > 0.0f ? from[i] : 0.0f;
        break;
    case CODE_PRELU:
        for (int i = 0; i < size; i += channels)
            for (int c = 0; c < channels; c++)
                to[i + c] = from[i + c] > 0.0f ? from[i + c] : from[i + c] * slope[c];
        break;
    case CODE_HARD_SWISH:
        for (int i = 0; i < size; i++)
            to[i] = hard_swish(from[i]);
        break;
    default:
        for (int i = 0; i < size; i++)
            to[i] = (float)(1.0 / (1.0 + mathd_exp(-(double)from[i])));
    }
}

static void pad(const struct tensor *in, const struct tensor *out)
{
    memset(out->values, 0, (size_t)tensor_size(out) * sizeof(float));
    int channels = in->dim[3];
    for (int n = 0; n < in->dim[0]; n++)
        for (int y = 0; y < in->dim[1]; y++)
            for (int x = 0; x < in->dim[2]; x++) {
                size_t from = (((size_t)n * (size_t)in->dim[1] + (size_t)y) * (size_t)in->dim[2] + (size_t)x);
                size_t to = (((size_t)n * (size_t)out->dim[1] + (size_t)y) * (size_t)out->dim[2] + (size_t)x);
                memcpy(out->values + to * (size_t)out->dim[3], in->values + from * (size_t)channels,
                       (size_t)channels * sizeof(float));
            }
}

static void concatenate(const struct net *net, const struct op *op, const struct tensor *out)
{
    size_t outer = 1, filled = 0, whole = 1;
    for (int d = 0; d < 4; d++)
        *(d < op->axis ? &outer : &whole) *= (size_t)out->dim[d];
    for (int i = 0; i < op->input_count; i++) {
        const struct tensor *in = &net->tensor[op->input[i]];
        size_t part = (size_t)tensor_size(in) / outer;
        for (size_t k = 0; k < outer; k++)
            memcpy(out->values + k * whole + filled, in->values + k * part, part * sizeof(float));
        filled += part;
    }
}

void net_copy(const struct net *net, const struct op *op)
{
    const struct tensor *in = &net->tensor[op->input[0]], *out = &net->tensor[op->output];
    if (op->code == CODE_PAD)
        pad(in, out);
    else if (op->code == CODE_CONCATENATION)
        concatenate(net, op, out);
    else
        memcpy(out->values, in->values, (size_t)tensor_size(in) * sizeof(float));
}

// Where a new pixel lies among the old ones: the two beside it, and the second's share.
static float between(int at, int from_length, int to_length, bool is_half_pixel, int *low, int *high)
{
    float scale = (float)from_length / (float)to_length;
    float place = is_half_pixel ? ((float)at + 0.5f) * scale - 0.5f : (float)at * scale;
    if (place < 0.0f)
        place = 0.0f;
    *low = (int)place;
    if (*low > from_length - 1)
        *low = from_length - 1;
    *high = *low + 1 < from_length ? *low + 1 : *low;
    return place - (float)*low;
}

void net_resize(const struct net *net, const struct op *op)
{
    const struct tensor *in = &net->tensor[op->input[0]], *out = &net->tensor[op->output];
    size_t channels = (size_t)in->dim[3], columns = (size_t)in->dim[2];
    float *to = out->values;
    for (int y = 0; y < out->dim[1]; y++)
        for (int x = 0; x < out->dim[2]; x++, to += channels) {
            int left, right, top, bottom;
            float fx = between(x, in->dim[2], out->dim[2], op->is_half_pixel, &left, &right);
            float fy = between(y, in->dim[1], out->dim[1], op->is_half_pixel, &top, &bottom);
            const float *a = in->values + ((size_t)top * columns + (size_t)left) * channels;
            const float *b = in->values + ((size_t)top * columns + (size_t)right) * channels;
            const float *c = in->values + ((size_t)bottom * columns + (size_t)left) * channels;
            const float *d = in->values + ((size_t)bottom * columns + (size_t)right) * channels;
            for (size_t i = 0; i < channels; i++)
                to[i] = (a[i] * (1.0f - fx) + b[i] * fx) * (1.0f - fy) + (c[i] * (1.0f - fx) + d[i] * fx) * fy;
        }
}
