// Export: which pictures, how large, as what, and where to.
#include "ui/screen.h"

#include "ui/export_run.h"
#include "ui/screen_state.h"
#include "ui/text.h"

#include <stdio.h>
#include <string.h>

static void draw_what(struct workspace *w, struct export_plan *plan)
{
    const char *names[EXPORT_WHAT_COUNT] = {w->moments[w->moment].label, _("Before"), _("All moments"), _("All options"),
                                            _("Session strip"), _("Sheet of all options"), _("Options side by side"),
                                            _("Fading clip"), _("Page for a browser"),
                                            _("Report, PDF"), _("Marking sheet, PDF")};
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

static void draw_where(struct workspace *w, struct export_plan *plan)
{
    char folder[EXPORT_TEXT_BYTES];
    export_folder(w, folder, sizeof folder);
    text_field(w->toolkit, "export-name", _("Name (empty: the case's)"), plan->name, sizeof plan->name);
    text_hint(w->toolkit, _("Folder"));
    text_body(w->toolkit, folder);
    if (button(w->toolkit, "export-folder", _("Other folder\xe2\x80\xa6"), BUTTON_PLAIN))
        screen_browse(w, BROWSE_FOR_EXPORT);
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
    if (button(w->toolkit, "export-go", _("Write"), BUTTON_PRIMARY))
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
    layout_space(w->toolkit, 8.0);
    draw_where(w, plan);
    layout_space(w->toolkit, 8.0);
    text_note(w->toolkit, NOTE_INFO, _("These pictures are a simulation, and the files say so. They are not a promise: "
                                       "skin, healing and light differ. Of the photo's own data only the colours go along: "
                                       "no place, no camera, no name."));
    if (!*session_path(w->session))
        text_note(w->toolkit, NOTE_WARNING, _("Save the case first: pictures are made from what is saved beside the photo."));
    draw_run(w, plan);
}
