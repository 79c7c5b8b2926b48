// How good automatic set-up is on labelled heads: scale, its interval, where the dots fall, time.
//
//   bench_setup NETS [SHARED [NAME...]]
//
// NETS: folder of the networks. SHARED/photos/NAME.jpg with its truth files (see the readme there; default:
// the sample heads). Each photo is also turned by up to 45 degrees, halved, doubled, mirrored, darkened and without
// colour.
// Scale is compared at the front hairline, or at the visible scalp point that faces the camera most. "off" is
// the share of the treated area, as the picture shows it, that is not scalp by the truth's own map. Front and
// three-quarter photos are counted apart. A zone is right where the head's kind is told, nine tenths of the bare scalp
// behind the drafted hairline that is seen lie in it, and of the hair of a receding head no more than a seventh lies
// deeper in it than it is run out. Kinds are those of the names that demo_head --labelled gives, and of the samples.
// Where the labels hold the breadth of the iris (demo_head --eyes), it is compared; where they hold none eyes are
// closed. Then other sides of the first sample head are added to a case that has it from in front, with the side unsaid
// and said (NAME "sides": that alone).
#include "base/clock.h"
#include "target.h"
#include "truth.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "plan/case_set_up.h"
#include "model/keep.h"
#include "plan/compose.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { VARIANTS = 9 };
struct variant {
    const char *name;
    double turn_deg, size, light;
    bool is_mirrored, is_grey;
};
static const struct variant VARIANT[VARIANTS] = {
    {"plain", 0, 1, 1, false, false},        {"turned 20", 20, 1, 1, false, false},
    {"turned -45", -45, 1, 1, false, false}, {"turned 45", 45, 1, 1, false, false},
    {"half", 0, 0.5, 1, false, false},       {"double", 0, 2, 1, false, false},
    {"mirrored", 0, 1, 1, true, false},      {"dark", 0, 1, 0.45, false, false},
    {"grey", 0, 1, 1, false, true},
};

struct mapped { // from the truth's picture to the variant's
    double c, s, size, from_x, from_y, to_x, to_y;
    bool is_mirrored;
};

static struct pt_px map_px(const struct mapped *m, struct pt_px px)
{
    double x = (px.x - m->from_x) * m->size, y = (px.y - m->from_y) * m->size;
    if (m->is_mirrored)
        x = -x;
    return (struct pt_px){m->to_x + m->c * x - m->s * y, m->to_y + m->s * x + m->c * y};
}

static struct pt_px unmap_px(const struct mapped *m, struct pt_px px)
{
    double x = px.x - m->to_x, y = px.y - m->to_y;
    double u = (m->c * x + m->s * y) / m->size, v = (m->c * y - m->s * x) / m->size;
    return (struct pt_px){m->from_x + (m->is_mirrored ? -u : u), m->from_y + v};
}

// Turned pictures keep all of the photo; what comes in at the corners is a grey wall.
static struct image *make_variant(const struct image *from, const struct variant *v, struct mapped *m)
{
    double a = v->turn_deg * MATHD_PI / 180.0, w = from->width_px * v->size, h = from->height_px * v->size;
    *m = (struct mapped){mathd_cos(a),  mathd_sin(a), v->size, 0.5 * from->width_px, 0.5 * from->height_px, 0, 0,
                         v->is_mirrored};
    int width = (int)(fabs(m->c) * w + fabs(m->s) * h), height = (int)(fabs(m->s) * w + fabs(m->c) * h);
    m->to_x = 0.5 * width;
    m->to_y = 0.5 * height;
    struct image *to = image_create(width, height, PIXELS_RGBA8, NULL);
    for (int y = 0; to && y < height; y++)
        for (int x = 0; x < width; x++) {
            struct pt_px px = unmap_px(m, (struct pt_px){x + 0.5, y + 0.5});
            uint8_t *out = image_row(to, y) + 4 * x;
            bool is_in = px.x >= 0.5 && px.y >= 0.5 && px.x < from->width_px - 0.5 && px.y < from->height_px - 0.5;
            int i = (int)(px.x - 0.5), j = (int)(px.y - 0.5);
            double fx = px.x - 0.5 - i, fy = px.y - 0.5 - j;
            for (int c = 0; c < 4; c++) {
                double value = 140.0;
                if (is_in) {
                    const uint8_t *top = image_row(from, j) + 4 * i + c, *low = image_row(from, j + 1) + 4 * i + c;
                    value = (top[0] * (1 - fx) + top[4] * fx) * (1 - fy) + (low[0] * (1 - fx) + low[4] * fx) * fy;
                }
                out[c] = c == 3 ? 255 : (uint8_t)(value * v->light + 0.5);
            }
            if (v->is_grey)
                out[0] = out[1] = out[2] = (uint8_t)((3 * out[0] + 6 * out[1] + out[2]) / 10);
        }
    return to;
}

