// Bells carry the dot's whole mass, at any scale and tilt, and end where they must.
#include "patch.h"
#include "render/cpu_rows.h"
#include "shared/smp_splat.h"

enum { SIDE = 400 };

struct sums {
    double sharp[3], wide[3];
};

static struct patch zero_patch(int side)
{
    struct patch p = {
        .pitch = (size_t)side + 2 * CPU_BLOCK, .x0 = -side / 2, .y0 = -side / 2, .width = side, .height = side};
    for (int c = 0; c < 3; c++)
        p.plane[c] = mem_alloc(sizeof(float) * p.pitch * (size_t)side);
    return p;
}

static void sum_patch(struct patch *p, double sum[3], double each)
{
    for (int c = 0; c < 3; c++) {
        sum[c] = 0.0;
        for (int y = 0; y < p->height; y++)
            for (int x = 0; x < p->width; x++)
                sum[c] += each * (double)p->plane[c][(size_t)y * p->pitch + (size_t)x];
        mem_free(p->plane[c]);
    }
}

static struct footprint build(const struct footprint_rules *rules, const struct patch_scene *p, footprints_fn *fn)
{
    struct layer layers[2 * SCENE_MOST_GROUPS];
    struct footprint prints[FOOTPRINT_BATCH];
    layers_of_scene(&p->scene, layers);
    fn(rules, &layers[0], p->splats, (uint32_t[]){0}, 1, prints);
    return prints[0];
}

static struct sums sums_of(const struct footprint *print, const struct footprint_rules *rules)
{
    struct sums sums;
    struct patch sharp = zero_patch(SIDE), wide = zero_patch(SIDE);
    cpu_rows_any.add_bells(&sharp, print->bell, (size_t)print->bell_count);
    cpu_rows_any.add_wides(&wide, &print->wide, 1);
    int step = rules->step_px[print->level];
    sum_patch(&sharp, sums.sharp, 1.0);
    sum_patch(&wide, sums.wide, (double)step * step);
    return sums;
}

// Columns: along and across a turned tangent frame, foreshortened along it.
static void set_jacobian(struct splat *s, double scale, double cosine, double angle)
{
    s->jxx = (float)(scale * cosine * cos(angle));
    s->jyx = (float)(scale * cosine * sin(angle));
    s->jxy = (float)(-scale * sin(angle));
    s->jyy = (float)(scale * cos(angle));
}

static void test_mass(void **state)
{
    (void)state;
    struct profile profile;
    profile_init(&profile);
    const double scales[] = {0.3, 1.0, 3.0, 6.0, 12.0, 20.0}, cosines[] = {1.0, 0.6, 0.25, 0.1};
    for (int i = 0; i < 6; i++)
        for (int k = 0; k < 4; k++)
            for (int n = 0; n < 12; n++) {
                struct patch_scene p = patch_create(8, 8, PIXELS_RGBA8, 0);
                uint64_t id = (uint64_t)(100 * i + 10 * k + n);
                struct splat *s = patch_add(&p, rng_unit(1, id, 0), rng_unit(1, id, 1), scales[i]);
                p.scene.camera_blur_px = (float)(fmin(1.0, scales[i] / 6.0) * (0.65 + 0.3 * rng_unit(1, id, 2)));
                set_jacobian(s, scales[i], cosines[k], 6.28 * rng_unit(1, id, 3));
                s->tau = (float)(0.2 + 3.0 * rng_unit(1, id, 4));
                s->sharpness = (float)(2.0 + 2.0 * rng_unit(1, id, 5));
                s->radius_mm = (float)(0.1 + 0.15 * rng_unit(1, id, 6));
                s->depth_mm = (float)(0.06 + 0.5 * rng_unit(1, id, 7));
                s->smear_a_mm = (float)(0.1 * rng_unit(1, id, 8));
                s->smear_b_mm = (float)(0.1 * rng_unit(1, id, 9));
                struct footprint_rules rules = footprint_rules(&p.scene, &profile);
                struct footprint print = build(&rules, &p, footprints_build_any);
                struct sums got = sums_of(&print, &rules);
                double along = (double)s->radius_mm + hypot((double)s->smear_a_mm, (double)s->smear_b_mm);
                double area = (double)s->radius_mm * along * scales[i] * scales[i] * cosines[k];
                for (int c = 0; c < 3; c++) {
                    float t = SMP_KAPPA * s->tau * p.scene.group[0].spectrum[c];
                    double want = (double)profile_at(&profile, t, s->sharpness).mass * area;
                    assert_close(got.sharp[c] / want, 1.0, c == 1 ? 0.01 : 0.015);
                    if (k < 3)
                        assert_close(got.wide[c] / want, 1.0, 0.01);
                    else if (rules.step_px[1] == 1) // at a rim's grids, up to a tenth more or less
                        assert_close(got.wide[c] / want, 1.0, 0.02);
                }
                patch_finish(&p);
            }
}

// u^n on an ellipse of reach^2: the sum over the plane, and the variance along an axis, by the midpoint rule over u.
static void sum_power(int n, double reach2, double *sum, double *variance)
{
    enum { STEPS = 20000 };
    *sum = *variance = 0.0;
    for (int i = 0; i < STEPS; i++) {
        double u = (i + 0.5) / STEPS, part = M_PI * reach2 / STEPS * pow(u, n);
        *sum += part;
        *variance += part * 0.5 * reach2 * (1.0 - u);
    }
    *variance /= *sum;
}

