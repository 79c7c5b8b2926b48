#include "plan/stubble_match.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "plan/case_make.h"
#include "plan/compose.h"
#include "render/render.h"

#include <math.h>
#include <string.h>

#define PATCH_MM 20.0
#define MOST_PX_PER_MM 10.0 // finer than that a patch tells no more
#define SKIN_CODE 188       // about half of white
#define DISTANCE_MM 600.0
enum { SHADES = 6, DENSITIES = 4, FINE_STEPS = 40 };
static const double shades[SHADES] = {0.15, 0.35, 0.8, 1.6, 3.0, 6.0};
static const double densities[DENSITIES] = {60.0, 90.0, 130.0, 180.0};
// How well each is known: of the light, of ln contrast, of ln density; the last two assumed. And how far a shade may
// lie from the medium one without need, of its logarithm: sessions can add shade, none can take it away.
#define LEAST_DARKENING_ERROR 0.03
#define CONTRAST_ERROR 0.3
#define DENSITY_ERROR 0.3
#define SHADE_ERROR 0.8
#define LEAST_UNITS 70.0
#define MOST_UNITS 130.0

struct look {
    double darkening, contrast;
};

struct patch {
    struct case_ *case_;
    struct photo photo;
    struct composer *composer;
    struct image *out;
    float camera_blur_px;
    double px_per_mm;
};

// ---- A patch of skin, drawn and measured.

// Of a place near the vertex, seen as much aslant as the stubble was: marks crowd and lose contrast then.
static struct view view_of(const struct head *head, int side_px, double px_per_mm, double facing)
{
    struct vec3 dir = vec3_unit(vec3_make(0.0, 0.2, 0.98)), east, north;
    struct vec3 normal = head_normal(head, dir), point = head_point_mm(head, dir);
    head_tangents(head, dir, &east, &north);
    double tilt = sqrt(1.0 - facing * facing);
    struct vec3 to_eye = vec3_add(vec3_scale(normal, facing), vec3_scale(north, tilt));
    struct view view = {.width_px = side_px,
                        .height_px = side_px,
                        .focal_px = px_per_mm * DISTANCE_MM,
                        .centre_px = {0.5 * side_px, 0.5 * side_px}};
    view.to_camera = (struct mat3){{east, vec3_cross(east, to_eye), vec3_scale(to_eye, -1.0)}};
    struct vec3 eye = vec3_add(point, vec3_scale(to_eye, DISTANCE_MM));
    view.origin_mm = vec3_scale(mat3_mul(view.to_camera, eye), -1.0);
    return view;
}

static struct image *even_skin(int side_px, struct err *err)
{
    struct image *image = image_create(side_px, side_px, PIXELS_RGBA8, err);
    for (int y = 0; image && y < side_px; y++)
        for (int x = 0; x < 4 * side_px; x++)
            image_row(image, y)[x] = x % 4 == 3 ? 255 : SKIN_CODE;
    return image;
}

static bool patch_init(struct patch *patch, const struct stubble *stubble, const struct case_ *case_,
                       const struct option *option, int zone, struct pool *pool, struct err *err)
{
    double scale = stubble->px_per_mm < MOST_PX_PER_MM ? stubble->px_per_mm : MOST_PX_PER_MM;
    int side_px = (int)(PATCH_MM * scale + 0.5);
    *patch = (struct patch){.case_ = case_create(), .composer = composer_create(pool), .px_per_mm = scale};
    patch->camera_blur_px = stubble->camera_blur_px * (float)(scale / stubble->px_per_mm);
    struct case_view *view = case_add_view(patch->case_);
    view->view = view_of(&patch->case_->head, side_px, scale, stubble->facing);
    patch->case_->seed = case_->seed;
    patch->case_->course.tone = case_->course.tone;
    patch->case_->course.take_up = case_->course.take_up;
    case_take_template(patch->case_, HAIRLINE_ROUND);
    struct option plan = *patch->case_->option[0];
    plan.technique = option->technique;
    plan.zone[0].size_scale = option->zone[zone].size_scale;
    plan.zone[0].take_up = option->zone[zone].take_up;
    case_set_option(patch->case_, 0, &plan);
    patch->photo = (struct photo){.image = even_skin(side_px, err), .space = colour_srgb()};
    patch->out = patch->photo.image ? image_create(side_px, side_px, PIXELS_RGBA8, err) : NULL;
    if (patch->out)
        composer_set_photo(patch->composer, 0, &patch->photo);
    return patch->out;
}

