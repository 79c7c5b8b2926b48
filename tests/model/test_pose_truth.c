// Poses fitted to the sample heads from simulated marks, against their truth.
//
// Treated scalp: head skin above the plane through hairline_mid and the two above_ear points, and
// above those two. Marks: every visible landmark that the program knows, 20 points on the silhouette
// above the ears, a ruler of 30 mm; each off by a few px (0.3 % of the head; a ruler's ends by 1 px).
#include "testing.h"
#include "truth.h"

#include "base/mathd.h"
#include "base/rng.h"
#include "model/pose_fit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PICTURES = 10, OUTLINE_POINTS = 20 };

static struct truth truths[PICTURES];

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
           truth->mask[3 * (v * truth->map_width + u)] > 127 &&
           truth->depth_mm[v * truth->map_width + u] > 0.0f;
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
    struct marks marks = {.width_px = truth->width_px, .height_px = truth->height_px,
                          .focal_35mm = truth->focal_35mm};
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
    double scale_pct, scale_worst_pct, normal_deg, area_pct, covered_pct;
};

static struct score score_of(const struct truth *truth, const struct head *head, const struct view *view)
{
    struct region region = treated_region(truth);
    struct score score = {0};
    double count = 0.0, hits = 0.0, area = 0.0, true_area = 0.0;
    for (int v = 0; v < truth->map_height; v++)
        for (int u = 0; u < truth->map_width; u++) {
            if (!is_treated(truth, &region, u, v))
                continue;
            count++;
            struct vec3 dir, n = truth->normal[v * truth->map_width + u];
            struct pt_px px = truth_map_px(truth, u, v);
            struct vec3 ray = vec3_unit(vec3_make(px.x - truth->centre_px.x, px.y - truth->centre_px.y,
                                                  truth->focal_px));
            double depth = (double)truth->depth_mm[v * truth->map_width + u];
            double cosine = -vec3_dot(n, ray);
            if (!view_hit(view, head, px, &dir))
                continue;
            hits++;
            struct vec3 ours = mat3_mul(view->to_camera, head_normal(head, dir));
            score.normal_deg += mathd_acos(vec3_dot(ours, n)) * 180.0 / MATHD_PI;
            double our_depth = view_to_camera(view, head_point_mm(head, dir)).z;
            double scale = view->focal_px / our_depth / (truth->focal_px / depth) - 1.0;
            score.scale_pct += 100.0 * scale;
            score.scale_worst_pct = fmax(score.scale_worst_pct, 100.0 * fabs(scale));
            double our_cosine = view_facing(view, head, dir);
            if (cosine < 0.25 || our_cosine < 0.25)
                continue;
            true_area += depth * depth / (truth->focal_px * truth->focal_px) / cosine;
            area += our_depth * our_depth / (view->focal_px * view->focal_px) / our_cosine;
        }
    score.scale_pct /= hits;
    score.normal_deg /= hits;
    score.area_pct = 100.0 * (area / true_area - 1.0);
    score.covered_pct = 100.0 * hits / count;
    return score;
}

// A scalp landmark set where it is seen in view a, shown in view b: distance there in mm across the
// line of sight. Negative when not seen in both.
static double carry_mm(const struct truth *a, const struct truth *b, const struct head *head,
                       const struct view *view_a, const struct view *view_b, int i)
{
    const struct truth_landmark *from = &a->landmark[i], *to = truth_find(b, from->name);
    struct vec3 dir;
    struct pt_px px;
    if (!from->is_visible || !to->is_visible || from->px_per_mm == 0.0 || from->pos_mm.z < 45.0)
        return -1.0;
    if (!view_hit(view_a, head, from->px, &dir) || !view_project(view_b, head_point_mm(head, dir), &px))
        return -1.0;
    double x = px.x - to->px.x, y = px.y - to->px.y;
    return sqrt(x * x + y * y) / to->px_per_mm;
}

