// What a field of dots does to light, the slow and plain way: the judge of kernels and renderers.
//
// A flat patch of skin on a fine grid in double precision; its edges wrap round, so that a field is
// endless and an isolated dot needs a patch of some 8 mm. tau is summed, made absorptance, blurred
// by sampled Gaussians, and given to the shared transmittance:
//
//     struct brute_skin *skin = brute_skin_create(6.0, 6.0, 40.0);       mm, mm, px for each mm
//     struct brute_dot dot = {.x_mm = 3, .y_mm = 3, .radius_mm = 0.14, .sharpness = 4, .tau = 1};
//     brute_skin_add(skin, &dot);
//     double *t = brute_skin_light(skin, 1, 1.0, 0.2, smp_veil(1, 0, 0.2f), 0.0);   green, healed
//     brute_skin_at(skin, t, 3.0, 3.0);  brute_skin_mean(skin, t);  mem_free(t);
#pragma once

#include <stddef.h>

struct brute_skin {
    int width, height; // cells; cell (0, 0) has its middle at half a cell
    double px_per_mm;
    double *tau; // green, row by row
};

struct brute_dot {
    double x_mm, y_mm;
    double radius_mm, sharpness;   // half-value radius and exponent m; 64 is as good as a hard disc
    double smear_x_mm, smear_y_mm; // tilt: half axis radius + |smear| along it
    double tau;                    // at the middle, after the smear
};

struct brute_skin *brute_skin_create(double width_mm, double height_mm, double px_per_mm);
void brute_skin_free(struct brute_skin *skin);
void brute_skin_add(struct brute_skin *skin, const struct brute_dot *dot);

// A lattice of equilateral triangles over the patch, as many for each cm2 as asked within what the
// patch's edges allow; returns the density reached. x, y of `dot` are ignored.
double brute_skin_add_lattice(struct brute_skin *skin, const struct brute_dot *dot, double per_cm2);

// Transmittance of each cell, mem_free. `spectrum`: tau of this channel for green 1.
// `camera_mm`: sigma of the camera's blur, applied to the sharp leg's absorptance as the renderer
// does; 0 for none (to blur the light itself, as a lens does, use brute_blur on the result).
double *brute_skin_light(const struct brute_skin *skin, int channel, double spectrum, double depth_mm, double veil,
                         double camera_mm);

// Absorptance of each cell, mem_free.
double *brute_alpha(const struct brute_skin *skin, double spectrum);
void brute_blur(const struct brute_skin *skin, double *field, double sigma_mm); // in place, wraps
double brute_skin_mean(const struct brute_skin *skin, const double *field);
// Between cells, bilinear.
double brute_skin_at(const struct brute_skin *skin, const double *field, double x_mm, double y_mm);
