#include "testing.h"

#include "craft.h"
#include "image/encode.h"
#include "picture.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jpeglib.h>
#include <lcms2.h>
#include <png.h>

enum { WIDTH = 60, HEIGHT = 44 };

static struct bytes encoded(const struct image *image, enum picture_format format, int quality)
{
    struct colour_space srgb = colour_srgb();
    struct encode_request request = {.image = image, .space = &srgb, .format = format, .quality = quality};
    struct bytes bytes;
    struct err err = {0};
    assert_true(encode_picture(&request, &bytes, &err));
    return bytes;
}

static struct bytes with_exif(struct bytes take_file, enum picture_format format, int orientation, bool big_endian)
{
    struct bytes exif = craft_exif(orientation, 26, big_endian), file;
    if (format == PICTURE_JPEG)
        file = craft_jpeg_segment(take_file, 0xe1, "Exif\0", 6, exif.data, exif.size);
    else if (format == PICTURE_PNG)
        file = craft_png_chunk(take_file, "eXIf", exif.data, exif.size);
    else
        file = craft_webp_chunk(take_file, "EXIF", 0x08, exif.data, exif.size);
    mem_free(exif.data);
    return file;
}

static struct photo *load(struct bytes take_file)
{
    struct err err = {0};
    struct photo *photo = picture_load(take_file.data, take_file.size, &err);
    mem_free(take_file.data);
    if (photo)
        return photo;
    fail_msg("%s", err.text);
    abort(); // never: for the compiler
}

// What a camera stores for an upright scene. Where its rows and columns begin: see test_orient.c.
static struct image *stored_as(const struct image *upright, int o)
{
    bool is_turned = o >= 5, from_right = o == 2 || o == 3 || o == 6 || o == 7;
    bool from_below = o == 3 || o == 4 || o == 7 || o == 8;
    int width = is_turned ? upright->height_px : upright->width_px;
    int height = is_turned ? upright->width_px : upright->height_px;
    struct image *stored = image_create(width, height, upright->format, NULL);
    for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
            int x = is_turned ? row : column, y = is_turned ? column : row;
            x = from_right ? upright->width_px - 1 - x : x;
            y = from_below ? upright->height_px - 1 - y : y;
            memcpy(image_row(stored, row) + 4 * column, image_row(upright, y) + 4 * x, 4);
        }
    }
    return stored;
}

static void eight_orientations_in_three_formats(void **state)
{
    (void)state;
    struct image *upright = picture_corners(WIDTH, HEIGHT, PIXELS_RGBA8);
    for (int o = 1; o <= 8; o++) {
        struct image *stored = stored_as(upright, o);
        for (int f = PICTURE_PNG; f <= PICTURE_WEBP; f++) {
            enum picture_format format = (enum picture_format)f;
            struct bytes file = encoded(stored, format, 100);
            struct photo *photo = load(with_exif(file, format, o, o % 2 == 0));
            int difference = picture_max_difference(photo->image, upright);
            assert_true(difference >= 0 && difference <= (format == PICTURE_JPEG ? 4 : 0));
            assert_int_equal(photo->orientation, o);
            assert_int_equal(photo->stored_width_px, stored->width_px);
            assert_int_equal(photo->stored_height_px, stored->height_px);
            assert_close(photo->focal_35mm, 26.0, 0.0);
            assert_string_equal(photo->warning, "");
            photo_free(photo);
        }
        image_unref(stored);
    }
    image_unref(upright);
}

// The second way: libjpeg's own loop.
static void jpeg_is_what_libjpeg_gives(void **state)
{
    (void)state;
    struct image *image = picture_corners(WIDTH, HEIGHT, PIXELS_RGBA8);
    struct bytes file = encoded(image, PICTURE_JPEG, 60);
    image_unref(image);
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, file.data, file.size);
    jpeg_read_header(&jpeg, TRUE);
    jpeg.out_color_space = JCS_RGB;
    jpeg_start_decompress(&jpeg);
    uint8_t rgb[HEIGHT][WIDTH * 3];
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row = rgb[jpeg.output_scanline];
        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_decompress(&jpeg);
    jpeg_destroy_decompress(&jpeg);
    struct photo *photo = load(file);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            assert_memory_equal(image_row(photo->image, y) + 4 * x, rgb[y] + 3 * x, 3);
    photo_free(photo);
}

