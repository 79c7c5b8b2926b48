#include "plan/session.h"

#include "base/file.h"
#include "base/mem.h"
#include "plan/case_file.h"
#include "plan/case_hold.h"
#include "plan/case_grow.h"
#include "plan/case_make.h"
#include "plan/history.h"
#include "plan/photo_place.h"
#include "plan/text_memo.h"

#include <stdio.h>
#include <string.h>

enum { HISTORY_MOST_BYTES = 64 << 20 };

struct session {
    struct history *history;
    struct photo_shelf *shelf;
    struct case_hold *hold;    // NULL: never saved
    char *folder;              // where the photos lie
    struct text_memo *memo;    // of the case's text, for what keeps it
    struct recovery *recovery; // borrowed; NULL: nothing is kept
    char unkept[512];          // why the last step is not
    unsigned saved_step;       // history_step of what is on disk
    unsigned generation;
    struct err warning;
};

struct session *session_create(void)
{
    struct session *session = mem_alloc(sizeof *session);
    session->history = history_create(HISTORY_MOST_BYTES);
    session->shelf = photo_shelf_create();
    session->folder = mem_strdup("");
    session->memo = text_memo_create();
    return session;
}

void session_destroy(struct session *session)
{
    if (!session)
        return;
    history_destroy(session->history);
    photo_shelf_destroy(session->shelf);
    case_hold_drop(session->hold);
    mem_free(session->folder);
    text_memo_destroy(session->memo);
    mem_free(session);
}

static void put_hold(struct session *session, struct case_hold *take_hold)
{
    case_hold_drop(session->hold);
    session->hold = take_hold;
}

static void keep(struct session *session)
{
    struct err err = {0};
    session->unkept[0] = 0;
    if (!session->recovery)
        return;
    if (!session_is_dirty(session)) {
        recovery_clear(session->recovery);
        return;
    }
    struct unsaved unsaved = {.case_ = session_case(session),
                              .case_path = session_path(session),
                              .case_sha256 = session->hold ? case_hold_sha256(session->hold) : "",
                              .folder = session->folder,
                              .shelf = session->shelf,
                              .memo = session->memo};
    if (!recovery_keep(session->recovery, &unsaved, &err))
        snprintf(session->unkept, sizeof session->unkept, "%s", err.text);
}

void session_keep_in(struct session *session, struct recovery *recovery)
{
    session->recovery = recovery;
    keep(session);
}

const char *session_unkept(const struct session *session)
{
    return session->unkept;
}

static void move_on(struct session *session)
{
    session->generation++;
    keep(session);
}

void session_take(struct session *session, struct document *take_document)
{
    struct document *document = take_document;
    history_destroy(session->history);
    photo_shelf_destroy(session->shelf);
    mem_free(session->folder);
    text_memo_destroy(session->memo);
    if (document->hold)
        case_hold_pass_on(session->hold, document->hold); // the same file anew: this session has the lock of it
    put_hold(session, document->hold);
    session->history = history_create(HISTORY_MOST_BYTES);
    history_push(session->history, document->case_, "Open", 0);
    session->shelf = document->shelf;
    session->folder = document->folder;
    session->memo = document->memo;
    session->saved_step = document->is_saved ? history_step(session->history) : 0;
    session->warning = document->warning;
    move_on(session);
    mem_free(document); // its parts are the session's now
}

bool session_open(struct session *session, const char *path, struct err *err)
{
    struct document *document = document_load(path, err);
    if (document)
        session_take(session, document);
    return document != NULL;
}

char *session_default_path(const struct session *session)
{
    const struct case_ *case_ = session_case(session);
    const char *photo = case_ && case_->view_count > 0 ? case_->view[0]->photo_name : "plan";
    int stem = (int)(strlen(photo) - strlen(file_suffix(photo)));
    size_t size = strlen(session->folder) + strlen(photo) + sizeof "/.stipple";
    char *path = mem_alloc(size);
    snprintf(path, size, "%s/%.*s.stipple", *session->folder ? session->folder : ".", stem, photo);
    return path;
}

