// The rules of a case. Ranges come from the parameter table; what no user sets by number is checked here.
#include "plan/case.h"

#include "image/pixels.h"
#include "plan/json_text.h"
#include "plan/param.h"

#include <stdio.h>
#include <string.h>

enum { PLACE_BYTES = 160 };

static bool is_interval(struct interval i)
{
    return i.low > 0.0 && i.low <= i.likely && i.likely <= i.high && i.high < 1e6; // false for NaN too
}

static bool is_unit(struct vec3 v)
{
    double square = vec3_dot(v, v);
    return square > 0.999 && square < 1.001; // false for NaN too
}

static bool within(double value, double least, double most)
{
    return value >= least && value <= most; // false for NaN too
}

// A name that can stand in a key and in one line of a table, which a spreadsheet takes for no formula.
static bool check_name(const char *name, const char *place, struct err *err)
{
    if (!*name || strchr("+-@ ", *name))
        return err_set(err, ERR_INPUT, "%s: a name may not be empty nor begin with + - @ or a space", place);
    for (const char *at = name; *at; at++)
        if ((unsigned char)*at < 0x20 || strchr("=,\"\\/", *at) || *at == 0x7f)
            return err_set(err, ERR_INPUT, "%s: a name may not hold control characters or = , \" \\ /", place);
    return json_can_hold(name) || err_set(err, ERR_INPUT, "%s: the name is not UTF-8", place);
}

// All stored numbers of one item of a group against the table.
static bool check_group(enum param_group group, const void *base, const char *place, struct err *err)
{
    int count;
    const struct param *table = param_table(&count);
    for (int i = 0; i < count; i++) {
        const struct param *param = &table[i];
        if (param->group != group || !param->is_stored || param->type == PARAM_TEXT)
            continue;
        char what[2 * PLACE_BYTES];
        snprintf(what, sizeof what, "%s%s%s", place, *place ? "." : "", param->name);
        if (!param_check(param, param_load(param, base), what, err))
            return false;
    }
    return true;
}

static bool check_zone(const struct option *option, int index, const char *parent, struct err *err)
{
    const struct zone *zone = &option->zone[index];
    char place[PLACE_BYTES];
    snprintf(place, sizeof place, "%.100s.zones[%d]", parent, index);
    if (!check_name(zone->name, place, err))
        return false;
    if (option_find_zone(option, zone->name) != index)
        return err_set(err, ERR_INPUT, "%s: the name %s is taken", place, zone->name);
    if (!within(zone->point_count, 1, ZONE_MOST_POINTS))
        return err_set(err, ERR_INPUT, "%s.points: 1 to %d are allowed", place, ZONE_MOST_POINTS);
    for (int i = 0; i < zone->point_count; i++)
        if (!is_unit(zone->point[i]))
            return err_set(err, ERR_INPUT, "%s.points[%d] is not a unit direction", place, i);
    if (!within(zone->draft_certainty, 0.0, 1.0))
        return err_set(err, ERR_INPUT, "%s.draft_certainty is out of range: 0 to 1", place);
    return check_group(PARAM_ZONE, zone, place, err);
}

static bool check_option(const struct option *option, const char *place, struct err *err)
{
    if (!check_name(option->name, place, err))
        return false;
    char part[PLACE_BYTES];
    snprintf(part, sizeof part, "%.100s.hairline", place);
    const struct hairline *hairline = &option->hairline;
    if (!check_group(PARAM_HAIRLINE, hairline, part, err))
        return false;
    if (!within(hairline->point_count, 3, HAIRLINE_MOST_POINTS))
        return err_set(err, ERR_INPUT, "%s.points: 3 to %d are allowed", part, HAIRLINE_MOST_POINTS);
    for (int i = 0; i < hairline->point_count; i++)
        if (!is_unit(hairline->point[i]))
            return err_set(err, ERR_INPUT, "%s.points[%d] is not a unit direction", part, i);
    if (!within(hairline->draft_certainty, 0.0, 1.0))
        return err_set(err, ERR_INPUT, "%s.draft_certainty is out of range: 0 to 1", part);
    snprintf(part, sizeof part, "%.100s.technique", place);
    if (!check_group(PARAM_TECHNIQUE, &option->technique, part, err))
        return false;
    if (!within(option->zone_count, 0, OPTION_MOST_ZONES))
        return err_set(err, ERR_INPUT, "%s.zones: at most %d are allowed", place, OPTION_MOST_ZONES);
    for (int i = 0; i < option->zone_count; i++)
        if (!check_zone(option, i, place, err))
            return false;
    return true;
}

static bool check_options(const struct case_ *case_, struct err *err)
{
    if (case_->option_count < 1)
        return err_set(err, ERR_INPUT, "options: a case needs at least one");
    for (int i = 0; i < case_->option_count; i++) {
        char place[PLACE_BYTES];
        snprintf(place, sizeof place, "options[%d]", i);
        if (!check_option(case_->option[i], place, err))
            return false;
        if (case_find_option(case_, case_->option[i]->name) != i)
            return err_set(err, ERR_INPUT, "%s: the name %s is taken", place, case_->option[i]->name);
    }
    return true;
}

