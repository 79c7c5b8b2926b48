// The composer: which dots are there, that they stay where they are, and what a frame shows.
// Of domain.md section 8: checks 12 (counts) and 18; of the design's properties 2, 5 and 11.
#include "testing.h"

#include "base/mem.h"
#include "evenness.h"
#include "model/keep.h"
#include "plan/compose.h"
#include "shared/smp_time.h"

#include <string.h>

static struct composer *composer;

// A camera 600 mm from the head's centre, looking along -from.
static struct view view_from(struct vec3 from)
{
    struct head head = head_canonical();
    struct vec3 ahead = vec3_scale(vec3_unit(from), -1.0);
    struct vec3 right = vec3_unit(vec3_cross(ahead, vec3_make(0.0, 0.0, 1.0)));
    struct view view = {.width_px = 1600, .height_px = 1200, .focal_px = 2000.0, .centre_px = {800.0, 600.0}};
    view.to_camera = (struct mat3){{right, vec3_cross(ahead, right), ahead}};
    view.origin_mm = vec3_sub(vec3_make(0.0, 0.0, 600.0), mat3_mul(view.to_camera, head.centre_mm));
    return view;
}

static struct option full_option(const char *name, double height_mm)
{
    struct head head = head_canonical();
    struct option option = {.technique = technique_default(), .zone_count = 1};
    snprintf(option.name, sizeof option.name, "%s", name);
    option.hairline = hairline_template(HAIRLINE_ROUND);
    option.hairline.height_mm = height_mm;
    hairline_make(&option.hairline, &head);
    option.zone[0] = zone_make(ZONE_FULL, &head, &option.hairline);
    return option;
}

// One view from the front and above, one option.
static struct case_ *make_case(void)
{
    struct case_ *case_ = case_create();
    struct option option = full_option("A", 75.0);
    case_add_option(case_, &option);
    case_add_view(case_)->view = view_from(vec3_make(0.3, -1.0, 1.0));
    return case_;
}

static const struct frame healed = {.sessions = -1, .time = TIME_HEALED, .band = BAND_LIKELY};

// A copy, since a composer's result is valid until the next one only.
struct shown {
    int count, group_count;
    struct splat *splats;
    struct dot *dots;
    struct group group[SCENE_MOST_GROUPS];
    double px_per_mm, camera_blur_px;
};

static struct shown show_with(struct composer *with, const struct case_ *case_, struct frame frame)
{
    struct composed composed;
    struct err err = {0};
    bool done = composer_compose(with, case_, &frame, true, &composed, &err);
    if (!done)
        print_error("%s\n", err.text);
    assert_true(done);
    assert_int_equal(composed.dot_count, composed.scene.splat_count);
    struct shown shown = {.count = composed.dot_count,
                          .group_count = composed.scene.group_count,
                          .px_per_mm = composed.px_per_mm,
                          .camera_blur_px = (double)composed.scene.camera_blur_px};
    shown.splats = mem_alloc(sizeof *shown.splats * (size_t)(shown.count + 1));
    shown.dots = mem_alloc(sizeof *shown.dots * (size_t)(shown.count + 1));
    for (int i = 0; i < shown.count; i++) {
        shown.splats[i] = composed.scene.splats[i];
        shown.dots[i] = composed.dots[i];
        assert_true(shown.splats[i].group < (uint32_t)shown.group_count);
    }
    memcpy(shown.group, composed.scene.group, sizeof shown.group);
    return shown;
}

static struct shown show(const struct case_ *case_, struct frame frame)
{
    return show_with(composer, case_, frame);
}

static void drop(struct shown *shown)
{
    mem_free(shown->splats);
    mem_free(shown->dots);
}

static int order(const struct dot *a, const struct dot *b)
{
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    return (int)a->part - (int)b->part;
}

struct overlap {
    int both, only_a, only_b;
    int moved; // of both: not in the same place, to the bit
};

