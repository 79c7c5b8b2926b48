// What the program laid itself: said so, with how sure it is; a question where it is not.
#pragma once

#include "ui/workspace.h"

struct draft_note {
    const char *fact, *question;
    const char *answer, *step; // the button that says yes, and what its step is called
    const char *what;          // for edit.h: drafts.confirm=WHAT; also the button's id
};

// Nothing where the certainty is 0. Unsure (below DRAFT_SURE), `ask` draws what else there is to answer; may be NULL.
void draft_note(struct workspace *w, double certainty, const struct draft_note *note, void (*ask)(struct workspace *w));

// That the option at hand treats nothing, why that may be, and a button for the usual area; nothing where it has a
// zone.
void draft_note_of_none(struct workspace *w);
