/* One view, from shape to picture. */
#ifndef DEMO_RENDER_H
#define DEMO_RENDER_H

#include "camera.h"
#include "gather.h"
#include "hair.h"
#include "room.h"

typedef struct {
    const char *name;
    camera_setup camera;
    backdrop_kind backdrop;
    float exposure;
} view;

typedef struct {
    const field *shape;
    const room *room;
    const hair_list *hair;
    int divisor; /* 1 = full size, 4 = a quarter of it each way */
    int thread_count;
} render_setup;

/* The light of a view, for every tone of skin; probe_map_free. */
int render_light(const render_setup *setup, const view *v, probe_map *probes);
int render_view(const render_setup *setup, const view *v, const probe_map *probes, const char *jpeg_path);

#endif