static void patch_finish(struct patch *patch)
{
    composer_destroy(patch->composer);
    case_destroy(patch->case_);
    image_unref(patch->photo.image);
    image_unref(patch->out);
}

static bool patch_draw(struct patch *patch, double shade_tau, double per_cm2, struct pool *pool, struct err *err)
{
    struct option plan = *patch->case_->option[0];
    plan.technique.shade_tau = shade_tau;
    plan.zone[0].density_per_cm2 = per_cm2;
    case_set_option(patch->case_, 0, &plan);
    struct frame frame = {.sessions = -1, .time = TIME_HEALED, .band = BAND_LIKELY};
    struct composed composed;
    if (!composer_compose(patch->composer, patch->case_, &frame, false, &composed, err))
        return false;
    composed.scene.camera_blur_px = patch->camera_blur_px;
    struct render_request request = {.scene = &composed.scene, .pool = pool};
    return render_draw(render_cpu(), &request, patch->out, err);
}

static bool patch_look(struct patch *patch, double shade_tau, double per_cm2, struct pool *pool, struct look *look,
                       struct err *err)
{
    size_t pixels = (size_t)patch->out->width_px * (size_t)patch->out->height_px;
    uint8_t *region = mem_try_array_raw(pixels, 1);
    struct skin_maps *maps = NULL;
    if (region && patch_draw(patch, shade_tau, per_cm2, pool, err)) {
        memset(region, 255, pixels);
        maps = skin_maps_make(patch->out, &patch->photo.space, patch->px_per_mm, region, NULL, pool);
    }
    mem_free(region);
    if (!maps)
        return err_set(err, ERR_MACHINE, "not enough memory to match the stubble of this photo");
    double light = 0.0, squares = 0.0, bare = colour_decode(&patch->photo.space.curve, SKIN_CODE / 255.0);
    int count = maps->columns * maps->rows;
    for (int i = 0; i < count; i++) {
        light += (double)maps->cell[i].mean / count;
        squares += (double)(maps->cell[i].deviation * maps->cell[i].deviation) / count;
    }
    *look = (struct look){1.0 - light / bare, sqrt(squares)};
    skin_maps_free(maps);
    return true;
}

// ---- The search.

struct table {
    struct look at[DENSITIES][SHADES];
};

static double mix(double a, double b, double t)
{
    return a + (b - a) * t;
}

// Between the table's entries, even in the logarithms of shade and density.
static struct look look_of(const struct table *table, double shade_tau, double per_cm2)
{
    int s = 0, d = 0;
    while (s + 2 < SHADES && shades[s + 1] <= shade_tau)
        s++;
    while (d + 2 < DENSITIES && densities[d + 1] <= per_cm2)
        d++;
    double x = mathd_log(shade_tau / shades[s]) / mathd_log(shades[s + 1] / shades[s]);
    double y = mathd_log(per_cm2 / densities[d]) / mathd_log(densities[d + 1] / densities[d]);
    const struct look *low = &table->at[d][s], *high = &table->at[d + 1][s];
    return (struct look){
        mix(mix(low[0].darkening, low[1].darkening, x), mix(high[0].darkening, high[1].darkening, x), y),
        mix(mix(low[0].contrast, low[1].contrast, x), mix(high[0].contrast, high[1].contrast, x), y)};
}

