#include "plan/case_set_up.h"

#include "model/pose_marks.h"

#include <string.h>

bool case_set_up(struct case_ *case_, struct face_nets *nets, const struct photo *photo, const char *file_name,
                 const struct marks *given, enum hairline_shape shape, struct set_up *out, struct err *err)
{
    memset(out, 0, sizeof *out);
    if (!nets || !draft_make(nets, photo, given, &out->draft, err)) {
        if (nets && !marks_are_any(given))
            return err_prefix(err, "%s", file_name);
        out->draft.marks = *given; // the fit says whether they do by themselves
    }
    if (!case_take_photo(case_, photo, file_name, &out->draft.marks, err))
        return false;
    if (!case_refit(case_, &out->pose, err))
        return err_prefix(err, "%s", file_name);
    if (case_->option_count == 0)
        case_take_template(case_, shape);
    return true;
}
