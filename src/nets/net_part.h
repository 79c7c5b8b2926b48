// What the files of nets/ share of a network. Private to the folder.
#pragma once

#include "nets/flat.h"
#include "nets/net.h"

#include <stdint.h>

// Numbers of the operators in the schema of TensorFlow Lite, version 3.
enum net_code {
    CODE_ADD = 0,
    CODE_AVERAGE_POOL = 1,
    CODE_CONCATENATION = 2,
    CODE_CONV = 3,
    CODE_DEPTHWISE = 4,
    CODE_DEQUANTIZE = 6,
    CODE_LOGISTIC = 14,
    CODE_MAX_POOL = 17,
    CODE_MUL = 18,
    CODE_RELU = 19,
    CODE_RESHAPE = 22,
    CODE_RESIZE = 23,
    CODE_CUSTOM = 32,
    CODE_PAD = 34,
    CODE_SLICE = 45,
    CODE_PRELU = 54,
    CODE_HARD_SWISH = 117,
    CODE_TRANSPOSE_CONV = 1000, // ours from here on, for the custom Convolution2DTransposeBias,
    CODE_FRAME = 1001,          // Landmarks2TransformMatrix,
    CODE_SAMPLE = 1002,         // TransformTensorBilinear,
    CODE_CARRY = 1003           // and TransformLandmarks; all three of version 2
};
enum net_type { TYPE_FLOAT32 = 0, TYPE_FLOAT16 = 1, TYPE_INT32 = 2 };
enum net_fused { FUSED_NONE = 0, FUSED_RELU = 1, FUSED_RELU6 = 3 };

struct tensor {
    int type;
    int rank, dim[4];      // fewer than four are filled up with 1 in front
    size_t raw, raw_bytes; // a constant's place in the file; 0: none
    float *values;         // of a constant, for good; else while a run needs it
    bool is_constant;
    int last_use; // index of the last operator that reads it; INT_MAX: an output
};

enum { NET_MOST_INPUTS = 8, NET_PACK = 8 };

struct op {
    int code;
    int input_count, input[NET_MOST_INPUTS], output;
    bool is_same; // padding: as if zeros lay around; else none
    int stride_x, stride_y, filter_x, filter_y;
    int fused;
    int axis;
    bool is_half_pixel;
    int before_x, before_y;   // padding in front
    struct flat_list options; // of CODE_FRAME, in the file
    struct net_frame *frame;  // the same, read
    float *packed;            // weights as [tap][output channel], channels filled up to a multiple of NET_PACK
};

struct net {
    uint8_t *bytes;
    struct flat flat;
    int tensor_count, op_count, input, output_count, output[NET_MOST_INPUTS];
    struct tensor *tensor;
    struct op *op;
    double work;
};

static inline int tensor_size(const struct tensor *t)
{
    return t->dim[0] * t->dim[1] * t->dim[2] * t->dim[3];
}

// Shapes and constants of an operator against what its kernel takes for granted; packs weights.
bool net_check_op(struct net *net, struct op *op, struct err *err);

// Kernels; shapes were checked.
bool net_conv(const struct net *net, const struct op *op);
void net_depthwise(const struct net *net, const struct op *op);
void net_transpose_conv(const struct net *net, const struct op *op);
void net_pool(const struct net *net, const struct op *op);
void net_pair(const struct net *net, const struct op *op); // add, multiply
void net_each(const struct net *net, const struct op *op); // relu, prelu, logistic, hard swish
void net_copy(const struct net *net, const struct op *op); // reshape, pad, concatenation
void net_resize(const struct net *net, const struct op *op);

// net_transform.c: points to the frame round some of them; a picture sampled in it; points carried out of it.
bool net_frame_read(const struct net *net, struct op *op, int points); // op->options; false: unsound
void net_frame_of(const struct net *net, const struct op *op);
void net_sample(const struct net *net, const struct op *op);
void net_carry(const struct net *net, const struct op *op);
