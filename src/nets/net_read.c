// From the bytes of a file to tensors and operators.
#include "nets/net_part.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/sha256.h"

#include <limits.h>
#include <string.h>

enum { MOST_TENSORS = 4096, MOST_OPS = 4096, MOST_DIM = 1 << 16, MOST_VALUES = 1 << 24, MOST_FILE = 64 << 20 };

static bool refuse(struct err *err, const char *what)
{
    return err_set(err, ERR_INPUT, "not a network that this program can run: %s", what);
}

static bool read_shape(const struct net *net, size_t table, struct tensor *out)
{
    struct flat_list shape = flat_list(&net->flat, table, 0, 4);
    if (shape.count > 4)
        return false;
    int64_t size = 1;
    out->rank = shape.count;
    for (int i = 0; i < 4; i++) {
        int k = i - (4 - shape.count);
        out->dim[i] = k < 0 ? 1 : flat_int(&net->flat, &shape, k);
        if (out->dim[i] < 1 || out->dim[i] > MOST_DIM)
            return false;
        size *= out->dim[i];
        if (size > MOST_VALUES)
            return false;
    }
    return true;
}

static bool read_constant(struct net *net, size_t buffer, struct tensor *t)
{
    struct flat_list data = flat_list(&net->flat, buffer, 0, 1);
    if (data.count == 0)
        return true; // computed while running
    size_t each = t->type == TYPE_FLOAT16 ? 2 : 4;
    t->raw = data.at;
    t->raw_bytes = (size_t)data.count;
    if (t->raw_bytes != each * (size_t)tensor_size(t))
        return false;
    t->is_constant = true;
    if (t->type != TYPE_FLOAT32)
        return true;
    t->values = mem_try_array((size_t)tensor_size(t), sizeof(float));
    if (t->values)
        memcpy(t->values, net->bytes + t->raw, t->raw_bytes);
    return t->values != NULL;
}

static bool read_tensors(struct net *net, size_t model, size_t graph, struct err *err)
{
    struct flat_list buffers = flat_list(&net->flat, model, 4, 4);
    struct flat_list tensors = flat_list(&net->flat, graph, 0, 4);
    if (tensors.count < 1 || tensors.count > MOST_TENSORS)
        return refuse(err, "no tensors, or too many");
    net->tensor = mem_alloc((size_t)tensors.count * sizeof *net->tensor);
    net->tensor_count = tensors.count;
    for (int i = 0; i < tensors.count; i++) {
        size_t table = flat_element(&net->flat, &tensors, i);
        struct tensor *t = &net->tensor[i];
        t->type = (int)flat_whole(&net->flat, table, 1, 1, 0);
        int64_t buffer = flat_whole(&net->flat, table, 2, 4, 0);
        if (!table || t->type < 0 || t->type > TYPE_INT32 || !read_shape(net, table, t))
            return refuse(err, "a tensor's type or shape");
        if (buffer > 0 && buffer < buffers.count &&
            !read_constant(net, flat_element(&net->flat, &buffers, (int)buffer), t))
            return refuse(err, "a constant's length");
    }
    return true;
}

static int read_code(const struct net *net, size_t table)
{
    int64_t code = flat_whole(&net->flat, table, 0, 1, 0), wide = flat_whole(&net->flat, table, 3, 4, 0);
    if (wide > code)
        code = wide;
    if (code != CODE_CUSTOM)
        return code >= 0 && code < CODE_TRANSPOSE_CONV ? (int)code : -1;
    static const struct {
        const char *name;
        int version, code;
    } customs[] = {{"Convolution2DTransposeBias", 1, CODE_TRANSPOSE_CONV},
                   {"Landmarks2TransformMatrix", 2, CODE_FRAME},
                   {"TransformTensorBilinear", 2, CODE_SAMPLE},
                   {"TransformLandmarks", 2, CODE_CARRY}};
    struct flat_list text = flat_list(&net->flat, table, 1, 1);
    int64_t version = flat_whole(&net->flat, table, 2, 4, 1);
    for (size_t i = 0; i < sizeof customs / sizeof customs[0]; i++)
        if (text.count == (int)strlen(customs[i].name) && version == customs[i].version &&
            memcmp(net->bytes + text.at, customs[i].name, strlen(customs[i].name)) == 0)
            return customs[i].code;
    return -1;
}

