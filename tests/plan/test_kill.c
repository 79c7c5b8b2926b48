// A session at work is killed at random moments: its case file is an old or the new one, whole, and what is offered at
// the next start is the case as after the last step, or as after the one that was being made.
#include "testing.h"

#include "base/file.h"
#include "base/mem.h"
#include "plan/case_file.h"
#include "plan/case_hold.h"
#include "plan/case_versions.h"
#include "plan/session.h"
#include "random_edits.h"
#include "sample_photo.h"

#include <dirent.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { KILLS = 200, KILLS_LONG = 1000, ACTIONS = 24 };

static char here[64], case_path[96];

// What the worker tells; it outlives it.
struct progress {
    atomic_int begun, done; // actions
};

static int enter(void **state)
{
    (void)state;
    char path[128];
    snprintf(here, sizeof here, "/tmp/stipple-kill-XXXXXX");
    if (!mkdtemp(here))
        return -1;
    snprintf(case_path, sizeof case_path, "%s/a.stipple", here);
    snprintf(path, sizeof path, "%s/state", here);
    setenv("STIPPLE_NETS", "/nonexistent", 1); // marks are drafted without looking, which is quick
    return setenv("XDG_STATE_HOME", path, 1);
}

static int leave(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", here);
    return system(command);
}

static bool is_save(uint64_t seed, int action)
{
    return rng_bits(seed, (uint64_t)action, 1000) % 6 == 0;
}

// The case after it follows from seed and action alone; whether it is saved makes no difference to that.
static void act(struct session *session, uint64_t seed, int action, bool saves)
{
    uint64_t what = rng_bits(seed, (uint64_t)action, 1001) % 10;
    char change[EDIT_BYTES];
    struct edit_place place;
    if (is_save(seed, action)) {
        if (saves && !session_save(session, NULL, NULL))
            _exit(2);
    } else if (what == 0) {
        session_undo(session);
    } else if (what == 1) {
        session_redo(session);
    } else {
        random_edit(session_case(session), seed, (uint64_t)action, &place, change);
        session_change(session, place, change, "Change", 0, NULL);
    }
}

static _Noreturn void work(struct session *session, struct progress *progress, uint64_t seed, bool saves)
{
    if (saves && !session_save(session, case_path, NULL))
        _exit(1);
    session_keep_in(session, recovery_create());
    atomic_store(&progress->done, 0);
    for (int action = 0; action < ACTIONS; action++) {
        atomic_store(&progress->begun, action + 1);
        act(session, seed, action, saves);
        if (*session_unkept(session))
            _exit(3);
        atomic_store(&progress->done, action + 1);
    }
    for (;;)
        pause();
}

// Waits until it is that far and a while more, up to some two actions.
static void kill_at(pid_t child, const struct progress *progress, int action, uint64_t seed)
{
    int status;
    while (atomic_load(&progress->done) < action && waitpid(child, &status, WNOHANG) == 0)
        nanosleep(&(struct timespec){0, 20000}, NULL);
    if (atomic_load(&progress->done) < action)
        fail_msg("the worker ended by itself, with %d", WEXITSTATUS(status));
    nanosleep(&(struct timespec){0, (long)(rng_bits(seed, 0, 1002) % 2500000)}, NULL);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
}

static void expect_texts(struct session *session, uint64_t seed, char *text[ACTIONS + 1])
{
    text[0] = case_text(session_case(session));
    for (int action = 0; action < ACTIONS; action++) {
        act(session, seed, action, false);
        text[action + 1] = case_text(session_case(session));
    }
}

static int count_files(const char *folder, const char *with)
{
    DIR *listing = opendir(folder);
    int count = 0;
    for (struct dirent *entry; listing && (entry = readdir(listing)) != NULL;) {
        struct stat info;
        if (!strstr(entry->d_name, with))
            continue;
        count++;
        if (fstatat(dirfd(listing), entry->d_name, &info, 0) == 0 && (info.st_mode & 0077))
            fail_msg("%s can be read by others", entry->d_name);
    }
    if (listing)
        closedir(listing);
    return count;
}

