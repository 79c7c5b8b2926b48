// Skin tone read off a photo, and of the sample heads what it truly is: read with the truth's own camera.
#pragma once

#include "plan/photo_maps.h"
#include "plan/skin.h"
#include "truth.h"

#include <stdio.h>

// ITA of `skin_mean_srgb` in their truth files, by colorimetry apart from this program; in the order of truth_pictures.
static const double skin_heads_ita_deg[] = {23.4, 41.5, -15.6, -59.1, 41.5, 56.0, -59.1, 41.5, 56.0, 56.0};
enum { SKIN_HEADS = sizeof skin_heads_ita_deg / sizeof *skin_heads_ita_deg };

// As skin_estimate, with the photo's own maps.
static inline bool skin_read(const struct photo *photo, const struct view *view, const struct head *head,
                             struct skin_reading *out)
{
    struct map_store *store = map_store_create(photo);
    bool is_read = skin_estimate(photo, map_store_skin(store, view, head, NULL), view, head, out);
    map_store_free(store);
    return is_read;
}

// False when files are missing or nothing could be read.
static inline bool skin_head_read(const char *shared_folder, int index, struct skin_reading *read)
{
    struct truth truth;
    struct head head = head_canonical(); // near enough to each
    char path[512];
    if (!truth_load(&truth, shared_folder, truth_pictures[index]))
        return false;
    struct view view = {.width_px = truth.width_px,
                        .height_px = truth.height_px,
                        .focal_px = truth.focal_px,
                        .centre_px = truth.centre_px,
                        .to_camera = truth.to_camera,
                        .origin_mm = truth.origin_mm};
    truth_finish(&truth);
    snprintf(path, sizeof path, "%s/photos/%s.jpg", shared_folder, truth_pictures[index]);
    struct photo *photo = photo_load(path, NULL);
    bool is_read = photo && skin_read(photo, &view, &head, read);
    photo_free(photo);
    return is_read;
}
