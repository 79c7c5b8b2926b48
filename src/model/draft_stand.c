// How a head without a face stands in a photo: its rim, which end is up, which side it shows.
//
// Most photos are upright. Where the body does not lie below the head, or no head stands there, the photo is looked at
// turned.
#include "model/draft_part.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "model/pose_rows.h"

#include <math.h>

#define DEGREE (MATHD_PI / 180.0)
#define UPRIGHT_RAD (10.0 * DEGREE)   // less is how people hold head and camera
#define LOPSIDED_RAD (25.0 * DEGREE)  // less says nothing where shoulders are seen from above, or half of them
#define ASLANT_RAD (40.0 * DEGREE)    // where else it is looked for
#define MOST_LEAN_RAD (75.0 * DEGREE) // more says nothing
#define VAGUE_RAD 0.35                // of a turn that was found: 20 degrees
#define SURE_SHAPE 0.6                // likeness that a turned head must have
#define LEAST_BREADTH 0.25            // of the photo: who is photographed from above is near

static struct square whole(const struct image *image, double turn_rad)
{
    double side = fmax(image->width_px, image->height_px);
    bool is_aslant = fabs(mathd_sin(2.0 * turn_rad)) > 0.1;
    return (struct square){{0.5 * image->width_px, 0.5 * image->height_px}, is_aslant ? 1.2 * side : side, turn_rad};
}

// By how much more the photo would have to be turned for the body to lie straight below the head.
static double lean_rad(const struct draft_sight *sight, const struct draft_blob *blob)
{
    double c = mathd_cos(sight->square.turn_rad), s = mathd_sin(sight->square.turn_rad);
    double x = blob->body.x - blob->middle.x, y = blob->body.y - blob->middle.y;
    return mathd_atan2(-(c * x + s * y), c * y - s * x);
}

static bool is_near(const struct draft_sight *sight, const struct draft_blob *blob)
{
    return blob->breadth_px > LEAST_BREADTH * fmax(sight->image->width_px, sight->image->height_px) * sight->px_per_px;
}

// The map as the turned photo would have it.
static void turn_map(const struct draft_sight *from, double turn_rad, struct draft_sight *to)
{
    to->square = whole(from->image, turn_rad);
    for (int y = 0; y < PERSON_SIDE; y++)
        for (int x = 0; x < PERSON_SIDE; x++) {
            struct pt_px px = square_px(&to->square, (x + 0.5) / PERSON_SIDE, (y + 0.5) / PERSON_SIDE);
            to->person[y * PERSON_SIDE + x] = (float)square_value(&from->square, from->person, px);
        }
}

static bool see_at(struct draft_sight *sight, double turn_rad, struct marks *marks, struct draft_blob *blob,
                   struct err *err)
{
    if (!draft_see_person(sight, whole(sight->image, turn_rad), err))
        return false;
    *blob = draft_blob(sight, marks);
    return true;
}

// The map that there is, turned until the body lies below the head. False: it does not look like a head then.
static bool straighten(struct draft_sight *sight, struct marks *marks, struct draft_blob *blob)
{
    struct draft_sight *seen = mem_alloc(sizeof *seen);
    struct marks *rim = mem_alloc(sizeof *rim);
    struct draft_blob found = *blob;
    double turn = sight->square.turn_rad, lean = lean_rad(sight, blob);
    *seen = *sight;
    *rim = *marks;
    bool is_found = fabs(lean) < MOST_LEAN_RAD;
    for (int round = 0; round < 2 && is_found && fabs(lean) > 0.5 * UPRIGHT_RAD; round++) {
        turn += lean;
        turn_map(seen, turn, sight);
        found = draft_blob(sight, rim);
        lean = found.has_body ? lean_rad(sight, &found) : 0.0;
        is_found = found.likeness > SURE_SHAPE;
    }
    if (is_found) {
        *blob = found;
        *marks = *rim;
    } else {
        *sight = *seen;
    }
    mem_free(rim);
    mem_free(seen);
    return is_found;
}

