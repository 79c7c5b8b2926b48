// batch: every photo of a folder accounted for, whatever it is called, holds, or happens meanwhile.
#include "cli.h"

#include "base/mem.h"
#include "image/face.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_CELLS = 4096, COLUMNS = 8, OUTCOME = 2, REASON = 3, PICTURE = 4 };

struct table {
    char *text, *cell[MOST_CELLS];
    int rows; // with the head
};

// RFC 4180: every row ends with CR LF, quotes within quotes are doubled.
static struct table read_csv(const char *path)
{
    struct table table = {0};
    size_t size;
    table.text = cli_read(path, &size);
    char *to = table.text;
    bool is_quoted = false;
    int cells = 1;
    table.cell[0] = to;
    for (char *at = table.text; *at; at++) {
        if (*at == '"' && is_quoted && at[1] == '"')
            *to++ = *at++;
        else if (*at == '"')
            is_quoted = !is_quoted;
        else if (!is_quoted && (*at == ',' || *at == '\n')) {
            table.rows += *at == '\n';
            *to++ = 0;
            assert_true(cells < MOST_CELLS);
            table.cell[cells++] = to;
        } else if (*at == '\r')
            assert_true(!is_quoted && at[1] == '\n');
        else {
            assert_true((unsigned char)*at >= 0x20 && (unsigned char)*at != 0x7f);
            *to++ = *at;
        }
    }
    assert_false(is_quoted);
    assert_int_equal(cells - 1, COLUMNS * table.rows);
    return table;
}

static const char *cell(const struct table *table, int row, int column)
{
    return table->cell[COLUMNS * row + column];
}

static int lines_of(const char *path)
{
    size_t size;
    int lines = 0;
    char *text = cli_read(path, &size);
    for (size_t i = 0; i < size; i++)
        lines += text[i] == '\n';
    mem_free(text);
    return lines;
}

static void write_in(const char *folder, const char *name, const void *data, size_t size)
{
    char path[600];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    cli_write(path, data, size);
}

static void copy_photo(const char *from, const char *folder, const char *name)
{
    size_t size;
    char *bytes = cli_read(from, &size);
    write_in(folder, name, bytes, size);
    mem_free(bytes);
}

// Nothing but whole files: no temporary is left, every picture is one.
static void check_folder(const char *folder, int pictures)
{
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    for (struct dirent *found; (found = readdir(listing)) != NULL;) {
        assert_null(strstr(found->d_name, ".tmp"));
        if (strstr(found->d_name, ".jpg")) {
            char path[600];
            snprintf(path, sizeof path, "%s/%s", folder, found->d_name);
            image_unref(cli_pixels(path));
            pictures--;
        }
    }
    closedir(listing);
    assert_int_equal(pictures, 0);
}

