#include "ui/guides.h"

#include "ui/text.h"

#include <math.h>
#include <stdio.h>

enum { MOST_RUN = 512, WIRE_STEP_DEG = 20, SEGMENT_DEG = 5, SCALE_MOST_CM = 16 };
#define DASH_PT 9.0
#define PI 3.14159265358979323846
#define WIRE_LOWEST_DEG (-40) // below lie face and neck, where the fitted surface says nothing

static const struct case_view *view_of(const struct workspace *w)
{
    return session_case(w->session)->view[w->view];
}

static const struct head *head_of(const struct workspace *w)
{
    return &session_case(w->session)->head;
}

bool guide_place(const struct workspace *w, struct vec3 dir, struct pt_px *px, double *faces)
{
    const struct view *view = &view_of(w)->view;
    *faces = view_facing(view, head_of(w), dir);
    return view_project(view, head_point_mm(head_of(w), dir), px);
}

struct guide_look guide_look_of(const struct workspace *w, uint32_t rgba, double width_pt)
{
    double k = toolkit_scale(w->toolkit);
    struct guide_look look = {{rgba, width_pt * k}, {(rgba & 0xffffff00u) | ((rgba & 255u) / 4u), width_pt * k}, 0.0};
    return look;
}

struct guide_look guide_dashed(const struct workspace *w, struct guide_look look)
{
    look.dash_px = DASH_PT * toolkit_scale(w->toolkit);
    return look;
}

struct run { // of one kind, seen or turned away: drawn as one line
    double point[MOST_RUN][2];
    int count;
    double walked_px; // along the curve before it, so that dashes go on
};

// Dashes as long as the gaps between them.
static void draw_dashes(struct workspace *w, struct run *run, struct pen pen, double dash_px)
{
    for (int i = 0; i + 1 < run->count; i++) {
        const double *a = run->point[i], *b = run->point[i + 1];
        double length = hypot(b[0] - a[0], b[1] - a[1]);
        for (double at = 0.0; at < length;) {
            double phase = fmod(run->walked_px + at, 2.0 * dash_px);
            double end = fmin(at + fmax((phase < dash_px ? dash_px : 2.0 * dash_px) - phase, 0.5), length);
            if (phase < dash_px) {
                double s = at / length, e = end / length;
                draw_line(w->toolkit, a[0] + s * (b[0] - a[0]), a[1] + s * (b[1] - a[1]), a[0] + e * (b[0] - a[0]),
                          a[1] + e * (b[1] - a[1]), pen);
            }
            at = end;
        }
        run->walked_px += length;
    }
}

static void flush(struct workspace *w, struct run *run, struct pen pen, double dash_px)
{
    if (run->count > 1 && pen.width_px > 0.0 && dash_px > 0.0)
        draw_dashes(w, run, pen, dash_px);
    else if (run->count > 1 && pen.width_px > 0.0)
        draw_polyline(w->toolkit, (const double(*)[2])run->point, run->count, false, pen);
    run->count = 0;
}

static void go_to(struct run *run, struct pt_view v)
{
    run->point[run->count][0] = v.x;
    run->point[run->count++][1] = v.y;
}

// Neighbouring runs share their joint.
void guide_curve(struct workspace *w, const struct vec3 *dirs, int count, bool closed, struct guide_look look)
{
    struct run run = {.count = 0};
    bool was_seen = false;
    for (int i = 0; i < count + (closed ? 1 : 0); i++) {
        struct pt_px px;
        double faces;
        if (!guide_place(w, dirs[i % count], &px, &faces)) {
            flush(w, &run, was_seen ? look.front : look.hidden, look.dash_px);
            continue;
        }
        struct pt_view v = viewport_to_view(&w->viewport, px);
        bool is_seen = faces > 0.0;
        if (run.count > 0 && (is_seen != was_seen || run.count == MOST_RUN - 1)) {
            go_to(&run, v);
            flush(w, &run, was_seen ? look.front : look.hidden, look.dash_px);
        }
        go_to(&run, v);
        was_seen = is_seen;
    }
    flush(w, &run, was_seen ? look.front : look.hidden, look.dash_px);
}

static struct vec3 dir_at(double azimuth_deg, double elevation_deg)
{
    double a = azimuth_deg * PI / 180.0, e = elevation_deg * PI / 180.0;
    return vec3_make(cos(e) * sin(a), -cos(e) * cos(a), sin(e));
}

void guide_wire(struct workspace *w)
{
    struct vec3 line[360 / SEGMENT_DEG + 1];
    struct guide_look look = guide_look_of(w, 0x35d0c0b0, 1.2);
    for (int azimuth = 0; azimuth < 360; azimuth += WIRE_STEP_DEG) {
        int count = 0;
        for (int e = WIRE_LOWEST_DEG; e <= 90 - (azimuth % 60 ? WIRE_STEP_DEG / 2 : 0); e += SEGMENT_DEG)
            line[count++] = dir_at(azimuth, e);
        guide_curve(w, line, count, false, look);
    }
    for (int e = WIRE_LOWEST_DEG; e < 90; e += WIRE_STEP_DEG) {
        int count = 0;
        for (int azimuth = 0; azimuth < 360; azimuth += SEGMENT_DEG)
            line[count++] = dir_at(azimuth, e);
        guide_curve(w, line, count, true, look);
    }
}

void guide_found_hairline(struct workspace *w)
{
    const struct marks *marks = &view_of(w)->marks;
    double k = toolkit_scale(w->toolkit);
    for (int i = 0; i < 2; i++) { // its shade first
        struct run run = {.count = 0};
        for (int p = 0; p < marks->hairline_count; p++)
            go_to(&run, viewport_to_view(&w->viewport, marks->hairline[p]));
        flush(w, &run, (struct pen){i == 0 ? 0x00000060 : 0x8df0d8ff, (i == 0 ? 3.0 : 1.4) * k}, 4.0 * k);
    }
}

