// A case and its photos as read from disk, not yet at work in a session.
//
// Reading takes a while and touches nothing else: any thread may do it. What is read is complete or nothing; a photo
// that is missing or changed is a warning, since the plan can still be looked at and mended. Writes nothing.
#pragma once

#include "plan/case_hold.h"
#include "plan/photo_shelf.h"
#include "plan/recovery.h"

struct document {
    struct case_ *case_;       // owned, like all of it
    struct photo_shelf *shelf; // what lies beside the case, by its own hash: also photos that have changed
    struct case_hold *hold;    // of the case file; NULL: never saved
    char *folder;              // the photos' that lie beside it
    struct text_memo *memo;    // of the case's text: a step of a session then writes only what it changed
    bool is_saved;             // as on disk
    bool has_usual_marks;      // of a photo in which nobody has looked for the head yet (case_make.h)
    struct err warning;        // ERR_NONE, or what is odd but bearable
};

// A case by its suffix, with the photos beside it; else a photo. NULL: err says why.
struct document *document_load(const char *path, struct err *err);
// A new case of a photo that was read from `path`, with the usual marks: at once.
struct document *document_of_photo(struct photo *take_photo, const char *path, struct err *err);
// What a dead session left, not saved; its photos from where they lay.
struct document *document_load_recovered(const struct recovered *recovered);
void document_destroy(struct document *document); // accepts NULL

// Folder of a file, without a slash at its end; mem_free.
char *document_folder_of(const char *path);
