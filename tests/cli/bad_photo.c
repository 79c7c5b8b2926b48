#include "bad_photo.h"

#include "testing.h"

#include "base/mem.h"
#include "base/rng.h"
#include "image/pixels.h"

#include <malloc.h>
#include <string.h>

struct bytes bad_copy(const void *data, size_t size)
{
    struct bytes copy = {mem_alloc(size + 1), size};
    memcpy(copy.data, data, size);
    return copy;
}

struct bytes bad_append(struct bytes take, const void *data, size_t size)
{
    struct bytes whole = {take.data, take.size + size};
    if (malloc_usable_size(take.data) < whole.size)
        whole.data = mem_grow(take.data, take.size, 2 * whole.size);
    memcpy(whole.data + take.size, data, size);
    return whole;
}

struct image *bad_picture(int width_px, int height_px)
{
    struct image *image = image_create(width_px, height_px, PIXELS_RGBA8, NULL);
    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++) {
            uint8_t *pixel = image_row(image, y) + 4 * x;
            uint64_t grain = rng_bits(17, (uint64_t)y, (uint64_t)x);
            for (int i = 0; i < 3; i++)
                pixel[i] = (uint8_t)(60 + 40 * i + 60 * x / width_px + (int)(grain >> 5 * i & 31));
            pixel[3] = 255;
        }
    return image;
}

static void give(struct bad_sink *sink, const char *name, enum bad_wanted wanted, struct bytes take, bool is_bomb,
                 bool is_seeded)
{
    struct bad_photo photo = {.bytes = take, .wanted = wanted, .is_bomb = is_bomb, .is_seeded = is_seeded};
    snprintf(photo.name, sizeof photo.name, "%s", name);
    sink->take(sink, &photo);
    mem_free(take.data);
}

void bad_give(struct bad_sink *sink, const char *name, enum bad_wanted wanted, struct bytes take)
{
    give(sink, name, wanted, take, false, false);
}

void bad_give_bomb(struct bad_sink *sink, const char *name, enum bad_wanted wanted, struct bytes take)
{
    give(sink, name, wanted, take, true, false);
}

void bad_give_numbered(struct bad_sink *sink, const char *what, const char *name, int number, enum bad_wanted wanted,
                       struct bytes take)
{
    char full[96];
    snprintf(full, sizeof full, "%s-%02d-%s", what, number, name);
    give(sink, full, wanted, take, false, true);
}

void bad_give_cut(struct bad_sink *sink, const char *name, enum bad_wanted wanted, const struct bytes *whole, int count)
{
    for (int i = 1; i <= count; i++) {
        size_t size = i < count ? whole->size * (size_t)i / (size_t)count : whole->size - 1;
        bad_give_numbered(sink, "cut", name, i, wanted, bad_copy(whole->data, size));
    }
}

void bad_give_damaged(struct bad_sink *sink, const char *name, enum bad_wanted wanted, const struct bytes *whole,
                      int count)
{
    for (int i = 0; i < count; i++) {
        struct bytes copy = bad_copy(whole->data, whole->size);
        uint64_t number = (uint64_t)i;
        size_t at = rng_bits(23, number, 0) % whole->size, run = 1 + rng_bits(23, number, 1) % 40;
        run = run < whole->size - at ? run : whole->size - at;
        if (i % 4 < 2)
            copy.data[at] ^= (uint8_t)(1u << rng_bits(23, number, 2) % 8);
        else if (i % 4 == 2)
            memset(copy.data + at, i % 8 < 4 ? 0 : 0xff, run);
        else {
            memmove(copy.data + at, copy.data + at + run, whole->size - at - run);
            copy.size -= run;
        }
        bad_give_numbered(sink, i % 4 < 2 ? "bit" : i % 4 == 2 ? "run" : "gap", name, i, wanted, copy);
    }
}
