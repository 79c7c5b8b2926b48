#include "model/pose_prior.h"

#include <string.h>

enum pairing { MIDDLE, LEFT };
enum grain { BOXED, ON_SURFACE }; // own offsets along x, y, z, or across, along and out of the skin

// A landmark of the mean man. A right one mirrors its left one, so only the left has a row of
// numbers.
struct place_row {
    enum landmark landmark;
    enum pairing pairing;
    enum grain grain;
    struct vec3 mean_mm;
    struct vec3 follow; // how far each coordinate grows and moves with the ellipsoid
    double forward_mm;  // by one sigma of the face's protrusion, height and width
    double height_mm, width_mm;
    double pitches;        // 1: turns with the face against the skull
    struct vec3 own_mm;    // sigma of the own offset; of a pair, of what both share
    struct vec3 uneven_mm; // of a pair: sigma of what they do not share
    double marking_mm;
    struct vec3 seen_from;
};

// Breadth, length, IPD, bizygomatic, menton-sellion, ear length: domain.md section 3. The other
// places are assumed from facial proportions. x of the pupils follows the head's breadth by their
// correlation 0.31: 0.31 x (1.7 / 2.75) x (77.2 / 32) = 0.46; tragions by 0.6 likewise.
// How far the ears lie behind the face: the ear canal is 5 mm (sigma 6) behind the middle of the head's length in
// CIPIC's 45 people, the tragion some 7 mm before it; on the two MRI heads below the middle is 1 and 7 mm behind the
// points before the ears, on the scan 15. Taken as 9, with all of the face, which stands 1 mm proud of the mean skull
// at the brow.
// clang-format off
static const struct place_row place_rows[] = {
    {LANDMARK_GLABELLA, MIDDLE, BOXED, {0, -93.5, 43}, {1, 1, 0.2}, 1.0, 0, 0, 1,
     {1.2, 2.5, 4}, {0, 0, 0}, 1.5, {0, -1, 0}},
    {LANDMARK_NASION, MIDDLE, BOXED, {0, -89.5, 25}, {1, 1, 0}, 2.0, 0, 0, 1,
     {1.0, 2.5, 2.5}, {0, 0, 0}, 1.0, {0, -1, 0}},
    {LANDMARK_PUPIL_LEFT, LEFT, BOXED, {32, -80, 19}, {0.46, 1, 0}, 2.5, 0, 1.2, 1,
     {1.1, 2, 2}, {0.8, 1, 0.8}, 0.5, {0, -1, 0}},
    {LANDMARK_CANTHUS_LEFT, LEFT, BOXED, {45.5, -67, 16}, {0.6, 1, 0}, 2.5, 0, 1.6, 1,
     {1.5, 2.5, 2}, {0.8, 1, 0.8}, 1.0, {0.5, -0.87, 0}},
    {LANDMARK_SUBNASALE, MIDDLE, BOXED, {0, -98, -26}, {1, 1, 0}, 2.5, -2.5, 0, 1,
     {1.2, 3, 2.5}, {0, 0, 0}, 1.0, {0, -1, 0}},
    {LANDMARK_MENTON, MIDDLE, BOXED, {0, -87, -96}, {1, 1, 0}, 3.5, -6.0, 0, 1,
     {1.5, 5, 3}, {0, 0, 0}, 2.0, {0, -0.8, -0.6}},
    {LANDMARK_TRAGION_LEFT, LEFT, BOXED, {71, 0, 0}, {0.66, 0, 0}, 0, 0, 0.8, 0,
     {2.2, 0, 0}, {0, 1.5, 1.5}, 1.5, {1, 0, 0}},
    {LANDMARK_EAR_TOP_LEFT, LEFT, BOXED, {79, 9, 29}, {0.66, 0, 0}, 0, 0, 0.8, 0,
     {3, 4, 4}, {1.5, 2, 2}, 1.0, {1, 0, 0}},
    {LANDMARK_VERTEX, MIDDLE, ON_SURFACE, {0, 7, 131}, {1, 1, 1}, 0, 0, 0, 0,
     {4, 10, 1.5}, {0, 0, 0}, 1.5, {0, 0, 1}},
    {LANDMARK_CROWN, MIDDLE, ON_SURFACE, {0, 63, 120}, {1, 1, 1}, 0, 0, 0, 0,
     {6, 14, 2}, {0, 0, 0}, 2.0, {0, 0.6, 0.8}},
    {LANDMARK_WHORL, MIDDLE, ON_SURFACE, {-12, 63, 119.5}, {1, 1, 1}, 0, 0, 0, 0,
     {12, 14, 2}, {0, 0, 0}, 1.5, {0, 0.6, 0.8}},
    {LANDMARK_INION, MIDDLE, BOXED, {0, 98, -2}, {1, 1, 0}, 0, 0, 0, 1,
     {2, 5, 9}, {0, 0, 0}, 2.0, {0, 1, 0}},
};
// clang-format on