static double square(double x)
{
    return x * x;
}

static double cost_of(const struct stubble *stubble, struct look look, double shade_tau, double per_cm2)
{
    double units = fmin(fmax(stubble->density_per_cm2, LEAST_UNITS), MOST_UNITS);
    double darkening_error = fmax(stubble->darkening_error, LEAST_DARKENING_ERROR);
    double cost = square(mathd_log(look.contrast / stubble->contrast) / CONTRAST_ERROR) +
                  square(mathd_log(per_cm2 / units) / DENSITY_ERROR) + square(mathd_log(shade_tau) / SHADE_ERROR);
    if (stubble->darkening_error > 0.0)
        cost += square((look.darkening - stubble->darkening) / darkening_error);
    return cost;
}

// Half way down at twice what is expected of each.
static double certainty_of(const struct stubble *stubble, const struct stubble_match *match)
{
    double error = fmax(stubble->darkening_error, LEAST_DARKENING_ERROR);
    double off = square(mathd_log(match->contrast / stubble->contrast) / CONTRAST_ERROR);
    if (stubble->darkening_error > 0.0)
        off = 0.5 * (off + square((match->darkening - stubble->darkening) / error));
    return stubble->confidence * 4.0 / (4.0 + off);
}

static void search(const struct stubble *stubble, const struct table *table, struct stubble_match *out)
{
    double least = HUGE_VAL;
    for (double per_cm2 = densities[0]; per_cm2 <= densities[DENSITIES - 1]; per_cm2 += 5.0)
        for (int i = 0; i <= FINE_STEPS; i++) {
            double exact = shades[0] * mathd_pow(shades[SHADES - 1] / shades[0], (double)i / FINE_STEPS);
            double tau = floor(exact * 20.0 + 0.5) / 20.0; // steps of the parameter
            struct look look = look_of(table, tau, per_cm2);
            double cost = cost_of(stubble, look, tau, per_cm2);
            if (cost < least) {
                least = cost;
                out->shade_tau = tau;
                out->density_per_cm2 = per_cm2;
                out->darkening = look.darkening;
                out->contrast = look.contrast;
            }
        }
}

// The one over the whole scalp, else the first.
static int zone_of(const struct option *option)
{
    for (int i = 0; i < option->zone_count; i++)
        if (option->zone[i].kind == ZONE_FULL)
            return i;
    return 0;
}

bool stubble_match_find(const struct stubble *stubble, const struct case_ *case_, int option, struct pool *pool,
                        struct stubble_match *out, struct err *err)
{
    const struct option *plan = case_->option[option];
    struct patch patch;
    struct table table;
    *out = (struct stubble_match){0};
    if (plan->zone_count == 0)
        return err_set(err, ERR_INPUT, "option %s treats nothing yet; zones.add=full adds a zone", plan->name);
    out->zone = zone_of(plan);
    bool is_done = patch_init(&patch, stubble, case_, plan, out->zone, pool, err);
    for (int d = 0; is_done && d < DENSITIES; d++)
        for (int s = 0; is_done && s < SHADES; s++)
            is_done = patch_look(&patch, shades[s], densities[d], pool, &table.at[d][s], err);
    patch_finish(&patch);
    if (is_done) {
        search(stubble, &table, out);
        out->certainty = certainty_of(stubble, out);
    }
    return is_done;
}

bool stubble_match_apply(const struct stubble_match *match, struct case_ *case_, int option, struct err *err)
{
    if (option >= case_->option_count || match->zone >= case_->option[option]->zone_count)
        return err_set(err, ERR_INPUT, "the option has changed: read the sides once more");
    struct option plan = *case_->option[option];
    plan.technique.shade_tau = match->shade_tau;
    plan.zone[match->zone].density_per_cm2 = match->density_per_cm2;
    case_set_option(case_, option, &plan);
    return true;
}
