#include "ui/export_run.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/shown.h"
#include "ui/screen_state.h"
#include "ui/text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

const char *const export_suffixes[EXPORT_FORMATS] = {"jpg", "png", "webp", "tif"};
const int export_widths[EXPORT_WIDTHS] = {0, 2560, 1600, 1080};

enum { MOST_NUMBER = 999 };

void export_folder(const struct workspace *w, char *out, size_t size)
{
    const char *chosen = w->screens ? w->screens->export.folder : "";
    snprintf(out, size, "%s", *chosen ? chosen : session_path(w->session));
    char *last = *chosen ? NULL : strrchr(out, '/');
    if (!*chosen && last)
        *last = 0;
    else if (!*chosen)
        snprintf(out, size, ".");
}

static int picture_count(const struct workspace *w, enum export_what what)
{
    switch (what) {
    case EXPORT_MOMENTS:
        return w->moment_count;
    case EXPORT_OPTIONS:
        return session_case(w->session)->option_count;
    default:
        return 1;
    }
}

static struct frame frame_at(const struct workspace *w, const struct export_plan *plan, int index, char *label,
                             size_t size)
{
    struct frame frame = workspace_frame(w, w->option);
    snprintf(label, size, "%s", w->moments[w->moment].label);
    if (plan->what == EXPORT_BEFORE) {
        frame.is_before = 1;
        snprintf(label, size, "%s", _("Before"));
    } else if (plan->what == EXPORT_MOMENTS) {
        frame = w->moments[index].frame;
        frame.view = w->view;
        frame.option = w->option;
        frame.band = w->band;
        frame.light = w->light;
        snprintf(label, size, "%s", w->moments[index].label);
    } else if (export_is_layout(plan->what)) {
        static const char *const words[] = {"strip", "sheet", "options", "range", "clip", "page", "report", "marking"};
        snprintf(label, size, "%s", words[plan->what - EXPORT_AS_STRIP]);
        if (plan->what > EXPORT_AS_RANGE) // these do not say what light they show
            frame.light = LIGHT_PHOTO;
    } else if (plan->what == EXPORT_OPTIONS) {
        frame.option = index;
    }
    int photo_width = session_case(w->session)->view[w->view]->view.width_px;
    int width = export_widths[plan->width];
    frame.width_px = width > 0 && width < photo_width ? width : 0;
    return frame;
}

// Lower case, letters and digits with single dashes.
static void add_slug(char *out, size_t size, const char *text)
{
    size_t used = strlen(out);
    bool wants_dash = used > 0;
    for (; *text && used + 3 < size; text++) {
        unsigned char c = (unsigned char)*text;
        if (!isalnum(c) && c < 0x80) {
            wants_dash = used > 0;
            continue;
        }
        if (wants_dash)
            out[used++] = '-';
        wants_dash = false;
        out[used++] = (char)(c < 0x80 ? tolower(c) : c);
    }
    out[used] = 0;
}

void export_stem(const struct workspace *w, char *out, size_t size)
{
    const struct export_plan *plan = &w->screens->export;
    char *usual = *session_path(w->session) ? mem_strdup(session_path(w->session)) : session_default_path(w->session);
    char name[CASE_NAME_BYTES];
    snprintf(name, sizeof name, "%s", *plan->name ? plan->name : file_base_name(usual));
    mem_free(usual);
    char *dot = *plan->name ? NULL : strrchr(name, '.');
    if (dot)
        *dot = 0;
    out[0] = 0;
    add_slug(out, size, name);
    if (!*out)
        add_slug(out, size, "stipple");
}

