// What each kernel takes for granted of shapes, checked once, when the file is read.
#include "nets/net_part.h"

#include "base/mem.h"

#include <string.h>

enum { MOST_STRIDE = 256, MOST_FILTER = 256 };
static const double most_work = 2e10; // multiplications of a whole net

static bool refuse(struct err *err, const struct op *op)
{
    return err_set(err, ERR_INPUT, "not a network that this program can run: shapes of operator %d", op->code);
}

static bool is_same_shape(const struct tensor *a, const struct tensor *b)
{
    return memcmp(a->dim, b->dim, sizeof a->dim) == 0;
}

// Output length along one axis, and the padding in front.
static int out_length(int in, int filter, int stride, bool is_same, int *before)
{
    int out = is_same ? (in + stride - 1) / stride : in >= filter ? (in - filter) / stride + 1 : 0;
    int all = (out - 1) * stride + filter - in;
    *before = is_same && all > 0 ? all / 2 : 0;
    return out;
}

static bool check_window(struct op *op, const struct tensor *in, const struct tensor *out)
{
    bool is_sound = op->stride_x >= 1 && op->stride_x <= MOST_STRIDE && op->stride_y >= 1 &&
                    op->stride_y <= MOST_STRIDE && op->filter_x >= 1 && op->filter_x <= MOST_FILTER &&
                    op->filter_y >= 1 && op->filter_y <= MOST_FILTER;
    return is_sound && in->dim[0] == 1 && out->dim[0] == 1 &&
           out->dim[1] == out_length(in->dim[1], op->filter_y, op->stride_y, op->is_same, &op->before_y) &&
           out->dim[2] == out_length(in->dim[2], op->filter_x, op->stride_x, op->is_same, &op->before_x);
}

static bool is_weights(const struct tensor *t)
{
    return t->is_constant && t->type == TYPE_FLOAT32 && t->values;
}

static bool is_bias(const struct tensor *t, int channels)
{
    return is_weights(t) && tensor_size(t) == channels;
}

// From [output channel][row][column][input channel].
static bool pack(struct op *op, const struct tensor *weights)
{
    int outs = weights->dim[0], taps = tensor_size(weights) / outs;
    int padded = (outs + NET_PACK - 1) / NET_PACK * NET_PACK;
    op->packed = mem_try_array((size_t)taps * (size_t)padded, sizeof(float));
    for (int o = 0; o < outs && op->packed; o++)
        for (int k = 0; k < taps; k++)
            op->packed[(size_t)k * (size_t)padded + (size_t)o] = weights->values[(size_t)o * (size_t)taps + (size_t)k];
    return op->packed != NULL;
}

static bool check_conv(struct net *net, struct op *op, const struct tensor *in, const struct tensor *out)
{
    const struct tensor *weights = op->input_count == 3 ? &net->tensor[op->input[1]] : NULL;
    if (!weights || !is_weights(weights))
        return false;
    op->filter_y = weights->dim[1];
    op->filter_x = weights->dim[2];
    bool is_depthwise = op->code == CODE_DEPTHWISE;
    int channels = out->dim[3];
    net->work += (double)tensor_size(out) * op->filter_x * op->filter_y * (is_depthwise ? 1 : in->dim[3]);
    bool is_sound = is_bias(&net->tensor[op->input[2]], channels) && check_window(op, in, out);
    if (is_depthwise)
        return is_sound && weights->dim[0] == 1 && weights->dim[3] == channels && in->dim[3] == channels;
    return is_sound && weights->dim[0] == channels && weights->dim[3] == in->dim[3] && pack(op, weights);
}

// Only where windows of the output neither overlap nor leave gaps.
static bool check_transpose_conv(struct net *net, struct op *op, const struct tensor *in, const struct tensor *out)
{
    const struct tensor *weights = op->input_count == 3 ? &net->tensor[op->input[1]] : NULL;
    if (!weights || !is_weights(weights))
        return false;
    net->work += (double)tensor_size(out) * in->dim[3];
    return weights->dim[1] == op->stride_y && weights->dim[2] == op->stride_x && weights->dim[0] == out->dim[3] &&
           weights->dim[3] == in->dim[3] && in->dim[0] == 1 && out->dim[0] == 1 &&
           out->dim[1] == (int64_t)in->dim[1] * op->stride_y && out->dim[2] == (int64_t)in->dim[2] * op->stride_x &&
           is_bias(&net->tensor[op->input[2]], out->dim[3]);
}

// The second is of the first's shape, or one value for each channel, or one; or the other way round, turned.
static bool check_pair(struct net *net, struct op *op, const struct tensor *out)
{
    if (op->input_count != 2)
        return false;
    if (!is_same_shape(&net->tensor[op->input[0]], out)) {
        int first = op->input[0];
        op->input[0] = op->input[1];
        op->input[1] = first;
    }
    const struct tensor *a = &net->tensor[op->input[0]], *b = &net->tensor[op->input[1]];
    bool is_row = tensor_size(b) == b->dim[3] && (b->dim[3] == out->dim[3] || b->dim[3] == 1);
    return is_same_shape(a, out) && b->type == TYPE_FLOAT32 && (is_same_shape(b, out) || is_row);
}

