#include "nets/flex.h"

#include <string.h>

// Kinds of values; each stands in the upper six bits of a byte, the logarithm of its length in the lower two.
enum { KIND_INT = 1, KIND_FLOAT = 3, KIND_MAP = 9, KIND_INTS = 11 };

static bool has(const struct flex *flex, size_t at, size_t bytes)
{
    return at <= flex->size && bytes <= flex->size - at;
}

static uint64_t read_bits(const struct flex *flex, size_t at, int bytes)
{
    uint64_t value = 0;
    if (has(flex, at, (size_t)bytes))
        for (int i = 0; i < bytes; i++)
            value |= (uint64_t)flex->data[at + (size_t)i] << (8 * i);
    return value;
}

static int64_t read_signed(const struct flex *flex, size_t at, int bytes)
{
    uint64_t value = read_bits(flex, at, bytes), sign = 1ull << (8 * bytes - 1);
    return (int64_t)((value ^ sign) - sign);
}

// Offsets point backward. False: out of bounds.
static bool follow(const struct flex *flex, size_t at, int bytes, size_t *to)
{
    uint64_t offset = read_bits(flex, at, bytes);
    *to = offset <= at ? at - (size_t)offset : 0;
    return has(flex, at, (size_t)bytes) && offset > 0 && offset <= at;
}

struct flex flex_open(const uint8_t *data, size_t size)
{
    struct flex flex = {.data = data, .size = size};
    size_t at, keys;
    int width = size >= 3 ? data[size - 1] : 0, type = size >= 3 ? data[size - 2] : 0, bytes = 1 << (type & 3);
    bool is_map = (width == 1 || width == 2 || width == 4 || width == 8) && type >> 2 == KIND_MAP &&
                  size >= 2 + (size_t)width && follow(&flex, size - 2 - (size_t)width, width, &at) &&
                  at >= 3 * (size_t)bytes && follow(&flex, at - 3 * (size_t)bytes, bytes, &keys);
    if (!is_map)
        return (struct flex){0};
    uint64_t key_bytes = read_bits(&flex, at - 2 * (size_t)bytes, bytes);
    uint64_t count = read_bits(&flex, at - (size_t)bytes, bytes);
    bool is_sound = (key_bytes == 1 || key_bytes == 2 || key_bytes == 4 || key_bytes == 8) && count <= 1024 &&
                    has(&flex, at, count * (size_t)(bytes + 1)) && has(&flex, keys, count * (size_t)key_bytes);
    flex.values = at;
    flex.keys = keys;
    flex.value_bytes = bytes;
    flex.key_bytes = (int)key_bytes;
    flex.count = is_sound ? (int)count : 0;
    return flex;
}

// Where the value of that key stands, and its kind and length. False: there is none.
static bool find(const struct flex *flex, const char *key, size_t *at, int *kind, int *bytes)
{
    size_t length = strlen(key) + 1, text;
    for (int i = 0; i < flex->count; i++) {
        bool is_text = follow(flex, flex->keys + (size_t)(i * flex->key_bytes), flex->key_bytes, &text);
        if (!is_text || !has(flex, text, length) || memcmp(flex->data + text, key, length) != 0)
            continue;
        int type = flex->data[flex->values + (size_t)(flex->count * flex->value_bytes + i)];
        *at = flex->values + (size_t)(i * flex->value_bytes);
        *kind = type >> 2;
        *bytes = 1 << (type & 3);
        return true;
    }
    return false;
}

// A number fills its place, whatever length its own kind says.
int64_t flex_whole(const struct flex *flex, const char *key, int64_t absent)
{
    size_t at;
    int kind, bytes;
    return find(flex, key, &at, &kind, &bytes) && kind == KIND_INT ? read_signed(flex, at, flex->value_bytes) : absent;
}

double flex_real(const struct flex *flex, const char *key, double absent)
{
    size_t at;
    int kind, bytes;
    if (!find(flex, key, &at, &kind, &bytes))
        return absent;
    if (kind == KIND_INT)
        return (double)read_signed(flex, at, flex->value_bytes);
    uint64_t bits = read_bits(flex, at, flex->value_bytes);
    uint32_t half = (uint32_t)bits;
    double value = absent;
    float narrow;
    memcpy(&narrow, &half, sizeof narrow);
    if (kind == KIND_FLOAT && flex->value_bytes == 8)
        memcpy(&value, &bits, sizeof value);
    if (kind == KIND_FLOAT && flex->value_bytes == 4)
        value = (double)narrow;
    return value - value == 0.0 ? value : absent;
}

struct flex_list flex_list(const struct flex *flex, const char *key)
{
    size_t at, first;
    int kind, bytes;
    bool is_list = find(flex, key, &at, &kind, &bytes) && kind == KIND_INTS &&
                   follow(flex, at, flex->value_bytes, &first) && first >= (size_t)bytes;
    uint64_t count = is_list ? read_bits(flex, first - (size_t)bytes, bytes) : 0;
    if (count > 4096 || !has(flex, is_list ? first : 0, count * (size_t)bytes))
        return (struct flex_list){0};
    return (struct flex_list){is_list ? first : 0, bytes, (int)count};
}

int64_t flex_element(const struct flex *flex, const struct flex_list *list, int index)
{
    bool is_in = index >= 0 && index < list->count;
    return is_in ? read_signed(flex, list->at + (size_t)(index * list->bytes), list->bytes) : 0;
}
