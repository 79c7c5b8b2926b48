// Keep levels against what they must be: densities, distances, stillness under an edit, areas.
#include "testing.h"

#include "geom/chart.h"
#include "model/keep.h"

#include <stdlib.h>
#include <string.h>

struct fixture {
    struct field *field;
    struct head head;
    struct keep_base *base;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->field = field_build(FIELD_VERSION, 5, NULL, NULL);
    f->head = head_canonical();
    f->base = keep_base_build(f->field, &f->head, NULL);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    keep_base_free(f->base);
    field_unref(f->field);
    free(f);
    return 0;
}

static struct option option_with(const struct head *head, enum hairline_shape shape, enum zone_kind kind)
{
    struct option option = {.hairline = hairline_template(shape), .zone_count = 1};
    hairline_make(&option.hairline, head);
    option.zone[0] = zone_make(kind, head, &option.hairline);
    return option;
}

// A sphere and round zones on it have areas that geometry knows.
static struct head sphere(double radius_mm)
{
    struct head head = head_canonical();
    head.semi_mm = vec3_make(radius_mm, radius_mm, radius_mm);
    return head;
}

// ---------------------------------------------------------------- distances

// Least length along the skin to the traced curve, by trying very many points of it.
static double tried_distance_mm(const struct head *head, const struct vec3 *curve, const struct vec3 *curve_mm,
                                int count, struct vec3 dir)
{
    struct vec3 here_mm = head_point_mm(head, dir);
    double best2 = 1e30;
    int at = 0;
    for (int i = 0; i < count; i++) {
        struct vec3 d = vec3_sub(curve_mm[i], here_mm);
        if (vec3_dot(d, d) < best2) {
            best2 = vec3_dot(d, d);
            at = i;
        }
    }
    return head_arc_mm(head, dir, curve[at]);
}

static void hairline_distance_is_the_least_length_to_the_curve(void **state)
{
    struct fixture *f = *state;
    enum { CURVE = 6000 };
    struct vec3 *curve = malloc(2 * CURVE * sizeof *curve), *curve_mm = curve + CURVE;
    for (int shape = 0; shape < HAIRLINE_SHAPE_COUNT; shape++) {
        struct option option = option_with(&f->head, (enum hairline_shape)shape, ZONE_FULL);
        int count = hairline_trace(&option.hairline, &f->head, curve, CURVE), seen = 0;
        for (int i = 0; i < count; i++)
            curve_mm[i] = head_point_mm(&f->head, curve[i]);
        for (int i = 0; i < f->field->count && seen < 90; i += 331) {
            struct vec3 dir = field_dir(f->field, i);
            double tried = dir.z < -0.35 ? 1e9 : tried_distance_mm(&f->head, curve, curve_mm, count, dir);
            if (tried > 30.0) // below the ends the line is led on
                continue;
            seen++;
            assert_close(fabs(keep_hairline_distance_mm(&option.hairline, &f->head, dir)), tried, 0.05 + 0.006 * tried);
        }
        assert_true(seen > 40);
    }
    free(curve);
}

static void the_vertex_is_behind_every_hairline_and_the_glabella_in_front(void **state)
{
    struct fixture *f = *state;
    for (int shape = 0; shape < HAIRLINE_SHAPE_COUNT; shape++) {
        struct option option = option_with(&f->head, (enum hairline_shape)shape, ZONE_FULL);
        const struct hairline *h = &option.hairline;
        assert_true(keep_hairline_distance_mm(h, &f->head, vec3_make(0.0, 0.0, 1.0)) > 40.0);
        assert_true(keep_hairline_distance_mm(h, &f->head, vec3_make(0.0, 1.0, 0.0)) > 40.0);
        assert_true(keep_hairline_distance_mm(h, &f->head, f->head.glabella) < -40.0);
        struct vec3 cheek = vec3_unit(vec3_make(0.5, -0.8, -0.4));
        assert_true(keep_hairline_distance_mm(h, &f->head, cheek) < -10.0);
    }
}

