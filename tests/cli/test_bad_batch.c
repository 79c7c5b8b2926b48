// A batch over everything that is bad, photos and cases and what is no file, in one folder: it ends, tells of each,
// does not let one in the way of another, and says by its exit code that some failed. All of it with tools/test --long,
// else a sample.
#include "bad_run.h"

#include "bad_case.h"

#include "base/mem.h"
#include "image/face.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SAMPLE_OF = 60, MOST_FILES = 1000 };
#define MOST_S 180.0 // of processor time, for all of it

static struct bytes sound;
static struct bad_one one[MOST_FILES];
static int count;

static void case_files(struct bad_sink *sink)
{
    bad_case_files(sink, &sound);
}

static void write_all(void)
{
    static void (*const makers[])(struct bad_sink * sink) = {bad_jpegs, bad_jpeg_markers, bad_pngs,  bad_webps,
                                                             bad_heics, bad_others,       case_files};
    static const char *const no_files[] = {"pipe.jpg", "loop.jpg", "nowhere.jpg", "zero.jpg", "large.jpg"};
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        FILE *list = bad_write_set(makers[i], "all", SAMPLE_OF, SAMPLE_OF);
        while (count < MOST_FILES && bad_next(list, &one[count]))
            if (strstr(one[count].name, ".stipple"))
                one[count++].wanted = BAD_REFUSED; // whatever it is, it is no photo
            else
                count++;
        assert_true(count < MOST_FILES);
    }
    assert_int_equal(mkfifo("all/pipe.jpg", 0600) | symlink("loop.jpg", "all/loop.jpg"), 0);
    assert_int_equal(symlink("nobody", "all/nowhere.jpg") | symlink("/dev/zero", "all/zero.jpg"), 0);
    bad_make_large("all/large.jpg", (off_t)6 << 30);
    for (size_t i = 0; i < sizeof no_files / sizeof *no_files; i++, count++) {
        one[count].wanted = BAD_REFUSED;
        snprintf(one[count].name, sizeof one[count].name, "%s", no_files[i]);
    }
    FILE *list = fopen("list.txt", "w");
    assert_non_null(list);
    for (int i = 0; i < count; i++)
        fprintf(list, "all/%s\n", one[i].name);
    fclose(list);
}

// A line of batch.jsonl tells of the file; why it failed is said.
static bool is_told(const char *table, const struct bad_one *of)
{
    char name[120];
    snprintf(name, sizeof name, "/%s\"", of->name);
    const char *at = strstr(table, name);
    if (!at)
        return false;
    size_t length = strcspn(at, "\n");
    char *line = mem_alloc(length + 1);
    memcpy(line, at, length);
    bool is_failed = strstr(line, "\"outcome\": \"failed\"") != NULL;
    bool is_made = strstr(line, "\"outcome\": \"done\"") || strstr(line, "\"outcome\": \"unsure\"");
    bool has_reason = !strstr(line, "\"reason\": \"\"");
    mem_free(line);
    return of->wanted == BAD_REFUSED ? is_failed && has_reason : is_made || (is_failed && has_reason);
}

static double children_s(void)
{
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

static void all_of_them(void **state)
{
    (void)state;
    char folder[PLACE_MOST_PATH];
    if (!face_nets_folder(folder))
        skip();
    assert_int_equal(mkdir("all", 0777), 0);
    write_all();
    double before_s = children_s();
    cli_fails(4, "batch.csv says why", "batch", "list.txt", "-o", "out", "--size", "100");
    double took_s = children_s() - before_s;
    size_t size;
    char *table = cli_read("out/batch.jsonl", &size);
    int lines = 0, told = 0;
    for (size_t i = 0; i < size; i++)
        lines += table[i] == '\n';
    for (int i = 0; i < count; i++) {
        bool is_right = is_told(table, &one[i]);
        told += is_right;
        if (!is_right)
            print_error("%s: not told of as it should be\n", one[i].name);
    }
    mem_free(table);
    print_message("%d of %d bad files accounted for in %d rows, %.1f s of processor time\n", told, count, lines,
                  took_s);
    assert_int_equal(lines, count);
    assert_int_equal(told, count);
    assert_true(!BAD_IS_PLAIN || took_s <= MOST_S);
}

static int enter(void **state)
{
    if (cli_enter_with_case(state) != 0)
        return -1;
    sound.data = (uint8_t *)cli_read("front.stipple", &sound.size);
    return 0;
}

static int leave(void **state)
{
    mem_free(sound.data);
    return cli_leave(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_of_them)};
    return cmocka_run_group_tests(tests, enter, leave);
}
