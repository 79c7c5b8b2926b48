// Reads of a FlexBuffers map (the options of custom operators), each checked against its bytes' end.
//
// What is absent, damaged or of another kind gives the default or an empty list, never a wrong address. Only a map at
// the root, of numbers and lists of whole numbers.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct flex {
    const uint8_t *data; // borrowed
    size_t size;
    size_t values, keys;        // of the first of each
    int value_bytes, key_bytes; // each value, each offset to a key
    int count;                  // 0: no map
};

struct flex_list {
    size_t at;
    int bytes, count; // of each element
};

struct flex flex_open(const uint8_t *data, size_t size);
int64_t flex_whole(const struct flex *flex, const char *key, int64_t absent);
double flex_real(const struct flex *flex, const char *key, double absent); // finite
struct flex_list flex_list(const struct flex *flex, const char *key);
int64_t flex_element(const struct flex *flex, const struct flex_list *list, int index);
