// What goes wrong: one line that names the file, the right exit code, no half-written file, inputs untouched.
#include "cli.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

// Every command that reads a photo refuses it and leaves no file behind.
static void check_photo_refused(const char *photo)
{
    int files = cli_count_files();
    char room[CLI_MOST_WORDS][64];
    const char *words[CLI_MOST_WORDS + 8] = {"new", photo, "-o", "never.stipple"};
    cli_mark_words("front.png", words + 4, room);
    cli_check_words(2, photo, words, __FILE__, __LINE__);
    cli_fails(2, photo, "info", photo);
    cli_fails(2, photo, "render", photo, "-o", "never.png");
    cli_fails(2, photo, "add-view", "front.stipple", photo, "--facing", "front");
    assert_int_equal(cli_count_files(), files);
}

static void test_bad_photos(void **state)
{
    (void)state;
    size_t size;
    char *png = cli_read("front.png", &size);
    check_photo_refused("missing.png");
    cli_write("empty.png", "", 0);
    check_photo_refused("empty.png");
    cli_write("short.png", png, 40);
    check_photo_refused("short.png");
    cli_write("text.jpg", "this is no photo", 16);
    check_photo_refused("text.jpg");
    cli_write("moving.gif", "GIF89a\1\0\1\0\0\0\0", 13);
    check_photo_refused("moving.gif");
    memcpy(png + 16, "\x7f\xff\xff\xff\x7f\xff\xff\xff", 8); // width and height of the header
    cli_write("vast.png", png, size);
    check_photo_refused("vast.png");
    assert_int_equal(mkdir("folder.png", 0700), 0);
    check_photo_refused("folder.png");
    assert_int_equal(mkfifo("pipe.png", 0600), 0);
    check_photo_refused("pipe.png");
    check_photo_refused("/dev/zero");
    mem_free(png);
}

// A photo that came short of its end is shown with a warning, or refused; never in silence.
static void test_truncated_photo(void **state)
{
    (void)state;
    size_t size;
    char *png = cli_read("front.png", &size);
    cli_write("cut.png", png, size / 2);
    struct ran ran = cli_run("render", "cut.png", "-o", "cut-out.png");
    assert_true(ran.code == 2 || (ran.code == 0 && strstr(ran.err, "cut.png")));
    cli_forget(&ran);
    mem_free(png);
}

static void test_bad_cases(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "{",
                                      "{}",
                                      "[]",
                                      "{\"stipple\": 1}",
                                      "{\"stipple\": 1, \"stipple\": 1}",
                                      "{\"stipple\": \"one\"}",
                                      "\xff\xfe{}",
                                      "{\"stipple\": 1}}",
                                      "null"};
    int files = cli_count_files();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cli_write("bad.stipple", bad[i], strlen(bad[i]));
        cli_fails(2, "bad.stipple", "render", "bad.stipple", "-o", "never.png");
        cli_fails(2, "bad.stipple", "set", "bad.stipple", "seed=1");
        cli_fails(2, "bad.stipple", "get", "bad.stipple");
        cli_fails(2, "bad.stipple", "dots", "bad.stipple", "-o", "never.csv");
        cli_fails(2, "bad.stipple", "estimate", "bad.stipple");
        cli_fails(2, "bad.stipple", "info", "bad.stipple");
        cli_fails(2, "bad.stipple", "add-view", "bad.stipple", "top.png");
    }
    assert_int_equal(cli_count_files(), files + 1);
    cli_fails(2, "gone.stipple", "render", "gone.stipple", "-o", "never.png");
}

static void copy(const char *from, const char *to)
{
    size_t size;
    char *bytes = cli_read(from, &size);
    cli_write(to, bytes, size);
    mem_free(bytes);
}

static void test_photo_moved_or_changed(void **state)
{
    (void)state;
    copy("front.png", "kept.png");
    cli_new("kept.png", "kept.stipple");
    assert_int_equal(rename("kept.png", "away.png"), 0);
    cli_fails(2, "kept.png: the case's photo is not there", "render", "kept.stipple", "-o", "never.png");
    copy("top.png", "kept.png");
    cli_fails(2, "changed", "render", "kept.stipple", "-o", "never.png");
    assert_int_equal(access("never.png", F_OK), -1);
    cli_ok("dots", "kept.stipple", "-o", "kept.csv"); // needs no photo
}

