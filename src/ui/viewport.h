// Where the photo lies on the canvas: pan, zoom, small rotation. Pure arithmetic, no drawing.
//
// Canvas points are in physical pixels of the canvas, origin at its top left. zoom 1 = one photo pixel on
// one physical pixel.
#pragma once

#include "geom/space.h"

#include <stdbool.h>

struct pt_view {
    double x, y;
};

struct viewport {
    double canvas_x, canvas_y, canvas_width, canvas_height; // of the canvas in the window
    int photo_width_px, photo_height_px;
    double zoom;            // canvas pixels for each photo pixel
    struct pt_px middle_px; // photo pixel at the middle of the canvas
    double rotation_rad;    // small, by hand
    bool is_fit;            // follows the canvas size
    bool fits_head;         // to the head instead of the whole photo, for a canvas of another shape
    double head_left, head_top, head_right, head_bottom; // in photo pixels
};

#define VIEWPORT_MOST_ZOOM 16.0
#define VIEWPORT_MOST_TURN_RAD 0.7853981634 // enough to set a head upright; more would be another photo

void viewport_fit(struct viewport *viewport);
void viewport_resize(struct viewport *viewport, double x, double y, double width, double height);
void viewport_zoom_about(struct viewport *viewport, struct pt_view fixed, double factor);
void viewport_turn(struct viewport *viewport, double by_rad); // about the canvas's middle, up to VIEWPORT_MOST_TURN_RAD
void viewport_pan(struct viewport *viewport, double dx, double dy);
struct pt_view viewport_to_view(const struct viewport *viewport, struct pt_px px);
struct pt_px viewport_to_px(const struct viewport *viewport, struct pt_view point);
