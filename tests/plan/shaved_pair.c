#include "shaved_pair.h"

#include "base/check.h"
#include "base/mem.h"
#include "model/keep.h"
#include "plan/case_make.h"
#include "render/render.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const bald_name = "s09_threequarter_fair_before", *const shaved_name = "s09_threequarter_fair_after";
const double pair_window_mm[PAIR_WINDOWS] = {1.0, 2.0, 4.0};

// ---- The case.

static void add_landmarks(struct marks *marks, const struct truth *truth)
{
    for (int i = 0; i < LANDMARK_COUNT; i++) {
        const struct truth_landmark *at = truth_find(truth, landmark_name((enum landmark)i));
        // The truth's vertex and crown are other points than a person marks.
        if (!at || !at->is_visible || i == LANDMARK_VERTEX || i == LANDMARK_CROWN)
            continue;
        marks->has_landmark[i] = true;
        marks->landmark[i] = at->px;
    }
    const struct truth_landmark *at = truth_find(truth, "mid_scalp");
    marks->has_ruler = true;
    marks->ruler[0] = (struct pt_px){at->px.x - 20.0 * at->px_per_mm, at->px.y};
    marks->ruler[1] = (struct pt_px){at->px.x + 20.0 * at->px_per_mm, at->px.y};
    marks->ruler_mm = 40.0;
}

static void plan_all_of_it(struct case_ *case_)
{
    case_take_template(case_, HAIRLINE_ROUND);
    struct option option = *case_->option[0];
    option.hairline.height_mm = 55.0;
    option.hairline.recession_mm = 10.0;
    hairline_make(&option.hairline, &case_->head);
    case_set_option(case_, 0, &option);
}

static bool make_case(struct shaved_pair *pair, const struct truth *truth)
{
    struct marks marks = {.facing = FACING_THREE_QUARTER_RIGHT};
    struct pose_result *result = mem_alloc(sizeof *result);
    pair->case_ = case_create();
    add_landmarks(&marks, truth);
    bool is_done =
        case_take_photo(pair->case_, pair->bald, "bald.jpg", &marks, NULL) && case_refit(pair->case_, 0, result, NULL);
    mem_free(result);
    if (!is_done)
        return false;
    plan_all_of_it(pair->case_);
    const struct view *view = &pair->case_->view[0]->view;
    pair->px_per_mm = view_scale_in_front_px_per_mm(view, &pair->case_->head);
    pair->composer = composer_create(NULL);
    composer_set_photo(pair->composer, 0, pair->bald);
    return true;
}

// ---- Which pixels are judged.

static bool is_wholly_treated(const struct case_ *case_, struct pt_px px)
{
    const struct option *option = case_->option[0];
    struct vec3 dir;
    return view_hit(&case_->view[0]->view, &case_->head, px, &dir) &&
           keep_hairline_distance_mm(&option->hairline, &case_->head, dir) > 12.0 &&
           keep_zone_distance_mm(&option->zone[0], &case_->head, dir) > option->zone[0].ramp_mm;
}

static void choose_pixels(struct shaved_pair *pair, const struct truth *bald, const struct truth *shaved)
{
    int width = pair->bald->image->width_px, height = pair->bald->image->height_px, k = bald->reduction;
    pair->judged = mem_alloc((size_t)width * (size_t)height);
    for (int v = 0; v < bald->map_height; v++)
        for (int u = 0; u < bald->map_width; u++) {
            int i = v * bald->map_width + u;
            bool is_judged = bald->mask[3 * i] > 250 && bald->mask[3 * i + 2] < 2 && shaved->mask[3 * i + 2] > 250 &&
                             bald->normal[i].z < -0.5 && is_wholly_treated(pair->case_, truth_map_px(bald, u, v));
            for (int y = k * v; is_judged && y < k * (v + 1) && y < height; y++)
                memset(pair->judged + (size_t)y * (size_t)width + k * u, 1,
                       (size_t)(k * (u + 1) < width ? k : width - k * u));
        }
}

// ---- The look.

// Sums over all pixels above and to the left.
static double *sums_create(int width, int height)
{
    return mem_alloc(sizeof(double) * (size_t)(width + 1) * (size_t)(height + 1));
}

static double square_sum(const double *sums, int width, int x, int y, int side)
{
    size_t pitch = (size_t)width + 1, top = (size_t)y * pitch + (size_t)x, low = (size_t)(y + side) * pitch + (size_t)x;
    return sums[low + (size_t)side] - sums[low] - sums[top + (size_t)side] + sums[top];
}

