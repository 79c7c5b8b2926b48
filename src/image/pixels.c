#include "image/pixels.h"

#include "base/check.h"
#include "base/mem.h"

enum { ROW_ALIGNMENT = 64 };

static bool check_sides(int width_px, int height_px, struct err *err)
{
    return (width_px >= 1 && height_px >= 1 && width_px <= IMAGE_MOST_SIDE_PX && height_px <= IMAGE_MOST_SIDE_PX) ||
           err_set(err, ERR_INPUT, "a picture of %d x %d pixels is not possible (1 to %d a side)", width_px, height_px,
                   IMAGE_MOST_SIDE_PX);
}

static size_t pitch_of(int width_px, enum pixel_format format)
{
    size_t pitch = (size_t)width_px * pixel_bytes(format);
    return (pitch + ROW_ALIGNMENT - 1) / ROW_ALIGNMENT * ROW_ALIGNMENT;
}

struct image *image_create(int width_px, int height_px, enum pixel_format format, struct err *err)
{
    if (!check_sides(width_px, height_px, err))
        return NULL;
    uint8_t *data = mem_try_array_raw((size_t)height_px, pitch_of(width_px, format));
    if (!data) {
        err_set(err, ERR_MACHINE, "no memory for a picture of %d x %d pixels", width_px, height_px);
        return NULL;
    }
    struct image *image = mem_alloc(sizeof *image);
    *image = (struct image){.width_px = width_px,
                            .height_px = height_px,
                            .format = format,
                            .pitch_bytes = pitch_of(width_px, format),
                            .data = data,
                            .references = 1};
    return image;
}

struct image *image_ref(struct image *image)
{
    __atomic_fetch_add(&image->references, 1, __ATOMIC_RELAXED);
    return image;
}

void image_unref(struct image *image)
{
    if (!image)
        return;
    int before = __atomic_fetch_sub(&image->references, 1, __ATOMIC_ACQ_REL);
    REQUIRE(before >= 1);
    if (before > 1)
        return;
    mem_free(image->data);
    mem_free(image);
}

void image_to_8(struct image *image)
{
    if (image->format != PIXELS_RGBA16)
        return;
    for (int y = 0; y < image->height_px; y++)
        for (int x = 0; x < 4 * image->width_px; x++)
            image_row(image, y)[x] = (uint8_t)(image_row16(image, y)[x] >> 8);
    image->format = PIXELS_RGBA8;
}

bool image_is_grey(const struct image *image)
{
    enum { ROWS = 61 };
    for (int i = 0; i < ROWS; i++) {
        int y = (int)((int64_t)i * (image->height_px - 1) / (ROWS - 1));
        for (int x = 0; x < image->width_px; x++) {
            const uint16_t *deep = image_row16(image, y) + 4 * x;
            const uint8_t *code = image_row(image, y) + 4 * x;
            if (image->format == PIXELS_RGBA16 ? deep[0] != deep[1] || deep[2] != deep[1]
                                               : code[0] != code[1] || code[2] != code[1])
                return false;
        }
    }
    return true;
}
