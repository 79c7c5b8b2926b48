// Small neural networks from TensorFlow Lite files: read, checked and run on the processor.
//
// Twenty operators on 32 bit floats, batch 1; weights may be 16 bit floats. Anything else is refused
// when the file is read. Every offset and every shape is checked then, so that a run cannot leave its
// buffers whatever the file says. The sums are taken in a fixed order: the same input gives the same
// bits on any x86-64 machine.
//
// Thread: a net may be run by one thread at a time.
#pragma once

#include "base/err.h"

#include <stddef.h>

struct net;

struct net_shape {
    int rows, columns, channels;
};

// Bytes are copied. NULL (ERR_INPUT): not such a file, damaged, or an operator that is not known.
struct net *net_parse(const void *data, size_t size, struct err *err);
// The same from a file, which must have that SHA-256 (NULL: any).
struct net *net_load(const char *path, const char *sha256, struct err *err);
void net_free(struct net *net); // accepts NULL

struct net_shape net_input_shape(const struct net *net);
int net_output_count(const struct net *net);
struct net_shape net_output_shape(const struct net *net, int index);
double net_work(const struct net *net); // multiplications of one run, about

// `input` holds rows x columns x channels floats. False: no memory (ERR_MACHINE).
bool net_run(struct net *net, const float *input, struct err *err);
// Of the last run; valid until the next one.
const float *net_output(const struct net *net, int index);
