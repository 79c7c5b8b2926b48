// stipple demo: all its pictures, named on standard output, at a small size.
#include "cli.h"

#include "base/mem.h"
#include "image/pixels.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void test_demo(void **state)
{
    (void)state;
    char *out = cli_out("demo", "-o", "pictures", "--size", "300"), *save = NULL;
    int count = 0;
    for (char *path = strtok_r(out, "\n", &save); path; path = strtok_r(NULL, "\n", &save), count++) {
        struct image *image = cli_pixels(path);
        assert_int_equal(image->width_px, 300);
        image_unref(image);
    }
    assert_int_equal(count, 3 * 11);
    mem_free(out);
    cli_fails(2, "front.png", "demo", "-o", "front.png");
}

// Ctrl-C in the midst of it: one line, its own exit code, and every file that is there is whole.
static void test_interrupt(void **state)
{
    (void)state;
    int out[2], err[2], status;
    char text[256] = "";
    assert_int_equal(pipe2(out, O_CLOEXEC) | pipe2(err, O_CLOEXEC), 0);
    pid_t child = cli_start((const char *const[]){"demo", "-o", "cut", NULL}, out[1], err[1]);
    close(out[1]);
    close(err[1]);
    struct timespec pause = {0, 20 * 1000 * 1000};
    while (access("cut/front-before.jpg", F_OK) != 0 && waitpid(child, &status, WNOHANG) == 0)
        nanosleep(&pause, NULL);
    kill(child, SIGINT);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), ERR_CANCELLED);
    assert_true(read(err[0], text, sizeof text - 1) > 0);
    assert_int_equal(strncmp(text, "stipple: ", 9), 0);
    assert_int_equal(strchr(text, '\n')[1], 0);
    close(out[0]);
    close(err[0]);
    DIR *folder = opendir("cut");
    for (struct dirent *entry; (entry = readdir(folder));) {
        char path[300];
        snprintf(path, sizeof path, "cut/%s", entry->d_name);
        if (entry->d_name[0] != '.')
            image_unref(cli_pixels(path));
    }
    closedir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_demo), cmocka_unit_test(test_interrupt)};
    return cmocka_run_group_tests(tests, cli_enter, cli_leave);
}
