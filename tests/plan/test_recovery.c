// What a dead session leaves is found, whole and private, photos and all; a living one's, a
// declined one's and what was saved are not offered.
#include "testing.h"

#include "plan/case_file.h"
#include "plan/session.h"
#include "sample_photo.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <dirent.h>
#include <unistd.h>

static char here[64], state_folder[96], kept_in[128];

static int enter(void **state)
{
    (void)state;
    setenv("STIPPLE_NETS", "/nonexistent", 1); // marks are drafted without looking, which is quick
    snprintf(here, sizeof here, "/tmp/stipple-recovery-XXXXXX");
    if (!mkdtemp(here))
        return -1;
    snprintf(state_folder, sizeof state_folder, "%s/state", here);
    snprintf(kept_in, sizeof kept_in, "%s/stipple/recovery", state_folder);
    return chdir(here) == 0 && mkdir(state_folder, 0700) == 0 && mkdir("a", 0700) == 0 && mkdir("b", 0700) == 0
               ? setenv("XDG_STATE_HOME", state_folder, 1)
               : -1;
}

static int leave(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", here);
    return chdir("/") == 0 ? system(command) : -1;
}

static void change(struct session *session, const char *text)
{
    assert_true(session_change(session, (struct edit_place){0, 0}, text, "Change", 0, NULL));
}

