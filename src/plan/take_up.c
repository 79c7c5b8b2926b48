#include "plan/take_up.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "geom/least_squares.h"
#include "image/resize.h"
#include "image/shine.h"
#include "image/skin_maps.h"
#include "plan/compose.h"
#include "plan/compose_region.h"
#include "plan/mask.h"
#include "render/render.h"
#include "shared/smp_time.h"

#include <string.h>

enum { AROUND = 160, DOWN = 80, MOST_SAMPLES = AROUND * DOWN, FEWEST = 60, CHANNELS = 3 };
enum { TERMS = 4, UNKNOWN = CHANNELS * TERMS, UNKNOWNS = UNKNOWN + 1 }; // the last: the multiple sought
enum { LOADS = 6, ROUNDS = 3, TRIMS = 3 };

static const double LOAD[LOADS] = {0.15, 0.4, 0.7, 1.0, 1.4, 2.0};
static const double px_per_mm_wanted = 1.5;
static const double least_facing = 0.35, least_darkening = 0.004, most_light = 0.9, least_light = 0.01;
static const double most_hair = 0.35, most_spread = 2.5; // of residuals, in standard deviations
// Neighbours are alike, and the day and the place are known to a day and a millimetre only (assumed).
static const double error_scale = 3.0, least_error = 0.04;

// ---- Which photos.

static int common_places(const struct case_ *case_, int a, int b)
{
    int count = 0;
    for (int i = 0; i < 24 * 12; i++) {
        double polar = 0.5 * MATHD_PI * (i / 24 + 0.5) / 12.0, turn = 2.0 * MATHD_PI * (i % 24) / 24.0;
        struct vec3 dir = vec3_make(mathd_sin(polar) * mathd_cos(turn - MATHD_PI),
                                    mathd_sin(polar) * mathd_sin(turn - MATHD_PI), mathd_cos(polar));
        count += view_facing(&case_->view[a]->view, &case_->head, dir) > least_facing &&
                 view_facing(&case_->view[b]->view, &case_->head, dir) > least_facing;
    }
    return count;
}

bool take_up_find_views(const struct case_ *case_, struct take_up_views *out)
{
    int after = -1, most = 0;
    for (int i = 0; i < case_->view_count; i++)
        if (case_->view[i]->done_events > (after < 0 ? 0 : case_->view[after]->done_events - 1))
            after = i;
    for (int i = 0; after >= 0 && i < case_->view_count; i++) {
        int count = case_->view[i]->done_events < case_->view[after]->done_events ? common_places(case_, i, after) : 0;
        if (count > most) {
            most = count;
            *out = (struct take_up_views){i, after};
        }
    }
    return most > 0;
}

// ---- What a photo shows of each place.

struct look { // a photo, made small
    const struct view *view;
    struct image *image;
    uint8_t *mask, *shine; // of its size; NULL: none
    double to_small;
    float decode[65536]; // of its codes
};

static bool look_init(struct look *look, const struct case_view *view, const struct head *head,
                      const struct photo *photo, bool wants_shine, struct pool *pool, struct err *err)
{
    double px_per_mm = view_scale_in_front_px_per_mm(&view->view, head);
    int full = photo->image->width_px, height = photo->image->height_px;
    int width = (int)fmin(fmax(full * px_per_mm_wanted / px_per_mm, 64.0), full);
    look->view = &view->view;
    look->to_small = (double)width / full;
    look->image = image_reduce(photo->image, &photo->space, width, pool, err);
    if (!look->image)
        return false;
    int codes = photo->image->format == PIXELS_RGBA16 ? 65536 : 256;
    for (int i = 0; i < codes; i++)
        look->decode[i] = (float)colour_decode(&photo->space.curve, (double)i / (codes - 1));
    if (view->stroke_count > 0)
        look->mask = mask_draw(view->stroke, view->stroke_count, full, height, width, look->image->height_px);
    if (wants_shine) {
        uint8_t *region = head_region(&view->view, head, PHOTO_MAPS_MARGIN_MM);
        uint8_t *shine = region ? shine_map(photo->image, &photo->space, px_per_mm, region, pool) : NULL;
        look->shine =
            shine ? share_reduce_green(shine, photo->image, &photo->space, width, look->image->height_px, pool) : NULL;
        mem_free(shine);
        mem_free(region);
    }
    return true;
}

static void look_finish(struct look *look)
{
    image_unref(look->image);
    mem_free(look->mask);
    mem_free(look->shine);
    mem_free(look);
}

