// Reading a case. Every function goes on after a failure without doing more; the first error stays.
#include "plan/case_file.h"

#include "base/file.h"
#include "base/mem.h"
#include "model/rim_fit.h"
#include "plan/case_part.h"
#include "plan/param.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PLACE_BYTES = 192 };

struct reader {
    bool has_failed;
    struct err *err;
    json_t *unknown; // place by identity -> object of keys that nobody asked for
};

// One object of the file. Keys that were read are taken out of it; what is left is unknown.
struct scope {
    struct reader *reader;
    json_t *object;
    char place[PLACE_BYTES];  // for messages: options[0].hairline
    char id[CASE_PART_BYTES]; // for unknown keys: options/A/hairline
};

static void fail(struct scope *scope, const char *key, const char *what)
{
    if (!scope->reader->has_failed)
        err_set(scope->reader->err, ERR_INPUT, "%s%s%s%s%s", scope->place, *scope->place && *key ? "." : "", key,
                *scope->place || *key ? " " : "", what);
    scope->reader->has_failed = true;
}

// The value of a key, out of the object and the caller's to release; NULL after a failure.
static json_t *take(struct scope *scope, const char *key, bool is_needed)
{
    if (scope->reader->has_failed)
        return NULL;
    json_t *value = json_object_get(scope->object, key);
    if (!value && is_needed)
        fail(scope, key, "is missing");
    json_incref(value);
    json_object_del(scope->object, key);
    return value;
}

static double number_of(struct scope *scope, const char *key, const json_t *value)
{
    double number = json_number_value(value);
    if (!json_is_number(value) || !isfinite(number))
        fail(scope, key, "must be a number");
    return number;
}

static double read_number(struct scope *scope, const char *key)
{
    json_t *value = take(scope, key, true);
    double number = value ? number_of(scope, key, value) : 0.0;
    json_decref(value);
    return number;
}

static int read_whole(struct scope *scope, const char *key, int least, int most)
{
    double number = read_number(scope, key);
    char what[64];
    snprintf(what, sizeof what, "must be a whole number from %d to %d", least, most);
    if (!(number >= least && number <= most) || number != floor(number)) {
        fail(scope, key, what);
        return least;
    }
    return (int)number;
}

static bool read_bool(struct scope *scope, const char *key)
{
    json_t *value = take(scope, key, true);
    if (value && !json_is_boolean(value))
        fail(scope, key, "must be true or false");
    bool is_true = json_is_true(value);
    json_decref(value);
    return is_true;
}

static void read_text(struct scope *scope, const char *key, char *out, size_t room)
{
    json_t *value = take(scope, key, true);
    *out = 0;
    if (value && !json_is_string(value))
        fail(scope, key, "must be text");
    else if (value && json_string_length(value) >= room)
        fail(scope, key, "is too long");
    else if (value)
        memcpy(out, json_string_value(value), json_string_length(value) + 1);
    json_decref(value);
}

// Numbers of a fixed-length list. `key` is only for messages.
static void numbers_of(struct scope *scope, const char *key, const json_t *list, double *out, int count)
{
    char what[48];
    snprintf(what, sizeof what, "must be a list of %d numbers", count);
    if (!json_is_array(list) || json_array_size(list) != (size_t)count) {
        fail(scope, key, what);
        return;
    }
    for (int i = 0; i < count; i++)
        out[i] = number_of(scope, key, json_array_get(list, (size_t)i));
}

static void read_numbers(struct scope *scope, const char *key, double *out, int count)
{
    json_t *list = take(scope, key, true);
    if (list)
        numbers_of(scope, key, list, out, count);
    json_decref(list);
}

// Cases of older programs have fewer terms; those that are not there stay.
static void read_terms(struct scope *scope, const char *key, double term[HEAD_TERMS])
{
    json_t *list = take(scope, key, true);
    size_t count = json_array_size(list);
    if (list)
        numbers_of(scope, key, list, term, count < HEAD_TERMS ? (int)count : HEAD_TERMS);
    json_decref(list);
}

// A list of points of `width` numbers each; returns how many.
static int read_points(struct scope *scope, const char *key, double *out, int width, int most)
{
    json_t *list = take(scope, key, true);
    int count = 0;
    char what[48];
    snprintf(what, sizeof what, "must be a list of at most %d points", most);
    if (list && (!json_is_array(list) || json_array_size(list) > (size_t)most))
        fail(scope, key, what);
    else if (list)
        for (count = 0; count < (int)json_array_size(list); count++)
            numbers_of(scope, key, json_array_get(list, (size_t)count), out + count * width, width);
    json_decref(list);
    return count;
}

_Static_assert(sizeof(struct vec3) == 3 * sizeof(double), "points are read as numbers");
_Static_assert(sizeof(struct pt_px) == 2 * sizeof(double), "points are read as numbers");