static void test_every_bad_file(void **state)
{
    (void)state;
    static const char *const names[] = {"=1+2\"\n\x1b[31m\xe2\x80\xae,a.jpg",
                                        "+cmd.jpg",
                                        "-o.jpg",
                                        "@SUM(A1).jpg",
                                        "\xff\xfe.jpg",
                                        "\ttab\r.jpg",
                                        "a'b;c|d&e.jpg"};
    char longest[256];
    memset(longest, 'x', 255);
    longest[255] = 0;
    assert_int_equal(mkdir("bad", 0777) | mkdir("bad/folder", 0777), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        write_in("bad", names[i], "no photo", 8);
    write_in("bad", longest, "GIF89a", 6);
    write_in("bad", "empty.jpg", "", 0);
    write_in("bad", "cut.jpg", "\xff\xd8\xff\xe0", 4);
    write_in("bad", ".hidden.jpg", "x", 1);
    copy_photo("a.jpg", "bad", "good.jpg");
    assert_int_equal(mkfifo("bad/pipe.jpg", 0666) | symlink("nowhere", "bad/gone.jpg"), 0);
    cli_fails(4, "of 13 photos failed", "batch", "bad", "-o", "bad-out", "--size", "200");
    struct table table = read_csv("bad-out/batch.csv");
    assert_int_equal(table.rows, 14);
    assert_int_equal(lines_of("bad-out/batch.jsonl"), 13);
    int done = 0;
    for (int i = 1; i < table.rows; i++) {
        assert_int_equal(atoi(cell(&table, i, 0)), i);
        bool is_failed = strcmp(cell(&table, i, OUTCOME), "failed") == 0;
        assert_true(!is_failed || (strlen(cell(&table, i, REASON)) > 10 && !*cell(&table, i, PICTURE)));
        done += strcmp(cell(&table, i, OUTCOME), "done") == 0;
        for (int k = 1; k < COLUMNS; k++)
            assert_null(*cell(&table, i, k) ? strchr("=+-@", *cell(&table, i, k)) : NULL);
    }
    assert_int_equal(done, 1);
    size_t size;
    char *text = cli_read("bad-out/batch.csv", &size);
    assert_non_null(strstr(text, "=1+2\"\"\\x0a\\x1b[31m\\u202e,a.jpg\""));
    assert_non_null(strstr(text, "\\xff\\xfe.jpg"));
    assert_non_null(strstr(text, "does not read GIF")); // the name does not push the reason out
    mem_free(text);
    mem_free(table.text);
    check_folder("bad-out", 1);
}

// Remarks, sides, a photo named twice; and a number stays its photo's when more come.
static void test_list(void **state)
{
    (void)state;
    char list[256];
    int size = snprintf(list, sizeof list, "# remark\r\nb.jpg\tthree-quarter-right\r\na.jpg\n\nb.jpg\ta note\na.jpg\n");
    cli_write("photos.txt", list, (size_t)size);
    cli_fails(4, "1 of 3", "batch", "photos.txt", "-o", "list", "--size", "200", "--format", "png");
    struct table table = read_csv("list/batch.csv");
    assert_int_equal(table.rows, 4);
    assert_string_equal(cell(&table, 1, 5), "three-quarter-right");
    assert_string_equal(cell(&table, 1, PICTURE), "0001.png");
    assert_string_equal(cell(&table, 3, OUTCOME), "failed"); // no file "b.jpg<tab>a note"
    mem_free(table.text);
    assert_int_equal(mkdir("more", 0777), 0);
    copy_photo("a.jpg", "more", "0.jpg");
    cli_fails(4, "1 of 4", "batch", "more", "-o", "list", "--size", "200", "--format", "png"); // numbers stay
    table = read_csv("list/batch.csv");
    assert_non_null(strstr(cell(&table, 4, 1), "more/0.jpg"));
    assert_non_null(strstr(cell(&table, 2, 1), "/a.jpg"));
    mem_free(table.text);
}

// Folders within are said to be left out, but our own; a mistyped name leaves nothing behind; what is cut off is a
// person's to look at.
static void test_said(void **state)
{
    (void)state;
    assert_int_equal(mkdir("deep", 0777) | mkdir("deep/inner", 0777) | mkdir("deep/stipple-versions", 0777), 0);
    size_t size;
    char *bytes = cli_read("a.jpg", &size);
    write_in("deep", "half.jpg", bytes, size / 2);
    mem_free(bytes);
    struct ran ran = cli_run("batch", "deep", "-o", "deep-out", "--size", "200");
    assert_non_null(strstr(ran.out, "1 folder within deep is left out"));
    cli_forget(&ran);
    struct table table = read_csv("deep-out/batch.csv");
    assert_string_not_equal(cell(&table, 1, OUTCOME), "done");
    assert_non_null(strstr(cell(&table, 1, REASON), "damaged or cut off"));
    mem_free(table.text);
    cli_fails(2, "cannot be opened", "batch", "dep", "-o", "typo");
    assert_int_equal(access("typo", F_OK), -1);
}

// What a photo does not show is said though all went well.
static void test_small_photo(void **state)
{
    (void)state;
    assert_int_equal(mkdir("small", 0777), 0);
    cli_ok("render", "a.jpg", "--size", "320", "-o", "small/s.jpg");
    cli_ok("batch", "small", "-o", "small-out");
    struct table table = read_csv("small-out/batch.csv");
    assert_int_equal(table.rows, 2);
    assert_non_null(strstr(cell(&table, 1, REASON), "This photo is small"));
    assert_string_not_equal(cell(&table, 1, OUTCOME), "failed");
    mem_free(table.text);
}

// The same picture as by hand, with and without a template.
static void test_as_by_hand(void **state)
{
    (void)state;
    assert_int_equal(mkdir("in", 0777), 0);
    copy_photo("a.jpg", "in", "a.jpg");
    copy_photo("b.jpg", "in", "b.jpg");
    cli_ok("batch", "in", "-o", "out", "--jobs", "2", "--threads", "1");
    cli_ok("new", "a.jpg", "-o", "a.stipple");
    cli_ok("render", "a.stipple", "-o", "a-hand.jpg");
    assert_true(cli_same_bytes("out/0001.jpg", "a-hand.jpg"));
    cli_ok("new", "b.jpg", "-o", "b.stipple", "--set", "hairline.shape=peaked", "--set", "technique.shade=dark");
    cli_ok("set", "b.stipple", "zones.add=crown", "zone.crown.density_per_cm2=120", "event.1.done=yes");
    cli_ok("set", "a.stipple", "hairline.shape=peaked", "technique.shade=dark");
    cli_ok("set", "a.stipple", "zones.add=crown", "zone.crown.density_per_cm2=120");
    cli_ok("render", "a.stipple", "-o", "a-hand.jpg", "--sessions", "2", "--after", "fresh");
    cli_ok("batch", "in", "-o", "out", "--template", "b.stipple", "--sessions", "2", "--after", "fresh");
    assert_true(cli_same_bytes("out/0001.jpg", "a-hand.jpg"));
    cli_ok("batch", "in", "-o", "pair", "--beside", "--size", "300", "--title", "<b>", "--date", "2026-01-02");
    check_folder("pair", 2);
}

static struct timespec time_of(const char *path)
{
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return info.st_mtim;
}

static bool same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static void test_going_on(void **state)
{
    (void)state;
    cli_ok("batch", "in", "-o", "again", "--size", "200");
    struct timespec first = time_of("again/0001.jpg");
    copy_photo("again/0002.jpg", ".", "second.jpg");
    assert_int_equal(unlink("again/0002.jpg"), 0);
    cli_ok("batch", "in", "-o", "again", "--size", "200", "--jobs", "1");
    assert_true(same_time(first, time_of("again/0001.jpg")));
    assert_true(cli_same_bytes("again/0002.jpg", "second.jpg"));
    cli_ok("batch", "-o", "again", "--size", "201"); // the list is known; the size is another
    assert_false(same_time(first, time_of("again/0001.jpg")));
    first = time_of("again/0001.jpg");
    struct timespec other = time_of("again/0002.jpg");
    copy_photo("b.jpg", "in", "a.jpg"); // another photo by the same name
    cli_ok("batch", "in", "-o", "again", "--size", "201");
    assert_false(same_time(first, time_of("again/0001.jpg")));
    assert_true(same_time(other, time_of("again/0002.jpg")));
    copy_photo("a.jpg", "in", "a.jpg");
    cli_write("again/rows/0001.json", "{\"number\": 1, ", 14); // torn by a broken disk
    cli_ok("batch", "in", "-o", "again", "--size", "200");
    assert_true(cli_same_bytes("again/0002.jpg", "second.jpg"));
}

static void test_killed(void **state)
{
    (void)state;
    assert_int_equal(mkdir("six", 0777), 0);
    for (int i = 0; i < 6; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d.jpg", i);
        copy_photo(i % 2 ? "a.jpg" : "b.jpg", "six", name);
    }
    cli_ok("batch", "six", "-o", "whole");
    const char *const words[] = {"batch", "six", "-o", "killed", "--jobs", "2", NULL};
    pid_t process = cli_start(words, 1, 2);
    for (int i = 0; i < 3000 && access("killed/0001.jpg", F_OK) != 0; i++)
        usleep(10000);
    kill(process, SIGKILL);
    assert_int_equal(waitpid(process, NULL, 0), process);
    cli_ok("batch", "six", "-o", "killed", "--jobs", "3");
    check_folder("killed", 6);
    for (int i = 1; i <= 6; i++) {
        char one[32], other[32];
        snprintf(one, sizeof one, "whole/%04d.jpg", i);
        snprintf(other, sizeof other, "killed/%04d.jpg", i);
        assert_true(cli_same_bytes(one, other));
    }
    assert_true(cli_same_bytes("whole/batch.csv", "killed/batch.csv"));
}

static void test_interrupted(void **state)
{
    (void)state;
    const char *const words[] = {"batch", "six", "-o", "cut", "--jobs", "1", NULL};
    pid_t process = cli_start(words, 1, 2);
    int status;
    for (int i = 0; i < 3000 && access("cut/0001.jpg", F_OK) != 0; i++)
        usleep(10000);
    kill(process, SIGTERM);
    assert_int_equal(waitpid(process, &status, 0), process);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 5);
    struct table table = read_csv("cut/batch.csv"); // what is open is told as well
    assert_int_equal(table.rows, 7);
    assert_string_equal(cell(&table, 6, OUTCOME), "open");
    mem_free(table.text);
    cli_ok("batch", "six", "-o", "cut");
    assert_true(cli_same_bytes("whole/batch.csv", "cut/batch.csv"));
}