struct jpeg_recipe {
    J_COLOR_SPACE in, stored;
    int components;
    bool no_adobe;
    const jpeg_scan_info *scans;
    int scan_count;
    const struct bytes *icc;
};

// A flat picture of one colour.
static struct bytes flat_jpeg(struct jpeg_recipe recipe, const uint8_t *colour)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *data = NULL;
    unsigned long size = 0;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &data, &size);
    jpeg.image_width = jpeg.image_height = 16;
    jpeg.in_color_space = recipe.in;
    jpeg.input_components = recipe.components;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 100, TRUE);
    jpeg_set_colorspace(&jpeg, recipe.stored);
    if (recipe.no_adobe)
        jpeg.write_Adobe_marker = FALSE;
    jpeg.scan_info = recipe.scans;
    jpeg.num_scans = recipe.scan_count;
    jpeg_start_compress(&jpeg, TRUE);
    if (recipe.icc)
        jpeg_write_icc_profile(&jpeg, recipe.icc->data, (unsigned)recipe.icc->size);
    uint8_t row[16 * 4];
    for (int i = 0; i < 16 * recipe.components; i++)
        row[i] = colour[i % recipe.components];
    JSAMPROW rows = row;
    while (jpeg.next_scanline < jpeg.image_height)
        jpeg_write_scanlines(&jpeg, &rows, 1);
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    struct bytes bytes = {mem_alloc(size), size};
    memcpy(bytes.data, data, size);
    free(data);
    return bytes;
}

static void assert_flat(const struct photo *photo, const int rgb[3], int tolerance)
{
    for (int y = 0; y < photo->image->height_px; y++) {
        for (int x = 0; x < photo->image->width_px; x++) {
            const uint8_t *p = image_row(photo->image, y) + 4 * x;
            for (int i = 0; i < 3; i++)
                assert_close(p[i], rgb[i], tolerance);
            assert_int_equal(p[3], 255);
        }
    }
}

// (224, 185, 156) in inks without black: 31, 70, 99, 0; Adobe stores them inverted.
static void cmyk_colours(void **state)
{
    (void)state;
    static const int WANTED[3] = {224, 185, 156};
    static const uint8_t INVERTED[4] = {224, 185, 156, 255}, PLAIN[4] = {31, 70, 99, 0};
    static const uint8_t DARKENED[4] = {224, 185, 156, 128}; // half the light
    struct jpeg_recipe cmyk = {.in = JCS_CMYK, .stored = JCS_CMYK, .components = 4};
    struct jpeg_recipe ycck = {.in = JCS_CMYK, .stored = JCS_YCCK, .components = 4};
    struct jpeg_recipe plain = {.in = JCS_CMYK, .stored = JCS_CMYK, .components = 4, .no_adobe = true};
    struct bytes files[3] = {flat_jpeg(cmyk, INVERTED), flat_jpeg(ycck, INVERTED), flat_jpeg(plain, PLAIN)};
    for (int k = 0; k < 3; k++) {
        struct photo *photo = load(files[k]);
        assert_flat(photo, WANTED, 2);
        assert_non_null(strstr(photo->warning, "CMYK"));
        photo_free(photo);
    }
    struct photo *photo = load(flat_jpeg(cmyk, DARKENED));
    assert_flat(photo, (int[3]){112, 93, 78}, 2);
    photo_free(photo);
}

// An ink profile that says: what is stored is (with paper and black as usual) Lab of its own rule.
static int ink_rule(const cmsUInt16Number in[], cmsUInt16Number out[], void *cargo)
{
    uint16_t rgb[3];
    for (int i = 0; i < 3; i++)
        rgb[i] = (uint16_t)((uint64_t)(65535 - in[(i + 1) % 3]) * (65535u - in[3]) / 65535u);
    cmsDoTransform(cargo, rgb, out, 1); // yellow takes away blue's neighbour: unlike the plain rule
    return 1;
}