static struct vec3 read_vec3(struct scope *scope, const char *key)
{
    double v[3] = {0};
    read_numbers(scope, key, v, 3);
    return vec3_make(v[0], v[1], v[2]);
}

static struct pt_px read_px(struct scope *scope, const char *key)
{
    double v[2] = {0};
    read_numbers(scope, key, v, 2);
    return (struct pt_px){v[0], v[1]};
}

// Opens the object at a key; after a failure an empty one, so that the caller need not look.
static struct scope open_part(struct scope *scope, const char *key)
{
    struct scope part = {.reader = scope->reader, .object = take(scope, key, true)};
    snprintf(part.place, sizeof part.place, "%.120s%s%.60s", scope->place, *scope->place ? "." : "", key);
    case_part_id(part.id, scope->id, key, "");
    if (part.object && !json_is_object(part.object))
        fail(scope, key, "must be an object");
    return part;
}

// Element `index` of a list that was taken. name_item says which it is, once read.
static struct scope open_item(struct scope *scope, const char *key, json_t *list, int index)
{
    struct scope part = {.reader = scope->reader, .object = json_incref(json_array_get(list, (size_t)index))};
    snprintf(part.place, sizeof part.place, "%.100s%s%.60s[%d]", scope->place, *scope->place ? "." : "", key, index);
    if (!json_is_object(part.object))
        fail(&part, "", "must be an object");
    return part;
}

static void name_item(struct scope *item, const struct scope *parent, const char *key, const char *name)
{
    case_part_id(item->id, parent->id, key, name);
}

static void close_part(struct scope *part)
{
    if (!part->reader->has_failed && json_object_size(part->object) > 0)
        json_object_set(part->reader->unknown, part->id, part->object);
    json_decref(part->object);
}

static json_t *take_list(struct scope *scope, const char *key, int most, int *count)
{
    json_t *list = take(scope, key, true);
    char what[48];
    snprintf(what, sizeof what, "must be a list of at most %d", most);
    *count = 0;
    if (list && (!json_is_array(list) || json_array_size(list) > (size_t)most))
        fail(scope, key, what);
    else if (list)
        *count = (int)json_array_size(list);
    return list;
}

// A choice stands in the file by its name.
static double read_choice(struct scope *scope, const struct param *param)
{
    char name[64], what[160];
    read_text(scope, param->name, name, sizeof name);
    int choice = param_choice_find(param, name);
    if (choice >= 0)
        return choice;
    param_range_text(param, what + 8, sizeof what - 8);
    memcpy(what, "must be ", 8);
    fail(scope, param->name, what);
    return param->standard;
}

static double read_value(struct scope *scope, const struct param *param)
{
    if (param->type == PARAM_CHOICE)
        return read_choice(scope, param);
    if (param->type == PARAM_SWITCH)
        return read_bool(scope, param->name) ? 1.0 : 0.0;
    double value = read_number(scope, param->name);
    char what[PLACE_BYTES + 64];
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
            read_text(scope, param->name, (char *)base + param->offset, param->bytes);
        else
            param_store(param, base, read_value(scope, param));
    }
}

static void read_head(struct scope *top, struct case_ *case_)
{
    struct scope part = open_part(top, "head");
    double intervals[9] = {0};
    case_->head.semi_mm = read_vec3(&part, "semi_mm");
    case_->head.centre_mm = read_vec3(&part, "centre_mm");
    if (json_object_get(part.object, "terms")) // absent: an ellipsoid
        read_terms(&part, "terms", case_->head.term);
    case_->head.glabella = read_vec3(&part, "glabella");
    case_->head.whorl = read_vec3(&part, "whorl");
    if (read_points(&part, "semi_interval_mm", intervals, 3, 3) != 3)
        fail(&part, "semi_interval_mm", "must hold three intervals");
    for (int i = 0; i < 3; i++)
        case_->semi_mm[i] = (struct interval){intervals[3 * i], intervals[3 * i + 1], intervals[3 * i + 2]};
    close_part(&part);
}

static void read_ruler(struct scope *scope, struct marks *marks)
{
    marks->has_ruler = json_object_get(scope->object, "ruler") != NULL;
    if (!marks->has_ruler)
        return;
    struct scope part = open_part(scope, "ruler");
    marks->ruler[0] = read_px(&part, "from");
    marks->ruler[1] = read_px(&part, "to");
    marks->ruler_mm = read_number(&part, "length_mm");
    close_part(&part);
}

// Absent where none was seen, and in files that know of none.
static void read_irises(struct scope *scope, struct marks *marks)
{
    static const char *const eyes[2] = {"left", "right"};
    if (!json_object_get(scope->object, "iris_px"))
        return;
    struct scope part = open_part(scope, "iris_px");
    for (int i = 0; i < 2 && part.object; i++) {
        struct pt_px breadth = read_px(&part, eyes[i]); // and its sigma
        marks->iris_px[i] = breadth.x;
        marks->iris_sigma_px[i] = breadth.y;
    }
    close_part(&part);
}

