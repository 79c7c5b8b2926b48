// What was read off a photo in colour: where it is, how much, and of which part of the photo.
#include "testing.h"

#include "ui/map_tint.h"

#include <string.h>

enum { W = 32, H = 24, GREY = 100 };

static struct image *grey_picture(int width, int height)
{
    struct image *picture = image_create(width, height, PIXELS_RGBA8, NULL);
    for (int y = 0; y < height; y++)
        memset(image_row(picture, y), GREY, 4 * (size_t)width);
    return picture;
}

static const uint8_t *at(struct image *picture, int x, int y)
{
    return image_row(picture, y) + 4 * x;
}

static void a_map_is_laid_over_its_part_of_the_photo(void **state)
{
    (void)state;
    const struct photo photo = {0};
    uint8_t hair[W * H] = {0}, shine[W * H] = {0}, blur[W * H / 64] = {0};
    for (int y = 0; y < H; y++)
        memset(hair + y * W + 16, 255, 16); // the right half
    shine[0] = 255;
    blur[4] = 255; // second row, first column: 8 to 16 px down
    const struct photo_maps maps = {.photo = &photo,
                                    .width = W,
                                    .height = H,
                                    .hair = hair,
                                    .shine = shine,
                                    .blur = blur,
                                    .blur_width = W / 8,
                                    .blur_height = H / 8};
    struct image *half = grey_picture(W / 4, H / 2); // the middle half of the photo, at half its size
    map_tint_draw(half, &maps, NULL, TINT_HAIR, W / 8, 0, W / 2);
    assert_memory_equal(at(half, 3, 5), "dddd", 4);
    assert_true(at(half, 4, 5)[2] > GREY + 60 && at(half, 4, 5)[1] < GREY - 20); // violet, and the photo through it
    assert_true(at(half, 4, 5)[2] < 230);
    image_unref(half);
    struct image *whole = grey_picture(W, H);
    map_tint_draw(whole, &maps, NULL, TINT_SHINE, 0, 0, W);
    assert_true(at(whole, 0, 0)[0] > GREY + 60 && at(whole, 0, 0)[2] < GREY - 20);
    assert_memory_equal(at(whole, 1, 0), "dddd", 4);
    map_tint_draw(whole, &maps, NULL, TINT_BLUR, 0, 0, W);
    assert_true(at(whole, 2, 12)[2] > GREY + 60);
    assert_memory_equal(at(whole, 2, 17), "dddd", 4);
    image_unref(whole);
    uint8_t head[W * H] = {0};
    struct image *beside = grey_picture(W, H);
    map_tint_draw(beside, &maps, head, TINT_SHINE, 0, 0, W); // what beside the head reads as shine is a wall
    assert_memory_equal(at(beside, 0, 0), "dddd", 4);
    map_tint_draw(beside, &maps, head, TINT_HAIR, 0, 0, W);
    assert_true(at(beside, 20, 5)[2] > GREY + 60);
    image_unref(beside);
}

static void without_maps_nothing_is_laid_over(void **state)
{
    (void)state;
    const struct photo_maps none = {0};
    struct image *picture = grey_picture(W, H);
    map_tint_draw(picture, &none, NULL, TINT_HAIR, 0, 0, W);
    assert_memory_equal(at(picture, 9, 9), "dddd", 4);
    image_unref(picture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_map_is_laid_over_its_part_of_the_photo),
        cmocka_unit_test(without_maps_nothing_is_laid_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