static struct bytes ink_profile(void)
{
    cmsHPROFILE srgb = cmsCreate_sRGBProfile(), lab = cmsCreateLab2Profile(NULL);
    cmsHTRANSFORM to_lab =
        cmsCreateTransform(srgb, TYPE_RGB_16, lab, TYPE_LabV2_16, INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE);
    cmsPipeline *pipeline = cmsPipelineAlloc(NULL, 4, 3);
    cmsStage *stage = cmsStageAllocCLut16bit(NULL, 17, 4, 3, NULL);
    cmsStageSampleCLut16bit(stage, ink_rule, to_lab, 0);
    cmsPipelineInsertStage(pipeline, cmsAT_BEGIN, stage);
    cmsHPROFILE profile = cmsCreateProfilePlaceholder(NULL);
    cmsSetProfileVersion(profile, 2.4);
    cmsSetDeviceClass(profile, cmsSigOutputClass);
    cmsSetColorSpace(profile, cmsSigCmykData);
    cmsSetPCS(profile, cmsSigLabData);
    cmsWriteTag(profile, cmsSigAToB0Tag, pipeline);
    cmsPipelineFree(pipeline);
    cmsDeleteTransform(to_lab);
    cmsCloseProfile(srgb);
    cmsCloseProfile(lab);
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile, NULL, &size);
    struct bytes bytes = {mem_alloc(size), size};
    assert_true(cmsSaveProfileToMem(profile, bytes.data, &size));
    cmsCloseProfile(profile);
    return bytes;
}

static void cmyk_by_its_profile(void **state)
{
    (void)state;
    struct bytes icc = ink_profile();
    struct jpeg_recipe adobe = {.in = JCS_CMYK, .stored = JCS_CMYK, .components = 4, .icc = &icc};
    struct jpeg_recipe plain = adobe;
    plain.no_adobe = true;
    struct bytes files[2] = {flat_jpeg(adobe, (uint8_t[4]){224, 185, 156, 255}),
                             flat_jpeg(plain, (uint8_t[4]){31, 70, 99, 0})};
    for (int k = 0; k < 2; k++) {
        struct photo *photo = load(files[k]);
        assert_flat(photo, (int[3]){185, 156, 224}, 4);
        assert_non_null(strstr(photo->warning, "profile"));
        photo_free(photo);
    }
    // The same profile in an RGB picture: not its own, so it is left aside.
    struct jpeg_recipe rgb = {.in = JCS_RGB, .stored = JCS_YCbCr, .components = 3, .icc = &icc};
    struct photo *photo = load(flat_jpeg(rgb, (uint8_t[3]){224, 185, 156}));
    assert_flat(photo, (int[3]){224, 185, 156}, 2);
    assert_non_null(strstr(photo->warning, "ignored"));
    photo_free(photo);
    mem_free(icc.data);
}

static void grey(void **state)
{
    (void)state;
    struct jpeg_recipe plain = {.in = JCS_GRAYSCALE, .stored = JCS_GRAYSCALE, .components = 1};
    struct photo *photo = load(flat_jpeg(plain, (uint8_t[1]){128}));
    assert_flat(photo, (int[3]){128, 128, 128}, 0);
    assert_string_equal(photo->warning, "");
    photo_free(photo);
    cmsToneCurve *line = cmsBuildGamma(NULL, 1.0);
    cmsHPROFILE profile = cmsCreateGrayProfile(cmsD50_xyY(), line);
    cmsFreeToneCurve(line);
    uint8_t data[4096];
    cmsUInt32Number size = sizeof data;
    assert_true(cmsSaveProfileToMem(profile, data, &size));
    cmsCloseProfile(profile);
    struct bytes icc = {data, size};
    plain.icc = &icc;
    photo = load(flat_jpeg(plain, (uint8_t[1]){128}));
    assert_flat(photo, (int[3]){188, 188, 188}, 2); // linear 0.502 as sRGB
    assert_non_null(strstr(photo->warning, "profile"));
    photo_free(photo);
}

