// Photos go through a process of their own: HEIC in the right colours, damaged ones refused in one line, no process and
// no file left over, and nothing about it that a hostile name could spoil.
#include "cli.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void copy_heic(size_t keep)
{
    char path[4096];
    size_t size;
    snprintf(path, sizeof path, "%s/tests/data/small.heic", testing_source());
    char *data = cli_read(path, &size);
    cli_write("small.jpg", data, keep && keep < size ? keep : size); // by content, not by name
    mem_free(data);
}

static void heic_is_read_by_content(void **state)
{
    (void)state;
    struct stat info;
    if (stat("/usr/lib/x86_64-linux-gnu/libheif.so.1", &info) != 0) {
        print_message("skipped: libheif is not installed\n");
        skip();
    }
    copy_heic(0);
    char *said = cli_out("info", "small.jpg");
    assert_non_null(strstr(said, "HEIC, 64 x 48 px"));
    mem_free(said);
    cli_ok("render", "small.jpg", "-o", "small.png");
    struct image *image = cli_pixels("small.png"); // red above, blue below
    const uint8_t *top = image_row(image, 2) + 128, *bottom = image_row(image, 45) + 128;
    assert_true(top[0] > 200 && top[2] < 60 && bottom[0] < 60 && bottom[2] > 200);
    image_unref(image);
}

static void damaged_heic_is_refused(void **state)
{
    (void)state;
    for (size_t keep = 40; keep < 541; keep += 50) {
        copy_heic(keep);
        struct ran ran = cli_run("info", "small.jpg");
        if (ran.code != 2)
            fail_msg("cut to %zu bytes: exit code %d, %s", keep, ran.code, ran.err);
        assert_non_null(strstr(ran.err, "small.jpg"));
        cli_forget(&ran);
    }
}

// Its only word is for the program itself; by hand it does nothing and says nothing.
static void the_hidden_word_does_nothing_alone(void **state)
{
    (void)state;
    struct ran ran = cli_run("--decode-photo");
    assert_int_not_equal(ran.code, 0);
    assert_int_equal(ran.out_size, 0);
    cli_forget(&ran);
}

// Where the worker is not beside it, as when the binary alone was copied: the program itself does the same.
static void without_its_worker(void **state)
{
    (void)state;
    char command[8192];
    snprintf(command, sizeof command, "cp %s alone && ./alone info front.png >alone.txt && rm alone",
             getenv("STIPPLE_PROGRAM"));
    assert_int_equal(system(command), 0);
    size_t size;
    char *said = cli_out("info", "front.png"), *alone = cli_read("alone.txt", &size);
    assert_string_equal(alone, said);
    mem_free(said);
    mem_free(alone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heic_is_read_by_content),
        cmocka_unit_test(damaged_heic_is_refused),
        cmocka_unit_test(the_hidden_word_does_nothing_alone),
        cmocka_unit_test(without_its_worker),
    };
    return cmocka_run_group_tests(tests, cli_enter, cli_leave);
}