// A file name is bytes; JSON is not.
static void test_name_no_text(void **state)
{
    (void)state;
    copy("front.png", "\xff.png");
    char *out = cli_out("info", "\xff.png", "--json");
    assert_non_null(strstr(out, "\"photo\": null"));
    mem_free(out);
    cli_fails(2, "rename the photo", "new", "\xff.png", "-o", "never.stipple");
}

// A plan is not lost to a second `new` of the same name.
static void test_new_over_a_case(void **state)
{
    (void)state;
    size_t size, now;
    char *before = cli_read("front.stipple", &size);
    cli_fails(2, "there already", "new", "front.png", "-o", "front.stipple");
    char *after = cli_read("front.stipple", &now);
    assert_true(now == size && memcmp(before, after, size) == 0);
    mem_free(before);
    mem_free(after);
}

// Two at once: one case, whole, and one refusal.
static void test_new_at_once(void **state)
{
    (void)state;
    const char *words[CLI_MOST_WORDS + 4] = {"new", "front.png", "-o", "raced.stipple"};
    char room[CLI_MOST_WORDS][64];
    cli_mark_words("front.png", words + 4, room);
    for (int round = 0; round < 2; round++) {
        FILE *said = tmpfile();
        pid_t child[2];
        int done = 0, refused = 0, status;
        for (int i = 0; i < 2; i++)
            child[i] = cli_start(words, fileno(said), fileno(said));
        for (int i = 0; i < 2; i++) {
            assert_int_equal(waitpid(child[i], &status, 0), child[i]);
            done += WIFEXITED(status) && WEXITSTATUS(status) == 0;
            refused += WIFEXITED(status) && WEXITSTATUS(status) == 2;
        }
        fclose(said);
        assert_int_equal(done, 1);
        assert_int_equal(refused, 1);
        cli_ok("info", "raced.stipple");
        assert_int_equal(unlink("raced.stipple"), 0);
    }
}

static void test_nothing_to_recover(void **state)
{
    (void)state;
    char *here = getcwd(NULL, 0);
    setenv("XDG_STATE_HOME", here, 1);
    char *out = cli_out("recover");
    assert_non_null(strstr(out, "nothing is left"));
    mem_free(out);
    cli_fails(2, "nothing is left", "recover", "-o", "never.stipple");
    assert_int_equal(system("rm -r stipple"), 0);
    unsetenv("XDG_STATE_HOME");
    free(here);
}

static void test_newer_format(void **state)
{
    (void)state;
    size_t size, now;
    char *text = cli_read("front.stipple", &size);
    char *format = strstr(text, "\"stipple\": 1");
    assert_non_null(format);
    format[11] = '2';
    cli_write("newer.stipple", text, size);
    cli_ok("info", "newer.stipple");
    cli_ok("render", "newer.stipple", "--size", "200", "-o", "newer.png");
    cli_fails(2, "newer Stipple", "set", "newer.stipple", "notes=x");
    char *after = cli_read("newer.stipple", &now);
    assert_true(now == size && memcmp(text, after, size) == 0);
    mem_free(after);
    mem_free(text);
    assert_int_equal(unlink("newer.stipple") | unlink("newer.png"), 0);
}

static void test_photo_elsewhere(void **state)
{
    (void)state;
    assert_int_equal(mkdir("other", 0700), 0);
    copy("front.png", "other/side.png");
    char room[CLI_MOST_WORDS][64];
    const char *words[CLI_MOST_WORDS + 8] = {"new", "other/side.png", "-o", "never.stipple"};
    cli_mark_words("front.png", words + 4, room);
    cli_check_words(2, "beside the case", words, __FILE__, __LINE__);
    words[3] = "other/side.stipple";
    cli_check_words(0, NULL, words, __FILE__, __LINE__);
    cli_ok("info", "other/side.stipple");
    cli_fails(2, "beside the case", "add-view", "front.stipple", "other/side.png", "--facing", "front");
}

