// Export: which pictures, how large, as what, and where to.
#include "ui/browse.h"
#include "ui/screen.h"

#include "base/shown.h"
#include "ui/export_run.h"
#include "ui/screen_state.h"
#include "ui/text.h"
#include "ui/window_case.h"

#include <stdio.h>
#include <string.h>

static void draw_what(struct workspace *w, struct export_plan *plan)
{
    const char *names[EXPORT_WHAT_COUNT] = {w->moments[w->moment].label,
                                            _("Before"),
                                            _("All moments"),
                                            _("All options"),
                                            _("Session strip"),
                                            _("Sheet of all options"),
                                            _("Options side by side"),
                                            _("How it lasts: the range"),
                                            _("Fading clip"),
                                            _("Page for a browser"),
                                            _("Report, PDF"),
                                            _("Marking sheet, PDF")};
    int count = EXPORT_WHAT_COUNT;
    chooser(w->toolkit, "export-what", _("Pictures"), names, count, &plan->what);
}

static void draw_how(struct workspace *w, struct export_plan *plan)
{
    const char *formats[EXPORT_FORMATS] = {"JPEG", "PNG", "WebP", "TIFF"};
    char labels[EXPORT_WIDTHS][48];
    const char *widths[EXPORT_WIDTHS];
    for (int i = 0; i < EXPORT_WIDTHS; i++) {
        if (export_widths[i] > 0)
            snprintf(labels[i], sizeof labels[i], _("%d px wide"), export_widths[i]);
        else
            snprintf(labels[i], sizeof labels[i], "%s", _("Full size"));
        widths[i] = labels[i];
    }
    if (!export_picks_format((enum export_what)plan->what))
        return;
    segmented(w->toolkit, "export-format", formats, EXPORT_FORMATS, &plan->format);
    chooser(w->toolkit, "export-width", _("Size"), widths, EXPORT_WIDTHS, &plan->width);
}

// What of the patient goes along: how much of the photo, the face, and words of the artist's own.
static void draw_patient(struct workspace *w, struct export_plan *plan)
{
    const char *of_picture[] = {_("Whole photo"), _("Scalp")}, *of_layout[] = {_("Scalp"), _("Whole photo")};
    const char *covers[] = {_("Shown"), _("Bar"), _("Blurred")};
    bool is_layout = export_is_layout(plan->what);
    if (plan->what == EXPORT_AS_MARKING)
        return; // it shows no photo
    text_hint(w->toolkit, _("Part of the photo"));
    segmented(w->toolkit, "export-part", is_layout ? of_layout : of_picture, 2,
              is_layout ? &plan->sheet_part : &plan->picture_part);
    text_hint(w->toolkit, _("Face"));
    segmented(w->toolkit, "export-cover", covers, 3, &plan->cover);
    if (plan->cover != EXPORT_COVER_NONE)
        text_hint(w->toolkit, _("Covered eyes make nobody unknown: ask before a picture is shown to others."));
    if (is_layout && plan->what != EXPORT_AS_REPORT)
        text_field(w->toolkit, "export-title", _("Title"), _("The usual one"), plan->title, sizeof plan->title);
}

static void draw_where(struct workspace *w, struct export_plan *plan)
{
    char folder[EXPORT_TEXT_BYTES], place[SHOWN_BYTES], stem[CASE_NAME_BYTES];
    export_folder(w, folder, sizeof folder);
    export_stem(w, stem, sizeof stem);
    text_field(w->toolkit, "export-name", _("Name"), stem, plan->name, sizeof plan->name);
    if (!*session_path(w->session) && !*plan->folder)
        return; // beside the case, once it has a place
    text_hint(w->toolkit, _("Folder"));
    text_body(w->toolkit, shown(folder, place, sizeof place));
    if (button(w->toolkit, "export-folder", _("Other folder\xe2\x80\xa6"), BUTTON_PLAIN))
        browse_open(w, BROWSE_FOR_EXPORT);
}

static void draw_run(struct workspace *w, struct export_plan *plan)
{
    if (plan->is_running) {
        char text[64];
        snprintf(text, sizeof text, _("Writing %d of %d"), plan->next + 1, plan->count);
        progress(w->toolkit, text, export_share(w));
        layout_disabled(w->toolkit, plan->is_stopping);
        if (button(w->toolkit, "export-stop", _("Stop"), BUTTON_PLAIN))
            export_stop(w);
        layout_disabled(w->toolkit, false);
        return;
    }
    bool is_saved = *session_path(w->session) != 0;
    if (!is_saved && button(w->toolkit, "export-save", _("Save and write"), BUTTON_PRIMARY) &&
        window_case_save(w, NULL))
        export_start(w);
    if (is_saved && button(w->toolkit, "export-go", _("Write"), BUTTON_PRIMARY))
        export_start(w);
    if (*plan->message)
        text_note(w->toolkit, plan->has_failed ? NOTE_ERROR : NOTE_INFO, plan->message);
}

void screen_export(struct workspace *w)
{
    struct export_plan *plan = &screens_of(w)->export;
    text_title(w->toolkit, _("Export"));
    if (!session_case(w->session) || w->moment_count == 0)
        return;
    draw_what(w, plan);
    draw_how(w, plan);
    draw_patient(w, plan);
    layout_space(w->toolkit, 8.0);
    draw_where(w, plan);
    layout_space(w->toolkit, 8.0);
    if (!*session_path(w->session))
        text_note(w->toolkit, NOTE_INFO, _("The case is saved beside its photo first, and the pictures beside it."));
    draw_run(w, plan);
    layout_space(w->toolkit, 8.0);
    text_note(w->toolkit, NOTE_INFO,
              _("These pictures are a simulation, and the files say so. They are not a promise: "
                "skin, healing and light differ. Of the photo's own data only the colours go along: "
                "no place, no camera, no name."));
}
