#include "picture.h"

#include "image/photo_make.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static unsigned mixed(const unsigned corner[4], unsigned x, unsigned y) // x, y: 0-256
{
    unsigned top = corner[0] * (256 - x) + corner[1] * x;
    unsigned bottom = corner[2] * (256 - x) + corner[3] * x;
    return (unsigned)(((uint64_t)top * (256 - y) + (uint64_t)bottom * y) >> 16);
}

struct image *picture_corners(int width_px, int height_px, enum pixel_format format)
{
    static const unsigned CORNERS[3][4] = {// red, green, blue of each: red, green, blue, yellow
                                           {60000, 9000, 5000, 58000},
                                           {8000, 50000, 12000, 54000},
                                           {7000, 10000, 56000, 3000}};
    struct image *image = image_create(width_px, height_px, format, NULL);
    for (int y = 0; y < height_px; y++) {
        for (int x = 0; x < width_px; x++) {
            for (int i = 0; i < 3; i++) {
                unsigned v = mixed(CORNERS[i], (unsigned)(x * 256 / width_px), (unsigned)(y * 256 / height_px));
                if (format == PIXELS_RGBA16)
                    image_row16(image, y)[4 * x + i] = (uint16_t)v;
                else
                    image_row(image, y)[4 * x + i] = (uint8_t)(v >> 8);
            }
            if (format == PIXELS_RGBA16)
                image_row16(image, y)[4 * x + 3] = 65535;
            else
                image_row(image, y)[4 * x + 3] = 255;
        }
    }
    return image;
}

static int code(const struct image *image, int x, int y, int channel)
{
    return image->format == PIXELS_RGBA16 ? image_row16(image, y)[4 * x + channel]
                                          : image_row(image, y)[4 * x + channel];
}

int picture_max_difference(const struct image *a, const struct image *b)
{
    if (a->width_px != b->width_px || a->height_px != b->height_px || a->format != b->format)
        return -1;
    int worst = 0, opaque = a->format == PIXELS_RGBA16 ? 65535 : 255;
    for (int y = 0; y < a->height_px; y++) {
        for (int x = 0; x < a->width_px; x++) {
            if (code(a, x, y, 3) != opaque || code(b, x, y, 3) != opaque)
                return -1;
            for (int i = 0; i < 3; i++) {
                int difference = abs(code(a, x, y, i) - code(b, x, y, i));
                worst = difference > worst ? difference : worst;
            }
        }
    }
    return worst;
}

double picture_mean_ciede2000(const struct image *a, const struct image *b, const struct colour_space *space)
{
    double sum = 0.0;
    for (int y = 0; y < a->height_px; y++)
        for (int x = 0; x < a->width_px; x++)
            sum += colour_ciede2000(colour_lab_of_8(space, image_row(a, y) + 4 * x),
                                    colour_lab_of_8(space, image_row(b, y) + 4 * x));
    return sum / ((double)a->width_px * a->height_px);
}

struct photo *picture_load(const void *data, size_t size, struct err *err)
{
    struct bytes file = {(uint8_t *)(uintptr_t)data, size};
    return photo_make(&file, -1, err);
}

struct photo *picture_load_apart(const void *data, size_t size, struct err *err)
{
    char path[32];
    int fd = memfd_create("picture", MFD_CLOEXEC);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    bool is_written = fd >= 0 && write(fd, data, size) == (ssize_t)size;
    struct photo *photo = is_written ? photo_load(path, err) : NULL;
    close(fd);
    return photo;
}