// Slots of the options tables in the schema.
static void read_options(const struct net *net, size_t table, struct op *op)
{
    const struct flat *flat = &net->flat;
    size_t field = flat_field(flat, table, 4), at = field ? flat_follow(flat, field) : 0;
    op->stride_x = op->stride_y = 1;
    switch (op->code) {
    case CODE_CONV:
    case CODE_DEPTHWISE:
    case CODE_AVERAGE_POOL:
    case CODE_MAX_POOL: {
        bool is_pool = op->code == CODE_AVERAGE_POOL || op->code == CODE_MAX_POOL;
        op->is_same = flat_whole(flat, at, 0, 1, 0) == 0;
        op->stride_x = (int)flat_whole(flat, at, 1, 4, 1);
        op->stride_y = (int)flat_whole(flat, at, 2, 4, 1);
        op->filter_x = is_pool ? (int)flat_whole(flat, at, 3, 4, 0) : 0;
        op->filter_y = is_pool ? (int)flat_whole(flat, at, 4, 4, 0) : 0;
        int slot = op->code == CODE_CONV ? 3 : op->code == CODE_DEPTHWISE ? 4 : 5;
        op->fused = (int)flat_whole(flat, at, slot, 1, 0);
        int spread = op->code == CODE_CONV ? 4 : 5; // dilation
        if (!is_pool && (flat_whole(flat, at, spread, 4, 1) != 1 || flat_whole(flat, at, spread + 1, 4, 1) != 1))
            op->code = -1;
        break;
    }
    case CODE_ADD:
    case CODE_MUL:
        op->fused = (int)flat_whole(flat, at, 0, 1, 0);
        break;
    case CODE_CONCATENATION:
        op->axis = (int)flat_whole(flat, at, 0, 4, 0);
        op->fused = (int)flat_whole(flat, at, 1, 1, 0);
        break;
    case CODE_RESIZE:
        op->is_half_pixel = flat_whole(flat, at, 3, 1, 0) != 0;
        if (flat_whole(flat, at, 2, 1, 0) != 0) // aligned corners
            op->code = -1;
        break;
    case CODE_TRANSPOSE_CONV: { // three raw numbers: padding, stride across, stride down
        struct flat_list raw = flat_list(flat, table, 5, 1);
        struct flat_list numbers = {raw.at, raw.count / 4};
        op->stride_x = flat_int(flat, &numbers, 1);
        op->stride_y = flat_int(flat, &numbers, 2);
        break;
    }
    case CODE_FRAME:
        op->options = flat_list(flat, table, 5, 1);
        break;
    default:
        break;
    }
}

static bool read_op(struct net *net, const struct flat_list *codes, size_t table, struct op *op, struct err *err)
{
    const struct flat *flat = &net->flat;
    size_t code = flat_element(flat, codes, (int)flat_whole(flat, table, 0, 4, 0));
    struct flat_list in = flat_list(flat, table, 1, 4), out = flat_list(flat, table, 2, 4);
    op->code = code ? read_code(net, code) : -1;
    if (op->code < 0 || in.count < 1 || in.count > NET_MOST_INPUTS || out.count != 1)
        return refuse(err, "an operator that is not known");
    op->input_count = in.count;
    for (int i = 0; i < in.count; i++) {
        op->input[i] = flat_int(flat, &in, i);
        if (op->input[i] < 0 || op->input[i] >= net->tensor_count)
            return refuse(err, "an operator's input");
    }
    op->output = flat_int(flat, &out, 0);
    if (op->output < 0 || op->output >= net->tensor_count || net->tensor[op->output].is_constant)
        return refuse(err, "an operator's output");
    read_options(net, table, op);
    return op->code >= 0 || refuse(err, "an operator's options");
}

static float half_to_float(unsigned bits)
{
    unsigned sign = (bits & 0x8000u) << 16, exponent = bits >> 10 & 31, fraction = bits & 1023;
    float value = (float)fraction / 1024.0f;
    if (exponent == 31)
        return 0.0f; // infinite or none: no weight is
    value = exponent == 0    ? value / 16384.0f
            : exponent >= 15 ? (1.0f + value) * (float)(1u << (exponent - 15))
                             : (1.0f + value) / (float)(1u << (15 - exponent));
    return sign ? -value : value;
}

// Weights kept as 16 bit floats become constants of 32 bits at once.
static bool widen(struct net *net, const struct op *op, struct err *err)
{
    const struct tensor *from = &net->tensor[op->input[0]];
    struct tensor *to = &net->tensor[op->output];
    int size = tensor_size(to);
    if (from->type != TYPE_FLOAT16 || !from->is_constant || to->type != TYPE_FLOAT32 || size != tensor_size(from))
        return refuse(err, "a constant of 16 bits");
    to->values = mem_try_array((size_t)size, sizeof(float));
    if (!to->values)
        return err_set(err, ERR_MACHINE, "no memory for a network");
    const uint8_t *raw = net->bytes + from->raw;
    for (int i = 0; i < size; i++)
        to->values[i] = half_to_float(raw[2 * i] | (unsigned)raw[2 * i + 1] << 8);
    to->is_constant = true;
    return true;
}