static void test_full_disk(void **state)
{
    (void)state;
    cli_disk_full("batch", "six", "-o", "full");
    if (access("full", F_OK) == 0) // it may fail before it makes one
        check_folder("full", 0);
    cli_ok("batch", "six", "-o", "full");
    assert_true(cli_same_bytes("whole/batch.csv", "full/batch.csv"));
}

static void test_one_by_one(void **state)
{
    (void)state;
    char *count = cli_out("batch", "six", "-o", "single", "--list");
    assert_string_equal(count, "6\n");
    mem_free(count);
    for (int i = 6; i > 0; i--) {
        char number[8];
        snprintf(number, sizeof number, "%d", i);
        char *line = cli_out("batch", "-o", "single", "--only", number);
        assert_non_null(strstr(line, "\"outcome\": \"done\""));
        mem_free(line);
    }
    cli_fails(1, "has 6 photos", "batch", "-o", "single", "--only", "7");
    cli_ok("batch", "six", "-o", "single");
    assert_true(cli_same_bytes("whole/batch.csv", "single/batch.csv"));
}

static void test_refusals(void **state)
{
    (void)state;
    size_t size, now;
    char *before = cli_read("in/a.jpg", &size);
    cli_fails(1, "-o", "batch", "in");
    cli_fails(1, "--format", "batch", "in", "-o", "never", "--format", "gif");
    cli_fails(1, "--jobs", "batch", "in", "-o", "never", "--jobs", "0");
    cli_fails(1, "--title", "batch", "in", "-o", "never", "--title", "x");
    cli_fails(1, "--facing", "batch", "in", "-o", "never", "--facing", "up");
    cli_fails(2, "gone", "batch", "gone", "-o", "never");
    assert_int_equal(mkdir("hollow", 0777), 0);
    cli_fails(2, "no photos", "batch", "hollow", "-o", "never");
    assert_int_equal(access("never", F_OK), -1);
    cli_fails(2, "gone.stipple", "batch", "in", "-o", "never", "--template", "gone.stipple");
    cli_fails(4, "2 of 2", "batch", "in", "-o", "in"); // each says that it lies where pictures go
    char *after = cli_read("in/a.jpg", &now);
    assert_true(size == now && memcmp(before, after, size) == 0);
    mem_free(before);
    mem_free(after);
}