// A process that does `work` on a session that is kept, and is killed at its end.
static void leave_behind(void (*work)(struct session *session))
{
    fflush(stdout);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct session *session = session_create();
        session_keep_in(session, recovery_create());
        work(session);
        kill(getpid(), SIGKILL);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void open_photo(struct session *session)
{
    assert_true(session_open(session, "a/front.png", NULL)); // as the user gives it: from this folder
    change(session, "hairline.height_mm=81");
}

static void add_another(struct session *session)
{
    open_photo(session);
    struct photo *photo = photo_load("b/front.png", NULL);
    assert_true(photo && session_add_photo(session, photo, "b/front.png",
                                           (struct new_photo){.facing = FACING_TOP, .done_events = 0}, NULL));
    change(session, "notes=of two folders");
}

static void save_and_change(struct session *session)
{
    open_photo(session);
    assert_true(session_save(session, "a/anna.stipple", NULL));
    change(session, "notes=not saved");
}

static void save(struct session *session)
{
    save_and_change(session);
    assert_true(session_save(session, NULL, NULL));
}

static void undo_to_the_saved(struct session *session)
{
    save_and_change(session);
    assert_true(session_undo(session));
}

static int count_left(const char *suffix)
{
    DIR *listing = opendir(kept_in);
    int count = 0;
    for (struct dirent *entry; listing && (entry = readdir(listing)) != NULL;)
        count += strcmp(file_suffix(entry->d_name), suffix) == 0;
    if (listing)
        closedir(listing);
    return count;
}

static struct session *take_up(const struct recovery *recovery)
{
    struct recovered *found = recovery_find(recovery);
    assert_non_null(found);
    struct session *session = session_create();
    session_take(session, document_load_recovered(found));
    recovered_destroy(found);
    return session;
}

static void two_photos_of_two_folders_come_back(void **state)
{
    (void)state;
    sample_photo("a/front.png", 400, 300, 90);
    sample_photo("b/front.png", 300, 400, 120);
    leave_behind(add_another);
    assert_int_equal(chdir("/"), 0); // the next start is from anywhere
    struct recovery *mine = recovery_create();
    struct session *session = take_up(mine);
    assert_string_equal(session_case(session)->notes, "of two folders");
    assert_int_equal(session_warning(session)->code, ERR_NONE);
    assert_true(session_is_dirty(session)); // recovered is not saved
    assert_int_equal(session_photo(session, 0)->image->width_px, 400);
    assert_int_equal(session_photo(session, 1)->image->width_px, 300);
    assert_int_equal(chdir(here), 0);
    assert_true(session_save(session, "a/anna.stipple", NULL));
    assert_true(file_exists("a/front-2.png"));
    session_destroy(session);
    recovery_destroy(mine);
}

static void a_saved_case_goes_on_where_it_was(void **state)
{
    (void)state;
    sample_photo("a/front.png", 400, 300, 90);
    leave_behind(save_and_change);
    struct recovery *mine = recovery_create();
    struct recovered *found = recovery_find(mine);
    assert_non_null(found);
    assert_string_equal(recovered_name(found), "anna.stipple");
    assert_true(recovered_time(found) > time(NULL) - 60);
    struct session *session = session_create();
    assert_true(session_open(session, "a/anna.stipple", NULL)); // as a user would after a crash
    session_keep_in(session, mine);
    session_take(session, document_load_recovered(found));
    assert_int_equal(count_left(".journal"), 2); // its own is there before the old one goes
    recovered_forget(found);
    assert_int_equal(count_left(".journal"), 1);
    assert_string_equal(session_case(session)->notes, "not saved");
    assert_true(session_save(session, NULL, NULL));
    assert_int_equal(count_left(".journal"), 0);
    session_destroy(session);
    struct case_ *case_ = case_load("a/anna.stipple", NULL);
    assert_string_equal(case_->notes, "not saved");
    case_destroy(case_);
    recovery_destroy(mine);
}

static void what_changed_meanwhile_is_not_overwritten(void **state)
{
    (void)state;
    sample_photo("a/front.png", 400, 300, 90);
    leave_behind(save_and_change);
    struct session *other = session_create();
    assert_true(session_open(other, "a/anna.stipple", NULL));
    change(other, "notes=of another day");
    assert_true(session_save(other, NULL, NULL));
    session_destroy(other);
    struct recovery *mine = recovery_create();
    struct session *session = take_up(mine);
    struct err err = {0};
    assert_false(session_save(session, NULL, &err));
    assert_non_null(strstr(err.text, "another program"));
    assert_true(session_save(session, "a/both.stipple", NULL));
    session_destroy(session);
    recovery_destroy(mine);
}

static void what_is_saved_is_not_offered(void **state)
{
    (void)state;
    sample_photo("a/front.png", 400, 300, 90);
    leave_behind(save);
    leave_behind(undo_to_the_saved);
    struct recovery *mine = recovery_create();
    assert_null(recovery_find(mine));
    assert_int_equal(count_left(".journal"), 0);
    recovery_destroy(mine);
}

// Killed between the end of a save and the clearing: the journal holds what the file does.
static void what_is_on_the_disk_is_not_offered(void **state)
{
    (void)state;
    sample_photo("a/front.png", 400, 300, 90);
    leave_behind(save_and_change);
    struct recovery *mine = recovery_create();
    struct recovered *found = recovery_find(mine);
    assert_int_equal(unlink("a/anna.stipple"), 0);
    assert_true(case_save(recovered_case(found), "a/anna.stipple", NULL));
    recovered_destroy(found);
    assert_null(recovery_find(mine));
    recovery_destroy(mine);
}

static void it_is_private(void **state)
{
    (void)state;
    sample_photo("a/front.png", 400, 300, 90);
    mode_t old = umask(0);
    leave_behind(open_photo);
    umask(old);
    struct stat info;
    assert_int_equal(stat(kept_in, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    DIR *listing = opendir(kept_in);
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;)
        if (entry->d_name[0] != '.') {
            assert_int_equal(fstatat(dirfd(listing), entry->d_name, &info, 0), 0);
            assert_int_equal(info.st_mode & 0777, 0600);
        }
    closedir(listing);
}

static void one_program_at_a_time_is_asked(void **state)
{
    (void)state;
    sample_photo("a/front.png", 400, 300, 90);
    leave_behind(open_photo);
    struct recovery *mine = recovery_create(), *another = recovery_create();
    struct recovered *found = recovery_find(mine);
    assert_non_null(found);
    assert_null(recovery_find(another));
    recovered_destroy(found); // closed without an answer: asked again
    found = recovery_find(another);
    assert_non_null(found);
    recovered_destroy(found);
    recovery_destroy(mine);
    recovery_destroy(another);
}

static void grow_old(const char *suffix, int days)
{
    char command[320];
    snprintf(command, sizeof command, "touch -d '%d days ago' %s/*%s", days, kept_in, suffix);
    assert_int_equal(system(command), 0);
}

// However old it was when it was offered, the week begins with the no.
static void what_was_declined_stays_for_a_week(void **state)
{
    (void)state;
    sample_photo("a/front.png", 400, 300, 90);
    leave_behind(open_photo);
    grow_old(".journal", 30);
    struct recovery *mine = recovery_create();
    struct recovered *found = recovery_find(mine);
    assert_non_null(found);
    recovered_decline(found);
    assert_null(recovery_find(mine));
    assert_int_equal(count_left(".declined"), 1);
    found = recovery_find_declined(mine);
    assert_non_null(found);
    assert_close(recovered_case(found)->option[0]->hairline.height_mm, 81.0, 1e-9);
    recovered_destroy(found);
    grow_old(".declined", 6);
    recovery_find(mine);
    assert_int_equal(count_left(".declined"), 1);
    grow_old(".declined", 8);
    recovery_find(mine);
    assert_int_equal(count_left(".declined"), 0);
    recovery_destroy(mine);
}

static void two_dead_ones_are_offered_the_newest_first(void **state)
{
    (void)state;
    sample_photo("a/front.png", 400, 300, 90);
    leave_behind(open_photo);
    grow_old(".journal", 1);
    leave_behind(save_and_change);
    struct recovery *mine = recovery_create();
    struct recovered *found = recovery_find(mine);
    assert_string_equal(recovered_name(found), "anna.stipple");
    recovered_decline(found);
    found = recovery_find(mine);
    assert_string_equal(recovered_name(found), "front.png");
    recovered_destroy(found);
    recovery_destroy(mine);
}

static void the_own_and_the_damaged_are_not_offered(void **state)
{
    (void)state;
    sample_photo("a/front.png", 400, 300, 90);
    struct recovery *mine = recovery_create();
    struct session *session = session_create();
    session_keep_in(session, mine);
    open_photo(session);
    char path[200];
    snprintf(path, sizeof path, "%s/0123.journal", kept_in);
    assert_true(file_write_atomic(path, "stipple-journal1\n", 17, NULL));
    assert_null(recovery_find(mine));
    assert_int_equal(count_left(".journal"), 2);
    grow_old("0123.journal", 8);
    assert_null(recovery_find(mine));
    assert_int_equal(count_left(".journal"),
                     1); // nothing of it can be had: it goes as what was declined does
    session_keep_in(session, NULL);
    session_destroy(session);
    recovery_destroy(mine);
    assert_int_equal(count_left(".journal"), 0);
}

// No room for the journal: the step is made all the same, and it is told.
static void a_step_that_is_not_kept_is_told(void **state)
{
    (void)state;
    sample_photo("a/front.png", 400, 300, 90);
    struct recovery *mine = recovery_create();
    struct session *session = session_create();
    session_keep_in(session, mine);
    open_photo(session);
    assert_string_equal(session_unkept(session), "");
    struct rlimit was, small = {100, 0};
    getrlimit(RLIMIT_FSIZE, &was);
    small.rlim_max = was.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    change(session, "notes=on a full disk");
    setrlimit(RLIMIT_FSIZE, &was);
    assert_non_null(strstr(session_unkept(session), kept_in));
    change(session, "hairline.height_mm=70");
    assert_string_equal(session_unkept(session), "");
    session_destroy(session);
    recovery_destroy(mine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(two_photos_of_two_folders_come_back, enter, leave),
        cmocka_unit_test_setup_teardown(a_saved_case_goes_on_where_it_was, enter, leave),
        cmocka_unit_test_setup_teardown(what_changed_meanwhile_is_not_overwritten, enter, leave),
        cmocka_unit_test_setup_teardown(what_is_saved_is_not_offered, enter, leave),
        cmocka_unit_test_setup_teardown(what_is_on_the_disk_is_not_offered, enter, leave),
        cmocka_unit_test_setup_teardown(it_is_private, enter, leave),
        cmocka_unit_test_setup_teardown(one_program_at_a_time_is_asked, enter, leave),
        cmocka_unit_test_setup_teardown(what_was_declined_stays_for_a_week, enter, leave),
        cmocka_unit_test_setup_teardown(two_dead_ones_are_offered_the_newest_first, enter, leave),
        cmocka_unit_test_setup_teardown(the_own_and_the_damaged_are_not_offered, enter, leave),
        cmocka_unit_test_setup_teardown(a_step_that_is_not_kept_is_told, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