// Of two lists in order of rank. `alone` is called for dots that only one holds.
static struct overlap compare(const struct shown *a, const struct shown *b,
                              void (*alone)(const struct dot *dot, void *context), void *context)
{
    struct overlap overlap = {0};
    for (int i = 0, k = 0; i < a->count || k < b->count;) {
        int o = i == a->count ? 1 : k == b->count ? -1 : order(&a->dots[i], &b->dots[k]);
        if (o == 0) {
            overlap.both++;
            overlap.moved += a->splats[i].x != b->splats[k].x || a->splats[i].y != b->splats[k].y ||
                             memcmp(&a->dots[i].point_mm, &b->dots[k].point_mm, sizeof(struct vec3)) != 0;
            i++, k++;
            continue;
        }
        overlap.only_a += o < 0;
        overlap.only_b += o > 0;
        if (alone)
            alone(o < 0 ? &a->dots[i] : &b->dots[k], context);
        *(o < 0 ? &i : &k) += 1;
    }
    return overlap;
}

static void sessions_build_up_and_no_dot_moves(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct shown shown[3];
    for (int i = 0; i < 3; i++) {
        struct frame frame = healed;
        frame.sessions = i + 1;
        shown[i] = show(case_, frame);
    }
    assert_true(shown[2].count > 10000);
    assert_close((double)shown[0].count / shown[2].count, 0.30, 0.02);
    assert_close((double)shown[1].count / shown[2].count, 0.70, 0.02);
    for (int i = 0; i < 2; i++) {
        struct overlap overlap = compare(&shown[i], &shown[i + 1], NULL, NULL);
        assert_int_equal(overlap.both, shown[i].count);
        assert_int_equal(overlap.moved, 0);
    }
    for (int i = 0; i < 3; i++)
        drop(&shown[i]);
    case_destroy(case_);
}

struct edge {
    const struct hairline *hairline;
    double farthest_mm;
};

static void measure_edge(const struct dot *dot, void *context)
{
    struct edge *edge = context;
    struct head head = head_canonical();
    struct vec3 dir = head_dir_of(&head, dot->point_mm);
    double off_mm = fabs(keep_hairline_distance_mm(edge->hairline, &head, dir));
    edge->farthest_mm = fmax(edge->farthest_mm, off_mm);
}

static void moving_the_hairline_changes_only_its_edge(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct shown before = show(case_, healed);
    struct option moved = full_option("A", 77.0);
    case_set_option(case_, 0, &moved);
    struct shown after = show(case_, healed);
    struct edge edge = {&moved.hairline, 0.0};
    struct overlap overlap = compare(&before, &after, measure_edge, &edge);
    assert_int_equal(overlap.moved, 0);
    assert_true(overlap.only_a > 50);
    assert_true(overlap.only_a + overlap.only_b < before.count / 20);
    assert_true(edge.farthest_mm < 16.0);
    drop(&before), drop(&after);
    case_destroy(case_);
}

static void options_share_their_dots(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct option other = full_option("B", 60.0);
    other.hairline = hairline_template(HAIRLINE_STRAIGHT);
    hairline_make(&other.hairline, &case_->head);
    case_add_option(case_, &other);
    struct frame second = healed;
    second.option = 1;
    struct shown a = show(case_, healed), b = show(case_, second), again = show(case_, healed);
    struct overlap overlap = compare(&a, &b, NULL, NULL);
    assert_int_equal(overlap.moved, 0);
    assert_true(overlap.both > a.count * 8 / 10);
    assert_true(overlap.only_a + overlap.only_b > 0);
    assert_int_equal(a.count, again.count); // nothing stale in between
    assert_memory_equal(a.splats, again.splats, sizeof *a.splats * (size_t)a.count);
    drop(&a), drop(&b), drop(&again);
    case_destroy(case_);
}

