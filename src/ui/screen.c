#include "ui/screen.h"

#include "base/mem.h"
#include "ui/export_run.h"
#include "ui/head_seek.h"
#include "ui/match_sides.h"
#include "ui/old_photo.h"
#include "ui/replace.h"
#include "ui/screen_files.h"
#include "ui/screen_state.h"
#include "ui/text.h"

const struct screen *screen_of(enum step step)
{
    static const struct screen SCREENS[STEP_COUNT] = {
        [STEP_PHOTO] = {N_("Photo"), screen_photo, NULL},
        [STEP_HEAD] = {N_("Head"), screen_head, overlay_head},
        [STEP_HAIRLINE] = {N_("Hairline"), screen_hairline, overlay_hairline},
        [STEP_AREAS] = {N_("Areas"), screen_areas, overlay_areas},
        [STEP_PIGMENT] = {N_("Pigment"), screen_pigment, NULL},
        [STEP_COURSE] = {N_("Course"), screen_course, NULL},
        [STEP_SHOW] = {N_("Show"), NULL, NULL},
        [STEP_EXPORT] = {N_("Export"), screen_export, NULL},
    };
    return &SCREENS[step];
}

// Patient mode is over, by whatever way: comparison, fit and band are as they were before.
static void follow_step(struct workspace *w, struct screens *s)
{
    if (w->step == STEP_SHOW)
        return;
    if (s->is_showing) {
        w->compare = s->compare_before;
        w->prefers_head = s->prefers_head_before;
        w->band = s->band_before;
    }
    s->is_showing = false;
    s->before_show = w->step;
}

void screens_above(struct workspace *w)
{
    follow_step(w, screens_of(w));
    export_step(w);
    head_seek_step(w);
    match_sides_step(w);
    screen_files(w);
}

bool screens_are_busy(const struct workspace *w)
{
    const struct screens *s = w->screens;
    return s && (reading_is_on(s->reading) || file_browser_is_busy(s->browser) || head_seek_is_busy(w) ||
                 match_sides_is_busy(w) || s->export.is_running || take_up_watch_is_busy(s->take_up));
}

void screens_pictures_lost(struct workspace *w)
{
    struct screens *s = screens_of(w);
    for (int i = 0; i < CASE_MOST_VIEWS; i++)
        s->thumb[i].sha256[0] = 0;
    file_browser_read_again(s->browser);
    old_photo_again(w);
}

void screens_finish(struct workspace *w)
{
    struct screens *s = w->screens;
    if (!s)
        return;
    for (int i = 0; i < CASE_MOST_VIEWS; i++)
        texture_destroy(w->toolkit, s->thumb[i].texture);
    file_browser_destroy(s->browser);
    reading_destroy(s->reading);
    head_seek_stop(w);
    match_sides_stop(w);
    photo_free(s->added);
    replace_drop(w);
    old_photo_drop(w);
    export_finish(w);
    work_count_destroy(s->count);
    take_up_watch_destroy(s->take_up);
    skin_shades_destroy(s->shades);
    mem_free(s->seek);
    mem_free(s->sides);
    mem_free(s->replacing);
    mem_free(s->old);
    mem_free(s->stroke);
    mem_free(s);
    w->screens = NULL;
}