// The step is made, or nothing is changed.
static bool take_step(struct session *session, struct case_ *take_case, bool is_sound, const char *label,
                      unsigned gesture, struct err *err)
{
    if (!is_sound || !case_is_writable(take_case, session_path(session), err) || !case_validate(take_case, err)) {
        case_destroy(take_case);
        return false;
    }
    history_push(session->history, take_case, label, gesture);
    move_on(session);
    return true;
}

static bool knows_photo(const struct case_ *case_, const struct photo *photo)
{
    for (int i = 0; i < case_->view_count; i++)
        if (strcmp(case_->view[i]->photo_sha256, photo->sha256) == 0)
            return true;
    return false;
}

bool session_add_photo(struct session *session, struct photo *take_photo, const char *path, struct new_photo what,
                       struct err *err)
{
    struct case_ *case_ = session_snapshot(session);
    const struct photo *photo = photo_shelf_put(session->shelf, take_photo, path);
    char name[CASE_NAME_BYTES];
    bool is_made = !knows_photo(case_, photo) || err_set(err, ERR_INPUT, "%s: the case has this photo already", path);
    struct draft *usual = mem_alloc(sizeof *usual);
    if (is_made && !what.draft)
        case_usual_draft(photo, what.facing, usual);
    is_made = is_made && photo_place_name(case_, session->folder, path, photo->sha256, name, err) &&
              case_draft(case_, photo, name, what.draft ? what.draft : usual, err);
    mem_free(usual);
    if (is_made) {
        struct case_view *view = case_->view[case_->view_count - 1];
        view->done_events = what.done_events < case_->course.event_count ? what.done_events : case_->course.event_count;
        if (what.draft)
            case_grow_zones(case_, case_->view_count - 1, what.draft);
    }
    return take_step(session, case_, is_made, "Add photo", 0, err);
}

// A name of its own: not that of the view it comes into, unless the folder has it under that.
static bool replace(struct session *session, int view, const struct photo *photo, const char *path,
                    const struct draft *draft, struct err *err)
{
    struct case_ *case_ = session_snapshot(session);
    char name[CASE_NAME_BYTES], old[CASE_NAME_BYTES];
    memcpy(old, case_->view[view]->photo_name, sizeof old);
    case_->view[view]->photo_name[0] = 0;
    bool is_made = photo_place_name(case_, session->folder, path, photo->sha256, name, err);
    memcpy(case_->view[view]->photo_name, old, sizeof old);
    is_made = is_made && case_replace_photo(case_, view, photo, name, draft, err);
    return take_step(session, case_, is_made, "Replace photo", 0, err);
}

bool session_replace_photo(struct session *session, int view, struct photo *take_photo, const char *path,
                           const struct draft *draft, struct err *err)
{
    const struct case_ *case_ = session_case(session);
    const char *wanted = case_->view[view]->photo_sha256;
    const struct photo *photo = photo_shelf_put(session->shelf, take_photo, path);
    if (strcmp(photo->sha256, wanted) == 0) {
        move_on(session); // the same case, but it can be seen again
        return true;
    }
    if (knows_photo(case_, photo))
        return err_set(err, ERR_INPUT, "%s: the case has this photo already", path);
    return replace(session, view, photo, path, draft, err);
}

static const struct photo *photo_in_place(const struct session *session, int view)
{
    char *path = photo_place_path(session->folder, session_case(session)->view[view]->photo_name);
    const struct photo *photo = photo_shelf_find_path(session->shelf, path);
    mem_free(path);
    return photo;
}

enum photo_state session_photo_state(const struct session *session, int view)
{
    const struct case_ *case_ = session_case(session);
    if (!case_ || view < 0 || view >= case_->view_count)
        return PHOTO_MISSING;
    if (session_photo(session, view))
        return PHOTO_FOUND;
    return photo_in_place(session, view) ? PHOTO_CHANGED : PHOTO_MISSING;
}

const struct photo *session_changed_photo(const struct session *session, int view)
{
    return session_photo_state(session, view) == PHOTO_CHANGED ? photo_in_place(session, view) : NULL;
}

bool session_accept_photo(struct session *session, int view, const struct draft *draft, struct err *err)
{
    const struct photo *photo = photo_in_place(session, view);
    if (!photo)
        return err_set(err, ERR_INPUT, "%s is not there", session_case(session)->view[view]->photo_name);
    return replace(session, view, photo, photo_shelf_path(session->shelf, photo->sha256), draft, err);
}