static void ageing_changes_looks_and_no_place(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    static const double days[] = {0.0, 3.0, 28.0, 400.0, 1500.0, 5000.0};
    struct shown first = {0};
    double last_tau = 1e9;
    for (int i = 0; i < 6; i++) {
        struct frame frame = healed;
        frame.time = TIME_DAYS;
        frame.days = days[i];
        struct shown shown = show(case_, frame);
        double tau = 0.0;
        for (int k = 0; k < shown.count; k++)
            tau += (double)shown.splats[k].tau / shown.count;
        assert_true(tau < last_tau);
        last_tau = tau;
        if (i == 0) {
            first = shown;
            continue;
        }
        struct overlap overlap = compare(&first, &shown, NULL, NULL);
        assert_true(overlap.moved == 0 && overlap.only_a == 0 && overlap.only_b == 0);
        drop(&shown);
    }
    drop(&first);
    case_destroy(case_);
}

static int count_event(const struct shown *shown, int event)
{
    int count = 0;
    for (int i = 0; i < shown->count; i++)
        count += shown->dots[i].event == event;
    return count;
}

static void done_events_keep_their_dots(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct frame frame = healed;
    frame.sessions = 1;
    case_set_done(case_, 0, case_->option[0]);
    struct shown before = show(case_, frame);
    struct option edited = full_option("A", 95.0);
    edited.zone[0].density_per_cm2 = 60.0;
    edited.technique.pattern = PATTERN_COARSE;
    edited.technique.shade_tau = 3.0;
    case_set_option(case_, 0, &edited);
    struct shown after = show(case_, frame);
    assert_int_equal(before.count, after.count);
    assert_memory_equal(before.splats, after.splats, sizeof *before.splats * (size_t)before.count);
    drop(&after);
    // A photo taken after that session shows it already: only later events are drawn, the same as
    // before.
    struct shown all = show(case_, healed);
    case_->view[0]->done_events = 1;
    struct shown later = show(case_, healed);
    assert_int_equal(count_event(&later, 0), 0);
    assert_int_equal(later.count, all.count - count_event(&all, 0));
    assert_int_equal(compare(&all, &later, NULL, NULL).moved, 0);
    assert_int_equal(compare(&all, &later, NULL, NULL).only_b, 0);
    drop(&before), drop(&all), drop(&later);
    case_destroy(case_);
}

static void every_dot_lies_on_the_head_and_they_reach_its_rim(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    const struct view *view = &case_->view[0]->view;
    struct shown shown = show(case_, healed);
    double least_facing = 1.0;
    for (int i = 0; i < shown.count; i++) {
        const struct dot *dot = &shown.dots[i];
        struct vec3 dir = head_dir_of(&case_->head, dot->point_mm);
        double off_mm = vec3_length(vec3_sub(dot->point_mm, head_point_mm(&case_->head, dir)));
        assert_close(off_mm, 0.0, 0.003);
        struct pt_px px;
        assert_true(view_project(view, dot->point_mm, &px));
        assert_close(px.x - (double)shown.splats[i].x, 0.0, 0.01);
        assert_close(px.y - (double)shown.splats[i].y, 0.0, 0.01);
        assert_true(dot->facing > 0.006f);
        least_facing = fmin(least_facing, (double)dot->facing);
        if (i % 20 == 0 && dot->facing > 0.06f) {
            struct vec3 hit;
            assert_true(view_hit(view, &case_->head, px, &hit));
            if (dot->facing > 0.1f)
                assert_close(vec3_length(vec3_sub(hit, dir)), 0.0, 1e-3);
        }
    }
    assert_true(least_facing < 0.03); // 1.5 mm from a rim of 75 mm radius is 0.2
    drop(&shown);
    case_destroy(case_);
}

// Check 18: what a mm of skin takes in the picture shrinks with the cosine; and so dots crowd.
static void the_jacobian_foreshortens(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct shown shown = show(case_, healed);
    const struct view *view = &case_->view[0]->view;
    int oblique = 0;
    for (int i = 0; i < shown.count; i++) {
        const struct splat *s = &shown.splats[i];
        double scale = view_scale_px_per_mm(view, shown.dots[i].point_mm);
        struct vec3 c = view_to_camera(view, shown.dots[i].point_mm);
        double area = fabs((double)(s->jxx * s->jyy - s->jxy * s->jyx));
        double wanted = scale * scale * (double)shown.dots[i].facing * vec3_length(c) / c.z;
        assert_close(area / wanted, 1.0, 0.06); // a hand's error away from where it was reckoned
        oblique += shown.dots[i].facing < 0.5f;
    }
    assert_true(oblique > 500);
    drop(&shown);
    case_destroy(case_);
}

