#include "model/draft.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "base/pool.h"
#include "image/resize.h"
#include "model/draft_part.h"
#include "model/pose_marks.h"
#include "model/pose_rows.h"
#include "model/scalp_draft.h"

#include <math.h>
#include <string.h>

#define LEAST_TRUST 0.1 // of a face; below it is none
enum { SIGHT_SIDE_PX = 1024, OUTLINE_ROUNDS = 2 };

static struct image *reduce(const struct photo *photo, struct err *err)
{
    const struct image *image = photo->image;
    int longer = image->width_px > image->height_px ? image->width_px : image->height_px;
    if (longer <= SIGHT_SIDE_PX)
        return image_ref(photo->image);
    int width = (int)((double)image->width_px * SIGHT_SIDE_PX / longer);
    struct pool *pool = pool_create(pool_default_threads());
    struct image *small = image_reduce(image, &photo->space, width < 1 ? 1 : width, pool, err);
    pool_destroy(pool);
    return small;
}

// Round the whole head of that face: some 2.5 x 3.7 eye distances, with room.
static struct square head_square(const struct face *face)
{
    struct pt_px brow = face->point[FACE_NASION], chin = face->point[FACE_MENTON];
    double up_x = brow.x - chin.x, up_y = brow.y - chin.y, length = sqrt(up_x * up_x + up_y * up_y);
    double shift = length > 0.0 ? 0.5 * face->eye_px / length : 0.0;
    return (struct square){{brow.x + shift * up_x, brow.y + shift * up_y}, 6.0 * face->eye_px, face->turn_rad};
}

// How much of what was seen can be trusted: the networks' own word, and that two looks agree.
static double trust(const struct face *face)
{
    double spread = face->eye_px > 0.0 ? face->spread_px / face->eye_px : 1.0;
    return face->certainty * fmin(fmax((0.08 - spread) / 0.05, 0.0), 1.0);
}

// A mesh that hardly holds still is better than none where the detector is sure: a face bent far forward.
static bool is_face(const struct face *face)
{
    const double least_certain = 0.3;
    return trust(face) > LEAST_TRUST || (face->detected > DRAFT_SURE_FACE && face->certainty > least_certain);
}

// The facing that comes nearest to a fitted pose; none where it lies far from all.
static enum facing facing_of(const struct view *view)
{
    double closest = 0.82; // cosine: 35 degrees
    enum facing facing = FACING_UNKNOWN;
    struct vec3 eye = vec3_unit(vec3_scale(mat3_mul_transposed(view->to_camera, view->origin_mm), -1.0));
    for (int i = FACING_UNKNOWN + 1; i < FACING_COUNT; i++) {
        double close = vec3_dot(eye, facing_toward((enum facing)i));
        if (close > closest) {
            closest = close;
            facing = (enum facing)i;
        }
    }
    return facing;
}

// How well face and rim agree: where hair stands off the skull they do not, and the scale suffers.
static double agreement(const struct pose_result *pose)
{
    const double good_mm = 2.4, bad_mm = 4.0;
    double off_mm = pose->residual_px[0] / view_scale_px_per_mm(&pose->view[0], pose->head.centre_mm);
    return fmin(fmax((bad_mm - off_mm) / (bad_mm - good_mm), 0.1), 1.0);
}

// As long a piece of the hairline as tells something, where hair and skin differ clearly.
static void lay_hairline(const struct pose_result *pose, struct draft *out)
{
    enum { FEWEST = 7 };
    const double least_certain = 0.5;
    struct vec3 line[CHART_COLUMNS];
    struct marks *marks = &out->marks;
    int count = scalp_draft_line(&out->chart, line);
    marks->hairline_count = 0;
    if (count < FEWEST || out->chart.certainty < least_certain)
        return;
    for (int i = 0; i < count && i < MARKS_MOST_HAIRLINE; i++)
        marks->hairline_count +=
            view_project(&pose->view[0], head_point_mm(&pose->head, line[i]), &marks->hairline[marks->hairline_count]);
}

