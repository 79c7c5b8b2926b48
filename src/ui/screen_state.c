#include "ui/screen_state.h"

#include "base/mem.h"
#include "ui/export_run.h"

struct screens *screens_of(struct workspace *w)
{
    if (!w->screens) {
        w->screens = mem_alloc(sizeof *w->screens);
        w->screens->browser = file_browser_create();
        w->screens->count = work_count_create();
        w->screens->reading = reading_create();
        w->screens->take_up = take_up_watch_create();
        w->screens->shades = skin_shades_create();
        w->screens->zone_kind = ZONE_CROWN;
        w->screens->touch_up_years = 1;
        w->screens->bend_reach = 2;
        w->screens->selected = w->screens->event = w->screens->read = -1;
        w->screens->step = STEP_COUNT;
        w->screens->before_show = STEP_HAIRLINE;
    }
    return w->screens;
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
    reading_destroy(s->seek.reading);
    reading_destroy(s->sides.reading);
    photo_free(s->added);
    replace_drop(w);
    old_photo_drop(w);
    export_finish(w);
    work_count_destroy(s->count);
    take_up_watch_destroy(s->take_up);
    skin_shades_destroy(s->shades);
    mem_free(s->stroke);
    mem_free(s);
    w->screens = NULL;
}