static bool check_pad(const struct net *net, struct op *op, const struct tensor *in, const struct tensor *out)
{
    const struct tensor *pads = op->input_count == 2 ? &net->tensor[op->input[1]] : NULL;
    if (!pads || pads->type != TYPE_INT32 || !pads->is_constant || tensor_size(pads) != 8 || in->rank != 4)
        return false;
    struct flat_list list = {pads->raw, 8};
    for (int i = 0; i < 4; i++) {
        int before = flat_int(&net->flat, &list, 2 * i), after = flat_int(&net->flat, &list, 2 * i + 1);
        if (before != 0 || after < 0 || (int64_t)in->dim[i] + after != out->dim[i])
            return false; // in front nothing is put by these networks
    }
    return true;
}

static bool check_concatenation(const struct net *net, struct op *op, const struct tensor *out)
{
    if (op->axis < -4 || op->axis > 3 || op->fused)
        return false;
    int axis = op->axis + (op->axis < 0 ? out->rank : 0) + 4 - out->rank;
    if (axis < 0 || axis > 3)
        return false;
    int64_t length = 0;
    for (int i = 0; i < op->input_count; i++) {
        const struct tensor *in = &net->tensor[op->input[i]];
        for (int d = 0; d < 4; d++)
            if (d != axis && in->dim[d] != out->dim[d])
                return false;
        if (in->rank != out->rank || in->type != TYPE_FLOAT32)
            return false;
        length += in->dim[axis];
    }
    op->axis = axis;
    return length == out->dim[axis];
}

static bool check_resize(const struct tensor *in, const struct tensor *out, const struct op *op)
{
    return op->input_count == 2 && in->dim[0] == 1 && out->dim[0] == 1 && in->dim[3] == out->dim[3];
}

// Whole numbers, all of that value.
static bool is_filled(const struct net *net, const struct tensor *t, int value)
{
    struct flat_list list = {t->raw, tensor_size(t)};
    if (t->type != TYPE_INT32 || !t->is_constant)
        return false;
    for (int i = 0; i < list.count; i++)
        if (flat_int(&net->flat, &list, i) != value)
            return false;
    return true;
}

// Only of all there is: these networks name an output so.
static bool check_slice(const struct net *net, const struct op *op, const struct tensor *in, const struct tensor *out)
{
    return op->input_count == 4 && is_same_shape(in, out) && is_filled(net, &net->tensor[op->input[1]], 0) &&
           is_filled(net, &net->tensor[op->input[3]], 1);
}

static bool is_matrix(const struct tensor *t)
{
    return t->type == TYPE_FLOAT32 && t->dim[0] == 1 && t->dim[1] == 1 && t->dim[2] == 4 && t->dim[3] == 4;
}

static bool check_transform(struct net *net, struct op *op, const struct tensor *in, const struct tensor *out)
{
    net->work += 4.0 * tensor_size(out);
    if (op->code == CODE_FRAME)
        return op->input_count == 1 && in->dim[0] == 1 && in->dim[1] == 1 && in->dim[3] == 3 && is_matrix(out) &&
               net_frame_read(net, op, in->dim[2]);
    if (op->input_count != 2 || !is_matrix(&net->tensor[op->input[1]]))
        return false;
    if (op->code == CODE_CARRY)
        return is_same_shape(in, out) && (in->dim[3] == 2 || in->dim[3] == 3);
    return in->dim[0] == 1 && out->dim[0] == 1 && in->dim[3] == out->dim[3];
}

static bool check_shapes(struct net *net, struct op *op, const struct tensor *in, const struct tensor *out)
{
    switch (op->code) {
    case CODE_CONV:
    case CODE_DEPTHWISE:
        return check_conv(net, op, in, out);
    case CODE_TRANSPOSE_CONV:
        return check_transpose_conv(net, op, in, out);
    case CODE_AVERAGE_POOL:
    case CODE_MAX_POOL:
        net->work += (double)tensor_size(out) * op->filter_x * op->filter_y;
        return op->input_count == 1 && !op->fused && in->dim[3] == out->dim[3] && check_window(op, in, out);
    case CODE_ADD:
    case CODE_MUL:
        return check_pair(net, op, out);
    case CODE_RELU:
    case CODE_LOGISTIC:
    case CODE_HARD_SWISH:
        return op->input_count == 1 && is_same_shape(in, out);
    case CODE_PRELU:
        return op->input_count == 2 && is_same_shape(in, out) && is_bias(&net->tensor[op->input[1]], in->dim[3]);
    case CODE_RESHAPE:
        return tensor_size(in) == tensor_size(out);
    case CODE_SLICE:
        return check_slice(net, op, in, out);
    case CODE_FRAME:
    case CODE_SAMPLE:
    case CODE_CARRY:
        return check_transform(net, op, in, out);
    case CODE_PAD:
        return check_pad(net, op, in, out);
    case CODE_CONCATENATION:
        return check_concatenation(net, op, out);
    case CODE_RESIZE:
        return check_resize(in, out, op);
    default:
        return op->code == CODE_DEQUANTIZE;
    }
}

bool net_check_op(struct net *net, struct op *op, struct err *err)
{
    const struct tensor *in = &net->tensor[op->input[0]], *out = &net->tensor[op->output];
    bool is_fused = op->fused == FUSED_NONE || op->fused == FUSED_RELU || op->fused == FUSED_RELU6;
    net->work += tensor_size(out);
    return (is_fused && in->type == TYPE_FLOAT32 && out->type == TYPE_FLOAT32 && check_shapes(net, op, in, out) &&
            net->work < most_work) ||
           refuse(err, op);
}
