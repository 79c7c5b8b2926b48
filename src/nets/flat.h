// Reads of a FlatBuffers file (tables, vectors, scalars), each checked against the file's end.
//
// A position is an offset into the file; 0 means absent or out of bounds, and whatever is read there
// gives its default or an empty list. So a damaged file gives wrong values, never a wrong address.
// Knows no schema.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct flat {
    const uint8_t *data; // borrowed
    size_t size;
};

struct flat_list {
    size_t at; // of the first element
    int count;
};

size_t flat_root(const struct flat *flat);
size_t flat_field(const struct flat *flat, size_t table, int slot); // where the field's value stands
size_t flat_follow(const struct flat *flat, size_t at);             // what the offset there points to
int64_t flat_whole(const struct flat *flat, size_t table, int slot, int bytes, int64_t absent);
struct flat_list flat_list(const struct flat *flat, size_t table, int slot, int element_bytes);
size_t flat_element(const struct flat *flat, const struct flat_list *list, int index); // a table's
int32_t flat_int(const struct flat *flat, const struct flat_list *list, int index);
bool flat_has(const struct flat *flat, size_t at, size_t bytes);
