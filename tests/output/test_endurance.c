// Rounds of what a day at work is, in one process: a case is opened, changed, undone, saved, and something is handed
// over of it. Memory does not grow, no descriptor stays open, no process stays behind. 100 rounds, with every tenth
// handed over; 2,000, all of them handed over, with tools/test --long.
#include "output/picture.h"

#include "small_case.h"

#include "output/clip.h"
#include "output/marking_sheet.h"
#include "output/page.h"
#include "output/report_pdf.h"
#include "plan/case_file.h"
#include "plan/recovery.h"
#include "plan/session.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/wait.h>

enum {
    ROUNDS = 100,
    ROUNDS_LONG = 2000,
    HANDED_OVER_OF = 10,
    ROUNDS_TO_SETTLE = 75,
    MOST_GROWTH_MB = 10,
    WIDTH_PX = 80
};
#define DATE "2026-01-02"

// Sanitizers keep what was freed for a while.
#if defined(__SANITIZE_ADDRESS__)
enum { IS_PLAIN = 0 };
#else
enum { IS_PLAIN = 1 };
#endif

static int open_files(void)
{
    int count = 0;
    DIR *listing = opendir("/proc/self/fd");
    assert_non_null(listing);
    while (readdir(listing))
        count++;
    closedir(listing);
    return count;
}

static double resident_mb(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%*d %ld", &pages), 1);
    fclose(file);
    return (double)(pages * sysconf(_SC_PAGESIZE)) / (1 << 20);
}

static void check(bool is_done, const struct err *err, int round)
{
    if (!is_done)
        fail_msg("round %d: %s", round, err->text);
}

static void work(struct fixture *f, struct recovery *recovery, int round)
{
    char height[48];
    struct err err = {0};
    struct session *session = session_create();
    struct edit_place place = {0};
    snprintf(height, sizeof height, "hairline.height_mm=%d", 60 + round % 30);
    check(session_open(session, f->case_path, &err), &err, round);
    session_keep_in(session, recovery);
    check(session_change(session, place, height, "Height", 0, &err), &err, round);
    check(session_change(session, place, round % 2 == 0 ? "zones.add=crown" : "zones.remove=crown", "Crown", 0, &err),
          &err, round);
    assert_true(session_undo(session) && session_redo(session));
    assert_string_equal(session_unkept(session), "");
    check(session_save(session, NULL, &err), &err, round);
    session_destroy(session);
}

static const struct frame healed = {.sessions = -1, .time = TIME_HEALED, .band = BAND_LIKELY, .width_px = WIDTH_PX};

enum kind { KIND_PNG, KIND_JPEG, KIND_WEBP, KIND_TIFF, KIND_CLIP, KIND_PAGE, KIND_REPORT, KIND_MARKING, KIND_COUNT };

static bool draw(struct picture_maker *maker, enum kind kind, struct bytes *bytes, struct err *err)
{
    static const char *const names[] = {"a.png", "a.jpg", "a.webp", "a.tif"};
    struct picture_request request = {.frame = healed};
    struct picture picture;
    if (!picture_make(maker, &request, &picture, err))
        return false;
    bool is_done = picture_encode(&picture, names[kind], bytes, err);
    picture_finish(&picture);
    return is_done;
}

static bool make(struct picture_maker *maker, const struct case_ *case_, enum kind kind, struct bytes *bytes,
                 struct err *err)
{
    struct clinic clinic = clinic_default();
    struct clip_request clip = {.case_ = case_,
                                .clinic = &clinic,
                                .frame = healed,
                                .date = DATE,
                                .to_days = 700.0,
                                .frame_count = 2,
                                .width_px = WIDTH_PX};
    struct page_request page = {.case_ = case_,
                                .clinic = &clinic,
                                .frame = healed,
                                .times = &healed,
                                .time_count = 1,
                                .date = DATE,
                                .width_px = WIDTH_PX};
    struct report_request report = {.case_ = case_, .clinic = &clinic, .frame = healed, .date = DATE};
    struct marking_request marking = {.case_ = case_, .clinic = &clinic, .date = DATE};
    switch (kind) {
    case KIND_CLIP:
        return clip_make(maker, &clip, bytes, err);
    case KIND_PAGE:
        return page_make(maker, &page, bytes, err);
    case KIND_REPORT:
        return report_pdf_make(maker, &report, bytes, err);
    case KIND_MARKING:
        return marking_sheet_make(&marking, bytes, NULL, err);
    default:
        return draw(maker, kind, bytes, err);
    }
}

static void hand_over(struct fixture *f, enum kind kind, int round)
{
    struct err err = {0};
    struct bytes bytes = {0};
    struct case_ *case_ = case_load(f->case_path, &err);
    check(case_ != NULL, &err, round);
    struct picture_maker *maker = picture_maker_create(case_, f->case_path, NULL);
    check(make(maker, case_, kind, &bytes, &err), &err, round);
    assert_true(bytes.size > 100);
    mem_free(bytes.data);
    picture_maker_destroy(maker);
    case_destroy(case_);
}

static void rounds(void **state)
{
    struct fixture *f = *state;
    int count = testing_is_long() ? ROUNDS_LONG : ROUNDS, files = 0, handed_over = 0;
    double settled_mb = 0.0, most_mb = 0.0;
    assert_true(case_save(f->case_, f->case_path, NULL));
    struct recovery *recovery = recovery_create();
    assert_non_null(recovery);
    for (int round = 0; round < count; round++) {
        work(f, recovery, round);
        if (testing_is_long() || round % HANDED_OVER_OF == 0)
            hand_over(f, (enum kind)(handed_over++ % KIND_COUNT), round);
        double now_mb = resident_mb();
        if (round == ROUNDS_TO_SETTLE) {
            files = open_files();
            settled_mb = now_mb;
        }
        most_mb = round >= ROUNDS_TO_SETTLE && now_mb > most_mb ? now_mb : most_mb;
    }
    print_message("%d rounds: %.1f MB after %d, at most %.1f MB; %d files open after %d, %d in the end\n", count,
                  settled_mb, ROUNDS_TO_SETTLE, most_mb, files, ROUNDS_TO_SETTLE, open_files());
    assert_int_equal(open_files(), files);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); // no child, dead or alive
    assert_int_equal(errno, ECHILD);
    assert_true(!IS_PLAIN || most_mb - settled_mb <= MOST_GROWTH_MB);
    recovery_destroy(recovery);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rounds)};
    return cmocka_run_group_tests(tests, enter_home, leave_home);
}
