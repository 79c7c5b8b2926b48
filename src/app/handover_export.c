#ifdef STIPPLE_WINDOW

#include "app/handover_export.h"

#include "app/handover.h"
#include "base/mem.h"
#include "output/clip.h"
#include "output/marking_sheet.h"
#include "output/page.h"
#include "output/report_pdf.h"

struct making {
    const struct export_request *job;
    struct picture_maker *maker;
    struct pool *pool;
    struct clinic clinic;
    char date[16];
};

static enum face_cover cover_of(const struct export_request *job)
{
    static const enum face_cover COVERS[] = {
        [EXPORT_COVER_NONE] = COVER_NONE, [EXPORT_COVER_BAR] = COVER_BAR, [EXPORT_COVER_BLUR] = COVER_BLUR};
    return COVERS[job->cover];
}

static bool make_picture(const struct making *m, struct bytes *out, struct err *err)
{
    struct picture_request request = {
        .frame = m->job->frame, .cover = cover_of(m->job), .cancel = m->job->watch.cancel};
    if (m->job->is_cropped)
        request.part = scalp_crop(m->job->case_, m->job->frame.view);
    struct picture picture = {0};
    bool is_done = picture_make(m->maker, &request, &picture, err) && !watch_is_cancelled(&m->job->watch) &&
                   picture_encode(&picture, m->job->path, out, err);
    picture_finish(&picture);
    return is_done;
}

static bool fill_board(const struct making *m, struct board *board, struct err *err)
{
    const struct case_ *case_ = m->job->case_;
    struct frame times[BOARD_MOST_COLUMNS];
    int options[4] = {0, 1, 2, 3}, count = 0;
    struct frame of = m->job->frame;
    switch (m->job->kind) {
    case EXPORT_STRIP:
        board_strip(case_, &m->job->frame, board);
        return board->rows > 1 || err_set(err, ERR_INPUT, "the course has no session to show");
    case EXPORT_SHEET:
        count = handover_times(HANDOVER_SHEET_TIMES, times, BOARD_MOST_COLUMNS, err);
        board_sheet(case_, &m->job->frame, times, count, board);
        return count > 0;
    case EXPORT_RANGE:
        count = handover_times(HANDOVER_RANGE_TIMES, times, BOARD_MOST_COLUMNS, err);
        board_range(case_, &m->job->frame, times, count, board);
        return count > 0;
    default:
        count = case_->option_count < 4 ? case_->option_count : 4;
        if (count < 2)
            return err_set(err, ERR_INPUT, "the case has one option: nothing to put beside it");
        if (of.is_before || of.sessions == 0)
            of = (struct frame){.view = of.view, .band = of.band, .sessions = -1, .time = TIME_HEALED};
        board_compare(case_, &of, options, count, true, board);
        return true;
    }
}

static bool make_board(const struct making *m, struct bytes *out, struct err *err)
{
    struct board *board = mem_alloc(sizeof *board);
    int width_px = m->job->frame.width_px;
    struct board_request request = {.board = board,
                                    .case_ = m->job->case_,
                                    .clinic = &m->clinic,
                                    .date = m->date,
                                    .cell_px = width_px > 0 ? width_px : HANDOVER_CELL_PX,
                                    .is_cropped = m->job->is_cropped,
                                    .cover = cover_of(m->job),
                                    .title = m->job->title,
                                    .watch = m->job->watch};
    struct picture picture = {0};
    bool is_done = fill_board(m, board, err) && board_draw(m->maker, &request, &picture, err) &&
                   picture_encode(&picture, m->job->path, out, err);
    picture_finish(&picture);
    mem_free(board);
    return is_done;
}

static bool make_clip(const struct making *m, struct bytes *out, struct err *err)
{
    struct frame healed = {.time = TIME_HEALED};
    struct clip_request request = {.case_ = m->job->case_,
                                   .clinic = &m->clinic,
                                   .frame = m->job->frame,
                                   .date = m->date,
                                   .from_days = frame_days(&healed),
                                   .to_days = 5.0 * 365.25,
                                   .frame_count = HANDOVER_CLIP_FRAMES,
                                   .width_px = HANDOVER_CLIP_PX,
                                   .is_cropped = m->job->is_cropped,
                                   .cover = cover_of(m->job),
                                   .title = m->job->title,
                                   .watch = m->job->watch};
    request.frame.sessions = -1;
    return clip_make(m->maker, &request, out, err);
}

static bool make_page(const struct making *m, struct bytes *out, struct err *err)
{
    struct frame times[PAGE_MOST_TIMES];
    int count = handover_times(HANDOVER_PAGE_TIMES, times, PAGE_MOST_TIMES, err);
    struct page_request request = {.case_ = m->job->case_,
                                   .clinic = &m->clinic,
                                   .frame = m->job->frame,
                                   .times = times,
                                   .time_count = count,
                                   .date = m->date,
                                   .width_px = HANDOVER_PAGE_PX,
                                   .is_cropped = m->job->is_cropped,
                                   .cover = cover_of(m->job),
                                   .title = m->job->title,
                                   .pool = m->pool,
                                   .watch = m->job->watch};
    return count > 0 && page_make(m->maker, &request, out, err);
}

static bool make_report(const struct making *m, struct bytes *out, struct err *err)
{
    struct report_request request = {.case_ = m->job->case_,
                                     .clinic = &m->clinic,
                                     .frame = m->job->frame,
                                     .date = m->date,
                                     .is_cropped = m->job->is_cropped,
                                     .cover = cover_of(m->job),
                                     .pool = m->pool,
                                     .watch = m->job->watch};
    return report_pdf_make(m->maker, &request, out, err);
}

static bool make_marking(const struct making *m, struct bytes *out, struct err *err)
{
    struct marking_request request = {
        .case_ = m->job->case_, .clinic = &m->clinic, .option = m->job->frame.option, .date = m->date, .pool = m->pool};
    return marking_sheet_make(&request, out, NULL, err);
}

static bool make_file(struct making *m, struct bytes *out, struct err *err)
{
    if (m->job->kind == EXPORT_PICTURE)
        return make_picture(m, out, err);
    if (!clinic_load(NULL, &m->clinic, err) || !handover_date(NULL, m->date, err))
        return false;
    switch (m->job->kind) {
    case EXPORT_CLIP:
        return make_clip(m, out, err);
    case EXPORT_PAGE:
        return make_page(m, out, err);
    case EXPORT_REPORT:
        return make_report(m, out, err);
    case EXPORT_MARKING:
        return make_marking(m, out, err);
    default:
        return make_board(m, out, err);
    }
}

bool handover_export(const struct export_request *job, struct picture_maker *maker, struct pool *pool, struct err *err)
{
    struct making m = {.job = job, .maker = maker, .pool = pool};
    struct bytes bytes;
    if (!make_file(&m, &bytes, err))
        return false;
    // The last moment to stop: from here on the file is there or is not.
    bool is_saved = watch_is_cancelled(&job->watch) ? err_set(err, ERR_CANCELLED, "stopped")
                                                    : file_write_atomic(job->path, bytes.data, bytes.size, err);
    mem_free(bytes.data);
    return is_saved;
}

#else

typedef int no_window_here; // an empty file is no C

#endif