static void density_counts(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    int reference = 0;
    static const double density[] = {150.0, 75.0, 200.0};
    for (int i = 0; i < 3; i++)
        for (int pattern = 0; pattern < PATTERN_COUNT; pattern++) {
            struct option option = full_option("A", 75.0);
            option.zone[0].density_per_cm2 = density[i];
            option.technique.pattern = (enum pattern)pattern;
            case_set_option(case_, 0, &option);
            struct shown shown = show(case_, healed);
            reference = reference ? reference : shown.count;
            assert_close((double)shown.count / reference, density[i] / 150.0, 0.03 * density[i] / 150.0);
            drop(&shown);
        }
    case_destroy(case_);
}

static void clusters_are_close(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct option option = full_option("A", 75.0);
    option.technique.pattern = PATTERN_COARSE;
    case_set_option(case_, 0, &option);
    struct shown shown = show(case_, healed);
    int parts[3] = {0};
    double sum = 0.0;
    for (int i = 0; i < shown.count; i++) {
        int part = shown.dots[i].part;
        parts[part]++;
        if (part != 1)
            continue;
        assert_int_equal(shown.dots[i - 1].place, shown.dots[i].place);
        double apart = vec3_length(vec3_sub(shown.dots[i].point_mm, shown.dots[i - 1].point_mm));
        assert_true(apart > 0.2 && apart < 0.45); // 0.25 to 0.40 mm, before their tilts
        sum += apart;
    }
    assert_close((double)parts[1] / parts[0], 0.90, 0.03);
    assert_close((double)parts[2] / parts[0], 0.40, 0.03);
    assert_close(sum / parts[1], 0.34, 0.04);
    drop(&shown);
    case_destroy(case_);
}

static double mass_of(const struct shown *shown)
{
    double mass = 0.0;
    for (int i = 0; i < shown->count; i++) {
        const struct splat *s = &shown->splats[i];
        mass += (double)(s->tau * s->radius_mm * (s->radius_mm + s->smear_a_mm) * smp_profile_mass(s->sharpness));
    }
    return mass;
}

// Check 10, the part of the composer: a tilted needle smears its dots and moves them along, no
// more.
static void tilt_smears_and_keeps_mass(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct shown shown[2];
    for (int i = 0; i < 2; i++) {
        struct option option = full_option("A", 75.0);
        option.technique.pattern = PATTERN_FINE; // what a cluster's dots share of the light changes with their tilt
        option.technique.tilt_most_deg = i * 45.0;
        case_set_option(case_, 0, &option);
        shown[i] = show(case_, healed);
    }
    assert_int_equal(shown[0].count, shown[1].count);
    assert_close(mass_of(&shown[1]) / mass_of(&shown[0]), 1.0, 0.001);
    double longest_mm = 0.0;
    for (int i = 0; i < shown[0].count; i++) {
        struct vec3 moved = vec3_sub(shown[1].dots[i].point_mm, shown[0].dots[i].point_mm);
        assert_true(shown[0].splats[i].smear_a_mm == 0.0f);
        assert_close(vec3_length(moved), shown[1].splats[i].smear_a_mm, 1e-4);
        longest_mm = fmax(longest_mm, vec3_length(moved));
    }
    assert_true(longest_mm > 0.18 && longest_mm < 0.4); // 0.20 mm at 45 degrees and 0.5 mm (check 11)
    drop(&shown[0]), drop(&shown[1]);
    case_destroy(case_);
}

