#include "plan/compose_sight.h"

#include "base/mathd.h"
#include "base/mem.h"
#include "model/growth.h"
#include "shared/smp_math.h"

#include <stdbool.h>

static const float hand_error_mm = 0.08f; // domain.md 7.5
static const double reach_mm = 6.0;       // farther off the picture than this nothing shows
// Facing below which nothing is drawn, and from which on all is. The 0.15 of domain.md 7.4 leaves a pale rim of a
// millimetre round the head, where real stubble merges to one tone.
static const float facing_least = 0.006f, facing_whole = 0.03f;

// The artist's tilt follows the hair, off by some 15 degrees (assumed).
static struct vec3 tilt_direction(const struct head *head, struct vec3 dir, struct vec3 normal, double azimuth_z)
{
    double angle_rad = azimuth_z * (15.0 * MATHD_PI / 180.0);
    struct vec3 grows = growth_direction(head, dir, 1);
    struct vec3 side = vec3_cross(normal, grows);
    return vec3_add(vec3_scale(grows, mathd_cos(angle_rad)), vec3_scale(side, mathd_sin(angle_rad)));
}

static void add_tangents(const struct field *field, const struct head *head, int place, struct place_on_head *at)
{
    at->along = tilt_direction(head, field_dir(field, place), at->normal, (double)field->azimuth_z[place]);
    at->side = vec3_cross(at->normal, at->along);
}

static struct place_on_head without_tangents(const struct field *field, const struct head *head, int place)
{
    struct place_on_head at;
    struct vec3 dir = field_dir(field, place);
    double radius_mm = head_surface(head, dir, &at.normal);
    at.point_mm = vec3_add(head->centre_mm, vec3_scale(dir, radius_mm));
    at.along = at.side = vec3_make(0.0, 0.0, 0.0);
    return at;
}

struct place_on_head place_on_head(const struct field *field, const struct head *head, int place)
{
    struct place_on_head at = without_tangents(field, head, place);
    add_tangents(field, head, place, &at);
    return at;
}

double sight_facing(const struct view *view, const struct place_on_head *at)
{
    struct vec3 c = view_to_camera(view, at->point_mm);
    return -vec3_dot(mat3_mul(view->to_camera, at->normal), c) / vec3_length(c);
}

struct hand_error hand_error_of(const struct field *field, int place)
{
    return (struct hand_error){hand_error_mm * field->hand_x_z[place], hand_error_mm * field->hand_y_z[place]};
}

struct sights *sights_create(const struct field *field, const struct head *head, const struct view *view)
{
    struct sights *sights = mem_alloc(sizeof *sights);
    *sights = (struct sights){.field = field, .head = *head, .view = *view};
    size_t count = (size_t)field->count;
    sights->state = mem_try_array(count, sizeof *sights->state);
    sights->of = mem_try_array_raw(count, sizeof *sights->of);
    if (sights->state && sights->of)
        return sights;
    sights_free(sights);
    return NULL;
}

void sights_free(struct sights *sights)
{
    if (!sights)
        return;
    mem_free(sights->state);
    mem_free(sights->of);
    mem_free(sights);
}

static bool is_in_picture(const struct view *view, struct pt_px px, double scale_px_per_mm)
{
    double reach = reach_mm * scale_px_per_mm;
    return px.x > -reach && px.x < view->width_px + reach && px.y > -reach && px.y < view->height_px + reach;
}

void sights_find(struct sights *sights, int place)
{
    const struct view *view = &sights->view;
    struct place_on_head at = without_tangents(sights->field, &sights->head, place);
    float facing = (float)sight_facing(view, &at);
    struct pt_px px;
    sights->state[place] = SIGHT_HIDDEN;
    if (!(facing > facing_least) || !view_project(view, at.point_mm, &px))
        return;
    double px_per_mm = view_scale_px_per_mm(view, at.point_mm);
    if (!is_in_picture(view, px, px_per_mm))
        return;
    add_tangents(sights->field, &sights->head, place, &at);
    struct mat2 j = view_jacobian(view, at.point_mm, at.along, at.side);
    struct hand_error off = hand_error_of(sights->field, place);
    double along_mm = (double)off.along_mm, side_mm = (double)off.side_mm;
    sights->of[place] = (struct sight){
        .x = (float)(px.x + j.xx * along_mm + j.xy * side_mm),
        .y = (float)(px.y + j.yx * along_mm + j.yy * side_mm),
        .along_x = (float)j.xx,
        .along_y = (float)j.yx,
        .side_x = (float)j.xy,
        .side_y = (float)j.yy,
        .px_per_mm = (float)px_per_mm,
        .fade = smp_smoothstep(facing_least, facing_whole, facing),
    };
    sights->state[place] = SIGHT_SEEN;
}

void sight_read_maps(struct sight *sight, const struct photo_maps *maps)
{
    if (sight->maps_version == maps->version)
        return;
    sight->maps_version = maps->version;
    sight->bare = photo_maps_bare(maps, sight->x, sight->y, sight->px_per_mm);
    sight->blur_px = photo_maps_blur_px(maps, sight->x, sight->y);
}
