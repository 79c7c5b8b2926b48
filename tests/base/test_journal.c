// A journal gives back the text of its last whole record, whatever happened to its end; its file
// belongs to one writer.
#include "testing.h"

#include "base/journal.h"
#include "base/mem.h"
#include "base/rng.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STEPS = 60, MOST_TEXT = 4000 };

static char folder[64], path[96];
static char *step_text[STEPS];
static size_t step_size[STEPS], step_end[STEPS]; // step_end: of the file after that step

static int enter(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/stipple-journal-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/a.journal", folder);
    return 0;
}

static int leave(void **state)
{
    (void)state;
    for (int i = 0; i < STEPS; i++) {
        mem_free(step_text[i]);
        step_text[i] = NULL;
    }
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static size_t file_bytes(void)
{
    struct stat info;
    return stat(path, &info) == 0 ? (size_t)info.st_size : 0;
}

// Replaces, inserts, removes, at any place; any bytes, a 0 among them; sometimes nothing changes.
static void make_step(int step)
{
    const char *old = step ? step_text[step - 1] : "";
    size_t size = step ? step_size[step - 1] : 0, at = rng_bits(1, (uint64_t)step, 0) % (size + 1);
    size_t cut = rng_bits(1, (uint64_t)step, 1) % (size - at + 1) % 40,
           put = step % 9 == 8 ? 0 : rng_bits(1, (uint64_t)step, 2) % 60;
    cut = step % 9 == 8 ? 0 : cut;
    char *text = mem_alloc(size + put + 1);
    memcpy(text, old, at);
    for (size_t i = 0; i < put; i++)
        text[at + i] = (char)(rng_bits(2, (uint64_t)step, (uint32_t)i) % 5);
    memcpy(text + at + put, old + at + cut, size - at - cut);
    step_text[step] = text;
    step_size[step] = size - cut + put;
}

static struct journal *write_steps(void)
{
    struct journal *journal = NULL;
    for (int i = 0; i < STEPS; i++) {
        make_step(i);
        if (i == 0)
            journal = journal_create(path, step_text[0], step_size[0], NULL);
        else
            assert_true(journal_put(journal, step_text[i], step_size[i], NULL));
        assert_non_null(journal);
        step_end[i] = file_bytes();
    }
    return journal;
}

// Which step the file gives back: the newest that its text is; -1: none.
static int step_read(void)
{
    struct bytes bytes;
    if (!journal_read(path, &bytes, NULL))
        return -1;
    int step = STEPS - 1;
    while (step >= 0 && (step_size[step] != bytes.size || memcmp(step_text[step], bytes.data, bytes.size) != 0))
        step--;
    if (step < 0)
        fail_msg("a text that never was");
    mem_free(bytes.data);
    return step;
}

static void every_step_is_there_at_once(void **state)
{
    (void)state;
    struct journal *journal = NULL;
    for (int i = 0; i < STEPS; i++) {
        make_step(i);
        journal = journal ? journal : journal_create(path, step_text[0], step_size[0], NULL);
        assert_true(journal_put(journal, step_text[i], step_size[i], NULL));
        struct bytes read;
        assert_true(journal_read(path, &read, NULL));
        assert_int_equal(read.size, step_size[i]);
        assert_memory_equal(read.data, step_text[i], read.size);
        mem_free(read.data);
    }
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    journal_remove(journal);
    assert_false(file_exists(path));
}

// Cut off at every byte: the last step that ends before the cut, never another.
static void a_torn_end_loses_only_itself(void **state)
{
    (void)state;
    journal_close(write_steps());
    for (size_t size = file_bytes(); size-- > 0;) {
        assert_int_equal(truncate(path, (off_t)size), 0);
        int last = STEPS - 1;
        while (last >= 0 && step_end[last] > size)
            last--;
        int step = step_read();
        if (step != last)
            fail_msg("cut at %zu: step %d, wanted %d", size, step, last);
    }
}

// Each bit of the first 4 KB flipped (one of each byte, in a short run): a step from before the
// damage, or nothing.
static void a_damaged_record_ends_it(void **state)
{
    (void)state;
    journal_close(write_steps());
    int fd = open(path, O_RDWR | O_CLOEXEC);
    size_t bytes = file_bytes() < 4096 ? file_bytes() : 4096;
    for (size_t bit = 0; bit < 8 * bytes; bit += testing_is_long() ? 1 : 9) {
        uint8_t byte, flipped;
        assert_int_equal(pread(fd, &byte, 1, (off_t)(bit / 8)), 1);
        flipped = (uint8_t)(byte ^ 1u << bit % 8);
        assert_int_equal(pwrite(fd, &flipped, 1, (off_t)(bit / 8)), 1);
        int step = step_read();
        if (step >= 0 && step_end[step] > bit / 8)
            fail_msg("bit %zu: step %d is taken for whole", bit, step);
        assert_int_equal(pwrite(fd, &byte, 1, (off_t)(bit / 8)), 1);
    }
    assert_int_equal(step_read(), STEPS - 1);
    close(fd);
}

// A full disk loses the step that it struck, and no later one.
static void a_full_disk_is_outlived(void **state)
{
    (void)state;
    struct journal *journal = write_steps();
    struct rlimit was, small;
    getrlimit(RLIMIT_FSIZE, &was);
    signal(SIGXFSZ, SIG_IGN);
    size_t bytes = file_bytes();
    static char text[MOST_TEXT];
    memset(text, 'x', sizeof text);
    for (size_t more = 0; more < 90; more += 7) {
        small = (struct rlimit){bytes + more, was.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        struct err err = {0};
        bool is_kept = journal_put(journal, text, sizeof text, &err);
        setrlimit(RLIMIT_FSIZE, &was);
        assert_false(is_kept);
        assert_int_equal(err.code, ERR_MACHINE);
        assert_int_equal(file_bytes(), bytes);
    }
    assert_true(journal_put(journal, text, sizeof text, NULL));
    struct bytes read;
    assert_true(journal_read(path, &read, NULL));
    assert_memory_equal(read.data, text, sizeof text);
    mem_free(read.data);
    journal_close(journal);
}

static void it_does_not_grow_for_ever(void **state)
{
    (void)state;
    static char text[1 << 16];
    struct journal *journal = journal_create(path, text, sizeof text, NULL);
    size_t most = 0;
    for (int i = 0; i < 200; i++) {
        memset(text, i, sizeof text);
        assert_true(journal_put(journal, text, sizeof text, NULL));
        most = file_bytes() > most ? file_bytes() : most;
    }
    assert_in_range(most, 2 << 16, 2 << 20);
    struct bytes read;
    assert_true(journal_read(path, &read, NULL));
    assert_memory_equal(read.data, text, sizeof text);
    mem_free(read.data);
    assert_int_equal(journal_claim(path), -1); // begun anew, and still its writer's
    journal_close(journal);
}

static void it_belongs_to_its_writer_while_that_lives(void **state)
{
    (void)state;
    int ready[2], done[2];
    char byte = 0;
    assert_int_equal(pipe(ready) | pipe(done), 0);
    pid_t child = fork();
    if (child == 0) {
        close(done[1]);
        bool is_there = journal_create(path, "x", 1, NULL) != NULL && write(ready[1], "x", 1) == 1;
        _exit(is_there && read(done[0], &byte, 1) == 0 ? 0 : 1);
    }
    close(done[0]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(journal_claim(path), -1);
    assert_int_equal(kill(child, SIGKILL), 0);
    waitpid(child, NULL, 0);
    int fd = journal_claim(path);
    assert_true(fd >= 0);
    assert_int_equal(journal_claim(path), -1); // one at a time
    close(fd);
    close(done[1]);
    close(ready[0]);
    close(ready[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_step_is_there_at_once, enter, leave),
        cmocka_unit_test_setup_teardown(a_torn_end_loses_only_itself, enter, leave),
        cmocka_unit_test_setup_teardown(a_damaged_record_ends_it, enter, leave),
        cmocka_unit_test_setup_teardown(a_full_disk_is_outlived, enter, leave),
        cmocka_unit_test_setup_teardown(it_does_not_grow_for_ever, enter, leave),
        cmocka_unit_test_setup_teardown(it_belongs_to_its_writer_while_that_lives, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