static void band_and_shade_reach_the_dots(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct frame frame = healed;
    double mass[BAND_COUNT];
    for (int band = 0; band < BAND_COUNT; band++) {
        frame.band = (enum band)band;
        struct shown shown = show(case_, frame);
        mass[band] = mass_of(&shown);
        drop(&shown);
    }
    assert_true(mass[BAND_LOW] < 0.8 * mass[BAND_LIKELY] && mass[BAND_HIGH] > 1.2 * mass[BAND_LIKELY]);
    for (int i = 0; i < 3; i++)
        case_->course.event[i].shade_scale = 0.5;
    struct shown light = show(case_, healed);
    assert_close(mass_of(&light) / mass[BAND_LIKELY], 0.5, 0.01);
    drop(&light);
    case_destroy(case_);
}

// Check 12: what is seen, hand error and doubles included.
static void dots_are_even_in_every_session_and_clusters_are_not(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct vec3 middle = vec3_unit(vec3_make(0.1, -0.35, 1.0));
    static const double share[] = {0.3, 0.7, 1.0};
    for (int pattern = 0; pattern < PATTERN_COUNT; pattern++)
        for (int i = 0; i < 3; i++) {
            struct option option = full_option("A", 75.0);
            option.technique.pattern = (enum pattern)pattern;
            case_set_option(case_, 0, &option);
            struct frame frame = healed;
            frame.sessions = i + 1;
            struct shown shown = show(case_, frame);
            struct vec3 *points = mem_alloc(sizeof *points * (size_t)shown.count);
            for (int k = 0; k < shown.count; k++)
                points[k] = shown.dots[k].point_mm;
            struct evenness even =
                evenness_of(points, shown.count, head_point_mm(&case_->head, middle), 25.0, 1.5 * share[i]);
            print_message("%s, session %d: R %.2f of %d\n", pattern_name((enum pattern)pattern), i + 1, even.index,
                          even.counted);
            assert_close(even.counted / (M_PI * 625.0 * 1.5 * share[i]), 1.0, 0.05);
            if (pattern == PATTERN_COARSE)
                assert_true(even.index < 1.0);
            else
                assert_close(even.index, 1.50, 0.15);
            mem_free(points);
            drop(&shown);
        }
    case_destroy(case_);
}

static void before_shows_no_dot(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct frame none = healed, before = healed;
    none.sessions = 0;
    before.is_before = 1;
    struct shown a = show(case_, none), b = show(case_, before);
    assert_int_equal(a.count, 0);
    assert_int_equal(b.count, 0);
    assert_int_equal(b.group_count, 0);
    assert_true(b.px_per_mm > 2.0 && b.px_per_mm < 6.0);
    drop(&a), drop(&b);
    case_destroy(case_);
}

static void any_number_of_threads_gives_the_same_bits(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct frame fresh = healed;
    fresh.time = TIME_FRESH;
    struct shown first = {0};
    static const int threads[] = {1, 2, 3, 8};
    for (int i = 0; i < 4; i++) {
        struct pool *pool = pool_create(threads[i]);
        struct composer *other = composer_create(pool);
        struct shown shown = show_with(other, case_, fresh);
        if (i == 0) {
            first = shown;
        } else {
            assert_int_equal(first.count, shown.count);
            assert_memory_equal(first.splats, shown.splats, sizeof *first.splats * (size_t)first.count);
            assert_memory_equal(first.group, shown.group, sizeof first.group);
            drop(&shown);
        }
        composer_destroy(other);
        pool_destroy(pool);
    }
    drop(&first);
    case_destroy(case_);
}

static void groups_follow_time(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct frame frame = healed;
    struct shown shown = show(case_, frame);
    assert_int_equal(shown.group_count, 1); // all at 0.20 mm
    assert_close(shown.group[0].veil[1], 0.28, 0.02);
    assert_close(shown.group[0].redness[1], 0.0, 1e-6);
    drop(&shown);
    frame.time = TIME_FRESH;
    shown = show(case_, frame);
    assert_true(shown.group_count >= 2);
    int red = 0;
    for (int i = 0; i < shown.group_count; i++)
        red += shown.group[i].redness[1] > 0.2f;
    assert_int_equal(red, 1);
    for (int i = 0; i < shown.count; i++)
        assert_int_equal(shown.dots[i].event == 2, shown.group[shown.splats[i].group].redness[1] > 0.2f);
    drop(&shown);
    case_destroy(case_);
}

