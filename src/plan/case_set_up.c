#include "plan/case_set_up.h"

#include "model/pose_marks.h"

#include <string.h>

// What a person gave, drafted on where something can be.
static bool see(struct face_nets *nets, const struct photo *photo, const struct marks *given, struct draft *out,
                struct err *err)
{
    if (nets && draft_make(nets, photo, given, out, err))
        return true;
    memset(out, 0, sizeof *out);
    out->marks = *given; // the fit says whether those do by themselves
    return !nets || marks_are_any(given);
}

bool case_set_up(struct case_ *case_, struct face_nets *nets, const struct photo *photo, const char *file_name,
                 const struct marks *given, enum hairline_shape shape, struct set_up *out, struct err *err)
{
    memset(out, 0, sizeof *out);
    struct case_view *view = case_take_photo(case_, photo, file_name, given, err);
    if (!view)
        return false;
    if (!see(nets, photo, given, &out->draft, err))
        return err_prefix(err, "%s", file_name);
    case_lay_draft(view, photo, &out->draft);
    if (!case_refit(case_, case_->view_count - 1, &out->pose, err))
        return err_prefix(err, "%s", file_name);
    if (case_->option_count == 0)
        case_take_scalp(case_, shape, &out->draft, &out->scalp);
    return true;
}