static void levels_near_edges_follow_the_exact_distance(void **state)
{
    struct fixture *f = *state;
    enum { EVERY = 97 };
    int count = f->field->count / EVERY;
    struct vec3 *dir = malloc((size_t)count * sizeof *dir);
    double *exact_mm = malloc((size_t)count * sizeof *exact_mm);
    for (int i = 0; i < count; i++)
        dir[i] = field_dir(f->field, EVERY * i);
    for (int shape = 0; shape < HAIRLINE_SHAPE_COUNT; shape++) {
        struct option option = option_with(&f->head, (enum hairline_shape)shape, ZONE_FULL);
        struct keep *keep = keep_build(f->base, &option, NULL);
        keep_hairline_distances_mm(&option.hairline, &f->head, dir, count, exact_mm);
        for (int i = 0; i < count; i++) {
            double d = fmax(-KEEP_EDGE_REACH_MM, fmin(KEEP_EDGE_REACH_MM, exact_mm[i]));
            assert_close((double)keep->edge_mm[EVERY * i], d, 1e-3);
        }
        keep_free(keep);
    }
    free(exact_mm);
    free(dir);
}

// ---------------------------------------------------------------- levels

static void no_level_in_front_of_a_defined_edge_nor_outside_a_zone(void **state)
{
    struct fixture *f = *state;
    struct option option = option_with(&f->head, HAIRLINE_STRAIGHT, ZONE_FULL);
    struct keep *keep = keep_build(f->base, &option, NULL);
    double most_wobble = option.hairline.micro_mm + 1.5 * option.hairline.macro_mm;
    for (int i = 0; i < keep->count; i++) {
        assert_true(keep->level[i] >= 0.0f && keep->level[i] <= 1.0f);
        if ((double)keep->edge_mm[i] < -most_wobble)
            assert_true(keep->level[i] == 0.0f);
    }
    for (int i = 0; i < keep->count; i += 211)
        if (keep->level[i] > 0.0f)
            assert_true(keep_zone_distance_mm(&option.zone[0], &f->head, field_dir(f->field, i)) > 0.0);
    keep_free(keep);
}

static void moving_the_hairline_changes_nothing_but_the_edge(void **state)
{
    struct fixture *f = *state;
    struct option option = option_with(&f->head, HAIRLINE_ROUND, ZONE_FULL);
    struct keep *before = keep_build(f->base, &option, NULL);
    option.hairline.height_mm += 2.0;
    hairline_make(&option.hairline, &f->head);
    struct keep *after = keep_build(f->base, &option, NULL);
    int changed = 0;
    for (int i = 0; i < before->count; i++) {
        bool is_same = memcmp(&before->level[i], &after->level[i], sizeof(float)) == 0;
        changed += !is_same;
        if (fabs((double)before->edge_mm[i]) >= KEEP_EDGE_REACH_MM)
            assert_true(is_same && before->zone[i] == after->zone[i]);
    }
    assert_true(changed > 500 && changed < before->count / 4);
    keep_free(before);
    keep_free(after);
}

static void threads_make_no_difference(void **state)
{
    struct fixture *f = *state;
    struct option option = option_with(&f->head, HAIRLINE_PEAKED, ZONE_FULL);
    option.zone[option.zone_count++] = zone_make(ZONE_CROWN, &f->head, &option.hairline);
    option.zone[option.zone_count++] = zone_make(ZONE_FUT_SCAR, &f->head, &option.hairline);
    struct keep *one = keep_build(f->base, &option, NULL);
    for (int threads = 2; threads <= 5; threads += 3) {
        struct pool *pool = pool_create(threads);
        struct keep_base *base = keep_base_build(f->field, &f->head, pool);
        struct keep *many = keep_build(base, &option, pool);
        size_t n = (size_t)one->count;
        assert_memory_equal(one->level, many->level, n * sizeof(float));
        assert_memory_equal(one->edge_mm, many->edge_mm, n * sizeof(float));
        assert_memory_equal(one->zone, many->zone, n);
        assert_memory_equal(one->area, many->area, sizeof one->area);
        keep_free(many);
        keep_base_free(base);
        pool_destroy(pool);
    }
    keep_free(one);
}

