/* A pinhole camera.  Pixel (0,0) is the upper left corner of the picture; a
 * pixel's middle lies at +0.5. */
#ifndef DEMO_CAMERA_H
#define DEMO_CAMERA_H

#include "vec.h"

typedef struct {
    int width_px, height_px;
    float focal_px, centre_x_px, centre_y_px;
    vec3 position, right, up, forward;
} camera;

typedef struct {
    int width_px, height_px;
    float focal_35mm;                 /* equivalent focal length, mm, by the diagonal */
    float azimuth_deg, elevation_deg; /* of the camera as the patient sees it; azimuth + is his left */
    float roll_deg;
    float distance_mm; /* to the target */
    vec3 target;
} camera_setup;

camera camera_make(const camera_setup *setup);
camera camera_scaled(const camera *c, int divisor);
vec3 camera_ray(const camera *c, float x_px, float y_px);
/* Pixel position in x and y, depth along the view axis in z. */
vec3 camera_project(const camera *c, vec3 place);

#endif