// No even coat of red: some places hardly flush, and dots a millimetre apart flush nearly alike.
static void skin_flushes_in_blotches(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct shown shown = show(case_, healed);
    double least = 0.0, most = 0.0, sum = 0.0;
    int near = 0;
    for (int i = 0; i < shown.count; i++) {
        double flush = (double)shown.splats[i].flush;
        least = fmin(least, flush);
        most = fmax(most, flush);
        sum += flush;
        for (int k = i % 50 == 0 ? 0 : shown.count; k < shown.count; k++) {
            if (vec3_length(vec3_sub(shown.dots[i].point_mm, shown.dots[k].point_mm)) > 1.0)
                continue;
            assert_close(flush, (double)shown.splats[k].flush, 0.75);
            near += i != k;
        }
    }
    assert_true(least > -0.91 && least < -0.8 && most < 0.81 && most > 0.5);
    assert_close(sum / shown.count, -0.25, 0.1);
    assert_true(near > 100);
    drop(&shown);
    case_destroy(case_);
}

// On day 3 scabs are thicker and thinner; on day 5 some have fallen, which are not the thin ones alone; then none is
// left.
static void scabs_fall_one_by_one(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct frame frame = healed;
    const double days[3] = {3.0, 5.0, 6.5};
    double fallen[3], mean[3];
    frame.time = TIME_DAYS;
    for (int k = 0; k < 3; k++) {
        frame.days = days[k];
        struct shown shown = show(case_, frame);
        int last = 0, gone = 0;
        mean[k] = 0.0;
        for (int i = 0; i < shown.count; i++) {
            if (shown.dots[i].event != 2)
                continue;
            double left = 1.0 + (double)shown.splats[i].scab;
            assert_true(left >= 0.0 && left <= 1.5);
            mean[k] += left;
            gone += left < 0.35;
            last++;
        }
        mean[k] /= last;
        fallen[k] = (double)gone / last;
        drop(&shown);
    }
    assert_close(mean[0], 0.95, 0.1);
    assert_true(fallen[0] < 0.02 && fallen[1] > 0.1 && fallen[1] < 0.6 && fallen[2] > fallen[1]);
    case_destroy(case_);
}

static void a_touch_up_darkens_its_share_of_the_dots(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct frame frame = healed;
    frame.time = TIME_DAYS;
    frame.days = 60.0;
    struct event touch = {.kind = EVENT_TOUCH_UP, .day = 25.0, .share = 0.4, .shade_scale = 1.0};
    struct shown plain = show(case_, frame);
    assert_true(case_add_event(case_, touch));
    struct shown touched = show(case_, frame);
    assert_int_equal(plain.count, touched.count); // the same group: one splat for both
    struct overlap overlap = compare(&plain, &touched, NULL, NULL);
    assert_int_equal(overlap.moved, 0);
    int darker = 0;
    for (int i = 0; i < plain.count; i++)
        darker += touched.splats[i].tau > plain.splats[i].tau * 1.5f;
    assert_close((double)darker / plain.count, 0.4, 0.02);
    assert_close(mass_of(&touched) / mass_of(&plain), 1.4, 0.03);
    frame.time = TIME_FRESH; // now at another depth: a splat of its own
    drop(&touched);
    touched = show(case_, frame);
    assert_close((double)touched.count / plain.count, 1.4, 0.02);
    drop(&plain), drop(&touched);
    case_destroy(case_);
}

static void a_mask_takes_its_dots_only(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct shown free_ = show(case_, healed);
    struct mask_stroke half = {.point_count = 4, .point = {{-10, -10}, {800, -10}, {800, 1210}, {-10, 1210}}};
    case_view_add_stroke(case_->view[0], &half);
    struct shown masked = show(case_, healed);
    for (int i = 0; i < masked.count; i++)
        assert_true(masked.splats[i].x >= 799.9f);
    int right = 0;
    for (int i = 0; i < free_.count; i++)
        right += free_.splats[i].x >= 800.0f;
    assert_int_equal(masked.count, right);
    case_view_clear_strokes(case_->view[0]);
    struct shown again = show(case_, healed);
    assert_int_equal(again.count, free_.count);
    drop(&free_), drop(&masked), drop(&again);
    case_destroy(case_);
}

