// Names of landmarks and facings, and what marks must be before a fit looks at them.
#include "model/pose_marks.h"

#include <math.h>
#include <string.h>

static const char *const landmark_names[LANDMARK_COUNT] = {
    [LANDMARK_GLABELLA] = "glabella",
    [LANDMARK_NASION] = "nasion",
    [LANDMARK_PUPIL_LEFT] = "pupil_left",
    [LANDMARK_PUPIL_RIGHT] = "pupil_right",
    [LANDMARK_TRAGION_LEFT] = "tragion_left",
    [LANDMARK_TRAGION_RIGHT] = "tragion_right",
    [LANDMARK_VERTEX] = "vertex",
    [LANDMARK_MENTON] = "menton",
    [LANDMARK_SUBNASALE] = "subnasale",
    [LANDMARK_CANTHUS_LEFT] = "canthus_left",
    [LANDMARK_CANTHUS_RIGHT] = "canthus_right",
    [LANDMARK_WHORL] = "whorl",
    [LANDMARK_INION] = "inion",
    [LANDMARK_CROWN] = "crown",
    [LANDMARK_EAR_TOP_LEFT] = "ear_top_left",
    [LANDMARK_EAR_TOP_RIGHT] = "ear_top_right",
};

static const char *const facing_names[FACING_COUNT] = {
    [FACING_UNKNOWN] = "unknown",
    [FACING_FRONT] = "front",
    [FACING_LEFT] = "left",
    [FACING_RIGHT] = "right",
    [FACING_TOP] = "top",
    [FACING_BACK] = "back",
    [FACING_THREE_QUARTER_LEFT] = "three-quarter-left",
    [FACING_THREE_QUARTER_RIGHT] = "three-quarter-right",
};

const char *landmark_name(enum landmark landmark)
{
    return landmark_names[landmark];
}

bool landmark_find(const char *name, enum landmark *out)
{
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        if (strcmp(name, landmark_names[i]) == 0) {
            *out = (enum landmark)i;
            return true;
        }
    }
    return false;
}

const char *facing_name(enum facing facing)
{
    return facing_names[facing];
}

bool facing_find(const char *name, enum facing *out)
{
    for (int i = 0; i < FACING_COUNT; i++) {
        if (strcmp(name, facing_names[i]) == 0) {
            *out = (enum facing)i;
            return true;
        }
    }
    return false;
}

// Not NaN, and no more than half a photo beyond its edges (a cropped head's chin, say).
static bool is_near_photo(const struct marks *marks, struct pt_px p)
{
    double w = marks->width_px, h = marks->height_px;
    return p.x >= -0.5 * w && p.x <= 1.5 * w && p.y >= -0.5 * h && p.y <= 1.5 * h;
}

static bool check_points(const struct marks *marks, int number, struct err *err)
{
    for (int i = 0; i < LANDMARK_COUNT; i++)
        if (marks->has_landmark[i] && !is_near_photo(marks, marks->landmark[i]))
            return err_set(err, ERR_INPUT, "view %d: %s lies far outside the photo of %d x %d px; set it again", number,
                           landmark_names[i], marks->width_px, marks->height_px);
    if (marks->outline_count < 0 || marks->outline_count > MARKS_MOST_OUTLINE)
        return err_set(err, ERR_INPUT, "view %d: %d outline points; at most %d are taken", number, marks->outline_count,
                       MARKS_MOST_OUTLINE);
    for (int i = 0; i < marks->outline_count; i++)
        if (!is_near_photo(marks, marks->outline[i]))
            return err_set(err, ERR_INPUT, "view %d: outline point %d lies far outside the photo; set it again", number,
                           i + 1);
    return true;
}

static bool check_ruler(const struct marks *marks, int number, struct err *err)
{
    if (!marks->has_ruler)
        return true;
    double x = marks->ruler[1].x - marks->ruler[0].x, y = marks->ruler[1].y - marks->ruler[0].y;
    if (!is_near_photo(marks, marks->ruler[0]) || !is_near_photo(marks, marks->ruler[1]))
        return err_set(err, ERR_INPUT, "view %d: the ruler lies far outside the photo; set it again", number);
    if (!(x * x + y * y >= 16.0))
        return err_set(err, ERR_INPUT, "view %d: the ruler's ends are under 4 px apart; set them apart", number);
    if (!(marks->ruler_mm >= 1.0 && marks->ruler_mm <= 400.0))
        return err_set(err, ERR_INPUT, "view %d: a ruler of %g mm; give its length in mm, 1 to 400", number,
                       marks->ruler_mm);
    return true;
}

static int count_landmarks(const struct marks *marks)
{
    int count = 0;
    for (int i = 0; i < LANDMARK_COUNT; i++)
        count += marks->has_landmark[i] ? 1 : 0;
    return count;
}

bool marks_refuse_few(const struct marks *marks, int number, struct err *err)
{
    return err_set(err, ERR_INPUT,
                   "view %d: landmarks: %d, outline points: %d%s: too few to fix the pose; the "
                   "fewest that do: "
                   "three landmarks far apart (best glabella and both tragions), or two and six "
                   "outline points, "
                   "or one, six outline points and the facing",
                   number, count_landmarks(marks), marks->outline_count,
                   marks->facing == FACING_UNKNOWN ? ", no facing" : "");
}

bool marks_refuse_vague(const struct marks *marks, int number, const char *why, struct err *err)
{
    return err_set(err, ERR_INPUT, "view %d: these marks %s; add landmarks far from them%s%s", number, why,
                   marks->outline_count < 6 ? ", six or more points on the skull's outline" : "",
                   marks->facing == FACING_UNKNOWN ? ", or the facing" : "");
}

bool marks_are_any(const struct marks *marks)
{
    return count_landmarks(marks) > 0 || marks->outline_count > 0 || marks->has_ruler;
}

bool marks_are_enough(const struct marks *marks)
{
    int landmarks = count_landmarks(marks);
    bool has_outline = marks->outline_count >= 6, has_facing = marks->facing != FACING_UNKNOWN;
    return landmarks >= 3 || (landmarks == 2 && has_outline) || (landmarks == 1 && has_outline && has_facing) ||
           (has_facing && marks->outline_count >= 12 && marks->outline_drafted_mm > 0.0); // a draft may be vague
}

bool marks_check(const struct marks *marks, int number, struct err *err)
{
    if (marks->width_px < 1 || marks->height_px < 1 || marks->width_px > 100000 || marks->height_px > 100000)
        return err_set(err, ERR_INPUT, "view %d: a photo of %d x %d px cannot be", number, marks->width_px,
                       marks->height_px);
    if (marks->focal_35mm != 0.0 && !(marks->focal_35mm >= 8.0 && marks->focal_35mm <= 1000.0))
        return err_set(err, ERR_INPUT,
                       "view %d: a focal length of %g mm; give its 35 mm equivalent, 8 to 1000, or "
                       "0 if unknown",
                       number, marks->focal_35mm);
    if ((int)marks->facing < 0 || marks->facing >= FACING_COUNT)
        return err_set(err, ERR_INPUT, "view %d: no such facing", number);
    return check_points(marks, number, err) && check_ruler(marks, number, err) &&
           (marks_are_enough(marks) || marks_refuse_few(marks, number, err));
}