// An operator reads what is a constant, the input, or written by one before it; nothing twice.
static bool read_ops(struct net *net, size_t model, size_t graph, struct err *err)
{
    struct flat_list codes = flat_list(&net->flat, model, 1, 4), ops = flat_list(&net->flat, graph, 3, 4);
    if (ops.count < 1 || ops.count > MOST_OPS)
        return refuse(err, "no operators, or too many");
    net->op = mem_alloc((size_t)ops.count * sizeof *net->op);
    bool *is_known = mem_alloc((size_t)net->tensor_count * sizeof *is_known);
    for (int i = 0; i < net->tensor_count; i++)
        is_known[i] = net->tensor[i].is_constant;
    is_known[net->input] = true;
    bool is_sound = true;
    for (int i = 0; i < ops.count && is_sound; i++) {
        struct op *op = &net->op[net->op_count];
        is_sound = read_op(net, &codes, flat_element(&net->flat, &ops, i), op, err);
        for (int k = 0; k < op->input_count && is_sound; k++)
            is_sound = is_known[op->input[k]] || refuse(err, "operators out of order");
        is_sound = is_sound && (!is_known[op->output] || refuse(err, "a tensor written twice"));
        if (!is_sound)
            break;
        is_known[op->output] = true;
        if (op->code == CODE_DEQUANTIZE) {
            is_sound = widen(net, op, err);
            *op = (struct op){0};
            continue;
        }
        net->op_count++;
        is_sound = net_check_op(net, op, err);
        for (int k = 0; k < op->input_count; k++)
            net->tensor[op->input[k]].last_use = net->op_count - 1;
    }
    for (int i = 0; i < net->output_count && is_sound; i++) {
        struct tensor *t = &net->tensor[net->output[i]];
        is_sound = (is_known[net->output[i]] && !t->is_constant && net->output[i] != net->input) ||
                   refuse(err, "an output that nothing writes");
        t->last_use = INT_MAX;
    }
    mem_free(is_known);
    return is_sound;
}

static bool read_ends(struct net *net, size_t graph, struct err *err)
{
    struct flat_list in = flat_list(&net->flat, graph, 1, 4), out = flat_list(&net->flat, graph, 2, 4);
    net->input = flat_int(&net->flat, &in, 0);
    if (in.count != 1 || out.count < 1 || out.count > NET_MOST_INPUTS || net->input < 0 ||
        net->input >= net->tensor_count || net->tensor[net->input].type != TYPE_FLOAT32 ||
        net->tensor[net->input].is_constant || net->tensor[net->input].dim[0] != 1)
        return refuse(err, "its input");
    net->output_count = out.count;
    for (int i = 0; i < out.count; i++) {
        net->output[i] = flat_int(&net->flat, &out, i);
        if (net->output[i] < 0 || net->output[i] >= net->tensor_count)
            return refuse(err, "its outputs");
    }
    return true;
}

struct net *net_parse(const void *data, size_t size, struct err *err)
{
    struct net *net = mem_alloc(sizeof *net);
    net->bytes = size <= MOST_FILE ? mem_try_array(size + 1, 1) : NULL;
    if (net->bytes)
        memcpy(net->bytes, data, size);
    net->flat = (struct flat){net->bytes, net->bytes ? size : 0};
    size_t model = flat_root(&net->flat);
    struct flat_list graphs = flat_list(&net->flat, model, 2, 4);
    size_t graph = flat_element(&net->flat, &graphs, 0);
    bool is_sound = model && graph && size > 8 && memcmp(net->bytes + 4, "TFL3", 4) == 0;
    if (!is_sound)
        refuse(err, "not a TensorFlow Lite file");
    if (is_sound && read_tensors(net, model, graph, err) && read_ends(net, graph, err) &&
        read_ops(net, model, graph, err))
        return net;
    net_free(net);
    return NULL;
}

struct net *net_load(const char *path, const char *sha256, struct err *err)
{
    struct bytes bytes;
    char hex[65];
    if (!file_read(path, MOST_FILE, &bytes, err))
        return NULL;
    sha256_hex(bytes.data, bytes.size, hex);
    struct net *net = NULL;
    if (sha256 && strcmp(hex, sha256) != 0)
        err_set(err, ERR_INPUT, "%s is not the file it should be: install it again", path);
    else if (!(net = net_parse(bytes.data, bytes.size, err)))
        err_prefix(err, "%s", path);
    mem_free(bytes.data);
    return net;
}

void net_free(struct net *net)
{
    if (!net)
        return;
    for (int i = 0; i < net->op_count; i++) {
        mem_free(net->op[i].packed);
        mem_free(net->op[i].frame);
    }
    for (int i = 0; i < net->tensor_count; i++)
        mem_free(net->tensor[i].values);
    mem_free(net->op);
    mem_free(net->tensor);
    mem_free(net->bytes);
    mem_free(net);
}
