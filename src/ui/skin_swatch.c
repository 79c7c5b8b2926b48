#include "ui/skin_swatch.h"

#include "base/mem.h"
#include "plan/compose.h"
#include "plan/moment.h"
#include "render/render.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { AROUND = 72, DOWN = 24, MOST_SAMPLES = AROUND * DOWN, FEWEST_SAMPLES = 40 };
#define PI 3.14159265358979323846

// The patch: 20 mm square, as near as a phone's photo shows it, of which the rim is left out: half the reach of dots.
enum { PATCH_PX = 200, PATCH_PX_PER_MM = 10, RIM_PX = 15 };
#define CAMERA_MM 2000.0
#define ZONE_RADIUS_MM 40.0

struct sample {
    uint8_t rgb[3];
    int brightness;
};

static int by_brightness(const void *a, const void *b)
{
    return ((const struct sample *)a)->brightness - ((const struct sample *)b)->brightness;
}

static bool sample_at(const struct photo *photo, const struct view *view, const struct head *head, struct vec3 dir,
                      struct sample *out)
{
    struct pt_px px;
    const struct image *image = photo->image;
    if (view_facing(view, head, dir) < 0.4 || !view_project(view, head_point_mm(head, dir), &px) || px.x < 0.0 ||
        px.y < 0.0 || px.x >= image->width_px || px.y >= image->height_px)
        return false;
    int x = (int)px.x, y = (int)px.y;
    for (int c = 0; c < 3; c++)
        out->rgb[c] = image->format == PIXELS_RGBA16 ? (uint8_t)(image_row16(image, y)[4 * x + c] >> 8)
                                                     : image_row(image, y)[4 * x + c];
    out->brightness = out->rgb[0] + 2 * out->rgb[1] + out->rgb[2];
    return true;
}

bool skin_swatch_read(const struct photo *photo, const struct view *view, const struct head *head, uint8_t rgb[3])
{
    struct sample samples[MOST_SAMPLES];
    int count = 0;
    for (int i = 0; i < AROUND * DOWN; i++) { // above some 15 degrees over the glabella's height
        double elevation = PI * (0.08 + 0.42 * (i / AROUND) / DOWN), azimuth = 2.0 * PI * (i % AROUND) / AROUND;
        struct vec3 dir = vec3_make(cos(elevation) * sin(azimuth), -cos(elevation) * cos(azimuth), sin(elevation));
        count += sample_at(photo, view, head, dir, &samples[count]);
    }
    if (count < FEWEST_SAMPLES)
        return false;
    qsort(samples, (size_t)count, sizeof samples[0], by_brightness);
    int from = count / 2, to = count * 4 / 5; // lit, without hair and shine
    for (int c = 0; c < 3; c++) {
        int sum = 0;
        for (int i = from; i < to; i++)
            sum += samples[i].rgb[c];
        rgb[c] = (uint8_t)(sum / (to - from));
    }
    return true;
}

// ---- the patch ----

struct skin_patch {
    struct case_ *case_; // one view, from above; one option with one zone round the vertex
    struct photo photo;
    struct composer *composer;
    struct image *out;
};

static struct view view_from_above(const struct head *head)
{
    struct view view = {.width_px = PATCH_PX, .height_px = PATCH_PX, .centre_px = {0.5 * PATCH_PX, 0.5 * PATCH_PX}};
    struct vec3 vertex = head_point_mm(head, vec3_make(0.0, 0.0, 1.0));
    view.focal_px = PATCH_PX_PER_MM * CAMERA_MM;
    view.to_camera = (struct mat3){{{1.0, 0.0, 0.0}, {0.0, -1.0, 0.0}, {0.0, 0.0, -1.0}}};
    view.origin_mm = vec3_sub(vec3_make(0.0, 0.0, CAMERA_MM), mat3_mul(view.to_camera, vertex));
    return view;
}

static void add_ring(struct zone *zone, const struct head *head)
{
    enum { POINTS = 16 };
    zone->form = ZONE_AREA;
    zone->point_count = POINTS;
    for (int i = 0; i < POINTS; i++) {
        double angle = 2.0 * PI * i / POINTS;
        struct vec3 toward = vec3_make(cos(angle), sin(angle), 0.0);
        zone->point[i] = head_walk(head, vec3_make(0.0, 0.0, 1.0), toward, ZONE_RADIUS_MM);
    }
}

struct skin_patch *skin_patch_create(void)
{
    struct skin_patch *patch = mem_alloc(sizeof *patch);
    struct option option = {.name = "patch", .zone_count = 1};
    patch->case_ = case_create();
    patch->composer = composer_create(NULL);
    add_ring(&option.zone[0], &patch->case_->head);
    case_add_option(patch->case_, &option);
    case_add_view(patch->case_)->view = view_from_above(&patch->case_->head);
    patch->photo.image = image_create(PATCH_PX, PATCH_PX, PIXELS_RGBA8, NULL);
    patch->out = image_create(PATCH_PX, PATCH_PX, PIXELS_RGBA8, NULL);
    return patch;
}

void skin_patch_destroy(struct skin_patch *patch)
{
    if (!patch)
        return;
    composer_destroy(patch->composer);
    case_destroy(patch->case_);
    image_unref(patch->photo.image);
    image_unref(patch->out);
    mem_free(patch);
}

