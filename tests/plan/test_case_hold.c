// Two windows on one case, a file that changed underneath, versions, leftovers of a killed save.
#include "testing.h"

#include "base/file.h"
#include "base/mem.h"
#include "plan/case_file.h"
#include "plan/case_hold.h"
#include "plan/case_versions.h"
#include "sample_case.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>

static char folder[64], path[128];

static int enter(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/stipple-hold-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/anna b.stipple", folder);
    struct case_ *case_ = sample_case();
    bool is_there = case_save(case_, path, NULL);
    case_destroy(case_);
    return is_there ? 0 : -1;
}

static int leave(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

// Loads, adds one line to the notes, saves. Exit code as in err.h.
static int add_note(struct case_hold *hold, const char *note)
{
    struct err err = {0};
    struct case_ *case_ = case_hold_load(hold, &err);
    assert_non_null(case_);
    strncat(case_->notes, note, sizeof case_->notes - strlen(case_->notes) - 1);
    bool is_saved = case_hold_save(hold, case_, &err);
    case_destroy(case_);
    return is_saved ? 0 : (int)err.code;
}

static int count_files(const char *of, const char *what)
{
    DIR *listing = opendir(of);
    int count = 0;
    for (struct dirent *entry; listing && (entry = readdir(listing)) != NULL;)
        count += strstr(entry->d_name, what) != NULL;
    if (listing)
        closedir(listing);
    return count;
}

static void the_second_only_reads(void **state)
{
    (void)state;
    struct case_hold *first = case_hold_take(path, 0.0), *second = case_hold_take(path, 0.0);
    assert_string_equal(case_hold_read_only(first), "");
    assert_non_null(strstr(case_hold_read_only(second), path));
    assert_int_equal(add_note(second, "x"), ERR_INPUT);
    assert_int_equal(add_note(first, "x"), 0);
    case_hold_drop(first);
    case_hold_drop(second);
    assert_int_equal(count_files(folder, ".lock"), 0);
    struct case_hold *third = case_hold_take(path, 0.0);
    assert_int_equal(add_note(third, "y"), 0);
    case_hold_drop(third);
}

static void through_a_link_it_is_the_same_file(void **state)
{
    (void)state;
    char link_path[160];
    snprintf(link_path, sizeof link_path, "%s/link.stipple", folder);
    assert_int_equal(symlink(path, link_path), 0);
    struct case_hold *first = case_hold_take(path, 0.0), *second = case_hold_take(link_path, 0.0);
    assert_true(*case_hold_read_only(second) != 0);
    case_hold_drop(second);
    case_hold_drop(first);
}

static void a_dead_holder_holds_nothing(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        case_hold_take(path, 0.0);
        _exit(0);
    }
    waitpid(child, NULL, 0);
    assert_int_equal(count_files(folder, ".lock"), 1);
    struct case_hold *hold = case_hold_take(path, 0.0);
    assert_string_equal(case_hold_read_only(hold), "");
    case_hold_drop(hold);
    assert_int_equal(count_files(folder, ".lock"), 0);
}

static void what_changed_underneath_is_not_overwritten(void **state)
{
    (void)state;
    struct case_hold *hold = case_hold_take(path, 0.0);
    struct case_ *case_ = case_hold_load(hold, NULL);
    assert_true(file_write_atomic(path, "other", 5, NULL));
    struct err err = {0};
    assert_false(case_hold_save(hold, case_, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.text, "another program"));
    unlink(path);
    assert_false(case_hold_save(hold, case_, &err));
    assert_non_null(strstr(err.text, "gone"));
    case_hold_expect(hold, "");
    assert_true(case_hold_save(hold, case_, &err));
    assert_true(case_hold_save(hold, case_, &err)); // its own work is no change by another
    case_destroy(case_);
    case_hold_drop(hold);
}

// What a newer program wrote is shown and left alone, also when it is opened anew.
static void a_newer_format_is_for_reading(void **state)
{
    (void)state;
    struct case_ *newer = sample_case();
    newer->format = CASE_FORMAT + 1;
    char *text = case_text(newer);
    assert_true(file_write_atomic(path, text, strlen(text), NULL));
    struct case_hold *first = case_hold_take(path, 0.0), *second = case_hold_take(path, 0.0);
    assert_int_equal(case_hold_state(first), CASE_HOLD_FREE);
    struct case_ *case_ = case_hold_load(first, NULL), *again = case_hold_load(second, NULL);
    assert_int_equal(case_hold_state(first), CASE_HOLD_NEWER);
    case_hold_pass_on(first, second);
    assert_int_equal(case_hold_state(second), CASE_HOLD_NEWER);
    struct err err = {0};
    assert_false(case_hold_save(second, again, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.text, "newer Stipple"));
    case_hold_drop(first);
    case_hold_drop(second);
    case_destroy(newer);
    case_destroy(case_);
    case_destroy(again);
    mem_free(text);
}

static void a_lock_passes_to_the_document_opened_anew(void **state)
{
    (void)state;
    struct case_hold *first = case_hold_take(path, 0.0), *second = case_hold_take(path, 0.0);
    case_hold_pass_on(first, second);
    case_hold_drop(first);
    assert_int_equal(add_note(second, "z"), 0);
    case_hold_drop(second);
}

