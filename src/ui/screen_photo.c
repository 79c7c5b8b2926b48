// Photos of the case: which there are, what each shows, how well its scale is known.
#include "base/mem.h"
#include "base/shown.h"
#include "plan/photo_maps.h"
#include "plan/photo_notes.h"
#include "ui/browse.h"
#include "ui/replace.h"
#include "ui/screen.h"
#include "ui/screen_files.h"
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
                         i == w->view) &&
            i != w->view) {
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
    text_print(text, sizeof text, _("%.1f px/mm (%.1f\xe2\x80\x93%.1f)"), scale.likely, scale.low, scale.high);
    text_value(w->toolkit, _("Scale"), text);
    text_hint(w->toolkit, _("Pixels for a millimetre of the head. In brackets the range that holds it nine times in "
                            "ten; a ruler on the Head screen narrows it."));
}

// What could not be read off it. Looked for once for each photo and pose, in some 70 ms.
static void draw_notes(struct workspace *w, const struct case_view *view)
{
    struct screens *s = screens_of(w);
    const struct photo *photo = session_photo(w->session, w->view);
    if (!photo)
        return;
    bool is_known =
        strcmp(s->notes_sha256, photo->sha256) == 0 && memcmp(&s->notes_view, &view->view, sizeof view->view) == 0;
    if (!is_known) {
        struct pool *pool = pool_create(pool_default_threads());
        struct map_store *store = map_store_create(photo);
        const struct case_ *case_ = session_case(w->session);
        s->photo_notes = photo_notes_of(photo, map_store_skin(store, &view->view, &case_->head, pool), case_, w->view);
        map_store_free(store);
        pool_destroy(pool);
        memcpy(s->notes_sha256, photo->sha256, sizeof s->notes_sha256);
        s->notes_view = view->view;
    }
    for (int i = 0; i < PHOTO_NOTE_COUNT; i++)
        if (s->photo_notes >> i & 1)
            text_note(w->toolkit, NOTE_WARNING, _(photo_note_text((enum photo_note)i)));
}

// The photo of a later session already shows what was done before it.
static void draw_when(struct workspace *w, const struct case_ *case_)
{
    char key[32];
    snprintf(key, sizeof key, "view.%d.done_events", w->view + 1);
    int done = when_chooser(w, key, case_->view[w->view]->done_events);
    if (done >= 0)
        workspace_change(w, _("When the photo was taken"), 0, "%s=%d", key, done);
    if (case_->view[w->view]->done_events > 0)
        text_hint(w->toolkit, _("Dots of sessions before this photo are in it already and are not drawn again."));
}

// A photo that is not where the case says, or not what it was.
static void draw_lost(struct workspace *w)
{
    enum photo_state state = session_photo_state(w->session, w->view);
    if (state == PHOTO_FOUND)
        return;
    bool is_changed = state == PHOTO_CHANGED;
    text_note(w->toolkit, NOTE_WARNING,
              is_changed ? _("The photo beside the case is not the one it was made with: its dots could lie wrong.")
                         : _("This photo is not beside the case. Point at it: it is copied there when you save."));
    if (button(w->toolkit, "photo-find", _("Point at the photo\xe2\x80\xa6"), BUTTON_PRIMARY))
        browse_open(w, BROWSE_FOR_REPLACE);
    if (is_changed && button(w->toolkit, "photo-accept", _("Use the changed photo"), BUTTON_PLAIN))
        replace_accept(w, w->view);
}

static void draw_changes(struct workspace *w, const struct case_ *case_)
{
    bool is_there = session_photo_state(w->session, w->view) == PHOTO_FOUND, is_one_of_many = case_->view_count > 1;
    layout_row(w->toolkit, is_there && is_one_of_many ? 2 : 1);
    if (is_there && button(w->toolkit, "photo-replace", _("Replace\xe2\x80\xa6"), BUTTON_PLAIN))
        browse_open(w, BROWSE_FOR_REPLACE);
    if (is_one_of_many && button(w->toolkit, "photo-remove", _("Remove"), BUTTON_PLAIN))
        workspace_remove_photo(w);
    layout_row(w->toolkit, 1);
}

static void draw_chosen(struct workspace *w)
{
    const struct case_ *case_ = session_case(w->session);
    char name[SHOWN_BYTES];
    text_value(w->toolkit, _("File"), shown(case_->view[w->view]->photo_name, name, sizeof name));
    draw_lost(w);
    draw_facts(w, case_->view[w->view]);
    draw_notes(w, case_->view[w->view]);
    layout_space(w->toolkit, 6.0);
    draw_when(w, case_);
    draw_changes(w, session_case(w->session));
}

static void draw_add(struct workspace *w)
{
    text_heading(w->toolkit, _("Another photo of this patient"));
    if (button(w->toolkit, "add-photo", _("Add photo\xe2\x80\xa6"), BUTTON_PLAIN))
        browse_open(w, BROWSE_FOR_ADD);
    text_hint(w->toolkit, _("Another side, or a later session. You can also drop a photo here."));
}

void screen_photo(struct workspace *w)
{
    const struct case_ *case_ = session_case(w->session);
    text_title(w->toolkit, _("Photos"));
    if (case_) {
        draw_cards(w, case_);
        draw_chosen(w);
        layout_space(w->toolkit, 10.0);
        draw_add(w);
        layout_space(w->toolkit, 10.0);
        text_heading(w->toolkit, _("Another patient"));
    }
    if (button(w->toolkit, "open", _("Open case or photo\xe2\x80\xa6"), case_ ? BUTTON_PLAIN : BUTTON_PRIMARY))
        browse_open(w, BROWSE_FOR_OPEN);
}