static double code_at(const struct look *look, int x, int y, int c)
{
    return (double)look->decode[look->image->format == PIXELS_RGBA16 ? image_row16(look->image, y)[4 * x + c]
                                                                     : image_row(look->image, y)[4 * x + c]];
}

// The middle of 3 x 3 px round a place. False where it is not whole, masked, clipped or black.
static bool look_at(const struct look *look, const struct head *head, struct vec3 dir, int *x, int *y,
                    double rgb[CHANNELS])
{
    struct pt_px px;
    if (view_facing(look->view, head, dir) < least_facing || !view_project(look->view, head_point_mm(head, dir), &px))
        return false;
    *x = (int)floor(px.x * look->to_small);
    *y = (int)floor(px.y * look->to_small);
    if (*x < 1 || *y < 1 || *x + 1 >= look->image->width_px || *y + 1 >= look->image->height_px)
        return false;
    for (int c = 0; c < CHANNELS; c++)
        rgb[c] = 0.0;
    for (int i = 0; i < 9; i++) {
        int u = *x + i % 3 - 1, v = *y + i / 3 - 1;
        if (look->mask && look->mask[(size_t)v * (size_t)look->image->width_px + (size_t)u] > 0)
            return false;
        for (int c = 0; c < CHANNELS; c++)
            rgb[c] += code_at(look, u, v, c) / 9.0;
    }
    return rgb[0] < most_light && rgb[1] < most_light && rgb[2] > least_light;
}

// ---- What the model predicts.

struct prediction {
    struct case_ *case_; // its own: only the events in between
    struct frame frame;
    struct composer *composer;
    struct image *white, *out; // of the later photo's small size; 16 bit
    struct pool *pool;
};

static double day_of_photo(const struct course *course, int done)
{
    double last = course->event[done - 1].day;
    return done < course->event_count ? course->event[done].day : last + (double)SMP_HEALED_DAY;
}

static bool prediction_init(struct prediction *p, const struct case_ *case_, int option, struct take_up_views views,
                            const struct look *after, struct pool *pool, struct err *err)
{
    int done = case_->view[views.after]->done_events;
    done = done < case_->course.event_count ? done : case_->course.event_count;
    if (done < 1)
        return err_set(err, ERR_INPUT, "the case has no event that the later photo could show");
    *p = (struct prediction){.case_ = case_copy(case_), .pool = pool};
    p->frame = (struct frame){.view = views.after,
                              .option = option,
                              .sessions = -1,
                              .time = TIME_DAYS,
                              .days = day_of_photo(&case_->course, done) - case_->course.event[done - 1].day,
                              .band = BAND_LIKELY,
                              .width_px = after->image->width_px};
    for (int i = p->case_->course.event_count - 1; i >= done; i--)
        case_remove_event(p->case_, i);
    p->case_->view[views.after]->done_events = case_->view[views.before]->done_events;
    p->composer = composer_create(pool);
    p->white = image_create(after->image->width_px, after->image->height_px, PIXELS_RGBA16, err);
    p->out = p->white ? image_create(after->image->width_px, after->image->height_px, PIXELS_RGBA16, err) : NULL;
    return p->out;
}

static void prediction_finish(struct prediction *p)
{
    image_unref(p->white);
    image_unref(p->out);
    composer_destroy(p->composer);
    case_destroy(p->case_);
}

// Fills p->out with what pigment of that load lets through.
static bool predict(struct prediction *p, double load, struct err *err)
{
    struct composed composed;
    static const struct colour_space *const NONE = NULL;
    struct colour_space space = colour_srgb();
    p->case_->course.take_up = load;
    if (!composer_compose(p->composer, p->case_, &p->frame, false, &composed, err))
        return false;
    struct scene scene = composed.scene;
    scene.photo = p->white;
    scene.space = scene.space == NONE ? &space : scene.space;
    scene.keep_out = NULL;
    struct render_request request = {.scene = &scene, .layer = LAYER_DOTS, .pool = p->pool};
    return render_draw(render_cpu(), &request, p->out, err);
}

// ---- The comparison.

struct sample {
    int x, y;                // in the later photo, small
    double change[CHANNELS]; // log of later over earlier
    double term[TERMS], shine;
    double predicted[CHANNELS]; // log of what is left, shine allowed for
    bool is_out;
};

struct comparison {
    int count;
    struct sample sample[MOST_SAMPLES];
    double sigma, multiple, error; // of the last fit
};