// What lies on the head as it is fitted, and beside it.
static void read_head(const struct draft_sight *sight, const struct pose_result *pose, struct draft *out)
{
    draft_rim(sight, &pose->head, &pose->view[0], out);
    out->has_spectacles = out->way == DRAFT_FACE && draft_has_spectacles(sight, &out->face);
    draft_ears(&pose->head, &pose->view[0], out->has_spectacles, out);
    out->head = pose->head;
    out->view = pose->view[0];
    hair_chart_read(&out->chart, sight->image, sight->px_per_px, &pose->head, &pose->view[0]);
    draft_cover(sight, &pose->head, &pose->view[0], out);
    lay_hairline(pose, out);
}

bool draft_refuse(struct err *err)
{
    return err_set(err, ERR_INPUT, "no head is seen on this photo; if there is one, mark it by hand");
}

// A toy or a painted face has the features and no head about them.
static bool is_head(const struct marks *marks)
{
    return marks->outline_count > 0 || marks->certainty > 0.05;
}

// Landmarks first; then, round the head that they give, the outline, twice: a better head shows a better
// rim.
static bool from_face(struct draft_sight *sight, const struct face *face, struct draft *out, struct err *err)
{
    struct pose_result *pose = mem_alloc(sizeof *pose);
    struct marks *marks = &out->marks;
    bool has_outline = marks->outline_count > 0;
    out->way = DRAFT_FACE;
    marks->certainty = fmax(trust(face), LEAST_TRUST);
    draft_landmarks(sight, face, marks);
    bool is_seen = draft_see_person(sight, head_square(face), err);
    bool is_fitted = is_seen && pose_fit(marks, 1, pose, err);
    double share = 1.0;
    for (int i = 0; i < OUTLINE_ROUNDS && is_fitted && !has_outline; i++) {
        struct marks *tried = mem_alloc(sizeof *tried);
        *tried = *marks;
        share = draft_outline(sight, &pose->head, &pose->view[0], tried);
        if (pose_fit(tried, 1, pose, NULL)) // else the landmarks alone serve
            *marks = *tried;
        mem_free(tried);
    }
    if (is_fitted)
        read_head(sight, pose, out);
    marks->certainty *= (0.5 + 0.5 * share) * (is_fitted ? agreement(pose) : 0.0);
    if (face->rival > DRAFT_RIVAL || image_is_grey(sight->photo)) // whose head, or where it ends, is asked
        marks->certainty *= 0.9 * DRAFT_SURE;
    if (is_fitted && !is_head(marks))
        is_fitted = draft_refuse(err);
    if (is_fitted && marks->facing == FACING_UNKNOWN) {
        marks->facing = facing_of(&pose->view[0]);
        marks->is_facing_drafted = marks->facing != FACING_UNKNOWN;
    }
    mem_free(pose);
    return is_fitted;
}

// The rim near that of a head that fits the rough one: closer, and the rim of this side of the head. False: it is not
// there all along, as that of a hand or a bush is not.
static bool refine_outline(const struct draft_sight *sight, struct marks *marks, struct pose_result *pose)
{
    int rounds = 0;
    struct marks *tried = mem_alloc(sizeof *tried);
    struct pose_result *better = mem_alloc(sizeof *better);
    for (; rounds < OUTLINE_ROUNDS; rounds++) {
        *tried = *marks;
        bool is_seen = draft_outline(sight, &pose->head, &pose->view[0], tried) > 0.45;
        if (!is_seen || tried->outline_count < 12 || !pose_fit(tried, 1, better, NULL))
            break;
        *marks = *tried;
        *pose = *better;
    }
    mem_free(better);
    mem_free(tried);
    return rounds > 0;
}

// A head that is larger than the photo shows no rim that it could be known by.
static bool fits_photo(const struct pose_result *pose, const struct marks *marks)
{
    double breadth_px = 2.0 * pose->head.semi_mm.x * view_scale_px_per_mm(&pose->view[0], pose->head.centre_mm);
    return breadth_px < 1.1 * fmax(marks->width_px, marks->height_px);
}

