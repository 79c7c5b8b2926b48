// The course: sessions, touch-ups, skin and sun, and how fast the work may fade.
#include "ui/screen.h"

#include "ui/param_widget.h"
#include "ui/screen_state.h"
#include "ui/text.h"
#include "ui/words.h"

#include <math.h>
#include <stdio.h>

#define DAYS_A_YEAR 365.25
#define TOUCH_UP_STRIDE_DAYS 30.0

static void draw_band(struct workspace *w)
{
    const char *names[] = {_("Fades fast"), _("Likely"), _("Lasts long")};
    static const enum band BANDS[] = {BAND_LOW, BAND_LIKELY, BAND_HIGH};
    int index = w->band == BAND_LOW ? 0 : w->band == BAND_HIGH ? 2 : 1;
    if (segmented(w->toolkit, "band", names, 3, &index))
        w->band = BANDS[index];
    text_hint(w->toolkit, index == 1   ? _("As it goes for the middle of ten patients.")
                          : index == 0 ? _("One patient in ten fades faster than this.")
                                       : _("One patient in ten keeps more than this."));
    bool is_spread = w->compare == COMPARE_SPREAD;
    if (button(w->toolkit, "spread", is_spread ? _("One picture") : _("All three side by side"), BUTTON_PLAIN))
        w->compare = is_spread ? COMPARE_NONE : COMPARE_SPREAD;
}

static void event_name(const struct course *course, int index, char *out, size_t size)
{
    int number = 1;
    const struct event *event = &course->event[index];
    for (int i = 0; i < index; i++)
        number += course->event[i].kind == event->kind;
    snprintf(out, size, event->kind == EVENT_SESSION ? _("Session %d") : _("Touch-up %d"), number);
}

static void day_text(const struct event *event, char *out, size_t size)
{
    if (event->day >= DAYS_A_YEAR)
        text_print(out, size, _("day %.0f (year %.1f)"), event->day, event->day / DAYS_A_YEAR);
    else
        snprintf(out, size, _("day %.0f"), event->day);
}

static void event_control(struct workspace *w, int index, const char *name)
{
    char key[PARAM_KEY_BYTES];
    snprintf(key, sizeof key, "event.%d.%s", index + 1, name);
    param_control(w, key);
}

static void draw_event(struct workspace *w, int index)
{
    const struct event *event = &session_case(w->session)->course.event[index];
    char key[PARAM_KEY_BYTES], text[64];
    snprintf(key, sizeof key, "event.%d.day", index + 1);
    day_text(event, text, sizeof text);
    param_stepper(w, key, event->kind == EVENT_TOUCH_UP ? TOUCH_UP_STRIDE_DAYS : 1.0, text);
    event_control(w, index, "share");
    snprintf(key, sizeof key, "event.%d.share", index + 1);
    param_help(w, key);
    event_control(w, index, "shade_scale");
    event_control(w, index, "done");
    snprintf(key, sizeof key, "event.%d.done", index + 1);
    param_help(w, key);
    if (button(w->toolkit, "event-remove", _("Remove it"), BUTTON_PLAIN) &&
        workspace_change(w, _("Remove event"), 0, "events.remove=%d", index + 1))
        screens_of(w)->event = -1;
    layout_space(w->toolkit, 8.0);
}

static void draw_events(struct workspace *w)
{
    struct screens *s = screens_of(w);
    for (int i = 0; i < session_case(w->session)->course.event_count; i++) {
        const struct event *event = &session_case(w->session)->course.event[i];
        char id[24], name[48], day[48], text[96];
        bool is_on = s->event == i;
        snprintf(id, sizeof id, "event%d", i);
        event_name(&session_case(w->session)->course, i, name, sizeof name);
        day_text(event, day, sizeof day);
        snprintf(text, sizeof text, "%s%s%s", day, event->is_done ? "  \xc2\xb7  " : "",
                 event->is_done ? _("done") : "");
        if (row_toggle(w->toolkit, id, name, text, &is_on))
            s->event = is_on ? i : -1;
        if (s->event == i)
            draw_event(w, i);
    }
}

