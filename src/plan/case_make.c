#include "plan/case_make.h"

#include "base/mem.h"
#include "plan/json_text.h"

#include <stdio.h>
#include <string.h>

static bool check_name(const struct case_ *case_, const char *name, struct err *err)
{
    for (int i = 0; i < case_->view_count; i++)
        if (strcmp(case_->view[i]->photo_name, name) == 0)
            return err_set(err, ERR_INPUT, "%s: the case has a photo of that name", name);
    if (strlen(name) >= CASE_NAME_BYTES || !json_can_hold(name))
        return err_set(err, ERR_INPUT, "%s: a case cannot hold that file name: rename the photo", name);
    return true;
}

struct case_view *case_take_photo(struct case_ *case_, const struct photo *photo, const char *file_name,
                                  const struct marks *marks, struct err *err)
{
    if (!check_name(case_, file_name, err))
        return NULL;
    struct case_view *view = case_add_view(case_);
    if (!view) {
        err_set(err, ERR_INPUT, "%s: a case holds at most %d photos", file_name, CASE_MOST_VIEWS);
        return NULL;
    }
    snprintf(view->photo_name, sizeof view->photo_name, "%s", file_name);
    memcpy(view->photo_sha256, photo->sha256, sizeof view->photo_sha256);
    view->marks = *marks;
    view->marks.width_px = photo->image->width_px;
    view->marks.height_px = photo->image->height_px;
    view->marks.focal_35mm = photo->focal_35mm;
    return view;
}

static void take_result(struct case_ *case_, const struct pose_result *result)
{
    case_->head = result->head;
    memcpy(case_->semi_mm, result->semi_mm, sizeof case_->semi_mm);
    for (int i = 0; i < case_->view_count; i++) {
        case_->view[i]->view = result->view[i];
        case_->view[i]->scale_px_per_mm = result->scale_px_per_mm[i];
        case_->view[i]->residual_px = result->residual_px[i];
    }
}

// Marks that no head explains can leave a pose with no scale to speak of.
static bool is_usable(const struct pose_result *result, int view_count)
{
    for (int i = 0; i < view_count; i++) {
        struct interval scale = result->scale_px_per_mm[i];
        if (!(scale.low > 0.0 && scale.high < 1e6 && scale.low <= scale.likely && scale.likely <= scale.high))
            return false;
    }
    return true;
}

bool case_refit(struct case_ *case_, struct pose_result *result, struct err *err)
{
    struct marks *marks = mem_alloc(CASE_MOST_VIEWS * sizeof *marks);
    for (int i = 0; i < case_->view_count; i++)
        marks[i] = case_->view[i]->marks;
    bool is_fitted = pose_fit(marks, case_->view_count, result, err);
    if (is_fitted && !is_usable(result, case_->view_count))
        is_fitted = err_set(err, ERR_INPUT, "no head fits these marks: check left and right (the patient's) and "
                                            "that each is in pixels of the upright photo");
    if (is_fitted)
        take_result(case_, result);
    mem_free(marks);
    return is_fitted;
}

void case_take_template(struct case_ *case_, enum hairline_shape shape)
{
    struct option option = {.name = "A", .technique = technique_default(), .zone_count = 1};
    option.hairline = hairline_template(shape);
    hairline_make(&option.hairline, &case_->head);
    option.zone[0] = zone_make(ZONE_FULL, &case_->head, &option.hairline);
    snprintf(option.zone[0].name, sizeof option.zone[0].name, "%s", zone_kind_name(ZONE_FULL));
    case_add_option(case_, &option);
}
