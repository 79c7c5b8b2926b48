#include "plan/session.h"

#include "base/file.h"
#include "base/mem.h"
#include "plan/case_file.h"
#include "plan/case_hold.h"
#include "plan/case_make.h"
#include "plan/history.h"

#include <stdio.h>
#include <string.h>

enum { HISTORY_MOST_BYTES = 64 << 20 };

struct session {
    struct history *history;
    struct photo *photo[CASE_MOST_VIEWS];
    struct case_hold *hold; // NULL: never saved
    char *folder;           // where the photos lie
    unsigned kept_generation; // what the recovery file holds
    unsigned saved_step;    // history_step of what is on disk
    unsigned generation;
    char warning[512];
};

struct session *session_create(void)
{
    struct session *session = mem_alloc(sizeof *session);
    session->history = history_create(HISTORY_MOST_BYTES);
    session->folder = mem_strdup("");
    return session;
}

static void free_photos(struct photo *photo[CASE_MOST_VIEWS])
{
    for (int i = 0; i < CASE_MOST_VIEWS; i++) {
        photo_free(photo[i]);
        photo[i] = NULL;
    }
}

void session_destroy(struct session *session)
{
    if (!session)
        return;
    history_destroy(session->history);
    free_photos(session->photo);
    case_hold_drop(session->hold);
    mem_free(session->folder);
    mem_free(session);
}

static char *folder_of(const char *path)
{
    char *folder = file_in_folder_of(path, "");
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/')
        folder[--length] = 0;
    return folder;
}

static void put_hold(struct session *session, struct case_hold *take_hold)
{
    case_hold_drop(session->hold);
    session->hold = take_hold;
}

// Puts a new document in place of the one at hand. `near` is a file beside the photos.
static void take_document(struct session *session, struct case_ *take_case,
                          struct photo *take_photos[CASE_MOST_VIEWS], const char *near, struct case_hold *take_hold,
                          bool is_saved)
{
    char *folder = folder_of(near);
    mem_free(session->folder);
    session->folder = folder;
    history_destroy(session->history);
    free_photos(session->photo);
    session->history = history_create(HISTORY_MOST_BYTES);
    history_push(session->history, take_case, "Open", 0);
    memcpy(session->photo, take_photos, sizeof session->photo);
    put_hold(session, take_hold);
    session->saved_step = is_saved ? history_step(session->history) : 0;
    session->generation++;
}

// A photo that is missing or changed is a warning: the plan can still be looked at and mended.
static struct photo *load_beside(struct session *session, const char *case_path,
                                 const struct case_view *view)
{
    struct err err = {0};
    char *path = file_in_folder_of(case_path, view->photo_name);
    struct photo *photo = photo_load(path, &err);
    mem_free(path);
    if (!photo)
        snprintf(session->warning, sizeof session->warning, "%s", err.text);
    else if (strcmp(photo->sha256, view->photo_sha256) != 0)
        snprintf(session->warning, sizeof session->warning, "%s has changed since the case was made",
                 view->photo_name);
    if (photo && (photo->image->width_px != view->view.width_px ||
                  photo->image->height_px != view->view.height_px)) {
        photo_free(photo);
        photo = NULL;
    }
    return photo;
}

static void load_photos(struct session *session, const char *near, const struct case_ *case_,
                        struct photo *photos[CASE_MOST_VIEWS])
{
    session->warning[0] = 0;
    for (int i = 0; i < case_->view_count; i++)
        photos[i] = load_beside(session, near, case_->view[i]);
}

// A hold on the same file that this session holds already takes the lock over from it.
static struct case_hold *hold_for(struct session *session, const char *path)
{
    struct case_hold *hold = case_hold_take(path, 0.0);
    case_hold_pass_on(session->hold, hold);
    return hold;
}

static bool open_case(struct session *session, const char *path, struct err *err)
{
    struct case_hold *hold = hold_for(session, path);
    struct case_ *case_ = case_hold_load(hold, err);
    if (!case_) {
        if (session->hold)
            case_hold_pass_on(hold, session->hold);
        case_hold_drop(hold);
        return false;
    }
    struct photo *photos[CASE_MOST_VIEWS] = {0};
    load_photos(session, path, case_, photos);
    take_document(session, case_, photos, path, hold, true);
    return true;
}

