#include "made_head.h"

#include "base/mathd.h"
#include "base/rng.h"
#include "model/pose_prior.h"

const char *const made_head_names[MADE_HEADS] = {"mean of forty MRI heads", "one man's MRI", "long and narrow", "round",
                                                 "flat-backed, askew"};

// ---------------------------------------------------------------- the skull

enum { LOBES = 16 };
// Azimuth from the patient's left toward the back, and elevation; all but those in the middle are mirrored.
static const double lobe_deg[LOBES][2] = {{90, 90},   {-90, 55}, {-45, 55}, {0, 55},  {45, 55}, {90, 55},
                                          {-90, 22},  {-45, 22}, {0, 22},   {45, 22}, {90, 22}, {-90, -10},
                                          {-45, -10}, {0, -10},  {45, -10}, {90, -10}};
static const double lobe_sharpness = 6.0;
static const double of_forty[LOBES] = {-0.054, 0.035, 0.015,  -0.053, 0.070, 0.023, -0.067, -0.046,
                                       -0.034, 0.006, -0.093, 0.025,  0.020, 0.001, 0.059,  0.030};
static const double of_one_man[LOBES] = {-0.037, 0.006,  0.030,  -0.056, 0.062, 0.047,  -0.046, -0.077,
                                         -0.016, -0.001, -0.072, 0.017,  0.058, -0.007, 0.055,  0.000};

// Measures of the scalp: ANSUR II's mean man; the long and the round one at its 5 and 95 %. How far its middle lies
// behind the tragions: CIPIC's and the MRI heads'. Lobes of its own: the flat back, and its flatter left.
static const struct skull {
    double breadth_mm, length_mm, height_mm, back_mm;
    const double *share;
    struct made_lobe own[2];
} skulls[MADE_HEADS] = {
    {154.3, 199.5, 131.0, 2.0, of_forty, {{{0, 0, 0}, 0, 0}}},
    {154.3, 199.5, 131.0, 6.0, of_one_man, {{{0, 0, 0}, 0, 0}}},
    {146.0, 211.0, 128.0, 8.0, of_forty, {{{0, 0, 0}, 0, 0}}},
    {163.0, 188.0, 132.0, 3.0, of_forty, {{{0, 0, 0}, 0, 0}}},
    {160.0, 189.0, 136.0, 5.0, of_forty, {{{0, 0.98, 0.2}, -0.04, 3}, {{0.6, 0.78, 0.2}, -0.03, 4}}}};

static void add_lobe(struct made_person *person, struct vec3 dir, double share, double sharpness)
{
    if (share != 0.0)
        person->lobe[person->lobe_count++] = (struct made_lobe){vec3_unit(dir), share, sharpness};
}

static struct vec3 at_angles(double azimuth_deg, double elevation_deg)
{
    double a = azimuth_deg * MATHD_PI / 180.0, e = elevation_deg * MATHD_PI / 180.0;
    return vec3_make(mathd_cos(e) * mathd_cos(a), mathd_cos(e) * mathd_sin(a), mathd_sin(e));
}

static double bulge_at(const struct made_person *person, struct vec3 unit)
{
    double sum = 1.0;
    for (int i = 0; i < person->lobe_count; i++) {
        const struct made_lobe *lobe = &person->lobe[i];
        sum += lobe->share * mathd_exp(lobe->sharpness * (vec3_dot(unit, lobe->dir) - 1.0));
    }
    return sum;
}

// 1 on the skin, less inside, growing along every ray from the middle.
static double level_at(const struct made_person *person, struct vec3 off_mm)
{
    struct vec3 s = person->semi_mm, w = vec3_make(off_mm.x / s.x, off_mm.y / s.y, off_mm.z / s.z);
    double length = vec3_length(w);
    return length / bulge_at(person, vec3_scale(w, 1.0 / length));
}