static void test_marks(void **state)
{
    (void)state;
    cli_fails(2, "front.png", "new", "front.png", "-o", "never.stipple"); // none
    cli_fails(2, "front.png", "new", "front.png", "-o", "never.stipple", "--landmark", "glabella=100,100");
    cli_fails(2, "front.png", "new", "front.png", "-o", "never.stipple", "--landmark", "glabella=1e6,1e6", "--landmark",
              "nasion=5,5", "--landmark", "pupil_left=9,9", "--landmark", "pupil_right=9,9");
    cli_fails(2, "front.png", "new", "front.png", "-o", "never.stipple", "--landmark", "glabella=360,400", "--landmark",
              "nasion=361,440", "--landmark", "pupil_left=3,3", "--landmark", "pupil_right=700,890", "--landmark",
              "menton=25,25", "--landmark", "vertex=25,890");
    cli_fails(1, "glabella", "new", "front.png", "-o", "never.stipple", "--landmark", "glabela=1,1");
    cli_fails(1, "NAME=X,Y", "new", "front.png", "-o", "never.stipple", "--landmark", "glabella=1");
    cli_fails(1, "NAME=X,Y", "new", "front.png", "-o", "never.stipple", "--landmark", "glabella=1,2,3");
    cli_fails(1, "NAME=X,Y", "new", "front.png", "-o", "never.stipple", "--landmark", "glabella=nan,2");
    cli_fails(1, "--outline", "new", "front.png", "-o", "never.stipple", "--outline", "a,b");
    cli_fails(1, "--scale", "new", "front.png", "-o", "never.stipple", "--scale", "1,2,3,4");
    cli_fails(1, "--scale", "new", "front.png", "-o", "never.stipple", "--scale", "1,2,3,4,-5");
    cli_fails(1, "--facing", "new", "front.png", "-o", "never.stipple", "--facing", "up");
    assert_int_equal(access("never.stipple", F_OK), -1);
}

static void test_usage(void **state)
{
    (void)state;
    cli_fails(1, "unknown command", "paint");
    cli_fails(1, "did you mean render", "redner", "front.stipple");
    cli_fails(1, "there is no file of that name", "photo");
    cli_fails(2, "not-there.jpg: cannot be opened: No such file", "not-there.jpg");
    cli_fails(2, "did you mean hairline.height_mm", "set", "front.stipple", "height_mm=80");
    cli_fails(2, "stipple get CASE lists what there is", "get", "front.stipple", "xyz");
    cli_fails(1, "usage", "render");
    cli_fails(1, "usage: stipple render CASE|PHOTO -o OUT.png|.jpg|.webp|.tif; see", "render", "a", "b");
    cli_fails(1, "usage: stipple get CASE; see", "get", "a", "b", "c");
    cli_fails(1, "-o", "render", "front.stipple");
    cli_fails(1, "-o", "new", "front.png");
    cli_fails(1, ".stipple", "new", "front.png", "-o", "front.case");
    cli_fails(1, ".png", "render", "front.stipple", "-o", "out.bmp");
    cli_fails(1, ".png", "render", "front.stipple", "-o", "out");
    cli_fails(1, "--band", "render", "front.stipple", "-o", "never.png", "--band", "wide");
    cli_fails(1, "--after", "render", "front.stipple", "-o", "never.png", "--after", "soon");
    cli_fails(1, "--layer", "render", "front.stipple", "-o", "never.png", "--layer", "heat");
    cli_fails(1, "--size", "render", "front.stipple", "-o", "never.png", "--size", "0");
    cli_fails(1, "--size", "render", "front.stipple", "-o", "never.png", "--size", "10.5");
    cli_fails(1, "--size", "render", "front.stipple", "-o", "never.png", "--size");
    cli_fails(1, "give one", "render", "front.stipple", "-o", "never.png", "--size", "9", "--scale", "0.5");
    cli_fails(1, "--threads", "render", "front.stipple", "-o", "never.png", "--threads", "0");
    cli_fails(1, "--sesions", "render", "front.stipple", "-o", "never.png", "--sesions", "1");
    cli_fails(1, "no value", "render", "front.stipple", "-o", "never.png", "--before=yes");
    cli_fails(1, "--format", "dots", "front.stipple", "--format", "xml");
    cli_fails(1, "--renderer", "render", "front.stipple", "-o", "never.png", "--renderer", "vulkan");
    setenv("ASAN_OPTIONS", "detect_leaks=0", 1); // the driver's
    setenv("SDL_VIDEODRIVER", "dummy", 1);       // which has no OpenGL
    cli_fails(3, "OpenGL", "render", "front.stipple", "-o", "never.png", "--renderer", "gl");
    unsetenv("SDL_VIDEODRIVER");
    setenv("MESA_GL_VERSION_OVERRIDE", "2.1", 1);
    cli_fails(3, "OpenGL", "render", "front.stipple", "-o", "never.png", "--renderer", "gl");
    unsetenv("MESA_GL_VERSION_OVERRIDE");
    unsetenv("ASAN_OPTIONS");
    cli_fails(2, "--sessions 9", "render", "front.stipple", "-o", "never.png", "--sessions", "9");
    cli_fails(2, "no photo 2", "render", "front.stipple", "-o", "never.png", "--view", "2");
    cli_fails(2, "no photo 1e300", "render", "front.stipple", "-o", "never.png", "--view", "1e300");
    cli_fails(2, "no photo 0", "render", "front.stipple", "-o", "never.png", "--view", "0");
    cli_fails(2, "no option", "render", "front.stipple", "-o", "never.png", "--option", "Q");
    cli_fails(2, "720 pixels wide", "render", "front.stipple", "-o", "never.png", "--size", "721");
    assert_int_equal(access("never.png", F_OK), -1);
}