static int enter(void **state)
{
    char folder[PLACE_MOST_PATH];
    if (cli_enter(state) != 0)
        return -1;
    snprintf(folder, sizeof folder, "%s/assets/demo", getenv("STIPPLE_SOURCE"));
    char photo[PLACE_MOST_PATH + 32];
    snprintf(photo, sizeof photo, "%s/front.jpg", folder);
    cli_ok("render", photo, "--size", "480", "-o", "a.jpg");
    snprintf(photo, sizeof photo, "%s/three-quarter.jpg", folder);
    cli_ok("render", photo, "--size", "480", "-o", "b.jpg");
    return 0;
}

int main(void)
{
    char folder[PLACE_MOST_PATH];
    if (!face_nets_folder(folder)) {
        printf("skipped: the networks of automatic set-up are not there\n");
        return 77;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_bad_file), cmocka_unit_test(test_list),        cmocka_unit_test(test_said),
        cmocka_unit_test(test_small_photo),    cmocka_unit_test(test_as_by_hand),  cmocka_unit_test(test_going_on),
        cmocka_unit_test(test_killed),         cmocka_unit_test(test_interrupted), cmocka_unit_test(test_full_disk),
        cmocka_unit_test(test_one_by_one),     cmocka_unit_test(test_refusals)};
    return cmocka_run_group_tests(tests, enter, cli_leave);
}
