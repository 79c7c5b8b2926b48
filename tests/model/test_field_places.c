// How evenly the places of the field lie, in every beginning of the list and everywhere on the
// head.
#include "testing.h"

#include "evenness.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "geom/chart.h"
#include "model/field.h"
#include "model/field_tiles.h"
#include "model/hairline.h"
#include "model/head.h"

static struct field *field;     // of the newest version, seed 1; read only
static struct vec3 *on_head_mm; // its places on the canonical head

static int build_field(void **state)
{
    (void)state;
    struct head head = head_canonical();
    field = field_build(FIELD_VERSION, 1, NULL, NULL);
    on_head_mm = mem_alloc((size_t)field->count * sizeof *on_head_mm);
    for (int i = 0; i < field->count; i++)
        on_head_mm[i] = head_point_mm(&head, field_dir(field, i));
    return 0;
}

static int drop_field(void **state)
{
    (void)state;
    mem_free(on_head_mm);
    field_unref(field);
    return 0;
}

static struct vec3 dir_of(double azimuth_deg,
                          double polar_deg) // azimuth from the front to the left
{
    double a = azimuth_deg * MATHD_PI / 180.0, t = polar_deg * MATHD_PI / 180.0;
    return vec3_make(sin(t) * sin(a), -sin(t) * cos(a), cos(t));
}

// Middle of the scalp, and near its rim: hairline, temple, over the ear, nape.
static const double spots[][2] = {{0, 5}, {180, 45}, {0, 60}, {58, 85}, {-95, 95}, {180, 110}};
enum { SPOTS = sizeof spots / sizeof *spots };

static int last_at(double per_cm2)
{
    return (int)(per_cm2 / FIELD_FULL_PER_CM2 * field->count + 0.5);
}

static double per_mm2_at(int count)
{
    return FIELD_FULL_PER_CM2 / 100.0 * count / field->count;
}

static void the_region_holds_all_places(void **state)
{
    (void)state;
    for (int i = 0; i < field->count; i++)
        assert_true(field_region_has((double)field->u[i], (double)field->v[i]));
}

// From 30 mm above the glabella, down to the sideburns, the skin over and behind the ears and the
// nape; not the brow and the eyes.
static void the_region_is_the_scalp(void **state)
{
    (void)state;
    struct head head = head_canonical();
    struct vec3 low = head_walk(&head, head.glabella, vec3_make(0, 0, 1), 31.0);
    struct pt_chart in[] = {chart_of(low),
                            chart_of(dir_of(20, 79)),
                            chart_of(dir_of(67, 118)),
                            chart_of(dir_of(-90, 112)),
                            chart_of(dir_of(115, 118)),
                            chart_of(dir_of(180, 128))};
    for (size_t i = 0; i < sizeof in / sizeof *in; i++)
        assert_true(field_region_has(in[i].u, in[i].v));
    struct pt_chart out[] = {chart_of(head.glabella), chart_of(dir_of(25, 95)), chart_of(dir_of(0, 120))};
    for (size_t i = 0; i < sizeof out / sizeof *out; i++)
        assert_false(field_region_has(out[i].u, out[i].v));
}

// With room to spare in front of it.
static void every_template_lies_in_the_region(void **state)
{
    (void)state;
    enum { MOST = 120 };
    struct head head = head_canonical();
    struct vec3 line[MOST];
    for (int n = 0; n < HAIRLINE_SHAPE_COUNT * 6; n++) {
        struct hairline hairline = hairline_template((enum hairline_shape)(n / 6));
        hairline.height_mm = n & 1 ? 40.0 : 75.0;
        hairline.temple_mm = 20.0 * (n / 2 % 3);
        hairline_make(&hairline, &head);
        int count = hairline_trace(&hairline, &head, line, MOST);
        assert_int_equal(count, MOST);
        for (int i = 0; i < count; i++) {
            struct pt_chart p = chart_of(line[i]);
            assert_true(field_region_has(p.u * 1.01, p.v * 1.01));
        }
    }
}