static void five_versions_are_kept(void **state)
{
    (void)state;
    struct case_version version[CASE_VERSIONS_KEPT];
    assert_int_equal(case_versions_list(path, version), 0);
    for (int i = 0; i < 8; i++) {
        struct case_hold *hold = case_hold_take(path, 0.0);
        assert_int_equal(add_note(hold, (char[]){(char)('a' + i), 0}), 0);
        case_hold_drop(hold);
    }
    int count = case_versions_list(path, version);
    assert_int_equal(count, CASE_VERSIONS_KEPT);
    for (int i = 0; i < count; i++) { // the newest lacks the last letter
        struct case_ *case_ = case_load(version[i].path, NULL);
        assert_non_null(case_);
        assert_int_equal(case_->notes[strlen(case_->notes) - 1], 'a' + 6 - i);
        case_destroy(case_);
    }
    struct stat info;
    *strrchr(version[0].path, '/') = 0;
    assert_int_equal(stat(version[0].path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    assert_int_equal(count_files(version[0].path, "anna"), CASE_VERSIONS_KEPT);
    case_versions_free(version, count);
}

// Else five failed saves on a full disk would push out what is worth keeping.
static void a_failed_save_makes_no_version(void **state)
{
    (void)state;
    struct case_hold *hold = case_hold_take(path, 0.0);
    struct rlimit was, small = {64, 0};
    getrlimit(RLIMIT_FSIZE, &was);
    small.rlim_max = was.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    int code = add_note(hold, "x");
    setrlimit(RLIMIT_FSIZE, &was);
    assert_int_equal(code, ERR_MACHINE);
    assert_int_equal(count_files(folder, CASE_VERSIONS_FOLDER), 0);
    assert_int_equal(add_note(hold, "x"), 0);
    case_hold_drop(hold);
}

static void versions_of_another_case_stay(void **state)
{
    (void)state;
    char other[160], stranger[200];
    snprintf(other, sizeof other, "%s/anna.stipple", folder); // the beginning of the other's name
    struct case_ *case_ = sample_case();
    assert_true(case_save(case_, other, NULL));
    struct case_hold *hold = case_hold_take(path, 0.0), *second = case_hold_take(other, 0.0);
    assert_int_equal(add_note(hold, "1"), 0);
    assert_int_equal(add_note(second, "1"), 0);
    snprintf(stranger, sizeof stranger, "%s/" CASE_VERSIONS_FOLDER "/anna.txt", folder);
    assert_true(file_write_atomic(stranger, "mine", 4, NULL));
    for (int i = 0; i < 7; i++)
        assert_int_equal(add_note(hold, "2"), 0);
    struct case_version version[CASE_VERSIONS_KEPT];
    int count = case_versions_list(other, version);
    assert_int_equal(count, 1);
    case_versions_free(version, count);
    assert_true(file_exists(stranger));
    case_hold_drop(hold);
    case_hold_drop(second);
    case_destroy(case_);
}

enum { RACERS = 4, ROUNDS = 50 };

// 200 changes by four processes at once: each is in the file or was refused, none is lost.
static void no_update_is_lost_in_races(void **state)
{
    (void)state;
    for (int racer = 0; racer < RACERS; racer++) {
        if (fork() != 0)
            continue;
        for (int i = 0; i < ROUNDS; i++) {
            struct case_hold *hold = case_hold_take(path, 60.0);
            char note[16];
            snprintf(note, sizeof note, "<%d.%d>", racer, i);
            if (*case_hold_read_only(hold) || add_note(hold, note) != 0)
                _exit(1);
            case_hold_drop(hold);
        }
        _exit(0);
    }
    for (int racer = 0; racer < RACERS; racer++) {
        int status;
        wait(&status);
        assert_int_equal(status, 0);
    }
    struct case_ *case_ = case_load(path, NULL);
    for (int racer = 0; racer < RACERS; racer++)
        for (int i = 0; i < ROUNDS; i++) {
            char note[16];
            snprintf(note, sizeof note, "<%d.%d>", racer, i);
            assert_non_null(strstr(case_->notes, note));
        }
    case_destroy(case_);
}

static void leftovers_go_and_living_ones_stay(void **state)
{
    (void)state;
    char dead[160], living[160];
    snprintf(dead, sizeof dead, "%s/.stipple-0123456789abcdef.tmp", folder);
    snprintf(living, sizeof living, "%s/.stipple-fedcba9876543210.tmp", folder);
    assert_true(file_write_atomic(dead, "x", 1, NULL) && file_write_atomic(living, "x", 1, NULL));
    int fd = open(living, O_RDONLY);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    case_hold_drop(case_hold_take(path, 0.0));
    assert_false(file_exists(dead));
    assert_true(file_exists(living));
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_second_only_reads, enter, leave),
        cmocka_unit_test_setup_teardown(through_a_link_it_is_the_same_file, enter, leave),
        cmocka_unit_test_setup_teardown(a_dead_holder_holds_nothing, enter, leave),
        cmocka_unit_test_setup_teardown(what_changed_underneath_is_not_overwritten, enter, leave),
        cmocka_unit_test_setup_teardown(a_newer_format_is_for_reading, enter, leave),
        cmocka_unit_test_setup_teardown(a_lock_passes_to_the_document_opened_anew, enter, leave),
        cmocka_unit_test_setup_teardown(five_versions_are_kept, enter, leave),
        cmocka_unit_test_setup_teardown(a_failed_save_makes_no_version, enter, leave),
        cmocka_unit_test_setup_teardown(versions_of_another_case_stay, enter, leave),
        cmocka_unit_test_setup_teardown(no_update_is_lost_in_races, enter, leave),
        cmocka_unit_test_setup_teardown(leftovers_go_and_living_ones_stay, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
