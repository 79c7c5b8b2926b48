// Zones: names, usual numbers, forms that lie where and are as large as they should be.
#include "testing.h"

#include "model/keep.h"
#include "model/place.h"

static struct hairline line_on(const struct head *head)
{
    struct hairline line = hairline_template(HAIRLINE_ROUND);
    hairline_make(&line, head);
    return line;
}

static void names_find_themselves_and_nothing_else(void **state)
{
    (void)state;
    for (int i = 0; i < ZONE_KIND_COUNT; i++) {
        enum zone_kind kind = ZONE_KIND_COUNT;
        assert_true(zone_kind_find(zone_kind_name((enum zone_kind)i), &kind));
        assert_int_equal(kind, i);
    }
    enum zone_kind kind = ZONE_PART;
    assert_false(zone_kind_find("fut scar", &kind));
    assert_int_equal(kind, ZONE_PART);
}

static void every_kind_has_a_form_and_sound_numbers(void **state)
{
    (void)state;
    struct head head = head_canonical();
    struct hairline line = line_on(&head);
    for (int i = 0; i < ZONE_KIND_COUNT; i++) {
        struct zone zone = zone_make((enum zone_kind)i, &head, &line);
        assert_int_equal(zone.kind, i);
        assert_string_equal(zone.name, zone_kind_name((enum zone_kind)i));
        assert_in_range(zone.point_count, 3, ZONE_MOST_POINTS);
        assert_true(zone.density_per_cm2 >= 80.0 && zone.density_per_cm2 <= FIELD_FULL_PER_CM2);
        assert_true(zone.ramp_mm >= 0.0 && zone.size_scale > 0.0);
        for (int k = 0; k < zone.point_count; k++)
            assert_close(vec3_length(zone.point[k]), 1.0, 1e-9);
        bool is_scar = i == ZONE_FUT_SCAR || i == ZONE_FUE_SCARS;
        assert_close(zone.fade_scale, is_scar ? 1.7 : 1.0, 0.0);
        assert_close(zone.take_up, is_scar ? 0.8 : 1.0, 0.0);
        if (zone.form == ZONE_BAND)
            assert_true(zone.ramp_mm < 0.5 * zone.width_mm); // full weight along its middle
    }
}

static void a_full_zone_ends_above_the_ears_and_below_the_whorl(void **state)
{
    (void)state;
    struct head head = head_canonical();
    struct hairline line = line_on(&head);
    struct zone full = zone_make(ZONE_FULL, &head, &line);
    assert_int_equal(full.behind_hairline, 1);
    assert_true(keep_zone_distance_mm(&full, &head, head.whorl) > 30.0);
    assert_true(keep_zone_distance_mm(&full, &head, vec3_make(0.0, 0.0, 1.0)) > 60.0);
    for (int side = -1; side <= 1; side += 2) {
        struct vec3 ear_top = place_beside(&head, -11.0, 27.0, side);
        assert_close(keep_zone_distance_mm(&full, &head, ear_top), -20.0, 4.0);
        assert_true(keep_zone_distance_mm(&full, &head, place_behind(&head, 100.0, 40.0, side)) < -20.0);
    }
    assert_close(keep_zone_distance_mm(&full, &head, place_behind(&head, 60.0, 0.0, 1)), 9.0, 2.0);
}

// Its points lie that far from the middle on the mean, and by how much, of that, they differ: nobody's patch is a coin.
static void check_round(const struct zone *zone, const struct head *head, struct vec3 middle, double radius_mm,
                        double spread)
{
    double mean = 0.0, least = 1e9, most = 0.0;
    for (int i = 0; i < zone->point_count; i++) {
        double mm = head_arc_mm(head, middle, zone->point[i]);
        mean += mm / zone->point_count;
        least = fmin(least, mm);
        most = fmax(most, mm);
    }
    assert_close(mean, radius_mm, 0.02 * radius_mm);
    assert_close((most - least) / mean, spread, 0.4 * spread);
    assert_true(keep_zone_distance_mm(zone, head, middle) > 0.5 * radius_mm);
}

