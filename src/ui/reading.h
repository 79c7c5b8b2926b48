// Reads a case or a photo, or looks for the head in one or for stubble, on a thread of its own, so that the window goes
// on meanwhile.
//
// One at a time; what is given up is dropped when it comes. Pushes an SDL event when it is done. Thread: the window's.
#pragma once

#include "model/draft.h"
#include "plan/document.h"
#include "plan/sides.h"

enum read_what { READ_DOCUMENT, READ_PHOTO };

struct reading;
struct reading *reading_create(void);
void reading_destroy(struct reading *reading); // accepts NULL; gives up what is being read

void reading_start(struct reading *reading, enum read_what what, const char *path);
// case_make_draft. The photo may end meanwhile; its pixels live on.
void reading_start_marks(struct reading *reading, const struct photo *photo, enum facing facing);
// sides_read. The case is the thread's; the photos may end meanwhile.
void reading_start_sides(struct reading *reading, struct case_ *take_case,
                         const struct photo *const photo[CASE_MOST_VIEWS], int option);
void reading_give_up(struct reading *reading);
bool reading_is_on(const struct reading *reading);      // not even done
bool reading_has_failed(const struct reading *reading); // done, and reading_take will say why
double reading_seconds(const struct reading *reading);  // since the start
const char *reading_path(const struct reading *reading);

struct read_result { // one of the first two, the caller's; both NULL: err says why
    struct document *document;
    struct photo *photo;
    struct draft draft;
    struct sides sides;
    struct err err;
};
bool reading_take(struct reading *reading, struct read_result *out); // true once, when it is done