static bool is_hairy(const struct skin_maps *maps, const struct view *view, const struct head *head, struct vec3 dir)
{
    struct pt_px px;
    if (!view_project(view, head_point_mm(head, dir), &px))
        return true;
    const struct skin_cell *cell = skin_maps_cell(maps, (float)px.x, (float)px.y);
    return !cell || !cell->is_skin || (double)cell->hair > most_hair;
}

static void collect(struct comparison *all, const struct head *head, const struct look *before,
                    const struct look *after, const struct skin_maps *maps)
{
    for (int i = 0; i < AROUND * DOWN; i++) {
        double z = 1.0 - 1.2 * (i / AROUND + 0.5) / DOWN, ring = sqrt(1.0 - z * z);
        double turn = 2.0 * MATHD_PI * ((i % AROUND + 0.5 * (i / AROUND % 2)) / AROUND - 0.5);
        struct vec3 dir = vec3_make(ring * mathd_cos(turn), ring * mathd_sin(turn), z), normal;
        struct sample *s = &all->sample[all->count];
        double one[CHANNELS], two[CHANNELS];
        int x, y;
        if (!look_at(before, head, dir, &x, &y, one) || !look_at(after, head, dir, &x, &y, two) ||
            is_hairy(maps, before->view, head, dir))
            continue;
        head_surface(head, dir, &normal);
        *s = (struct sample){.x = x, .y = y, .term = {1.0, normal.x, normal.y, normal.z}};
        for (int c = 0; c < CHANNELS; c++)
            s->change[c] = mathd_log(two[c] / one[c]);
        if (after->shine)
            s->shine = after->shine[(size_t)y * (size_t)after->image->width_px + (size_t)x] / 255.0;
        all->count++;
    }
}

static void take_prediction(struct comparison *all, const struct prediction *p)
{
    struct colour_space srgb = colour_srgb();
    for (int i = 0; i < all->count; i++) {
        struct sample *s = &all->sample[i];
        for (int c = 0; c < CHANNELS; c++) {
            double left = 0.0;
            for (int k = 0; k < 9; k++)
                left += colour_decode(&srgb.curve,
                                      image_row16(p->out, s->y + k / 3 - 1)[4 * (s->x + k % 3 - 1) + c] / 65535.0) /
                        9.0;
            s->predicted[c] = mathd_log(1.0 - (1.0 - s->shine) * (1.0 - left));
        }
    }
}

static struct ls_row row_of(const struct sample *s, int c)
{
    struct ls_row row = {.residual = s->change[c]};
    for (int k = 0; k < TERMS; k++)
        ls_row_add(&row, c * TERMS + k, s->term[k]);
    ls_row_add(&row, UNKNOWN, s->predicted[c]);
    return row;
}

static double residual(const struct sample *s, int c, const double *x)
{
    double fit = x[UNKNOWN] * s->predicted[c];
    for (int k = 0; k < TERMS; k++)
        fit += x[c * TERMS + k] * s->term[k];
    return s->change[c] - fit;
}

// Sets sigma, multiple and its error. False when nothing can be told.
static bool fit_once(struct comparison *all, double x[UNKNOWNS])
{
    struct ls_normal *normal = mem_alloc(sizeof *normal);
    int used = 0;
    ls_normal_clear(normal, UNKNOWNS);
    for (int i = 0; i < all->count; i++)
        for (int c = 0; c < CHANNELS && !all->sample[i].is_out; c++, used++) {
            struct ls_row row = row_of(&all->sample[i], c);
            ls_normal_add(normal, &row, 1.0);
        }
    double unit[UNKNOWNS] = {0};
    unit[UNKNOWN] = 1.0;
    memcpy(x, normal->gradient, sizeof *x * UNKNOWNS);
    bool is_done = used > 2 * UNKNOWNS && ls_factor(normal);
    if (is_done) {
        ls_solve(normal, x);
        double squares = 0.0;
        for (int i = 0; i < all->count; i++)
            for (int c = 0; c < CHANNELS && !all->sample[i].is_out; c++)
                squares += residual(&all->sample[i], c, x) * residual(&all->sample[i], c, x);
        all->sigma = sqrt(squares / (used - UNKNOWNS));
        all->multiple = x[UNKNOWN];
        // The three channels of a place tell the same.
        all->error = error_scale * sqrt((double)CHANNELS) * all->sigma * sqrt(ls_inverse_form(normal, unit));
    }
    mem_free(normal);
    return is_done;
}

