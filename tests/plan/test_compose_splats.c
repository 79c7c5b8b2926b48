// The pass from places to splats: against a plain reckoning of each place, and with kept stages
// against none kept.
#include "testing.h"

#include "base/mem.h"
#include "model/keep.h"
#include "plan/compose.h"
#include "shared/smp_time.h"

#include <string.h>

static const struct frame healed = {.sessions = -1, .time = TIME_HEALED, .band = BAND_LIKELY};

static struct view view_from(struct vec3 from)
{
    struct head head = head_canonical();
    struct vec3 ahead = vec3_scale(vec3_unit(from), -1.0);
    struct vec3 right = vec3_unit(vec3_cross(ahead, vec3_make(0.0, 0.0, 1.0)));
    struct view view = {.width_px = 1200, .height_px = 900, .focal_px = 2000.0, .centre_px = {200.0, 500.0}};
    view.to_camera = (struct mat3){{right, vec3_cross(ahead, right), ahead}};
    view.origin_mm = vec3_sub(vec3_make(0.0, 0.0, 600.0), mat3_mul(view.to_camera, head.centre_mm));
    return view;
}

// Two zones that overlap and differ in density and looks; the head leaves the picture on one side.
static struct option two_zones(enum pattern pattern)
{
    struct head head = head_canonical();
    struct option option = {.name = "A", .technique = technique_default(), .zone_count = 2};
    option.technique.pattern = pattern;
    option.hairline = hairline_template(HAIRLINE_ROUND);
    hairline_make(&option.hairline, &head);
    option.zone[0] = zone_make(ZONE_FULL, &head, &option.hairline);
    option.zone[1] = zone_make(ZONE_CROWN, &head, &option.hairline);
    option.zone[1].density_per_cm2 = 210.0;
    option.zone[1].size_scale = 1.2;
    option.zone[1].take_up = 0.8;
    return option;
}

static struct case_ *make_case(enum pattern pattern)
{
    struct case_ *case_ = case_create();
    struct option option = two_zones(pattern);
    case_add_option(case_, &option);
    case_add_view(case_)->view = view_from(vec3_make(0.4, -0.6, 1.0));
    case_add_view(case_)->view = view_from(vec3_make(-0.2, 0.3, 1.0));
    return case_;
}

static struct event touch_up(double day)
{
    return (struct event){.kind = EVENT_TOUCH_UP, .day = day, .share = 0.5, .shade_scale = 1.0};
}

static void compose(struct composer *composer, const struct case_ *case_, struct frame frame, bool want_dots,
                    struct composed *out)
{
    struct err err = {0};
    bool is_done = composer_compose(composer, case_, &frame, want_dots, out, &err);
    if (!is_done)
        print_error("%s\n", err.text);
    assert_true(is_done);
}

// ---------------------------------------------------------------- place by place

struct plain { // what one place should show
    int event, parts;
    bool is_borderline; // too near a limit to tell
};

static int parts_of(enum pattern pattern, float unit)
{
    if (pattern == PATTERN_COARSE)
        return unit < 0.10f ? 1 : unit < 0.60f ? 2 : 3;
    return pattern == PATTERN_RANDOM && unit < 0.05f ? 2 : 1;
}

static struct plain plain_of(const struct case_ *case_, const struct field *field, const struct keep *keep, int place)
{
    static const float mean_parts[PATTERN_COUNT] = {1.0f, 1.05f, 2.30f};
    const struct view *view = &case_->view[0]->view;
    enum pattern pattern = case_->option[0]->technique.pattern;
    float level = keep->level[place] * (1.0f / mean_parts[pattern]);
    float levels[] = {level, level, level};
    struct vec3 dir = field_dir(field, place), point = head_point_mm(&case_->head, dir);
    struct plain plain = {.parts = parts_of(pattern, field->cluster_unit[place])};
    plain.event = course_event_of(&case_->course, 3, levels, field_rank_frac(field, place));
    struct pt_px px;
    double facing = view_facing(view, &case_->head, dir);
    double reach_px = 6.0 * view_scale_px_per_mm(view, point);
    assert_true(view_project(view, point, &px));
    double inside = fmin(fmin(px.x, view->width_px - px.x), fmin(px.y, view->height_px - px.y));
    plain.is_borderline = fabs(facing - 0.006) < 1e-6 || fabs(inside + reach_px) < 1e-3;
    if (facing < 0.006 || inside < -reach_px)
        plain.event = -1;
    return plain;
}