static void crown_patch_and_mark_have_their_sizes_and_are_no_circles(void **state)
{
    (void)state;
    struct head head = head_canonical();
    struct hairline line = line_on(&head);
    struct zone crown = zone_make(ZONE_CROWN, &head, &line);
    check_round(&crown, &head, head.whorl, 55.0, 0.15);
    struct zone patch = zone_make(ZONE_AREATA, &head, &line);
    check_round(&patch, &head, place_beside(&head, -55.0, 95.0, 1), 15.0, 0.2);
    struct zone mark = zone_make(ZONE_BIRTHMARK, &head, &line);
    check_round(&mark, &head, place_beside(&head, -30.0, 88.0, -1), 10.0, 0.6);
}

static void bands_and_spots_have_their_widths(void **state)
{
    (void)state;
    struct head head = head_canonical();
    struct hairline line = line_on(&head);
    struct zone strip = zone_make(ZONE_FUT_SCAR, &head, &line), part = zone_make(ZONE_PART, &head, &line);
    double length_mm = 0.0;
    for (int i = 1; i < strip.point_count; i++)
        length_mm += head_arc_mm(&head, strip.point[i - 1], strip.point[i]);
    assert_close(length_mm, 200.0, 2.0);
    assert_close(keep_zone_distance_mm(&strip, &head, strip.point[strip.point_count / 2]), 4.0, 0.02);
    struct vec3 front = part.point[0];
    assert_close(head_arc_mm(&head, head.glabella, front), line.height_mm + 15.0, 0.3);
    struct vec3 beside = head_walk(&head, front, vec3_make(1.0, 0.0, 0.0), 7.0);
    assert_close(keep_zone_distance_mm(&part, &head, beside), 0.0, 0.05);
    struct zone spots = zone_make(ZONE_FUE_SCARS, &head, &line);
    assert_int_equal(spots.point_count, 60);
    for (int i = 0; i < spots.point_count; i++) {
        assert_close(keep_zone_distance_mm(&spots, &head, spots.point[i]), 0.5, 1e-3);
        for (int k = 0; k < i; k++)
            assert_true(head_arc_mm(&head, spots.point[i], spots.point[k]) > 2.0);
    }
}

// A spindle: its whole width over the middle two fifths, from there to each end ever narrower, nothing beyond its line;
// the shortest one is no disc.
static void a_strip_scar_narrows_to_its_ends(void **state)
{
    (void)state;
    enum { STEPS = 50 };
    static const double length_mm[] = {200.0, 60.0, 10.0};
    struct head head = head_canonical();
    struct zone strip = zone_make(ZONE_FUT_SCAR, &head, NULL);
    for (size_t k = 0; k < sizeof length_mm / sizeof *length_mm; k++) {
        for (int i = 0; i < strip.point_count; i++)
            strip.point[i] = place_behind(&head, 92.0, length_mm[k] * (i / (strip.point_count - 1.0) - 0.5), 1);
        double before_mm = 0.0;
        for (int i = 0; i <= STEPS; i++) {
            double from_end = 0.5 * i / STEPS;
            struct vec3 at = place_behind(&head, 92.0, length_mm[k] * (from_end - 0.5), 1);
            double half_mm = keep_zone_distance_mm(&strip, &head, at);
            assert_true(half_mm > before_mm - 0.02);
            assert_close(half_mm, keep_zone_distance_mm(&strip, &head, place_behind(&head, 92.0, 0.0, 1)),
                         from_end > 0.32 && k < 2 ? 0.05 : 4.0);
            before_mm = half_mm;
        }
        assert_close(before_mm, 4.0, k < 2 ? 0.05 : 1.0);
        assert_close(keep_zone_distance_mm(&strip, &head, strip.point[0]), 0.0, 0.05);
        struct vec3 beyond = place_behind(&head, 92.0, -0.5 * length_mm[k] - 1.0, 1);
        assert_true(keep_zone_distance_mm(&strip, &head, beyond) < 0.0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_find_themselves_and_nothing_else),
        cmocka_unit_test(every_kind_has_a_form_and_sound_numbers),
        cmocka_unit_test(a_full_zone_ends_above_the_ears_and_below_the_whorl),
        cmocka_unit_test(crown_patch_and_mark_have_their_sizes_and_are_no_circles),
        cmocka_unit_test(bands_and_spots_have_their_widths),
        cmocka_unit_test(a_strip_scar_narrows_to_its_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
