#include "model/draft.h"

#include "base/mem.h"
#include "image/resize.h"
#include "model/draft_part.h"

#include <math.h>
#include <string.h>

enum { SIGHT_SIDE_PX = 1024, OUTLINE_ROUNDS = 2 };

static struct image *reduce(const struct photo *photo, struct err *err)
{
    const struct image *image = photo->image;
    int longer = image->width_px > image->height_px ? image->width_px : image->height_px;
    if (longer <= SIGHT_SIDE_PX)
        return image_ref(photo->image);
    int width = (int)((double)image->width_px * SIGHT_SIDE_PX / longer);
    return image_reduce(image, &photo->space, width < 1 ? 1 : width, NULL, err);
}

static bool see_person(struct draft_sight *sight, struct square square, struct err *err)
{
    sight->square = square;
    return face_person(sight->nets, sight->image, square, sight->person, err);
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

// Landmarks first; then, round the head that they give, the outline, twice: a better head shows a better
// rim.
static bool from_face(struct draft_sight *sight, const struct face *face, struct draft *out, struct err *err)
{
    struct pose_result *pose = mem_alloc(sizeof *pose);
    struct marks *marks = &out->marks;
    bool has_outline = marks->outline_count > 0;
    out->way = DRAFT_FACE;
    marks->certainty = trust(face);
    draft_landmarks(sight, face, marks);
    bool is_seen = see_person(sight, head_square(face), err);
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
    marks->certainty *= 0.5 + 0.5 * share;
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
    face->eye_px *= factor;
    face->spread_px *= factor;
}

static bool see(struct draft_sight *sight, struct draft *out, struct err *err)
{
    struct face *face = &out->face;
    if (!face_find(sight->nets, sight->image, face, err))
        return false;
    bool is_done = trust(face) > 0.2 ? from_face(sight, face, out, err)
                                     : err_set(err, ERR_INPUT, "no head is seen on this photo");
    scale_face(face, sight->px_per_px);
    return is_done;
}

bool draft_make(struct face_nets *nets, const struct photo *photo, const struct marks *given,
                struct draft *out, struct err *err)
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
    sight->px_per_px = (double)photo->image->width_px / image->width_px;
    bool is_done = see(sight, out, err);
    mem_free(sight);
    image_unref(image);
    return is_done;
}