static void full_rank_holds_300_a_cm2(void **state)
{
    (void)state;
    struct head head = head_canonical();
    double step = 0.004, area_mm2 = 0.0;
    for (double u = -CHART_REACH; u < CHART_REACH; u += step)
        for (double v = -CHART_REACH; v < CHART_REACH; v += step)
            if (field_region_has(u, v))
                area_mm2 += step * step * head_area_mm2_per_sr(&head, chart_dir((struct pt_chart){u, v}));
    assert_close(field->count / (area_mm2 / 100.0) / FIELD_FULL_PER_CM2, 1.0, 0.002);
}

static struct vec3 hand_place_mm(const struct head *head, int i, double hand_mm)
{
    struct vec3 dir = field_dir(field, i), east, north, p = head_point_mm(head, dir);
    head_tangents(head, dir, &east, &north);
    p = vec3_add(p, vec3_scale(east, hand_mm * (double)field->hand_x_z[i]));
    return vec3_add(p, vec3_scale(north, hand_mm * (double)field->hand_y_z[i]));
}

// Evenness of the dots within radius_mm that are there at one density and not yet at another, as keep levels
// select them.
static struct evenness evenness_at(const struct head *head, struct vec3 dir, double from_per_cm2, double to_per_cm2,
                                   double hand_mm, double radius_mm)
{
    struct head canonical = head_canonical();
    double ratio = head_area_mm2_per_sr(head, dir) / head_area_mm2_per_sr(&canonical, dir);
    double per_cm2 = to_per_cm2 - from_per_cm2, margin_mm = 20.0 / sqrt(per_cm2);
    int last = (int)fmin(last_at(to_per_cm2 * ratio), field->count), count = 0;
    struct vec3 *points = mem_alloc((size_t)last * sizeof *points), centre = head_point_mm(head, dir);
    for (int i = last_at(from_per_cm2 * ratio); i < last; i++) {
        points[count] = hand_place_mm(head, i, hand_mm);
        count += vec3_length(vec3_sub(points[count], centre)) < radius_mm + margin_mm;
    }
    struct evenness e = evenness_of(points, count, centre, radius_mm, per_cm2 / 100.0);
    mem_free(points);
    return e;
}

// Domain.md 8.12: Clark and Evans' R of the union of the sessions 1.35 to 1.65, with the error of
// the hand.
static void sessions_look_as_real_ones(void **state)
{
    (void)state;
    static const double prefixes[] = {45, 105, 150};
    struct head heads[3] = {head_canonical(), head_canonical(), head_canonical()};
    heads[1].semi_mm = vec3_make(72, 95, 70);
    heads[2].semi_mm = vec3_make(82, 105, 78);
    for (int h = 0; h < 3; h++)
        for (int p = 0; p < 3; p++)
            for (int s = 0; s < SPOTS; s++) {
                struct vec3 dir = dir_of(spots[s][0], spots[s][1]);
                struct evenness e = evenness_at(&heads[h], dir, 0.0, prefixes[p], 0.08, 16.0);
                if (e.index < 1.45 || e.index > 1.63 || e.variation < 0.12 || e.variation > 0.25)
                    fail_msg("head %d, %g per cm2, spot %d: R %.3f, variation %.3f", h, prefixes[p], s, e.index,
                             e.variation);
            }
}

// What the second and the third session add, whose fresh dots stand out: no chains, no holes.
static void a_session_is_even_by_itself(void **state)
{
    (void)state;
    static const double sessions[][2] = {{24, 56}, {56, 80}, {45, 105}, {105, 150}, {75, 175}, {175, 250}};
    struct head head = head_canonical();
    for (size_t p = 0; p < sizeof sessions / sizeof *sessions; p++) {
        double sum = 0.0;
        for (int s = 0; s < SPOTS; s++) {
            struct vec3 dir = dir_of(spots[s][0], spots[s][1]);
            sum += evenness_at(&head, dir, sessions[p][0], sessions[p][1], 0.08, 18.0).index / SPOTS;
        }
        if (sum < 1.3)
            fail_msg("from %g to %g per cm2: R %.3f", sessions[p][0], sessions[p][1], sum);
    }
}

