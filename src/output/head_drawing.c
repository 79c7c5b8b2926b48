#include "output/head_drawing.h"

#include "base/mathd.h"
#include "model/geodesic.h"
#include "output/paper.h"

#include <cairo.h>
#include <stdio.h>

enum { RIM_POINTS = 120, GRID_ACROSS = 48, GRID_UP = 24, LINE_POINTS = 240 };
#define PI 3.14159265358979323846

struct sight {
    struct vec3 right, up, toward; // of the paper; toward the eye
    double left_mm, top_mm, mm_wide, mm_high, pt_per_mm;
};

static struct vec3 sphere(double azimuth, double height)
{
    return vec3_make(mathd_cos(height) * mathd_sin(azimuth), -mathd_cos(height) * mathd_cos(azimuth),
                     mathd_sin(height));
}

static void turn(struct sight *sight, enum head_side side)
{
    const double s = 0.24192189559966773, c = 0.97029572627599647; // 14 degrees
    sight->right = side == HEAD_FRONT ? vec3_make(1, 0, 0) : vec3_make(0, side == HEAD_LEFT ? 1 : -1, 0);
    sight->up = side == HEAD_FRONT ? vec3_make(0, s, c) : vec3_make(0, 0, 1);
    sight->toward = side == HEAD_FRONT ? vec3_make(0, -c, s) : vec3_make(side == HEAD_LEFT ? 1 : -1, 0, 0);
}

// Lowest and highest of the surface along an axis.
static void extent(const struct head *head, struct vec3 axis, double *low, double *high)
{
    *low = 1e9;
    *high = -1e9;
    for (int i = 0; i < GRID_ACROSS * 2; i++)
        for (int j = -GRID_UP; j <= GRID_UP; j++) {
            double at = vec3_dot(axis, head_point_mm(head, sphere(i * PI / GRID_ACROSS, 0.5 * j * PI / GRID_UP)));
            *low = fmin(*low, at);
            *high = fmax(*high, at);
        }
}

static struct sight sight_of(const struct head_drawing *d)
{
    struct sight sight;
    double low, high;
    turn(&sight, d->side);
    extent(&d->case_->head, sight.right, &low, &high);
    sight.left_mm = low;
    sight.mm_wide = high - low;
    extent(&d->case_->head, sight.up, &low, &high);
    sight.top_mm = high;
    sight.mm_high = high - low;
    sight.pt_per_mm = d->width / sight.mm_wide;
    return sight;
}

static struct vec3 project(const struct head_drawing *d, const struct sight *sight, struct vec3 dir)
{
    struct vec3 point = head_point_mm(&d->case_->head, dir);
    return vec3_make(d->x + sight->pt_per_mm * (vec3_dot(sight->right, point) - sight->left_mm),
                     d->y + sight->pt_per_mm * (sight->top_mm - vec3_dot(sight->up, point)),
                     vec3_dot(sight->toward, head_normal(&d->case_->head, dir)));
}

double head_drawing_height(const struct head_drawing *drawing)
{
    struct sight sight = sight_of(drawing);
    return sight.mm_high * sight.pt_per_mm;
}

bool head_drawing_place(const struct head_drawing *drawing, struct vec3 dir, struct vec3 *at)
{
    struct sight sight = sight_of(drawing);
    *at = project(drawing, &sight, dir);
    return at->z > 0.0;
}

// A line on the skin, as far as it faces the eye.
static void draw_line(const struct head_drawing *d, const struct sight *sight, cairo_t *cairo, const struct vec3 *dir,
                      int count)
{
    bool is_open = false;
    for (int i = 0; i < count; i++) {
        struct vec3 at = project(d, sight, dir[i]);
        if (at.z > 0.0 && is_open)
            cairo_line_to(cairo, at.x, at.y);
        else if (at.z > 0.0)
            cairo_move_to(cairo, at.x, at.y);
        is_open = at.z > 0.0;
    }
    cairo_stroke(cairo);
}

static void draw_circle_of(const struct head_drawing *d, const struct sight *sight, cairo_t *cairo, double angle,
                           bool is_upright)
{
    struct vec3 dir[2 * GRID_ACROSS + 1];
    for (int i = 0; i <= 2 * GRID_ACROSS; i++) {
        double along = i * PI / GRID_ACROSS;
        dir[i] = is_upright ? sphere(angle, along) : sphere(along, angle);
    }
    draw_line(d, sight, cairo, dir, 2 * GRID_ACROSS + 1);
}

static void draw_grid(const struct head_drawing *d, const struct sight *sight, cairo_t *cairo)
{
    cairo_set_source_rgb(cairo, 0.88, 0.88, 0.88);
    cairo_set_line_width(cairo, 0.4);
    for (int i = 1; i < 12; i++)
        draw_circle_of(d, sight, cairo, i * PI / 12.0, true);
    for (int j = -5; j <= 5; j++)
        draw_circle_of(d, sight, cairo, j * PI / 12.0, false);
    cairo_set_source_rgb(cairo, 0.55, 0.55, 0.55);
    cairo_set_line_width(cairo, 0.7);
    draw_circle_of(d, sight, cairo, 0.0, true); // the midline
}