static void read_draft(struct scope *scope, struct marks *marks)
{
    if (!json_object_get(scope->object, "draft"))
        return;
    struct scope part = open_part(scope, "draft");
    marks->certainty = read_number(&part, "certainty");
    marks->is_facing_drafted = read_bool(&part, "is_facing");
    marks->outline_drafted_mm = read_number(&part, "outline_mm");
    marks->has_turn = part.object && json_object_get(part.object, "turn_forward") != NULL;
    if (marks->has_turn) {
        marks->turn_forward = read_vec3(&part, "turn_forward");
        marks->turn_up = read_vec3(&part, "turn_up");
        marks->turn_sigma_rad = read_number(&part, "turn_sigma_rad");
    }
    if (part.object && json_object_get(part.object, "hairline"))
        marks->hairline_count = read_points(&part, "hairline", &marks->hairline[0].x, 2, MARKS_MOST_HAIRLINE);
    for (int i = 0; i < LANDMARK_COUNT && part.object; i++)
        if (json_object_get(part.object, landmark_name((enum landmark)i)))
            marks->drafted_mm[i] = read_number(&part, landmark_name((enum landmark)i));
    close_part(&part);
}

static void read_marks(struct scope *scope, struct marks *marks)
{
    struct scope part = open_part(scope, "marks");
    marks->focal_35mm = read_number(&part, "focal_35mm");
    char facing[32];
    read_text(&part, "facing", facing, sizeof facing);
    if (!part.reader->has_failed && !facing_find(facing, &marks->facing))
        fail(&part, "facing", "is no direction that this program knows");
    struct scope names = open_part(&part, "landmarks");
    for (int i = 0; i < LANDMARK_COUNT && names.object; i++) {
        const char *name = landmark_name((enum landmark)i);
        marks->has_landmark[i] = json_object_get(names.object, name) != NULL;
        if (marks->has_landmark[i])
            marks->landmark[i] = read_px(&names, name);
    }
    close_part(&names);
    marks->outline_count = read_points(&part, "outline", &marks->outline[0].x, 2, MARKS_MOST_OUTLINE);
    read_ruler(&part, marks);
    read_irises(&part, marks);
    read_draft(&part, marks);
    close_part(&part);
}

static void read_pose(struct scope *scope, struct view *view)
{
    struct scope part = open_part(scope, "pose");
    double rows[9] = {0};
    view->focal_px = read_number(&part, "focal_px");
    view->centre_px = read_px(&part, "centre_px");
    if (read_points(&part, "to_camera", rows, 3, 3) != 3)
        fail(&part, "to_camera", "must hold three rows");
    memcpy(view->to_camera.row, rows, sizeof rows);
    view->origin_mm = read_vec3(&part, "origin_mm");
    close_part(&part);
}

// Absent in files that know no other kind.
static int read_mask_of(struct scope *scope)
{
    json_t *value = take(scope, "of", false);
    enum mask_of of = MASK_AWAY;
    if (value && (!json_is_string(value) || !mask_of_find(json_string_value(value), &of)))
        fail(scope, "of", "must be away, hair, shine or blur");
    json_decref(value);
    return (int)of;
}

static void read_mask(struct scope *scope, struct case_view *view)
{
    int count;
    json_t *list = take_list(scope, "mask", CASE_MOST_STROKES, &count);
    for (int i = 0; i < count && !scope->reader->has_failed; i++) {
        struct mask_stroke stroke = {0};
        struct scope part = open_item(scope, "mask", list, i);
        char index[16];
        snprintf(index, sizeof index, "%d", i);
        name_item(&part, scope, "mask", index);
        stroke.of = read_mask_of(&part);
        stroke.erases = read_bool(&part, "erases");
        stroke.is_drafted = part.object && json_object_get(part.object, "is_drafted") && read_bool(&part, "is_drafted");
        stroke.width_px = read_number(&part, "width_px");
        stroke.point_count = read_points(&part, "points", &stroke.point[0].x, 2, CASE_STROKE_MOST_POINTS);
        case_view_add_stroke(view, &stroke);
        close_part(&part);
    }
    json_decref(list);
}

