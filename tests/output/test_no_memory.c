// Memory runs out: each allocation that is sized by an input (mem_try_*) fails, once, and then all that follow, while a
// case is opened, changed, undone, kept in the journal, saved, and every export made. What comes of it is a refusal
// that blames the machine or the same result; no crash, no leak (LeakSanitizer), and the saved case is the old one or
// the new one. Every allocation with tools/test --long, else a sample of them.
#include "output/picture.h"

#include "small_case.h"

#include "base/pool.h"
#include "output/board.h"
#include "output/clip.h"
#include "output/marking_sheet.h"
#include "output/page.h"
#include "output/report_pdf.h"
#include "plan/case_file.h"
#include "plan/edit.h"
#include "plan/recovery.h"
#include "plan/session.h"

#include <string.h>

enum { SAMPLES = 5 };
#define DATE "2026-01-02"

static struct picture_maker *make_maker(struct fixture *f)
{
    return picture_maker_create(f->case_, f->case_path, NULL);
}

static bool open_photo(struct fixture *f, struct err *err)
{
    struct photo *photo = photo_load(f->photo_path, err);
    photo_free(photo);
    return photo != NULL;
}

static bool write_case(const struct case_ *case_, const char *path, struct err *err)
{
    char *text = case_checked_text(case_, path, err);
    bool is_written = text && file_write_atomic(path, text, strlen(text), err);
    mem_free(text);
    return is_written;
}

static bool edit_and_save(struct fixture *f, struct err *err)
{
    const char *const changes[] = {"options.add=B", "hairline.height_mm=81", "mask.add=1,1/90,1/90,90"};
    struct case_ *case_ = case_load(f->case_path, err);
    struct case_ *edited = case_ ? edit_apply(case_, (struct edit_place){0}, changes, 3, err) : NULL;
    bool is_saved = edited && write_case(edited, f->case_path, err);
    case_destroy(case_);
    case_destroy(edited);
    return is_saved;
}

// As in the window: each step is in the journal before the next.
static bool work_in_session(struct fixture *f, struct err *err)
{
    struct recovery *recovery = recovery_create();
    struct session *session = session_create();
    struct edit_place place = {0};
    bool is_done = session_open(session, f->case_path, err);
    session_keep_in(session, recovery);
    is_done = is_done && session_change(session, place, "hairline.height_mm=70", "Height", 0, err) &&
              session_change(session, place, "hairline.height_mm=82", "Height", 0, err);
    if (is_done)
        assert_true(session_undo(session) && session_redo(session));
    if (is_done && *session_unkept(session))
        is_done = err_set(err, ERR_MACHINE, "%s", session_unkept(session));
    is_done = is_done && session_save(session, NULL, err);
    session_destroy(session);
    recovery_destroy(recovery);
    return is_done;
}

static bool draw_picture(struct fixture *f, struct err *err)
{
    static const char *const names[] = {"a.png", "a.jpg", "a.webp", "a.tif"};
    struct picture_maker *maker = make_maker(f);
    struct picture_request request = {.frame = {.sessions = -1, .time = TIME_HEALED, .band = BAND_LIKELY}};
    struct picture picture;
    bool is_made = picture_make(maker, &request, &picture, err), is_done = is_made;
    for (int i = 0; i < 4 && is_done; i++) {
        struct bytes bytes = {0};
        is_done = picture_encode(&picture, names[i], &bytes, err);
        mem_free(bytes.data);
    }
    if (is_made)
        picture_finish(&picture);
    picture_maker_destroy(maker);
    return is_done;
}

static const struct frame healed = {.sessions = -1, .time = TIME_HEALED, .band = BAND_LIKELY};

static bool draw_strip(struct fixture *f, struct err *err)
{
    struct clinic clinic = clinic_default();
    struct board *board = mem_alloc(sizeof *board);
    struct picture picture;
    struct picture_maker *maker = make_maker(f);
    board_strip(f->case_, &healed, board);
    struct board_request request = {.board = board, .case_ = f->case_, .clinic = &clinic, .date = DATE, .cell_px = 120};
    bool is_done = board_draw(maker, &request, &picture, err);
    if (is_done)
        picture_finish(&picture);
    picture_maker_destroy(maker);
    mem_free(board);
    return is_done;
}

static bool made(struct picture_maker *maker, bool is_done, struct bytes *bytes)
{
    picture_maker_destroy(maker);
    if (is_done)
        mem_free(bytes->data);
    return is_done;
}

