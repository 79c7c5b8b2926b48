#include "skin.h"

#include "noise.h"
#include "scar.h"
#include "sdf.h"

#include <string.h>

/* Natural logs of reflectance lost per unit of pigment, by r, g, b. */
static const vec3 melanin = {0.26f, 0.48f, 0.80f}, blood = {0.08f, 0.44f, 0.33f};
static const vec3 bare_albedo = {0.62f, 0.425f, 0.315f};

/* Linear sRGB of the test patches of each class of skin (L*a*b* 72 8 13, 68 10 16, 64 11 18, 57 12 19,
 * 46 13 17, 36 11 12), as a share of the light one's. */
static const struct {
    const char *name;
    vec3 share;
} tones[] = {
    {"very-light", {1.072f, 1.177f, 1.269f}},   {"light", {1.0f, 1.0f, 1.0f}},
    {"intermediate", {0.905f, 0.850f, 0.795f}}, {"tan", {0.727f, 0.631f, 0.554f}},
    {"brown", {0.478f, 0.372f, 0.328f}},        {"dark", {0.278f, 0.220f, 0.216f}},
};

const char *skin_tone_name(int index)
{
    return (size_t)index < sizeof tones / sizeof *tones ? tones[index].name : NULL;
}

int skin_tone_find(const char *name, vec3 *tone)
{
    for (size_t i = 0; i < sizeof tones / sizeof *tones; i++)
        if (!strcmp(tones[i].name, name)) {
            *tone = tones[i].share;
            return 1;
        }
    return 0;
}

typedef struct {
    float y, z;
} outline_point;

static float border_z(const outline_point *points, int count, float y)
{
    if (y <= points[0].y)
        return points[0].z;
    for (int i = 0; i + 1 < count; i++)
        if (y < points[i + 1].y) {
            float t = (y - points[i].y) / (points[i + 1].y - points[i].y);
            return mixf(points[i].z, points[i + 1].z, t * t * (3.0f - 2.0f * t));
        }
    return points[count - 1].z;
}

int hair_style_find(const char *name, hair_style *style)
{
    static const char *const names[] = {"horseshoe", "none", "receding", "full", "thin-top", "scarred"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], name)) {
            *style = (hair_style)i;
            return 1;
        }
    return 0;
}

/* Height of the hair's border at the neck, by y. */
static float lower_border_z(float y)
{
    static const outline_point lower[] = {{-30, -14}, {-6, -16}, {6, -20}, {40, -34}, {60, -50}, {100, -56}};
    return border_z(lower, 6, y);
}

/* Hair all over, behind a front border: how far up it lies, in degrees about the cranium's centre, over how far to the
 * side. Some 66 mm above the glabella with slight corners, or receded there by 35 mm. */
static float front_hair_density(vec3 p, hair_style style)
{
    static const outline_point full[] = {{0, 27}, {15, 28},  {30, 33},  {40, 26},
                                         {50, 8}, {55, -12}, {60, -45}, {63, -90}};
    static const outline_point receding[] = {{0, 30},  {8, 31}, {16, 44},  {26, 62},  {36, 58},
                                             {44, 30}, {52, 2}, {58, -28}, {62, -60}, {64, -90}};
    const float degree = 57.29578f, mm_per_degree = 1.4f;
    vec3 d = v_unit(v_sub(p, cranium_centre()));
    float aside = asinf(clampf(fabsf(d.x), 0, 1)) * degree, up = atan2f(d.z, -d.y) * degree;
    float wave = 5.0f * noise_sum(v_scale(p, 0.05f), 3, 0.6f, 33u);
    float nape = 1.0f;
    if (up < -115.0f) { /* the nape, round the back */
        nape = ramp(-115.0f, -130.0f, up + wave);
        up += 360.0f;
    }
    float line = style == HAIR_RECEDING ? border_z(receding, 10, aside) : border_z(full, 8, aside);
    float behind = (up - line) * mm_per_degree + wave, under = p.z - lower_border_z(p.y) - 0.6f * wave;
    float thin = style == HAIR_THIN_TOP ? ramp(0.60f, 0.85f, v_dot(d, v_unit(v3(0.0f, 0.05f, 1.0f)))) : 0.0f;
    return ramp(-4.0f, 6.0f, behind) * ramp(-4.0f, 9.0f, under) * nape * (1.0f - 0.85f * thin);
}