// Mean level per full level of the places whose distance to a straight, unwobbled line lies in a
// band.
static double mean_weight(const struct fixture *f, const struct option *option, double from_mm, double to_mm)
{
    struct keep *keep = keep_build(f->base, option, NULL);
    double sum = 0.0;
    int count = 0;
    for (int i = 0; i < keep->count; i++) {
        double d = (double)keep->edge_mm[i];
        if (d < from_mm || d > to_mm || f->field->z[i] < 0.45f) // near the fringe its ramp joins in
            continue;
        sum += (double)keep->level[i] * FIELD_FULL_PER_CM2 / option->zone[0].density_per_cm2;
        count++;
    }
    keep_free(keep);
    assert_true(count > 100);
    return sum / count;
}

static void edges_differ_as_their_names_say(void **state)
{
    struct fixture *f = *state;
    struct option option = option_with(&f->head, HAIRLINE_ROUND, ZONE_FULL);
    option.hairline.micro_mm = option.hairline.macro_mm = 0.0;
    double front[EDGE_COUNT], first[EDGE_COUNT];
    for (int edge = 0; edge < EDGE_COUNT; edge++) {
        option.hairline.edge = (enum hairline_edge)edge;
        option.hairline.diffusion = DIFFUSION_MEDIUM;
        front[edge] = mean_weight(f, &option, -3.0, 0.0);
        first[edge] = mean_weight(f, &option, 0.0, 1.0);
        assert_close(mean_weight(f, &option, -20.0, -7.0), 0.0, 0.0);
        assert_close(mean_weight(f, &option, 10.0, 20.0), 1.0, 1e-5);
    }
    assert_close(front[EDGE_DEFINED], 0.0, 0.0);
    assert_true(front[EDGE_FEATHERED] > 0.05 && front[EDGE_FEATHERED] < 0.15);
    assert_true(front[EDGE_BROKEN] > 0.02 && front[EDGE_BROKEN] < front[EDGE_FEATHERED]);
    assert_true(first[EDGE_DEFINED] > 2.0 * first[EDGE_FEATHERED]);
    assert_true(first[EDGE_BROKEN] < 0.8 * first[EDGE_FEATHERED]);
    // A feathered one thins out until 1 mm and half a ramp before the line; a broken one has gaps until 7 mm behind it.
    option.hairline.edge = EDGE_FEATHERED;
    assert_true(mean_weight(f, &option, -3.95, -3.6) > 0.0);
    assert_true(mean_weight(f, &option, -20.0, -4.0) == 0.0);
    option.hairline.edge = EDGE_BROKEN;
    assert_true(mean_weight(f, &option, 6.2, 6.9) < 0.98);
    assert_close(mean_weight(f, &option, 7.01, 9.0), 1.0, 1e-5);
    option.hairline.edge = EDGE_FEATHERED; // 0.2 + 0.8 smoothstep: 0.6 half way up the ramp
    static const double half_mm[DIFFUSION_COUNT] = {1.5, 3.0, 5.0};
    for (int diffusion = 0; diffusion < DIFFUSION_COUNT; diffusion++) {
        option.hairline.diffusion = (enum hairline_diffusion)diffusion;
        assert_close(mean_weight(f, &option, half_mm[diffusion] - 0.3, half_mm[diffusion] + 0.3), 0.6, 0.02);
    }
}

static void wobble_moves_the_edge_both_ways_and_no_further_than_asked(void **state)
{
    struct fixture *f = *state;
    struct option option = option_with(&f->head, HAIRLINE_STRAIGHT, ZONE_FULL);
    option.hairline.micro_mm = 0.0;
    option.hairline.macro_mm = 3.0;
    struct keep *keep = keep_build(f->base, &option, NULL);
    int filled_in_front = 0, empty_behind = 0;
    for (int i = 0; i < keep->count; i++) {
        double d = (double)keep->edge_mm[i];
        if (f->field->z[i] < 0.1f || f->field->y[i] > 0.0f)
            continue;
        assert_true(d > -4.5 || keep->level[i] == 0.0f);
        assert_true(d < 4.5 || keep->level[i] > 0.0f);
        filled_in_front += d < -0.5 && keep->level[i] > 0.0f;
        empty_behind += d > 0.5 && keep->level[i] == 0.0f;
    }
    assert_true(filled_in_front > 50 && empty_behind > 50);
    keep_free(keep);
}

// ---------------------------------------------------------------- density and area