// The lobes, then half axes and middle that give the measures: all is affine in them.
static void make_skull(struct made_person *person, const struct skull *skull)
{
    const double middle_z_mm = 58.0;
    double most[4] = {0.0, 0.0, 0.0, 0.0}; // left, up, back, front
    for (int i = 0; i < LOBES; i++) {
        struct vec3 dir = at_angles(lobe_deg[i][0], lobe_deg[i][1]);
        add_lobe(person, dir, skull->share[i], lobe_sharpness);
        if (dir.x > 1e-9)
            add_lobe(person, vec3_make(-dir.x, dir.y, dir.z), skull->share[i], lobe_sharpness);
    }
    for (int i = 0; i < 2; i++)
        add_lobe(person, skull->own[i].dir, skull->own[i].share, skull->own[i].sharpness);
    for (int i = 0; i < 4000; i++) {
        struct vec3 dir = at_angles(137.507764 * i, 90.0 - 0.0265 * i);
        double r = bulge_at(person, dir);
        most[0] = fmax(most[0], r * fabs(dir.x));
        most[1] = fmax(most[1], r * dir.z);
        most[2] = fmax(most[2], r * dir.y);
        most[3] = fmax(most[3], -r * dir.y);
    }
    person->semi_mm = vec3_make(0.5 * skull->breadth_mm / most[0], skull->length_mm / (most[2] + most[3]),
                                (skull->height_mm - middle_z_mm) / most[1]);
    person->middle_mm = vec3_make(0.0, skull->back_mm + 0.5 * person->semi_mm.y * (most[3] - most[2]), middle_z_mm);
}

struct vec3 made_point_mm(const struct made_person *person, struct vec3 dir)
{
    return vec3_add(person->middle_mm, vec3_scale(dir, 1.0 / level_at(person, dir)));
}

struct vec3 made_normal(const struct made_person *person, struct vec3 dir)
{
    const double h = 0.05;
    struct vec3 off = vec3_sub(made_point_mm(person, dir), person->middle_mm), slope[3];
    for (int i = 0; i < 3; i++) {
        struct vec3 step = {i == 0 ? h : 0.0, i == 1 ? h : 0.0, i == 2 ? h : 0.0};
        double change = level_at(person, vec3_add(off, step)) - level_at(person, vec3_sub(off, step));
        slope[i] = vec3_scale(step, change);
    }
    return vec3_unit(vec3_add(slope[0], vec3_add(slope[1], slope[2])));
}

// ---------------------------------------------------------------- face and ears

// Where the skin is in the middle, at that height, in front (-1) or behind (1).
static struct vec3 in_middle(const struct made_person *person, double z_mm, double side)
{
    double low = 0.0, high = 150.0;
    for (int i = 0; i < 40; i++) {
        double y = 0.5 * (low + high);
        *(level_at(person, vec3_make(0.0, side * y, z_mm - person->middle_mm.z)) < 1.0 ? &low : &high) = y;
    }
    return vec3_make(0.0, person->middle_mm.y + side * low, z_mm);
}

static void place(struct made_person *person, enum landmark landmark, struct vec3 at_mm)
{
    person->has_place[landmark] = true;
    person->place_mm[landmark] = at_mm;
}

static void place_pair(struct made_person *person, enum landmark left, struct vec3 at_mm, struct vec3 uneven_mm)
{
    struct vec3 other = vec3_sub(at_mm, uneven_mm);
    place(person, left, vec3_add(at_mm, uneven_mm));
    place(person, (enum landmark)(left + 1), vec3_make(-other.x, other.y, other.z));
}

struct draws {
    uint64_t seed, next;
};

static double draw(struct draws *draws, double sigma)
{
    return sigma * rng_normal(draws->seed, draws->next++, 9);
}

static struct vec3 draw3(struct draws *draws, double x, double y, double z)
{
    double a = draw(draws, x), b = draw(draws, y);
    return vec3_make(a, b, draw(draws, z));
}

