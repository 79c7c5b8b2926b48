#include "plan/document.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/pool.h"
#include "plan/case_file.h"
#include "plan/case_make.h"
#include "plan/photo_place.h"
#include "plan/text_memo.h"

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

// `near` is a file in the folder of the document.
static struct document *create(struct case_ *take_case, const char *near, struct case_hold *take_hold, bool is_saved)
{
    struct document *document = mem_alloc(sizeof *document);
    document->case_ = take_case;
    document->shelf = photo_shelf_create();
    document->hold = take_hold;
    document->folder = document_folder_of(near);
    document->is_saved = is_saved;
    document->memo = text_memo_create();
    mem_free(case_text_again(take_case, document->memo));
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
    text_memo_destroy(document->memo);
    mem_free(document);
}

struct loading { // the photos of a case
    struct document *document;
    char *path[CASE_MOST_VIEWS];
    struct photo *photo[CASE_MOST_VIEWS];
    struct err err[CASE_MOST_VIEWS];
};

static void load_view(void *context, int view)
{
    struct loading *loading = context;
    loading->photo[view] = photo_load(loading->path[view], &loading->err[view]);
}

static void keep_photo(struct loading *loading, int view)
{
    struct document *document = loading->document;
    const struct case_view *of = document->case_->view[view];
    struct photo *photo = loading->photo[view];
    if (!photo)
        document->warning = loading->err[view];
    else if (strcmp(photo->sha256, of->photo_sha256) != 0)
        err_set(&document->warning, ERR_INPUT, "%s has changed since the case was made", of->photo_name);
    if (photo)
        photo_shelf_put(document->shelf, photo, loading->path[view]);
}

// As many at once as there are processors: each waits for a process that decodes it.
static void load_views(struct loading *loading)
{
    int count = loading->document->case_->view_count, most = pool_default_threads();
    struct pool *pool = pool_create(count < most ? count : most);
    pool_run(pool, count, load_view, loading, NULL);
    pool_destroy(pool);
    for (int i = 0; i < count; i++) {
        keep_photo(loading, i);
        mem_free(loading->path[i]);
    }
}

struct document *document_of_photo(struct photo *take_photo, const char *path, struct err *err)
{
    struct case_ *case_ = case_create();
    struct draft *draft = mem_alloc(sizeof *draft);
    case_usual_draft(take_photo, FACING_FRONT, draft);
    bool is_made = case_draft(case_, take_photo, file_base_name(path), draft, err);
    mem_free(draft);
    if (!is_made) {
        case_destroy(case_);
        photo_free(take_photo);
        return NULL;
    }
    struct document *document = create(case_, path, NULL, false);
    document->has_usual_marks = true;
    if (*take_photo->warning)
        err_set(&document->warning, ERR_INPUT, "%s", take_photo->warning);
    photo_shelf_put(document->shelf, take_photo, path);
    return document;
}

static struct document *load_photo(const char *path, struct err *err)
{
    struct photo *photo = photo_load(path, err);
    return photo ? document_of_photo(photo, path, err) : NULL;
}

static struct document *load_case(const char *path, struct err *err)
{
    struct case_hold *hold = case_hold_take(path, 0.0);
    struct case_ *case_ = case_hold_load(hold, err);
    if (!case_) {
        case_hold_drop(hold);
        return NULL;
    }
    struct document *document = create(case_, path, hold, true);
    struct loading loading = {.document = document};
    for (int i = 0; i < case_->view_count; i++)
        loading.path[i] = file_in_folder_of(path, case_->view[i]->photo_name);
    load_views(&loading);
    return document;
}

struct document *document_load(const char *path, struct err *err)
{
    return strcmp(file_suffix(path), ".stipple") == 0 ? load_case(path, err) : load_photo(path, err);
}

struct document *document_load_recovered(const struct recovered *recovered)
{
    const char *case_path = recovered_case_path(recovered), *folder = recovered_folder(recovered);
    struct case_hold *hold = *case_path ? case_hold_take(case_path, 0.0) : NULL;
    if (hold)
        case_hold_expect(hold, recovered_case_sha256(recovered));
    struct case_ *case_ = case_copy(recovered_case(recovered));
    char *near = photo_place_path(folder, "x");
    struct document *document = create(case_, near, hold, false);
    struct loading loading = {.document = document};
    for (int i = 0; i < case_->view_count; i++) {
        const char *known = recovered_photo(recovered, case_->view[i]->photo_sha256);
        loading.path[i] = known ? mem_strdup(known) : photo_place_path(folder, case_->view[i]->photo_name);
    }
    load_views(&loading);
    mem_free(near);
    return document;
}