static void a_cap_has_the_area_and_the_dots_that_geometry_says(void **state)
{
    struct fixture *f = *state;
    static const double radius_mm[] = {70.0, 83.0, 95.0};
    for (int r = 0; r < 3; r++) {
        struct head head = sphere(radius_mm[r]);
        struct keep_base *base = keep_base_build(f->field, &head, NULL);
        struct option option = option_with(&head, HAIRLINE_ROUND, ZONE_CROWN);
        option.zone[0].ramp_mm = 0.0;
        option.zone[0].density_per_cm2 = 120.0;
        struct keep *keep = keep_build(base, &option, NULL);
        double polar = 55.0 / radius_mm[r];
        double cap_mm2 = 2.0 * M_PI * radius_mm[r] * radius_mm[r] * (1.0 - cos(polar));
        assert_close(keep->area[0].touched_mm2 / cap_mm2, 1.0, 0.01);
        assert_close(keep->area[0].weighted_mm2 / cap_mm2, 1.0, 0.01);
        int dots = 0;
        for (int i = 0; i < keep->count; i++)
            dots += field_rank_frac(f->field, i) < keep->level[i];
        assert_close(dots / (1.2 * cap_mm2), 1.0, 0.03);
        assert_close(keep->area[0].dots / dots, 1.0, 0.02);
        keep_free(keep);
        keep_base_free(base);
    }
}

// Surface of a head where a zone about the whorl has depth, summed over a fine grid of the chart.
static double summed_mm2(const struct zone *zone, const struct head *head)
{
    enum { SIDE = 80 };
    const double step = 0.015;
    struct pt_chart middle = chart_of(head->whorl);
    static struct vec3 dir[SIDE * SIDE];
    static double depth_mm[SIDE * SIDE];
    int count = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
        double u = middle.u + step * (i % SIDE - SIDE / 2), v = middle.v + step * (i / SIDE - SIDE / 2);
        if (u * u + v * v <= 3.4)
            dir[count++] = chart_dir((struct pt_chart){u, v});
    }
    keep_zone_distances_mm(zone, head, dir, count, depth_mm);
    double mm2 = 0.0;
    for (int i = 0; i < count; i++)
        mm2 += depth_mm[i] > 0.0 ? head_area_mm2_per_sr(head, dir[i]) * step * step : 0.0;
    return mm2;
}

static void density_and_area_are_as_asked_all_over_several_heads(void **state)
{
    struct fixture *f = *state;
    static const double semi_mm[][3] = {{77.2, 99.8, 73.0}, {70.0, 90.0, 67.0}, {83.0, 107.0, 80.0}};
    static const double places[][3] = {{0.0, -0.8, 0.6}, {0.9, 0.1, 0.45}, {0.1, 0.97, 0.2}, {0.3, 0.1, 0.95}};
    for (int h = 0; h < 3; h++) {
        struct head head = head_canonical();
        head.semi_mm = vec3_make(semi_mm[h][0], semi_mm[h][1], semi_mm[h][2]);
        struct keep_base *base = keep_base_build(f->field, &head, NULL);
        for (int p = 0; p < 4; p++) {
            head.whorl = vec3_unit(vec3_make(places[p][0], places[p][1], places[p][2]));
            struct option option = option_with(&head, HAIRLINE_ROUND, ZONE_CROWN);
            struct zone *zone = &option.zone[0];
            for (int i = 0; i < zone->point_count; i++) // 28 mm: 24 cm2
                zone->point[i] = head_walk(&head, head.whorl, zone->point[i], 28.0);
            zone->ramp_mm = 0.0;
            zone->density_per_cm2 = p % 2 ? 150.0 : 80.0;
            struct keep *keep = keep_build(base, &option, NULL);
            double mm2 = summed_mm2(zone, &head);
            int dots = 0;
            for (int i = 0; i < keep->count; i++)
                dots += field_rank_frac(f->field, i) < keep->level[i];
            assert_close(keep->area[0].touched_mm2 / mm2, 1.0, 0.01);
            assert_close(100.0 * dots / mm2 / zone->density_per_cm2, 1.0, 0.03);
            keep_free(keep);
        }
        keep_base_free(base);
    }
}