// The point of the surface that lies farthest toward a side of the paper; for a surface that bulges outward.
static struct vec3 farthest(const struct head *head, struct vec3 axis)
{
    struct vec3 dir = axis;
    for (int i = 0; i < 60; i++) { // where the normal is the axis
        struct vec3 off = vec3_sub(axis, head_normal(head, dir));
        dir = vec3_unit(vec3_add(dir, vec3_scale(off, 0.5)));
    }
    return dir;
}

static void draw_rim(const struct head_drawing *d, const struct sight *sight, cairo_t *cairo)
{
    for (int i = 0; i < RIM_POINTS; i++) {
        double angle = 2.0 * PI * i / RIM_POINTS;
        struct vec3 axis =
            vec3_add(vec3_scale(sight->right, mathd_cos(angle)), vec3_scale(sight->up, mathd_sin(angle)));
        struct vec3 at = project(d, sight, farthest(&d->case_->head, axis));
        if (i == 0)
            cairo_move_to(cairo, at.x, at.y);
        else
            cairo_line_to(cairo, at.x, at.y);
    }
    cairo_close_path(cairo);
}

static void draw_mark(const struct head_drawing *d, const struct sight *sight, cairo_t *cairo, struct vec3 dir)
{
    struct vec3 at = project(d, sight, dir);
    if (at.z <= 0.05)
        return;
    cairo_set_source_rgb(cairo, 1.0, 1.0, 1.0);
    cairo_arc(cairo, at.x, at.y, 3.2, 0.0, 2.0 * PI);
    cairo_fill_preserve(cairo);
    cairo_set_source_rgb(cairo, INK / 255.0, INK / 255.0, INK / 255.0);
    cairo_set_line_width(cairo, 0.9);
    cairo_stroke(cairo);
    cairo_arc(cairo, at.x, at.y, 1.1, 0.0, 2.0 * PI);
    cairo_fill(cairo);
}

// A station's number, square to the line, on the hair's side.
static void draw_number(const struct head_drawing *d, const struct sight *sight, cairo_t *cairo, struct vec3 dir,
                        struct vec3 before, struct vec3 after, int number)
{
    struct vec3 at = project(d, sight, dir), top = project(d, sight, vec3_make(0.0, 0.2, 0.98));
    struct vec3 along = vec3_sub(project(d, sight, after), project(d, sight, before));
    if (at.z <= 0.2)
        return;
    char words[16];
    const struct text_style style = {
        .size_px = 6.5, .weight = 600, .grey = INK, .align = TEXT_CENTRE, .most_lines = 1, .is_printed = true};
    snprintf(words, sizeof words, "%d", number);
    cairo_set_source_rgb(cairo, INK / 255.0, INK / 255.0, INK / 255.0);
    cairo_arc(cairo, at.x, at.y, 1.9, 0.0, 2.0 * PI);
    cairo_fill(cairo);
    struct vec3 away = vec3_unit(vec3_make(along.y, -along.x, 0.0));
    if (away.x * (top.x - at.x) + away.y * (top.y - at.y) < 0.0)
        away = vec3_scale(away, -1.0);
    cairo_set_source_rgb(cairo, 1.0, 1.0, 1.0); // free of the lines of the head
    cairo_arc(cairo, at.x + 8.0 * away.x, at.y + 8.0 * away.y, 4.2, 0.0, 2.0 * PI);
    cairo_fill(cairo);
    struct text *text = text_create(words, &style, 20.0);
    text_show(text, cairo, at.x + 8.0 * away.x - 10.0, at.y + 8.0 * away.y - 4.3);
    text_free(text);
}

void head_drawing_show(const struct head_drawing *drawing, cairo_t *cairo)
{
    const struct head_drawing *d = drawing;
    const struct marking *marking = d->marking;
    struct sight sight = sight_of(d);
    struct vec3 line[LINE_POINTS];
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    draw_grid(d, &sight, cairo);
    draw_rim(d, &sight, cairo);
    cairo_set_source_rgb(cairo, 0.45, 0.45, 0.45);
    cairo_set_line_width(cairo, 1.0);
    cairo_stroke(cairo);
    int count = hairline_trace(&d->case_->option[d->option]->hairline, &d->case_->head, line, LINE_POINTS);
    cairo_set_source_rgb(cairo, INK / 255.0, INK / 255.0, INK / 255.0);
    cairo_set_line_width(cairo, 1.6);
    draw_line(d, &sight, cairo, line, count);
    draw_mark(d, &sight, cairo, marking->glabella);
    for (int side = 0; side < 2; side++) {
        draw_mark(d, &sight, cairo, marking->canthus[side]);
        const struct marking_station *at = marking->side[side];
        for (int i = 0, last = marking->count[side] - 1; i <= last; i++)
            draw_number(d, &sight, cairo, at[i].dir, i > 0 ? at[i - 1].dir : marking->middle[0].dir,
                        at[i < last ? i + 1 : i].dir, i + 1);
    }
    if (marking->count[0] > 0 && marking->count[1] > 0)
        draw_number(d, &sight, cairo, marking->middle[0].dir, marking->side[0][0].dir, marking->side[1][0].dir, 0);
}