// The case file is what some save wrote, and none after it can have ended. mem_free.
static char *assert_file_is_whole(char *const text[ACTIONS + 1], uint64_t seed, int begun, int done)
{
    struct bytes bytes;
    struct err err = {0};
    if (!file_read(case_path, 1 << 24, &bytes, &err))
        fail_msg("seed %llu: %s", (unsigned long long)seed, err.text);
    int last = 0; // the save that surely ended
    for (int action = 0; action < done; action++)
        last = is_save(seed, action) ? action : last;
    bool is_one = strcmp((char *)bytes.data, text[last]) == 0;
    if (begun > done && is_save(seed, begun - 1))
        is_one |= strcmp((char *)bytes.data, text[begun - 1]) == 0;
    if (!is_one)
        fail_msg("seed %llu: killed at action %d, the file is neither the old case nor the new",
                 (unsigned long long)seed, begun);
    struct case_version version[CASE_VERSIONS_KEPT];
    int count = case_versions_list(case_path, version);
    for (int i = 0; i < count; i++) {
        struct case_ *earlier = case_load(version[i].path, &err);
        if (!earlier)
            fail_msg("seed %llu: %s", (unsigned long long)seed, err.text);
        case_destroy(earlier);
    }
    case_versions_free(version, count);
    return (char *)bytes.data;
}

struct tally {
    int offered, lost, left;
};

// `file`: what lies on the disk; NULL: never saved.
static void assert_is_recovered(char *const text[ACTIONS + 1], const char *file, uint64_t seed, int begun, int done,
                                struct tally *tally)
{
    struct recovery *recovery = recovery_create();
    struct recovered *found = recovery_find(recovery);
    char *now = found ? case_text(recovered_case(found)) : NULL;
    const char *is = now ? now : file;
    tally->offered += found != NULL;
    if (!is)
        fail_msg("seed %llu: nothing is offered of a case that was never saved", (unsigned long long)seed);
    if (strcmp(is, text[begun]) != 0 && strcmp(is, text[done]) != 0)
        fail_msg("seed %llu: killed at action %d, what comes back is another case", (unsigned long long)seed, begun);
    tally->lost += strcmp(is, text[begun]) != 0;
    if (found)
        recovered_forget(found);
    mem_free(now);
    recovery_destroy(recovery);
}

static void one_kill(struct session *session, uint64_t seed, bool saves, struct tally *tally)
{
    struct progress *progress = mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(progress != MAP_FAILED);
    atomic_store(&progress->done, -1);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        work(session, progress, seed, saves);
    char *text[ACTIONS + 1];
    int action = (int)(rng_bits(seed, 1, 1003) % ACTIONS);
    kill_at(child, progress, action, seed);
    expect_texts(session, seed, text);
    int done = atomic_load(&progress->done), begun = atomic_load(&progress->begun);
    char *file = saves ? assert_file_is_whole(text, seed, begun, done) : NULL;
    tally->left += count_files(here, ".tmp");
    case_hold_drop(case_hold_take(case_path, 0.0)); // as the next start does
    assert_int_equal(count_files(here, ".tmp"), 0);
    assert_is_recovered(text, file, seed, begun, done, tally);
    for (int i = 0; i <= ACTIONS; i++)
        mem_free(text[i]);
    mem_free(file);
    munmap(progress, sizeof *progress);
}

static void kill_often(bool saves)
{
    int kills = (testing_is_long() ? KILLS_LONG : KILLS) / 2;
    struct tally tally = {0};
    char photo[128];
    snprintf(photo, sizeof photo, "%s/front.png", here);
    sample_photo(photo, 400, 300, 90);
    for (int i = 0; i < kills; i++) {
        struct session *session = session_create();
        assert_true(session_open(session, photo, NULL));
        one_kill(session, (uint64_t)(2 * i + saves), saves, &tally);
        session_destroy(session);
        unlink(case_path);
    }
    print_message("%d kills of a session, %s: every case whole; %d recovered, %d of them without the step that was "
                  "being made, %d temporaries left until the next start\n",
                  kills, saves ? "saved now and then" : "never saved", tally.offered, tally.lost, tally.left);
    assert_true(tally.left <= 5);
}

static void killed_between_saves(void **state)
{
    (void)state;
    kill_often(true);
}

static void killed_without_ever_saving(void **state)
{
    (void)state;
    kill_often(false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(killed_between_saves, enter, leave),
        cmocka_unit_test_setup_teardown(killed_without_ever_saving, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
