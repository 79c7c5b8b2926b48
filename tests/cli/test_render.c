// render and dots: every output, what must not change, and that the bytes do not depend on the machine.
#include "cli.h"

#include "picture.h"

#include "base/mem.h"
#include "image/pixels.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool same_pixel(const struct image *a, const struct image *b, int x, int y)
{
    size_t bytes = pixel_bytes(a->format);
    return memcmp(image_row(a, y) + (size_t)x * bytes, image_row(b, y) + (size_t)x * bytes, bytes) == 0;
}

static int count_changed(const struct image *a, const struct image *b)
{
    assert_true(a->width_px == b->width_px && a->height_px == b->height_px && a->format == b->format);
    int changed = 0;
    for (int y = 0; y < a->height_px; y++)
        for (int x = 0; x < a->width_px; x++)
            changed += !same_pixel(a, b, x, y);
    return changed;
}

static int changed_from_photo(const char *path)
{
    struct image *photo = cli_pixels("front.png"), *picture = cli_pixels(path);
    int changed = count_changed(photo, picture);
    image_unref(photo);
    image_unref(picture);
    return changed;
}

static double mean_green(const char *path)
{
    struct image *image = cli_pixels(path);
    double sum = 0.0;
    for (int y = 0; y < image->height_px; y++)
        for (int x = 0; x < image->width_px; x++)
            sum += image_row(image, y)[4 * x + 1];
    sum /= (double)image->width_px * image->height_px;
    image_unref(image);
    return sum;
}

static void test_before_is_the_photo(void **state)
{
    (void)state;
    cli_ok("render", "front.stipple", "--before", "-o", "before.png");
    assert_int_equal(changed_from_photo("before.png"), 0);
    cli_ok("render", "front.stipple", "--sessions", "0", "-o", "zero.png");
    assert_int_equal(changed_from_photo("zero.png"), 0);
    cli_ok("render", "front.png", "-o", "alone.png");
    assert_int_equal(changed_from_photo("alone.png"), 0);
    cli_ok("render", "front.stipple", "-o", "after.png");
    assert_true(changed_from_photo("after.png") > 5000);
}

struct dot_row {
    double x, y, radius_mm;
    long id;
    int session;
};