static void too_many_scans(void **state)
{
    (void)state;
    jpeg_scan_info scans[1 + 3 * 63] = {{3, {0, 1, 2}, 0, 0, 0, 0}};
    for (int i = 0; i < 3 * 63; i++)
        scans[1 + i] = (jpeg_scan_info){1, {i % 3}, 1 + i / 3, 1 + i / 3, 0, 0};
    struct jpeg_recipe many = {
        .in = JCS_RGB, .stored = JCS_YCbCr, .components = 3, .scans = scans, .scan_count = 1 + 3 * 63};
    struct bytes file = flat_jpeg(many, (uint8_t[3]){200, 150, 120});
    struct err err = {0};
    assert_null(picture_load(file.data, file.size, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.text, "scans"));
    mem_free(file.data);
    // Up to a hundred will do: all bands at once for two of the components.
    jpeg_scan_info fewer[1 + 63 + 2] = {{3, {0, 1, 2}, 0, 0, 0, 0}};
    for (int i = 0; i < 63; i++)
        fewer[1 + i] = (jpeg_scan_info){1, {0}, 1 + i, 1 + i, 0, 0};
    fewer[64] = (jpeg_scan_info){1, {1}, 1, 63, 0, 0};
    fewer[65] = (jpeg_scan_info){1, {2}, 1, 63, 0, 0};
    many.scans = fewer;
    many.scan_count = 66;
    struct photo *photo = load(flat_jpeg(many, (uint8_t[3]){200, 150, 120}));
    assert_flat(photo, (int[3]){200, 150, 120}, 2);
    photo_free(photo);
}

struct png_recipe {
    int width, height, depth, colour_type, interlace;
    const png_color *palette;
    int palette_count;
    const uint8_t *palette_alpha;
    const uint8_t *rows; // packed, big-endian
    int row_bytes;
};

static struct bytes png_file;

static void png_out(png_structp png, png_bytep data, size_t size)
{
    (void)png;
    png_file.data = mem_grow(png_file.data, png_file.size, png_file.size + size);
    memcpy(png_file.data + png_file.size, data, size);
    png_file.size += size;
}

static void png_flush_nothing(png_structp png)
{
    (void)png;
}

static struct bytes make_png(struct png_recipe r)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_file = (struct bytes){NULL, 0};
    png_set_write_fn(png, NULL, png_out, png_flush_nothing);
    png_set_IHDR(png, info, (png_uint_32)r.width, (png_uint_32)r.height, r.depth, r.colour_type, r.interlace,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (r.palette)
        png_set_PLTE(png, info, r.palette, r.palette_count);
    if (r.palette_alpha)
        png_set_tRNS(png, info, r.palette_alpha, r.palette_count, NULL);
    png_write_info(png, info);
    for (int pass = png_set_interlace_handling(png); pass > 0; pass--)
        for (int y = 0; y < r.height; y++)
            png_write_row(png, r.rows + y * r.row_bytes);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return png_file;
}

static void assert_pixel(const struct photo *photo, int x, int y, int r, int g, int b)
{
    const uint8_t *p = image_row(photo->image, y) + 4 * x;
    assert_int_equal(p[0], r);
    assert_int_equal(p[1], g);
    assert_int_equal(p[2], b);
    assert_int_equal(p[3], 255);
}

