// Poses fitted to the sample heads from simulated marks, against their truth.
//
// Treated scalp: head skin above the plane through hairline_mid and the two above_ear points, and
// above those two. Marks: every visible landmark that the program knows, 20 points on the
// silhouette above the ears, a ruler of 30 mm; each off by a few px (sigma 0.6 mm; a ruler's ends 1
// px). Every figure is over three markings of the same picture by simulated hands, or as many as the argument says
// (tools/bench).
#include "testing.h"
#include "truth.h"

#include "base/clock.h"
#include "base/mathd.h"
#include "base/rng.h"
#include "model/carry.h"
#include "model/pose_fit.h"
#include "model/pose_rows.h"

#include <stdlib.h>

enum { PICTURES = 10, OUTLINE_POINTS = 20, FEW_MARKINGS = 3, MOST_MARKINGS = 24 };

static struct truth truths[PICTURES];
static int marking_count = FEW_MARKINGS;
static struct marks markings[MOST_MARKINGS][PICTURES];
static struct pose_result alone[MOST_MARKINGS][PICTURES]; // each picture fitted alone
static double alone_ms;

struct region { // half spaces of the treated scalp
    struct vec3 normal;
    double offset, least_z;
};

static struct region treated_region(const struct truth *truth)
{
    struct vec3 front = truth_find(truth, "hairline_mid")->pos_mm;
    struct vec3 left = truth_find(truth, "above_ear_L")->pos_mm;
    struct vec3 right = truth_find(truth, "above_ear_R")->pos_mm;
    struct region region = {.normal = vec3_unit(vec3_cross(vec3_sub(right, left), vec3_sub(front, left)))};
    if (region.normal.z < 0.0)
        region.normal = vec3_scale(region.normal, -1.0);
    region.offset = vec3_dot(region.normal, front);
    region.least_z = 0.5 * (left.z + right.z);
    return region;
}

static bool is_head(const struct truth *truth, int u, int v)
{
    return u >= 0 && v >= 0 && u < truth->map_width && v < truth->map_height &&
           truth->mask[3 * (v * truth->map_width + u)] > 127 && truth->depth_mm[v * truth->map_width + u] > 0.0f;
}

static bool is_treated(const struct truth *truth, const struct region *region, int u, int v)
{
    if (!is_head(truth, u, v))
        return false;
    struct vec3 p = truth_map_point_mm(truth, u, v);
    return vec3_dot(region->normal, p) > region->offset && p.z > region->least_z;
}

// Silhouette of the skull: head pixels above the ears beside background or beside what lies behind.
static bool is_rim(const struct truth *truth, int u, int v, int du, int dv)
{
    if (!is_head(truth, u, v) || truth_map_point_mm(truth, u, v).z < 45.0)
        return false;
    int beside = (v + dv) * truth->map_width + u + du;
    if (u + du < 0 || v + dv < 0 || u + du >= truth->map_width || v + dv >= truth->map_height)
        return false;
    float depth = truth->depth_mm[beside];
    return depth == 0.0f || depth > truth->depth_mm[v * truth->map_width + u] + 20.0f;
}

struct rim_point {
    double angle;
    struct pt_px px;
};

static int by_angle(const void *a, const void *b)
{
    double x = ((const struct rim_point *)a)->angle, y = ((const struct rim_point *)b)->angle;
    return (x > y) - (x < y);
}

static double noise(uint64_t seed, int index, uint64_t stream)
{
    return rng_normal(seed, (uint64_t)index, stream);
}

