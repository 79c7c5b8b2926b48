#include "ui/top_bar.h"

#include "base/file.h"
#include "base/language.h"
#include "base/shown.h"
#include "ui/browse.h"
#include "ui/screen.h"
#include "ui/text.h"
#include "ui/window_case.h"

#include <stdio.h>
#include <string.h>

static bool icon_or_faint(struct workspace *w, const char *id, enum icon icon, const char *tip, bool is_faint)
{
    layout_disabled(w->toolkit, is_faint);
    bool is_pressed = icon_button(w->toolkit, id, icon, tip, false);
    layout_disabled(w->toolkit, false);
    return is_pressed;
}

// "Undo: height (Ctrl+Z)"
static void history_tip(char *out, size_t size, const char *what, const char *step, const char *keys)
{
    if (step && *step)
        snprintf(out, size, "%s: %s (%s)", what, step, keys);
    else
        snprintf(out, size, "%s (%s)", what, keys);
}

static void draw_file(struct workspace *w)
{
    bool has_case = session_case(w->session) != NULL;
    if (icon_button(w->toolkit, "open-file", ICON_OPEN, _("Open a case or a photo (Ctrl+O)"), false))
        browse_open(w, BROWSE_FOR_OPEN);
    if (icon_or_faint(w, "save", ICON_SAVE, _("Save (Ctrl+S)"), !has_case))
        window_case_save(w, NULL);
    if (icon_or_faint(w, "save-as", ICON_SAVE_AS, _("Save under another name (Ctrl+Shift+S)"), !has_case))
        browse_open(w, BROWSE_FOR_SAVE);
}

static void draw_history(struct workspace *w)
{
    const char *undo = session_undo_label(w->session), *redo = session_redo_label(w->session);
    char tip[160];
    history_tip(tip, sizeof tip, _("Undo"), undo, _("Ctrl+Z"));
    if (icon_or_faint(w, "undo", ICON_UNDO, tip, !undo))
        workspace_undo(w);
    history_tip(tip, sizeof tip, _("Redo"), redo, _("Ctrl+Y"));
    if (icon_or_faint(w, "redo", ICON_REDO, tip, !redo))
        workspace_redo(w);
}

static void draw_name(struct workspace *w)
{
    char text[300], room[256];
    const char *path = session_path(w->session), *name = _("New case");
    if (w->is_demo)
        name = _("A demo: drop a photo here to begin");
    else if (*path)
        name = shown(file_base_name(path), room, sizeof room);
    if (session_is_dirty(w->session))
        snprintf(text, sizeof text, _("%s \xe2\x80\x93 not saved"), name);
    else
        snprintf(text, sizeof text, "%s", name);
    text_hint_line(w->toolkit, session_case(w->session) ? text : "");
}

static void draw_looks(struct workspace *w)
{
    bool wipes = w->compare == COMPARE_WIPE, sides = w->compare == COMPARE_SIDES;
    const struct case_ *case_ = session_case(w->session);
    if (icon_button(w->toolkit, "wipe", ICON_COMPARE, _("Before and after (W)"), wipes))
        w->compare = wipes ? COMPARE_NONE : COMPARE_WIPE;
    layout_disabled(w->toolkit, !case_ || case_->option_count < 2);
    if (icon_button(w->toolkit, "sides", ICON_SIDES, _("Options side by side (S)"), sides))
        w->compare = sides ? COMPARE_NONE : COMPARE_SIDES;
    layout_disabled(w->toolkit, false);
    if (icon_button(w->toolkit, "fit", ICON_FIT, _("The whole photo, or the head (F)"), w->prefers_head))
        workspace_fit(w);
    if (icon_button(w->toolkit, "play", w->is_playing ? ICON_PAUSE : ICON_PLAY, _("Play the moments (P)"),
                    w->is_playing)) {
        w->is_playing = !w->is_playing;
        w->play_since_s = w->now_s;
    }
}

static void change_language(struct workspace *w)
{
    w->language = (w->language + 1) % language_count();
    language_use(w->language);
    snprintf(w->settings.language, sizeof w->settings.language, "%s", language_at(w->language)->code);
    settings_save(&w->settings);
}

static void change_theme(struct workspace *w)
{
    w->theme = w->theme == THEME_DARK ? THEME_LIGHT : THEME_DARK;
    toolkit_set_theme(w->toolkit, w->theme);
    w->settings.has_theme = true;
    w->settings.theme = w->theme;
    settings_save(&w->settings);
}

static void draw_window(struct workspace *w)
{
    const struct language *next = language_at((w->language + 1) % language_count());
    if (icon_button(w->toolkit, "language", ICON_LANGUAGE, next->change, false))
        change_language(w);
    if (icon_button(w->toolkit, "theme", ICON_THEME, w->theme == THEME_DARK ? _("Light") : _("Dark"), false))
        change_theme(w);
    if (icon_button(w->toolkit, "help", ICON_HELP, _("Keys and help (F1)"), false))
        w->shows_help = true;
    if (button_with_icon(w->toolkit, "patient", ICON_EYE, _("Patient view"), BUTTON_PRIMARY))
        w->step = STEP_SHOW;
}

void top_bar_draw(struct workspace *w, double width)
{
    double patient = button_width(w->toolkit, _("Patient view"), true);
    // File, history, name, looks, window, patient mode; 4: a gap between groups.
    const double widths[] = {44, 44, 44, 4, 44, 44, 4, 0, 44, 44, 44, 44, 4, 44, 44, 44, patient};
    region_begin(w->toolkit, "bar", REGION_BAR, 0, 0, width, TOP_BAR_PT);
    layout_widths(w->toolkit, (int)(sizeof widths / sizeof *widths), widths);
    draw_file(w);
    layout_skip(w->toolkit);
    draw_history(w);
    layout_skip(w->toolkit);
    draw_name(w);
    draw_looks(w);
    layout_skip(w->toolkit);
    draw_window(w);
    region_end(w->toolkit);
}

void steps_draw(struct workspace *w, double top, double height)
{
    static const enum icon ICONS[STEP_COUNT] = {
        [STEP_PHOTO] = ICON_CAMERA, [STEP_HEAD] = ICON_HEAD,     [STEP_HAIRLINE] = ICON_HAIRLINE,
        [STEP_AREAS] = ICON_AREA,   [STEP_PIGMENT] = ICON_DROP,  [STEP_COURSE] = ICON_CALENDAR,
        [STEP_SHOW] = ICON_EYE,     [STEP_EXPORT] = ICON_EXPORT,
    };
    region_begin(w->toolkit, "steps", REGION_PANEL, 0, top, STEPS_PT, height);
    for (int i = 0; i < STEP_COUNT; i++) {
        char id[16];
        snprintf(id, sizeof id, "step%d", i);
        if (place_button(w->toolkit, id, ICONS[i], _(screen_of((enum step)i)->name), (int)w->step == i))
            w->step = (enum step)i;
    }
    region_end(w->toolkit);
}