static const struct truth_landmark *scale_point(const struct truth *truth)
{
    const struct truth_landmark *best = truth_find(truth, "hairline_mid");
    if (best->is_visible)
        return best;
    double most = -1.0;
    for (int i = 0; i < truth->landmark_count; i++) {
        const struct truth_landmark *mark = &truth->landmark[i];
        double facing = -vec3_dot(truth->to_camera.row[2], mark->normal);
        if (mark->is_visible && mark->pos_mm.z > 45.0 && mark->px_per_mm > 0.0 && facing > most) {
            most = facing;
            best = mark;
        }
    }
    return best;
}

// How far a point lies above the plane through three points, mm.
static double above(struct vec3 p, struct vec3 front, struct vec3 left, struct vec3 right)
{
    struct vec3 normal = vec3_unit(vec3_cross(vec3_sub(right, left), vec3_sub(front, left)));
    return vec3_dot(normal.z < 0.0 ? vec3_scale(normal, -1.0) : normal, vec3_sub(p, front));
}

// Scalp by the truth: skin of the head (no clothes) above the plane through the front hairline and the places above
// the ears, 12 mm lower since foreheads differ, or above that through the temples' hairline and not below the ears;
// behind the ears down to the neck.
static bool is_scalp(const struct truth *truth, struct pt_px px)
{
    int u = (int)(px.x / truth->reduction), v = (int)(px.y / truth->reduction);
    if (u < 0 || v < 0 || u >= truth->map_width || v >= truth->map_height)
        return true; // beyond the picture: not seen
    int skin = truth->mask[3 * (v * truth->map_width + u)];
    if (skin < 128 || skin == 200 || skin == 160 || // an ear, an arm of spectacles (tools/demo_head/labels.h)
        truth->depth_mm[v * truth->map_width + u] <= 0.0f)
        return false;
    struct vec3 p = truth_map_point_mm(truth, u, v), front = truth_find(truth, "hairline_mid")->pos_mm;
    struct vec3 left = truth_find(truth, "above_ear_L")->pos_mm, right = truth_find(truth, "above_ear_R")->pos_mm;
    if (p.y > 15.0)
        return p.z > -30.0;
    double behind_temples =
        above(p, front, truth_find(truth, "temple_L")->pos_mm, truth_find(truth, "temple_R")->pos_mm);
    return above(p, front, left, right) > -12.0 || (behind_temples > -5.0 && p.z > 0.5 * (left.z + right.z) - 8.0);
}

// What the name says of the head; SCALP_UNSEEN: nothing.
static enum scalp_kind kind_of(const char *name)
{
    static const struct {
        const char *part;
        enum scalp_kind kind;
    } kinds[] = {{"_none", SCALP_BARE},  {"_horseshoe", SCALP_BARE},    {"_receding", SCALP_RECEDING},
                 {"_full", SCALP_FULL},  {"_thin-top", SCALP_THINNING}, {"s02_", SCALP_SHAVED},
                 {"s08_", SCALP_SHAVED}, {"s05_", SCALP_THINNING},      {"s0", SCALP_BARE}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strstr(name, kinds[i].part))
            return kinds[i].kind;
    return SCALP_UNSEEN;
}

static const char *const kind_names[] = {"unseen", "bare", "receding", "shaved", "thinning", "full"};
struct kind_tally {
    int photos, kind_right, zone_right;
};

// Hair by the truth's map, 0..1; below 0: not seen.
static double true_hair(const struct truth *truth, struct pt_px px)
{
    int u = (int)(px.x / truth->reduction), v = (int)(px.y / truth->reduction);
    if (u < 0 || v < 0 || u >= truth->map_width || v >= truth->map_height || !is_scalp(truth, px))
        return -1.0;
    return truth->mask[3 * (v * truth->map_width + u) + 2] / 255.0;
}