// Breadth between pupils, of the face and its height by ANSUR II; depths by facial proportions, loosely.
struct made_person made_person(int head, uint64_t seed)
{
    struct made_person person = {0};
    struct draws d = {seed, 1000 * (uint64_t)head};
    make_skull(&person, &skulls[head]);
    double ears_mm = draw(&d, 4.0);
    person.middle_mm = vec3_add(person.middle_mm, vec3_make(draw(&d, 1.0), ears_mm, draw(&d, 2.0)));
    struct vec3 glabella = in_middle(&person, 43.0 + draw(&d, 3.0), -1.0);
    place(&person, LANDMARK_GLABELLA, glabella);
    struct vec3 nasion = vec3_add(vec3_make(0.0, glabella.y + 4.0, 25.0), draw3(&d, 0.7, 1.5, 2.5));
    place(&person, LANDMARK_NASION, nasion);
    double height_mm = 122.6 + draw(&d, 6.7);
    struct vec3 from_nasion[3] = {{32.0, 9.5, -6.0}, {45.5, 22.5, -9.0}, {0.0, -8.5, -0.415 * height_mm}};
    struct vec3 uneven = draw3(&d, 0.8, 1.0, 0.8);
    from_nasion[0] = vec3_add(from_nasion[0], draw3(&d, 1.7, 2.0, 1.5));
    from_nasion[1] = vec3_add(from_nasion[1], draw3(&d, 2.0, 2.5, 1.5));
    from_nasion[2] = vec3_add(from_nasion[2], draw3(&d, 0.8, 3.0, 2.0));
    nasion.x = 0.0;
    place_pair(&person, LANDMARK_PUPIL_LEFT, vec3_add(nasion, from_nasion[0]), uneven);
    place_pair(&person, LANDMARK_CANTHUS_LEFT, vec3_add(nasion, from_nasion[1]), uneven);
    place(&person, LANDMARK_SUBNASALE, vec3_add(nasion, from_nasion[2]));
    place(&person, LANDMARK_MENTON,
          vec3_add(nasion, vec3_add(vec3_make(0.0, 2.5, -height_mm), draw3(&d, 1.5, 5.0, 1.0))));
    place_pair(&person, LANDMARK_TRAGION_LEFT, vec3_make(71.0 + draw(&d, 2.5), 0.0, 0.0), draw3(&d, 0.0, 1.5, 1.5));
    place_pair(&person, LANDMARK_EAR_TOP_LEFT, vec3_add(vec3_make(79.0, 9.0, 29.0), draw3(&d, 3.0, 4.0, 4.0)),
               draw3(&d, 1.5, 2.0, 2.0));
    place(&person, LANDMARK_VERTEX, made_point_mm(&person, vec3_unit(vec3_make(0.0, draw(&d, 0.1), 1.0))));
    place(&person, LANDMARK_CROWN, made_point_mm(&person, vec3_unit(vec3_make(0.0, 0.7 + draw(&d, 0.15), 0.7))));
    place(&person, LANDMARK_INION, vec3_add(in_middle(&person, 15.0, 1.0), vec3_make(0.0, -4.0, draw(&d, 9.0) - 17.0)));
    return person;
}

// ---------------------------------------------------------------- photos and marks

struct view made_view(const struct made_person *person, double azimuth_deg, double elevation_deg, double distance_mm)
{
    struct view view = {.width_px = 1600, .height_px = 1200, .centre_px = {800.0, 600.0}};
    struct vec3 forward = vec3_scale(at_angles(azimuth_deg - 90.0, elevation_deg), -1.0);
    struct vec3 right =
        vec3_make(mathd_cos(azimuth_deg * MATHD_PI / 180.0), mathd_sin(azimuth_deg * MATHD_PI / 180.0), 0.0);
    view.focal_px = view_focal_px(1600, 1200, 52.0);
    view.to_camera = (struct mat3){{right, vec3_cross(forward, right), forward}};
    struct vec3 aim_mm = vec3_add(person->middle_mm, vec3_make(0.0, 0.0, -15.0));
    view.origin_mm = vec3_sub(vec3_make(0.0, 0.0, distance_mm), mat3_mul(view.to_camera, aim_mm));
    return view;
}

static struct vec3 eye_of(const struct view *view)
{
    return vec3_scale(mat3_mul_transposed(view->to_camera, view->origin_mm), -1.0);
}

