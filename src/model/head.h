// The head: a star-shaped surface r(direction) about a centre, in mm.
//
// A place on the head is a direction (unit vector from the centre), so that a refit moves the
// millimetres and not the picture. An ellipsoid, times 1 + a few low-order terms (real spherical
// harmonics in the space where the ellipsoid is a sphere: four of degree 3 that are mirror-symmetric,
// two of degree 2 that set the skull askew, three of degree 4 that are alike in front and behind), so
// nothing outside this module may assume an ellipsoid or left and right alike. No pose and no photo:
// see view.h.
//
// Spaces: head frame (geom/vec3.h). Thread: a head is a plain value, read by anyone.
#pragma once

#include "geom/vec3.h"

#include <stdbool.h>

enum { HEAD_TERMS = 9 };
#define HEAD_MOST_BEND 0.25 // of the radius of the ellipsoid: see head_bend

struct head {
    struct vec3 semi_mm;     // ellipsoid half axes: side, front-back, up
    struct vec3 centre_mm;   // centre of the surface in the head frame (x = 0 unless skewed)
    double term[HEAD_TERMS]; // root mean square of its share of the radius; 0: ellipsoid
    struct vec3 glabella;    // directions of the two points that heights are measured from
    struct vec3 whorl;
};

// The mean adult man of domain.md section 3: 77.2 / 99.8 / 73 mm, centre 58 mm above the tragions
// and 13 mm behind them. The field lives on it.
struct head head_canonical(void);

// By how much of the ellipsoid's radius the terms could change it anywhere, were all at their most in one place; at
// most HEAD_MOST_BEND on any head that this module and view.h are asked about.
double head_bend(const struct head *head);

double head_radius_mm(const struct head *head, struct vec3 dir);
struct vec3 head_point_mm(const struct head *head, struct vec3 dir); // in the head frame
struct vec3 head_normal(const struct head *head, struct vec3 dir);   // unit, outward
// Both at once: the radius, and the normal.
double head_surface(const struct head *head, struct vec3 dir, struct vec3 *normal);
struct vec3 head_dir_of(const struct head *head, struct vec3 point_mm); // of a point off the centre

// 1 on the surface, less inside, growing along every ray from the centre; its gradient in 1/mm
// points outward. Not a distance. Any point but the centre.
double head_level(const struct head *head, struct vec3 point_mm, struct vec3 *gradient);
// The terms' shapes in a direction: d(radius) / radius for a small change of each term.
void head_term_shapes(const struct head *head, struct vec3 dir, double out[HEAD_TERMS]);

// Surface area for each unit of solid angle, mm2/sr. Its ratio between two heads is the local area
// ratio that a keep level needs.
double head_area_mm2_per_sr(const struct head *head, struct vec3 dir);

// Two unit tangents at dir: `east` along growing azimuth (toward the patient's left in front), and
// `north` = normal x east, toward the vertex. Away from the poles of the up axis; there any pair.
void head_tangents(const struct head *head, struct vec3 dir, struct vec3 *east, struct vec3 *north);

// Walks length_mm along the skin from dir, starting toward the unit tangent `toward`, in the plane of
// that tangent and the centre; returns the direction reached.
struct vec3 head_walk(const struct head *head, struct vec3 dir, struct vec3 toward, double length_mm);

// Length along the skin between two directions in the plane of both and the centre, mm. Within 1 %
// of the geodesic for lengths under 100 mm on a human head.
double head_arc_mm(const struct head *head, struct vec3 from, struct vec3 to);
