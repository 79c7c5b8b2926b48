#include "plan/case_set_up.h"

#include "model/pose_marks.h"

#include <string.h>

bool case_set_up(struct case_ *case_, struct face_nets *nets, const struct photo *photo, const char *file_name,
                 const struct marks *given, enum hairline_shape shape, struct set_up *out, struct err *err)
{
    memset(out, 0, sizeof *out);
    struct case_view *view = case_take_photo(case_, photo, file_name, given, err);
    if (!view)
        return false;
    if (nets && draft_make(nets, photo, given, &out->draft, err))
        view->marks = out->draft.marks;
    else if (nets && !marks_are_any(given)) // else the fit says whether those do by themselves
        return err_prefix(err, "%s", file_name);
    if (!case_refit(case_, &out->pose, err))
        return err_prefix(err, "%s", file_name);
    if (case_->option_count == 0)
        case_take_template(case_, shape);
    return true;
}
