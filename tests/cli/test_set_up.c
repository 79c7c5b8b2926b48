// Automatic set-up as a user meets it: a photo in, a preview out; no head, no case; without the networks, marks by
// hand.
#include "cli.h"

#include "base/file.h"
#include "base/mem.h"
#include "image/encode.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Made by demo_head --view front --hair none --eyes 64x11.7 --labelled, smaller.
#define OPEN_EYES "tests/data/open-eyes.jpg"
#define OPEN_EYES_PX_PER_MM 1.79 // at the hairline
#define OPEN_EYES_IRIS_PX 20.3

static void need_nets(void)
{
    char path[4096];
    const char *folder = getenv("STIPPLE_NETS");
    snprintf(path, sizeof path, "%s/face_landmark.tflite", folder ? folder : "");
    if (access(path, R_OK) != 0)
        skip();
}

static void write_png(const char *path, const struct image *image)
{
    struct colour_space space = colour_srgb();
    struct encode_request request = {.image = image, .space = &space, .format = PICTURE_PNG};
    struct bytes bytes;
    assert_true(encode_picture(&request, &bytes, NULL));
    cli_write(path, bytes.data, bytes.size);
    mem_free(bytes.data);
}

static void without_the_networks_marks_do(void **state)
{
    (void)state;
    const char *folder = getenv("STIPPLE_NETS");
    char *nets = folder ? strdup(folder) : NULL;
    setenv("STIPPLE_NETS", "/nonexistent", 1);
    cli_fails(2, "automatic set-up is off", "new", "front.png", "-o", "a.stipple");
    cli_fails(2, "automatic set-up is off", "new", "front.png", "-o", "a.stipple", "--facing", "front");
    int before = cli_count_files();
    cli_new("front.png", "by-hand.stipple");
    assert_int_equal(cli_count_files(), before + 1);
    cli_ok("render", "by-hand.stipple", "--size", "200", "-o", "by-hand.png");
    if (nets)
        setenv("STIPPLE_NETS", nets, 1);
    free(nets);
}

static void no_head_no_case(void **state)
{
    (void)state;
    need_nets();
    struct image *image = image_create(400, 300, PIXELS_RGBA8, NULL);
    for (int y = 0; y < 300; y++)
        for (int x = 0; x < 1600; x++)
            image_row(image, y)[x] = (uint8_t)(x % 4 == 3 ? 255 : y / 25 % 2 ? 190 : 90 + x / 40);
    write_png("shelf.png", image);
    image_unref(image);
    int before = cli_count_files();
    cli_fails(2, "shelf.png: no head is seen on this photo", "new", "shelf.png", "-o", "shelf.stipple");
    assert_int_equal(cli_count_files(), before);
}

// The demo head: marks, turn and mask say in the case that they are drafts, and a person's mark stays to the digit.
static void a_photo_becomes_a_preview(void **state)
{
    (void)state;
    need_nets();
    char photo[4096];
    size_t size;
    snprintf(photo, sizeof photo, "%s/assets/demo/front.jpg", testing_source());
    cli_ok("render", photo, "--size", "600", "-o", "face.jpg");
    char *said = cli_out("new", "face.jpg", "-o", "face.stipple");
    assert_non_null(strstr(said, "drafted: "));
    assert_non_null(strstr(said, "facing front"));
    mem_free(said);
    char *text = cli_read("face.stipple", &size);
    assert_non_null(strstr(text, "\"certainty\""));
    assert_non_null(strstr(text, "\"turn_forward\""));
    assert_non_null(strstr(text, "\"is_drafted\": true"));
    mem_free(text);
    said = cli_out("info", "face.stipple");
    assert_non_null(strstr(said, "  drafted: "));
    assert_non_null(strstr(said, "mm (drafted, certainty 0."));       // the hairline
    assert_non_null(strstr(said, "dots/cm2 (drafted, certainty 0.")); // the zone
    mem_free(said);
    said = cli_out("info", "face.stipple", "--json");
    assert_non_null(strstr(said, "\"is_facing_drafted\": true"));
    assert_non_null(strstr(said, "\"hairline_draft_certainty\": 0."));
    mem_free(said);
    cli_ok("set", "face.stipple", "hairline.height_mm=80", "drafts.confirm=zones");
    said = cli_out("info", "face.stipple");
    assert_null(strstr(said, "(drafted"));
    mem_free(said);
    cli_ok("render", "face.stipple", "--before", "-o", "before.png");
    cli_ok("render", "face.stipple", "-o", "after.png");
    assert_false(cli_same_bytes("before.png", "after.png"));
    said =
        cli_out("new", "face.jpg", "-o", "mine.stipple", "--landmark", "nasion=301.25,402.5", "--hairline", "peaked");
    assert_non_null(strstr(said, "hairline peaked at "));
    assert_null(strstr(said, "mm (drafted")); // chosen
    mem_free(said);
    text = cli_read("mine.stipple", &size);
    const char *landmarks = strstr(text, "\"landmarks\""), *draft = strstr(text, "\"draft\"");
    assert_true(landmarks && draft && landmarks < draft);
    assert_non_null(strstr(landmarks, "301.25"));
    assert_null(strstr(draft, "\"nasion\"")); // of what was drafted it is none
    assert_non_null(strstr(draft, "\"glabella\""));
    mem_free(text);
}

// Open eyes are measured, and the case keeps what they were; the demo man's are closed.
static void irises_are_a_scale_that_the_case_keeps(void **state)
{
    (void)state;
    need_nets();
    char photo[4096];
    size_t size;
    double left, right, scale;
    snprintf(photo, sizeof photo, "%s/" OPEN_EYES, testing_source());
    struct bytes bytes;
    assert_true(file_read(photo, 1 << 20, &bytes, NULL));
    cli_write("open.jpg", bytes.data, bytes.size);
    mem_free(bytes.data);
    char *said = cli_out("new", "open.jpg", "-o", "open.stipple");
    assert_int_equal(sscanf(strstr(said, ", irises "), ", irises %lf and %lf px across", &left, &right), 2);
    assert_int_equal(sscanf(strstr(said, "scale "), "scale %lf", &scale), 1);
    assert_close(left, OPEN_EYES_IRIS_PX, 0.6);
    assert_close(right, OPEN_EYES_IRIS_PX, 0.6);
    assert_close(scale / OPEN_EYES_PX_PER_MM, 1.0, 0.05);
    mem_free(said);
    cli_ok("set", "open.stipple", "drafts.confirm=marks");
    char *text = cli_read("open.stipple", &size), *iris = strstr(text, "\"iris_px\"");
    assert_non_null(iris);
    char *number = strchr(strstr(iris, "\"left\""), '[');
    number[1] = '-'; // no breadth is that
    cli_write("wrong.stipple", text, size);
    mem_free(text);
    cli_fails(2, "marks.iris_px is out of range", "info", "wrong.stipple");
    said = cli_out("info", "face.stipple");
    assert_null(strstr(said, "iris"));
    mem_free(said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(without_the_networks_marks_do),
                                       cmocka_unit_test(no_head_no_case), cmocka_unit_test(a_photo_becomes_a_preview),
                                       cmocka_unit_test(irises_are_a_scale_that_the_case_keeps)};
    return cmocka_run_group_tests(tests, cli_enter, cli_leave);
}
