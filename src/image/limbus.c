#include "image/limbus.h"

#include "base/mathd.h"

#include <math.h>

// Rays to both sides, within this of the eye's line: lids seldom cover more. Along each, places from LOW to HIGH of the
// guessed radius.
enum { SIDE_RAYS = 19, RAYS = 2 * SIDE_RAYS, PLACES = 48, ROUNDS = 4 };
#define FAN_RAD 0.62 // 35 degrees
#define LOW 0.66
#define HIGH 1.40

#define LEAST_STEP 0.10  // of the white's light: what an edge must rise by
#define LEAST_SHARE 0.6  // of each side's rays that must show the circle
#define MOST_OFF 0.10    // of the radius: farther from the circle an edge is another's
#define MOST_RMS 0.045   // of the radius
#define LEAST_SHARP 0.35 // share of a rise that must lie within 1/8 of the radius
#define FREE_RAYS 6.0    // neighbours err together; assumed
#define SOFT_FRAC 0.015  // of the diameter: where within its soft edge, 0.8 mm wide, an iris ends; assumed
#define PIXEL_PX 0.4

struct edge {
    double radius_px, step, sharp; // step 0: none
    struct pt_px px;
};

struct circle {
    double x, y, radius_px;
};

static double squared(double x)
{
    return x * x;
}

// Red and green: dark in every iris, and bright in the white. 0..1, linear but for the curve's details: among encoded
// values the middle of a rise lies a fiftieth of the radius too far in.
static double light_at(const struct image *image, double x, double y)
{
    x = fmin(fmax(x - 0.5, 0.0), image->width_px - 1.001);
    y = fmin(fmax(y - 0.5, 0.0), image->height_px - 1.001);
    int i = x > 0.0 ? (int)x : 0, j = y > 0.0 ? (int)y : 0;
    int right = i + 1 < image->width_px ? i + 1 : i, below = j + 1 < image->height_px ? j + 1 : j;
    double fx = x - i, fy = y - j, light[2][2];
    for (int k = 0; k < 4; k++) {
        int column = k % 2 ? right : i, row = k / 2 ? below : j;
        if (image->format == PIXELS_RGBA16) {
            const uint16_t *at = image_row16(image, row) + 4 * column;
            light[k / 2][k % 2] = squared((at[0] + at[1]) / 131070.0);
        } else {
            const uint8_t *at = image_row(image, row) + 4 * column;
            light[k / 2][k % 2] = squared((at[0] + at[1]) / 510.0);
        }
    }
    return (light[0][0] * (1.0 - fx) + light[0][1] * fx) * (1.0 - fy) +
           (light[1][0] * (1.0 - fx) + light[1][1] * fx) * fy;
}

// Where the light rises most along a ray, weighted over the rise.
static struct edge edge_on(const struct image *image, const struct circle *circle, double turn_rad)
{
    enum { REACH = 4 }; // 1/16 of the radius
    double c = mathd_cos(turn_rad), s = mathd_sin(turn_rad), light[PLACES], most = 0.0, sum = 0.0, moment = 0.0;
    double first_px = LOW * circle->radius_px, step_px = (HIGH - LOW) * circle->radius_px / (PLACES - 1);
    int best = -1;
    for (int i = 0; i < PLACES; i++)
        light[i] = light_at(image, circle->x + c * (first_px + i * step_px), circle->y + s * (first_px + i * step_px));
    for (int i = REACH; i < PLACES - REACH; i++) {
        double rise = 0.0;
        for (int k = 1; k <= REACH; k++)
            rise += light[i + k] - light[i - k];
        if (rise > most) {
            most = rise;
            best = i;
        }
    }
    if (best < 0)
        return (struct edge){0};
    for (int i = best - REACH; i < best + REACH; i++) {
        double rise = fmax(light[i + 1] - light[i], 0.0);
        sum += rise;
        moment += rise * (i + 0.5);
    }
    int before = best > 3 * REACH ? best - 3 * REACH : 0,
        after = best + 3 * REACH < PLACES ? best + 3 * REACH : PLACES - 1;
    double wide = light[after] - light[before], near_rise = light[best + REACH] - light[best - REACH];
    double r = first_px + (sum > 0.0 ? moment / sum : best) * step_px;
    return (struct edge){.radius_px = r,
                         .step = near_rise / fmax(light[best + REACH], 0.01),
                         .sharp = near_rise / fmax(wide, near_rise),
                         .px = {circle->x + c * r, circle->y + s * r}};
}