/* The horseshoe of a Norwood VI man: sides and back, by height over y. */
static float horseshoe_density(vec3 p)
{
    static const outline_point upper[] = {
        {-44, 24}, {-37, 46}, {-26, 64}, {-8, 76}, {20, 83}, {55, 86}, {85, 84}, {103, 80},
    };
    float wave = 6.0f * noise_sum(v3(p.x * 0.03f, p.y * 0.03f, p.z * 0.03f), 3, 0.6f, 31u);
    float over = border_z(upper, 8, p.y) + wave - p.z;
    float under = p.z - lower_border_z(p.y) - 0.6f * wave;
    float front = p.y + 30.0f - 0.35f * wave + 0.16f * fminf(p.z - 30.0f, 0.0f) + fmaxf(p.z - 30.0f, 0.0f) * -0.05f +
                  8.0f * ramp(20.0f, 40.0f, p.z);
    float burn = p.z < 26.0f ? ramp(4.0f, -2.0f, p.y + ramp(8.0f, 26.0f, p.z) * -60.0f) : 1.0f;
    if (p.y > 18.0f)
        burn = 1.0f;
    return ramp(-9.0f, 20.0f, over) * ramp(-4.0f, 9.0f, under) * ramp(-5.0f, 13.0f, front) * burn;
}

float scalp_hair_density(const head_model *model, vec3 p)
{
    if (model->hair == HAIR_NONE)
        return 0.0f;
    float scar = model->hair == HAIR_SCARRED ? scar_share(p) : 0.0f;
    float grown = model->hair == HAIR_HORSESHOE ? horseshoe_density(p) : front_hair_density(p, model->hair);
    return grown * (1.0f - scar);
}

float beard_density(vec3 p)
{
    vec3 q = face_unwarp(p);
    float x = fabsf(q.x);
    float wave = 3.0f * noise_sum(v_scale(p, 0.06f), 2, 0.5f, 37u);
    float cheek_line = -12.0f - 0.52f * fmaxf(-18.0f - q.y, 0.0f);
    float cheek = ramp(4.0f, -9.0f, q.z - cheek_line - wave) * ramp(6.0f, -4.0f, q.y + 6.0f);
    float lip = ramp(34.0f, 26.0f, x) * ramp(-29.0f, -34.0f, q.z) * ramp(-70.0f, -80.0f, q.y);
    float chin = ramp(-62.0f, -68.0f, q.z) * ramp(-50.0f, -70.0f, q.y);
    float d = fmaxf(fmaxf(cheek, lip), chin);
    d *= ramp(-132.0f, -108.0f, q.z - 0.25f * q.y + wave);
    float upper = upper_lip_edge_z(x), lower = lower_lip_edge_z(x);
    if (q.y < -70.0f && x < 27.0f)
        d *= fmaxf(ramp(upper + 0.3f, upper + 1.8f, q.z), ramp(lower - 0.3f, lower - 2.0f, q.z));
    d *= 1.0f - 0.7f * bell(x, 3.0f) * bell(q.z + 36.0f, 6.0f) * ramp(-80.0f, -90.0f, q.y);
    return d * (0.75f + 0.25f * ramp(40.0f, 10.0f, x));
}

static float spot_near(vec3 p, vec3 centre, float size_mm)
{
    float d2 = v_dot(v_sub(p, centre), v_sub(p, centre));
    return expf(-d2 / sq(size_mm));
}