static void a_smaller_picture_holds_the_same_dots(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct frame half = healed;
    half.width_px = 800;
    struct shown large = show(case_, healed), small = show(case_, half);
    assert_int_equal(large.count, small.count);
    for (int i = 0; i < large.count; i++) {
        assert_close(small.splats[i].x, 0.5f * large.splats[i].x, 1e-4);
        assert_close(small.splats[i].jyy, 0.5f * large.splats[i].jyy, 1e-5);
        assert_true(small.splats[i].tau == large.splats[i].tau);
    }
    assert_close(small.px_per_mm / large.px_per_mm, 0.5, 1e-9);
    assert_close(large.camera_blur_px, 0.8, 1e-6);
    assert_close(small.camera_blur_px, 0.4, 1e-6);
    drop(&large), drop(&small);
    case_destroy(case_);
}

static void another_head_and_seed_are_noticed(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct shown first = show(case_, healed);
    case_->seed = 2;
    struct shown other = show(case_, healed);
    assert_true(other.count < 1000 || memcmp(first.splats, other.splats, sizeof *first.splats * 1000) != 0);
    case_->seed = 1;
    case_->head.semi_mm.x += 4.0;
    struct shown wide = show(case_, healed);
    assert_true(wide.count > first.count); // the same density on more skin
    case_->head = head_canonical();
    struct shown again = show(case_, healed);
    assert_int_equal(first.count, again.count);
    assert_memory_equal(first.splats, again.splats, sizeof *first.splats * (size_t)first.count);
    drop(&first), drop(&other), drop(&wide), drop(&again);
    case_destroy(case_);
}

static void what_is_wrong_is_said(void **state)
{
    (void)state;
    struct case_ *case_ = make_case();
    struct composed composed;
    struct err err = {0};
    struct frame frame = healed;
    frame.view = 3;
    assert_false(composer_compose(composer, case_, &frame, false, &composed, &err));
    assert_int_equal(err.code, ERR_USAGE);
    frame.view = 0;
    frame.option = -1;
    assert_false(composer_compose(composer, case_, &frame, false, &composed, &err));
    frame.option = 0;
    case_->field_version = 999;
    assert_false(composer_compose(composer, case_, &frame, false, &composed, &err));
    assert_int_equal(err.code, ERR_INPUT);
    case_destroy(case_);
}

static int start(void **state)
{
    (void)state;
    composer = composer_create(NULL);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    composer_destroy(composer);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_build_up_and_no_dot_moves),
        cmocka_unit_test(moving_the_hairline_changes_only_its_edge),
        cmocka_unit_test(options_share_their_dots),
        cmocka_unit_test(ageing_changes_looks_and_no_place),
        cmocka_unit_test(done_events_keep_their_dots),
        cmocka_unit_test(every_dot_lies_on_the_head_and_they_reach_its_rim),
        cmocka_unit_test(the_jacobian_foreshortens),
        cmocka_unit_test(density_counts),
        cmocka_unit_test(clusters_are_close),
        cmocka_unit_test(tilt_smears_and_keeps_mass),
        cmocka_unit_test(band_and_shade_reach_the_dots),
        cmocka_unit_test(dots_are_even_in_every_session_and_clusters_are_not),
        cmocka_unit_test(before_shows_no_dot),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(groups_follow_time),
        cmocka_unit_test(skin_flushes_in_blotches),
        cmocka_unit_test(scabs_fall_one_by_one),
        cmocka_unit_test(a_touch_up_darkens_its_share_of_the_dots),
        cmocka_unit_test(a_mask_takes_its_dots_only),
        cmocka_unit_test(a_smaller_picture_holds_the_same_dots),
        cmocka_unit_test(another_head_and_seed_are_noticed),
        cmocka_unit_test(what_is_wrong_is_said),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
