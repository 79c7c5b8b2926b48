// Figures of the picture layer on one photo: open, shine, reduce, each encoder, and libpng beside
// ours.
//
//   bench_image PHOTO [PX_PER_MM]
#include "base/mem.h"
#include "base/clock.h"
#include "image/encode.h"
#include "image/photo.h"
#include "image/resize.h"
#include "image/shine.h"
#include "target.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 5 };

static size_t written;

static void count_bytes(png_structp png, png_bytep data, size_t size)
{
    (void)png, (void)data;
    written += size;
}

static void flush_nothing(png_structp png)
{
    (void)png;
}

static void encode_by_libpng(const struct image *image)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    written = 0;
    png_set_write_fn(png, NULL, count_bytes, flush_nothing);
    png_set_IHDR(png, info, (png_uint_32)image->width_px, (png_uint_32)image->height_px,
                 image->format == PIXELS_RGBA16 ? 16 : 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    png_set_filler(png, 0, PNG_FILLER_AFTER);
    if (image->format == PIXELS_RGBA16)
        png_set_swap(png);
    for (int y = 0; y < image->height_px; y++)
        png_write_row(png, image_row(image, y));
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
}

// Least of some rounds; the work of each round is the switch's.
static double time_step(int step, const char *path, const struct photo *photo, double px_per_mm, size_t *size)
{
    static const int QUALITIES[] = {0, 0, 0, 100, 0};
    static const enum picture_format FORMATS[] = {PICTURE_PNG, PICTURE_JPEG, PICTURE_WEBP, PICTURE_WEBP, PICTURE_TIFF};
    double least = 1e9;
    *size = 0;
    for (int i = 0; i < (step >= 5 ? 2 : ROUNDS); i++) {
        struct bytes out = {NULL, 0};
        double start = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
        if (step == 0) {
            photo_free(photo_load(path, NULL));
        } else if (step == 1) {
            mem_free(shine_map(photo->image, &photo->space, px_per_mm, NULL, NULL));
        } else if (step == 2) {
            image_unref(image_reduce(photo->image, &photo->space, 1080, NULL, NULL));
        } else if (step <= 7) {
            struct encode_request request = {.image = photo->image,
                                             .space = &photo->space,
                                             .format = FORMATS[step - 3],
                                             .quality = QUALITIES[step - 3]};
            encode_picture(&request, &out, NULL);
            *size = out.size;
        } else {
            encode_by_libpng(photo->image);
            *size = written;
        }
        double took = clock_ms(CLOCK_PROCESS_CPUTIME_ID) - start;
        least = took < least ? took : least;
        mem_free(out.data);
    }
    return least;
}

int main(int count, char **argument)
{
    static const char *STEPS[] = {"open",          "shine",    "to 1080 px",
                                  "PNG",           "JPEG q92", "WebP q92",
                                  "WebP lossless", "TIFF",     "PNG by libpng's defaults"};
    struct err err = {0};
    struct photo *photo = count > 1 ? photo_load(argument[1], &err) : NULL;
    if (!photo) {
        fprintf(stderr, "%s\n", count > 1 ? err.text : "bench_image PHOTO [PX_PER_MM]");
        return 1;
    }
    printf("%d x %d, ms of processor on one thread\n", photo->image->width_px, photo->image->height_px);
    mem_keep_freed(); // as the commands do
    double ms[9] = {0};
    size_t bytes[9] = {0};
    for (int step = 0; step < 9; step++) {
        ms[step] = time_step(step, argument[1], photo, count > 2 ? atof(argument[2]) : 6.0, &bytes[step]);
        printf("%-26s %7.1f", STEPS[step], ms[step]);
        if (bytes[step])
            printf("  %zu bytes", bytes[step]);
        printf("\n");
    }
    if (ms[8] > 0.0) {
        target_at_least("PNG, faster than libpng's defaults", ms[8] / ms[3], 9.0, "x");
        target_at_most("its size", (double)bytes[3] / (double)bytes[8], 1.0, "x libpng's");
    }
    photo_free(photo);
    return 0;
}