static void check_look(const struct case_ *case_, const struct field *field, const struct keep *keep,
                       const struct dot *dot, const struct splat *splat)
{
    const struct option *option = case_->option[0];
    double age_days = 28.0 + 24.0 - case_->course.event[dot->event].day;
    struct dot_maker maker =
        dot_maker_build(&option->technique, &option->zone[dot->zone], &case_->course, 1.0, age_days, BAND_LIKELY);
    struct dot_law law = dot_law_of(&maker, &option->technique);
    uint32_t p = dot->place;
    const float z[3] = {field->radius_z[p], field->load_z[p], field->depth_z[p]};
    int k = dot->part;
    struct dot_look look = dot_law_look(&law, z[k], z[(k + 1) % 3], z[(k + 2) % 3], field->tilt_unit[p]);
    struct dot_front front = dot_front_at(keep->edge_mm[p], 6.0f); // medium diffusion
    if (k > 0) {
        look.radius_mm *= 0.95f;
        look.tau *= 0.85f;
    }
    look.radius_mm *= front.radius;
    look.tau *= front.load;
    assert_true(splat->radius_mm == look.radius_mm && splat->sharpness == look.sharpness);
    assert_true(splat->depth_mm == look.depth_mm && splat->smear_a_mm == look.smear_mm);
    float fade = smp_smoothstep(0.006f, 0.03f, dot->facing);
    double tau = (double)(look.tau * fade * smp_tilt_thins(look.radius_mm, look.smear_mm));
    for (int i = -k; i < 0; i++) { // what a cluster's parts before it take, it cannot
        double apart = vec3_length(vec3_sub(dot->point_mm, dot[i].point_mm)), a = (double)splat[i].radius_mm;
        double taken = -expm1(-1.41 * (double)splat[i].tau) *
                       exp(-apart * apart / (a * a + (double)(splat->radius_mm * splat->radius_mm)));
        tau = -log1p(expm1(-1.41 * tau) * (1.0 - taken)) / 1.41;
    }
    assert_close(splat->tau, tau, (k > 0 ? 2e-3 : 1e-4) * (double)look.tau);
}

static void check_pattern(struct composer *composer, enum pattern pattern)
{
    struct case_ *case_ = make_case(pattern);
    const struct field *field = composer_field(composer, case_);
    struct keep_base *base = keep_base_build(field, &case_->head, NULL);
    struct keep *keep = keep_build(base, case_->option[0], NULL);
    struct composed out;
    compose(composer, case_, healed, true, &out);
    int at = 0, seen[3] = {0}, of_zone[2] = {0};
    for (int place = 0; place < field->count; place++) {
        struct plain plain = plain_of(case_, field, keep, place);
        if (plain.is_borderline) {
            while (at < out.dot_count && out.dots[at].place == (uint32_t)place)
                at++;
            continue;
        }
        for (int part = 0; plain.event >= 0 && part < plain.parts; part++, at++) {
            assert_true(at < out.dot_count);
            const struct dot *dot = &out.dots[at];
            assert_int_equal(dot->place, place);
            assert_int_equal(dot->part, part);
            assert_int_equal(dot->event, plain.event);
            assert_int_equal(dot->zone, keep->zone[place]);
            check_look(case_, field, keep, dot, &out.scene.splats[at]);
            seen[plain.event]++;
            of_zone[dot->zone]++;
        }
    }
    assert_int_equal(at, out.dot_count);
    assert_true(seen[0] > 1000 && seen[1] > 1000 && seen[2] > 1000);
    assert_true(of_zone[0] > 1000 && of_zone[1] > 1000);
    keep_free(keep);
    keep_base_free(base);
    case_destroy(case_);
}

static void each_place_shows_what_it_should(void **state)
{
    (void)state;
    struct composer *composer = composer_create(NULL);
    for (int pattern = 0; pattern < PATTERN_COUNT; pattern++)
        check_pattern(composer, (enum pattern)pattern);
    composer_destroy(composer);
}

// ---------------------------------------------------------------- kept stages

// The composer that has shown everything before, against one that knows nothing.
static int check_kept(struct composer *kept, const struct case_ *case_, struct frame frame)
{
    struct composer *fresh = composer_create(NULL);
    struct composed a, b;
    compose(kept, case_, frame, false, &a);
    compose(fresh, case_, frame, false, &b);
    int count = a.scene.splat_count;
    assert_int_equal(count, b.scene.splat_count);
    assert_true(count > 1000);
    assert_memory_equal(a.scene.splats, b.scene.splats, sizeof *a.scene.splats * (size_t)count);
    assert_memory_equal(a.scene.group, b.scene.group, sizeof a.scene.group);
    assert_true(a.px_per_mm == b.px_per_mm);
    composer_destroy(fresh);
    return count;
}

