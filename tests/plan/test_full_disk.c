// A disk that is full, at every size from nothing to twice what a save needs: the case is saved or the old one stands
// as it was, with one clear line, nothing left behind; and when there is room again, it is saved.
#include "testing.h"

#include "base/file.h"
#include "base/mem.h"
#include "plan/case_file.h"
#include "plan/case_hold.h"
#include "plan/case_versions.h"
#include "sample_case.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { STEPS = 60, PAGE_BYTES = 4096, MOST_FILLERS = 200 };

static char folder[64], path[96], filler[96];
static struct case_ *old_case, *new_case; // the new one is large
static char *old_text, *new_text;

static int enter(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/stipple-full-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/a.stipple", folder);
    snprintf(filler, sizeof filler, "%s/filler", folder);
    old_case = sample_case();
    new_case = sample_case();
    struct mask_stroke stroke = {.width_px = 20.0, .point_count = CASE_STROKE_MOST_POINTS};
    for (int i = 0; i < CASE_STROKE_MOST_POINTS; i++)
        stroke.point[i] = (struct pt_px){100.0 + 1.0 / (i + 3), 50.0 + i / 7.0};
    while (new_case->view[0]->stroke_count < 12)
        case_view_add_stroke(new_case->view[0], &stroke);
    old_text = case_text(old_case);
    new_text = case_text(new_case);
    signal(SIGXFSZ, SIG_IGN);
    return 0;
}

static int leave(void **state)
{
    (void)state;
    umount2(folder, MNT_DETACH);
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    case_destroy(old_case);
    case_destroy(new_case);
    mem_free(old_text);
    mem_free(new_text);
    return system(command);
}

static int count_files(void)
{
    DIR *listing = opendir(folder);
    int count = 0;
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
        bool is_itself = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        count += !is_itself && strncmp(entry->d_name, "filler", 6) != 0;
    }
    closedir(listing);
    return count;
}

struct tally {
    int saved, refused;
};

static void assert_text(const char *wanted, int step)
{
    struct bytes bytes;
    struct err err = {0};
    if (!file_read(path, 1 << 24, &bytes, &err))
        fail_msg("step %d: %s", step, err.text);
    if (strcmp((char *)bytes.data, wanted) != 0)
        fail_msg("step %d: not the case that should be there", step);
    mem_free(bytes.data);
}

static void begin_with_the_old(void)
{
    char command[128];
    snprintf(command, sizeof command, "cd %s && rm -rf a.stipple .a* stipple-versions", folder);
    assert_int_equal(system(command), 0);
    assert_true(case_save(old_case, path, NULL));
}

// `limit` makes the disk full and `lift` gives it room again. The hold and what it knows are from before.
static void save_at(int step, void (*limit)(int step), void (*lift)(void), struct tally *tally)
{
    begin_with_the_old();
    struct case_hold *hold = case_hold_take(path, 0.0);
    struct err err = {0};
    case_destroy(case_hold_load(hold, &err));
    limit(step);
    bool is_saved = case_hold_save(hold, new_case, &err);
    assert_text(is_saved ? new_text : old_text, step);
    if (!is_saved) {
        bool is_clear = err.code == ERR_MACHINE && strstr(err.text, folder) && !strchr(err.text, '\n');
        if (!is_clear)
            fail_msg("step %d: said: %s", step, err.text);
        assert_int_equal(count_files(), 2); // the case and its lock: no version, no temporary
    }
    tally->saved += is_saved;
    tally->refused += !is_saved;
    lift();
    if (!is_saved && !case_hold_save(hold, new_case, &err))
        fail_msg("step %d: with room again: %s", step, err.text);
    assert_text(new_text, step);
    case_hold_drop(hold);
}

static void limit_file_size(int step)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = 2 * strlen(new_text) * (size_t)step / STEPS;
    setrlimit(RLIMIT_FSIZE, &limit);
}

static void lift_file_size(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_FSIZE, &limit);
}

static void files_that_may_not_grow(void **state)
{
    (void)state;
    struct tally tally = {0};
    for (int step = 0; step < STEPS; step++)
        save_at(step, limit_file_size, lift_file_size, &tally);
    print_message("%d largest file sizes: %d saved, %d told, 0 broken\n", STEPS, tally.saved, tally.refused);
    assert_in_range(tally.refused, STEPS / 3, STEPS - 10);
}

static bool write_line(const char *file, const char *line)
{
    int fd = open(file, O_WRONLY | O_CLOEXEC);
    bool is_written = fd >= 0 && write(fd, line, strlen(line)) == (ssize_t)strlen(line);
    close(fd);
    return is_written;
}

// A small disk that this process alone sees; who is not root becomes it in a world of its own.
static bool mount_small_disk(void)
{
    char line[64];
    uid_t user = getuid();
    gid_t group = getgid();
    if (unshare(user == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0)
        return false;
    if (user != 0) {
        snprintf(line, sizeof line, "0 %u 1", (unsigned)user);
        if (!write_line("/proc/self/uid_map", line) || !write_line("/proc/self/setgroups", "deny"))
            return false;
        snprintf(line, sizeof line, "0 %u 1", (unsigned)group);
        if (!write_line("/proc/self/gid_map", line))
            return false;
    }
    return mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("none", folder, "tmpfs", 0, "size=2m,nr_inodes=64") == 0;
}

// So many pages are left.
static void fill(int step)
{
    static const char page[PAGE_BYTES];
    int fd = open(filler, O_CREAT | O_WRONLY | O_CLOEXEC, 0600), pages = 0;
    while (write(fd, page, PAGE_BYTES) == PAGE_BYTES)
        pages++;
    int need = (int)(strlen(new_text) / PAGE_BYTES) + 2, left = 2 * need * step / STEPS;
    assert_true(pages > left);
    assert_int_equal(ftruncate(fd, (off_t)(pages - left) * PAGE_BYTES), 0);
    close(fd);
}

static void empty(void)
{
    unlink(filler);
}

static void name_of_filler(int number, char out[128])
{
    snprintf(out, 128, "%s-%d", filler, number);
}

// So many more files fit.
static void fill_with_files(int step)
{
    char name[128];
    int count = 0;
    for (int fd = 0; fd >= 0 && count < MOST_FILLERS; count += fd >= 0) {
        name_of_filler(count, name);
        fd = open(name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
        if (fd >= 0)
            close(fd);
    }
    for (int i = 0; i < step; i++) {
        name_of_filler(--count, name);
        unlink(name);
    }
}

static void empty_of_files(void)
{
    char name[128];
    for (int i = 0; i < MOST_FILLERS; i++) {
        name_of_filler(i, name);
        unlink(name);
    }
}

static void a_small_disk(void **state)
{
    (void)state;
    if (!mount_small_disk()) {
        print_message("skipped: no small disk can be mounted here\n");
        skip();
    }
    struct tally tally = {0}, files = {0};
    for (int step = 0; step < STEPS; step++)
        save_at(step, fill, empty, &tally);
    for (int step = 0; step < 6; step++)
        save_at(step, fill_with_files, empty_of_files, &files);
    print_message("%d sizes of a full disk: %d saved, %d told; 0 to 5 files more: %d saved, %d told; 0 broken\n", STEPS,
                  tally.saved, tally.refused, files.saved, files.refused);
    assert_in_range(tally.refused, STEPS / 3, STEPS - 10);
    assert_in_range(files.refused, 1, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_that_may_not_grow, enter, leave),
        cmocka_unit_test_setup_teardown(a_small_disk, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