// Shares of what is bare that the zones hold, and of hair that lies deep in them.
static void zone_shares(const struct case_ *case_, const struct truth *truth, const struct mapped *m, double *bare,
                        double *hair)
{
    const double run_out_mm = 12.0;
    const struct option *option = case_->option[0];
    const struct view *view = &case_->view[0]->view;
    const struct head *head = &case_->head;
    struct zone whole = zone_make(ZONE_FULL, head, &option->hairline);
    int count[2] = {0, 0}, in[2] = {0, 0};
    for (int i = 0; i < CHART_CELLS; i++) {
        struct vec3 dir = chart_direction(i / CHART_COLUMNS, i % CHART_COLUMNS);
        struct pt_px px;
        if (view_facing(view, head, dir) < 0.3 || !view_project(view, head_point_mm(head, dir), &px) ||
            keep_zone_distance_mm(&whole, head, dir) < 0.25 * whole.ramp_mm ||
            keep_hairline_distance_mm(&option->hairline, head, dir) < 2.0)
            continue;
        double density = true_hair(truth, unmap_px(m, px)), depth_mm = -1e9;
        int of = density < 0.0 ? -1 : density < 0.2 ? 0 : density > 0.9 ? 1 : -1;
        if (of < 0)
            continue;
        for (int k = 0; k < option->zone_count; k++)
            depth_mm = fmax(depth_mm, keep_zone_distance_mm(&option->zone[k], head, dir));
        count[of]++;
        in[of] += depth_mm > (of ? run_out_mm : 0.0);
    }
    *bare = count[0] > 0 ? (double)in[0] / count[0] : 1.0;
    *hair = count[1] > 0 ? (double)in[1] / count[1] : 0.0;
}

static void judge_zone(const struct case_ *case_, const struct truth *truth, const struct mapped *m, const char *name,
                       enum scalp_kind kind, struct kind_tally *tally)
{
    enum scalp_kind right = kind_of(name);
    double bare, hair;
    zone_shares(case_, truth, m, &bare, &hair);
    bool is_right = kind == right && ((right != SCALP_BARE && right != SCALP_SHAVED) || bare >= 0.9) &&
                    (right != SCALP_FULL || hair == 0.0) &&
                    (right != SCALP_RECEDING || (bare >= 0.9 && hair < 1.0 / 7.0));
    tally[right].photos++;
    tally[right].kind_right += kind == right;
    tally[right].zone_right += is_right;
    printf(" %s%s bare %.0f %% hair %.0f %%%s", kind_names[kind], kind == right ? "" : " NOT SO", 100.0 * bare,
           100.0 * hair, is_right ? "" : " ZONE");
}

// Breadth of the irises as measured, against the truth's. Heads whose eyes are closed have none.
struct iris_tally {
    int open, seen, closed, wrong; // photos; wrong: closed and seen all the same
    double square, most;           // of the share that a measure is off
    int measures;
};

static void judge_irises(const struct marks *marks, const struct truth *truth, const struct mapped *m,
                         struct iris_tally *tally)
{
    static const char *const names[2] = {"pupil_left", "pupil_right"};
    bool is_seen = marks->iris_px[0] > 0.0;
    *(truth->iris_mm > 0.0 ? &tally->open : &tally->closed) += 1;
    if (!is_seen)
        return;
    *(truth->iris_mm > 0.0 ? &tally->seen : &tally->wrong) += 1;
    printf(" iris %.0f px", marks->iris_px[0]);
    for (int i = 0; i < 2 && truth->iris_mm > 0.0; i++) {
        const struct truth_landmark *at = truth_find(truth, names[m->is_mirrored ? 1 - i : i]);
        double off = marks->iris_px[i] / (at->px_per_mm * m->size * truth->iris_mm) - 1.0;
        printf(" %+.1f %%", 100.0 * off);
        tally->square += off * off;
        tally->most = fmax(tally->most, fabs(off));
        tally->measures++;
    }
}

static void tell_irises(const struct iris_tally *t)
{
    if (t->open > 0)
        printf("irises: open eyes: %d photos, both irises measured in %d, their breadth off by %.1f %% rms, %.1f %% at "
               "most\n",
               t->open, t->seen, 100.0 * sqrt(t->square / fmax(t->measures, 1.0)), 100.0 * t->most);
    if (t->closed > 0)
        target_at_most("set-up: irises measured where eyes are closed", t->wrong, 0.0, "");
}

