#include "plan/case_make.h"

#include "base/mem.h"
#include "model/pose_prior.h"
#include "model/rim_fit.h"
#include "plan/case_carry.h"
#include "plan/json_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// `except`: a view that is about to give its name up, or -1.
static bool check_name(const struct case_ *case_, const char *name, int except, struct err *err)
{
    for (int i = 0; i < case_->view_count; i++)
        if (i != except && strcmp(case_->view[i]->photo_name, name) == 0)
            return err_set(err, ERR_INPUT, "%s: the case has a photo of that name", name);
    if (strlen(name) >= CASE_NAME_BYTES || !json_can_hold(name))
        return err_set(err, ERR_INPUT, "%s: a case cannot hold that file name: rename the photo", name);
    return true;
}

static void name_photo(struct case_view *view, const struct photo *photo, const char *file_name)
{
    snprintf(view->photo_name, sizeof view->photo_name, "%s", file_name);
    memcpy(view->photo_sha256, photo->sha256, sizeof view->photo_sha256);
}

static void take_marks(struct case_view *view, const struct photo *photo, const struct marks *marks)
{
    view->marks = *marks;
    view->marks.width_px = photo->image->width_px;
    view->marks.height_px = photo->image->height_px;
    view->marks.focal_35mm = photo->focal_35mm;
}

