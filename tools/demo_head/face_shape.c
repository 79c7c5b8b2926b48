/* The face: a loft of rounded sections by height, carved with soft brushes, with
 * nose, closed lids and lips set on it.  Coordinates are the head's; most of it
 * works on |x|, as the asymmetry is put in beforehand by face_unwarp. */
#include "head_shape.h"
#include "eye.h"
#include "sdf.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof *(a)))

static const curve_knot half_width_knots[] = {
    {-104, 6}, {-99, 15},    {-94, 25},   {-87, 35},  {-78, 43.5f}, {-68, 50}, {-58, 54.5f}, {-45, 59},
    {-30, 63}, {-15, 66.5f}, {-4, 68.5f}, {6, 68.5f}, {20, 65},     {36, 60},  {52, 50},     {70, 34},
};
/* How far the face (without nose and lips) reaches forward of x = y = 0. */
static const curve_knot forward_knots[] = {
    {-104, 66}, {-99, 80},    {-94, 87.5f}, {-88, 91}, {-82, 92.5f}, {-75, 91.5f}, {-68, 89},
    {-60, 90},  {-50, 92.5f}, {-42, 93},    {-34, 92}, {-26, 90},    {-16, 87},    {-4, 85.5f},
    {8, 84.5f}, {20, 86},     {30, 90},     {40, 93},  {52, 90},     {70, 76},
};
static const curve_knot axis_knots[] = {
    {-104, -44}, {-85, -36}, {-60, -26}, {-30, -22}, {0, -22}, {30, -20}, {70, -12},
};

void face_profile_init(face_profile *face)
{
    curve_knot depth[COUNT(forward_knots)];
    face->half_width = curve_through(half_width_knots, COUNT(half_width_knots));
    face->axis_y = curve_through(axis_knots, COUNT(axis_knots));
    for (int i = 0; i < COUNT(forward_knots); i++) {
        depth[i].t = forward_knots[i].t;
        depth[i].value = forward_knots[i].value + curve_at(&face->axis_y, forward_knots[i].t);
    }
    face->depth = curve_through(depth, COUNT(depth));
}

/* Distance to the loft, measured within the section at this height; the jaw is
 * closed from below by a plane from the angle of the jaw to the chin. */
float face_mass_distance(const face_profile *face, vec3 p)
{
    float half_width = curve_at(&face->half_width, p.z);
    float depth = curve_at(&face->depth, p.z);
    float y = p.y - curve_at(&face->axis_y, p.z);
    float rho = sqrtf(p.x * p.x + y * y);
    float a = sq(p.x / half_width), b = sq(y / depth);
    float e = sqrtf(a + b + 0.35f * a * b / fmaxf(a + b, 1e-6f)); /* a little squarer than an ellipse */
    float section = e > 1e-4f ? rho * (1.0f - 1.0f / e) : -half_width;
    float under_jaw = -(p.z + 66.0f) * 0.905f + (p.y + 15.0f) * 0.425f;
    float top = p.z - 66.0f;
    float d = sdf_common(section * 0.9f, under_jaw, 18.0f);
    return sdf_common(d, top, 20.0f);
}

float lid_line_z(float x)
{
    float s = (x - 31.5f) / 15.0f;
    return 15.6f + 0.07f * (x - 31.5f) - 5.6f * (1.0f - s * s);
}
float lid_crease_z(float x)
{
    float s = (x - 31.0f) / 17.0f;
    return 17.5f + 8.8f * (1.0f - s * s) + 0.05f * (x - 31.0f);
}
float mouth_line_z(float x)
{
    return -50.2f - 0.9f * bell(x, 4.0f) + 0.9f * bell(x - 9.0f, 6.0f) - 0.0012f * x * x;
}
float upper_lip_edge_z(float x)
{
    float open = 1.0f - clampf(x / 24.0f, 0.0f, 1.0f);
    return mouth_line_z(x) + 5.4f * powf(open, 0.8f) + 1.2f * bell(x - 5.0f, 3.5f) - 1.0f * bell(x, 2.4f);
}
float lower_lip_edge_z(float x)
{
    float s = clampf(x / 23.2f, 0.0f, 1.0f);
    return mouth_line_z(x) - 8.2f * powf(1.0f - s * s, 0.8f);
}
float brow_line_z(float x)
{
    float off = x - 40.0f; /* from the top of the arch */
    return 37.0f - (off > 0.0f ? 0.0165f : 0.0042f) * off * off;
}