static bool fit(struct comparison *all)
{
    double x[UNKNOWNS];
    for (int i = 0; i < all->count; i++)
        all->sample[i].is_out = false;
    if (!fit_once(all, x))
        return false;
    for (int trim = 0; trim < TRIMS; trim++) {
        for (int i = 0; i < all->count; i++)
            all->sample[i].is_out = fabs(residual(&all->sample[i], 1, x)) > most_spread * all->sigma;
        if (!fit_once(all, x))
            return false;
    }
    return true;
}

// Mean darkening of green where there is pigment.
static double mean_darkening(const struct comparison *all, int *treated)
{
    double sum = 0.0;
    *treated = 0;
    for (int i = 0; i < all->count; i++) {
        sum -= all->sample[i].predicted[1];
        *treated += all->sample[i].predicted[1] < -least_darkening;
    }
    return all->count > 0 ? sum / all->count : 0.0;
}

// The load whose mean darkening is that.
static double load_of(const double darkening[LOADS], double wanted)
{
    int i = 1;
    while (i + 1 < LOADS && darkening[i] < wanted)
        i++;
    double step = darkening[i] - darkening[i - 1];
    double t = step > 0.0 ? (wanted - darkening[i - 1]) / step : 0.0;
    double load = LOAD[i - 1] + (LOAD[i] - LOAD[i - 1]) * t;
    return load < 0.1 ? 0.1 : load > 2.0 ? 2.0 : load;
}

static bool too_little(struct err *err)
{
    return err_set(err, ERR_INPUT,
                   "the two photos show too little of the same skin, treated and untreated, to "
                   "tell how much pigment it took");
}

static bool solve(struct comparison *all, struct prediction *p, struct take_up *out, struct err *err)
{
    double darkening[LOADS], load = 1.0, usual = 0.0;
    for (int i = 0; i < LOADS; i++) {
        if (!predict(p, LOAD[i], err))
            return false;
        take_prediction(all, p);
        darkening[i] = mean_darkening(all, &out->treated);
        usual = LOAD[i] == 1.0 ? darkening[i] : usual;
    }
    if (out->treated < FEWEST || all->count - out->treated < FEWEST)
        return too_little(err);
    for (int round = 0; round < ROUNDS; round++) { // since darkening's shape changes with the load
        if (!predict(p, load, err))
            return false;
        take_prediction(all, p);
        double mean = mean_darkening(all, &out->treated);
        if (!fit(all))
            return too_little(err);
        double error = sqrt(all->error * all->error + least_error * least_error);
        out->darkening = all->multiple * mean / usual;
        out->load = (struct interval){load_of(darkening, (all->multiple - 1.645 * error) * mean),
                                      load_of(darkening, all->multiple * mean),
                                      load_of(darkening, (all->multiple + 1.645 * error) * mean)};
        load = out->load.likely;
        if (all->multiple < 1.645 * error)
            return err_set(err, ERR_INPUT,
                           "between the two photos the skin did not grow darker by more than chance: "
                           "is the later one marked with the right session?");
    }
    out->samples = all->count;
    return true;
}

bool take_up_measure(const struct case_ *case_, int option, struct take_up_views views, const struct photo *before,
                     const struct photo *after, struct pool *pool, struct take_up *out, struct err *err)
{
    const struct case_view *first = case_->view[views.before], *second = case_->view[views.after];
    struct look *one = mem_alloc(sizeof *one), *two = mem_alloc(sizeof *two);
    struct comparison *all = mem_alloc(sizeof *all);
    struct prediction p = {0};
    *out = (struct take_up){.views = views};
    uint8_t *region = head_region(&first->view, &case_->head, PHOTO_MAPS_MARGIN_MM);
    struct skin_maps *maps =
        region ? skin_maps_make(before->image, &before->space,
                                view_scale_in_front_px_per_mm(&first->view, &case_->head), region, NULL, pool)
               : NULL;
    bool is_done = maps || err_set(err, ERR_MACHINE, "not enough memory for the maps of this photo");
    is_done = is_done && look_init(one, first, &case_->head, before, false, pool, err) &&
              look_init(two, second, &case_->head, after, true, pool, err) &&
              prediction_init(&p, case_, option, views, two, pool, err);
    if (is_done) {
        collect(all, &case_->head, one, two, maps);
        is_done = solve(all, &p, out, err);
    }
    prediction_finish(&p);
    skin_maps_free(maps);
    mem_free(region);
    mem_free(all);
    look_finish(two);
    look_finish(one);
    return is_done;
}
