/* A smooth curve value(t) through a table of knots, evaluated as a uniform cubic
 * B-spline: two continuous derivatives, so that no band shows in a highlight. */
#ifndef DEMO_CURVE_H
#define DEMO_CURVE_H

enum { CURVE_POINTS = 64 };

typedef struct {
    float t, value;
} curve_knot;

typedef struct {
    float start, inverse_step;
    float points[CURVE_POINTS];
} curve;

/* `knots` rise in t; beyond the ends the curve keeps the end value. */
curve curve_through(const curve_knot *knots, int count);
float curve_at(const curve *c, float t);

#endif
