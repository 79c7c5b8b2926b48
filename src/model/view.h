// A view: the pinhole camera that took one photo, and the pose of the head before it.
//
// Turns photo pixels into directions on the head and back. Knows nothing of how the pose was found
// (pose_fit.h) nor of the photo's pixels.
//
// Camera space: x right, y down, z forward, in mm; a point at (x, y, z) falls on pixel
// (cx + focal x / z, cy + focal y / z), moved as view_rim.h says. Thread: a plain value.
#pragma once

#include "geom/space.h"
#include "geom/vec3.h"
#include "model/head.h"
#include "model/view_rim.h"

#include <stdbool.h>

struct view {
    int width_px, height_px; // of the upright photo
    double focal_px;
    struct pt_px centre_px; // principal point
    struct mat3 to_camera;  // rotation, head frame -> camera space
    struct vec3 origin_mm;  // the head frame's origin in camera space
    struct view_rim rim;    // zeroed: none
};

struct vec3 view_to_camera(const struct view *view, struct vec3 point_mm);
bool view_project(const struct view *view, struct vec3 point_mm, struct pt_px *px); // false: behind

// Ray of a pixel in the head frame: the camera's place and a unit direction.
void view_ray(const struct view *view, struct pt_px px, struct vec3 *eye_mm, struct vec3 *along);

// Where the ray of px first meets the head. False when it misses.
bool view_hit(const struct view *view, const struct head *head, struct pt_px px, struct vec3 *dir);

// The least head_level along the ray of px, below 1 where it meets the head, and where that is.
double view_near_level(const struct view *view, const struct head *head, struct pt_px px, struct vec3 *near_mm);

// Cosine between the outward normal and the way to the camera; <= 0 is turned away (or, the head
// being star-shaped and nearly convex, hidden).
double view_facing(const struct view *view, const struct head *head, struct vec3 dir);

// Pixels for each mm along two unit tangents of the head frame at a surface point.
struct mat2 view_jacobian(const struct view *view, struct vec3 point_mm, struct vec3 tangent_a, struct vec3 tangent_b);

// Pixels for each mm of a ruler held square to the camera at that point.
double view_scale_px_per_mm(const struct view *view, struct vec3 point_mm);
// At the point of the head that faces the camera.
double view_scale_in_front_px_per_mm(const struct view *view, const struct head *head);

// 26 mm equivalent on the photo's diagonal (domain.md section 6): 5040 x 26 / 43.27 at 12 MP.
double view_focal_px(int width_px, int height_px, double focal_35mm);