static bool leans(const struct draft_sight *sight, const struct draft_blob *blob)
{
    return blob->has_body && fabs(lean_rad(sight, blob)) > (blob->has_neck ? UPRIGHT_RAD : LOPSIDED_RAD);
}

// Aslant, or, seen from above, from any end.
static bool find_turned(struct draft_sight *sight, struct marks *marks, struct draft_blob *blob, struct err *err)
{
    static const double turns[] = {ASLANT_RAD, -ASLANT_RAD, MATHD_PI, 0.5 * MATHD_PI, -0.5 * MATHD_PI};
    bool may_be_top = marks->facing == FACING_UNKNOWN || marks->facing == FACING_TOP;
    for (int i = 0; i < (may_be_top ? 5 : 2); i++) {
        if (!see_at(sight, turns[i], marks, blob, err))
            return false;
        bool is_aslant = i < 2;
        bool is_head = blob->likeness > SURE_SHAPE;
        if (is_head && is_aslant && leans(sight, blob))
            is_head = straighten(sight, marks, blob);
        bool is_large = is_near(sight, blob);
        if (is_head && (is_aslant ? is_large || blob->has_neck : is_large && !blob->has_neck))
            return true;
    }
    blob->likeness = 0.0;
    return true;
}

bool draft_stand(struct draft_sight *sight, const struct face *face, struct marks *marks, struct draft_blob *blob,
                 struct err *err)
{
    if (!see_at(sight, 0.0, marks, blob, err))
        return false;
    if (blob->likeness == 0.0)
        return find_turned(sight, marks, blob, err);
    if (leans(sight, blob) && face->detected < DRAFT_SURE_FACE) // a chin looks like a neck
        straighten(sight, marks, blob);
    return true;
}

void draft_lay_stand(const struct draft_sight *sight, struct marks *marks)
{
    double turn = sight->square.turn_rad, c = mathd_cos(turn), s = mathd_sin(turn);
    bool is_top = marks->facing == FACING_TOP;
    if (!is_top && fabs(turn) < 0.5 * UPRIGHT_RAD)
        return;
    struct vec3 toward = facing_toward(marks->facing), up = facing_up(marks->facing);
    struct vec3 across = vec3_cross(up, toward), forward = vec3_make(-across.y, up.y, toward.y); // of (0, -1, 0)
    struct vec3 crown = vec3_make(across.z, -up.z, -toward.z);
    if (is_top) { // who looks down on a head, from before or behind, sees the body on the far side from the face
        forward = vec3_make(0.0, -1.0, 0.0);
        crown = vec3_make(0.0, 0.0, -1.0);
    }
    marks->has_turn = true;
    marks->turn_sigma_rad = VAGUE_RAD;
    marks->turn_forward = vec3_make(c * forward.x - s * forward.y, s * forward.x + c * forward.y, forward.z);
    marks->turn_up = vec3_make(c * crown.x - s * crown.y, s * crown.x + c * crown.y, crown.z);
}

// A detected face lies before the middle of the head when it is seen from aside; a neck without shoulders
// beside it is not seen from above.
enum facing draft_guess_facing(const struct draft_sight *sight, const struct face *face, const struct draft_blob *blob)
{
    const double aside = 0.08, faint = 0.65;
    double c = mathd_cos(sight->square.turn_rad), s = mathd_sin(sight->square.turn_rad);
    double x = face->place.x * sight->px_per_px - blob->middle.x, y = face->place.y * sight->px_per_px - blob->middle.y;
    double off = c * x + s * y;
    if (face->detected > DRAFT_SURE_FACE && fabs(off) > aside * blob->breadth_px)
        return off < 0.0 ? FACING_LEFT : FACING_RIGHT;
    if (face->detected > DRAFT_SURE_FACE)
        return FACING_FRONT;
    bool is_above = blob->has_shoulders_beside && face->detected < faint; // and not a bowed head from before
    return blob->has_neck && !is_above ? FACING_BACK : FACING_TOP;
}