struct tally {
    int photos, drafted, refused, near, covered, inside, unsure, good, wrong_and_sure;
    double worst_ms;
};

static void tally_up(struct tally *tally, bool is_near, bool is_inside, bool is_covered, bool is_unsure, double ms)
{
    tally->drafted++;
    tally->covered += is_covered;
    tally->near += is_near;
    tally->inside += is_inside;
    tally->unsure += is_unsure;
    tally->good += is_near && is_inside;
    tally->wrong_and_sure += !(is_near && is_inside) && !is_unsure;
    tally->worst_ms = fmax(tally->worst_ms, ms);
}

static void tell(const char *name, const struct tally *t)
{
    printf(
        "%s: %d photos: drafted %d, refused %d; of the drafted: scale within 6 %%: %d; dots off the scalp under 2 %%: "
        "%d; both: %d; interval holds the truth: %d; unsure: %d; wrong and not unsure: %d; slowest %.0f ms\n",
        name, t->photos, t->drafted, t->refused, t->near, t->inside, t->good, t->covered, t->unsure, t->wrong_and_sure,
        t->worst_ms);
}

// In front of the ears: both eyes may be seen, or one of them aslant.
static bool shows_face(const struct truth *truth)
{
    double azimuth = mathd_atan2(-truth->to_camera.row[2].x, truth->to_camera.row[2].y);
    return fabs(azimuth) < 60.0 * MATHD_PI / 180.0 && truth->to_camera.row[2].z > -0.8;
}

static double off_share(const struct case_ *case_, int view, const struct photo *photo, const struct truth *truth,
                        const struct mapped *m)
{
    struct composer *composer = composer_create(NULL);
    struct frame frame = {.view = view, .time = TIME_HEALED, .band = BAND_LIKELY, .sessions = -1};
    struct composed composed;
    double off = -1.0;
    composer_set_photo(composer, view, photo); // none is drawn over its hair
    if (composer_compose(composer, case_, &frame, true, &composed, NULL)) {
        double outside = 0.0, all = 0.0;
        for (int i = 0; i < composed.dot_count; i++) {
            const struct splat *splat = &composed.scene.splats[i];
            double area = (double)composed.dots[i].facing; // of the picture, for each dot
            all += area;
            if (!is_scalp(truth, unmap_px(m, (struct pt_px){(double)splat->x, (double)splat->y})))
                outside += area;
        }
        off = all > 0.0 ? outside / all : 0.0; // a head of hair has none
    }
    composer_destroy(composer);
    return off;
}

// A view of a case against the truth: counted and told.
static void judge(const struct case_ *case_, int index, const struct photo *photo, const struct truth *truth,
                  const struct mapped *m, double ms, const char *way, struct tally *tally)
{
    const struct truth_landmark *at = scale_point(truth);
    const struct case_view *view = case_->view[index];
    struct vec3 dir;
    struct pt_px px = map_px(m, at->px);
    double scale = view_hit(&view->view, &case_->head, px, &dir)
                       ? view_scale_px_per_mm(&view->view, head_point_mm(&case_->head, dir))
                       : view->scale_px_per_mm.likely;
    double ratio = scale / (at->px_per_mm * m->size), off = off_share(case_, index, photo, truth, m);
    double low = view->scale_px_per_mm.low / view->scale_px_per_mm.likely;
    double high = view->scale_px_per_mm.high / view->scale_px_per_mm.likely;
    bool is_covered = ratio * low <= 1.0 && ratio * high >= 1.0, is_near = fabs(ratio - 1.0) < 0.06;
    bool is_inside = off >= 0.0 && off < 0.02, is_unsure = view->marks.certainty < DRAFT_SURE;
    tally_up(tally, is_near, is_inside, is_covered, is_unsure, ms);
    printf("%s sure %.2f scale %+5.1f %% (90 %%: %+.0f %+.0f)%s off %.1f %%%s breadth %.0f length %.0f rim %d "
           "%.0f ms",
           way, view->marks.certainty, 100 * (ratio - 1), 100 * (ratio * low - 1), 100 * (ratio * high - 1),
           is_covered ? "" : " MISSED", 100 * off, is_inside ? "" : " OUTSIDE", 2 * case_->head.semi_mm.x,
           2 * case_->head.semi_mm.y, view->marks.outline_count, ms);
}