static void read_view(struct scope *top, struct scope *part, struct case_view *view)
{
    double size[2] = {0}, scale[3] = {0};
    read_text(part, "photo", view->photo_name, sizeof view->photo_name);
    name_item(part, top, "views", view->photo_name);
    read_text(part, "sha256", view->photo_sha256, sizeof view->photo_sha256);
    read_numbers(part, "size_px", size, 2);
    for (int i = 0; i < 2; i++)
        if (!(size[i] >= 1.0 && size[i] <= 1e6)) {
            fail(part, "size_px", "is not that of a photo");
            return;
        }
    view->view.width_px = view->marks.width_px = (int)size[0];
    view->view.height_px = view->marks.height_px = (int)size[1];
    read_params(part, PARAM_VIEW, view);
    read_marks(part, &view->marks);
    read_pose(part, &view->view);
    read_numbers(part, "scale_px_per_mm", scale, 3);
    view->scale_px_per_mm = (struct interval){scale[0], scale[1], scale[2]};
    view->residual_px = read_number(part, "residual_px");
    read_mask(part, view);
}

static void read_views(struct scope *top, struct case_ *case_)
{
    int count;
    json_t *list = take_list(top, "views", CASE_MOST_VIEWS, &count);
    for (int i = 0; i < count && !top->reader->has_failed; i++) {
        struct scope part = open_item(top, "views", list, i);
        read_view(top, &part, case_add_view(case_));
        close_part(&part);
    }
    json_decref(list);
}

// Absent where a person laid it.
static double read_draft_certainty(struct scope *scope)
{
    bool is_drafted = scope->object && json_object_get(scope->object, "draft_certainty");
    return is_drafted ? read_number(scope, "draft_certainty") : 0.0;
}

static void read_hairline(struct scope *scope, struct hairline *hairline)
{
    struct scope part = open_part(scope, "hairline");
    hairline->draft_certainty = read_draft_certainty(&part);
    read_params(&part, PARAM_HAIRLINE, hairline);
    hairline->point_count = read_points(&part, "points", &hairline->point[0].x, 3, HAIRLINE_MOST_POINTS);
    close_part(&part);
}

static void read_zones(struct scope *scope, struct option *option)
{
    json_t *list = take_list(scope, "zones", OPTION_MOST_ZONES, &option->zone_count);
    for (int i = 0; i < option->zone_count && !scope->reader->has_failed; i++) {
        struct zone *zone = &option->zone[i];
        struct scope part = open_item(scope, "zones", list, i);
        read_text(&part, "name", zone->name, sizeof zone->name);
        name_item(&part, scope, "zones", zone->name);
        zone->draft_certainty = read_draft_certainty(&part);
        read_params(&part, PARAM_ZONE, zone);
        zone->point_count = read_points(&part, "points", &zone->point[0].x, 3, ZONE_MOST_POINTS);
        close_part(&part);
    }
    json_decref(list);
}

static void read_option(struct scope *part, struct option *option)
{
    read_hairline(part, &option->hairline);
    struct scope technique = open_part(part, "technique");
    read_params(&technique, PARAM_TECHNIQUE, &option->technique);
    close_part(&technique);
    read_zones(part, option);
}

static void read_options(struct scope *top, struct case_ *case_)
{
    int count;
    json_t *list = take_list(top, "options", CASE_MOST_OPTIONS, &count);
    for (int i = 0; i < count && !top->reader->has_failed; i++) {
        struct option option = {0};
        struct scope part = open_item(top, "options", list, i);
        read_text(&part, "name", option.name, sizeof option.name);
        name_item(&part, top, "options", option.name);
        read_option(&part, &option);
        if (!top->reader->has_failed && !case_add_option(case_, &option))
            fail(&part, "name", "is taken by an option above");
        close_part(&part);
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
    struct scope done = open_part(part, "done_with");
    read_text(&done, "name", option.name, sizeof option.name);
    read_option(&done, &option);
    close_part(&done);
    case_set_done(case_, index, &option);
}

static void read_course(struct scope *top, struct case_ *case_)
{
    struct scope course = open_part(top, "course");
    read_params(&course, PARAM_COURSE, &case_->course);
    int count;
    json_t *list = take_list(&course, "events", COURSE_MOST_EVENTS, &count);
    case_->course.event_count = 0;
    for (int i = 0; i < count && !top->reader->has_failed; i++) {
        struct scope part = open_item(&course, "events", list, i);
        char index[16];
        snprintf(index, sizeof index, "%d", i);
        name_item(&part, &course, "events", index);
        case_->course.event[i] = (struct event){0};
        case_->course.event_count = i + 1;
        read_event(&part, case_, i);
        close_part(&part);
    }
    json_decref(list);
    close_part(&course);
}

// The format stands first, so that a file of another program is refused for what it is.
static void read_case(struct scope *top, struct case_ *case_)
{
    if (!json_is_object(top->object) || !json_object_get(top->object, "stipple")) {
        fail(top, "", "this is no Stipple case: it does not begin with its format number");
        return;
    }
    case_->format = read_whole(top, "stipple", 1, 1000000);
    case_->field_version = (uint32_t)read_whole(top, "field_version", 1, 1000000);
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
    close_part(&top);
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