struct case_view *case_take_photo(struct case_ *case_, const struct photo *photo, const char *file_name,
                                  const struct marks *marks, struct err *err)
{
    if (!check_name(case_, file_name, -1, err))
        return NULL;
    struct case_view *view = case_add_view(case_);
    if (!view) {
        err_set(err, ERR_INPUT, "%s: a case holds at most %d photos", file_name, CASE_MOST_VIEWS);
        return NULL;
    }
    name_photo(view, photo, file_name);
    take_marks(view, photo, marks);
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

// Where one photo is sure, by a person or by itself, those that are not take their head from it and hardly shape it:
// their side may be guessed wrong.
#define UNSURE_RIM_MM 3.0
#define UNSURE_MARK_MM 8.0

static bool is_unsure(const struct marks *marks)
{
    return marks->certainty > 0.0 && marks->certainty < DRAFT_SURE;
}

static void hold_back(struct marks *marks)
{
    if (marks->outline_drafted_mm > 0.0)
        marks->outline_drafted_mm = fmax(marks->outline_drafted_mm, UNSURE_RIM_MM);
    for (int i = 0; i < LANDMARK_COUNT; i++)
        if (marks->drafted_mm[i] > 0.0)
            marks->drafted_mm[i] = fmax(marks->drafted_mm[i], UNSURE_MARK_MM);
}

static bool is_any_held_back(const struct case_ *case_)
{
    int unsure = 0;
    for (int i = 0; i < case_->view_count; i++)
        unsure += is_unsure(&case_->view[i]->marks);
    return unsure > 0 && unsure < case_->view_count;
}

static bool fit(const struct case_ *case_, bool holds_back, struct pose_result *result, struct err *err)
{
    struct marks *marks = mem_alloc(CASE_MOST_VIEWS * sizeof *marks);
    for (int i = 0; i < case_->view_count; i++) {
        marks[i] = case_->view[i]->marks;
        if (holds_back && is_unsure(&marks[i]))
            hold_back(&marks[i]);
    }
    bool is_fitted = pose_fit(marks, case_->view_count, result, err);
    mem_free(marks);
    return is_fitted;
}

// The rim follows the marks as the case holds them, here as when it is read.
static void fit_rims(const struct case_ *case_, struct pose_result *result)
{
    for (int i = 0; i < case_->view_count; i++) {
        struct view *view = &result->view[i];
        const struct marks *marks = &case_->view[i]->marks;
        view->rim = (struct view_rim){0};
        rim_fit(view, &result->head, marks->outline, marks->outline_count, marks->outline_drafted_mm);
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

// A draft that is a question can still not be of a head that is larger than its photo.
static bool fits_photo(const struct case_ *case_, const struct pose_result *result, int view)
{
    const struct marks *marks = &case_->view[view]->marks;
    double breadth_px = 2.0 * result->head.semi_mm.x * result->scale_px_per_mm[view].likely;
    return !is_unsure(marks) || breadth_px < 1.25 * fmax(marks->width_px, marks->height_px);
}

bool case_refit(struct case_ *case_, int new_marks, struct pose_result *result, struct err *err)
{
    bool is_fitted = is_any_held_back(case_) && fit(case_, true, result, NULL);
    is_fitted = is_fitted || fit(case_, false, result, err); // held back, some may be too vague
    if (is_fitted && !is_usable(result, case_->view_count))
        is_fitted = err_set(err, ERR_INPUT,
                            "no head fits these marks: check left and right (the patient's) and "
                            "that each is in pixels of the upright photo");
    if (is_fitted && new_marks >= 0 && !fits_photo(case_, result, new_marks))
        is_fitted = draft_refuse(err);
    if (is_fitted) {
        fit_rims(case_, result);
        case_carry_plan(case_, result, new_marks);
        take_result(case_, result);
    }
    return is_fitted;
}

// The usual hairline says how such heads mostly look, and nothing of this one.
#define USUAL_CERTAINTY DRAFT_SURE

static struct option template(const struct case_ *case_, enum hairline_shape shape)
{
    struct option option = {.name = "A", .technique = technique_default(), .zone_count = 1};
    option.hairline = hairline_template(shape);
    hairline_make(&option.hairline, &case_->head);
    option.hairline.draft_certainty = USUAL_CERTAINTY;
    option.zone[0] = zone_make(ZONE_FULL, &case_->head, &option.hairline);
    option.zone[0].draft_certainty = USUAL_CERTAINTY;
    snprintf(option.zone[0].name, sizeof option.zone[0].name, "%s", zone_kind_name(ZONE_FULL));
    return option;
}

void case_take_template(struct case_ *case_, enum hairline_shape shape)
{
    struct option option = template(case_, shape);
    case_add_option(case_, &option);
}

// Temples differ by as much between people: one too far forward puts dots on the face, one too far back shows a first
// line of an older man.
#define DRAFT_TEMPLE_BACK_MM 7.0

void case_take_scalp(struct case_ *case_, enum hairline_shape shape, const struct draft *draft, struct scalp_draft *out)
{
    struct option option = template(case_, shape);
    option.hairline.temple_mm -= DRAFT_TEMPLE_BACK_MM;
    hairline_make(&option.hairline, &case_->head);
    scalp_draft_lay(&draft->chart, &case_->head, &option, out);
    case_add_option(case_, &option);
}

// A head fills half of a consultation photo's shorter side; without a known lens it is this far away.
#define DRAFT_SHARE 0.5
#define DRAFT_BREADTH_MM 154.0
#define DRAFT_DISTANCE_MM 650.0
#define SAVED_PX 0.06 // more than a case file rounds by

// The camera looks along `along` (head frame) at the middle between chin and vertex.
static struct view draft_view(const struct photo *photo, struct vec3 along)
{
    struct view view = {.width_px = photo->image->width_px, .height_px = photo->image->height_px};
    double px_per_mm = DRAFT_SHARE * fmin(view.width_px, view.height_px) / DRAFT_BREADTH_MM;
    bool has_lens = photo->focal_35mm > 0.0;
    view.focal_px =
        has_lens ? view_focal_px(view.width_px, view.height_px, photo->focal_35mm) : px_per_mm * DRAFT_DISTANCE_MM;
    view.centre_px = (struct pt_px){0.5 * view.width_px, 0.5 * view.height_px};
    struct vec3 up = along.z < -0.7 ? vec3_make(0.0, 1.0, 0.0) : vec3_make(0.0, 0.0, 1.0);
    struct vec3 right = vec3_unit(vec3_cross(along, up));
    view.to_camera = (struct mat3){{right, vec3_cross(along, right), along}};
    struct vec3 middle = vec3_make(0.0, -10.0, 20.0);
    struct vec3 eye = vec3_sub(middle, vec3_scale(along, view.focal_px / px_per_mm));
    view.origin_mm = vec3_scale(mat3_mul(view.to_camera, eye), -1.0);
    return view;
}

static struct vec3 draft_direction(enum facing facing)
{
    static const struct vec3 ALONG[FACING_COUNT] = {
        [FACING_UNKNOWN] = {0.0, 1.0, -0.15},
        [FACING_FRONT] = {0.0, 1.0, -0.15},
        [FACING_LEFT] = {-1.0, 0.1, -0.15},
        [FACING_RIGHT] = {1.0, 0.1, -0.15},
        [FACING_TOP] = {0.0, 0.3, -1.0},
        [FACING_BACK] = {0.0, -1.0, -0.3},
        [FACING_THREE_QUARTER_LEFT] = {-0.6, 0.8, -0.3},
        [FACING_THREE_QUARTER_RIGHT] = {0.6, 0.8, -0.3},
    };
    return vec3_unit(ALONG[facing]);
}

static bool see(const struct photo *photo, enum facing facing, struct draft *out)
{
    char folder[PLACE_MOST_PATH];
    struct face_nets *nets = face_nets_folder(folder) ? face_nets_open(folder, NULL) : NULL;
    if (!nets)
        return false;
    struct marks *given = mem_alloc(sizeof *given);
    given->facing = facing == FACING_FRONT ? FACING_UNKNOWN : facing; // front is what nobody chose
    bool is_seen = draft_make(nets, photo, given, out, NULL);
    mem_free(given);
    face_nets_close(nets);
    return is_seen;
}

void case_usual_draft(const struct photo *photo, enum facing facing, struct draft *out)
{
    static const double MEAN_HEAD[SHAPE_COUNT];
    struct pose_prior *prior = mem_alloc(sizeof *prior);
    struct vec3 along = draft_direction(facing);
    struct view view = draft_view(photo, along);
    struct marks *marks = &out->marks;
    pose_prior_make(prior);
    memset(out, 0, sizeof *out);
    marks->facing = facing;
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        struct vec3 place = affine_at(&prior->place_mm[i], MEAN_HEAD);
        marks->has_landmark[i] =
            vec3_dot(prior->seen_from[i], along) < -0.2 && view_project(&view, place, &marks->landmark[i]);
    }
    mem_free(prior);
}

int case_usual_marks_left(const struct photo *photo, const struct marks *marks)
{
    int left = 0;
    struct draft *usual = mem_alloc(sizeof *usual);
    case_usual_draft(photo, marks->facing, usual);
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        struct pt_px at = marks->landmark[i], put = usual->marks.landmark[i];
        left += marks->has_landmark[i] && usual->marks.has_landmark[i] && fabs(at.x - put.x) < SAVED_PX &&
                fabs(at.y - put.y) < SAVED_PX;
    }
    mem_free(usual);
    return left;
}

void case_make_draft(const struct photo *photo, enum facing facing, struct draft *out)
{
    if (!see(photo, facing, out))
        case_usual_draft(photo, facing, out);
}

// A person's strokes stay, above the draft's.
static void take_masks(struct case_view *view, const struct draft *draft)
{
    struct mask_stroke *old = view->stroke;
    int old_count = view->stroke_count;
    view->stroke = NULL;
    view->stroke_count = 0;
    for (int i = 0; i < draft->mask_count; i++) {
        struct mask_stroke stroke = {.of = MASK_AWAY, .is_drafted = 1, .point_count = draft->mask[i].count};
        memcpy(stroke.point, draft->mask[i].point, (size_t)stroke.point_count * sizeof stroke.point[0]);
        case_view_add_stroke(view, &stroke);
    }
    for (int i = 0; i < old_count; i++)
        if (!old[i].is_drafted && view->stroke_count < CASE_MOST_STROKES)
            case_view_add_stroke(view, &old[i]);
    mem_free(old);
}

void case_lay_draft(struct case_view *view, const struct photo *photo, const struct draft *draft)
{
    take_marks(view, photo, &draft->marks);
    take_masks(view, draft);
}

bool case_draft(struct case_ *case_, const struct photo *photo, const char *file_name, const struct draft *draft,
                struct err *err)
{
    struct pose_result *result = mem_alloc(sizeof *result);
    struct case_view *view = case_take_photo(case_, photo, file_name, &draft->marks, err);
    if (view)
        case_lay_draft(view, photo, draft);
    bool is_made = view && case_refit(case_, case_->view_count - 1, result, err);
    struct scalp_draft scalp;
    if (is_made && case_->option_count == 0)
        case_take_scalp(case_, HAIRLINE_ROUND, draft, &scalp);
    mem_free(result);
    return is_made;
}

bool case_take_marks(struct case_ *case_, int view, const struct marks *marks, struct err *err)
{
    struct marks *of = &case_->view[view]->marks;
    struct pose_result *result = mem_alloc(sizeof *result);
    struct marks *old = mem_alloc(sizeof *old);
    *old = *of;
    *of = *marks;
    of->width_px = old->width_px;
    of->height_px = old->height_px;
    of->focal_35mm = old->focal_35mm;
    bool is_fitted = case_refit(case_, view, result, err);
    if (!is_fitted)
        *of = *old;
    mem_free(old);
    mem_free(result);
    return is_fitted;
}

bool case_take_draft(struct case_ *case_, int view, const struct draft *draft, bool lays_template, struct err *err)
{
    if (!case_take_marks(case_, view, &draft->marks, err))
        return false;
    take_masks(case_->view[view], draft);
    if (lays_template && case_->option_count == 1) {
        enum hairline_shape shape = case_->option[0]->hairline.shape;
        struct scalp_draft scalp;
        case_remove_option(case_, 0);
        case_take_scalp(case_, shape, draft, &scalp);
    }
    return true;
}

static void scale_points(struct pt_px *point, int count, double factor)
{
    for (int i = 0; i < count; i++)
        point[i] = (struct pt_px){point[i].x * factor, point[i].y * factor};
}

// The same picture with `factor` times as many pixels across.
static void scale_view(struct case_view *view, const struct photo *photo, double factor)
{
    struct marks *marks = &view->marks;
    struct interval *scale = &view->scale_px_per_mm;
    scale_points(marks->landmark, LANDMARK_COUNT, factor);
    scale_points(marks->outline, marks->outline_count, factor);
    scale_points(marks->hairline, marks->hairline_count, factor);
    scale_points(marks->ruler, 2, factor);
    for (int i = 0; i < view->stroke_count; i++) {
        scale_points(view->stroke[i].point, view->stroke[i].point_count, factor);
        view->stroke[i].width_px *= factor;
    }
    marks->width_px = view->view.width_px = photo->image->width_px;
    marks->height_px = view->view.height_px = photo->image->height_px;
    view->view.focal_px *= factor;
    view->view.centre_px = (struct pt_px){view->view.centre_px.x * factor, view->view.centre_px.y * factor};
    *scale = (struct interval){scale->low * factor, scale->likely * factor, scale->high * factor};
    view->residual_px *= factor;
    view_rim_scale(&view->view.rim, factor);
}

static bool draft_anew(struct case_ *case_, int index, const struct photo *photo, const struct draft *found,
                       struct err *err)
{
    struct case_view *view = case_->view[index];
    struct pose_result *result = mem_alloc(sizeof *result);
    struct draft *draft = mem_alloc(sizeof *draft);
    struct marks *old = mem_alloc(sizeof *old);
    *old = view->marks;
    if (found)
        *draft = *found;
    else
        case_make_draft(photo, old->facing, draft);
    take_marks(view, photo, &draft->marks);
    bool is_done = case_refit(case_, index, result, err);
    if (is_done) {
        case_view_clear_strokes(view); // they lie on the old photo
        take_masks(view, draft);
    } else {
        view->marks = *old;
    }
    mem_free(result);
    mem_free(draft);
    mem_free(old);
    return is_done;
}

bool case_photo_is_alike(const struct case_view *view, const struct photo *photo)
{
    double across = (double)photo->image->width_px / view->view.width_px;
    double down = (double)photo->image->height_px / view->view.height_px;
    // A resized copy is a pixel off at most.
    return fabs(across - down) * fmax(view->view.width_px, view->view.height_px) <= 1.0 + fmax(across, down);
}

bool case_replace_photo(struct case_ *case_, int index, const struct photo *photo, const char *file_name,
                        const struct draft *draft, struct err *err)
{
    struct case_view *view = case_->view[index];
    const struct image *image = photo->image;
    bool is_same_size = image->width_px == view->view.width_px && image->height_px == view->view.height_px;
    if (!check_name(case_, file_name, index, err))
        return false;
    if (case_photo_is_alike(view, photo) && !is_same_size)
        scale_view(view, photo, (double)image->width_px / view->view.width_px);
    else if (!is_same_size && !draft_anew(case_, index, photo, draft, err))
        return false;
    name_photo(view, photo, file_name);
    return true;
}