// Through weighted points, by the circle's equation, which is linear in its three numbers. False: they fix none.
static bool fit(const struct edge *edges, struct circle *circle)
{
    double m[3][4] = {{0.0}};
    for (int i = 0; i < RAYS; i++) {
        if (edges[i].step <= 0.0)
            continue;
        double x = (edges[i].px.x - circle->x) / circle->radius_px, y = (edges[i].px.y - circle->y) / circle->radius_px;
        double row[4] = {x, y, 1.0, x * x + y * y};
        for (int a = 0; a < 3; a++)
            for (int b = 0; b < 4; b++)
                m[a][b] += row[a] * row[b];
    }
    for (int a = 0; a < 3; a++) {
        if (!(m[a][a] > 1e-6))
            return false;
        for (int k = a + 1; k < 3; k++)
            for (int b = 3; b >= a; b--)
                m[k][b] -= m[a][b] * m[k][a] / m[a][a];
    }
    double c = m[2][3] / m[2][2], v = (m[1][3] - m[1][2] * c) / m[1][1];
    double u = (m[0][3] - m[0][2] * c - m[0][1] * v) / m[0][0], square = c + 0.25 * (u * u + v * v);
    if (!(square > 0.25 && square < 4.0 && fabs(u) < 1.0 && fabs(v) < 1.0))
        return false;
    circle->x += 0.5 * u * circle->radius_px;
    circle->y += 0.5 * v * circle->radius_px;
    circle->radius_px *= sqrt(square);
    return true;
}

static double off_circle(const struct edge *edge, const struct circle *circle)
{
    double x = edge->px.x - circle->x, y = edge->px.y - circle->y;
    return fabs(sqrt(x * x + y * y) / circle->radius_px - 1.0);
}

// Rays from the circle's middle; those whose edge lies off it say nothing. How many of each side are left.
static void cast(const struct image *image, const struct circle *circle, double turn_rad, double most_off,
                 struct edge edges[RAYS], int left[2])
{
    left[0] = left[1] = 0;
    for (int i = 0; i < RAYS; i++) {
        double fan = FAN_RAD * (2.0 * (i % SIDE_RAYS) / (SIDE_RAYS - 1) - 1.0);
        edges[i] = edge_on(image, circle, turn_rad + fan + (i < SIDE_RAYS ? 0.0 : MATHD_PI));
        if (edges[i].step < LEAST_STEP || off_circle(&edges[i], circle) > most_off)
            edges[i].step = 0.0;
        left[i / SIDE_RAYS] += edges[i].step > 0.0;
    }
}

static bool judge(const struct edge *edges, const struct circle *circle, struct limbus *out)
{
    double square = 0.0, sharp = 0.0;
    int side[2] = {0, 0};
    for (int i = 0; i < RAYS; i++) {
        double off = off_circle(&edges[i], circle);
        if (edges[i].step <= 0.0 || off > MOST_OFF)
            continue;
        square += off * off;
        sharp += edges[i].sharp;
        side[i / SIDE_RAYS]++;
    }
    int count = side[0] + side[1], least = side[0] < side[1] ? side[0] : side[1];
    double rms = count > 0 ? sqrt(square / count) : 1.0, d = 2.0 * circle->radius_px;
    double scatter = d * rms / sqrt(FREE_RAYS), soft = SOFT_FRAC * d;
    *out = (struct limbus){{circle->x, circle->y}, d, sqrt(scatter * scatter + soft * soft + PIXEL_PX * PIXEL_PX)};
    return least >= LEAST_SHARE * SIDE_RAYS && rms < MOST_RMS && sharp > LEAST_SHARP * count && d >= LIMBUS_LEAST_PX;
}

bool limbus_find(const struct image *image, struct pt_px centre, double diameter_px, double turn_rad,
                 struct limbus *out)
{
    static const double most_off[ROUNDS] = {0.40, 0.20, MOST_OFF, MOST_OFF};
    struct circle circle = {centre.x, centre.y, 0.5 * diameter_px}, guess = circle;
    struct edge edges[RAYS];
    int left[2];
    *out = (struct limbus){{0.0, 0.0}, 0.0, 0.0};
    if (!(diameter_px >= LIMBUS_LEAST_PX / 1.3 && diameter_px < 4096.0))
        return false;
    for (int i = 0; i < ROUNDS; i++) {
        cast(image, &circle, turn_rad, most_off[i], edges, left);
        if (left[0] < SIDE_RAYS / 2 || left[1] < SIDE_RAYS / 2 || !fit(edges, &circle))
            return false;
    }
    double x = circle.x - guess.x, y = circle.y - guess.y;
    bool is_same = sqrt(x * x + y * y) < 0.35 * guess.radius_px && fabs(circle.radius_px / guess.radius_px - 1.0) < 0.3;
    return is_same && judge(edges, &circle, out);
}
