// From a photo and its marks to a case: a view, the head's shape and pose, a first option, the skin.
#pragma once

#include "model/draft.h"
#include "model/scalp_draft.h"
#include "plan/case.h"

// Adds a view for the photo; its pose is still to be fitted. `marks` gives landmarks, outline, ruler and
// facing; size and focal length come from the photo. NULL (ERR_INPUT): no room, or a name that the case has
// already or that a case file cannot hold.
struct case_view *case_take_photo(struct case_ *case_, const struct photo *photo, const char *file_name,
                                  const struct marks *marks, struct err *err);

// Another photo in the place of a view's. Of the same size, or the same at another scale, it takes over marks, pose and
// mask; of another shape (case_photo_is_alike says no) marks and mask are the draft's; NULL: case_make_draft, which
// takes a moment. On failure the case is as it was.
bool case_replace_photo(struct case_ *case_, int view, const struct photo *photo, const char *file_name,
                        const struct draft *draft, struct err *err);
bool case_photo_is_alike(const struct case_view *view, const struct photo *photo);

// Fits the head and every view's pose to all marks together, of which those of the view `new_marks` are new: on the
// other photos the plan stays where it is (case_carry.h). Photos whose draft is unsure hardly shape the head where
// another one is sure. On failure the case is as it was.
bool case_refit(struct case_ *case_, int new_marks, struct pose_result *result, struct err *err);

// Option "A": a hairline template and the full zone behind it, marked as a draft.
void case_take_template(struct case_ *case_, enum hairline_shape shape);

// The same with the hairline and the zones that a draft's photo speaks for (scalp_draft.h); it has no zone where there
// is nothing to treat. The draft's head is the case's.
void case_take_scalp(struct case_ *case_, enum hairline_shape shape, const struct draft *draft,
                     struct scalp_draft *out);

// Marks that a person can start from: the landmarks of the mean head, upright in the middle of the photo and seen from
// that side (certainty 0).
void case_usual_draft(const struct photo *photo, enum facing facing, struct draft *out);
// How many of the marks stand where that put them: nobody has moved them yet.
int case_usual_marks_left(const struct photo *photo, const struct marks *marks);
// What the program sees itself (model/draft.h), which takes a moment; the usual one without networks or a head.
void case_make_draft(const struct photo *photo, enum facing facing, struct draft *out);

// A draft's marks and masks on a view that was just taken.
void case_lay_draft(struct case_view *view, const struct photo *photo, const struct draft *draft);
// case_take_photo with a draft, and case_refit. The first photo also brings option "A".
bool case_draft(struct case_ *case_, const struct photo *photo, const char *file_name, const struct draft *draft,
                struct err *err);

// Other marks in the place of a view's, and case_refit. On failure the case is as it was.
bool case_take_marks(struct case_ *case_, int view, const struct marks *marks, struct err *err);
// The same with a draft's marks and masks; what a person painted stays. `lays_template`: and a new option "A", where
// that is the only one.
bool case_take_draft(struct case_ *case_, int view, const struct draft *draft, bool lays_template, struct err *err);
