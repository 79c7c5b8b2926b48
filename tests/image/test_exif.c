#include "testing.h"

#include "base/mem.h"
#include "image/exif.h"

#include <string.h>

struct builder {
    uint8_t bytes[128];
    size_t used;
    bool big_endian;
};

static void put(struct builder *b, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        b->bytes[b->used++] = (uint8_t)(value >> 8 * (b->big_endian ? bytes - 1 - i : i));
}

static void put_entry(struct builder *b, uint32_t tag, uint32_t type, uint32_t value)
{
    put(b, tag, 2);
    put(b, type, 2);
    put(b, 1, 4);
    put(b, value, type == 3 ? 2 : 4);
    if (type == 3)
        put(b, 0, 2);
}

// Make, orientation, pointer to the second directory; there: exposure, 35 mm focal length.
static struct builder build(bool big_endian, uint32_t orientation, uint32_t focal)
{
    struct builder b = {.big_endian = big_endian};
    memcpy(b.bytes, big_endian ? "MM" : "II", 2);
    b.used = 2;
    put(&b, 42, 2);
    put(&b, 8, 4);
    put(&b, 3, 2);
    put_entry(&b, 0x010f, 4, 0);
    put_entry(&b, 0x0112, 3, orientation);
    put_entry(&b, 0x8769, 4, 50);
    put(&b, 0, 4);
    put(&b, 2, 2); // at 50
    put_entry(&b, 0x829a, 3, 1);
    put_entry(&b, 0xa405, 3, focal);
    put(&b, 0, 4);
    return b;
}

static void both_byte_orders(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        for (uint32_t o = 0; o <= 9; o++) {
            struct builder b = build(i == 1, o, 26);
            struct exif exif = exif_read(b.bytes, b.used);
            assert_int_equal(exif.orientation, o >= 1 && o <= 8 ? (int)o : 1);
            assert_close(exif.focal_35mm, 26.0, 0.0);
        }
    }
}

static void with_the_jpeg_prefix(void **state)
{
    (void)state;
    struct builder b = build(true, 6, 52);
    uint8_t prefixed[160] = "Exif\0";
    memcpy(prefixed + 6, b.bytes, b.used);
    assert_int_equal(exif_read(prefixed, b.used + 6).orientation, 6);
    assert_close(exif_read(prefixed, b.used + 6).focal_35mm, 52.0, 0.0);
}

// In a block of its exact size, so that the sanitizer sees the first byte read past it.
static struct exif read_exact(const uint8_t *data, size_t size)
{
    uint8_t *copy = mem_alloc(size ? size : 1);
    memcpy(copy, data, size);
    struct exif exif = exif_read(copy, size);
    mem_free(copy);
    assert_true(exif.orientation >= 1 && exif.orientation <= 8);
    assert_true(exif.focal_35mm >= 0.0 && exif.focal_35mm <= 5000.0);
    return exif;
}

static void damaged(void **state)
{
    (void)state;
    struct builder b = build(false, 6, 26);
    for (size_t n = 0; n < b.used; n++)
        read_exact(b.bytes, n);
    for (size_t i = 0; i < b.used * 8; i++) {
        b.bytes[i / 8] ^= (uint8_t)(1u << i % 8);
        read_exact(b.bytes, b.used);
        b.bytes[i / 8] ^= (uint8_t)(1u << i % 8);
    }
    static const uint32_t EXTREMES[] = {0, 1, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, 100};
    for (size_t at = 4; at + 4 <= b.used; at++) {
        for (size_t k = 0; k < sizeof EXTREMES / sizeof *EXTREMES; k++) {
            struct builder c = b;
            c.used = at;
            put(&c, EXTREMES[k], 4);
            read_exact(c.bytes, b.used);
        }
    }
    struct builder loop = build(false, 6, 26); // the second directory is the first one again
    loop.used = 42;
    put(&loop, 8, 4);
    assert_int_equal(read_exact(loop.bytes, 84).orientation, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_byte_orders), cmocka_unit_test(with_the_jpeg_prefix),
                                       cmocka_unit_test(damaged)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