static bool draw_clip(struct fixture *f, struct err *err)
{
    struct clinic clinic = clinic_default();
    struct bytes bytes = {0};
    struct picture_maker *maker = make_maker(f);
    struct clip_request request = {.case_ = f->case_,
                                   .clinic = &clinic,
                                   .frame = healed,
                                   .date = DATE,
                                   .to_days = 700.0,
                                   .frame_count = 2,
                                   .width_px = 100};
    return made(maker, clip_make(maker, &request, &bytes, err), &bytes);
}

static bool write_page(struct fixture *f, struct err *err)
{
    struct clinic clinic = clinic_default();
    struct bytes bytes = {0};
    struct picture_maker *maker = make_maker(f);
    struct page_request request = {.case_ = f->case_,
                                   .clinic = &clinic,
                                   .frame = healed,
                                   .times = &healed,
                                   .time_count = 1,
                                   .date = DATE,
                                   .width_px = 100};
    return made(maker, page_make(maker, &request, &bytes, err), &bytes);
}

static bool write_report(struct fixture *f, struct err *err)
{
    struct clinic clinic = clinic_default();
    struct bytes bytes = {0};
    struct picture_maker *maker = make_maker(f);
    struct report_request request = {.case_ = f->case_, .clinic = &clinic, .frame = healed, .date = DATE};
    return made(maker, report_pdf_make(maker, &request, &bytes, err), &bytes);
}

static bool write_marking(struct fixture *f, struct err *err)
{
    struct clinic clinic = clinic_default();
    struct bytes bytes = {0};
    struct marking_request request = {.case_ = f->case_, .clinic = &clinic, .date = DATE};
    return made(NULL, marking_sheet_make(&request, &bytes, NULL, err), &bytes);
}

static bool is_whole(const struct fixture *f)
{
    struct case_ *case_ = case_load(f->case_path, NULL);
    case_destroy(case_);
    return case_ != NULL;
}

typedef bool scenario(struct fixture *f, struct err *err);

static long count_tries(scenario *run, struct fixture *f)
{
    const long many = 1000000000;
    struct err err = {0};
    mem_fail_after(many, 0);
    bool is_done = run(f, &err);
    long tries = many - mem_fail_left();
    mem_fail_after(0, 0);
    if (!is_done)
        fail_msg("%s", err.text);
    return tries;
}

static void fail_each(struct fixture *f, scenario *run, const char *name)
{
    assert_true(write_case(f->case_, f->case_path, NULL));
    long tries = count_tries(run, f), refused = 0, ran = 0;
    long step = testing_is_long() || tries < SAMPLES ? 1 : tries / SAMPLES;
    for (int all_later = 0; all_later < 2; all_later++)
        for (long nth = 1; nth <= tries; nth += step, ran++) {
            struct err err = {0};
            mem_fail_after(nth, all_later);
            bool is_done = run(f, &err);
            mem_fail_after(0, 0);
            refused += !is_done;
            if (!is_done && (err.code != ERR_MACHINE || !err.text[0]))
                fail_msg("%s, allocation %ld: code %d, \"%s\"", name, nth, (int)err.code, err.text);
            assert_true(is_whole(f));
        }
    print_message("%s: %ld allocations, %ld runs with one failing, %ld refused\n", name, tries, ran, refused);
}

#define SCENARIO(run)                                                                                                  \
    static void test_##run(void **state)                                                                               \
    {                                                                                                                  \
        fail_each(*state, run, #run);                                                                                  \
    }
SCENARIO(open_photo)
SCENARIO(edit_and_save)
SCENARIO(work_in_session)
SCENARIO(draw_picture)
SCENARIO(draw_strip)
SCENARIO(draw_clip)
SCENARIO(write_page)
SCENARIO(write_report)
SCENARIO(write_marking)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open_photo),      cmocka_unit_test(test_edit_and_save),
        cmocka_unit_test(test_draw_picture),    cmocka_unit_test(test_draw_strip),
        cmocka_unit_test(test_draw_clip),       cmocka_unit_test(test_write_page),
        cmocka_unit_test(test_work_in_session), cmocka_unit_test(test_write_report),
        cmocka_unit_test(test_write_marking),
    };
    return cmocka_run_group_tests(tests, enter_home, leave_home);
}