// Seen whole, as a map over all of the photo; its head's rim, where a person gave none.
static bool see_head(struct draft_sight *sight, const struct face *face, struct marks *marks, struct draft_blob *blob,
                     struct err *err)
{
    if (marks->outline_count > 0) {
        *blob = (struct draft_blob){0};
        return err_set(err, ERR_INPUT, "no face is seen on this photo; the marks that are there must do");
    }
    return draft_stand(sight, face, marks, blob, err) && (blob->likeness > 0.0 || draft_refuse(err));
}

// The rim and a facing leave much open; so does the certainty.
static bool from_outline(struct draft_sight *sight, struct draft *out, struct err *err)
{
    const double most_certain = 0.5, guessed = 0.6; // of a facing that was given; by how much less of a guess
    struct marks *marks = &out->marks;
    struct draft_blob blob;
    if (!see_head(sight, &out->face, marks, &blob, err))
        return false;
    out->way = DRAFT_OUTLINE;
    marks->certainty = most_certain * blob.likeness;
    if (marks->facing == FACING_UNKNOWN) {
        marks->certainty *= guessed;
        marks->is_facing_drafted = true;
        marks->facing = draft_guess_facing(sight, &out->face, &blob);
    }
    draft_lay_stand(sight, marks);
    draft_keys(sight, &out->face, marks);
    struct pose_result *pose = mem_alloc(sizeof *pose);
    bool is_fitted = pose_fit(marks, 1, pose, err);
    bool is_whole = is_fitted && refine_outline(sight, marks, pose) && fits_photo(pose, marks);
    if (is_fitted && !is_whole && marks->is_facing_drafted)
        is_fitted = draft_refuse(err);
    if (is_fitted)
        read_head(sight, pose, out);
    mem_free(pose);
    return is_fitted;
}

static void scale_face(struct face *face, double factor)
{
    for (int i = 0; i < FACE_POINTS; i++) {
        face->point[i].x *= factor;
        face->point[i].y *= factor;
        face->depth[i] *= factor;
    }
    for (int i = 0; i < FACE_KEYS; i++)
        face->key[i] = (struct pt_px){face->key[i].x * factor, face->key[i].y * factor};
    for (int i = 0; i < 2 * FACE_IRIS_POINTS; i++) {
        struct pt_px *px = &face->iris[i / FACE_IRIS_POINTS][i % FACE_IRIS_POINTS];
        *px = (struct pt_px){px->x * factor, px->y * factor};
    }
    face->place = (struct pt_px){face->place.x * factor, face->place.y * factor};
    face->eye_px *= factor;
    face->spread_px *= factor;
}

static bool see(struct draft_sight *sight, struct draft *out, struct err *err)
{
    struct face *face = &out->face;
    if (!face_find(sight->nets, sight->image, face, err))
        return false;
    bool is_face_meant = out->marks.facing != FACING_TOP && out->marks.facing != FACING_BACK;
    bool is_done = is_face_meant && is_face(face) ? from_face(sight, face, out, err) : from_outline(sight, out, err);
    scale_face(face, sight->px_per_px);
    return is_done;
}

bool draft_make(struct face_nets *nets, const struct photo *photo, const struct marks *given, struct draft *out,
                struct err *err)
{
    memset(out, 0, sizeof *out);
    out->marks = *given;
    out->marks.width_px = photo->image->width_px;
    out->marks.height_px = photo->image->height_px;
    out->marks.focal_35mm = photo->focal_35mm;
    struct image *image = reduce(photo, err);
    if (!image)
        return false;
    struct draft_sight *sight = mem_alloc(sizeof *sight);
    sight->nets = nets;
    sight->image = image;
    sight->photo = photo->image;
    sight->px_per_px = (double)photo->image->width_px / image->width_px;
    struct err why = {0};
    bool is_done = see(sight, out, &why);
    if (!is_done && why.code == ERR_INPUT && !marks_are_any(given)) // it is not the marks that are at fault
        draft_refuse(&why);
    if (!is_done && err)
        *err = why;
    mem_free(sight);
    image_unref(image);
    return is_done;
}
