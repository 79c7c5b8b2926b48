// Any bytes as a network: refused, or run without leaving its memory.
#include "fuzz.h"

#include "base/mem.h"
#include "nets/net.h"

#define MOST_WORK 3e6 // multiplications; more would only be slow

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct net *net = net_parse(data, size, NULL);
    if (net && net_work(net) < MOST_WORK) {
        struct net_shape in = net_input_shape(net);
        size_t count = (size_t)in.rows * (size_t)in.columns * (size_t)in.channels;
        float *input = mem_try_array(count, sizeof *input);
        if (input)
            net_run(net, input, NULL);
        mem_free(input);
    }
    net_free(net);
    return 0;
}