static void put_sum(double *sums, int width, int x, int y, double value)
{
    size_t pitch = (size_t)width + 1, at = (size_t)(y + 1) * pitch + (size_t)x + 1;
    sums[at] = value + sums[at - 1] + sums[at - pitch] - sums[at - pitch - 1];
}

static double mean_deviation(const double *sum[3], int width, int height, int side)
{
    double total = 0.0;
    int squares = 0, area = side * side;
    for (int y = 0; y + side <= height; y++)
        for (int x = 0; x + side <= width; x++) {
            if (square_sum(sum[0], width, x, y, side) < area - 0.5)
                continue;
            double mean = square_sum(sum[1], width, x, y, side) / area;
            total += sqrt(fmax(square_sum(sum[2], width, x, y, side) / area - mean * mean, 0.0));
            squares++;
        }
    return squares > 0 ? total / squares : 0.0;
}

static struct pair_look look_at(const struct shaved_pair *pair, const struct image *image)
{
    int width = image->width_px, height = image->height_px, count = 0;
    double *sum[3] = {sums_create(width, height), sums_create(width, height), sums_create(width, height)};
    struct pair_look look = {0};
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            bool is_judged = pair->judged[(size_t)y * (size_t)width + (size_t)x];
            struct lab lab = {0};
            if (is_judged)
                lab = colour_lab_of_8(&pair->bald->space, image_row(image, y) + 4 * x);
            look.mean.l += lab.l;
            look.mean.a += lab.a;
            look.mean.b += lab.b;
            count += is_judged;
            put_sum(sum[0], width, x, y, is_judged);
            put_sum(sum[1], width, x, y, lab.l);
            put_sum(sum[2], width, x, y, lab.l * lab.l);
        }
    look.mean = (struct lab){look.mean.l / count, look.mean.a / count, look.mean.b / count};
    for (int i = 0; i < PAIR_WINDOWS; i++)
        look.deviation[i] = mean_deviation((const double *[]){sum[0], sum[1], sum[2]}, width, height,
                                           (int)(pair_window_mm[i] * pair->px_per_mm + 0.5));
    for (int i = 0; i < 3; i++)
        mem_free(sum[i]);
    return look;
}

bool shaved_pair_open(struct shaved_pair *pair, const char *shared_folder)
{
    char path[2][4096];
    struct truth bald, shaved;
    *pair = (struct shaved_pair){0};
    snprintf(path[0], sizeof path[0], "%s/photos/%s.jpg", shared_folder, bald_name);
    snprintf(path[1], sizeof path[1], "%s/photos/%s.jpg", shared_folder, shaved_name);
    pair->bald = photo_load(path[0], NULL);
    pair->shaved = photo_load(path[1], NULL);
    bool has_bald = truth_load(&bald, shared_folder, bald_name);
    bool has_shaved = truth_load(&shaved, shared_folder, shaved_name);
    bool is_open = pair->bald && pair->shaved && has_bald && has_shaved && make_case(pair, &bald);
    if (is_open) {
        choose_pixels(pair, &bald, &shaved);
        pair->of_bald = look_at(pair, pair->bald->image);
        pair->of_shaved = look_at(pair, pair->shaved->image);
    }
    truth_finish(&bald);
    truth_finish(&shaved);
    return is_open;
}

void shaved_pair_close(struct shaved_pair *pair)
{
    composer_destroy(pair->composer);
    case_destroy(pair->case_);
    photo_free(pair->bald);
    photo_free(pair->shaved);
    mem_free(pair->judged);
}

void shaved_pair_set(struct shaved_pair *pair, double shade_tau, double density_per_cm2)
{
    struct option option = *pair->case_->option[0];
    option.technique.shade_tau = shade_tau;
    option.zone[0].density_per_cm2 = density_per_cm2;
    case_set_option(pair->case_, 0, &option);
}

struct pair_look shaved_pair_treated(struct shaved_pair *pair)
{
    struct frame frame = {.sessions = -1, .time = TIME_HEALED, .band = BAND_LIKELY};
    struct composed composed;
    bool is_done = composer_compose(pair->composer, pair->case_, &frame, false, &composed, NULL);
    REQUIRE(is_done);
    const struct image *photo = pair->bald->image;
    struct image *out = image_create(photo->width_px, photo->height_px, photo->format, NULL);
    struct render_request request = {.scene = &composed.scene};
    is_done = out && render_draw(render_cpu(), &request, out, NULL);
    REQUIRE(is_done);
    struct pair_look look = look_at(pair, out);
    image_unref(out);
    return look;
}