static void draw_touch_up(struct workspace *w)
{
    static const int YEARS[] = {1, 2, 3, 5};
    struct screens *s = screens_of(w);
    const struct course *course = &session_case(w->session)->course;
    const char *names[] = {_("1 year"), _("2 years"), _("3 years"), _("5 years")};
    text_hint(w->toolkit, _("Touch-up, after the last of these"));
    segmented(w->toolkit, "touch-up-years", names, 4, &s->touch_up_years);
    double last = course->event_count > 0 ? course->event[course->event_count - 1].day : 0.0;
    if (button(w->toolkit, "touch-up-add", _("Add touch-up"), BUTTON_PLAIN))
        workspace_change(w, _("Add touch-up"), 0, "events.add=touch-up@%d",
                         (int)(last + YEARS[s->touch_up_years] * DAYS_A_YEAR));
}

static void draw_work(struct workspace *w)
{
    bool is_stale;
    const struct estimate *figures = work_count_of(screens_of(w)->count, w->session, w->option, &is_stale);
    char dots[64] = "\xe2\x80\xa6", hours[64] = "\xe2\x80\xa6";
    if (figures) {
        count_text(figures->dots.low, figures->dots.likely, figures->dots.high, dots, sizeof dots);
        snprintf(hours, sizeof hours, _("%.0f h (%.0f\xe2\x80\x93%.0f)"), figures->hours.likely, figures->hours.low,
                 figures->hours.high);
    }
    text_heading(w->toolkit, _("Work"));
    text_value(w->toolkit, _("Dots"), dots);
    text_value(w->toolkit, _("Hours, all together"), hours);
    text_hint(w->toolkit, _("Of the option at hand; in brackets the range to expect."));
}

// A photo after a session shows how much pigment the skin took: one press, and what is planned reckons with it.
static void draw_take_up(struct workspace *w)
{
    struct take_up found;
    char text[256];
    enum take_up_answer answer = take_up_watch_of(screens_of(w)->take_up, w->session, w->option, &found);
    if (answer == TAKE_UP_UNKNOWN)
        text_hint(w->toolkit, _("The photos before and after a session show too little to tell how much pigment the "
                                "skin took."));
    if (answer != TAKE_UP_KNOWN)
        return;
    double now = session_case(w->session)->course.take_up, wanted = floor(found.load.likely * 100.0 + 0.5) / 100.0;
    text_print(text, sizeof text, _("Photo %d shows: the skin took %.0f %% of the usual pigment (%.0f to %.0f %%)."),
               found.views.after + 1, 100.0 * found.load.likely, 100.0 * found.load.low, 100.0 * found.load.high);
    text_note(w->toolkit, NOTE_INFO, text);
    if (fabs(now - wanted) < 0.005)
        text_hint(w->toolkit, _("What is planned reckons with that."));
    else if (button(w->toolkit, "take-up", _("Reckon with it"), BUTTON_PLAIN))
        workspace_change(w, _("Take-up"), 0, "course.take_up=%.2f", wanted);
    layout_space(w->toolkit, 10.0);
}

void screen_course(struct workspace *w)
{
    if (!session_case(w->session))
        return;
    struct screens *s = screens_of(w);
    if (s->event >= session_case(w->session)->course.event_count)
        s->event = -1;
    text_title(w->toolkit, _("Course"));
    draw_take_up(w);
    param_control(w, "course.sessions");
    param_control(w, "course.interval_days");
    param_help(w, "course.interval_days");
    draw_events(w);
    draw_touch_up(w);
    layout_space(w->toolkit, 8.0);
    text_heading(w->toolkit, _("How it lasts"));
    draw_band(w);
    param_control(w, "course.sun");
    param_help(w, "course.sun");
    param_control(w, "course.skin");
    param_control(w, "course.skin_type");
    param_control(w, "course.take_up");
    param_help(w, "course.take_up");
    layout_space(w->toolkit, 8.0);
    if (session_case(w->session)->option_count > 0)
        draw_work(w);
}
