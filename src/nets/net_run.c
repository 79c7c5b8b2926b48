// One run: operators in the file's order, each tensor in memory only from its first use to its last.
#include "nets/net_part.h"

#include "base/mem.h"

#include <string.h>

static struct net_shape shape_of(const struct tensor *t)
{
    return (struct net_shape){t->dim[0] * t->dim[1], t->dim[2], t->dim[3]};
}

struct net_shape net_input_shape(const struct net *net)
{
    return shape_of(&net->tensor[net->input]);
}

int net_output_count(const struct net *net)
{
    return net->output_count;
}

struct net_shape net_output_shape(const struct net *net, int index)
{
    return shape_of(&net->tensor[net->output[index]]);
}

double net_work(const struct net *net)
{
    return net->work;
}

const float *net_output(const struct net *net, int index)
{
    return net->tensor[net->output[index]].values;
}

static void release(struct tensor *t)
{
    if (!t->is_constant) {
        mem_free(t->values);
        t->values = NULL;
    }
}

static bool make_room(struct tensor *t)
{
    release(t);
    t->values = mem_try_array_raw((size_t)tensor_size(t), sizeof(float));
    return t->values != NULL;
}

static bool run_op(const struct net *net, const struct op *op)
{
    switch (op->code) {
    case CODE_CONV:
        return net_conv(net, op);
    case CODE_DEPTHWISE:
        net_depthwise(net, op);
        break;
    case CODE_TRANSPOSE_CONV:
        net_transpose_conv(net, op);
        break;
    case CODE_AVERAGE_POOL:
    case CODE_MAX_POOL:
        net_pool(net, op);
        break;
    case CODE_ADD:
    case CODE_MUL:
        net_pair(net, op);
        break;
    case CODE_RESHAPE:
    case CODE_SLICE:
    case CODE_PAD:
    case CODE_CONCATENATION:
        net_copy(net, op);
        break;
    case CODE_RESIZE:
        net_resize(net, op);
        break;
    case CODE_FRAME:
        net_frame_of(net, op);
        break;
    case CODE_SAMPLE:
        net_sample(net, op);
        break;
    case CODE_CARRY:
        net_carry(net, op);
        break;
    default:
        net_each(net, op);
    }
    return true;
}

bool net_run(struct net *net, const float *input, struct err *err)
{
    struct tensor *first = &net->tensor[net->input];
    bool is_done = make_room(first);
    if (is_done)
        memcpy(first->values, input, (size_t)tensor_size(first) * sizeof(float));
    for (int i = 0; i < net->op_count && is_done; i++) {
        const struct op *op = &net->op[i];
        is_done = make_room(&net->tensor[op->output]) && run_op(net, op);
        for (int k = 0; k < op->input_count; k++)
            if (net->tensor[op->input[k]].last_use == i)
                release(&net->tensor[op->input[k]]);
    }
    return is_done || err_set(err, ERR_MACHINE, "no memory to run a network");
}