// A file that is not there yet: nothing is ever written over, least of all a photo.
static bool free_path(const struct workspace *w, const struct case_ *case_, const char *label,
                      const struct frame *frame, char *out, size_t size)
{
    const struct export_plan *plan = &w->screens->export;
    char folder[EXPORT_TEXT_BYTES], name[CASE_NAME_BYTES];
    export_folder(w, folder, sizeof folder);
    export_stem(w, name, sizeof name);
    if (case_->view_count > 1)
        add_slug(name, sizeof name, facing_name(case_->view[frame->view]->marks.facing));
    bool is_of_all = plan->what == EXPORT_AS_SHEET || plan->what == EXPORT_AS_COMPARE || plan->what == EXPORT_AS_PAGE;
    if (case_->option_count > 1 && !frame->is_before && !is_of_all)
        add_slug(name, sizeof name, case_->option[frame->option]->name);
    add_slug(name, sizeof name, label);
    const char *suffix = plan->what == EXPORT_AS_CLIP     ? "webp"
                         : plan->what == EXPORT_AS_PAGE   ? "html"
                         : plan->what >= EXPORT_AS_REPORT ? "pdf"
                                                          : export_suffixes[plan->format];
    for (int number = 1; number <= MOST_NUMBER; number++) {
        char tail[16] = "";
        if (number > 1)
            snprintf(tail, sizeof tail, "-%d", number);
        int length = snprintf(out, size, "%s/%s%s.%s", folder, name, tail, suffix);
        if (length < 0 || (size_t)length >= size)
            return false;
        if (!file_exists(out))
            return true;
    }
    return false;
}

struct export_job {
    struct workspace_host host;
    struct case_ *case_;
    char case_path[EXPORT_TEXT_BYTES], path[EXPORT_TEXT_BYTES];
    enum export_kind kind;
    struct frame frame;
    bool is_cropped;
    enum export_cover cover;
    char title[CASE_NAME_BYTES];
    SDL_Thread *thread;
    atomic_bool cancel, is_over;
    atomic_int done, total; // of this file
    bool is_written;        // the thread's until it is over
    struct err err;
};

static void wake(void)
{
    SDL_PushEvent(&(SDL_Event){.type = SDL_USEREVENT});
}

static void tell_done(void *context, int done, int total)
{
    struct export_job *job = context;
    atomic_store(&job->done, done);
    atomic_store(&job->total, total);
    wake();
}

static int run(void *context)
{
    struct export_job *job = context;
    struct export_request request = {.kind = job->kind,
                                     .case_ = job->case_,
                                     .case_path = job->case_path,
                                     .frame = job->frame,
                                     .path = job->path,
                                     .is_cropped = job->is_cropped,
                                     .cover = job->cover,
                                     .title = *job->title ? job->title : NULL,
                                     .watch = {&job->cancel, tell_done, job}};
    job->is_written = job->host.export_file(job->host.context, &request, &job->err);
    atomic_store(&job->is_over, true);
    wake();
    return 0;
}

static void end_job(struct export_plan *plan)
{
    struct export_job *job = plan->job;
    plan->job = NULL;
    if (!job)
        return;
    if (job->thread)
        SDL_WaitThread(job->thread, NULL);
    case_destroy(job->case_);
    mem_free(job);
}

void export_start(struct workspace *w)
{
    struct export_plan *plan = &screens_of(w)->export;
    plan->is_running = true;
    plan->has_failed = plan->is_stopping = false;
    plan->next = plan->written = 0;
    plan->count = picture_count(w, (enum export_what)plan->what);
    plan->message[0] = 0;
    for (int i = 0; i < plan->count; i++)
        plan->item[i].frame = frame_at(w, plan, i, plan->item[i].label, sizeof plan->item[i].label);
    plan->job = mem_alloc(sizeof *plan->job);
    plan->job->host = w->host;
    plan->job->case_ = session_snapshot(w->session);
    plan->job->is_cropped = export_is_layout(plan->what) ? plan->sheet_part == 0 : plan->picture_part == 1;
    plan->job->cover = (enum export_cover)plan->cover;
    snprintf(plan->job->title, sizeof plan->job->title, "%s", plan->title);
    snprintf(plan->job->case_path, sizeof plan->job->case_path, "%s", session_path(w->session));
    wake();
}

