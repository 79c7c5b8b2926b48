#include "ui/tabs.h"

#include "ui/screen_state.h"
#include "ui/text.h"
#include "ui/words.h"

#include <stdio.h>
#include <string.h>

enum { MOST_TABS = 4 };

void view_tabs(struct workspace *w)
{
    const struct case_ *case_ = session_case(w->session);
    char labels[CASE_MOST_VIEWS][64];
    const char *names[CASE_MOST_VIEWS];
    for (int i = 0; i < case_->view_count; i++) {
        const char *word = facing_word(case_->view[i]->marks.facing);
        int alike = 1;
        for (int j = 0; j < i; j++)
            alike += case_->view[j]->marks.facing == case_->view[i]->marks.facing;
        snprintf(labels[i], sizeof labels[i], alike > 1 ? "%s %d" : "%s", word, alike);
        names[i] = labels[i];
    }
    int index = w->view;
    if (case_->view_count < 2)
        return;
    bool is_other = case_->view_count <= MOST_TABS
                        ? segmented(w->toolkit, "views", names, case_->view_count, &index)
                        : chooser(w->toolkit, "views", _("Photo"), names, case_->view_count, &index);
    if (is_other) {
        w->view = index;
        w->viewport.is_fit = true;
    }
}

// The first letter that is free.
static void next_name(const struct case_ *case_, char out[2])
{
    snprintf(out, 2, "A");
    while (case_find_option(case_, out) >= 0 && out[0] < 'Z')
        out[0]++;
}

static void copy_option(struct workspace *w)
{
    char name[2];
    next_name(session_case(w->session), name);
    if (workspace_change(w, _("Add option"), 0, "options.add=%s", name))
        w->option = session_case(w->session)->option_count - 1;
}

void option_tabs(struct workspace *w)
{
    const struct case_ *case_ = session_case(w->session);
    const char *names[CASE_MOST_OPTIONS];
    for (int i = 0; i < case_->option_count; i++)
        names[i] = case_->option[i]->name;
    int index = w->option;
    if (case_->option_count < CASE_MOST_OPTIONS)
        layout_widths(w->toolkit, 2, (const double[]){0.0, 44.0});
    bool is_other = case_->option_count <= MOST_TABS
                        ? segmented(w->toolkit, "options", names, case_->option_count, &index)
                        : chooser(w->toolkit, "options", _("Option"), names, case_->option_count, &index);
    if (is_other) {
        w->option = index;
        w->zone = -1;
    }
    if (case_->option_count < CASE_MOST_OPTIONS &&
        icon_button(w->toolkit, "option-add", ICON_PLUS, _("A copy of this option"), false))
        copy_option(w);
}

static void rename_option(struct workspace *w, const struct case_ *case_)
{
    struct screens *s = screens_of(w);
    const char *name = case_->option[w->option]->name;
    if (strcmp(s->named_as, name) != 0) { // another option, or an undo
        snprintf(s->option_name, sizeof s->option_name, "%s", name);
        snprintf(s->named_as, sizeof s->named_as, "%s", name);
    }
    text_field(w->toolkit, "option-name", _("Name of this option"), "", s->option_name, sizeof s->option_name);
    if (*s->option_name && strcmp(s->option_name, name) != 0 &&
        button(w->toolkit, "option-rename", _("Rename"), BUTTON_PRIMARY))
        workspace_change(w, _("Rename option"), 0, "options.rename=%s", s->option_name);
}

void option_manage(struct workspace *w)
{
    rename_option(w, session_case(w->session));
    const struct case_ *case_ = session_case(w->session);
    if (case_->option_count > 1 && button(w->toolkit, "option-remove", _("Remove this option"), BUTTON_PLAIN) &&
        workspace_change(w, _("Remove option"), 0, "options.remove=%s", case_->option[w->option]->name))
        w->option = w->option > 0 ? w->option - 1 : 0;
}
