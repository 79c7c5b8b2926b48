#include "ui/screen.h"

#include "ui/export_run.h"
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

// Patient mode is over, by whatever way: comparison and fit are as they were before.
static void follow_step(struct workspace *w, struct screens *s)
{
    if (w->step == STEP_SHOW)
        return;
    if (s->is_showing) {
        w->compare = s->compare_before;
        w->prefers_head = s->prefers_head_before;
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