// Least level along a pixel's ray, by golden section about the skull; where.
static double ray_level(const struct made_person *person, const struct view *view, struct pt_px px, struct vec3 *off_mm)
{
    const double golden = 0.6180339887498949;
    struct vec3 eye, along;
    view_ray(view, px, &eye, &along);
    struct vec3 from = vec3_sub(eye, person->middle_mm);
    double middle = -vec3_dot(from, along), low = middle - 60.0, high = middle + 60.0;
    double a = high - golden * (high - low), b = low + golden * (high - low);
    double at_a = level_at(person, vec3_add(from, vec3_scale(along, a)));
    double at_b = level_at(person, vec3_add(from, vec3_scale(along, b)));
    for (int i = 0; i < 16; i++) {
        if (at_a < at_b) {
            high = b, b = a, at_b = at_a, a = high - golden * (high - low);
            at_a = level_at(person, vec3_add(from, vec3_scale(along, a)));
        } else {
            low = a, a = b, at_a = at_b, b = low + golden * (high - low);
            at_b = level_at(person, vec3_add(from, vec3_scale(along, b)));
        }
    }
    *off_mm = vec3_add(from, vec3_scale(along, 0.5 * (low + high)));
    return level_at(person, *off_mm);
}

int made_rim(const struct made_person *person, const struct view *view, int angles, struct pt_px *out)
{
    struct pt_px middle;
    int count = 0;
    view_project(view, person->middle_mm, &middle);
    double high_px = 140.0 * view_scale_px_per_mm(view, person->middle_mm);
    for (int i = 0; i < angles; i++) {
        struct vec3 off = {0.0, 0.0, 0.0};
        double angle = 2.0 * MATHD_PI * (i + 0.5) / angles, low = 0.0, high = high_px;
        for (int k = 0; k < 14; k++) {
            double r = 0.5 * (low + high);
            struct pt_px px = {middle.x + r * mathd_cos(angle), middle.y + r * mathd_sin(angle)};
            *(ray_level(person, view, px, &off) < 1.0 ? &low : &high) = r;
        }
        if (off.z + person->middle_mm.z > 45.0)
            out[count++] = (struct pt_px){middle.x + low * mathd_cos(angle), middle.y + low * mathd_sin(angle)};
    }
    return count;
}

static double hand(uint64_t seed, int index, uint64_t stream)
{
    return rng_normal(seed, (uint64_t)index, stream);
}

// Across the front of the scalp; where that is hidden, across what faces the camera.
static void add_ruler(struct marks *marks, const struct made_person *person, const struct view *view, uint64_t seed)
{
    struct vec3 eye = eye_of(view), dir = vec3_unit(vec3_make(0.0, -0.75, 0.66));
    if (vec3_dot(made_normal(person, dir), vec3_unit(vec3_sub(eye, made_point_mm(person, dir)))) < 0.3)
        dir = vec3_unit(vec3_sub(eye, person->middle_mm));
    struct pt_px px;
    view_project(view, made_point_mm(person, dir), &px);
    double half = 15.0 * view_scale_px_per_mm(view, made_point_mm(person, dir));
    marks->has_ruler = true;
    marks->ruler_mm = 30.0;
    for (int i = 0; i < 2; i++)
        marks->ruler[i] =
            (struct pt_px){px.x + (2 * i - 1) * half + hand(seed, 2 * i, 3), px.y + hand(seed, 2 * i + 1, 3)};
}

struct marks made_marks(const struct made_person *person, const struct view *view, uint64_t seed)
{
    static struct pose_prior prior; // for which way each landmark looks
    struct marks marks = {.width_px = view->width_px, .height_px = view->height_px, .focal_35mm = 52.0};
    double sigma_px = 0.6 * view_scale_px_per_mm(view, person->middle_mm);
    struct vec3 eye = eye_of(view);
    pose_prior_make(&prior);
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        struct vec3 at = person->place_mm[i];
        if (!person->has_place[i] || vec3_dot(prior.seen_from[i], vec3_unit(vec3_sub(eye, at))) < 0.0)
            continue;
        marks.has_landmark[i] = view_project(view, at, &marks.landmark[i]);
        marks.landmark[i].x += sigma_px * hand(seed, i, 4);
        marks.landmark[i].y += sigma_px * hand(seed, i, 5);
    }
    struct pt_px rim[MADE_OUTLINE * 3];
    int count = made_rim(person, view, MADE_OUTLINE * 3, rim);
    for (int i = 0; i < MADE_OUTLINE && count >= MADE_OUTLINE; i++) {
        struct pt_px p = rim[i * count / MADE_OUTLINE];
        marks.outline[marks.outline_count++] =
            (struct pt_px){p.x + sigma_px * hand(seed, i, 1), p.y + sigma_px * hand(seed, i, 2)};
    }
    add_ruler(&marks, person, view, seed);
    return marks;
}