typedef struct {
    vec3 centre, size;
    float amount_mm; /* outward */
} brush;

static const brush brushes[] = {
    {{17, -92, 37}, {15, 16, 7.5f}, 2.4f},                                            /* brow ridge, inner */
    {{38, -84, 37}, {15, 16, 7.0f}, 2.8f},                                            /* brow ridge, outer */
    {{52, -66, 33}, {9, 12, 9}, 2.0f},                                                /* outer corner of the orbit */
    {{0, -96, 37}, {8, 12, 9}, 1.2f},                                                 /* glabella */
    {{50, -67, 12}, {8, 10, 8}, 1.4f},                                                /* outer corner of the eye */
    {{30, -84, 19}, {17, 16, 11}, -7.4f},                                             /* orbit */
    {{15.0f, -88, 19}, {7.0f, 10, 9}, -5.2f},                                         /* inner corner */
    {{25, -83, 1}, {12, 10, 5}, -1.6f},                                               /* tear trough */
    {{30, -80, -10}, {18, 14, 12}, 1.5f},                                             /* front of the cheek */
    {{49, -62, -6}, {15, 17, 12}, 3.2f},                                              /* cheekbone */
    {{63, -35, -2}, {9, 26, 8}, 1.8f},                                                /* zygomatic arch */
    {{50, -52, -36}, {15, 18, 15}, -1.4f},                                            /* hollow under it */
    {{56, -20, -46}, {10, 18, 20}, 1.8f},                                             /* masseter */
    {{62, -52, 36}, {10, 18, 16}, -2.2f},                                             /* temple */
    {{0, -98, -35}, {2.8f, 10, 8}, -1.0f},                                            /* philtrum */
    {{4.6f, -98, -36}, {2.4f, 10, 8}, 0.45f}, {{29, -84, -50}, {4, 8, 5}, -1.7f},     /* corner of the mouth */
    {{33, -80, -52}, {6, 8, 9}, 0.9f},        {{0, -92, -67}, {16, 10, 4.5f}, -1.6f}, /* under the lower lip */
    {{13, -90, -86}, {14, 12, 9}, 1.6f},                                              /* chin */
    {{0, -95, -82}, {11, 10, 9}, 1.6f},       {{22, -84, -76}, {8, 10, 10}, -1.2f},
    {{0, -34, -104}, {9, 12, 10}, 2.5f}, /* larynx */
};

static float brush_lift(vec3 p)
{
    float lift = 0.0f;
    for (int i = 0; i < COUNT(brushes); i++) {
        const brush *b = &brushes[i];
        float e = sq((p.x - b->centre.x) / b->size.x) + sq((p.y - b->centre.y) / b->size.y) +
                  sq((p.z - b->centre.z) / b->size.z);
        if (e < 12.0f)
            lift += b->amount_mm * expf(-e);
    }
    return lift;
}

/* Fold from the wing of the nose past the corner of the mouth. */
static float nasolabial_lift(vec3 p)
{
    float t = clampf((-20.0f - p.z) / 38.0f, 0.0f, 1.0f);
    float x = 18.0f + 17.0f * powf(t, 0.8f);
    float inside = ramp(-14.0f, -24.0f, p.z) * ramp(-64.0f, -46.0f, p.z);
    float off = p.x - x;
    return inside * (-0.7f * bell(off, 3.2f) + 0.8f * bell(off - 7.5f, 7.0f)) * ramp(-55.0f, -75.0f, p.y);
}

/* The seam of the closed lids, the upper lid's edge over it, and the crease. */
static float lid_lift(vec3 p)
{
    float front = ramp(-58.0f, -70.0f, p.y);
    float along = ramp(14.0f, 20.0f, p.x) * ramp(49.0f, 43.0f, p.x);
    float above = p.z - lid_line_z(p.x);
    float seam = -0.9f * bell(above + 0.35f, 0.55f);
    float edge = above > 0.0f ? 0.55f * expf(-above / 2.2f) : 0.0f;
    edge *= ramp(0.0f, 0.7f, above);
    float over = p.z - lid_crease_z(p.x);
    float fold_along = ramp(13.0f, 19.0f, p.x) * ramp(52.0f, 42.0f, p.x);
    float crease = -1.0f * bell(over, 1.3f) + 0.5f * bell(over - 3.0f, 2.5f);
    float bag = -0.5f * bell(p.z - (lid_line_z(p.x) - 8.5f), 1.8f);
    return front * (along * (seam + edge) + fold_along * crease + along * bag);
}