// Another skin: a photo that is all of it.
static void lay_skin(struct skin_patch *patch, const struct colour_space *space, const uint8_t skin[3])
{
    const uint8_t *now = image_row(patch->photo.image, 0);
    if (now[3] == 255 && memcmp(now, skin, 3) == 0 && memcmp(&patch->photo.space, space, sizeof *space) == 0)
        return;
    patch->photo.space = *space;
    for (int y = 0; y < PATCH_PX; y++)
        for (int x = 0; x < PATCH_PX; x++) {
            uint8_t *px = image_row(patch->photo.image, y) + 4 * (size_t)x;
            memcpy(px, skin, 3);
            px[3] = 255;
        }
    composer_set_photo(patch->composer, 0, &patch->photo);
}

static void lay_plan(struct case_ *case_, const struct technique *technique, const struct zone *zone,
                     const struct course *course)
{
    struct option option = *case_->option[0];
    struct zone *to = &option.zone[0];
    option.technique = *technique;
    to->density_per_cm2 = zone->density_per_cm2;
    to->size_scale = zone->size_scale;
    to->take_up = zone->take_up;
    to->fade_scale = zone->fade_scale;
    case_set_option(case_, 0, &option);
    case_->course = *course;
}

// As the eye takes them together: light is averaged, not codes.
static void mean_of(const struct image *image, const struct colour_space *space, uint8_t rgb[3])
{
    double sum[3] = {0.0, 0.0, 0.0}, count = 0.0;
    float linear[256];
    colour_fill_decode_8(space, linear);
    for (int y = RIM_PX; y < PATCH_PX - RIM_PX; y++)
        for (int x = RIM_PX; x < PATCH_PX - RIM_PX; x++, count++)
            for (int c = 0; c < 3; c++)
                sum[c] += (double)linear[image_row(image, y)[4 * x + c]];
    for (int c = 0; c < 3; c++)
        rgb[c] = (uint8_t)lround(255.0 * fmin(fmax(colour_encode(&space->curve, sum[c] / count), 0.0), 1.0));
}

bool skin_patch_treated(struct skin_patch *patch, const struct colour_space *space, const uint8_t skin[3],
                        const struct technique *technique, const struct zone *zone, const struct course *course,
                        uint8_t rgb[3])
{
    if (!patch->photo.image || !patch->out)
        return false;
    lay_skin(patch, space, skin);
    lay_plan(patch->case_, technique, zone, course);
    struct frame frame = {.sessions = course_sessions(course), .time = TIME_HEALED, .band = BAND_LIKELY};
    struct composed composed;
    if (!composer_compose(patch->composer, patch->case_, &frame, false, &composed, NULL))
        return false;
    struct render_request request = {.scene = &composed.scene};
    if (!render_draw(render_cpu(), &request, patch->out, NULL))
        return false;
    mean_of(patch->out, space, rgb);
    return true;
}

// ---- all shades ----

struct shades_of { // compared byte by byte
    struct colour_space space;
    uint8_t skin[3];
    struct technique technique; // without its shade
    struct zone zone;           // without its place
    struct course course;
};

struct skin_shades {
    struct skin_patch *patch; // NULL until it is needed
    struct shades_of *of, *wanted;
    bool is_made;
    uint8_t rgb[SHADE_COUNT][3];
};

struct skin_shades *skin_shades_create(void)
{
    struct skin_shades *shades = mem_alloc(sizeof *shades);
    shades->of = mem_alloc(sizeof *shades->of);
    shades->wanted = mem_alloc(sizeof *shades->wanted);
    return shades;
}

void skin_shades_destroy(struct skin_shades *shades)
{
    if (!shades)
        return;
    skin_patch_destroy(shades->patch);
    mem_free(shades->of);
    mem_free(shades->wanted);
    mem_free(shades);
}

static void ask(struct shades_of *to, const struct colour_space *space, const uint8_t skin[3],
                const struct technique *technique, const struct zone *zone, const struct course *course)
{
    memcpy(&to->space, space, sizeof *space);
    memcpy(to->skin, skin, sizeof to->skin);
    memcpy(&to->technique, technique, sizeof *technique);
    to->technique.shade_tau = 0.0;
    to->zone.density_per_cm2 = zone->density_per_cm2;
    to->zone.size_scale = zone->size_scale;
    to->zone.take_up = zone->take_up;
    to->zone.fade_scale = zone->fade_scale;
    memcpy(&to->course, course, sizeof *course);
    for (int i = 0; i < COURSE_MOST_EVENTS; i++) { // what was done with another technique is planned with this one
        to->course.event[i].is_done = 0;
        to->course.event[i].done_with = NULL;
    }
}

void skin_shades_make(struct skin_shades *shades, const struct colour_space *space, const uint8_t skin[3],
                      const struct technique *technique, const struct zone *zone, const struct course *course)
{
    ask(shades->wanted, space, skin, technique, zone, course);
    if (shades->is_made && memcmp(shades->wanted, shades->of, sizeof *shades->of) == 0)
        return;
    memcpy(shades->of, shades->wanted, sizeof *shades->of);
    shades->is_made = true;
    shades->patch = shades->patch ? shades->patch : skin_patch_create();
    for (int i = 0; i < SHADE_COUNT; i++) {
        struct technique shade = *technique;
        shade.shade_tau = shade_tau_of(i);
        if (!skin_patch_treated(shades->patch, space, skin, &shade, zone, &shades->of->course, shades->rgb[i]))
            memcpy(shades->rgb[i], skin, sizeof shades->rgb[i]);
    }
}

const uint8_t *skin_shades_rgb(const struct skin_shades *shades, int shade)
{
    return shades->rgb[shade];
}