static void png_kinds(void **state)
{
    (void)state;
    static const png_color PALETTE[3] = {{10, 20, 30}, {200, 150, 120}, {255, 0, 128}};
    static const uint8_t INDICES[2] = {0x18, 0x90}; // two bits each: 0 1 2, 2 1 0
    struct photo *photo = load(make_png((struct png_recipe){.width = 3,
                                                            .height = 2,
                                                            .depth = 2,
                                                            .colour_type = PNG_COLOR_TYPE_PALETTE,
                                                            .palette = PALETTE,
                                                            .palette_count = 3,
                                                            .rows = INDICES,
                                                            .row_bytes = 1}));
    assert_pixel(photo, 0, 0, 10, 20, 30);
    assert_pixel(photo, 1, 0, 200, 150, 120);
    assert_pixel(photo, 2, 0, 255, 0, 128);
    assert_pixel(photo, 0, 1, 255, 0, 128);
    photo_free(photo);
    static const uint8_t BITS[1] = {0xa0};
    photo = load(make_png(
        (struct png_recipe){.width = 3, .height = 1, .depth = 1, .colour_type = 0, .rows = BITS, .row_bytes = 1}));
    assert_pixel(photo, 0, 0, 255, 255, 255);
    assert_pixel(photo, 1, 0, 0, 0, 0);
    photo_free(photo);
    static const uint8_t GREY_16[4] = {0x12, 0x34, 0xfe, 0xdc};
    photo = load(make_png(
        (struct png_recipe){.width = 2, .height = 1, .depth = 16, .colour_type = 0, .rows = GREY_16, .row_bytes = 4}));
    assert_int_equal(photo->image->format, PIXELS_RGBA16);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(image_row16(photo->image, 0)[i], 0x1234);
        assert_int_equal(image_row16(photo->image, 0)[4 + i], 0xfedc);
    }
    photo_free(photo);
}

static void png_interlaced(void **state)
{
    (void)state;
    uint8_t rows[13][17 * 3];
    for (int i = 0; i < 13 * 17 * 3; i++)
        rows[i / (17 * 3)][i % (17 * 3)] = (uint8_t)(i * 31 % 251);
    struct photo *photo = load(make_png((struct png_recipe){.width = 17,
                                                            .height = 13,
                                                            .depth = 8,
                                                            .colour_type = PNG_COLOR_TYPE_RGB,
                                                            .interlace = PNG_INTERLACE_ADAM7,
                                                            .rows = rows[0],
                                                            .row_bytes = 17 * 3}));
    for (int y = 0; y < 13; y++)
        for (int x = 0; x < 17; x++)
            assert_pixel(photo, x, y, rows[y][3 * x], rows[y][3 * x + 1], rows[y][3 * x + 2]);
    photo_free(photo);
}

// Half white, half black paint is 0.5 in light, 188 as sRGB; not 128.
static void alpha_on_white(void **state)
{
    (void)state;
    static const uint8_t RGBA[16] = {0, 0, 0, 0, 0, 0, 0, 128, 50, 60, 70, 255, 188, 100, 0, 51};
    struct photo *photo = load(make_png((struct png_recipe){
        .width = 4, .height = 1, .depth = 8, .colour_type = PNG_COLOR_TYPE_RGB_ALPHA, .rows = RGBA, .row_bytes = 16}));
    assert_pixel(photo, 0, 0, 255, 255, 255);
    assert_pixel(photo, 1, 0, 187, 187, 187); // light 127/255
    assert_pixel(photo, 2, 0, 50, 60, 70);
    assert_pixel(photo, 3, 0, 244, 234, 231); // light 0.2 x (0.5029, 0.1274, 0) + 0.8
    photo_free(photo);
    static const uint8_t RGBA_16[8] = {0, 0, 0, 0, 0, 0, 0x80, 0};
    photo = load(make_png((struct png_recipe){.width = 1,
                                              .height = 1,
                                              .depth = 16,
                                              .row_bytes = 8,
                                              .colour_type = PNG_COLOR_TYPE_RGB_ALPHA,
                                              .rows = RGBA_16}));
    assert_close(image_row16(photo->image, 0)[0] / 65535.0, 0.73535, 1e-4);
    assert_int_equal(image_row16(photo->image, 0)[3], 65535);
    photo_free(photo);
    static const png_color PALETTE[1] = {{0, 0, 0}};
    static const uint8_t CLEAR[1] = {0};
    photo = load(make_png((struct png_recipe){.width = 1,
                                              .height = 1,
                                              .depth = 8,
                                              .colour_type = PNG_COLOR_TYPE_PALETTE,
                                              .palette = PALETTE,
                                              .palette_count = 1,
                                              .palette_alpha = CLEAR,
                                              .rows = CLEAR,
                                              .row_bytes = 1}));
    assert_pixel(photo, 0, 0, 255, 255, 255);
    photo_free(photo);
}