static float redness_at(const head_model *model, vec3 p)
{
    vec3 q = v3(fabsf(p.x), p.y, p.z);
    float red = 0.55f * spot_near(q, v3(2, -112, -17), 15.0f) + 0.22f * spot_near(q, v3(13, -98, -20), 8.0f) +
                0.40f * spot_near(q, v3(42, -68, -14), 20.0f) + 0.16f * spot_near(q, v3(0, -94, -84), 14.0f) +
                0.30f * spot_near(q, v3(30, -86, 10), 10.0f) + 0.16f * spot_near(q, v3(0, -94, 36), 14.0f);
    if (fabsf(p.x) > 62.0f && p.y > -20.0f && p.y < 50.0f && fabsf(p.z) < 50.0f)
        red += 0.36f * ramp(4.0f, -0.5f, ear_distance(&model->ear, p));
    red += 0.20f * noise_sum(v_scale(p, 0.028f), 3, 0.55f, 11u) + 0.13f * noise_sum(v_scale(p, 0.15f), 3, 0.65f, 12u);
    red += 0.10f * ramp(60.0f, 120.0f, p.z);
    return red + 0.06f * noise_at(v_scale(p, 1.3f), 13u);
}

/* Sun spots of the scalp and a few moles: one may sit in each cell. */
static float freckle_at(vec3 p, float cell_mm, float share, float size, uint32_t seed)
{
    vec3 warp = v3(noise_at(v_scale(p, 0.5f), seed + 1u), noise_at(v_scale(p, 0.5f), seed + 2u), 0.0f);
    noise_cell cell = noise_cells(v_scale(v_mad(p, warp, 0.5f), 1.0f / cell_mm), seed);
    if (unit_of(hash_u32(cell.id)) > share)
        return 0.0f;
    float own = size * (0.5f + unit_of(hash_u32(cell.id + 7u))) / cell_mm;
    return ramp(own, 0.45f * own, cell.nearest) * (0.4f + 0.6f * unit_of(hash_u32(cell.id + 9u)));
}

static float tan_at(vec3 p)
{
    float t = 0.16f * noise_sum(v_scale(p, 0.017f), 3, 0.5f, 21u) + 0.07f * noise_sum(v_scale(p, 0.09f), 3, 0.6f, 22u);
    t += 0.16f * ramp(10.0f, 60.0f, p.z) * ramp(60.0f, -40.0f, p.y);
    t -= 0.16f * ramp(-85.0f, -115.0f, p.z);
    t += 0.05f * noise_at(v_scale(p, 0.55f), 23u);
    float open_sky = ramp(40.0f, 95.0f, p.z);
    t += 0.30f * (0.25f + 0.75f * open_sky) * freckle_at(p, 11.0f, 0.22f, 2.0f, 25u);
    t += 0.22f * (0.3f + 0.7f * open_sky) * freckle_at(p, 4.5f, 0.20f, 0.75f, 26u);
    return t;
}

static float lip_share(vec3 q)
{
    float x = fabsf(q.x);
    if (q.y > -72.0f || x > 25.0f || q.z > -36.0f || q.z < -66.0f)
        return 0.0f;
    float soft = 1.2f + 0.4f * noise_at(v_scale(q, 0.6f), 41u);
    float inside = ramp(-soft, soft, upper_lip_edge_z(x) - q.z) * ramp(-soft, soft, q.z - lower_lip_edge_z(x));
    return inside * ramp(24.5f, 19.0f, x);
}

/* Pores: one in each cell of about 0.85 mm, some deep, some hardly there. */
static noise_cell pore_cell(vec3 p)
{
    return noise_cells(v_scale(p, 1.0f / 0.85f), 61u);
}
static float pore_at(noise_cell cell)
{
    const float radius = 0.27f;
    if (cell.nearest >= radius)
        return 0.0f;
    return sq(1.0f - sq(cell.nearest / radius)) * sq(unit_of(hash_u32(cell.id)));
}

