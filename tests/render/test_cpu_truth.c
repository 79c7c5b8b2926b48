// The CPU renderer against the brute-force skin of tests/support.
#include "brute_skin.h"
#include "patch.h"

#define WHITE 65535
enum { FINE_PER_PX = 3 };

struct truth_case {
    double px_per_mm, per_cm2; // 0: one dot
    double tau, sharpness, radius_mm, depth_mm, smear_mm;
};

struct difference {
    double mean, most, peak;
};

// The brute-force skin's light, blurred by the camera and averaged over pixels.
static double *truth(const struct brute_skin *skin, const struct truth_case *t, int channel, double spectrum)
{
    double *light = brute_skin_light(skin, channel, spectrum, t->depth_mm,
                                     (double)smp_veil(channel, 0.0f, (float)t->depth_mm), 0.0);
    brute_blur(skin, light, 0.8 / t->px_per_mm);
    return light;
}

static double pixel_of(const struct brute_skin *skin, const double *light, int x, int y)
{
    double sum = 0.0;
    for (int j = 0; j < FINE_PER_PX; j++)
        for (int i = 0; i < FINE_PER_PX; i++)
            sum += light[(size_t)(y * FINE_PER_PX + j) * (size_t)skin->width + (size_t)(x * FINE_PER_PX + i)];
    return sum / (FINE_PER_PX * FINE_PER_PX);
}

static void add_dots(struct brute_skin *skin, struct patch_scene *p, const struct truth_case *t, int side)
{
    struct brute_dot dot = {
        .radius_mm = t->radius_mm, .sharpness = t->sharpness, .tau = t->tau, .smear_x_mm = t->smear_mm};
    if (t->per_cm2 > 0.0)
        patch_add_field(p, 0, 0, side, side, t->px_per_mm, t->per_cm2, 0.5);
    else
        patch_add(p, 0.5 * side + 0.3, 0.5 * side - 0.2, t->px_per_mm);
    for (int i = 0; i < p->scene.splat_count; i++) {
        struct splat *s = &p->splats[i];
        s->tau = (float)t->tau;
        s->sharpness = (float)t->sharpness;
        s->radius_mm = (float)t->radius_mm;
        s->depth_mm = (float)t->depth_mm;
        s->smear_a_mm = (float)t->smear_mm;
        dot.x_mm = (double)s->x / t->px_per_mm;
        dot.y_mm = (double)s->y / t->px_per_mm;
        brute_skin_add(skin, &dot);
    }
}

static struct difference compare(const struct truth_case *t)
{
    int side = (int)(6.5 * t->px_per_mm), edge = (int)(2.0 * t->px_per_mm);
    struct brute_skin *skin = brute_skin_create(side / t->px_per_mm, side / t->px_per_mm, FINE_PER_PX * t->px_per_mm);
    struct patch_scene p = patch_create(side, side, PIXELS_RGBA16, WHITE);
    add_dots(skin, &p, t, side);
    for (int c = 0; c < 3; c++)
        p.scene.group[0].veil[c] = smp_veil(c, 0.0f, (float)t->depth_mm);
    struct image *out = patch_draw(&p, (struct render_request){0});
    struct difference d = {0};
    int count = 0;
    for (int c = 0; c < 3; c++) {
        double *light = truth(skin, t, c, (double)p.scene.group[0].spectrum[c]);
        for (int y = edge; y < side - edge; y++)
            for (int x = edge; x < side - edge; x++, count++) {
                double want = pixel_of(skin, light, x, y), got = patch_left(out, x, y, c);
                d.mean += got - want;
                d.most = fmax(d.most, fabs(got - want));
                d.peak = fmax(d.peak, 1.0 - want);
            }
        mem_free(light);
    }
    d.mean /= count;
    image_unref(out);
    patch_finish(&p);
    brute_skin_free(skin);
    return d;
}

static void expect(struct truth_case t, double mean, double most)
{
    struct difference d = compare(&t);
    print_message("%2.0f px/mm %3.0f/cm2 tau %.1f m %.1f a %.2f d %.2f smear %.2f: peak %.3f mean "
                  "%+.4f most %.4f\n",
                  t.px_per_mm, t.per_cm2, t.tau, t.sharpness, t.radius_mm, t.depth_mm, t.smear_mm, d.peak, d.mean,
                  d.most);
    assert_close(d.mean, 0.0, mean);
    assert_close(d.most, 0.0, most);
}

