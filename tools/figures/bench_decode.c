// What the process that decodes a photo costs: the photo decoded apart, as the program does it, against here; and a
// photo of 48 MP decoded apart. Both ways read the file, take its hash and memory for the pixels anew, and look at
// every pixel once. Least of some rounds, taken in turn.
//
//   bench_decode PHOTO FOLDER     writes into the folder, and takes it away again
#include "base/mem.h"
#include "base/sha256.h"
#include "base/clock.h"
#include "image/encode.h"
#include "image/photo_make.h"
#include "target.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { ROUNDS = 40, LARGE_WIDTH_PX = 8000, LARGE_HEIGHT_PX = 6000, LARGE_ROUNDS = 3, MOST_FILE_BYTES = 1 << 27 };

struct cost {
    double wall_ms, cpu_ms; // cpu: of this process and those that it started
};

static double cpu_ms(void)
{
    double sum_ms = 0.0;
    for (int who = RUSAGE_CHILDREN; who <= RUSAGE_SELF; who++) {
        struct rusage used;
        getrusage(who, &used);
        sum_ms += 1e3 * (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                  1e-3 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
    }
    return sum_ms;
}

static struct photo *load_here(const char *path)
{
    struct bytes file;
    if (!file_read(path, MOST_FILE_BYTES, &file, NULL))
        return NULL;
    struct photo *photo = photo_make(&file, -1, NULL);
    if (photo)
        sha256_hex(file.data, file.size, photo->sha256);
    mem_free(file.data);
    return photo;
}

static struct photo *load_apart(const char *path)
{
    return photo_load(path, NULL);
}

static unsigned look_at(const struct image *image)
{
    unsigned sum = 0;
    for (int y = 0; y < image->height_px; y++)
        for (size_t i = 0; i < image->pitch_bytes; i += 64)
            sum += image_row(image, y)[i];
    return sum;
}

static void add_round(struct photo *(*load)(const char *path), const char *path, struct cost *least, unsigned *seen)
{
    double start = clock_ms(CLOCK_MONOTONIC), cpu = cpu_ms();
    struct photo *photo = load(path);
    *seen += photo ? look_at(photo->image) : 0;
    photo_free(photo);
    least->cpu_ms = fmin(least->cpu_ms, cpu_ms() - cpu);
    least->wall_ms = fmin(least->wall_ms, clock_ms(CLOCK_MONOTONIC) - start);
}

// The photo again and again, over 48 MP.
static bool write_large(const struct photo *photo, const char *path, struct err *err)
{
    struct image *image = image_create(LARGE_WIDTH_PX, LARGE_HEIGHT_PX, PIXELS_RGBA8, err);
    for (int y = 0; image && y < LARGE_HEIGHT_PX; y++) {
        const uint8_t *from = image_row(photo->image, y % photo->image->height_px);
        for (int x = 0; x < LARGE_WIDTH_PX; x++)
            memcpy(image_row(image, y) + 4 * x, from + 4 * (x % photo->image->width_px), 4);
    }
    struct encode_request request = {.image = image, .space = &photo->space, .format = PICTURE_JPEG, .quality = 95};
    struct bytes file = {0};
    bool is_written =
        image && encode_picture(&request, &file, err) && file_write_atomic(path, file.data, file.size, err);
    mem_free(file.data);
    image_unref(image);
    return is_written;
}

int main(int count, char **argument)
{
    struct err err = {0};
    char large[4200];
    struct photo *photo = count == 3 ? photo_load(argument[1], &err) : NULL;
    if (!photo) {
        fprintf(stderr, "%s\n", count == 3 ? err.text : "bench_decode PHOTO FOLDER");
        return 1;
    }
    struct cost apart = {1e9, 1e9}, here = apart, large_apart = apart;
    unsigned seen = 0;
    for (int i = 0; i < ROUNDS; i++) {
        add_round(load_apart, argument[1], &apart, &seen);
        add_round(load_here, argument[1], &here, &seen);
    }
    printf("%d x %d apart: %.1f ms, %.1f of processor; here: %.1f ms, %.1f of processor (%x)\n", photo->image->width_px,
           photo->image->height_px, apart.wall_ms, apart.cpu_ms, here.wall_ms, here.cpu_ms, seen);
    target_at_most("a process of its own for each photo", apart.wall_ms - here.wall_ms, 15.0, "ms");
    snprintf(large, sizeof large, "%s/large.jpg", argument[2]);
    bool has_large = write_large(photo, large, &err);
    for (int i = 0; has_large && i < LARGE_ROUNDS; i++)
        add_round(load_apart, large, &large_apart, &seen);
    if (has_large)
        target_at_most("a JPEG of 48 MP decoded", 1e-3 * large_apart.wall_ms, 5.0, "s");
    else
        fprintf(stderr, "%s\n", err.text);
    unlink(large);
    photo_free(photo);
    return 0;
}