static void add_outline(struct marks *marks, const struct truth *truth, double sigma_px, uint64_t seed)
{
    static struct rim_point rim[20000];
    static const int step[4][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    int count = 0;
    struct vec3 middle_mm = {0.0, 13.0, 58.0};
    struct vec3 c = vec3_add(mat3_mul(truth->to_camera, middle_mm), truth->origin_mm);
    struct pt_px middle = {truth->centre_px.x + truth->focal_px * c.x / c.z,
                           truth->centre_px.y + truth->focal_px * c.y / c.z};
    for (int v = 0; v < truth->map_height; v++)
        for (int u = 0; u < truth->map_width; u++)
            for (int k = 0; k < 4 && count < 20000; k++) {
                if (!is_rim(truth, u, v, step[k][0], step[k][1]))
                    continue;
                struct pt_px p = truth_map_px(truth, u, v);
                p.x += 0.5 * truth->reduction * step[k][0];
                p.y += 0.5 * truth->reduction * step[k][1];
                rim[count++] = (struct rim_point){atan2(p.y - middle.y, p.x - middle.x), p};
            }
    qsort(rim, (size_t)count, sizeof rim[0], by_angle);
    for (int i = 0; i < OUTLINE_POINTS && count > 0; i++) {
        struct pt_px p = rim[(int)((i + 0.5) * count / OUTLINE_POINTS)].px;
        p.x += sigma_px * noise(seed, i, 1);
        p.y += sigma_px * noise(seed, i, 2);
        marks->outline[marks->outline_count++] = p;
    }
}

// Across hairline_mid, or the visible scalp point that faces the camera most.
static void add_ruler(struct marks *marks, const struct truth *truth, uint64_t seed)
{
    const struct truth_landmark *best = truth_find(truth, "hairline_mid");
    if (!best->is_visible) {
        double most = -1.0;
        for (int i = 0; i < truth->landmark_count; i++) {
            const struct truth_landmark *mark = &truth->landmark[i];
            double facing = -vec3_dot(truth->to_camera.row[2], mark->normal);
            if (mark->is_visible && mark->pos_mm.z > 45.0 && mark->px_per_mm > 0.0 && facing > most) {
                most = facing;
                best = mark;
            }
        }
    }
    double half = 15.0 * best->px_per_mm;
    marks->has_ruler = true;
    marks->ruler_mm = 30.0;
    marks->ruler[0] = (struct pt_px){best->px.x - half + noise(seed, 0, 3), best->px.y + noise(seed, 1, 3)};
    marks->ruler[1] = (struct pt_px){best->px.x + half + noise(seed, 2, 3), best->px.y + noise(seed, 3, 3)};
}

static double centre_px_per_mm(const struct truth *truth)
{
    return truth->focal_px / (mat3_mul(truth->to_camera, vec3_make(0.0, 13.0, 58.0)).z + truth->origin_mm.z);
}

static struct marks marks_of(const struct truth *truth, uint64_t seed)
{
    struct marks marks = {.width_px = truth->width_px, .height_px = truth->height_px, .focal_35mm = truth->focal_35mm};
    double sigma_px = 0.6 * centre_px_per_mm(truth);
    for (int i = 0; i < truth->landmark_count; i++) {
        enum landmark landmark;
        if (!truth->landmark[i].is_visible || !landmark_find(truth->landmark[i].name, &landmark))
            continue;
        marks.has_landmark[landmark] = true;
        marks.landmark[landmark] = (struct pt_px){truth->landmark[i].px.x + sigma_px * noise(seed, i, 4),
                                                  truth->landmark[i].px.y + sigma_px * noise(seed, i, 5)};
    }
    add_outline(&marks, truth, sigma_px, seed);
    add_ruler(&marks, truth, seed);
    return marks;
}

struct score {
    double scale_pct, normal_deg, area_pct; // mean over the treated pixels; of their whole area
    double by_scale_pct, by_tilt_pct;       // the area's, were all but our scale or all but our normals true
};

struct area_sum {
    double ours_mm2, true_mm2, by_scale_mm2, by_tilt_mm2;
};

// Adds what one treated pixel says. Areas leave out what is seen at less than 15 degrees.
static bool score_pixel(const struct truth *truth, const struct head *head, const struct view *view, int u, int v,
                        struct score *score, struct area_sum *area)
{
    struct vec3 dir, normal = truth->normal[v * truth->map_width + u];
    struct pt_px px = truth_map_px(truth, u, v);
    if (!view_hit(view, head, px, &dir))
        return false;
    double depth_mm = (double)truth->depth_mm[v * truth->map_width + u], f = truth->focal_px;
    double our_depth_mm = view_to_camera(view, head_point_mm(head, dir)).z;
    struct vec3 ours = mat3_mul(view->to_camera, head_normal(head, dir));
    score->normal_deg += mathd_acos(vec3_dot(ours, normal)) * 180.0 / MATHD_PI;
    score->scale_pct += 100.0 * (view->focal_px / our_depth_mm / (f / depth_mm) - 1.0);
    struct vec3 ray = {px.x - truth->centre_px.x, px.y - truth->centre_px.y, f};
    double cosine = -vec3_dot(normal, vec3_unit(ray)), our_cosine = view_facing(view, head, dir);
    if (cosine > 0.26 && our_cosine > 0.26) {
        double facing_mm2 = depth_mm * depth_mm / (f * f);
        double our_facing_mm2 = our_depth_mm * our_depth_mm / (view->focal_px * view->focal_px);
        area->true_mm2 += facing_mm2 / cosine;
        area->ours_mm2 += our_facing_mm2 / our_cosine;
        area->by_scale_mm2 += our_facing_mm2 / cosine;
        area->by_tilt_mm2 += facing_mm2 / our_cosine;
    }
    return true;
}

static struct score score_of(const struct truth *truth, const struct head *head, const struct view *view)
{
    struct region region = treated_region(truth);
    struct score score = {0};
    struct area_sum area = {0};
    int hits = 0;
    for (int v = 0; v < truth->map_height; v++)
        for (int u = 0; u < truth->map_width; u++)
            if (is_treated(truth, &region, u, v))
                hits += score_pixel(truth, head, view, u, v, &score, &area);
    score.scale_pct /= hits;
    score.normal_deg /= hits;
    score.area_pct = 100.0 * (area.ours_mm2 / area.true_mm2 - 1.0);
    score.by_scale_pct = 100.0 * (area.by_scale_mm2 / area.true_mm2 - 1.0);
    score.by_tilt_pct = 100.0 * (area.by_tilt_mm2 / area.true_mm2 - 1.0);
    return score;
}

struct carried { // sums of squared distances, over all places and over those seen well in view a
    double all_mm2, well_mm2;
    int all, well;
};

// A scalp landmark set where it is seen in view a, shown in view b: distance there, mm across the
// line of sight. The head that gives the direction and the one that shows it may differ; `moved` brings it there.
static void carry(const struct truth *a, const struct truth *b, const struct head *head_a, const struct view *view_a,
                  const struct carry *moved, const struct head *head_b, const struct view *view_b, struct carried *sum)
{
    for (int i = 0; i < a->landmark_count; i++) {
        const struct truth_landmark *from = &a->landmark[i], *to = truth_find(b, from->name);
        struct vec3 dir;
        struct pt_px px;
        if (!from->is_visible || !to->is_visible || from->px_per_mm == 0.0 || from->pos_mm.z < 45.0 ||
            !view_hit(view_a, head_a, from->px, &dir))
            continue;
        dir = moved ? carry_dir(moved, dir) : dir;
        if (!view_project(view_b, head_point_mm(head_b, dir), &px))
            continue;
        double x = (px.x - to->px.x) / to->px_per_mm, y = (px.y - to->px.y) / to->px_per_mm;
        bool is_well = -vec3_dot(a->to_camera.row[2], from->normal) > 0.4;
        sum->all_mm2 += x * x + y * y;
        sum->all++;
        sum->well_mm2 += is_well ? x * x + y * y : 0.0;
        sum->well += is_well;
    }
}

static int load(void **state)
{
    (void)state;
    for (int i = 0; i < PICTURES && testing_shared(); i++)
        if (!truth_load(&truths[i], testing_shared(), truth_pictures[i]))
            return -1;
    alone_ms = -clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    for (int k = 0; k < PICTURES * marking_count && testing_shared(); k++) {
        int i = k % PICTURES, m = k / PICTURES;
        struct err err = {0};
        markings[m][i] = marks_of(&truths[i], (uint64_t)(i + 100 * m));
        if (!pose_fit(&markings[m][i], 1, &alone[m][i], &err)) {
            print_error("%s: %s\n", truth_pictures[i], err.text);
            return -1;
        }
    }
    alone_ms += clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    return 0;
}

static int unload(void **state)
{
    (void)state;
    for (int i = 0; i < PICTURES; i++)
        truth_finish(&truths[i]);
    return 0;
}

static bool is_without_samples(void)
{
    if (!testing_shared())
        print_message("the sample heads are not here\n");
    return !testing_shared();
}

// The other tests rest on the files being read right.
static void truth_files_agree_with_themselves(void **state)
{
    (void)state;
    if (is_without_samples())
        skip();
    for (int i = 0; i < PICTURES; i++) {
        const struct truth *truth = &truths[i];
        assert_int_equal(truth->landmark_count, 28);
        for (int k = 0; k < truth->landmark_count; k++) {
            struct vec3 c = vec3_add(mat3_mul(truth->to_camera, truth->landmark[k].pos_mm), truth->origin_mm);
            assert_close(truth->centre_px.x + truth->focal_px * c.x / c.z, truth->landmark[k].px.x, 0.5);
            assert_close(truth->centre_px.y + truth->focal_px * c.y / c.z, truth->landmark[k].px.y, 0.5);
        }
    }
}

struct areas { // of many fits, in percent off
    int count, within_5;
    double square, worst;
};

static void add_area(struct areas *areas, double off_pct)
{
    areas->count++;
    areas->within_5 += fabs(off_pct) <= 5.0;
    areas->square += off_pct * off_pct;
    areas->worst = fabs(off_pct) > fabs(areas->worst) ? off_pct : areas->worst;
}

static void print_areas(const char *what, const struct areas *areas)
{
    print_message("areas, %s: %d of %d within 5 %%, %.1f %% rms, worst %+.1f %%\n", what, areas->within_5, areas->count,
                  sqrt(areas->square / areas->count), areas->worst);
}

static void judge_alone(int picture, struct areas *all)
{
    struct score mean = {0};
    struct areas areas = {0};
    double worst_scale = 0.0, area = 0.0, sigma = 0.0, share = 1.0 / marking_count;
    for (int m = 0; m < marking_count; m++) {
        const struct pose_result *result = &alone[m][picture];
        struct score score = score_of(&truths[picture], &result->head, &result->view[0]);
        if (fabs(score.scale_pct) > fabs(worst_scale))
            worst_scale = score.scale_pct;
        add_area(&areas, score.area_pct);
        add_area(all, score.area_pct);
        area += share * fabs(score.area_pct);
        mean.by_scale_pct += share * score.by_scale_pct;
        mean.by_tilt_pct += share * score.by_tilt_pct;
        mean.normal_deg += share * score.normal_deg;
        struct interval scale = result->scale_px_per_mm[0];
        sigma += share * 100.0 * (scale.high / scale.likely - 1.0);
    }
    print_message(
        "%-31s scale %+5.2f %% (stated +-%.1f %%)  normals %.1f deg  area %.1f, %+.1f %% (by scale %+.1f, by tilt "
        "%+.1f)\n",
        truth_pictures[picture], worst_scale, sigma, mean.normal_deg, area, areas.worst, mean.by_scale_pct,
        mean.by_tilt_pct);
    assert_close(worst_scale, 0.0, 3.0);
    assert_close(mean.normal_deg, 0.0, 5.0);
    assert_close(area, 0.0, 5.0);
}

static void each_picture_alone_meets_its_targets(void **state)
{
    (void)state;
    if (is_without_samples())
        skip();
    print_message("ruler and outline, each picture alone, %.0f ms each; of %d markings: worst scale, "
                  "mean normals, mean and worst area (and its parts, mean)\n",
                  alone_ms / PICTURES / marking_count, marking_count);
    struct areas areas = {0};
    for (int i = 0; i < PICTURES; i++)
        judge_alone(i, &areas);
    print_areas("each picture alone", &areas);
    assert_true(areas.within_5 >= 0.95 * areas.count);
}

struct rim_off { // how far the silhouette lies outside (positive) or inside the head's rim as dots have it
    double mm2, most_mm;
    int count;
};

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// Mean square, and what 95 % of the silhouette stay below.
static struct rim_off rim_off_of(const struct truth *truth, const struct head *head, const struct view *view)
{
    static const int step[4][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    static double off_mm[20000];
    struct rim_off sum = {0};
    for (int i = 0; i < truth->map_width * truth->map_height * 4 && sum.count < 20000; i++) {
        int u = i / 4 % truth->map_width, v = i / 4 / truth->map_width, k = i % 4;
        double off_px;
        struct pt_px px = truth_map_px(truth, u, v);
        px.x += 0.5 * truth->reduction * step[k][0];
        px.y += 0.5 * truth->reduction * step[k][1];
        if (!is_rim(truth, u, v, step[k][0], step[k][1]) || !pose_contour_distance(view, head, px, &off_px))
            continue;
        off_mm[sum.count++] = fabs(off_px) / centre_px_per_mm(truth);
        sum.mm2 += off_mm[sum.count - 1] * off_mm[sum.count - 1];
    }
    qsort(off_mm, (size_t)sum.count, sizeof *off_mm, by_size);
    sum.most_mm = off_mm[sum.count * 95 / 100];
    return sum;
}

// Share of the places above the ears that a dot could be drawn at (seen at over 3 degrees) and that fall more than
// 0.5 mm beside the head of the photo, in percent.
static double beside_pct(const struct truth *truth, const struct head *head, const struct view *view)
{
    enum { PLACES = 20000 };
    struct pt_px middle;
    double inward_px = 0.5 * centre_px_per_mm(truth);
    int seen = 0, beside = 0;
    view_project(view, head->centre_mm, &middle);
    for (int i = 0; i < PLACES; i++) {
        double z = 1.0 - 2.0 * (i + 0.5) / PLACES, r = sqrt(1.0 - z * z), turn = fmod(2.399963 * i, 2.0 * MATHD_PI);
        struct vec3 dir = {r * mathd_cos(turn), r * mathd_sin(turn), z}, at = head_point_mm(head, dir);
        struct pt_px px;
        if (at.z < 45.0 || view_facing(view, head, dir) < 0.05 || !view_project(view, at, &px) || px.x < 0.0 ||
            px.y < 0.0 || px.x >= truth->width_px || px.y >= truth->height_px)
            continue;
        seen++;
        double x = middle.x - px.x, y = middle.y - px.y, share = inward_px / sqrt(x * x + y * y);
        px = (struct pt_px){px.x + share * x, px.y + share * y};
        beside += !is_head(truth, (int)(px.x / truth->reduction), (int)(px.y / truth->reduction));
    }
    return 100.0 * beside / seen;
}

// "Dots to within 1.5 mm of the silhouette": of each picture alone, with its correction and without.
static void the_rim_meets_the_silhouette(void **state)
{
    (void)state;
    if (is_without_samples())
        skip();
    struct rim_off with = {0}, without = {0};
    double beside = 0.0, beside_without = 0.0;
    for (int i = 0; i < PICTURES * marking_count; i++) {
        const struct pose_result *result = &alone[i / PICTURES][i % PICTURES];
        struct view bare = result->view[0];
        bare.rim.is_used = 0;
        struct rim_off a = rim_off_of(&truths[i % PICTURES], &result->head, &result->view[0]);
        struct rim_off b = rim_off_of(&truths[i % PICTURES], &result->head, &bare);
        with = (struct rim_off){with.mm2 + a.mm2, fmax(with.most_mm, a.most_mm), with.count + a.count};
        without = (struct rim_off){without.mm2 + b.mm2, fmax(without.most_mm, b.most_mm), without.count + b.count};
        beside += beside_pct(&truths[i % PICTURES], &result->head, &result->view[0]) / PICTURES / marking_count;
        beside_without += beside_pct(&truths[i % PICTURES], &result->head, &bare) / PICTURES / marking_count;
        assert_true(a.most_mm < 2.5);
    }
    print_message(
        "silhouette against the rim: %.2f mm rms, 95 %% within %.2f mm on the worst; uncorrected %.2f, %.2f\n",
        sqrt(with.mm2 / with.count), with.most_mm, sqrt(without.mm2 / without.count), without.most_mm);
    print_message("places more than 0.5 mm beside the head: %.2f %%; uncorrected %.2f %%\n", beside, beside_without);
    assert_true(sqrt(with.mm2 / with.count) < 1.0 && beside < 0.8);
}

static void report(const char *what, const struct carried *sum, double most_mm)
{
    double all_mm = sqrt(sum->all_mm2 / sum->all), well_mm = sqrt(sum->well_mm2 / sum->well);
    print_message("  %-44s %.2f mm rms of %d; %.2f of the %d seen at over 24 degrees\n", what, all_mm, sum->all,
                  well_mm, sum->well);
    assert_true(all_mm < most_mm);
}

// Several views of one head: from each to each other.
static void carry_all(const int *picture, int count)
{
    struct carried apart = {0}, first = {0}, joint = {0};
    struct areas areas = {0};
    double ms = 0.0, normal = 0.0;
    for (int m = 0; m < marking_count; m++) {
        static struct marks group[PICTURES];
        static struct pose_result both;
        for (int i = 0; i < count; i++)
            group[i] = markings[m][picture[i]];
        ms -= clock_ms(CLOCK_PROCESS_CPUTIME_ID);
        assert_true(pose_fit(group, count, &both, NULL));
        ms += clock_ms(CLOCK_PROCESS_CPUTIME_ID);
        for (int i = 0; i < count * count; i++) {
            int a = i / count, b = i % count;
            const struct truth *from = &truths[picture[a]], *to = &truths[picture[b]];
            const struct pose_result *ra = &alone[m][picture[a]], *rb = &alone[m][picture[b]];
            if (a == b) {
                struct score score = score_of(from, &both.head, &both.view[a]);
                normal += score.normal_deg / count / marking_count;
                add_area(&areas, score.area_pct);
                continue;
            }
            struct carry moved = {ra->head, both.head, 1, &ra->view[0], &both.view[a], {0.0, 0.0, 0.0}};
            carry_make(&moved);
            carry(from, to, &ra->head, &ra->view[0], NULL, &rb->head, &rb->view[0], &apart);
            carry(from, to, &ra->head, &ra->view[0], &moved, &both.head, &both.view[b], &first);
            carry(from, to, &both.head, &both.view[a], NULL, &both.head, &both.view[b], &joint);
        }
    }
    print_message("%d views of one head, a place set in one and shown in another; joint fit %.0f "
                  "ms, normals %.1f deg\n",
                  count, ms / marking_count, normal);
    print_areas("fitted jointly", &areas);
    assert_true(areas.within_5 >= 0.95 * areas.count);
    report("fitted jointly", &joint, 2.5);
    report("set on the first view alone, carried along", &first, 3.0);
    report("fitted apart", &apart, 8.0);
}

static void a_place_set_in_one_view_lands_in_another(void **state)
{
    (void)state;
    if (is_without_samples())
        skip();
    const int first_head[6] = {0, 1, 2, 3, 4, 5}, head_a[2] = {6, 8};
    carry_all(first_head, 6);
    carry_all(head_a, 2);
}

// What a hurried person leaves out; never a ruler.
enum hurry { ALL_MARKS, NO_OUTLINE, FEW_OUTLINE, FACE_ONLY, OUTLINE_AND_TWO, UNKNOWN_LENS, HURRY_COUNT };

static struct marks hurried(struct marks full, enum hurry hurry, uint64_t seed)
{
    full.has_ruler = false;
    if (hurry == NO_OUTLINE || hurry == FACE_ONLY)
        full.outline_count = 0;
    if (hurry == FEW_OUTLINE)
        full.outline_count = 7; // one side of the head only
    if (hurry == UNKNOWN_LENS)
        full.focal_35mm = 0.0;
    int kept = 0;
    for (int k = 0; k < LANDMARK_COUNT; k++) {
        int i = (int)((uint64_t)k * 7 + seed) % LANDMARK_COUNT; // any order that meets all
        bool is_ear = i == LANDMARK_EAR_TOP_LEFT || i == LANDMARK_EAR_TOP_RIGHT || i == LANDMARK_TRAGION_LEFT ||
                      i == LANDMARK_TRAGION_RIGHT;
        if ((hurry == FACE_ONLY && is_ear) || (hurry == OUTLINE_AND_TWO && kept == 2))
            full.has_landmark[i] = false;
        kept += full.has_landmark[i];
    }
    return full;
}

static void without_a_ruler_the_interval_covers_the_truth(void **state)
{
    (void)state;
    if (is_without_samples())
        skip();
    int fitted = 0, covered = 0, refused = 0;
    double error2 = 0.0;
    for (int i = 0; i < PICTURES * FEW_MARKINGS * HURRY_COUNT; i++) {
        int picture = i % PICTURES, m = i / PICTURES % FEW_MARKINGS;
        const struct truth *truth = &truths[picture];
        struct marks some = hurried(markings[m][picture], (enum hurry)(i / PICTURES / FEW_MARKINGS), (uint64_t)m);
        struct pose_result result;
        if (!pose_fit(&some, 1, &result, NULL)) {
            refused++;
            continue;
        }
        double off = score_of(truth, &result.head, &result.view[0]).scale_pct / 100.0;
        struct interval scale = result.scale_px_per_mm[0];
        fitted++;
        covered += scale.low / scale.likely * (1.0 + off) <= 1.0 && scale.high / scale.likely * (1.0 + off) >= 1.0;
        error2 += off * off;
    }
    print_message("without ruler, %d choices of marks: %d refused, 90 %% interval holds in %.1f %% "
                  "of the rest, "
                  "error rms %.1f %%\n",
                  PICTURES * FEW_MARKINGS * HURRY_COUNT, refused, 100.0 * covered / fitted,
                  100.0 * sqrt(error2 / fitted));
    assert_true(covered >= 0.85 * fitted);
    assert_true(refused < PICTURES * FEW_MARKINGS * HURRY_COUNT / 4);
}

int main(int count, char **argument)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(truth_files_agree_with_themselves),
        cmocka_unit_test(each_picture_alone_meets_its_targets),
        cmocka_unit_test(the_rim_meets_the_silhouette),
        cmocka_unit_test(a_place_set_in_one_view_lands_in_another),
        cmocka_unit_test(without_a_ruler_the_interval_covers_the_truth),
    };
    if (count > 1)
        marking_count = atoi(argument[1]);
    marking_count = marking_count < 1 ? 1 : marking_count > MOST_MARKINGS ? MOST_MARKINGS : marking_count;
    return cmocka_run_group_tests(tests, load, unload);
}
