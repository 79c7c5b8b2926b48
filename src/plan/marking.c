#include "plan/marking.h"

#include "model/geodesic.h"
#include "model/pose_prior.h"

#include <string.h>

enum { TRACE_POINTS = 801 };
#define NINETY 1.645 // sigmas of a central 90 % interval
#define HAND_MM 1.0  // 90 %: to read a tape on the skin (assumed)
#define FACE_MM 12.0 // 90 %: of an eye corner beside the mean face's (assumed, wide)

struct making {
    const struct case_ *case_;
    struct marking *out;
    struct pose_prior prior;
    double scale_share;   // half the scale's interval, as a share
    double canthus_mm[2]; // 90 %: how surely each is found along the skin
};

// The photo that knows its scale best speaks for the head.
static double best_scale_share(const struct case_ *case_)
{
    double best = 1.0;
    for (int i = 0; i < case_->view_count; i++) {
        const struct interval *scale = &case_->view[i]->scale_px_per_mm;
        double share = 0.5 * (scale->high - scale->low) / scale->likely;
        best = share < best ? share : best;
    }
    return best;
}

static struct interval with_interval(const struct making *m, double length_mm, double found_mm)
{
    double scale_mm = m->scale_share * length_mm;
    double half_mm = sqrt(scale_mm * scale_mm + found_mm * found_mm + HAND_MM * HAND_MM);
    return (struct interval){fmax(length_mm - half_mm, 0.0), length_mm, length_mm + half_mm};
}

// Sum of weights x what lies square to a line, for the point nearest to several lines.
static void add_line(struct mat3 *matrix, struct vec3 *side, struct vec3 from, struct vec3 along, double weight)
{
    for (int i = 0; i < 3; i++) {
        struct vec3 axis = vec3_make(i == 0, i == 1, i == 2);
        double part = i == 0 ? along.x : i == 1 ? along.y : along.z;
        struct vec3 square = vec3_scale(vec3_sub(axis, vec3_scale(along, part)), weight);
        matrix->row[i] = vec3_add(matrix->row[i], square);
        *side = vec3_add(*side, vec3_scale(axis, vec3_dot(square, from)));
    }
}

// Nearest to the lines of sight of all photos that have it marked; how deep it lies on one of them, the mean face says.
// On the skin: straight out from the head's centre.
static void find_canthus(struct making *m, int of, enum landmark landmark)
{
    const struct head *head = &m->case_->head;
    const double mean[SHAPE_COUNT] = {0.0}, face = 1.0 / (FACE_MM * FACE_MM);
    double mark_mm = NINETY * m->prior.marking_mm[landmark];
    struct mat3 matrix = {{{face, 0.0, 0.0}, {0.0, face, 0.0}, {0.0, 0.0, face}}};
    struct vec3 side = vec3_scale(affine_at(&m->prior.place_mm[landmark], mean), face), eye, along, east, north;
    for (int i = 0; i < m->case_->view_count; i++) {
        const struct case_view *view = m->case_->view[i];
        if (!view->marks.has_landmark[landmark])
            continue;
        view_ray(&view->view, view->marks.landmark[landmark], &eye, &along);
        add_line(&matrix, &side, eye, along, 1.0 / (mark_mm * mark_mm));
        m->out->is_canthus_marked[of] = true;
    }
    struct vec3 dir = head_dir_of(head, mat3_solve(matrix, side));
    head_tangents(head, dir, &east, &north);
    m->out->canthus[of] = dir;
    m->canthus_mm[of] =
        sqrt(fmax(vec3_dot(east, mat3_solve(matrix, east)), vec3_dot(north, mat3_solve(matrix, north))));
}