static void every_prefix_is_even(void **state)
{
    (void)state;
    static const double prefixes[] = {3, 10, 20, 30, 60, 85, 120, 200, 300};
    struct head head = head_canonical();
    for (size_t p = 0; p < sizeof prefixes / sizeof *prefixes; p++)
        for (int s = 0; s < SPOTS; s++) {
            struct vec3 dir = dir_of(spots[s][0], spots[s][1]);
            double radius_mm = fmin(14.0 * sqrt(85.0 / fmin(prefixes[p], 85.0)), 32.0);
            struct evenness e = evenness_at(&head, dir, 0.0, prefixes[p], 0.0, radius_mm);
            if (e.index < 1.42 || e.index > 1.72 || e.variation > 0.2)
                fail_msg("%g per cm2, spot %d: R %.3f, variation %.3f", prefixes[p], s, e.index, e.variation);
        }
}

// Cubes with the places so far, for neighbours.
enum { CUBES = 240 };
struct cubes {
    double side_mm;
    int *first, *next;
};

static int cube_of(const struct cubes *cubes, struct vec3 p, int dx, int dy, int dz)
{
    int x = (int)((p.x + 105.0) / cubes->side_mm) + dx, y = (int)((p.y + 105.0) / cubes->side_mm) + dy;
    int z = (int)((p.z + 45.0) / cubes->side_mm) + dz;
    return x < 0 || y < 0 || z < 0 ? 0 : (z * CUBES + y) * CUBES + x;
}

static void cubes_add(struct cubes *cubes, int i)
{
    int cube = cube_of(cubes, on_head_mm[i], 0, 0, 0);
    cubes->next[i] = cubes->first[cube];
    cubes->first[cube] = i;
}

static double least_distance_mm(const struct cubes *cubes, struct vec3 p)
{
    double least = 1e9;
    for (int n = 0; n < 27; n++)
        for (int k = cubes->first[cube_of(cubes, p, n % 3 - 1, n / 3 % 3 - 1, n / 9 - 1)]; k >= 0; k = cubes->next[k])
            least = fmin(least, vec3_length(vec3_sub(on_head_mm[k], p)));
    return least;
}

// No place comes closer to any earlier one than a share of 1 / sqrt(density so far).
static void no_prefix_has_clumps(void **state)
{
    (void)state;
    struct cubes cubes = {0.0, mem_alloc(sizeof(int) * CUBES * CUBES * CUBES),
                          mem_alloc(sizeof(int) * (size_t)field->count)};
    double worst_early = 9.0, worst = 9.0;
    for (int from = 300, to; from < field->count; from = to) {
        to = 2 * from < field->count ? 2 * from : field->count;
        cubes.side_mm = fmax(0.9, 0.7 / sqrt(per_mm2_at(from)));
        for (int i = 0; i < CUBES * CUBES * CUBES; i++)
            cubes.first[i] = -1;
        for (int i = 0; i < from; i++)
            cubes_add(&cubes, i);
        for (int i = from; i < to; i++) {
            double share = least_distance_mm(&cubes, on_head_mm[i]) * sqrt(per_mm2_at(i + 1));
            double *least = i < 3000 ? &worst_early : &worst;
            *least = fmin(*least, share);
            cubes_add(&cubes, i);
        }
    }
    mem_free(cubes.first);
    mem_free(cubes.next);
    assert_true(worst_early > 0.42);
    assert_true(worst > 0.48);
}

static double disc_area_mm2(const struct head *head, struct vec3 dir, double radius_mm, bool *is_whole)
{
    struct vec3 centre = head_point_mm(head, dir);
    struct pt_chart mid = chart_of(dir);
    double step = 0.004, area_mm2 = 0.0;
    for (double u = mid.u - 0.8; u < mid.u + 0.8; u += step)
        for (double v = mid.v - 0.8; v < mid.v + 0.8; v += step) {
            struct vec3 d = chart_dir((struct pt_chart){u, v});
            if (vec3_length(vec3_sub(head_point_mm(head, d), centre)) > radius_mm)
                continue;
            *is_whole = *is_whole && field_region_has(u, v);
            area_mm2 += step * step * head_area_mm2_per_sr(head, d);
        }
    return area_mm2;
}