// No output falls on an input, by whatever name.
static void test_output_is_input(void **state)
{
    (void)state;
    size_t size, now;
    char *photo = cli_read("front.png", &size), *text = cli_read("front.stipple", &now);
    assert_int_equal(link("front.png", "alias.png"), 0);
    assert_int_equal(symlink("front.png", "link.png"), 0);
    cli_fails(1, "is read", "render", "front.png", "-o", "front.png");
    cli_fails(1, "is read", "render", "front.stipple", "-o", "front.png");
    cli_fails(1, "is read", "render", "front.stipple", "-o", "./alias.png");
    cli_fails(1, "is read", "render", "front.stipple", "-o", "link.png");
    cli_fails(1, "is read", "dots", "front.stipple", "-o", "front.png");
    cli_fails(1, "is read", "dots", "front.stipple", "-o", "front.stipple");
    char *photo_after = cli_read("front.png", &size), *text_after = cli_read("front.stipple", &now);
    assert_memory_equal(photo, photo_after, size);
    assert_string_equal(text, text_after);
    mem_free(photo);
    mem_free(photo_after);
    mem_free(text);
    mem_free(text_after);
}

static void test_unwritable(void **state)
{
    (void)state;
    cli_fails(2, "no/such", "render", "front.stipple", "-o", "no/such/out.png");
    cli_fails(2, "no/such", "dots", "front.stipple", "-o", "no/such/out.csv");
    assert_int_equal(mkdir("out.png", 0700), 0);
    cli_fails(2, "out.png", "render", "front.stipple", "-o", "out.png");
}

// A file that may not grow: the old one stays whole and nothing is left beside it.
static void test_disk_full(void **state)
{
    (void)state;
    cli_new("front.png", "full.stipple");
    size_t size, now;
    char *before = cli_read("full.stipple", &size);
    int files = cli_count_files();
    cli_disk_full("set", "full.stipple", "seed=3");
    cli_disk_full("render", "full.stipple", "-o", "full.png");
    assert_int_equal(cli_count_files(), files);
    char *after = cli_read("full.stipple", &now);
    assert_string_equal(before, after);
    mem_free(before);
    mem_free(after);
}

// Where there is no display, one line says so: not the libraries, too.
static void test_no_display(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "SDL_VIDEODRIVER"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        unsetenv(NAMES[i]);
    cli_fails(3, "stipple --help", "front.png");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_photos),   cmocka_unit_test(test_truncated_photo),
        cmocka_unit_test(test_bad_cases),    cmocka_unit_test(test_photo_moved_or_changed),
        cmocka_unit_test(test_name_no_text), cmocka_unit_test(test_new_over_a_case),
        cmocka_unit_test(test_new_at_once),  cmocka_unit_test(test_nothing_to_recover),
        cmocka_unit_test(test_newer_format), cmocka_unit_test(test_photo_elsewhere),
        cmocka_unit_test(test_marks),        cmocka_unit_test(test_no_display),
        cmocka_unit_test(test_usage),        cmocka_unit_test(test_output_is_input),
        cmocka_unit_test(test_unwritable),   cmocka_unit_test(test_disk_full)};
    return cmocka_run_group_tests(tests, cli_enter_with_case, cli_leave);
}