static void show_cross(const int *pictures, int count, const struct pose_result *result, bool joint)
{
    double sum = 0.0, all = 0.0;
    for (int a = 0; a < count; a++)
        for (int b = 0; b < count; b++) {
            const struct truth *ta = &truths[pictures[a]], *tb = &truths[pictures[b]];
            const struct head *head = &result[joint ? 0 : a].head;
            const struct view *va = &result[joint ? 0 : a].view[joint ? a : 0];
            const struct view *vb = &result[joint ? 0 : b].view[joint ? b : 0];
            double square = 0.0, n = 0.0;
            for (int i = 0; i < ta->landmark_count && a != b; i++) {
                double off = carry_mm(ta, tb, head, va, vb, i);
                if (off < 0.0)
                    continue;
                if (getenv("DETAIL")) printf("%.3s>%.3s %-16s facing %.2f %.2f off %.1f\n", truth_pictures[pictures[a]], truth_pictures[pictures[b]], ta->landmark[i].name, -vec3_dot(ta->to_camera.row[2], ta->landmark[i].normal), -vec3_dot(tb->to_camera.row[2], ta->landmark[i].normal), off);
                square += off * off;
                n++;
            }
            if (n > 0.0)
                printf("  %.3s>%.3s %.1f", truth_pictures[pictures[a]], truth_pictures[pictures[b]], sqrt(square / n));
            sum += square;
            all += n;
        }
    printf("\n  all %.2f mm rms over %g\n", sqrt(sum / all), all);
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static void show(const char *name, const struct truth *truth, const struct pose_result *r, int v, double ms)
{
    struct score s = score_of(truth, &r->head, &r->view[v]);
    double turn = acos(fmin(1.0, 0.5 * (vec3_dot(truth->to_camera.row[0], r->view[v].to_camera.row[0]) +
        vec3_dot(truth->to_camera.row[1], r->view[v].to_camera.row[1]) +
        vec3_dot(truth->to_camera.row[2], r->view[v].to_camera.row[2]) - 1.0))) * 57.3;
    printf("%.3s scale %+5.2f%% (worst %4.1f) normal %4.1f deg area %+5.1f%% hit %5.1f%% int +-%4.1f%% turn %4.1f semi %5.1f %5.1f %5.1f c %4.1f %4.1f %4.1f res %4.1f px worst %5.1f %d steps %d %.1f ms\n",
           name, s.scale_pct, s.scale_worst_pct, s.normal_deg, s.area_pct, s.covered_pct,
           100.0 * (r->scale_px_per_mm[v].high / r->scale_px_per_mm[v].likely - 1.0), turn, r->head.semi_mm.x, r->head.semi_mm.y,
           r->head.semi_mm.z, r->head.centre_mm.x, r->head.centre_mm.y, r->head.centre_mm.z, r->residual_px[v],
           r->worst_px[v], (int)r->worst[v], r->steps, ms);
}

static void table(void **state)
{
    (void)state;
    if (!testing_shared())
        skip();
    for (int i = 0; i < PICTURES; i++)
        assert_true(truth_load(&truths[i], testing_shared(), truth_pictures[i]));
    static struct pose_result single[PICTURES], joint;
    static struct marks marks[PICTURES];
    struct err err = {0};
    for (int i = 0; i < PICTURES; i++) {
        marks[i] = marks_of(&truths[i], (uint64_t)i + 10);
        double t = now_ms();
        if (!pose_fit(&marks[i], 1, &single[i], &err))
            printf("%s\n", err.text);
        show(truth_pictures[i], &truths[i], &single[i], 0, now_ms() - t);
    }
    int first[6] = {0, 1, 2, 3, 4, 5};
    show_cross(first, 6, single, false);
    int second[2] = {6, 8};
    struct pose_result pair[2] = {single[6], single[8]};
    show_cross(second, 2, pair, false);
    double t = now_ms();
    if (!pose_fit(marks, 6, &joint, &err))
        printf("%s\n", err.text);
    t = now_ms() - t;
    for (int i = 0; i < 6; i++)
        show(truth_pictures[i], &truths[i], &joint, i, t);
    show_cross(first, 6, &joint, true);
    pose_fit(&marks[6], 1, &joint, &err); show("s07", &truths[6], &joint, 0, 0);
    pose_fit(&marks[8], 1, &joint, &err); show("s09", &truths[8], &joint, 0, 0);
    struct marks two[2] = {marks[6], marks[8]};
    pose_fit(two, 2, &joint, &err);
    show("s07", &truths[6], &joint, 0, 0);
    show("s09", &truths[8], &joint, 1, 0);
    show_cross(second, 2, &joint, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