static bool check_event(const struct case_ *case_, int index, struct err *err)
{
    const struct course *course = &case_->course;
    const struct event *event = &course->event[index];
    char place[PLACE_BYTES];
    snprintf(place, sizeof place, "course.events[%d]", index);
    if (!check_group(PARAM_EVENT, event, place, err))
        return false;
    if (index > 0 && event->day < course->event[index - 1].day)
        return err_set(err, ERR_INPUT, "%s.day lies before the event above it: put events in order", place);
    if (index > 0 && event->is_done && !course->event[index - 1].is_done)
        return err_set(err, ERR_INPUT, "%s is done but the event above it is not", place);
    for (int i = 0; i < index; i++)
        if (event->kind == EVENT_SESSION && course->event[i].kind == EVENT_SESSION &&
            course->event[i].share > event->share)
            return err_set(err, ERR_INPUT, "%s.share is less than an earlier session's: it is cumulative", place);
    if (event->is_done != (case_->done_with[index] != NULL))
        return err_set(err, ERR_INPUT, "%s is done but does not say with which option", place);
    snprintf(place, sizeof place, "course.events[%d].done_with", index);
    return !case_->done_with[index] || check_option(case_->done_with[index], place, err);
}

static bool check_head(const struct case_ *case_, struct err *err)
{
    const struct head *head = &case_->head;
    const double semi[3] = {head->semi_mm.x, head->semi_mm.y, head->semi_mm.z};
    for (int i = 0; i < 3; i++)
        if (!within(semi[i], 30.0, 200.0))
            return err_set(err, ERR_INPUT, "head.semi_mm[%d] is not that of a head: 30 to 200 mm", i);
    if (!within(vec3_dot(head->centre_mm, head->centre_mm), 0.0, 300.0 * 300.0))
        return err_set(err, ERR_INPUT, "head.centre_mm lies outside any head");
    if (!within(head_bend(head), 0.0, HEAD_MOST_BEND))
        return err_set(err, ERR_INPUT, "head.terms bend the head too far: by at most %g of its radius in all",
                       HEAD_MOST_BEND);
    if (!is_unit(head->glabella) || !is_unit(head->whorl))
        return err_set(err, ERR_INPUT, "head.%s is not a unit direction",
                       is_unit(head->glabella) ? "whorl" : "glabella");
    for (int i = 0; i < 3; i++)
        if (!is_interval(case_->semi_mm[i]))
            return err_set(err, ERR_INPUT, "head.semi_interval_mm[%d] is not an interval", i);
    return true;
}

static bool is_rotation(const struct mat3 *m)
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j <= i; j++)
            if (!within(vec3_dot(m->row[i], m->row[j]), (i == j) - 1e-6, (i == j) + 1e-6))
                return false;
    return vec3_dot(vec3_cross(m->row[0], m->row[1]), m->row[2]) > 0.0;
}

static bool check_pose(const struct view *view, const char *place, struct err *err)
{
    if (!within(view->width_px, 1, IMAGE_MOST_SIDE_PX) || !within(view->height_px, 1, IMAGE_MOST_SIDE_PX))
        return err_set(err, ERR_INPUT, "%s.size_px is not that of a photo", place);
    if (!within(view->focal_px, 1.0, 1e7))
        return err_set(err, ERR_INPUT, "%s.pose.focal_px is out of range", place);
    if (!within(view->centre_px.x, -1e6, 1e6) || !within(view->centre_px.y, -1e6, 1e6))
        return err_set(err, ERR_INPUT, "%s.pose.centre_px is out of range", place);
    if (!is_rotation(&view->to_camera))
        return err_set(err, ERR_INPUT, "%s.pose.to_camera is not a rotation", place);
    if (!within(vec3_dot(view->origin_mm, view->origin_mm), 0.0, 1e14) || !(view->origin_mm.z > 0.0))
        return err_set(err, ERR_INPUT, "%s.pose.origin_mm does not lie before the camera", place);
    return true;
}

static bool is_photo_point(struct pt_px px)
{
    return within(px.x, -1e6, 1e6) && within(px.y, -1e6, 1e6);
}

static bool check_strokes(const struct case_view *view, const char *place, struct err *err)
{
    if (!within(view->stroke_count, 0, CASE_MOST_STROKES))
        return err_set(err, ERR_INPUT, "%s.mask: at most %d parts are allowed", place, CASE_MOST_STROKES);
    for (int i = 0; i < view->stroke_count; i++) {
        const struct mask_stroke *stroke = &view->stroke[i];
        bool is_sound = within(stroke->of, 0, MASK_OF_COUNT - 1) && within(stroke->width_px, 0.0, 1e5) &&
                        within(stroke->point_count, stroke->width_px > 0.0 ? 1 : 3, CASE_STROKE_MOST_POINTS);
        for (int j = 0; is_sound && j < stroke->point_count; j++)
            is_sound = is_photo_point(stroke->point[j]);
        if (!is_sound)
            return err_set(err, ERR_INPUT, "%s.mask[%d] is no polygon of 3 points nor a stroke", place, i);
    }
    return true;
}