// Tolerances stand a sixth above what is reached.
static void test_one_dot(void **state)
{
    (void)state;
    expect((struct truth_case){6, 0, 1.0, 4.0, 0.14, 0.20, 0.0}, 0.001, 0.0095);
    expect((struct truth_case){12, 0, 1.0, 4.0, 0.14, 0.20, 0.0}, 0.001, 0.011);
    expect((struct truth_case){20, 0, 1.0, 4.0, 0.14, 0.20, 0.0}, 0.001, 0.007);
    expect((struct truth_case){6, 0, 3.5, 4.0, 0.14, 0.10, 0.0}, 0.001, 0.031);
    expect((struct truth_case){12, 0, 3.5, 4.0, 0.14, 0.10, 0.0}, 0.001, 0.028);
    expect((struct truth_case){20, 0, 3.5, 4.0, 0.14, 0.10, 0.0}, 0.001, 0.023);
    expect((struct truth_case){6, 0, 0.6, 4.0, 0.14, 0.20, 0.15}, 0.001, 0.013);
    expect((struct truth_case){20, 0, 0.6, 4.0, 0.14, 0.20, 0.15}, 0.001, 0.0165);
    expect((struct truth_case){12, 0, 1.4, 4.0, 0.175, 0.06, 0.0}, 0.001, 0.0185);
    expect((struct truth_case){12, 0, 0.4, 2.5, 0.18, 0.30, 0.0}, 0.001, 0.006);
    expect((struct truth_case){12, 0, 1.0, 3.0, 0.20, 0.50, 0.0}, 0.0015, 0.0072);
}

// Where dots overlap their absorptances are summed, not their depths: a little too dark.
static void test_fields(void **state)
{
    (void)state;
    expect((struct truth_case){6, 60, 1.0, 4.0, 0.14, 0.20, 0.0}, 0.001, 0.0085);
    expect((struct truth_case){6, 150, 1.0, 4.0, 0.14, 0.20, 0.0}, 0.001, 0.0105);
    expect((struct truth_case){6, 300, 1.0, 4.0, 0.14, 0.20, 0.0}, 0.001, 0.009);
    expect((struct truth_case){12, 60, 1.0, 4.0, 0.14, 0.20, 0.0}, 0.001, 0.0085);
    expect((struct truth_case){12, 150, 1.0, 4.0, 0.14, 0.20, 0.0}, 0.001, 0.013);
    expect((struct truth_case){12, 300, 1.0, 4.0, 0.14, 0.20, 0.0}, 0.001, 0.022);
    expect((struct truth_case){20, 150, 1.0, 4.0, 0.14, 0.20, 0.0}, 0.001, 0.008);
    expect((struct truth_case){12, 150, 2.0, 3.0, 0.16, 0.10, 0.0}, 0.001, 0.0135);
    expect((struct truth_case){12, 300, 2.0, 3.0, 0.16, 0.10, 0.0}, 0.004, 0.056);
}

// A pixel of skin that is seen from aside: the skin's light under the blur of lens and pixel.
static double seen(const struct brute_skin *skin, const double *light, double x, double y, double px_per_mm,
                   double cosine, double middle_mm)
{
    double sum = 0.0, weights = 0.0, variance = 0.64 + 1.0 / 12.0;
    for (double dy = -3.0; dy <= 3.0; dy += 0.25)
        for (double dx = -3.0; dx <= 3.0; dx += 0.25) {
            double weight = exp(-(dx * dx + dy * dy) / (2.0 * variance));
            sum += weight * brute_skin_at(skin, light, middle_mm + (x + dx) / (px_per_mm * cosine),
                                          middle_mm + (y + dy) / px_per_mm);
            weights += weight;
        }
    return sum / weights;
}

static void check_tilted(double cosine, double tolerance)
{
    enum { SIDE = 81 };
    const double px_per_mm = 12.0, middle_mm = 3.5;
    struct brute_skin *skin = brute_skin_create(7.0, 7.0, 40.0);
    brute_skin_add(skin, &(struct brute_dot){
                             .x_mm = middle_mm, .y_mm = middle_mm, .radius_mm = 0.14, .sharpness = 4.0, .tau = 1.0});
    struct patch_scene p = patch_create(SIDE, SIDE, PIXELS_RGBA16, WHITE);
    patch_add(&p, 0.5 * SIDE, 0.5 * SIDE, px_per_mm)->jxx = (float)(px_per_mm * cosine);
    struct image *out = patch_draw(&p, (struct render_request){0});
    double most = 0.0;
    for (int c = 0; c < 3; c++) {
        double *light =
            brute_skin_light(skin, c, (double)p.scene.group[0].spectrum[c], 0.2, (double)smp_veil(c, 0.0f, 0.2f), 0.0);
        for (int y = 10; y < SIDE - 10; y++)
            for (int x = 25; x < SIDE - 25; x++) {
                double want =
                    seen(skin, light, x + 0.5 - 0.5 * SIDE, y + 0.5 - 0.5 * SIDE, px_per_mm, cosine, middle_mm);
                most = fmax(most, fabs(patch_left(out, x, y, c) - want));
            }
        mem_free(light);
    }
    print_message("cosine %.2f: most %.4f\n", cosine, most);
    assert_close(most, 0.0, tolerance);
    image_unref(out);
    patch_finish(&p);
    brute_skin_free(skin);
}

static void test_skin_seen_from_aside(void **state)
{
    (void)state;
    check_tilted(0.6, 0.009);
    check_tilted(0.35, 0.008);
    check_tilted(0.2, 0.037);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_dot),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_skin_seen_from_aside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