static void measure(const struct making *m, struct marking_station *at, int side)
{
    const struct head *head = &m->case_->head;
    const struct marking *out = m->out;
    struct vec3 foot;
    double glabella_mm = NINETY * m->prior.marking_mm[LANDMARK_GLABELLA], canthus_mm = m->canthus_mm[side];
    at->glabella_mm = with_interval(m, geodesic_mm(head, out->glabella, at->dir, NULL), glabella_mm);
    at->midline_mm = with_interval(m, geodesic_from_midline_mm(head, at->dir, &foot), 0.0);
    at->canthus_mm = with_interval(m, geodesic_mm(head, out->canthus[side], at->dir, NULL), canthus_mm);
}

// Where the line crosses the midline, as a place in the trace.
static int middle_of(const struct vec3 *trace, int count)
{
    int best = 0;
    for (int i = 1; i < count; i++)
        best = fabs(trace[i].x) < fabs(trace[best].x) ? i : best;
    return best;
}

// Steps that leave each side its stations, in lengths that a tape shows well.
static double step_for(double side_mm)
{
    static const double steps_mm[] = {10.0, 12.0, 15.0, 20.0, 25.0, 30.0};
    for (int i = 0; i < 6; i++)
        if (side_mm / steps_mm[i] <= MARKING_MOST_STATIONS - 3)
            return steps_mm[i];
    return side_mm / (MARKING_MOST_STATIONS - 3);
}

// Stations at even steps from the middle, and the line's end.
static void lay_side(const struct making *m, const struct vec3 *trace, int middle, int end, int side)
{
    struct marking *out = m->out;
    int toward = end > middle ? 1 : -1;
    double walked_mm = 0.0, next_mm = out->step_mm;
    for (int i = middle; i != end; i += toward) {
        double piece_mm = head_arc_mm(&m->case_->head, trace[i], trace[i + toward]);
        while (walked_mm + piece_mm >= next_mm && out->count[side] < MARKING_MOST_STATIONS - 1) {
            struct vec3 dir = vec3_unit(vec3_mix(trace[i], trace[i + toward], (next_mm - walked_mm) / piece_mm));
            out->side[side][out->count[side]++].dir = dir;
            next_mm += out->step_mm;
        }
        walked_mm += piece_mm;
    }
    if (walked_mm - (next_mm - out->step_mm) > 0.3 * out->step_mm)
        out->count[side]++;
    if (out->count[side] > 0)
        out->side[side][out->count[side] - 1].dir = trace[end];
    for (int i = 0; i < out->count[side]; i++)
        measure(m, &out->side[side][i], side);
}

static double length_mm(const struct head *head, const struct vec3 *trace, int from, int to)
{
    double sum_mm = 0.0;
    for (int i = from; i < to; i++)
        sum_mm += head_arc_mm(head, trace[i], trace[i + 1]);
    return sum_mm;
}

bool marking_make(const struct case_ *case_, int option, struct marking *out, struct err *err)
{
    struct vec3 trace[TRACE_POINTS];
    struct making m = {.case_ = case_, .out = out, .scale_share = best_scale_share(case_)};
    const struct head *head = &case_->head;
    memset(out, 0, sizeof *out);
    pose_prior_make(&m.prior);
    int count = hairline_trace(&case_->option[option]->hairline, head, trace, TRACE_POINTS);
    if (count < 3)
        return err_set(err, ERR_INPUT, "option %s has no hairline to mark", case_->option[option]->name);
    int middle = middle_of(trace, count);
    out->glabella = head->glabella;
    find_canthus(&m, 0, LANDMARK_CANTHUS_RIGHT);
    find_canthus(&m, 1, LANDMARK_CANTHUS_LEFT);
    out->step_mm = step_for(fmax(length_mm(head, trace, 0, middle), length_mm(head, trace, middle, count - 1)));
    for (int side = 0; side < 2; side++) {
        out->middle[side].dir = trace[middle];
        measure(&m, &out->middle[side], side);
    }
    lay_side(&m, trace, middle, 0, 0);
    lay_side(&m, trace, middle, count - 1, 1);
    return true;
}
