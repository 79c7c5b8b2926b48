#include "camera.h"

static const float degree = 0.01745329252f;

camera camera_make(const camera_setup *s)
{
    const float film_diagonal_mm = 43.2666f;
    float az = s->azimuth_deg * degree, el = s->elevation_deg * degree, roll = s->roll_deg * degree;
    vec3 out = v3(sinf(az) * cosf(el), -cosf(az) * cosf(el), sinf(el));
    vec3 right = v3(cosf(az), sinf(az), 0.0f);
    float diagonal_px = sqrtf((float)s->width_px * (float)s->width_px + (float)s->height_px * (float)s->height_px);
    camera c = {.width_px = s->width_px, .height_px = s->height_px};
    c.focal_px = s->focal_35mm / film_diagonal_mm * diagonal_px;
    c.centre_x_px = 0.5f * (float)s->width_px;
    c.centre_y_px = 0.5f * (float)s->height_px;
    c.position = v_mad(s->target, out, s->distance_mm);
    c.forward = v_scale(out, -1.0f);
    vec3 up = v_cross(right, c.forward);
    c.right = v_add(v_scale(right, cosf(roll)), v_scale(up, sinf(roll)));
    c.up = v_sub(v_scale(up, cosf(roll)), v_scale(right, sinf(roll)));
    return c;
}

camera camera_scaled(const camera *full, int divisor)
{
    camera c = *full;
    float k = 1.0f / (float)divisor;
    c.width_px = (full->width_px + divisor - 1) / divisor;
    c.height_px = (full->height_px + divisor - 1) / divisor;
    c.focal_px *= k;
    c.centre_x_px *= k;
    c.centre_y_px *= k;
    return c;
}

vec3 camera_ray(const camera *c, float x_px, float y_px)
{
    float a = (x_px - c->centre_x_px) / c->focal_px, b = (y_px - c->centre_y_px) / c->focal_px;
    return v_unit(v_add(c->forward, v_sub(v_scale(c->right, a), v_scale(c->up, b))));
}

vec3 camera_project(const camera *c, vec3 place)
{
    vec3 q = v_sub(place, c->position);
    float depth = v_dot(q, c->forward), k = c->focal_px / depth;
    return v3(c->centre_x_px + k * v_dot(q, c->right), c->centre_y_px - k * v_dot(q, c->up), depth);
}