static bool set_up_timed(struct case_ *case_, struct face_nets *nets, const struct photo *photo, const char *name,
                         enum facing facing, struct set_up *out, double *ms)
{
    struct marks *given = mem_alloc(sizeof *given);
    struct err err = {0};
    given->facing = facing;
    double start = clock_ms(CLOCK_PROCESS_CPUTIME_ID) + face_nets_cpu_ms(nets);
    bool is_done = case_set_up(case_, nets, photo, name, given, HAIRLINE_ROUND, out, &err);
    *ms = clock_ms(CLOCK_PROCESS_CPUTIME_ID) + face_nets_cpu_ms(nets) - start;
    if (!is_done)
        printf("refused: %.90s\n", err.text);
    mem_free(given);
    return is_done;
}

static void try_one(struct face_nets *nets, const struct photo *photo, const struct truth *truth, const char *name,
                    const struct variant *variant, struct tally *tally, struct kind_tally *kinds,
                    struct iris_tally *irises)
{
    struct mapped m;
    struct photo other = *photo;
    other.image = make_variant(photo->image, variant, &m);
    double w = other.image->width_px, h = other.image->height_px, w0 = photo->image->width_px,
           h0 = photo->image->height_px;
    other.focal_35mm *= variant->size * sqrt((w0 * w0 + h0 * h0) / (w * w + h * h)); // the same lens, a larger film
    struct set_up *set_up = mem_alloc(sizeof *set_up);
    struct case_ *case_ = case_create();
    double ms;
    tally += shows_face(truth) ? 0 : 1;
    tally->photos++;
    printf("  %-26.26s %-10s ", name, variant->name);
    if (set_up_timed(case_, nets, &other, "photo.jpg", FACING_UNKNOWN, set_up, &ms)) {
        judge(case_, 0, &other, truth, &m, ms, set_up->draft.way == DRAFT_FACE ? "face   " : "outline", tally);
        judge_zone(case_, truth, &m, name, set_up->scalp.kind, kinds);
        judge_irises(&set_up->draft.marks, truth, &m, irises);
        printf("\n");
    } else {
        tally->refused++;
    }
    case_destroy(case_);
    mem_free(set_up);
    image_unref(other.image);
}

// ---- another side of a head that the case has from in front ----

static const struct {
    const char *name;
    enum facing facing; // as a person says when adding it
} SIDES[] = {{"s02_threequarter_light_softbox", FACING_THREE_QUARTER_LEFT},
             {"s04_top_dark_softtop", FACING_TOP},
             {"s05_back_light_thinning", FACING_BACK},
             {"s06_left_fair_panel", FACING_LEFT}};
#define SIDES_ALONE "sides"
#define FRONT "s01_front_olive_panel"

static struct photo *load(const char *shared, const char *name, struct truth *truth)
{
    char path[4096];
    struct err err = {0};
    snprintf(path, sizeof path, "%s/photos/%s.jpg", shared, name);
    struct photo *photo = photo_load(path, &err);
    if (photo && truth_load(truth, shared, name))
        return photo;
    fprintf(stderr, "%s: no truth files, or no photo\n", path);
    photo_free(photo);
    return NULL;
}

static void add_side(struct face_nets *nets, const struct case_ *front, const struct photo *photo,
                     const struct truth *truth, const char *name, enum facing facing, const struct variant *variant,
                     struct tally *tally)
{
    struct mapped m;
    struct photo other = *photo;
    other.image = make_variant(photo->image, variant, &m);
    struct case_ *case_ = case_copy(front);
    struct set_up *set_up = mem_alloc(sizeof *set_up);
    double ms;
    tally->photos++;
    printf("  %-26.26s %-10s %-6.6s ", name, variant->name, facing_name(facing));
    if (set_up_timed(case_, nets, &other, "side.jpg", facing, set_up, &ms)) {
        double moved = case_->view[0]->scale_px_per_mm.likely / front->view[0]->scale_px_per_mm.likely - 1.0;
        printf("front's scale %+.1f %%, ", 100.0 * moved);
        judge(case_, 1, &other, truth, &m, ms, set_up->draft.way == DRAFT_FACE ? "face   " : "outline", tally);
        printf("\n");
    } else {
        tally->refused++;
    }
    case_destroy(case_);
    mem_free(set_up);
    image_unref(other.image);
}