// The hash is of the file's bytes; what else the file says is named.
static void facts(void **state)
{
    (void)state;
    struct image *image = picture_corners(WIDTH, HEIGHT, PIXELS_RGBA8);
    static const char *NAMES[] = {"PNG", "JPEG", "WebP"};
    for (int f = PICTURE_PNG; f <= PICTURE_WEBP; f++) {
        struct bytes file = encoded(image, (enum picture_format)f, 100);
        struct photo *photo = picture_load_apart(file.data, file.size, NULL);
        mem_free(file.data);
        assert_non_null(photo);
        assert_string_equal(photo->format_name, NAMES[f]);
        assert_int_equal(strlen(photo->sha256), 64);
        assert_string_equal(photo->space.name, "sRGB");
        assert_close(photo->focal_35mm, 0.0, 0.0);
        photo_free(photo);
    }
    image_unref(image);
}

static struct bytes with_alpha(const struct image *image)
{
    struct png_recipe recipe = {.width = image->width_px,
                                .height = image->height_px,
                                .depth = 8,
                                .colour_type = PNG_COLOR_TYPE_RGB_ALPHA,
                                .row_bytes = (int)image->pitch_bytes,
                                .rows = image->data};
    for (int y = 0; y < image->height_px; y++)
        image_row(image, y)[4 * (y % image->width_px) + 3] = 77;
    return make_png(recipe);
}

// Rows that go off by bands, or all at once where something is done to them, and are turned as they come: the same
// picture as made here, whatever is left for the last band.
static void apart_as_here(void **state)
{
    (void)state;
    static const int HEIGHTS[] = {1, 15, 16, 17, 31, 32, 33, 64, 67};
    for (size_t i = 0; i < sizeof HEIGHTS / sizeof *HEIGHTS; i++) {
        int o = 1 + (int)i % 8;
        struct image *image = picture_corners(35, HEIGHTS[i], i % 2 ? PIXELS_RGBA16 : PIXELS_RGBA8);
        struct image *clear = picture_corners(35, HEIGHTS[i], PIXELS_RGBA8);
        struct bytes files[] = {
            with_exif(encoded(image, PICTURE_PNG, 0), PICTURE_PNG, o, false),
            with_exif(encoded(clear, PICTURE_JPEG, 95), PICTURE_JPEG, o, false),
            with_exif(encoded(clear, PICTURE_WEBP, 100), PICTURE_WEBP, o, false),
            with_exif(with_alpha(clear), PICTURE_PNG, o, true),
        };
        for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
            struct photo *apart = picture_load_apart(files[k].data, files[k].size, NULL);
            struct photo *here = load(files[k]);
            assert_non_null(apart);
            assert_int_equal(picture_max_difference(apart->image, here->image), 0);
            assert_int_equal(apart->orientation, o);
            assert_int_equal(apart->stored_height_px, HEIGHTS[i]);
            photo_free(apart);
            photo_free(here);
        }
        image_unref(image);
        image_unref(clear);
    }
}

// What stops in the middle of its rows: the reason comes through, and no half of a picture.
static void broken_between_bands(void **state)
{
    (void)state;
    struct image *image = picture_corners(200, 300, PIXELS_RGBA8);
    struct bytes file = encoded(image, PICTURE_PNG, 0);
    image_unref(image);
    for (size_t cut = file.size / 4; cut < file.size - 60; cut += file.size / 4) {
        struct err err = {0};
        assert_null(picture_load_apart(file.data, cut, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_non_null(strstr(err.text, "cut off"));
    }
    mem_free(file.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_orientations_in_three_formats),
        cmocka_unit_test(jpeg_is_what_libjpeg_gives),
        cmocka_unit_test(cmyk_colours),
        cmocka_unit_test(cmyk_by_its_profile),
        cmocka_unit_test(grey),
        cmocka_unit_test(too_many_scans),
        cmocka_unit_test(png_kinds),
        cmocka_unit_test(png_interlaced),
        cmocka_unit_test(alpha_on_white),
        cmocka_unit_test(facts),
        cmocka_unit_test(apart_as_here),
        cmocka_unit_test(broken_between_bands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