/* Hair under the skin and its shade between the hairs darken and cool the skin. */
static void tint_by_hair(skin_look *look, const head_model *model, vec3 p, vec3 q)
{
    float hair = scalp_hair_density(model, p) * ramp(1.0f, 6.0f, ear_distance(&model->ear, p));
    float beard = beard_density(p), x = fabsf(q.x), brow = 0.0f;
    if (x > 8.0f && q.y < -50.0f)
        brow = bell(q.z - brow_line_z(x), 5.0f) * ramp(62.0f, 50.0f, x) * ramp(8.0f, 15.0f, x);
    const vec3 none = {1, 1, 1};
    look->albedo = v_mul(look->albedo, v_mix(none, v3(0.76f, 0.77f, 0.79f), 0.75f * hair));
    if (model->hair > HAIR_NONE) /* long hair shades it too */
        look->albedo = v_scale(look->albedo, 1.0f - (model->hair == HAIR_SCARRED ? 0.2f : 0.6f) * hair);
    look->albedo = v_mul(look->albedo, v_mix(none, v3(0.70f, 0.77f, 0.83f), 0.55f * beard));
    look->albedo = v_mul(look->albedo, v_mix(none, v3(0.72f, 0.70f, 0.70f), 0.60f * brow));
    look->gloss *= 1.0f - 0.45f * hair - 0.2f * beard;
}

/* A scar is paler than the skin round it and smooth: it has less pigment, fewer vessels and no pores. */
static void tint_scar(skin_look *look, vec3 p)
{
    float scar = scar_share(p), mottle = 1.0f + 0.05f * noise_sum(v_scale(p, 0.5f), 2, 0.5f, 76u);
    look->albedo = v_mix(look->albedo, v_scale(v3(0.60f, 0.45f, 0.37f), mottle), 0.8f * scar);
    look->gloss *= 1.0f + 0.25f * scar;
    look->relief *= 1.0f - 0.85f * scar;
}

static void redden_lips(skin_look *look, vec3 q)
{
    float lip = lip_share(q);
    float streak = 1.0f + 0.10f * noise_sum(v3(q.x * 1.2f, q.y * 0.3f, q.z * 0.25f), 2, 0.6f, 42u);
    look->albedo = v_mix(look->albedo, v_scale(v3(0.47f, 0.215f, 0.185f), streak), 0.72f * lip);
    look->gloss *= 1.0f + 0.3f * lip;
}

skin_look skin_look_at(const head_model *model, vec3 p)
{
    vec3 q = face_place(model, p), right = v3(fabsf(q.x), q.y, q.z);
    float pore = pore_at(pore_cell(p)), scalp = ramp(45.0f, 85.0f, p.z);
    float nose = spot_near(q, v3(0, -109, -14), 15.0f), cheek = spot_near(right, v3(34, -76, -12), 20.0f);
    float mel = 0.12f + tan_at(p) + 0.10f * pore + 0.10f * spot_near(right, v3(29, -84, 14), 14.0f);
    float hb = 0.20f + redness_at(model, q) + 0.30f * pore;
    vec3 loss = v_add(v_scale(melanin, mel), v_scale(blood, hb));
    skin_look look;
    look.albedo = v_mul(bare_albedo, v3(expf(-loss.x), expf(-loss.y), expf(-loss.z)));
    look.gloss = 1.05f + 0.45f * scalp + 0.35f * nose + 0.15f * spot_near(q, v3(0, -94, 50), 30.0f);
    look.gloss *= 1.0f + 0.18f * noise_sum(v_scale(p, 0.05f), 3, 0.6f, 51u);
    look.roughness = 0.40f - 0.05f * scalp + 0.03f * noise_sum(v_scale(p, 0.07f), 2, 0.6f, 52u);
    look.relief = 1.0f + 0.9f * nose + 0.5f * cheek;
    redden_lips(&look, q);
    if (model->hair == HAIR_SCARRED)
        tint_scar(&look, p);
    tint_by_hair(&look, model, p, q);
    look.albedo = v_mul(look.albedo, model->tone);
    return look;
}