static void try_sides(struct face_nets *nets, const char *shared)
{
    static struct truth truth;
    struct tally tally[2] = {{0}}; // side unsaid, said
    double ms;
    struct photo *photo = load(shared, FRONT, &truth);
    struct case_ *front = case_create();
    struct set_up *set_up = mem_alloc(sizeof *set_up);
    bool is_there = photo && set_up_timed(front, nets, photo, "front.jpg", FACING_UNKNOWN, set_up, &ms);
    mem_free(set_up);
    photo_free(photo);
    for (size_t i = 0; i < sizeof SIDES / sizeof SIDES[0] && is_there; i++) {
        photo = load(shared, SIDES[i].name, &truth);
        for (int k = 0; k < 6 && photo; k++) {
            static const int variants[3] = {0, 1, 6}; // mirrored: the other side of the same head
            const struct variant *variant = &VARIANT[variants[k / 2]];
            enum facing said = SIDES[i].facing;
            if (variant->is_mirrored && said == FACING_LEFT)
                said = FACING_RIGHT;
            if (variant->is_mirrored && said == FACING_THREE_QUARTER_LEFT)
                said = FACING_THREE_QUARTER_RIGHT;
            add_side(nets, front, photo, &truth, SIDES[i].name, k % 2 ? said : FACING_UNKNOWN, variant, &tally[k % 2]);
        }
        photo_free(photo);
        truth_finish(&truth);
    }
    case_destroy(front);
    tell("added to a case with its front, side unsaid", &tally[0]);
    tell("added to a case with its front, side said", &tally[1]);
}

static void tell_kinds(const struct kind_tally *kinds)
{
    int photos = 0, right = 0;
    for (int i = 0; i <= SCALP_FULL; i++) {
        if (kinds[i].photos > 0)
            printf("%s heads: %d photos: told so %d, zone right %d\n", kind_names[i], kinds[i].photos,
                   kinds[i].kind_right, kinds[i].zone_right);
        photos += kinds[i].photos;
        right += kinds[i].zone_right;
    }
    if (photos > 0)
        target_at_least("set-up: kind of head and zone right", 100.0 * right / photos, 90.0, "%");
}

int main(int argc, char **argv)
{
    struct err err = {0};
    const char *shared = argc > 2 ? argv[2] : "../shared";
    struct face_nets *nets = argc > 1 ? face_nets_open(argv[1], &err) : NULL;
    if (!nets) {
        fprintf(stderr, "bench_setup NETS [SHARED [NAME...]]: %s\n", err.text);
        return 1;
    }
    int count = argc > 3 ? argc - 3 : (int)(sizeof truth_pictures / sizeof truth_pictures[0]);
    struct tally tally[2] = {{0}}; // with a face, without
    struct kind_tally kinds[SCALP_FULL + 1] = {{0}};
    struct iris_tally irises = {0};
    for (int i = 0; i < count; i++) {
        const char *name = argc > 3 ? argv[3 + i] : truth_pictures[i];
        static struct truth truth;
        struct photo *photo = strcmp(name, SIDES_ALONE) == 0 ? NULL : load(shared, name, &truth);
        if (!photo)
            continue;
        int variants = photo->image->width_px > 2000 ? 5 : VARIANTS; // no use in doubling 12 MP
        for (int v = 0; v < variants; v++)
            try_one(nets, photo, &truth, name, &VARIANT[v], tally, kinds, &irises);
        truth_finish(&truth);
        photo_free(photo);
    }
    if (argc <= 3 || strcmp(argv[3], SIDES_ALONE) == 0)
        try_sides(nets, shared);
    tell("with a face", &tally[0]);
    tell("without", &tally[1]);
    tell_kinds(kinds);
    tell_irises(&irises);
    struct tally *t = &tally[0];
    if (t->photos > 0) {
        double right = 100.0 * t->good / t->photos, holds = 100.0 * t->covered / fmax(t->drafted, 1.0);
        double silent = 100.0 * t->wrong_and_sure / t->photos;
        target_at_least("set-up, face: scale within 6 %, zone inside the scalp", right, 90.0, "%");
        target_at_most("set-up, face: the rest, where it does not say unsure", silent, 0.0, "%");
        target_at_least("set-up, face: the scale's 90 % interval holds the truth", holds, 85.0, "%");
        target_at_most("set-up: detection and fit, processor time", fmax(t->worst_ms, tally[1].worst_ms), 400.0, "ms");
    }
    face_nets_close(nets);
    return 0;
}
