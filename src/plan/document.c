#include "plan/document.h"

#include "base/file.h"
#include "base/mem.h"
#include "plan/case_make.h"

#include <stdio.h>
#include <string.h>

char *document_folder_of(const char *path)
{
    char *folder = file_in_folder_of(path, "");
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/')
        folder[--length] = 0;
    return folder;
}

// `near` is a file beside the photos.
static struct document *create(struct case_ *take_case, const char *near, struct case_hold *take_hold, bool is_saved)
{
    struct document *document = mem_alloc(sizeof *document);
    document->case_ = take_case;
    document->shelf = photo_shelf_create();
    document->hold = take_hold;
    document->folder = document_folder_of(near);
    document->is_saved = is_saved;
    return document;
}

void document_destroy(struct document *document)
{
    if (!document)
        return;
    case_destroy(document->case_);
    photo_shelf_destroy(document->shelf);
    case_hold_drop(document->hold);
    mem_free(document->folder);
    mem_free(document);
}

static void load_beside(struct document *document, const char *near, const struct case_view *view)
{
    struct err err = {0};
    char *path = file_in_folder_of(near, view->photo_name);
    struct photo *photo = photo_load(path, &err);
    if (!photo)
        snprintf(document->warning, sizeof document->warning, "%s", err.text);
    else if (strcmp(photo->sha256, view->photo_sha256) != 0)
        snprintf(document->warning, sizeof document->warning, "%s has changed since the case was made",
                 view->photo_name);
    if (photo)
        photo_shelf_put(document->shelf, photo, path);
    mem_free(path);
}

static struct document *with_photos(struct case_ *take_case, const char *near, struct case_hold *take_hold,
                                    bool is_saved)
{
    struct document *document = create(take_case, near, take_hold, is_saved);
    for (int i = 0; i < take_case->view_count; i++)
        load_beside(document, near, take_case->view[i]);
    return document;
}

static struct document *load_photo(const char *path, struct err *err)
{
    struct photo *photo = photo_load(path, err);
    if (!photo)
        return NULL;
    struct case_ *case_ = case_create();
    if (!case_draft(case_, photo, file_base_name(path), FACING_FRONT, err)) {
        case_destroy(case_);
        photo_free(photo);
        return NULL;
    }
    struct document *document = create(case_, path, NULL, false);
    snprintf(document->warning, sizeof document->warning, "%s", photo->warning);
    photo_shelf_put(document->shelf, photo, path);
    return document;
}

static struct document *load_case(const char *path, struct err *err)
{
    struct case_hold *hold = case_hold_take(path, 0.0);
    struct case_ *case_ = case_hold_load(hold, err);
    if (case_)
        return with_photos(case_, path, hold, true);
    case_hold_drop(hold);
    return NULL;
}

struct document *document_load(const char *path, struct err *err)
{
    return strcmp(file_suffix(path), ".stipple") == 0 ? load_case(path, err) : load_photo(path, err);
}

struct document *document_load_recovered(const struct recovered *recovered, struct err *err)
{
    struct case_ *case_ = recovery_load(recovered, err);
    char near[sizeof recovered->folder + 8];
    snprintf(near, sizeof near, "%s/x", recovered->folder);
    if (!case_)
        return NULL;
    struct case_hold *hold = *recovered->case_path ? case_hold_take(recovered->case_path, 0.0) : NULL;
    if (hold)
        case_hold_expect(hold, recovered->case_sha256);
    return with_photos(case_, near, hold, false);
}
