// Where a system lacks what locks the decoder in: without Landlock the photo is read and a line says so; without
// seccomp HEIC is refused and the others are read. The system's lack is played by a filter that this program puts on
// itself and hands down. And the decoder killed a hundred times leaves no process and no descriptor behind.
#include "cli.h"

#include "heic_make.h"

#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define FAIL(error) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))

static bool lose_landlock(void)
{
    struct sock_filter filter[] = {LOAD(nr), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_landlock_create_ruleset, 0, 1),
                                   FAIL(ENOSYS), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static bool lose_seccomp(void)
{
    struct sock_filter filter[] = {LOAD(nr),      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 3),
                                   LOAD(args[0]), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_SET_SECCOMP, 0, 1),
                                   FAIL(EINVAL),  BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

// `said` is what `info NAME` prints on standard error, and the exit code is `code`, in a process that lacks something.
static void check_without(bool (*lose)(void), const char *name, int code, const char *said)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        if (!lose())
            _exit(77);
        struct ran ran = cli_run("info", name);
        bool is_right = ran.code == code && (*said ? strstr(ran.err, said) != NULL : ran.err[0] == 0);
        if (!is_right)
            fprintf(stderr, "%s: exit code %d, %s\n", name, ran.code, ran.err);
        _exit(is_right ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
        skip();
    assert_int_equal(status, 0);
}

static bool lose_nothing(void)
{
    return true;
}

static void write_heic(void)
{
    struct image *image = image_create(64, 64, PIXELS_RGBA8, NULL);
    memset(image->data, 120, image->pitch_bytes * 64);
    struct bytes file;
    bool is_made = heic_make(&(struct heic_recipe){.image = image}, &file);
    image_unref(image);
    if (!is_made)
        skip();
    cli_write("plain.heic", file.data, file.size);
    mem_free(file.data);
}

static void what_is_lacking_is_told(void **state)
{
    (void)state;
    check_without(lose_nothing, "front.png", 0, "");
    check_without(lose_landlock, "front.png", 0,
                  "stipple: photos are decoded without Landlock, which this system does not give\n");
    check_without(lose_seccomp, "front.png", 0,
                  "stipple: photos are decoded without seccomp, which this system does not give\n");
}

static void no_heic_without_seccomp(void **state)
{
    (void)state;
    write_heic();
    check_without(lose_nothing, "plain.heic", 0, "");
    check_without(lose_landlock, "plain.heic", 0, "without Landlock");
    check_without(lose_seccomp, "plain.heic", 3, "this system cannot lock its decoder in; save the photo as JPEG");
}

// Display P3 said by number and by turned boxes: upright, and in its own colours.
static void heic_numbers_and_turns(void **state)
{
    (void)state;
    for (int o = 1; o <= 8; o++) {
        struct image *image = image_create(64, 48, PIXELS_RGBA8, NULL);
        for (int y = 0; y < 48; y++)
            for (int x = 0; x < 64; x++) // red at the stored left top, blue elsewhere
                memcpy(image_row(image, y) + 4 * x, x < 32 && y < 24 ? "\xdc\x10\x10\xff" : "\x10\x10\xdc\xff", 4);
        struct bytes file;
        bool is_made = heic_make(&(struct heic_recipe){.image = image, .primaries = 12, .orientation = o}, &file);
        image_unref(image);
        if (!is_made)
            skip();
        cli_write("turned.heic", file.data, file.size);
        mem_free(file.data);
        char *said = cli_out("info", "turned.heic");
        if (!strstr(said, o <= 4 ? "64 x 48 px, Display P3" : "48 x 64 px, Display P3"))
            fail_msg("orientation %d: %s", o, said);
        mem_free(said);
        struct image *upright = cli_pixels("turned.heic");
        bool from_right = o == 2 || o == 3 || o == 6 || o == 7, from_below = o == 3 || o == 4 || o == 7 || o == 8;
        const uint8_t *red =
            image_row(upright, from_below ? upright->height_px - 6 : 5) + 4 * (from_right ? upright->width_px - 6 : 5);
        const uint8_t *blue =
            image_row(upright, from_below ? 5 : upright->height_px - 6) + 4 * (from_right ? 5 : upright->width_px - 6);
        if (red[0] < 180 || blue[2] < 180)
            fail_msg("orientation %d: %d %d %d, %d %d %d", o, red[0], red[1], red[2], blue[0], blue[1], blue[2]);
        image_unref(upright);
    }
}

static int count_descriptors(void)
{
    DIR *listing = opendir("/proc/self/fd");
    int count = 0;
    while (readdir(listing))
        count++;
    closedir(listing);
    return count;
}

// What a decoder may die of: a wrong address, the system short of memory, a call that the jail forbids, none left to
// take.
static const int deaths[] = {SIGSEGV, SIGKILL, SIGSYS, SIGABRT};
enum { DEATHS = sizeof deaths / sizeof *deaths };
static volatile sig_atomic_t death;

static void kill_children(void)
{
    char path[64];
    int child;
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *children = fopen(path, "r");
    while (children && fscanf(children, "%d", &child) == 1)
        kill(child, death);
    if (children)
        fclose(children);
}

static void on_alarm(int number)
{
    (void)number;
    kill_children();
}

// Whether it was refused: with that signal in the sentence, or, where it was sent too late, not at all.
static bool is_killed_by(int signal_number, useconds_t after_us)
{
    char said[96];
    struct err err = {0};
    death = signal_number;
    ualarm(after_us, 0);
    struct photo *photo = photo_load("front.png", &err);
    ualarm(0, 0);
    snprintf(said, sizeof said, "front.png: it is damaged or made to do harm (its decoder broke off: signal %d)",
             signal_number);
    if (!photo && (err.code != ERR_INPUT || !strstr(err.text, said)))
        fail_msg("signal %d: %s", signal_number, err.text);
    bool is_refused = photo == NULL;
    photo_free(photo);
    return is_refused;
}

// In this process, whose decoders they are; each dies at another moment.
static void killed_a_hundred_times(void **state)
{
    (void)state;
    int descriptors = count_descriptors(), refused[DEATHS] = {0};
    setenv("ASAN_OPTIONS", "handle_segv=0:handle_abort=0:handle_sigill=0", 1); // the decoder dies of them as anywhere
    signal(SIGALRM, on_alarm);
    for (int i = 0; i < 100; i++)
        refused[i % DEATHS] += is_killed_by(deaths[i % DEATHS], (useconds_t)(200 + 150 * i));
    signal(SIGALRM, SIG_DFL);
    unsetenv("ASAN_OPTIONS");
    struct photo *photo = photo_load("front.png", NULL);
    assert_non_null(photo);
    photo_free(photo);
    for (int i = 0; i < DEATHS; i++) {
        print_message("SIG%s: %d of %d decoders died at work\n", sigabbrev_np(deaths[i]), refused[i], 100 / DEATHS);
        assert_true(refused[i] >= 3);
    }
    assert_int_equal(count_descriptors(), descriptors);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); // no child is left, dead or alive
    assert_int_equal(errno, ECHILD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_lacking_is_told),
        cmocka_unit_test(no_heic_without_seccomp),
        cmocka_unit_test(heic_numbers_and_turns),
        cmocka_unit_test(killed_a_hundred_times),
    };
    return cmocka_run_group_tests(tests, cli_enter, cli_leave);
}
