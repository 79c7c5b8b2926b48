#include "strand.h"

typedef struct {
    float x, y, depth_mm, radius_px;
} knot;

/* Light at the root; a strand that stands against the backdrop takes the light
 * of the nearest skin. */
static vec3 light_at(const probe_map *m, float x_px, float y_px)
{
    int i = (int)(x_px / (float)m->divisor), j = (int)(y_px / (float)m->divisor);
    for (int ring = 0; ring < 4; ring++)
        for (int dj = -ring; dj <= ring; dj++)
            for (int di = -ring; di <= ring; di++) {
                int x = i + di, y = j + dj;
                if (x < 0 || y < 0 || x >= m->width || y >= m->height)
                    continue;
                const probe *p = &m->probes[(size_t)y * (size_t)m->width + (size_t)x];
                if (p->surface == SURFACE_SKIN)
                    return p->light;
            }
    return v3(0.3f, 0.3f, 0.3f);
}

/* Coverage of the pixel middle (x, y) by the strand, and the depth there. */
static float cover(const knot *k, float x, float y, float *depth_mm)
{
    float best = 0.0f;
    for (int i = 0; i + 1 < STRAND_POINTS; i++) {
        float ax = k[i + 1].x - k[i].x, ay = k[i + 1].y - k[i].y;
        float t = clampf(((x - k[i].x) * ax + (y - k[i].y) * ay) / fmaxf(ax * ax + ay * ay, 1e-6f), 0, 1);
        float d = sqrtf(sq(x - k[i].x - t * ax) + sq(y - k[i].y - t * ay));
        float r = mixf(k[i].radius_px, k[i + 1].radius_px, t), wide = fmaxf(r, 0.5f);
        float c = clampf(wide + 0.5f - d, 0.0f, 1.0f) * fminf(r / wide, 1.0f);
        if (c > best) {
            best = c;
            *depth_mm = mixf(k[i].depth_mm, k[i + 1].depth_mm, t);
        }
    }
    return best;
}

void strand_draw(picture *out, const camera *c, const probe_map *probes, const strand *hair)
{
    knot k[STRAND_POINTS];
    float left = 1e9f, right = -1e9f, top = 1e9f, bottom = -1e9f;
    for (int i = 0; i < STRAND_POINTS; i++) {
        vec3 px = camera_project(c, hair->points[i]);
        float t = (float)i / (float)(STRAND_POINTS - 1);
        k[i] = (knot){px.x, px.y, px.z, mixf(hair->root_radius_mm, hair->tip_radius_mm, t) * c->focal_px / px.z};
        left = fminf(left, px.x - k[i].radius_px - 1.5f);
        right = fmaxf(right, px.x + k[i].radius_px + 1.5f);
        top = fminf(top, px.y - k[i].radius_px - 1.5f);
        bottom = fmaxf(bottom, px.y + k[i].radius_px + 1.5f);
    }
    int x0 = (int)fmaxf(left, 0.0f), x1 = (int)fminf(right, (float)(out->width - 1));
    int y0 = (int)fmaxf(top, 0.0f), y1 = (int)fminf(bottom, (float)(out->height - 1));
    if (x0 > x1 || y0 > y1)
        return;
    vec3 colour = v_mul(hair->albedo, light_at(probes, k[0].x, k[0].y));
    for (int y = y0; y <= y1; y++)
        for (int x = x0; x <= x1; x++) {
            size_t at = (size_t)y * (size_t)out->width + (size_t)x;
            float depth = 0.0f, share = hair->opacity * cover(k, (float)x + 0.5f, (float)y + 0.5f, &depth);
            if (share > 0.0f && depth < out->depth_mm[at] + 0.5f)
                out->colour[at] = v_mix(out->colour[at], colour, share);
        }
}