static float pores_mm(vec3 p)
{
    noise_cell fine = pore_cell(p);
    float pit = pore_at(fine);
    float furrow = fine.second - fine.nearest;
    furrow = furrow < 0.22f ? sq(1.0f - furrow / 0.22f) : 0.0f;
    return -0.030f * pit - 0.008f * furrow;
}

static float forehead_lines_mm(vec3 p)
{
    if (p.y > -30.0f || p.z < 42.0f || p.z > 92.0f)
        return 0.0f;
    float wobble = 2.2f * noise_sum(v3(p.x * 0.035f, 0.5f, p.z * 0.01f), 2, 0.5f, 65u);
    float bend = 0.0022f * p.x * p.x, lift = 0.0f;
    static const float height[3] = {52.0f, 63.0f, 75.0f}, depth[3] = {0.20f, 0.24f, 0.15f};
    for (int i = 0; i < 3; i++) {
        float off = p.z + bend - height[i] - wobble * (1.0f + 0.3f * (float)i);
        float reach = 0.5f + 0.5f * noise_at(v3(p.x * 0.05f, (float)i * 3.0f, 0.2f), 66u);
        lift -= depth[i] * reach * (bell(off, 1.1f) - 0.45f * bell(off, 4.0f));
    }
    return lift * ramp(52.0f, 30.0f, fabsf(p.x));
}

/* Fine lines of the face: round the closed eyes, beside the mouth, on the lips. */
static float face_lines_mm(vec3 p)
{
    vec3 q = face_unwarp(p);
    if (q.y > -45.0f || q.z > 40.0f || q.z < -70.0f)
        return 0.0f;
    float x = fabsf(q.x), lift = 0.0f;
    float eye = ramp(15.0f, 20.0f, x) * ramp(50.0f, 42.0f, x);
    float under = q.z - lid_line_z(x);
    lift -= eye * (0.16f * bell(under + 6.5f + 0.06f * (x - 30.0f), 0.7f) + 0.10f * bell(under + 4.0f, 0.5f));
    float lid = eye * ramp(14.0f, 9.0f, fabsf(q.z - 17.0f));
    lift += 0.035f * lid * noise_sum(v3(q.x * 0.35f, q.y * 0.3f, q.z * 1.5f), 2, 0.6f, 92u);
    float dx = x - 47.0f, dz = q.z - 16.0f, r = sqrtf(dx * dx + dz * dz);
    if (dx > 0.0f && r < 22.0f) {
        float fan = sinf(9.0f * atan2f(dz, dx) + 0.5f * sinf(r * 0.3f) + (q.x > 0.0f ? 0.8f : 0.0f));
        lift -= 0.10f * fan * ramp(2.0f, 7.0f, r) * ramp(22.0f, 12.0f, r) * ramp(1.4f, 0.7f, fabsf(atan2f(dz, dx)));
    }
    float t = clampf((-20.0f - q.z) / 38.0f, 0.0f, 1.0f);
    float fold = x - (18.0f + 17.0f * powf(t, 0.8f)) + 2.0f * sinf(3.0f * t) + 1.6f * noise_at(v_scale(q, 0.09f), 93u);
    lift -= 0.17f * bell(fold, 1.3f) * ramp(-16.0f, -28.0f, q.z) * ramp(-52.0f, -34.0f, q.z);
    lift += 0.035f * lip_share(q) * noise_sum(v3(q.x * 0.9f, 0.0f, q.z * 0.12f), 2, 0.6f, 94u);
    return lift * ramp(-45.0f, -52.0f, q.y) * ramp(40.0f, 34.0f, q.z);
}

float skin_relief_mm(vec3 p)
{
    float h = pores_mm(p);
    h += 0.020f * noise_sum(v_scale(p, 0.9f), 2, 0.5f, 67u);
    h += 0.09f * noise_sum(v_scale(p, 0.20f), 2, 0.5f, 68u);
    h += 0.22f * noise_at(v_scale(p, 0.055f), 69u);
    return h + forehead_lines_mm(p) + face_lines_mm(p);
}