static void later_zones_take_their_share_and_no_more(void **state)
{
    struct fixture *f = *state;
    struct option option = option_with(&f->head, HAIRLINE_ROUND, ZONE_FULL);
    option.zone[0].ramp_mm = 2.0;
    struct keep *alone = keep_build(f->base, &option, NULL);
    option.zone[option.zone_count++] = zone_make(ZONE_AREATA, &f->head, &option.hairline);
    option.zone[1].density_per_cm2 = option.zone[0].density_per_cm2;
    struct keep *both = keep_build(f->base, &option, NULL);
    double sum = both->area[0].weighted_mm2 + both->area[1].weighted_mm2;
    assert_close(sum / alone->area[0].weighted_mm2, 1.0, 1e-5); // the patch lies wholly inside
    assert_close(both->area[1].touched_mm2 / (M_PI * 15.0 * 15.0), 1.0, 0.02);
    int of_patch = 0;
    for (int i = 0; i < both->count; i++) { // same density: the patch changes technique only
        assert_close((double)both->level[i], (double)alone->level[i], 1e-6);
        of_patch += both->zone[i] == 1;
    }
    double per_place_mm2 = 100.0 / FIELD_FULL_PER_CM2;
    assert_close(of_patch * per_place_mm2 / both->area[1].weighted_mm2, 1.0, 0.05);
    keep_free(alone);
    keep_free(both);
}

static void the_full_zone_of_the_mean_head_is_as_large_as_clinics_find(void **state)
{
    struct fixture *f = *state;
    struct option option = option_with(&f->head, HAIRLINE_ROUND, ZONE_FULL);
    struct keep *keep = keep_build(f->base, &option, NULL);
    print_message("full zone: touched %.0f cm2, weighted %.0f cm2, %.0f dots\n", keep->area[0].touched_mm2 / 100.0,
                  keep->area[0].weighted_mm2 / 100.0, keep->area[0].dots);
    assert_true(keep->area[0].touched_mm2 > 25000.0 && keep->area[0].touched_mm2 < 50000.0);
    keep_free(keep);
}

// ---------------------------------------------------------------- hostile input

static void broken_points_do_no_harm(void **state)
{
    struct fixture *f = *state;
    struct option option = option_with(&f->head, HAIRLINE_ROUND, ZONE_FULL);
    option.zone[option.zone_count++] = zone_make(ZONE_PART, &f->head, &option.hairline);
    option.zone[option.zone_count++] = zone_make(ZONE_FUE_SCARS, &f->head, &option.hairline);
    for (int round = 0; round < 4; round++) {
        for (int k = 0; k < option.zone_count; k++) {
            option.zone[k].point[1] = option.zone[k].point[0];
            option.zone[k].point[2] = round == 1 ? vec3_make(0.0, 0.0, 0.0) : vec3_make((double)NAN, 0.0, 1.0);
            option.zone[k].point_count = round == 0 ? option.zone[k].point_count : round - 1;
        }
        option.hairline.point[3] = option.hairline.point[4];
        option.hairline.point[5] = vec3_make((double)NAN, (double)NAN, (double)NAN);
        option.hairline.micro_mm = 1e30;
        option.hairline.point_count = round == 0 ? option.hairline.point_count : round - 1;
        struct keep *keep = keep_build(f->base, &option, NULL);
        for (int i = 0; i < keep->count; i++)
            assert_true(keep->level[i] >= 0.0f && keep->level[i] <= 1.0f && keep->zone[i] < 3);
        keep_free(keep);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hairline_distance_is_the_least_length_to_the_curve),
        cmocka_unit_test(the_vertex_is_behind_every_hairline_and_the_glabella_in_front),
        cmocka_unit_test(levels_near_edges_follow_the_exact_distance),
        cmocka_unit_test(no_level_in_front_of_a_defined_edge_nor_outside_a_zone),
        cmocka_unit_test(moving_the_hairline_changes_nothing_but_the_edge),
        cmocka_unit_test(threads_make_no_difference),
        cmocka_unit_test(edges_differ_as_their_names_say),
        cmocka_unit_test(wobble_moves_the_edge_both_ways_and_no_further_than_asked),
        cmocka_unit_test(a_cap_has_the_area_and_the_dots_that_geometry_says),
        cmocka_unit_test(density_and_area_are_as_asked_all_over_several_heads),
        cmocka_unit_test(later_zones_take_their_share_and_no_more),
        cmocka_unit_test(the_full_zone_of_the_mean_head_is_as_large_as_clinics_find),
        cmocka_unit_test(broken_points_do_no_harm),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