void export_stop(struct workspace *w)
{
    struct export_plan *plan = &screens_of(w)->export;
    plan->is_stopping = true;
    if (plan->job)
        atomic_store(&plan->job->cancel, true);
}

void export_finish(struct workspace *w)
{
    export_stop(w);
    end_job(&w->screens->export);
}

static void tell(const struct workspace *w, struct export_plan *plan)
{
    char path[EXPORT_TEXT_BYTES], folder[SHOWN_BYTES], last[SHOWN_BYTES];
    plan->is_running = false;
    if (plan->has_failed)
        return;
    export_folder(w, path, sizeof path);
    shown(path, folder, sizeof folder);
    if (plan->written == 1)
        snprintf(plan->message, sizeof plan->message, _("Written: %.250s in %.700s"),
                 shown(plan->last, last, sizeof last), folder);
    else
        snprintf(plan->message, sizeof plan->message, _("%d pictures written to %.900s"), plan->written, folder);
    toast(w->toolkit, NOTE_INFO, plan->message); // the panel says it below what may be in sight
}

bool export_picks_format(enum export_what what)
{
    return what < EXPORT_AS_CLIP;
}

bool export_is_layout(int what)
{
    return what >= EXPORT_AS_STRIP;
}

double export_share(const struct workspace *w)
{
    const struct export_plan *plan = &w->screens->export;
    int total = plan->job ? atomic_load(&plan->job->total) : 0;
    double share = total > 0 ? (double)atomic_load(&plan->job->done) / total : 0.0;
    return plan->count > 0 ? (plan->next + share) / plan->count : 0.0;
}

static enum export_kind kind_of(int what)
{
    return !export_is_layout(what) ? EXPORT_PICTURE : (enum export_kind)(EXPORT_STRIP + what - EXPORT_AS_STRIP);
}

static bool start_next(struct workspace *w, struct export_plan *plan, struct err *err)
{
    struct export_job *job = plan->job;
    const struct export_item *item = &plan->item[plan->next];
    if (!w->host.export_file)
        return err_set(err, ERR_MACHINE, _("This window cannot write pictures."));
    if (!free_path(w, job->case_, item->label, &item->frame, job->path, sizeof job->path))
        return err_set(err, ERR_INPUT, _("There is no free file name in that folder."));
    snprintf(plan->last, sizeof plan->last, "%.250s", file_base_name(job->path));
    job->frame = item->frame;
    job->kind = kind_of(plan->what);
    atomic_store(&job->done, 0);
    atomic_store(&job->is_over, false);
    job->thread = SDL_CreateThread(run, "export", job);
    return job->thread || err_set(err, ERR_MACHINE, "%s", SDL_GetError());
}

static void fail(struct export_plan *plan, const struct err *err)
{
    plan->has_failed = true;
    snprintf(plan->message, sizeof plan->message, "%s", err->text);
}

static void take_result(struct export_plan *plan)
{
    struct export_job *job = plan->job;
    if (job->thread)
        SDL_WaitThread(job->thread, NULL);
    job->thread = NULL;
    plan->next++;
    plan->written += job->is_written;
    if (!job->is_written && !plan->is_stopping)
        fail(plan, &job->err);
}

void export_step(struct workspace *w)
{
    if (!w->screens || !w->screens->export.is_running)
        return;
    struct export_plan *plan = &w->screens->export;
    struct err err = {0};
    if (plan->job->thread && !atomic_load(&plan->job->is_over))
        return;
    if (plan->job->thread)
        take_result(plan);
    bool is_over = plan->has_failed || plan->is_stopping || plan->next >= plan->count;
    if (!is_over && !start_next(w, plan, &err)) {
        fail(plan, &err);
        is_over = true;
    }
    if (!is_over)
        return;
    end_job(plan);
    tell(w, plan);
    wake();
}
