// Reading a case. Every function goes on after a failure without doing more; the first error stays.
#include "plan/case_file.h"

#include "base/file.h"
#include "base/mem.h"
#include "model/rim_fit.h"
#include "plan/case_scope.h"
#include "plan/param.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Cases of older programs have fewer terms; those that are not there stay.
static void read_terms(struct scope *scope, const char *key, double term[HEAD_TERMS])
{
    json_t *list = scope_take(scope, key, true);
    size_t count = json_array_size(list);
    if (list)
        scope_numbers_of(scope, key, list, term, count < HEAD_TERMS ? (int)count : HEAD_TERMS);
    json_decref(list);
}

// A choice stands in the file by its name.
static double read_choice(struct scope *scope, const struct param *param)
{
    char name[64], what[160];
    scope_text(scope, param->name, name, sizeof name);
    int choice = param_choice_find(param, name);
    if (choice >= 0)
        return choice;
    param_range_text(param, what + 8, sizeof what - 8);
    memcpy(what, "must be ", 8);
    scope_fail(scope, param->name, what);
    return param->standard;
}

static double read_value(struct scope *scope, const struct param *param)
{
    if (param->type == PARAM_CHOICE)
        return read_choice(scope, param);
    if (param->type == PARAM_SWITCH)
        return scope_bool(scope, param->name) ? 1.0 : 0.0;
    double value = scope_number(scope, param->name);
    char what[SCOPE_PLACE_BYTES + 64];
    snprintf(what, sizeof what, "%s%s%s", scope->place, *scope->place ? "." : "", param->name);
    struct reader *reader = scope->reader;
    if (!reader->has_failed && !param_check(param, value, what, reader->err))
        reader->has_failed = true;
    return reader->has_failed ? param->standard : value;
}

// Every stored parameter of a group, by the table.
static void read_params(struct scope *scope, enum param_group group, void *base)
{
    int count;
    const struct param *table = param_table(&count);
    for (int i = 0; i < count && !scope->reader->has_failed; i++) {
        const struct param *param = &table[i];
        if (param->group != group || !param->is_stored)
            continue;
        if (param->may_lack && !json_object_get(scope->object, param->name))
            param_store(param, base, param->standard);
        else if (param->type == PARAM_TEXT)
            scope_text(scope, param->name, (char *)base + param->offset, param->bytes);
        else
            param_store(param, base, read_value(scope, param));
    }
}

static void read_head(struct scope *top, struct case_ *case_)
{
    struct scope part = scope_open(top, "head");
    double intervals[9] = {0};
    case_->head.semi_mm = scope_vec3(&part, "semi_mm");
    case_->head.centre_mm = scope_vec3(&part, "centre_mm");
    if (json_object_get(part.object, "terms")) // absent: an ellipsoid
        read_terms(&part, "terms", case_->head.term);
    case_->head.glabella = scope_vec3(&part, "glabella");
    case_->head.whorl = scope_vec3(&part, "whorl");
    if (scope_points(&part, "semi_interval_mm", intervals, 3, 3) != 3)
        scope_fail(&part, "semi_interval_mm", "must hold three intervals");
    for (int i = 0; i < 3; i++)
        case_->semi_mm[i] = (struct interval){intervals[3 * i], intervals[3 * i + 1], intervals[3 * i + 2]};
    scope_close(&part);
}

static void read_ruler(struct scope *scope, struct marks *marks)
{
    marks->has_ruler = json_object_get(scope->object, "ruler") != NULL;
    if (!marks->has_ruler)
        return;
    struct scope part = scope_open(scope, "ruler");
    marks->ruler[0] = scope_px(&part, "from");
    marks->ruler[1] = scope_px(&part, "to");
    marks->ruler_mm = scope_number(&part, "length_mm");
    scope_close(&part);
}

// Absent where none was seen, and in files that know of none.
static void read_irises(struct scope *scope, struct marks *marks)
{
    static const char *const eyes[2] = {"left", "right"};
    if (!json_object_get(scope->object, "iris_px"))
        return;
    struct scope part = scope_open(scope, "iris_px");
    for (int i = 0; i < 2 && part.object; i++) {
        struct pt_px breadth = scope_px(&part, eyes[i]); // and its sigma
        marks->iris_px[i] = breadth.x;
        marks->iris_sigma_px[i] = breadth.y;
    }
    scope_close(&part);
}

