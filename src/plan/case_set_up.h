// From a photo to a case with hardly a word: drafted marks, pose, a first hairline and zone.
//
// What was given (marks, an option that the case has) stays as it is; the draft fills the gaps and is
// marked as a draft. The rules of case_make.h hold for names and photos.
#pragma once

#include "model/draft.h"
#include "plan/case_make.h"

struct set_up {
    struct draft draft;
    struct pose_result pose;
    struct scalp_draft scalp; // of the first photo
};

// Adds a view for the photo and fits all views together; the first photo also brings option "A" of
// that shape. `nets` may be NULL: then the marks must do by themselves. On failure (ERR_INPUT: no head
// is seen, or the marks do not agree) the case is as it was but for a view at the end.
bool case_set_up(struct case_ *case_, struct face_nets *nets, const struct photo *photo, const char *file_name,
                 const struct marks *given, enum hairline_shape shape, struct set_up *out, struct err *err);
