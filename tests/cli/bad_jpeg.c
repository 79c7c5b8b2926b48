// JPEGs that are what they say, whatever that is, and those with bytes missing or wrong.
#include "bad_photo.h"

#include "testing.h"

#include "base/mem.h"
#include "image/pixels.h"

#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

enum { WIDTH = 96, HEIGHT = 64 };

struct recipe {
    const char *name;
    enum bad_wanted wanted;
    J_COLOR_SPACE in, stored;
    int components, horizontal, vertical; // sampling of the first component; 0: the library's
    bool is_progressive, is_arithmetic, has_no_adobe;
    int restart_rows, quality;
};

static const struct recipe recipes[] = {
    {.name = "baseline", .in = JCS_EXT_RGBX, .stored = JCS_YCbCr, .components = 4},
    {.name = "444", .in = JCS_EXT_RGBX, .stored = JCS_YCbCr, .components = 4, .horizontal = 1, .vertical = 1},
    {.name = "422", .in = JCS_EXT_RGBX, .stored = JCS_YCbCr, .components = 4, .horizontal = 2, .vertical = 1},
    {.name = "440", .in = JCS_EXT_RGBX, .stored = JCS_YCbCr, .components = 4, .horizontal = 1, .vertical = 2},
    {.name = "411", .in = JCS_EXT_RGBX, .stored = JCS_YCbCr, .components = 4, .horizontal = 4, .vertical = 1},
    {.name = "410", .in = JCS_EXT_RGBX, .stored = JCS_YCbCr, .components = 4, .horizontal = 4, .vertical = 2},
    {.name = "progressive", .in = JCS_EXT_RGBX, .stored = JCS_YCbCr, .components = 4, .is_progressive = true},
    {.name = "arithmetic", .in = JCS_EXT_RGBX, .stored = JCS_YCbCr, .components = 4, .is_arithmetic = true},
    {.name = "restarts", .in = JCS_EXT_RGBX, .stored = JCS_YCbCr, .components = 4, .restart_rows = 1},
    {.name = "worst", .in = JCS_EXT_RGBX, .stored = JCS_YCbCr, .components = 4, .quality = 1},
    {.name = "best", .in = JCS_EXT_RGBX, .stored = JCS_YCbCr, .components = 4, .quality = 100},
    {.name = "rgb", .in = JCS_EXT_RGBX, .stored = JCS_RGB, .components = 4},
    {.name = "grey", .in = JCS_GRAYSCALE, .stored = JCS_GRAYSCALE, .components = 1},
    {.name = "grey-progressive", .in = JCS_GRAYSCALE, .stored = JCS_GRAYSCALE, .components = 1, .is_progressive = true},
    {.name = "cmyk", .in = JCS_CMYK, .stored = JCS_CMYK, .components = 4, .wanted = BAD_WARNS},
    {.name = "ycck", .in = JCS_CMYK, .stored = JCS_YCCK, .components = 4, .wanted = BAD_WARNS},
    {.name = "cmyk-plain",
     .in = JCS_CMYK,
     .stored = JCS_CMYK,
     .components = 4,
     .has_no_adobe = true,
     .wanted = BAD_WARNS},
    {.name = "cmyk-progressive",
     .in = JCS_CMYK,
     .stored = JCS_YCCK,
     .components = 4,
     .is_progressive = true,
     .wanted = BAD_WARNS},
    {.name = "two-channels", .in = JCS_UNKNOWN, .stored = JCS_UNKNOWN, .components = 2, .wanted = BAD_REFUSED},
};

static void write_rows(struct jpeg_compress_struct *jpeg, const struct image *image)
{
    uint8_t row[WIDTH * 4];
    for (int y = 0; y < HEIGHT; y++) {
        const uint8_t *from = image_row(image, y);
        for (int x = 0; x < WIDTH; x++)
            memcpy(row + x * jpeg->input_components, from + 4 * x, (size_t)jpeg->input_components);
        JSAMPROW rows = row;
        jpeg_write_scanlines(jpeg, &rows, 1);
    }
}

static struct bytes make(const struct recipe *r)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *data = NULL;
    unsigned long size = 0;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &data, &size);
    jpeg.image_width = WIDTH;
    jpeg.image_height = HEIGHT;
    jpeg.in_color_space = r->in;
    jpeg.input_components = r->components;
    jpeg_set_defaults(&jpeg);
    jpeg_set_colorspace(&jpeg, r->stored);
    jpeg_set_quality(&jpeg, r->quality ? r->quality : 85, TRUE);
    if (r->horizontal) {
        jpeg.comp_info[0].h_samp_factor = r->horizontal;
        jpeg.comp_info[0].v_samp_factor = r->vertical;
    }
    jpeg.arith_code = r->is_arithmetic;
    jpeg.restart_in_rows = r->restart_rows;
    jpeg.write_Adobe_marker = jpeg.write_Adobe_marker && !r->has_no_adobe;
    if (r->is_progressive)
        jpeg_simple_progression(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    struct image *image = bad_picture(WIDTH, HEIGHT);
    write_rows(&jpeg, image);
    image_unref(image);
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    struct bytes out = bad_copy(data, size);
    free(data);
    return out;
}

static void give_kinds(struct bad_sink *sink)
{
    for (size_t i = 0; i < sizeof recipes / sizeof *recipes; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s.jpg", recipes[i].name);
        bad_give(sink, name, recipes[i].wanted, make(&recipes[i]));
    }
}

// Ten times as many scans as anybody makes, each over the whole picture.
static struct bytes many_scans(int scans)
{
    struct bytes whole =
        make(&(struct recipe){.in = JCS_GRAYSCALE, .stored = JCS_GRAYSCALE, .components = 1, .is_progressive = true});
    size_t last = 0;
    for (size_t at = 2; at + 1 < whole.size; at++)
        if (whole.data[at] == 0xff && whole.data[at + 1] == 0xda)
            last = at;
    size_t length = whole.size - 2 - last;
    struct bytes scan = bad_copy(whole.data + last, length);
    whole.size -= 2;
    for (int i = 0; i < scans; i++)
        whole = bad_append(whole, scan.data, scan.size);
    mem_free(scan.data);
    return bad_append(whole, "\xff\xd9", 2);
}

void bad_jpegs(struct bad_sink *sink)
{
    give_kinds(sink);
    struct bytes whole = make(&recipes[0]), progressive = make(&recipes[6]), arithmetic = make(&recipes[7]);
    bad_give_cut(sink, "baseline.jpg", BAD_NOTICED, &whole, 16);
    bad_give_cut(sink, "progressive.jpg", BAD_NOTICED, &progressive, 12);
    bad_give_cut(sink, "arithmetic.jpg", BAD_NOTICED, &arithmetic, 4);
    // A JPEG has no sum to tell a wrong byte by.
    bad_give_damaged(sink, "baseline.jpg", BAD_ANYTHING, &whole, 32);
    bad_give_damaged(sink, "progressive.jpg", BAD_ANYTHING, &progressive, 24);
    mem_free(whole.data);
    mem_free(progressive.data);
    mem_free(arithmetic.data);
    bad_give_bomb(sink, "scans-1000.jpg", BAD_REFUSED, many_scans(1000));
    bad_give_bomb(sink, "scans-30000.jpg", BAD_REFUSED, many_scans(30000));
}
