#include "ui/screen_state.h"

#include "base/mem.h"

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