static void read_draft(struct scope *scope, struct marks *marks)
{
    if (!json_object_get(scope->object, "draft"))
        return;
    struct scope part = scope_open(scope, "draft");
    marks->certainty = scope_number(&part, "certainty");
    marks->is_facing_drafted = scope_bool(&part, "is_facing");
    marks->outline_drafted_mm = scope_number(&part, "outline_mm");
    marks->has_turn = part.object && json_object_get(part.object, "turn_forward") != NULL;
    if (marks->has_turn) {
        marks->turn_forward = scope_vec3(&part, "turn_forward");
        marks->turn_up = scope_vec3(&part, "turn_up");
        marks->turn_sigma_rad = scope_number(&part, "turn_sigma_rad");
    }
    if (part.object && json_object_get(part.object, "hairline"))
        marks->hairline_count = scope_points(&part, "hairline", &marks->hairline[0].x, 2, MARKS_MOST_HAIRLINE);
    for (int i = 0; i < LANDMARK_COUNT && part.object; i++)
        if (json_object_get(part.object, landmark_name((enum landmark)i)))
            marks->drafted_mm[i] = scope_number(&part, landmark_name((enum landmark)i));
    scope_close(&part);
}

static void read_marks(struct scope *scope, struct marks *marks)
{
    struct scope part = scope_open(scope, "marks");
    marks->focal_35mm = scope_number(&part, "focal_35mm");
    char facing[32];
    scope_text(&part, "facing", facing, sizeof facing);
    if (!part.reader->has_failed && !facing_find(facing, &marks->facing))
        scope_fail(&part, "facing", "is no direction that this program knows");
    struct scope names = scope_open(&part, "landmarks");
    for (int i = 0; i < LANDMARK_COUNT && names.object; i++) {
        const char *name = landmark_name((enum landmark)i);
        marks->has_landmark[i] = json_object_get(names.object, name) != NULL;
        if (marks->has_landmark[i])
            marks->landmark[i] = scope_px(&names, name);
    }
    scope_close(&names);
    marks->outline_count = scope_points(&part, "outline", &marks->outline[0].x, 2, MARKS_MOST_OUTLINE);
    read_ruler(&part, marks);
    read_irises(&part, marks);
    read_draft(&part, marks);
    scope_close(&part);
}

static void read_pose(struct scope *scope, struct view *view)
{
    struct scope part = scope_open(scope, "pose");
    double rows[9] = {0};
    view->focal_px = scope_number(&part, "focal_px");
    view->centre_px = scope_px(&part, "centre_px");
    if (scope_points(&part, "to_camera", rows, 3, 3) != 3)
        scope_fail(&part, "to_camera", "must hold three rows");
    memcpy(view->to_camera.row, rows, sizeof rows);
    view->origin_mm = scope_vec3(&part, "origin_mm");
    scope_close(&part);
}

// Absent in files that know no other kind.
static int read_mask_of(struct scope *scope)
{
    json_t *value = scope_take(scope, "of", false);
    enum mask_of of = MASK_AWAY;
    if (value && (!json_is_string(value) || !mask_of_find(json_string_value(value), &of)))
        scope_fail(scope, "of", "must be away, hair, shine or blur");
    json_decref(value);
    return (int)of;
}

static void read_mask(struct scope *scope, struct case_view *view)
{
    int count;
    json_t *list = scope_take_list(scope, "mask", CASE_MOST_STROKES, &count);
    for (int i = 0; i < count && !scope->reader->has_failed; i++) {
        struct mask_stroke stroke = {0};
        struct scope part = scope_open_item(scope, "mask", list, i);
        char index[16];
        snprintf(index, sizeof index, "%d", i);
        scope_name_item(&part, scope, "mask", index);
        stroke.of = read_mask_of(&part);
        stroke.erases = scope_bool(&part, "erases");
        stroke.is_drafted =
            part.object && json_object_get(part.object, "is_drafted") && scope_bool(&part, "is_drafted");
        stroke.width_px = scope_number(&part, "width_px");
        stroke.point_count = scope_points(&part, "points", &stroke.point[0].x, 2, CASE_STROKE_MOST_POINTS);
        case_view_add_stroke(view, &stroke);
        scope_close(&part);
    }
    json_decref(list);
}

