// What a dead session leaves is found, whole and private; a living one's and a declined one's are not offered.
#include "testing.h"

#include "base/file.h"
#include "base/mem.h"
#include "plan/case_file.h"
#include "plan/recovery.h"
#include "sample_case.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char state_folder[64];

static int make_state(void **state)
{
    (void)state;
    snprintf(state_folder, sizeof state_folder, "/tmp/stipple-test-XXXXXX");
    return mkdtemp(state_folder) && setenv("XDG_STATE_HOME", state_folder, 1) == 0 ? 0 : -1;
}

static int drop_state(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", state_folder);
    return system(command);
}

// A process that keeps a case and dies without a good end.
static void leave_behind(const char *case_path)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct case_ *case_ = sample_case();
        struct recovery *recovery = recovery_create();
        bool is_kept = recovery && recovery_keep(recovery, case_, case_path, "00", "/photos of Anna", NULL);
        _exit(is_kept ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void a_dead_session_is_found_whole(void **state)
{
    (void)state;
    leave_behind("/plans/anna.stipple");
    struct recovery *mine = recovery_create();
    struct recovered found;
    assert_true(recovery_find(mine, &found));
    assert_string_equal(found.case_path, "/plans/anna.stipple");
    assert_string_equal(found.folder, "/photos of Anna");
    struct case_ *case_ = recovery_load(&found, NULL), *wanted = sample_case();
    assert_non_null(case_);
    char *text = case_text(case_), *wanted_text = case_text(wanted);
    assert_string_equal(text, wanted_text);
    mem_free(text);
    mem_free(wanted_text);
    case_destroy(case_);
    case_destroy(wanted);
    recovery_forget(&found);
    assert_false(recovery_find(mine, &found));
    recovery_destroy(mine);
}

static void it_is_private(void **state)
{
    (void)state;
    leave_behind("");
    struct recovery *mine = recovery_create();
    struct recovered found;
    struct stat info;
    assert_true(recovery_find(mine, &found));
    assert_int_equal(stat(found.file, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    *strrchr(found.file, '/') = 0;
    assert_int_equal(stat(found.file, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    recovery_destroy(mine);
}

static void what_was_declined_is_kept_but_not_offered(void **state)
{
    (void)state;
    leave_behind("");
    struct recovery *mine = recovery_create();
    struct recovered found;
    assert_true(recovery_find(mine, &found));
    recovery_decline(&found);
    assert_false(file_exists(found.file));
    struct recovered other;
    while (recovery_find(mine, &other)) { // left by the test before
        assert_string_not_equal(other.file, found.file);
        recovery_forget(&other);
    }
    recovery_destroy(mine);
}

static void the_own_and_the_damaged_are_not_offered(void **state)
{
    (void)state;
    struct recovery *mine = recovery_create();
    struct case_ *case_ = sample_case();
    assert_true(recovery_keep(mine, case_, "", "", "/", NULL));
    case_destroy(case_);
    char path[128];
    snprintf(path, sizeof path, "%s/stipple/recovery/999999999.work", state_folder);
    assert_true(file_write_atomic(path, "stipple", 7, NULL));
    struct recovered found;
    assert_false(recovery_find(mine, &found));
    recovery_destroy(mine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dead_session_is_found_whole),
        cmocka_unit_test(it_is_private),
        cmocka_unit_test(what_was_declined_is_kept_but_not_offered),
        cmocka_unit_test(the_own_and_the_damaged_are_not_offered),
    };
    return cmocka_run_group_tests(tests, make_state, drop_state);
}
