#include "ui/screen.h"

#include "base/file.h"
#include "base/mem.h"
#include "ui/export_run.h"
#include "ui/screen_state.h"
#include "ui/text.h"

#include <stdio.h>
#include <string.h>

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

// ---- what the browser is for ----

void screen_browse(struct workspace *w, enum browse_for purpose)
{
    static const enum browse_kind KINDS[] = {BROWSE_OPEN, BROWSE_PHOTO, BROWSE_SAVE, BROWSE_FOLDER};
    const char *titles[] = {_("Open a case or a photo"), _("Add a photo"), _("Save the case"),
                            _("Where to put the pictures")};
    struct screens *s = screens_of(w);
    const char *from = session_path(w->session);
    char *beside = session_default_path(w->session);
    if (purpose == BROWSE_FOR_SAVE && !*from)
        from = beside;
    if (purpose == BROWSE_FOR_EXPORT && *s->export.folder)
        from = s->export.folder;
    s->browse_for = purpose;
    file_browser_open(s->browser, KINDS[purpose], titles[purpose], from);
    mem_free(beside);
}

static void add_photo(struct workspace *w, const char *path)
{
    struct err err = {0};
    if (!session_case(w->session)) {
        workspace_open(w, path);
        return;
    }
    if (!session_add_photo(w->session, path, &err)) {
        workspace_refuse(w, &err);
        return;
    }
    w->view = session_case(w->session)->view_count - 1;
    preview_set_photo(w->preview, w->view, session_photo(w->session, w->view));
    w->viewport.is_fit = true;
    enum facing facing = (enum facing)screens_of(w)->new_facing;
    if (facing != FACING_FRONT)
        head_lay_marks(w, facing);
    w->step = STEP_HEAD;
}

static void open_path(struct workspace *w, const char *path)
{
    struct screens *s = screens_of(w);
    if (session_is_dirty(w->session))
        snprintf(s->open_next, sizeof s->open_next, "%s", path);
    else
        workspace_open(w, path);
}

static void ask_open(struct workspace *w)
{
    struct screens *s = screens_of(w);
    const char *answers[] = {_("Save first"), _("Do not save"), _("Go back")};
    int answer = dialog(w->toolkit, _("Leave this case?"), _("It has changes that are not saved."), answers, 3);
    if (answer == 1 || (answer == 0 && workspace_save(w, NULL)))
        workspace_open(w, s->open_next);
    if (answer >= 0)
        s->open_next[0] = 0;
}

// A photo came from outside while a case is open.
static void ask_photo(struct workspace *w)
{
    struct screens *s = screens_of(w);
    char path[BROWSE_PATH_BYTES];
    const char *answers[] = {_("Same patient"), _("New patient"), _("Go back")};
    snprintf(path, sizeof path, "%s", s->dropped);
    int answer = dialog(w->toolkit, _("Whose photo is this?"), file_base_name(path), answers, 3);
    if (answer >= 0)
        s->dropped[0] = 0;
    if (answer == 0)
        add_photo(w, path);
    else if (answer == 1)
        open_path(w, path);
}

void screen_take_file(struct workspace *w, const char *path)
{
    struct screens *s = screens_of(w);
    if (session_case(w->session) && strcmp(file_suffix(path), ".stipple") != 0)
        snprintf(s->dropped, sizeof s->dropped, "%s", path);
    else
        open_path(w, path);
}

static void take_path(struct workspace *w, const char *path)
{
    struct screens *s = screens_of(w);
    switch (s->browse_for) {
    case BROWSE_FOR_OPEN: open_path(w, path); break;
    case BROWSE_FOR_ADD: add_photo(w, path); break;
    case BROWSE_FOR_SAVE: workspace_save(w, path); break;
    case BROWSE_FOR_EXPORT: snprintf(s->export.folder, sizeof s->export.folder, "%s", path); break;
    }
}

// Patient mode is over, by whatever way: the comparison is as it was before.
static void follow_step(struct workspace *w, struct screens *s)
{
    if (w->step == STEP_SHOW)
        return;
    if (s->is_showing)
        w->compare = s->compare_before;
    s->is_showing = false;
    s->before_show = w->step;
}

void screens_above(struct workspace *w)
{
    struct screens *s = screens_of(w);
    char path[BROWSE_PATH_BYTES];
    follow_step(w, s);
    export_step(w);
    if (file_browser_draw(s->browser, w->toolkit, w->width_pt, w->height_pt, path))
        take_path(w, path);
    if (*s->open_next)
        ask_open(w);
    else if (*s->dropped)
        ask_photo(w);
}

bool screens_are_covered(const struct workspace *w)
{
    return w->screens && (file_browser_is_open(w->screens->browser) || *w->screens->open_next || *w->screens->dropped);
}