static bool check_marks(const struct marks *marks, const char *place, struct err *err)
{
    for (int i = 0; i < LANDMARK_COUNT; i++)
        if (marks->has_landmark[i] && !is_photo_point(marks->landmark[i]))
            return err_set(err, ERR_INPUT, "%s.marks.landmarks.%s is out of range", place,
                           landmark_name((enum landmark)i));
    if (!within(marks->outline_count, 0, MARKS_MOST_OUTLINE))
        return err_set(err, ERR_INPUT, "%s.marks.outline: at most %d points", place, MARKS_MOST_OUTLINE);
    for (int i = 0; i < marks->outline_count; i++)
        if (!is_photo_point(marks->outline[i]))
            return err_set(err, ERR_INPUT, "%s.marks.outline[%d] is out of range", place, i);
    bool is_ruler_sound = !marks->has_ruler || (within(marks->ruler_mm, 0.1, 1000.0) &&
                                                is_photo_point(marks->ruler[0]) && is_photo_point(marks->ruler[1]));
    if (!is_ruler_sound)
        return err_set(err, ERR_INPUT, "%s.marks.ruler is out of range: 0.1 to 1000 mm", place);
    for (int i = 0; i < 2; i++) {
        double px = marks->iris_px[i];
        if (!within(px, 0.0, 1e5) || (px > 0.0 && !within(marks->iris_sigma_px[i], 0.002 * px, px)))
            return err_set(err, ERR_INPUT, "%s.marks.iris_px is out of range", place);
    }
    bool is_draft_sound = within(marks->certainty, 0.0, 1.0) && within(marks->outline_drafted_mm, 0.0, 100.0);
    for (int i = 0; i < LANDMARK_COUNT; i++)
        is_draft_sound = is_draft_sound && within(marks->drafted_mm[i], 0.0, 100.0);
    if (marks->has_turn)
        is_draft_sound = is_draft_sound && is_unit(marks->turn_forward) && is_unit(marks->turn_up) &&
                         fabs(vec3_dot(marks->turn_forward, marks->turn_up)) < 0.01 &&
                         within(marks->turn_sigma_rad, 0.01, 1.0);
    is_draft_sound = is_draft_sound && within(marks->hairline_count, 0, MARKS_MOST_HAIRLINE);
    for (int i = 0; i < marks->hairline_count && is_draft_sound; i++)
        is_draft_sound = is_photo_point(marks->hairline[i]);
    if (!is_draft_sound)
        return err_set(err, ERR_INPUT, "%s.marks.draft is out of range", place);
    if (!within(marks->focal_35mm, 0.0, 2000.0))
        return err_set(err, ERR_INPUT, "%s.marks.focal_35mm is out of range", place);
    return true;
}

// A file name and nothing else: no folder, not "." or "..".
static bool is_base_name(const char *name)
{
    return *name && !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static bool check_view(const struct case_ *case_, int index, struct err *err)
{
    const struct case_view *view = case_->view[index];
    char place[PLACE_BYTES];
    snprintf(place, sizeof place, "views[%d]", index);
    if (!is_base_name(view->photo_name))
        return err_set(err, ERR_INPUT, "%s.photo is not a file name without folder", place);
    if (!json_can_hold(view->photo_name))
        return err_set(err, ERR_INPUT, "%s.photo is not UTF-8", place);
    if (strlen(view->photo_sha256) != 64 || strspn(view->photo_sha256, "0123456789abcdef") != 64)
        return err_set(err, ERR_INPUT, "%s.sha256 is not 64 hexadecimal digits", place);
    if (!is_interval(view->scale_px_per_mm))
        return err_set(err, ERR_INPUT, "%s.scale_px_per_mm is not an interval", place);
    if (!within(view->residual_px, 0.0, 1e6))
        return err_set(err, ERR_INPUT, "%s.residual_px is out of range", place);
    return check_pose(&view->view, place, err) && check_marks(&view->marks, place, err) &&
           check_strokes(view, place, err) && check_group(PARAM_VIEW, view, place, err);
}

bool case_validate(const struct case_ *case_, struct err *err)
{
    if (!check_group(PARAM_CASE, case_, "", err) || !check_head(case_, err))
        return false;
    if (!json_can_hold(case_->notes))
        return err_set(err, ERR_INPUT, "notes is not UTF-8 text");
    for (int i = 0; i < case_->view_count; i++)
        if (!check_view(case_, i, err))
            return false;
    if (!check_options(case_, err) || !check_group(PARAM_COURSE, &case_->course, "course", err))
        return false;
    for (int i = 0; i < case_->course.event_count; i++)
        if (!check_event(case_, i, err))
            return false;
    return true;
}