static void density_is_what_was_asked_in_every_20_cm2(void **state)
{
    (void)state;
    static const double prefixes[] = {45, 75, 105, 150, 220, 300};
    struct head head = head_canonical();
    int zones = 0;
    for (int z = 0; z < 60; z++) {
        bool is_whole = true;
        double radius_mm = 25.3, area_mm2 = disc_area_mm2(&head, field_dir(field, z), radius_mm, &is_whole);
        zones += is_whole;
        for (size_t p = 0; is_whole && p < sizeof prefixes / sizeof *prefixes; p++) {
            int count = 0;
            for (int i = 0; i < last_at(prefixes[p]); i++)
                count += vec3_length(vec3_sub(on_head_mm[i], on_head_mm[z])) <= radius_mm;
            assert_close(count / (area_mm2 / 100.0) / prefixes[p], 1.0, 0.03);
        }
    }
    assert_true(zones > 30);
}

// Power of a patch of 50 mm at the vertex at one frequency, against chance (1), with a soft window.
static double power_at(const struct vec3 *points, int count, double fx_per_mm, double fy_per_mm)
{
    double re = 0.0, im = 0.0, weights = 0.0;
    for (int i = 0; i < count; i++) {
        double w = (1.0 + cos(MATHD_PI * points[i].x / 25.0)) * (1.0 + cos(MATHD_PI * points[i].y / 25.0));
        double angle_rad = 2.0 * MATHD_PI * (fx_per_mm * points[i].x + fy_per_mm * points[i].y);
        re += w * cos(angle_rad), im += w * sin(angle_rad);
        weights += w * w;
    }
    return (re * re + im * im) / weights;
}

// Blue noise: little power below the frequency 1 / spacing, and none at the pitch of any grid.
static void long_waves_have_little_power(void **state)
{
    (void)state;
    static const double prefixes[] = {20, 45, 105, 150, 300};
    struct head head = head_canonical();
    for (size_t p = 0; p < sizeof prefixes / sizeof *prefixes; p++) {
        struct vec3 *points = mem_alloc((size_t)field->count * sizeof *points);
        int count = 0, low_count = 0;
        for (int i = 0; i < last_at(prefixes[p]); i++) {
            points[count] = vec3_sub(on_head_mm[i], head.centre_mm);
            count += points[count].z > 0.0 && fabs(points[count].x) < 25.0 && fabs(points[count].y) < 25.0;
        }
        double spacing_mm = 10.0 / sqrt(prefixes[p]), low = 0.0, most = 0.0;
        for (double fx = 0.0; fx < 0.5; fx += 0.03)
            for (double fy = -0.5; fy < 0.5; fy += 0.03) {
                double f = sqrt(fx * fx + fy * fy);
                if (f > 0.5 || f * 50.0 / spacing_mm < 4.0)
                    continue;
                double power = power_at(points, count, fx / spacing_mm, fy / spacing_mm);
                low += power, low_count++, most = fmax(most, power);
            }
        mem_free(points);
        if (low / low_count > 0.22 || most > 2.0)
            fail_msg("%g per cm2: power %.3f, at most %.3f", prefixes[p], low / low_count, most);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_region_holds_all_places),
        cmocka_unit_test(the_region_is_the_scalp),
        cmocka_unit_test(every_template_lies_in_the_region),
        cmocka_unit_test(full_rank_holds_300_a_cm2),
        cmocka_unit_test(sessions_look_as_real_ones),
        cmocka_unit_test(a_session_is_even_by_itself),
        cmocka_unit_test(every_prefix_is_even),
        cmocka_unit_test(no_prefix_has_clumps),
        cmocka_unit_test(density_is_what_was_asked_in_every_20_cm2),
        cmocka_unit_test(long_waves_have_little_power),
    };
    return cmocka_run_group_tests(tests, build_field, drop_field);
}