/* The same about open eyes: the crease over the upper lid, the fold under the lower. */
static float open_lid_lift(vec3 p)
{
    float front = ramp(-58.0f, -70.0f, p.y), along = ramp(14.0f, 21.0f, p.x) * ramp(51.0f, 43.0f, p.x);
    float over = p.z - (upper_lid_z(p.x) + 3.4f), under = p.z - (lower_lid_z(p.x) - 5.5f);
    float crease = -0.8f * bell(over, 0.9f) + 0.9f * bell(over - 2.8f, 2.4f);
    float edges = 0.25f * bell(p.z - upper_lid_z(p.x) - 0.9f, 0.8f) + 0.3f * bell(p.z - lower_lid_z(p.x) + 1.2f, 1.0f);
    return front * along * (crease + edges - 0.45f * bell(under, 1.8f));
}

/* Swelling of the lips on both sides of the seam between them. */
static float mouth_lift(vec3 p)
{
    float front = ramp(-70.0f, -80.0f, p.y), x = p.x;
    float along = ramp(26.0f, 10.0f, x);
    float line = mouth_line_z(x), upper = upper_lip_edge_z(x), lower = lower_lip_edge_z(x);
    float in_upper = clampf((p.z - line) / fmaxf(upper - line, 2.5f), -1.0f, 2.0f);
    float in_lower = clampf((line - p.z) / fmaxf(line - lower, 2.5f), -1.0f, 2.0f);
    float lift = 0.0f;
    if (in_upper >= 0.0f)
        lift += 1.5f * expf(-sq((in_upper - 0.45f) / 0.62f)) * (0.65f + 0.35f * bell(x, 7.0f));
    if (in_lower >= 0.0f)
        lift += 2.2f * expf(-sq((in_lower - 0.5f) / 0.55f)) * (0.8f + 0.2f * bell(x - 8.0f, 7.0f));
    float meet = bell(p.z - line, 1.0f);
    lift = mixf(lift, -0.9f, meet * 0.8f);
    float ridge = 0.10f * bell(p.z - upper - 0.3f, 1.2f); /* the pale ridge over the upper lip */
    return front * along * (lift + ridge);
}

static float nose_join(vec3 p, float d)
{
    float bridge = sdf_rod(p, v3(0, -82.2f, 26.0f), v3(0, -107.5f, -12.0f), 5.6f, 6.9f);
    float side = sdf_rod(p, v3(2.6f, -82.5f, 16.0f), v3(5.4f, -94.5f, -14.0f), 6.0f, 8.4f);
    float tip = sdf_sphere(p, v3(2.2f, -108.0f, -14.6f), 6.4f);
    float wing = sdf_ellipsoid(p, v3(11.9f, -95.4f, -20.8f), v3(5.2f, 8.6f, 5.2f));
    float septum = sdf_rod(p, v3(0, -106.0f, -18.5f), v3(0, -95.0f, -26.5f), 3.2f, 3.4f);
    float nostril = sdf_ellipsoid(p, v3(7.0f, -101.0f, -26.8f), v3(3.6f, 6.4f, 4.6f));
    d = sdf_join(d, side, 18.0f);
    d = sdf_join(d, bridge, 13.0f);
    d = sdf_join(d, tip, 9.0f);
    d = sdf_join(d, septum, 5.0f);
    d = sdf_join(d, wing, 9.0f);
    return sdf_cut(d, nostril, 3.0f);
}

float face_with_features(const head_model *model, vec3 p, float mass_distance)
{
    vec3 q = v3(fabsf(p.x), p.y, p.z);
    float d = mass_distance - brush_lift(q) - nasolabial_lift(q);
    float lid = sdf_ellipsoid(q, v3(30.8f, -70.6f, 17.0f), v3(16.0f, 12.4f, 12.6f));
    d = sdf_join(d, lid, 11.0f);
    if (q.z < 45.0f && q.z > -40.0f)
        d = nose_join(q, d);
    if (model->has_open_eyes)
        return eye_gap_cut(q, d - open_lid_lift(q) - mouth_lift(q));
    return d - lid_lift(q) - mouth_lift(q);
}