void guide_midline(struct workspace *w)
{
    struct vec3 line[64];
    int count = 0;
    for (int e = -15; e <= 180 && count < 64; e += SEGMENT_DEG) // over the top and down the back
        line[count++] = vec3_make(0.0, -cos(e * PI / 180.0), sin(e * PI / 180.0));
    struct guide_look look = guide_look_of(w, 0xffd75ad0, 1.5);
    look.hidden.width_px = 0.0;
    guide_curve(w, line, count, false, look);
}

void guide_scale(struct workspace *w, struct vec3 keep_clear)
{
    const struct head *head = head_of(w);
    double k = toolkit_scale(w->toolkit);
    struct guide_look look = guide_look_of(w, 0xffd75af0, 2.0);
    look.hidden.width_px = 0.0;
    struct pt_px last = {0}, clear = {-1e7, -1e7};
    double clear_faces;
    guide_place(w, keep_clear, &clear, &clear_faces);
    for (int cm = 0; cm <= SCALE_MOST_CM; cm++) {
        struct vec3 middle = head_walk(head, head->glabella, vec3_make(0.0, 0.0, 1.0), 10.0 * cm);
        double half_mm = cm % 5 == 0 ? 9.0 : 5.0, faces;
        struct vec3 tick[2] = {head_walk(head, middle, vec3_make(-1.0, 0.0, 0.0), half_mm),
                               head_walk(head, middle, vec3_make(1.0, 0.0, 0.0), half_mm)};
        struct pt_px px;
        if (!guide_place(w, tick[1], &px, &faces) || faces < 0.08)
            break;
        guide_curve(w, tick, 2, false, look);
        struct pt_view v = viewport_to_view(&w->viewport, px);
        bool has_room = cm == 0 || hypot(px.x - last.x, px.y - last.y) * w->viewport.zoom > 22.0 * k;
        bool is_clear = fabs(viewport_to_view(&w->viewport, clear).y - v.y) > 18.0 * k;
        if (cm > 0 && has_room && is_clear) {
            char label[16];
            snprintf(label, sizeof label, _("%d cm"), cm);
            draw_label(w->toolkit, v.x + 26.0 * k, v.y, label, theme_colour(w->toolkit, "ink"));
        }
        last = has_room ? px : last;
    }
}

// One line across the face at `share` thirds above the glabella, square to its axis.
static void draw_third(struct workspace *w, struct pt_px from, struct pt_px axis, double share, const char *label)
{
    double k = toolkit_scale(w->toolkit), half = 1.15;
    struct pt_px middle = {from.x + axis.x * share, from.y + axis.y * share};
    struct pt_px a = {middle.x - axis.y * half, middle.y + axis.x * half};
    struct pt_px b = {middle.x + axis.y * half, middle.y - axis.x * half};
    struct pt_view va = viewport_to_view(&w->viewport, a), vb = viewport_to_view(&w->viewport, b);
    draw_line(w->toolkit, va.x, va.y, vb.x, vb.y, (struct pen){0x7ad7ffd0, 1.5 * k});
    struct pt_view left = va.x < vb.x ? va : vb;
    double least = w->viewport.canvas_x + (0.5 * text_hint_width(w->toolkit, label) + 16.0) * k; // all of it in sight
    draw_label(w->toolkit, fmax(left.x - 6.0 * k, least), left.y - 14.0 * k, label, theme_colour(w->toolkit, "ink"));
}

void guide_thirds(struct workspace *w)
{
    const struct marks *marks = &view_of(w)->marks;
    if (!marks->has_landmark[LANDMARK_GLABELLA] || !marks->has_landmark[LANDMARK_SUBNASALE] ||
        (marks->facing != FACING_FRONT && marks->facing != FACING_UNKNOWN))
        return;
    struct pt_px brow = marks->landmark[LANDMARK_GLABELLA], nose = marks->landmark[LANDMARK_SUBNASALE];
    struct pt_px up = {brow.x - nose.x, brow.y - nose.y};
    draw_third(w, brow, up, 1.0, _("A third up"));
    draw_third(w, brow, up, 0.0, _("Brow"));
    draw_third(w, brow, up, -1.0, _("Nose"));
    draw_third(w, brow, up, -2.0, _("Chin"));
}

void guide_skull(const struct workspace *w, double *left, double *top, double *right, double *bottom)
{
    enum { TURNS = 12, TILTS = 5 };
    *left = *top = 1e9;
    *right = *bottom = -1e9;
    for (int i = 0; i < TURNS * TILTS; i++) {
        double turn = 2.0 * PI / TURNS * (i / TILTS), tilt = 0.4 * (i % TILTS);
        struct vec3 dir = vec3_make(sin(tilt) * sin(turn), -sin(tilt) * cos(turn), cos(tilt));
        struct pt_px px;
        if (!view_project(&view_of(w)->view, head_point_mm(head_of(w), dir), &px))
            continue;
        *left = fmin(*left, px.x);
        *right = fmax(*right, px.x);
        *top = fmin(*top, px.y);
        *bottom = fmax(*bottom, px.y);
    }
}

void guide_length_text(const struct workspace *w, double mm, char *out, size_t size)
{
    struct interval scale = view_of(w)->scale_px_per_mm;
    if (scale.low > 0.0 && scale.likely > 0.0)
        snprintf(out, size, _("%.0f mm (%.0f\xe2\x80\x93%.0f)"), mm, mm * scale.likely / scale.high,
                 mm * scale.likely / scale.low);
    else
        snprintf(out, size, _("%.0f mm"), mm);
}
