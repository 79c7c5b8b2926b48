#include "head_shape.h"
#include "sdf.h"

/* Where the ear sits: the notch above the tragus, how far its plane stands off
 * the head and leans back. */
static const vec3 ear_root = {70.5f, 3.0f, -2.0f};
static const float stand_off_rad = 0.43f, lean_rad = 0.20f;

/* The rolled rim, from its root in the bowl over the top to the lobe. */
static const vec3 rim_points[] = {
    {10, -3, -2.5f}, {4, 3, 3},       {1.5f, 10, 4.5f}, {2.5f, 19, 5.0f}, {7.5f, 26.5f, 5},
    {15, 30, 5},     {23.5f, 28, 5},  {30, 21, 5},      {33, 12, 4.5f},   {33, 2, 4},
    {31, -7, 3.2f},  {27, -14, 2.5f}, {22, -20.5f, 2},  {16, -26, 1.5f},
};
static const float rim_radii[] = {
    1.6f, 2.0f, 2.3f, 2.5f, 2.7f, 2.8f, 2.9f, 2.8f, 2.5f, 2.3f, 2.2f, 2.5f, 3.0f, 3.6f,
};
/* The inner fold, from the knob opposite the tragus up to its fork. */
static const vec3 fold_points[] = {
    {14.5f, -16, 2.8f}, {19.5f, -11.5f, 4}, {23, -4, 5},        {23.2f, 4, 5.2f},
    {20.5f, 11, 4.6f},  {17.0f, 18, 2.2f},  {14.5f, 23, -1.5f},
};

/* Place i of `fine` along a smooth curve through `count` points. */
static vec3 along_points(const vec3 *points, int count, int i, int fine)
{
    float s = (float)i * (float)(count - 1) / (float)(fine - 1);
    int k = (int)fminf(s, (float)(count - 2));
    float t = s - (float)k;
    vec3 a = points[k > 0 ? k - 1 : 0], b = points[k], c = points[k + 1];
    vec3 d = points[k + 2 < count ? k + 2 : count - 1];
    float wa = 0.5f * t * (-1.0f + t * (2.0f - t)), wb = 0.5f * (2.0f + t * t * (3.0f * t - 5.0f));
    float wc = 0.5f * t * (1.0f + t * (4.0f - 3.0f * t)), wd = 0.5f * t * t * (t - 1.0f);
    return v_add(v_add(v_scale(a, wa), v_scale(b, wb)), v_add(v_scale(c, wc), v_scale(d, wd)));
}

void ear_shape_init(ear_shape *ear)
{
    const int rim_count = (int)(sizeof rim_points / sizeof *rim_points);
    const int fold_count = (int)(sizeof fold_points / sizeof *fold_points);
    for (int i = 0; i < EAR_RIM_POINTS; i++) {
        float s = (float)i * (float)(rim_count - 1) / (float)(EAR_RIM_POINTS - 1);
        int k = (int)fminf(s, (float)(rim_count - 2));
        ear->rim[i] = along_points(rim_points, rim_count, i, EAR_RIM_POINTS);
        ear->rim_radius_mm[i] = mixf(rim_radii[k], rim_radii[k + 1], s - (float)k);
    }
    for (int i = 0; i < EAR_FOLD_POINTS; i++)
        ear->fold[i] = along_points(fold_points, fold_count, i, EAR_FOLD_POINTS);
}

static vec3 ear_frame_of(vec3 p)
{
    vec3 q = v_sub(v3(fabsf(p.x), p.y, p.z), ear_root);
    float cl = cosf(lean_rad), sl = sinf(lean_rad);
    float back = q.y * cl - q.z * sl, up = q.z * cl + q.y * sl;
    float cs = cosf(stand_off_rad), ss = sinf(stand_off_rad);
    return v3(back * cs + q.x * ss, up, q.x * cs - back * ss);
}

/* The thin sheet that carries the folds: an egg-shaped bowl. */
static float sheet_distance(vec3 e)
{
    float half = e.y > 0.0f ? 30.0f : 29.5f;
    float u = e.x - (16.0f - 0.12f * fmaxf(-e.y, 0.0f));
    float wide = e.y > 0.0f ? 16.5f : 16.5f - 0.24f * -e.y;
    float r = sqrtf(sq(u / wide) + sq(e.y / half));
    float edge = (r - 1.0f) * 14.0f;
    float middle = -0.5f + 2.2f * r * r - 0.02f * e.y;
    float sheet = fabsf(e.z - middle) - 1.5f;
    return sdf_common(edge, sheet, 2.5f);
}

static float rim_distance(const ear_shape *ear, vec3 e)
{
    float d = 1e9f;
    for (int i = 0; i + 1 < EAR_RIM_POINTS; i++)
        d = fminf(d, sdf_rod(e, ear->rim[i], ear->rim[i + 1], ear->rim_radius_mm[i], ear->rim_radius_mm[i + 1]));
    return d;
}

static float fold_distance(const ear_shape *ear, vec3 e)
{
    float d = 1e9f;
    for (int i = 0; i + 1 < EAR_FOLD_POINTS; i++)
        d = fminf(d, sdf_rod(e, ear->fold[i], ear->fold[i + 1], 2.6f, 2.6f));
    return sdf_join(d, sdf_rod(e, v3(21, 9, 4.2f), v3(5, 13.0f, 0.5f), 2.4f, 1.4f), 4.0f);
}

float ear_distance(const ear_shape *ear, vec3 p)
{
    vec3 e = ear_frame_of(p);
    float far_off = sdf_sphere(e, v3(15, -1, 0), 46.0f);
    if (far_off > 0.0f)
        return far_off + 6.0f;
    float d = sheet_distance(e);
    d = sdf_join(d, sdf_ellipsoid(e, v3(11.0f, -4.0f, -10.0f), v3(15.0f, 20.0f, 11.0f)), 6.0f); /* root behind */
    d = sdf_cut(d, sdf_ellipsoid(e, v3(13.0f, -4.0f, 3.0f), v3(8.6f, 11.5f, 7.0f)), 5.0f);      /* bowl */
    d = sdf_join(d, fold_distance(ear, e), 5.0f);
    d = sdf_join(d, rim_distance(ear, e), 3.6f);
    d = sdf_join(d, sdf_ellipsoid(e, v3(3.6f, -7.0f, 1.6f), v3(3.4f, 5.6f, 3.0f)), 5.0f);      /* tragus */
    d = sdf_join(d, sdf_sphere(e, v3(13.2f, -16.5f, 2.4f), 3.0f), 3.0f);                       /* knob opposite */
    return sdf_join(d, sdf_ellipsoid(e, v3(11.5f, -23.0f, 0.6f), v3(8.0f, 8.0f, 3.2f)), 4.0f); /* lobe */
}