bool session_remove_photo(struct session *session, int view, struct err *err)
{
    char change[32];
    snprintf(change, sizeof change, "views.remove=%d", view + 1);
    return session_change(session, (struct edit_place){.view = view}, change, "Remove photo", 0, err);
}

// The hold that a save goes through: the present one, or a new one that takes the place of whatever is there.
static struct case_hold *hold_to_save(const struct session *session, const char *path)
{
    if (session->hold && (!path || strcmp(path, session_path(session)) == 0))
        return session->hold;
    char *to = path ? mem_strdup(path) : session_default_path(session);
    struct case_hold *hold = case_hold_take(to, 0.0);
    mem_free(to);
    return hold;
}

bool session_save(struct session *session, const char *path, struct err *err)
{
    const struct case_ *case_ = session_case(session);
    if (!case_)
        return err_set(err, ERR_USAGE, "there is no case to save yet; open a photo first");
    struct case_hold *hold = hold_to_save(session, path);
    const char *to = case_hold_path(hold);
    bool may_write = !*case_hold_read_only(hold); // else saving says why
    if ((may_write && !photo_place_copy(case_, to, session->shelf, err)) || !case_hold_save(hold, case_, err)) {
        if (hold != session->hold)
            case_hold_drop(hold);
        return false;
    }
    mem_free(session->folder);
    session->folder = document_folder_of(to);
    if (hold != session->hold)
        put_hold(session, hold);
    session->saved_step = history_step(session->history);
    keep(session);
    return true;
}

const struct err *session_warning(const struct session *session)
{
    return &session->warning;
}

const struct case_ *session_case(const struct session *session)
{
    return history_present(session->history);
}

const struct photo *session_photo(const struct session *session, int view)
{
    const struct case_ *case_ = session_case(session);
    if (!case_ || view < 0 || view >= case_->view_count)
        return NULL;
    const struct view *seen = &case_->view[view]->view;
    const struct photo *photo = photo_shelf_find(session->shelf, case_->view[view]->photo_sha256);
    bool fits = photo && photo->image->width_px == seen->width_px && photo->image->height_px == seen->height_px;
    return fits ? photo : NULL;
}

const char *session_path(const struct session *session)
{
    return session->hold ? case_hold_path(session->hold) : "";
}

const char *session_read_only(const struct session *session)
{
    return session->hold ? case_hold_read_only(session->hold) : "";
}

enum case_hold_state session_hold_state(const struct session *session)
{
    return session->hold ? case_hold_state(session->hold) : CASE_HOLD_FREE;
}

bool session_is_dirty(const struct session *session)
{
    return session_case(session) && history_step(session->history) != session->saved_step;
}

struct case_ *session_snapshot(const struct session *session)
{
    return case_copy(session_case(session));
}

bool session_change(struct session *session, struct edit_place place, const char *change, const char *label,
                    unsigned gesture, struct err *err)
{
    const struct case_ *case_ = session_case(session);
    bool may_change = case_is_writable(case_, session_path(session), err);
    struct case_ *edited = may_change ? edit_apply(case_, place, &change, 1, err) : NULL;
    if (!edited)
        return false;
    history_push(session->history, edited, label, gesture);
    move_on(session);
    return true;
}

bool session_change_with(struct session *session, bool (*edit)(struct case_ *case_, void *context, struct err *err),
                         void *context, const char *label, unsigned gesture, struct err *err)
{
    struct case_ *case_ = session_snapshot(session);
    return take_step(session, case_, edit(case_, context, err), label, gesture, err);
}

const char *session_undo_label(const struct session *session)
{
    return history_undo_label(session->history);
}

const char *session_redo_label(const struct session *session)
{
    return history_redo_label(session->history);
}

bool session_undo(struct session *session)
{
    bool is_done = history_undo(session->history);
    if (is_done)
        move_on(session);
    return is_done;
}

bool session_redo(struct session *session)
{
    bool is_done = history_redo(session->history);
    if (is_done)
        move_on(session);
    return is_done;
}

unsigned session_generation(const struct session *session)
{
    return session->generation;
}