static bool open_photo(struct session *session, const char *path, struct err *err)
{
    struct photo *photos[CASE_MOST_VIEWS] = {photo_load(path, err)};
    if (!photos[0])
        return false;
    struct case_ *case_ = case_create();
    if (!case_draft(case_, photos[0], file_base_name(path), FACING_FRONT, err)) {
        case_destroy(case_);
        photo_free(photos[0]);
        return false;
    }
    snprintf(session->warning, sizeof session->warning, "%s", photos[0]->warning);
    take_document(session, case_, photos, path, NULL, false);
    return true;
}

bool session_open(struct session *session, const char *path, struct err *err)
{
    const char *suffix = file_suffix(path);
    return strcmp(suffix, ".stipple") == 0 ? open_case(session, path, err)
                                           : open_photo(session, path, err);
}

bool session_recover(struct session *session, const struct recovered *recovered, struct err *err)
{
    struct case_ *case_ = recovery_load(recovered, err);
    if (!case_)
        return false;
    struct photo *photos[CASE_MOST_VIEWS] = {0};
    char near[sizeof recovered->folder + 8];
    snprintf(near, sizeof near, "%s/x", recovered->folder);
    load_photos(session, near, case_, photos);
    struct case_hold *hold = NULL;
    if (*recovered->case_path) {
        hold = hold_for(session, recovered->case_path);
        case_hold_expect(hold, recovered->case_sha256);
    }
    take_document(session, case_, photos, near, hold, false);
    recovery_forget(recovered);
    return true;
}

void session_keep(struct session *session, struct recovery *recovery)
{
    if (!recovery || !session_is_dirty(session) || session->kept_generation == session->generation)
        return;
    session->kept_generation = session->generation;
    recovery_keep(recovery, session_case(session), session_path(session),
                  session->hold ? case_hold_sha256(session->hold) : "", session->folder, NULL);
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

bool session_add_photo(struct session *session, const char *path, struct err *err)
{
    if (!session_case(session))
        return session_open(session, path, err);
    struct photo *photo = photo_load(path, err);
    if (!photo)
        return false;
    struct case_ *case_ = session_snapshot(session);
    if (!case_draft(case_, photo, file_base_name(path), FACING_FRONT, err)) {
        case_destroy(case_);
        photo_free(photo);
        return false;
    }
    session->photo[case_->view_count - 1] = photo;
    history_push(session->history, case_, "Add photo", 0);
    session->generation++;
    return true;
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
    if (!case_hold_save(hold, case_, err)) {
        if (hold != session->hold)
            case_hold_drop(hold);
        return false;
    }
    if (hold != session->hold)
        put_hold(session, hold);
    session->saved_step = history_step(session->history);
    return true;
}

const char *session_warning(const struct session *session)
{
    return session->warning;
}

const struct case_ *session_case(const struct session *session)
{
    return history_present(session->history);
}

const struct photo *session_photo(const struct session *session, int view)
{
    return view >= 0 && view < CASE_MOST_VIEWS ? session->photo[view] : NULL;
}

const char *session_path(const struct session *session)
{
    return session->hold ? case_hold_path(session->hold) : "";
}

const char *session_read_only(const struct session *session)
{
    return session->hold ? case_hold_read_only(session->hold) : "";
}

bool session_is_dirty(const struct session *session)
{
    return session_case(session) && history_step(session->history) != session->saved_step;
}

struct case_ *session_snapshot(const struct session *session)
{
    return case_copy(session_case(session));
}

bool session_change(struct session *session, struct edit_place place, const char *change,
                    const char *label, unsigned gesture, struct err *err)
{
    struct case_ *case_ = edit_apply(session_case(session), place, &change, 1, err);
    if (!case_)
        return false;
    history_push(session->history, case_, label, gesture);
    session->generation++;
    return true;
}

bool session_change_with(struct session *session,
                         bool (*edit)(struct case_ *case_, void *context, struct err *err),
                         void *context, const char *label, unsigned gesture, struct err *err)
{
    struct case_ *case_ = session_snapshot(session);
    if (!edit(case_, context, err) || !case_validate(case_, err)) {
        case_destroy(case_);
        return false;
    }
    history_push(session->history, case_, label, gesture);
    session->generation++;
    return true;
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
    session->generation += is_done;
    return is_done;
}

bool session_redo(struct session *session)
{
    bool is_done = history_redo(session->history);
    session->generation += is_done;
    return is_done;
}

unsigned session_generation(const struct session *session)
{
    return session->generation;
}