static void test_the_wide_kernels_are_what_they_say(void **state)
{
    (void)state;
    static const struct {
        int power;
        double peak, variance;
    } kernels[] = {{2, (double)SMP_WIDE_PEAK_2, 1.0},
                   {5, (double)SMP_WIDE_PEAK_5, (double)SMP_WIDE_VARIANCE_5},
                   {8, (double)SMP_WIDE_PEAK_8, (double)SMP_WIDE_VARIANCE_8}};
    for (int i = 0; i < 3; i++) {
        double sum, variance;
        sum_power(kernels[i].power, (double)SMP_WIDE_REACH2, &sum, &variance);
        assert_close(sum * kernels[i].peak, 2.0 * M_PI, 1e-6);
        assert_close(variance, kernels[i].variance, 1e-6);
    }
}

// 45 dots for each cm2, a first session, redden by nine tenths, a dot alone by two fifths; none farther than 5 mm.
static void test_redness_of_one_dot_and_of_a_session(void **state)
{
    (void)state;
    double wide, narrow, unused, reach = (double)SMP_REDNESS_REACH_MM;
    sum_power(3, reach * reach, &wide, &unused);
    sum_power(8, reach * reach, &narrow, &unused);
    double added = 0.45 * ((double)SMP_REDNESS_WIDE * wide + (double)SMP_REDNESS_NARROW * narrow);
    assert_close(smp_redness_share((float)added), 0.9, 0.01);
    assert_close(smp_redness_share(SMP_REDNESS_BELL(1.0f)), 0.4, 0.03);
    assert_true(SMP_REDNESS_BELL(0.0f) == 0.0f && reach < 5.0);
}

static void check_build(footprints_fn *other)
{
    struct profile profile;
    profile_init(&profile);
    for (uint64_t id = 0; id < 500; id++) {
        struct patch_scene p = patch_create(8, 8, PIXELS_RGBA8, 0);
        struct splat *s = patch_add(&p, 4.0 + rng_unit(2, id, 0), 4.0, 10.0);
        set_jacobian(s, 0.3 + 20.0 * rng_unit(2, id, 1), rng_unit(2, id, 2), 6.28 * rng_unit(2, id, 3));
        s->tau = (float)(5.0 * rng_unit(2, id, 4));
        s->smear_a_mm = (float)(0.2 * rng_unit(2, id, 5));
        s->depth_mm = (float)rng_unit(2, id, 6);
        p.scene.camera_blur_px = id % 2 ? 0.3f : 0.8f;
        struct footprint_rules rules = footprint_rules(&p.scene, &profile);
        struct footprint a = build(&rules, &p, footprints_build_any), b = build(&rules, &p, other);
        assert_int_equal(a.bell_count, b.bell_count);
        assert_int_equal(a.level, b.level);
        assert_memory_equal(a.bell, b.bell, sizeof a.bell[0] * (size_t)a.bell_count);
        assert_memory_equal(&a.wide, &b.wide, sizeof a.wide);
        patch_finish(&p);
    }
}

static void test_all_builds_give_the_same_bits(void **state)
{
    (void)state;
    if (__builtin_cpu_supports("avx2"))
        check_build(footprints_build_avx2);
    if (__builtin_cpu_supports("avx512dq"))
        check_build(footprints_build_avx512);
}

static void test_what_is_no_dot_is_refused(void **state)
{
    (void)state;
    struct patch_scene p = patch_create(8, 8, PIXELS_RGBA8, 0);
    const struct splat good = *patch_add(&p, 4, 4, 6);
    assert_true(splat_is_sound(&p.scene, &good));
    const float bad[] = {NAN, INFINITY, -INFINITY, 1e30f, -1e30f};
    for (size_t field = 0; field < offsetof(struct splat, group) / sizeof(float); field++)
        for (int k = 0; k < 4; k++) {
            struct splat s = good;
            memcpy((char *)&s + field * sizeof(float), &bad[k], sizeof(float));
            assert_false(splat_is_sound(&p.scene, &s));
        }
    struct splat s = good;
    s.group = 1;
    assert_false(splat_is_sound(&p.scene, &s));
    patch_finish(&p);
}

// Redness is over, so that healed dots do not carry its reach, when it no longer changes a code of 8 bits.
static void test_redness_ends(void **state)
{
    (void)state;
    struct scene scene = {.group_count = 1};
    struct layer layers[2 * SCENE_MOST_GROUPS];
    for (float redness = 1.0f; redness > 1e-12f; redness *= 0.5f) {
        for (int c = 0; c < 3; c++)
            scene.group[0].redness[c] = redness;
        layers_of_scene(&scene, layers);
        float code = 255.0f * 1.055f / 2.4f * (1.0f - smp_exp(-redness)); // off white, where the curve is least steep
        assert_int_equal(layers[0].has_redness, code > 0.02f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mass),
        cmocka_unit_test(test_the_wide_kernels_are_what_they_say),
        cmocka_unit_test(test_redness_of_one_dot_and_of_a_session),
        cmocka_unit_test(test_redness_ends),
        cmocka_unit_test(test_all_builds_give_the_same_bits),
        cmocka_unit_test(test_what_is_no_dot_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