static void nothing_stale_is_shown(void **state)
{
    (void)state;
    struct pool *pool = pool_create(2);
    struct composer *kept = composer_create(pool);
    struct case_ *case_ = make_case(PATTERN_RANDOM);
    struct frame first = healed, second = healed, early = healed, small = healed;
    second.view = 1;
    early.sessions = 1;
    early.time = TIME_FRESH;
    small.width_px = 500;
    int count = check_kept(kept, case_, early);
    assert_true(check_kept(kept, case_, first) > count); // more places than were looked for before
    assert_int_not_equal(check_kept(kept, case_, second), check_kept(kept, case_, first));
    check_kept(kept, case_, small);
    struct option option = two_zones(PATTERN_COARSE);
    option.zone[0].density_per_cm2 = 220.0;
    case_set_option(case_, 0, &option);
    check_kept(kept, case_, first);
    case_->view[0]->view.focal_px *= 1.1;
    check_kept(kept, case_, first);
    case_->view[1]->view = case_->view[0]->view; // as if the first had been taken away
    check_kept(kept, case_, second);
    case_->head.semi_mm.y += 3.0;
    check_kept(kept, case_, second);
    case_->seed = 7;
    check_kept(kept, case_, second);
    check_kept(kept, case_, early);
    case_destroy(case_);
    composer_destroy(kept);
    pool_destroy(pool);
}

// ---------------------------------------------------------------- masks and events together

static uint64_t key_of(const struct dot *dot)
{
    return (uint64_t)dot->place << 8 | (uint64_t)dot->part << 4 | dot->event;
}

// Dots and pigment put into them again, some under a mask: what is left is what was there.
static void a_mask_only_takes_away(void **state)
{
    (void)state;
    struct composer *composer = composer_create(NULL);
    struct case_ *case_ = make_case(PATTERN_COARSE);
    struct frame fresh = healed;
    fresh.time = TIME_FRESH; // each touch-up in a group of its own
    assert_true(case_add_event(case_, touch_up(30.0)));
    assert_true(case_add_event(case_, touch_up(40.0)));
    struct composed all, left;
    compose(composer, case_, fresh, true, &all);
    size_t count = (size_t)all.dot_count;
    struct dot *dots = mem_alloc(sizeof *dots * count);
    struct splat *splats = mem_alloc(sizeof *splats * count);
    memcpy(dots, all.dots, sizeof *dots * count);
    memcpy(splats, all.scene.splats, sizeof *splats * count);
    for (size_t i = 1; i < count; i++)
        assert_true(key_of(&dots[i - 1]) < key_of(&dots[i]));
    struct mask_stroke stripe = {.point_count = 4, .point = {{200, -10}, {300, -10}, {400, 910}, {300, 910}}};
    case_view_add_stroke(case_->view[0], &stripe);
    compose(composer, case_, fresh, true, &left);
    int k = 0, events[5] = {0};
    for (size_t i = 0; i < count; i++) {
        bool is_left = k < left.dot_count && key_of(&left.dots[k]) == key_of(&dots[i]);
        double edge = 200.0 + 100.0 * ((double)splats[i].y + 10.0) / 920.0;
        double inside = fmin((double)splats[i].x - edge, edge + 100.0 - (double)splats[i].x);
        if (fabs(inside) > 1.5 && splats[i].y > 1.0f && splats[i].y < 899.0f)
            assert_true(is_left == (inside < 0.0));
        if (!is_left)
            continue;
        assert_memory_equal(&left.dots[k], &dots[i], sizeof dots[i]);
        assert_memory_equal(&left.scene.splats[k], &splats[i], offsetof(struct splat, group));
        events[dots[i].event]++;
        k++;
    }
    assert_int_equal(k, left.dot_count);
    assert_true(k < (int)count * 95 / 100);
    assert_true(events[3] > 1000 && events[4] > 1000);
    mem_free(dots);
    mem_free(splats);
    case_destroy(case_);
    composer_destroy(composer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_place_shows_what_it_should),
        cmocka_unit_test(nothing_stale_is_shown),
        cmocka_unit_test(a_mask_only_takes_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
