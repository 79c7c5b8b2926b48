// Photos of the case: which there are, what each shows, how well its scale is known.
#include "base/mem.h"
#include "ui/screen.h"
#include "ui/screen_state.h"
#include "ui/text.h"
#include "ui/words.h"

#include <stdio.h>
#include <string.h>

static texture_id thumb_of(struct workspace *w, int view)
{
    struct thumb *thumb = &screens_of(w)->thumb[view];
    const struct photo *photo = session_photo(w->session, view);
    if (!photo || strcmp(thumb->sha256, photo->sha256) == 0)
        return photo ? thumb->texture : 0;
    uint8_t *pixels = mem_alloc((size_t)THUMB_WIDTH_PX * THUMB_HEIGHT_PX * 4);
    thumbnail_make(photo->image, pixels);
    if (!thumb->texture)
        thumb->texture = texture_create(w->toolkit, THUMB_WIDTH_PX, THUMB_HEIGHT_PX);
    texture_write(w->toolkit, thumb->texture, pixels, 0, 0, THUMB_WIDTH_PX, THUMB_HEIGHT_PX,
                  (size_t)THUMB_WIDTH_PX * 4);
    memcpy(thumb->sha256, photo->sha256, sizeof thumb->sha256);
    mem_free(pixels);
    return thumb->texture;
}

static void draw_cards(struct workspace *w, const struct case_ *case_)
{
    enum { COLUMNS = 2 };
    for (int i = 0; i < case_->view_count; i++) {
        char id[24], label[96];
        snprintf(id, sizeof id, "view%d", i);
        snprintf(label, sizeof label, "%d  %s", i + 1, facing_word(case_->view[i]->marks.facing));
        if (i % COLUMNS == 0)
            layout_row(w->toolkit, COLUMNS);
        if (picture_card(w->toolkit, id, thumb_of(w, i), (double)THUMB_WIDTH_PX / THUMB_HEIGHT_PX, label,
                         i == w->view) && i != w->view) {
            w->view = i;
            w->viewport.is_fit = true;
        }
    }
    layout_row(w->toolkit, 1);
}

static void draw_facts(struct workspace *w, const struct case_view *view)
{
    char text[120];
    struct interval scale = view->scale_px_per_mm;
    snprintf(text, sizeof text, _("%d \xc3\x97 %d px"), view->view.width_px, view->view.height_px);
    text_value(w->toolkit, _("Size"), text);
    snprintf(text, sizeof text, _("%.1f px/mm (%.1f\xe2\x80\x93%.1f)"), scale.likely, scale.low, scale.high);
    text_value(w->toolkit, _("Scale"), text);
    text_hint(w->toolkit, _("Pixels for a millimetre of the head. In brackets the range that holds it nine times in "
                            "ten; a ruler on the Head screen narrows it."));
}

// The photo of a later session already shows what was done before it.
static void draw_when(struct workspace *w, const struct case_ *case_)
{
    char labels[COURSE_MOST_EVENTS + 1][48], key[32];
    const char *names[COURSE_MOST_EVENTS + 1];
    int sessions = 0, done = case_->view[w->view]->done_events;
    for (int i = 0; i <= case_->course.event_count; i++) {
        const struct event *event = i > 0 ? &case_->course.event[i - 1] : NULL;
        if (!event)
            snprintf(labels[i], sizeof labels[i], "%s", _("Before all"));
        else if (event->kind == EVENT_SESSION)
            snprintf(labels[i], sizeof labels[i], _("After session %d"), ++sessions);
        else
            snprintf(labels[i], sizeof labels[i], _("After touch-up, day %.0f"), event->day);
        names[i] = labels[i];
    }
    snprintf(key, sizeof key, "view.%d.done_events", w->view + 1);
    if (chooser(w->toolkit, key, _("Taken"), names, case_->course.event_count + 1, &done))
        workspace_change(w, _("When the photo was taken"), 0, "%s=%d", key, done);
    if (done > 0)
        text_hint(w->toolkit, _("Dots of sessions before this photo are in it already and are not drawn again."));
}

static void draw_chosen(struct workspace *w, const struct case_ *case_)
{
    const struct case_view *view = case_->view[w->view];
    text_value(w->toolkit, _("File"), view->photo_name);
    if (!session_photo(w->session, w->view))
        text_note(w->toolkit, NOTE_WARNING, _("This photo is not beside the case file, or it has changed. Put the "
                                              "photo back there and open the case again."));
    draw_facts(w, view);
    layout_space(w->toolkit, 6.0);
    draw_when(w, case_);
}

static void draw_add(struct workspace *w)
{
    const char *names[FACING_COUNT];
    for (int i = 1; i < FACING_COUNT; i++)
        names[i - 1] = facing_word((enum facing)i);
    struct screens *s = screens_of(w);
    int index = s->new_facing - 1;
    text_heading(w->toolkit, _("Another photo"));
    if (chooser(w->toolkit, "new-facing", _("It shows"), names, FACING_COUNT - 1, &index))
        s->new_facing = index + 1;
    if (button(w->toolkit, "add-photo", _("Add photo\xe2\x80\xa6"), BUTTON_PLAIN))
        screen_browse(w, BROWSE_FOR_ADD);
    text_hint(w->toolkit, _("Of the same head. Left and right are the patient's. You can also drop a photo here."));
}

void screen_photo(struct workspace *w)
{
    const struct case_ *case_ = session_case(w->session);
    text_title(w->toolkit, _("Photos"));
    if (case_) {
        draw_cards(w, case_);
        draw_chosen(w, case_);
        layout_space(w->toolkit, 10.0);
        draw_add(w);
        layout_space(w->toolkit, 10.0);
        text_heading(w->toolkit, _("Another patient"));
    }
    if (button(w->toolkit, "open", _("Open case or photo\xe2\x80\xa6"), case_ ? BUTTON_PLAIN : BUTTON_PRIMARY))
        screen_browse(w, BROWSE_FOR_OPEN);
}
