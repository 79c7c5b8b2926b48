#include "nets/flat.h"

bool flat_has(const struct flat *flat, size_t at, size_t bytes)
{
    return at > 0 && at <= flat->size && bytes <= flat->size - at;
}

// Little-endian and signed; 0 when it is not all there.
static int64_t read_whole(const struct flat *flat, size_t at, int bytes)
{
    if (!flat_has(flat, at, (size_t)bytes))
        return 0;
    uint64_t value = 0;
    for (int i = 0; i < bytes; i++)
        value |= (uint64_t)flat->data[at + (size_t)i] << (8 * i);
    uint64_t sign = 1ull << (8 * bytes - 1);
    return (int64_t)(value ^ sign) - (int64_t)sign;
}

static uint32_t read_offset(const struct flat *flat, size_t at)
{
    return (uint32_t)read_whole(flat, at, 4);
}

size_t flat_follow(const struct flat *flat, size_t at)
{
    uint32_t offset = read_offset(flat, at);
    return offset > 0 && flat_has(flat, at, 4) && flat_has(flat, at + offset, 4) ? at + offset : 0;
}

size_t flat_root(const struct flat *flat)
{
    if (flat->size < 8)
        return 0;
    uint32_t at =
        flat->data[0] | (uint32_t)flat->data[1] << 8 | (uint32_t)flat->data[2] << 16 | (uint32_t)flat->data[3] << 24;
    return flat_has(flat, at, 4) ? at : 0;
}

size_t flat_field(const struct flat *flat, size_t table, int slot)
{
    if (!flat_has(flat, table, 4))
        return 0;
    int64_t list = (int64_t)table - read_whole(flat, table, 4);
    if (list <= 0 || !flat_has(flat, (size_t)list, 4))
        return 0;
    size_t entry = 4 + 2 * (size_t)slot, bytes = (size_t)(read_whole(flat, (size_t)list, 2) & 0xffff);
    if (entry + 2 > bytes)
        return 0;
    size_t offset = (size_t)(read_whole(flat, (size_t)list + entry, 2) & 0xffff);
    return offset > 0 && flat_has(flat, table + offset, 1) ? table + offset : 0;
}

int64_t flat_whole(const struct flat *flat, size_t table, int slot, int bytes, int64_t absent)
{
    size_t at = flat_field(flat, table, slot);
    return at ? read_whole(flat, at, bytes) : absent;
}

struct flat_list flat_list(const struct flat *flat, size_t table, int slot, int element_bytes)
{
    size_t field = flat_field(flat, table, slot), at = field ? flat_follow(flat, field) : 0;
    uint32_t count = at ? read_offset(flat, at) : 0;
    if (!at || count > INT32_MAX || (size_t)count * (size_t)element_bytes > flat->size - at - 4)
        return (struct flat_list){0};
    return (struct flat_list){at + 4, (int)count};
}

size_t flat_element(const struct flat *flat, const struct flat_list *list, int index)
{
    return index >= 0 && index < list->count ? flat_follow(flat, list->at + 4 * (size_t)index) : 0;
}

int32_t flat_int(const struct flat *flat, const struct flat_list *list, int index)
{
    return index >= 0 && index < list->count ? (int32_t)read_whole(flat, list->at + 4 * (size_t)index, 4) : 0;
}
