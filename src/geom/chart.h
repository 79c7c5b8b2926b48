// A flat chart of the upper head: Lambert's azimuthal equal-area map about the up axis.
//
// u = x sqrt(2 / (1 + z)), v = y sqrt(2 / (1 + z)) of a unit direction; the vertex is (0, 0), the front
// has v < 0. Only + x / sqrt, so bits are the same everywhere. Good to about 130 degrees from the
// vertex; CHART_REACH bounds |u| and |v| there. Regular grids over the head live in it.
#pragma once

#include "geom/vec3.h"

#define CHART_REACH 1.85

struct pt_chart {
    double u, v;
};

static inline struct pt_chart chart_of(struct vec3 dir)
{
    double k = sqrt(2.0 / (1.0 + (dir.z > -0.9 ? dir.z : -0.9)));
    return (struct pt_chart){dir.x * k, dir.y * k};
}

static inline struct vec3 chart_dir(struct pt_chart p)
{
    double q = 0.25 * (p.u * p.u + p.v * p.v); // sin^2 of half the polar angle
    double k = q < 1.0 ? sqrt(1.0 - q) : 0.0;
    return vec3_make(p.u * k, p.v * k, 1.0 - 2.0 * q);
}