// Reads the table that stipple dots wrote; returns how many rows.
static int read_dots(const char *path, struct dot_row **out)
{
    size_t size;
    char *text = cli_read(path, &size), *save = NULL;
    assert_int_equal(strncmp(text, "id,rank,session,head_x,", 23), 0);
    *out = mem_alloc(size); // more than enough
    int count = 0;
    strtok_r(text, "\n", &save);
    for (char *line = strtok_r(NULL, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        struct dot_row *row = &(*out)[count++];
        double value[19];
        char *at = line;
        for (int i = 0; i < 19; i++) {
            value[i] = strtod(at, &at);
            assert_int_equal(*at++, ',');
        }
        row->id = (long)value[0];
        row->session = (int)value[2];
        row->x = value[9];
        row->y = value[10];
        row->radius_mm = value[14];
    }
    mem_free(text);
    return count;
}

// Property 1: farther from every dot than kernels reach, the photo is there bit for bit. In pixels: 5 mm at the
// largest scale that this head has on the photo, 3.1 px/mm.
static void test_far_from_dots(void **state)
{
    (void)state;
    cli_ok("render", "front.stipple", "--after", "fresh", "-o", "fresh.png");
    cli_ok("dots", "front.stipple", "--after", "fresh", "-o", "fresh.csv");
    struct dot_row *dots;
    int count = read_dots("fresh.csv", &dots), checked = 0;
    assert_true(count > 2000);
    struct image *photo = cli_pixels("front.png"), *picture = cli_pixels("fresh.png");
    enum { REACH_PX = 16 };
    uint8_t *near = mem_alloc((size_t)(photo->width_px * photo->height_px));
    for (int i = 0; i < count; i++)
        for (int y = (int)dots[i].y - REACH_PX; y <= (int)dots[i].y + REACH_PX; y++)
            for (int x = (int)dots[i].x - REACH_PX; x <= (int)dots[i].x + REACH_PX; x++)
                if (x >= 0 && y >= 0 && x < photo->width_px && y < photo->height_px)
                    near[y * photo->width_px + x] = 1;
    for (int y = 0; y < photo->height_px; y++)
        for (int x = 0; x < photo->width_px; x++)
            if (!near[y * photo->width_px + x]) {
                checked++;
                assert_true(same_pixel(photo, picture, x, y));
            }
    assert_true(checked > 100000);
    mem_free(near);
    mem_free(dots);
    image_unref(photo);
    image_unref(picture);
}

static void test_mask(void **state)
{
    (void)state;
    cli_new("front.png", "masked.stipple");
    cli_ok("set", "masked.stipple", "mask.add=0,0/360,0/360,900/0,900");
    cli_ok("render", "masked.stipple", "-o", "masked.png");
    struct image *photo = cli_pixels("front.png"), *picture = cli_pixels("masked.png");
    int left = 0, right = 0;
    for (int y = 0; y < photo->height_px; y++)
        for (int x = 0; x < photo->width_px; x++)
            if (!same_pixel(photo, picture, x, y))
                *(x < 360 ? &left : &right) += 1;
    assert_int_equal(left, 0);
    assert_true(right > 2000);
    image_unref(photo);
    image_unref(picture);
}

static void test_same_bytes(void **state)
{
    (void)state;
    cli_ok("render", "front.stipple", "-o", "threads-1.png", "--threads", "1");
    cli_ok("dots", "front.stipple", "-o", "threads-1.csv", "--threads", "1");
    static const char *const threads[] = {"2", "3", "8"};
    for (int i = 0; i < 3; i++) {
        cli_ok("render", "front.stipple", "-o", "threads.png", "--threads", threads[i]);
        cli_ok("dots", "front.stipple", "-o", "threads.csv", "--threads", threads[i]);
        assert_true(cli_same_bytes("threads-1.png", "threads.png"));
        assert_true(cli_same_bytes("threads-1.csv", "threads.csv"));
    }
    cli_ok("render", "front.stipple", "-o", "scalar.png", "--simd", "off");
    assert_true(cli_same_bytes("threads-1.png", "scalar.png"));
    // As on a processor without AVX2 and FMA: libm takes other code there.
    setenv("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-AVX2_Usable,-FMA_Usable,-AVX2,-FMA", 1);
    cli_ok("render", "front.stipple", "-o", "older.png", "--simd", "off");
    cli_ok("dots", "front.stipple", "-o", "older.csv");
    cli_new("front.png", "older.stipple");
    unsetenv("GLIBC_TUNABLES");
    assert_true(cli_same_bytes("threads-1.png", "older.png"));
    assert_true(cli_same_bytes("threads-1.csv", "older.csv"));
    assert_true(cli_same_bytes("front.stipple", "older.stipple"));
}

static void test_formats_and_sizes(void **state)
{
    (void)state;
    static const char *const names[] = {"a.png", "a.jpg", "a.jpeg", "a.webp", "a.tif", "a.PNG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cli_ok("render", "front.stipple", "-o", names[i]);
        size_t size;
        char *bytes = cli_read(names[i], &size);
        assert_true(size > 10000);
        mem_free(bytes);
    }
    struct ran ran = cli_run("render", "front.stipple", "-o", "-");
    size_t size;
    char *png = cli_read("a.png", &size);
    assert_int_equal(ran.code, 0);
    assert_true(ran.out_size == size && memcmp(ran.out, png, size) == 0);
    mem_free(png);
    cli_forget(&ran);
    cli_ok("render", "front.stipple", "-o", "small.png", "--size", "240");
    cli_ok("render", "front.png", "-o", "small-photo.png", "--scale", "0.25");
    struct image *small = cli_pixels("small.png"), *photo = cli_pixels("small-photo.png");
    assert_true(small->width_px == 240 && small->height_px == 300);
    assert_true(photo->width_px == 180 && photo->height_px == 225);
    image_unref(small);
    image_unref(photo);
}

// More sessions are darker, healing and years lighter, and the bands lie in order.
static void test_frames(void **state)
{
    (void)state;
    static const char *const darker_to_lighter[][7] = {
        {"--after", "fresh", "--sessions", "3", NULL},
        {"--after", "healed", "--sessions", "3", NULL},
        {"--after", "healed", "--sessions", "2", NULL},
        {"--after", "healed", "--sessions", "1", NULL},
        {"--before", NULL},
        {"--after", "healed", NULL},
        {"--after", "1y", NULL},
        {"--after", "5y", "--band", "high", NULL},
        {"--after", "5y", NULL},
        {"--after", "5y", "--band", "low", NULL},
    };
    double last = 0.0;
    for (size_t i = 0; i < sizeof darker_to_lighter / sizeof *darker_to_lighter; i++) {
        const char *words[16] = {"render", "front.stipple", "-o", "frame.png", "--size", "360"};
        for (int k = 0; darker_to_lighter[i][k]; k++)
            words[6 + k] = darker_to_lighter[i][k];
        cli_check_words(0, NULL, words, __FILE__, __LINE__);
        double green = mean_green("frame.png");
        if (i != 5 && !(green > last))
            fail_msg("frame %d: mean green %.3f after %.3f", (int)i, green, last);
        last = green;
    }
}

// As if in another light: said in the file, another picture before as well as after, never by chance.
static void test_light(void **state)
{
    (void)state;
    const char *const lights[] = {"soft", "overhead", "sun"};
    cli_ok("render", "front.stipple", "-o", "plain.png");
    for (int i = 0; i < 3; i++) {
        size_t size;
        cli_ok("render", "front.stipple", "--light", lights[i], "-o", "lit.png");
        cli_ok("render", "front.stipple", "--light", lights[i], "--before", "-o", "lit-before.png");
        assert_true(changed_from_photo("lit-before.png") > 5000);
        assert_false(cli_same_bytes("lit.png", "plain.png"));
        assert_true(mean_green("lit.png") < mean_green("lit-before.png"));
        char *bytes = cli_read("lit.png", &size), *before = cli_read("lit-before.png", &size);
        assert_non_null(memmem(bytes, 4096, "(an approximation)", 18));
        assert_non_null(memmem(before, 4096, "(an approximation)", 18));
        mem_free(bytes);
        mem_free(before);
    }
    cli_fails(1, "soft, overhead or sun", "render", "front.stipple", "--light", "moon", "-o", "x.png");
    cli_ok("strip", "front.stipple", "--light", "sun", "--size", "200", "-o", "strip.png");
}

// Each session's dots are among the next one's.
static void test_sessions_nest(void **state)
{
    (void)state;
    struct dot_row *dots[3];
    int count[3];
    static const char *const sessions[] = {"1", "2", "3"};
    for (int i = 0; i < 3; i++) {
        cli_ok("dots", "front.stipple", "--sessions", sessions[i], "-o", "nest.csv");
        count[i] = read_dots("nest.csv", &dots[i]);
    }
    assert_close((double)count[0] / count[2], 0.30, 0.02);
    assert_close((double)count[1] / count[2], 0.70, 0.02);
    for (int i = 0; i < 2; i++) {
        int found = 0;
        for (int a = 0, b = 0; a < count[i] && b < count[i + 1]; b++)
            if (dots[i][a].id == dots[i + 1][b].id) { // both in the order of their ids
                assert_close(dots[i][a].x, dots[i + 1][b].x, 1e-9);
                assert_int_equal(dots[i][a].session, dots[i + 1][b].session);
                found++;
                a++;
            }
        assert_int_equal(found, count[i]);
    }
    for (int i = 0; i < 3; i++)
        mem_free(dots[i]);
}

static void test_layers(void **state)
{
    (void)state;
    static const char *const layers[] = {"picture", "dots", "normals", "mask", "diffuse", "shine"};
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
        cli_ok("render", "front.stipple", "-o", "layer.png", "--layer", layers[i], "--size", "180");
    cli_ok("render", "front.stipple", "-o", "normals.png", "--layer", "normals");
    struct image *normals = cli_pixels("normals.png");
    const uint8_t *corner = image_row(normals, 2) + 8, *middle = image_row(normals, 430) + 4 * 360;
    assert_int_equal(corner[0] + corner[1] + corner[2], 0);
    assert_close(middle[0], 127.5, 12.0); // faces the camera: no side, z near 1
    assert_true(middle[2] > 220);
    image_unref(normals);
    cli_ok("render", "front.stipple", "-o", "dots.png", "--layer", "dots");
    struct image *dots = cli_pixels("dots.png");
    assert_int_equal(image_row(dots, 2)[8], 255);
    image_unref(dots);
}

static void test_dots_json(void **state)
{
    (void)state;
    char *csv = cli_out("dots", "front.stipple"), *json = cli_out("dots", "front.stipple", "--format", "json");
    int lines = 0, objects = 0;
    for (const char *at = csv; *at; at++)
        lines += *at == '\n';
    for (const char *at = json; *at; at++)
        objects += *at == '{';
    assert_int_equal(lines - 1, objects);
    assert_true(json[0] == '[' && strstr(json, "\"zone\": \"full\"}"));
    mem_free(csv);
    mem_free(json);
}

// A photo taken after session 1 already shows it: only later dots are drawn.
static void test_done_events(void **state)
{
    (void)state;
    cli_new("front.png", "later.stipple");
    cli_ok("set", "later.stipple", "event.1.done=yes", "view.1.done_events=1");
    cli_ok("render", "later.stipple", "--sessions", "1", "-o", "later.png");
    assert_int_equal(changed_from_photo("later.png"), 0);
    cli_ok("render", "later.stipple", "--sessions", "2", "-o", "later.png");
    assert_true(changed_from_photo("later.png") > 1000);
}

// The same picture from OpenGL, without a display; within a code of the CPU's.
static void test_renderer_gl(void **state)
{
    (void)state;
    setenv("ASAN_OPTIONS", "detect_leaks=0", 1); // the driver's
    struct ran ran = cli_run("render", "front.stipple", "-o", "gl.png", "--renderer", "gl");
    unsetenv("ASAN_OPTIONS");
    bool has_gl = ran.code == 0;
    if (!has_gl) {
        printf("no OpenGL: %s", ran.err);
        assert_int_equal(ran.code, 3);
    }
    cli_forget(&ran);
    if (!has_gl)
        skip();
    cli_ok("render", "front.stipple", "-o", "cpu.png");
    struct image *gl = cli_pixels("gl.png"), *cpu = cli_pixels("cpu.png");
    int apart = picture_max_difference(gl, cpu);
    assert_in_range(apart, 0, 2);
    image_unref(gl);
    image_unref(cpu);
    assert_true(changed_from_photo("gl.png") > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_before_is_the_photo),
                                       cmocka_unit_test(test_far_from_dots),
                                       cmocka_unit_test(test_mask),
                                       cmocka_unit_test(test_same_bytes),
                                       cmocka_unit_test(test_formats_and_sizes),
                                       cmocka_unit_test(test_frames),
                                       cmocka_unit_test(test_light),
                                       cmocka_unit_test(test_sessions_nest),
                                       cmocka_unit_test(test_layers),
                                       cmocka_unit_test(test_dots_json),
                                       cmocka_unit_test(test_done_events),
                                       cmocka_unit_test(test_renderer_gl)};
    return cmocka_run_group_tests(tests, cli_enter_with_case, cli_leave);
}