static void affine_add(struct affine *affine, int deviate, struct vec3 per_sigma)
{
    if (per_sigma.x == 0.0 && per_sigma.y == 0.0 && per_sigma.z == 0.0)
        return;
    affine->deviate[affine->count] = deviate;
    affine->per_sigma[affine->count++] = per_sigma;
}

struct vec3 affine_at(const struct affine *affine, const double *z)
{
    struct vec3 sum = affine->mean;
    for (int i = 0; i < affine->count; i++)
        sum = vec3_add(sum, vec3_scale(affine->per_sigma[i], z[affine->deviate[i]]));
    return sum;
}

struct head pose_prior_head(const struct pose_prior *prior, const double *z)
{
    struct head head = head_canonical();
    head.semi_mm = affine_at(&prior->semi_mm, z);
    head.centre_mm = affine_at(&prior->centre_mm, z);
    memcpy(head.term, prior->term_mean, sizeof head.term);
    for (int i = 0; i < SHAPE_TERMS; i++)
        head.term[i] += prior->term_sigma[i] * z[SHAPE_TERM + i];
    return head;
}

// Men and women are not asked apart: ANSUR's women are 4.5 % smaller than its men in every measure.
// A fifth of women gives all sizes a common sigma of 1.8 %; the mean stays the mean man's.
static const double size_frac = 0.018;

// Fitted to the scalp above the brows of four heads, each brought to the mean man's measures first, the centre 57 mm
// up:
//     mean of forty MRI heads      0.022  0.012  0.014 0.013   Y40 Y42 Y44 -0.009 -0.010 -0.005
//     one man's MRI (Colin 27)     0.025  0.016  0.013 0.012               -0.008 -0.012 -0.004
//     a net of 256 electrodes      0.023  0.009  0.013 0.012               -0.007 -0.007  0.001
//     a bald man's scan            0.007  0.000  0.010 0.015               -0.001 -0.002 -0.002
// Taken with a part of each. What a photo does not show of them stays at this mean and moves the area it finds: seen
// from above (the first term, mostly) the MRI heads then come out too small and the scan too large, about alike; seen
// from the front (the second and fourth) long heads too small and short ones too large. Those of degree 4 did not
// better any photo's area when they were solved for: every fitted head has the mean's. Askew: diagonals that differ by
// 3 % are common; that scan's differ by 4.
static const double ear_back_mm = -6.0; // of the ears against skull and face: see the places
static const double egg_back_mm = 2.7;  // of the ellipsoid, so that brow and back stay where they are
static void make_terms(struct pose_prior *prior)
{
    static const double mean[HEAD_TERMS] = {0.0075, 0.006, 0.004, 0.012, 0.0, 0.0, -0.003, -0.0065, -0.002};
    static const double sigma[SHAPE_TERMS] = {0.011, 0.009, 0.009, 0.007, 0.008, 0.005};
    memcpy(prior->term_mean, mean, sizeof mean);
    memcpy(prior->term_sigma, sigma, sizeof sigma);
}

// Half of ANSUR's breadth and length of men (sigma 5.5 and 7.0, correlation 0.18), a tenth wider
// since not every patient is an American soldier. Up: vertex above the tragions 131.2, sigma 6.2,
// shared by the axis and the centre's height. The axes are longer than half the measures by what the terms take.
static void make_ellipsoid(struct pose_prior *prior)
{
    const struct vec3 semi_mm = {76.7, 101.5, 73.5}, centre_mm = {0.0, 13.0, 57.0};
    prior->semi_mm.mean = semi_mm;
    affine_add(&prior->semi_mm, SHAPE_SIZE, vec3_scale(semi_mm, size_frac));
    affine_add(&prior->semi_mm, SHAPE_BREADTH, vec3_make(3.0, 0.18 * 3.9, 0.0));
    affine_add(&prior->semi_mm, SHAPE_LENGTH, vec3_make(0.0, 0.984 * 3.9, 0.0));
    affine_add(&prior->semi_mm, SHAPE_UP, vec3_make(0.0, 0.0, 4.0));
    prior->centre_mm.mean = vec3_add(centre_mm, vec3_make(0.0, egg_back_mm + ear_back_mm, 0.0));
    affine_add(&prior->centre_mm, SHAPE_SIZE, vec3_scale(prior->centre_mm.mean, size_frac));
    affine_add(&prior->centre_mm, SHAPE_CENTRE_X, vec3_make(1.2, 0.0, 0.0));
    affine_add(&prior->centre_mm, SHAPE_CENTRE_Y, vec3_make(0.0, 6.0, 0.0));
    affine_add(&prior->centre_mm, SHAPE_CENTRE_Z, vec3_make(0.0, 0.0, 5.5));
    make_terms(prior);
}

