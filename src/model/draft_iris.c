// From the irises that a network points at to how many pixels across they are in the photo, which is a scale: see
// IRIS_MM in pose_prior.h.
#include "model/draft_part.h"

#include "image/limbus.h"

#include <math.h>

// A face turned farther shows its irises aslant by an angle that nobody knows: eyes look at the camera, or ahead.
#define MOST_TURNED 0.34 // sine: 20 degrees
#define APART 0.12       // of their breadth: a person's two differ by less than 0.2 mm
// Of the distance between the eyes: 11.8 of 64 mm, and what people and a turn of the face make of it.
#define LEAST_SHARE 0.135
#define MOST_SHARE 0.26

static double length_px(struct pt_px a, struct pt_px b)
{
    return sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

static bool see(const struct draft_sight *sight, const struct face *face, int eye, double turned, struct limbus *out)
{
    const struct pt_px *at = face->iris[eye];
    double k = sight->px_per_px, guess = fmax(length_px(at[1], at[3]), length_px(at[2], at[4]));
    struct pt_px centre = {k * at[0].x, k * at[0].y};
    double share_px = k * face->eye_px / sqrt(1.0 - turned * turned);
    if (!limbus_find(sight->photo, centre, k * guess, face->turn_rad, out) ||
        out->diameter_px < LEAST_SHARE * share_px || out->diameter_px > MOST_SHARE * share_px)
        return false;
    // Eyes that look ahead show it narrower by the cosine, eyes that look at the camera not at all: half of that, with
    // as much doubt, which both share and each bears more of.
    double narrow = 1.0 - sqrt(1.0 - turned * turned), doubt = 1.41 * 0.5 * narrow * out->diameter_px;
    out->diameter_px /= 1.0 - 0.5 * narrow;
    out->sigma_px = sqrt(out->sigma_px * out->sigma_px + doubt * doubt);
    return true;
}

bool draft_irises(const struct draft_sight *sight, const struct face *face, double turned, struct limbus out[2])
{
    bool is_seen[2] = {false, false};
    for (int eye = 0; eye < 2 && face->has_irises && fabs(turned) < MOST_TURNED; eye++)
        is_seen[eye] = see(sight, face, eye, turned, &out[eye]);
    double mean = 0.5 * (out[0].diameter_px + out[1].diameter_px);
    return is_seen[0] && is_seen[1] && fabs(out[0].diameter_px - out[1].diameter_px) < APART * mean;
}