static void read_view(struct scope *top, struct scope *part, struct case_view *view)
{
    double size[2] = {0}, scale[3] = {0};
    scope_text(part, "photo", view->photo_name, sizeof view->photo_name);
    scope_name_item(part, top, "views", view->photo_name);
    scope_text(part, "sha256", view->photo_sha256, sizeof view->photo_sha256);
    scope_numbers(part, "size_px", size, 2);
    for (int i = 0; i < 2; i++)
        if (!(size[i] >= 1.0 && size[i] <= 1e6)) {
            scope_fail(part, "size_px", "is not that of a photo");
            return;
        }
    view->view.width_px = view->marks.width_px = (int)size[0];
    view->view.height_px = view->marks.height_px = (int)size[1];
    read_params(part, PARAM_VIEW, view);
    read_marks(part, &view->marks);
    read_pose(part, &view->view);
    scope_numbers(part, "scale_px_per_mm", scale, 3);
    view->scale_px_per_mm = (struct interval){scale[0], scale[1], scale[2]};
    view->residual_px = scope_number(part, "residual_px");
    read_mask(part, view);
}

static void read_views(struct scope *top, struct case_ *case_)
{
    int count;
    json_t *list = scope_take_list(top, "views", CASE_MOST_VIEWS, &count);
    for (int i = 0; i < count && !top->reader->has_failed; i++) {
        struct scope part = scope_open_item(top, "views", list, i);
        read_view(top, &part, case_add_view(case_));
        scope_close(&part);
    }
    json_decref(list);
}

// Absent where a person laid it.
static double read_draft_certainty(struct scope *scope)
{
    bool is_drafted = scope->object && json_object_get(scope->object, "draft_certainty");
    return is_drafted ? scope_number(scope, "draft_certainty") : 0.0;
}

static void read_hairline(struct scope *scope, struct hairline *hairline)
{
    struct scope part = scope_open(scope, "hairline");
    hairline->draft_certainty = read_draft_certainty(&part);
    read_params(&part, PARAM_HAIRLINE, hairline);
    hairline->point_count = scope_points(&part, "points", &hairline->point[0].x, 3, HAIRLINE_MOST_POINTS);
    scope_close(&part);
}

static void read_zones(struct scope *scope, struct option *option)
{
    json_t *list = scope_take_list(scope, "zones", OPTION_MOST_ZONES, &option->zone_count);
    for (int i = 0; i < option->zone_count && !scope->reader->has_failed; i++) {
        struct zone *zone = &option->zone[i];
        struct scope part = scope_open_item(scope, "zones", list, i);
        scope_text(&part, "name", zone->name, sizeof zone->name);
        scope_name_item(&part, scope, "zones", zone->name);
        zone->draft_certainty = read_draft_certainty(&part);
        read_params(&part, PARAM_ZONE, zone);
        zone->point_count = scope_points(&part, "points", &zone->point[0].x, 3, ZONE_MOST_POINTS);
        scope_close(&part);
    }
    json_decref(list);
}

static void read_option(struct scope *part, struct option *option)
{
    read_hairline(part, &option->hairline);
    struct scope technique = scope_open(part, "technique");
    read_params(&technique, PARAM_TECHNIQUE, &option->technique);
    scope_close(&technique);
    read_zones(part, option);
}

static void read_options(struct scope *top, struct case_ *case_)
{
    int count;
    json_t *list = scope_take_list(top, "options", CASE_MOST_OPTIONS, &count);
    for (int i = 0; i < count && !top->reader->has_failed; i++) {
        struct option option = {0};
        struct scope part = scope_open_item(top, "options", list, i);
        scope_text(&part, "name", option.name, sizeof option.name);
        scope_name_item(&part, top, "options", option.name);
        read_option(&part, &option);
        if (!top->reader->has_failed && !case_add_option(case_, &option))
            scope_fail(&part, "name", "is taken by an option above");
        scope_close(&part);
    }
    json_decref(list);
}

static void read_event(struct scope *part, struct case_ *case_, int index)
{
    struct event *event = &case_->course.event[index];
    read_params(part, PARAM_EVENT, event);
    if (part->reader->has_failed || !event->is_done)
        return;
    struct option option = {0};
    struct scope done = scope_open(part, "done_with");
    scope_text(&done, "name", option.name, sizeof option.name);
    read_option(&done, &option);
    scope_close(&done);
    case_set_done(case_, index, &option);
}

static void read_course(struct scope *top, struct case_ *case_)
{
    struct scope course = scope_open(top, "course");
    read_params(&course, PARAM_COURSE, &case_->course);
    int count;
    json_t *list = scope_take_list(&course, "events", COURSE_MOST_EVENTS, &count);
    case_->course.event_count = 0;
    for (int i = 0; i < count && !top->reader->has_failed; i++) {
        struct scope part = scope_open_item(&course, "events", list, i);
        char index[16];
        snprintf(index, sizeof index, "%d", i);
        scope_name_item(&part, &course, "events", index);
        case_->course.event[i] = (struct event){0};
        case_->course.event_count = i + 1;
        read_event(&part, case_, i);
        scope_close(&part);
    }
    json_decref(list);
    scope_close(&course);
}

