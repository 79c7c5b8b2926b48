// Convolutions. A plain one is a product of matrices: rows of taps, gathered where they do not lie
// together already, by packed weights, four pixels and eight channels at a time.
#include "nets/net_part.h"

#include "base/mem.h"

#include <string.h>

enum { ROWS = 4 };
typedef float float4 __attribute__((vector_size(16)));

static float fuse(float x, int fused)
{
    if (fused != FUSED_NONE && x < 0.0f)
        return 0.0f;
    return fused == FUSED_RELU6 && x > 6.0f ? 6.0f : x;
}

// sum[pixel] += taps of that pixel by eight channels' weights.
static void multiply(const float *const taps[ROWS], const float *weights, int count, int stride, float4 sum[ROWS][2])
{
    float4 s0 = sum[0][0], s1 = sum[0][1], s2 = sum[1][0], s3 = sum[1][1];
    float4 s4 = sum[2][0], s5 = sum[2][1], s6 = sum[3][0], s7 = sum[3][1];
    for (int k = 0; k < count; k++, weights += stride) {
        float4 a = *(const float4 *)(const void *)weights, b = *(const float4 *)(const void *)(weights + 4);
        float x = taps[0][k], y = taps[1][k], z = taps[2][k], w = taps[3][k];
        s0 += a * x;
        s1 += b * x;
        s2 += a * y;
        s3 += b * y;
        s4 += a * z;
        s5 += b * z;
        s6 += a * w;
        s7 += b * w;
    }
    sum[0][0] = s0, sum[0][1] = s1, sum[1][0] = s2, sum[1][1] = s3;
    sum[2][0] = s4, sum[2][1] = s5, sum[3][0] = s6, sum[3][1] = s7;
}

// The taps of one output pixel in a row, zeros outside the input.
static void gather(const struct op *op, const struct tensor *in, int x, int y, float *out)
{
    int channels = in->dim[3], left = x * op->stride_x - op->before_x, top = y * op->stride_y - op->before_y;
    size_t bytes = (size_t)channels * sizeof(float);
    for (int fy = 0; fy < op->filter_y; fy++)
        for (int fx = 0; fx < op->filter_x; fx++, out += channels) {
            int sx = left + fx, sy = top + fy;
            if (sx < 0 || sy < 0 || sx >= in->dim[2] || sy >= in->dim[1])
                memset(out, 0, bytes);
            else
                memcpy(out, in->values + ((size_t)sy * (size_t)in->dim[2] + (size_t)sx) * (size_t)channels, bytes);
        }
}

static void write_block(const struct op *op, const float4 sum[ROWS][2], const float *bias, float *out, int pixels,
                        int channels, int first)
{
    for (int p = 0; p < pixels; p++)
        for (int c = 0; c < NET_PACK && first + c < channels; c++)
            out[p * channels + first + c] = fuse(sum[p][c / 4][c % 4] + bias[first + c], op->fused);
}

bool net_conv(const struct net *net, const struct op *op)
{
    const struct tensor *in = &net->tensor[op->input[0]], *out = &net->tensor[op->output];
    const float *bias = net->tensor[op->input[2]].values;
    int taps = op->filter_x * op->filter_y * in->dim[3], channels = out->dim[3], columns = out->dim[2];
    int padded = (channels + NET_PACK - 1) / NET_PACK * NET_PACK, count = out->dim[1] * columns;
    bool is_direct = op->filter_x == 1 && op->filter_y == 1 && op->stride_x == 1 && op->stride_y == 1;
    float *room = is_direct ? NULL : mem_try_array_raw((size_t)taps * ROWS, sizeof(float));
    if (!room && !is_direct)
        return false;
    for (int first = 0; first < count; first += ROWS) {
        const float *row[ROWS];
        int pixels = count - first < ROWS ? count - first : ROWS;
        for (int p = 0; p < ROWS; p++) {
            int at = first + (p < pixels ? p : pixels - 1); // the last again fills the block up
            row[p] = is_direct ? in->values + (size_t)at * (size_t)taps : room + (size_t)p * (size_t)taps;
            if (!is_direct)
                gather(op, in, at % columns, at / columns, room + (size_t)p * (size_t)taps);
        }
        for (int c = 0; c < channels; c += NET_PACK) {
            float4 sum[ROWS][2] = {0};
            multiply(row, op->packed + c, taps, padded, sum);
            write_block(op, (const float4(*)[2])sum, bias, out->values + (size_t)first * (size_t)channels, pixels,
                        channels, c);
        }
    }
    mem_free(room);
    return true;
}

static void add_products(float *restrict sum, const float *restrict a, const float *restrict b, int count)
{
    for (int i = 0; i < count; i++)
        sum[i] += a[i] * b[i];
}

void net_depthwise(const struct net *net, const struct op *op)
{
    const struct tensor *in = &net->tensor[op->input[0]], *out = &net->tensor[op->output];
    const float *weights = net->tensor[op->input[1]].values, *bias = net->tensor[op->input[2]].values;
    int channels = out->dim[3];
    float *to = out->values;
    for (int y = 0; y < out->dim[1]; y++)
        for (int x = 0; x < out->dim[2]; x++, to += channels) {
            memcpy(to, bias, (size_t)channels * sizeof(float));
            for (int fy = 0; fy < op->filter_y; fy++)
                for (int fx = 0; fx < op->filter_x; fx++) {
                    int sx = x * op->stride_x - op->before_x + fx, sy = y * op->stride_y - op->before_y + fy;
                    if (sx < 0 || sy < 0 || sx >= in->dim[2] || sy >= in->dim[1])
                        continue;
                    size_t at = ((size_t)sy * (size_t)in->dim[2] + (size_t)sx) * (size_t)channels;
                    add_products(to, in->values + at, weights + (fy * op->filter_x + fx) * channels, channels);
                }
            for (int c = 0; c < channels && op->fused; c++)
                to[c] = fuse(to[c], op->fused);
        }
}

void net_transpose_conv(const struct net *net, const struct op *op)
{
    const struct tensor *in = &net->tensor[op->input[0]], *out = &net->tensor[op->output];
    const float *weights = net->tensor[op->input[1]].values, *bias = net->tensor[op->input[2]].values;
    int ins = in->dim[3], outs = out->dim[3], taps = op->stride_x * op->stride_y;
    for (int y = 0; y < out->dim[1]; y++)
        for (int x = 0; x < out->dim[2]; x++) {
            size_t pixel = (size_t)y * (size_t)out->dim[2] + (size_t)x;
            size_t from = (size_t)(y / op->stride_y) * (size_t)in->dim[2] + (size_t)(x / op->stride_x);
            int tap = y % op->stride_y * op->stride_x + x % op->stride_x;
            const float *a = in->values + from * (size_t)ins;
            for (int o = 0; o < outs; o++) {
                const float *b = weights + ((size_t)o * (size_t)taps + (size_t)tap) * (size_t)ins;
                float sum = bias[o];
                for (int i = 0; i < ins; i++)
                    sum += a[i] * b[i];
                out->values[pixel * (size_t)outs + (size_t)o] = sum;
            }
        }
}
