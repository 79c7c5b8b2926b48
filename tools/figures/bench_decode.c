// What the process that decodes a photo costs: the photo decoded apart, as the program does it, against here; and a
// photo of 48 MP decoded apart. Least of some rounds, taken in turn.
//
//   bench_decode PHOTO FOLDER     writes into the folder, and takes it away again
#include "base/mem.h"
#include "clock.h"
#include "image/encode.h"
#include "image/photo_make.h"
#include "target.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ROUNDS = 15, LARGE_WIDTH_PX = 8000, LARGE_HEIGHT_PX = 6000, LARGE_ROUNDS = 3, MOST_FILE_BYTES = 1 << 27 };

static double apart_ms(const char *path)
{
    double start = clock_ms(CLOCK_MONOTONIC);
    photo_free(photo_load(path, NULL));
    return clock_ms(CLOCK_MONOTONIC) - start;
}

static double here_ms(const char *path)
{
    double start = clock_ms(CLOCK_MONOTONIC);
    struct bytes file;
    if (file_read(path, MOST_FILE_BYTES, &file, NULL)) {
        photo_free(photo_make(&file, -1, NULL));
        mem_free(file.data);
    }
    return clock_ms(CLOCK_MONOTONIC) - start;
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

static double least_of_apart(const char *path, int rounds)
{
    double least = 1e9;
    for (int i = 0; i < rounds; i++) {
        double ms = apart_ms(path);
        least = ms < least ? ms : least;
    }
    return least;
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
    double apart = 1e9, here = 1e9;
    for (int i = 0; i < ROUNDS; i++) {
        double one = apart_ms(argument[1]), other = here_ms(argument[1]);
        apart = one < apart ? one : apart;
        here = other < here ? other : here;
    }
    printf("%d x %d: %.1f ms apart, with its hash; %.1f ms here, without\n", photo->image->width_px,
           photo->image->height_px, apart, here);
    target_at_most("a process of its own for each photo", apart - here, 15.0, "ms");
    snprintf(large, sizeof large, "%s/large.jpg", argument[2]);
    if (write_large(photo, large, &err))
        target_at_most("a JPEG of 48 MP decoded", 1e-3 * least_of_apart(large, LARGE_ROUNDS), 5.0, "s");
    else
        fprintf(stderr, "%s\n", err.text);
    unlink(large);
    photo_free(photo);
    return 0;
}
