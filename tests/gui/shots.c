// shots WORD ...: what a script of the window's tests asks of its pictures of the screen.
//   flat OUT.png WIDTH HEIGHT R G B      a photo of one colour, in Display P3
//   colour SHOT.png X Y R G B            that pixel, to a code
//   same ONE.png OTHER.png X Y W H MOST  that part of both, to MOST codes
//   agree BEFORE.png CPU.png GL.png X Y W H    as agreement.h, on what either treated
#include "agreement.h"

#include "base/mem.h"
#include "image/encode.h"
#include "image/photo.h"

#include <stdlib.h>

struct part {
    int x, y, width, height;
};

static struct part part_of(char **words)
{
    return (struct part){atoi(words[0]), atoi(words[1]), atoi(words[2]), atoi(words[3])};
}

static struct image *load(const char *path, struct part part)
{
    struct err err = {0};
    struct photo *photo = photo_load(path, &err);
    if (!photo)
        fail_msg("%s", err.text);
    struct image *out = image_create(part.width, part.height, PIXELS_RGBA8, &err);
    assert_non_null(out);
    assert_true(part.x + part.width <= photo->image->width_px && part.y + part.height <= photo->image->height_px);
    for (int y = 0; y < part.height; y++)
        memcpy(image_row(out, y), image_row(photo->image, part.y + y) + 4 * (size_t)part.x, 4 * (size_t)part.width);
    photo_free(photo);
    return out;
}

static void make_flat(char **words)
{
    struct part size = {0, 0, atoi(words[1]), atoi(words[2])};
    struct colour_space space = colour_display_p3();
    struct image *image = image_create(size.width, size.height, PIXELS_RGBA8, NULL);
    for (int y = 0; y < size.height; y++)
        for (int x = 0; x < size.width; x++) {
            for (int c = 0; c < 3; c++)
                image_row(image, y)[4 * x + c] = (uint8_t)atoi(words[3 + c]);
            image_row(image, y)[4 * x + 3] = 255;
        }
    struct encode_request request = {.image = image, .space = &space, .format = PICTURE_PNG};
    struct bytes bytes;
    assert_true(encode_picture(&request, &bytes, NULL));
    assert_true(file_write_atomic(words[0], bytes.data, bytes.size, NULL));
    mem_free(bytes.data);
    image_unref(image);
}

static void check_colour(char **words)
{
    struct image *image = load(words[0], (struct part){atoi(words[1]), atoi(words[2]), 1, 1});
    const uint8_t *got = image_row(image, 0);
    for (int c = 0; c < 3; c++)
        if (abs(got[c] - atoi(words[3 + c])) > 1)
            fail_msg("%s: %d %d %d, not %s %s %s", words[0], got[0], got[1], got[2], words[3], words[4], words[5]);
    image_unref(image);
}

static void check_same(char **words)
{
    struct image *one = load(words[0], part_of(words + 2)), *other = load(words[1], part_of(words + 2));
    int most = 0, count = 0;
    for (int y = 0; y < one->height_px; y++)
        for (int x = 0; x < 4 * one->width_px; x++) {
            int apart = abs(image_row(one, y)[x] - image_row(other, y)[x]);
            most = apart > most ? apart : most;
            count += apart > 0;
        }
    printf("%s, %s: %d codes at most, %d values\n", words[0], words[1], most, count);
    assert_true(most <= atoi(words[6]));
    image_unref(one);
    image_unref(other);
}

static void check_agreement(char **words)
{
    struct colour_space space = colour_srgb();
    struct image *before = load(words[0], part_of(words + 3)), *cpu = load(words[1], part_of(words + 3));
    struct image *gl = load(words[2], part_of(words + 3));
    struct scene scene = {.photo = before, .space = &space};
    struct agreement a = agreement_of(words[2], &scene, cpu, gl);
    assert_true(a.treated > 1000);
    assert_true(a.mean <= 0.1);
    assert_true(a.p999 <= 1.0);
    image_unref(before);
    image_unref(cpu);
    image_unref(gl);
}

int main(int count, char **words)
{
    static const struct {
        const char *word;
        int count;
        void (*run)(char **words);
    } WORDS[] = {
        {"flat", 6, make_flat}, {"colour", 6, check_colour}, {"same", 7, check_same}, {"agree", 7, check_agreement}};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (count > 1 && strcmp(words[1], WORDS[i].word) == 0 && count == 2 + WORDS[i].count) {
            WORDS[i].run(words + 2);
            return 0;
        }
    return 1;
}