// The format stands first, so that a file of another program is refused for what it is.
static void read_case(struct scope *top, struct case_ *case_)
{
    if (!json_is_object(top->object) || !json_object_get(top->object, "stipple")) {
        scope_fail(top, "", "this is no Stipple case: it does not begin with its format number");
        return;
    }
    case_->format = scope_whole(top, "stipple", 1, 1000000);
    case_->field_version = (uint32_t)scope_whole(top, "field_version", 1, 1000000);
    read_params(top, PARAM_CASE, case_);
    read_head(top, case_);
    read_views(top, case_);
    read_options(top, case_);
    read_course(top, case_);
}

// What the parser would recurse over, and take memory for, before it does: brackets, and values, outside of strings.
static bool is_too_much(const char *text, size_t size, struct err *err)
{
    int depth = 0;
    size_t values = 1;
    bool in_string = false;
    for (size_t i = 0; i < size && depth <= CASE_FILE_MOST_DEPTH; i++) {
        char c = text[i];
        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '{' || c == '['))
            depth++;
        else if (!in_string && (c == '}' || c == ']'))
            depth--;
        values += !in_string && (c == ',' || c == '{' || c == '[');
    }
    if (depth > CASE_FILE_MOST_DEPTH)
        err_set(err, ERR_INPUT, "nested deeper than %d: no case is", CASE_FILE_MOST_DEPTH);
    else if (values > CASE_FILE_MOST_VALUES)
        err_set(err, ERR_INPUT, "more than %d values: no case has so many", CASE_FILE_MOST_VALUES);
    return depth > CASE_FILE_MOST_DEPTH || values > CASE_FILE_MOST_VALUES;
}

static json_t *parse_json(const char *text, size_t size, struct err *err)
{
    if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        size -= 3;
    }
    if (size > (size_t)CASE_FILE_MOST_MB << 20) {
        err_set(err, ERR_INPUT, "larger than %d MB: no case is", CASE_FILE_MOST_MB);
        return NULL;
    }
    if (is_too_much(text, size, err))
        return NULL;
    json_error_t where;
    json_t *tree = json_loadb(text, size, JSON_REJECT_DUPLICATES, &where);
    if (!tree)
        err_set(err, ERR_INPUT, "line %d: not sound JSON: %s", where.line, where.text);
    return tree;
}

// Not in the file: it follows from what is.
static void fit_rim(struct case_view *view, const struct head *head)
{
    const struct marks *marks = &view->marks;
    rim_fit(&view->view, head, marks->outline, marks->outline_count, marks->outline_drafted_mm);
}

static struct case_ *case_of_text(const char *text, size_t size, struct err *err)
{
    json_t *tree = parse_json(text, size, err);
    if (!tree)
        return NULL;
    struct reader reader = {.err = err, .unknown = json_object()};
    struct scope top = {.reader = &reader, .object = tree};
    struct case_ *case_ = case_create();
    read_case(&top, case_);
    scope_close(&top);
    case_->unknown = reader.unknown;
    if (!reader.has_failed && case_validate(case_, err)) {
        for (int i = 0; i < case_->view_count; i++)
            fit_rim(case_->view[i], &case_->head);
        return case_;
    }
    if (case_->format > CASE_FORMAT)
        err_prefix(err, "made by a newer Stipple, format %d", case_->format);
    case_destroy(case_);
    return NULL;
}

struct case_ *case_parse(const char *text, size_t size, struct err *err)
{
    struct case_ *case_ = case_of_text(text, size, err);
    if (!case_)
        err_advise(err, "fetch the file again, or see stipple versions for an earlier one");
    return case_;
}

struct case_ *case_load(const char *path, struct err *err)
{
    struct bytes bytes;
    if (!file_read(path, (size_t)CASE_FILE_MOST_MB << 20, &bytes, err))
        return NULL;
    struct case_ *case_ = case_parse((const char *)bytes.data, bytes.size, err);
    mem_free(bytes.data);
    if (!case_)
        err_prefix(err, "%s", path);
    return case_;
}

bool case_is_text(const void *head, size_t size)
{
    const unsigned char *bytes = head;
    size_t i = size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (i < size && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\n' || bytes[i] == '\r'))
        i++;
    return i < size && bytes[i] == '{';
}