// How the place moves with the ellipsoid: as a point that keeps its share of each axis. The middle
// of face and ears is x = 0, however the skull lies over it.
static void follow_ellipsoid(struct affine *place, const struct pose_prior *prior, struct vec3 follow)
{
    struct vec3 off = vec3_sub(place->mean, prior->centre_mm.mean), s = prior->semi_mm.mean;
    struct vec3 share = vec3_make(follow.x * off.x / s.x, follow.y * off.y / s.y, follow.z * off.z / s.z);
    for (int i = 1; i < prior->semi_mm.count; i++) // 0: the common size, which moves all places
        affine_add(place, prior->semi_mm.deviate[i], vec3_mul(share, prior->semi_mm.per_sigma[i]));
    follow.x = 0.0;
    for (int i = 1; i < prior->centre_mm.count; i++)
        affine_add(place, prior->centre_mm.deviate[i], vec3_mul(follow, prior->centre_mm.per_sigma[i]));
}

static void add_own(struct affine *place, int first, const struct place_row *row, struct vec3 sigma, double side,
                    double sign)
{
    struct vec3 x = {1, 0, 0}, y = {0, 1, 0}, z = {0, 0, 1};
    if (row->grain == ON_SURFACE) {
        struct head mean = head_canonical();
        struct vec3 dir = head_dir_of(&mean, row->mean_mm);
        z = head_normal(&mean, dir);
        y = vec3_unit(vec3_cross(z, x));
        x = vec3_cross(y, z);
    }
    affine_add(place, first, vec3_scale(x, side * sign * sigma.x));
    affine_add(place, first + 1, vec3_scale(y, sign * sigma.y));
    affine_add(place, first + 2, vec3_scale(z, sign * sigma.z));
}

// side is +1 for the middle and the left, -1 for the right.
static void make_place(struct pose_prior *prior, const struct place_row *row, enum landmark landmark, double side)
{
    const double pitch_rad = 0.05; // of the face against the skull's ellipsoid; assumed
    struct affine *place = &prior->place_mm[landmark];
    struct vec3 mirror = {side, 1.0, 1.0}, mean = vec3_mul(mirror, row->mean_mm);
    place->mean = mean;
    affine_add(place, SHAPE_SIZE, vec3_scale(mean, size_frac));
    follow_ellipsoid(place, prior, row->follow);
    affine_add(place, SHAPE_FACE_PITCH, vec3_scale(vec3_make(0.0, -mean.z, mean.y), row->pitches * pitch_rad));
    affine_add(place, SHAPE_FACE_FORWARD, vec3_make(0.0, -row->forward_mm, 0.0));
    affine_add(place, SHAPE_FACE_HEIGHT, vec3_make(0.0, 0.0, row->height_mm));
    affine_add(place, SHAPE_FACE_WIDTH, vec3_make(side * row->width_mm, 0.0, 0.0));
    int shared = SHAPE_COMMON + 3 * (int)row->landmark;
    add_own(place, shared, row, row->own_mm, side, 1.0);
    if (row->pairing == LEFT) // the right one's slots hold what the two do not share
        add_own(place, shared + 3, row, row->uneven_mm, side, side);
    prior->marking_mm[landmark] = row->marking_mm;
    prior->seen_from[landmark] = vec3_mul(mirror, row->seen_from);
}

void pose_prior_make(struct pose_prior *prior)
{
    memset(prior, 0, sizeof *prior);
    make_ellipsoid(prior);
    for (size_t i = 0; i < sizeof place_rows / sizeof place_rows[0]; i++) {
        const struct place_row *row = &place_rows[i];
        make_place(prior, row, row->landmark, 1.0);
        if (row->pairing == LEFT) // in the list of landmarks the right one comes next
            make_place(prior, row, (enum landmark)(row->landmark + 1), -1.0);
    }
}
