// Writing a case: the same order of keys every time, unknown ones after the known.
#include "plan/case_file.h"

#include "base/file.h"
#include "base/mem.h"
#include "plan/case_part.h"
#include "plan/json_text.h"
#include "plan/param.h"
#include "plan/text_memo.h"

#include <stdio.h>
#include <string.h>

// Pieces of the case from which alone, and from unknown keys, a part of the text follows: where it stands, how deep
// (below done_with DONE deeper), and of how many bytes it is made.
enum kind { MARKS, STROKE, HAIRLINE, ZONE, KINDS };
enum { OPTION = 0, DONE = 2, MOST_DEPTH = 8 };
static const struct {
    const char *place;
    int depth;
    size_t size;
} KIND[KINDS] = {[MARKS] = {"/marks", 3, sizeof(struct marks)},
                 [STROKE] = {"/mask/", 4, sizeof(struct mask_stroke)},
                 [HAIRLINE] = {"/hairline", 3, sizeof(struct hairline)},
                 [ZONE] = {"/zones/", 4, sizeof(struct zone)}};

struct writer {
    const json_t *unknown;
    struct text_memo *memo; // NULL: all is made anew
    bool is_anew[KINDS];    // made anew all the same: some of them hold unknown keys
};

static struct writer begin(const json_t *unknown, struct text_memo *memo)
{
    struct writer writer = {.unknown = unknown, .memo = memo};
    const char *id;
    json_t *keys;
    json_object_foreach((json_t *)unknown, id, keys)
    {
        for (int k = 0; k < KINDS; k++)
            writer.is_anew[k] |= strstr(id, KIND[k].place) != NULL;
    }
    if (memo)
        text_memo_turn(memo);
    return writer;
}

// The part that was made of this piece before; NULL: none.
static json_t *before(const struct writer *writer, enum kind kind, int deeper, const void *piece)
{
    if (!writer->memo || writer->is_anew[kind])
        return NULL;
    int number = MOST_DEPTH * (int)kind + deeper;
    const char *text = text_memo_find(writer->memo, number, piece, KIND[kind].size);
    return text ? json_part(text) : NULL;
}

// Takes the part that was made of this piece, for the next time.
static json_t *kept(const struct writer *writer, enum kind kind, int deeper, const void *piece, json_t *take_part)
{
    if (!writer->memo || writer->is_anew[kind])
        return take_part;
    char *text = json_text_of_part(take_part, KIND[kind].depth + deeper);
    json_decref(take_part);
    int number = MOST_DEPTH * (int)kind + deeper;
    return json_part(text_memo_add(writer->memo, number, piece, KIND[kind].size, text));
}

static json_t *numbers(const double *value, int count)
{
    json_t *list = json_array();
    for (int i = 0; i < count; i++)
        json_array_append_new(list, json_real(value[i]));
    return list;
}

static json_t *points(const double *value, int width, int count)
{
    json_t *list = json_array();
    for (int i = 0; i < count; i++)
        json_array_append_new(list, numbers(value + i * width, width));
    return list;
}

static json_t *px(struct pt_px p)
{
    return numbers(&p.x, 2);
}

static json_t *vec3(struct vec3 v)
{
    return numbers(&v.x, 3);
}

static json_t *interval(struct interval i)
{
    return numbers((double[]){i.low, i.likely, i.high}, 3);
}

static void put(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

// Adds what an earlier load did not know of this object.
static json_t *sealed(const struct writer *writer, json_t *object, const char *id)
{
    json_t *unknown = json_object_get(writer->unknown, id);
    if (unknown)
        json_object_update_missing(object, unknown);
    return object;
}

static json_t *value_json(const struct param *param, const void *base)
{
    if (param->type == PARAM_TEXT)
        return json_string((const char *)base + param->offset);
    double value = param_load(param, base);
    if (param->type == PARAM_CHOICE)
        return json_string(param->choice_name((int)value));
    if (param->type == PARAM_SWITCH)
        return json_boolean(value != 0.0);
    return param->type == PARAM_WHOLE ? json_integer((json_int_t)value) : json_real(value);
}

static void put_params(json_t *object, enum param_group group, const void *base)
{
    int count;
    const struct param *table = param_table(&count);
    for (int i = 0; i < count; i++)
        if (table[i].group == group && table[i].is_stored)
            put(object, table[i].name, value_json(&table[i], base));
}

enum { FIRST_TERMS = 4 }; // of the first format

static json_t *head_json(const struct writer *writer, const struct case_ *case_)
{
    json_t *object = json_object(), *intervals = json_array(), *terms = json_array();
    put(object, "semi_mm", vec3(case_->head.semi_mm));
    put(object, "centre_mm", vec3(case_->head.centre_mm));
    int term_count = HEAD_TERMS;
    while (term_count > FIRST_TERMS && case_->head.term[term_count - 1] == 0.0) // an older case stays as it was
        term_count--;
    for (int i = 0; i < term_count; i++)
        json_array_append_new(terms, json_real(case_->head.term[i]));
    put(object, "terms", terms);
    put(object, "glabella", vec3(case_->head.glabella));
    put(object, "whorl", vec3(case_->head.whorl));
    for (int i = 0; i < 3; i++)
        json_array_append_new(intervals, interval(case_->semi_mm[i]));
    put(object, "semi_interval_mm", intervals);
    return sealed(writer, object, "head");
}

// What of the marks the program laid itself, and how vague it is.
static json_t *draft_json(const struct marks *marks)
{
    json_t *object = json_object();
    put(object, "certainty", json_real(marks->certainty));
    put(object, "is_facing", json_boolean(marks->is_facing_drafted));
    put(object, "outline_mm", json_real(marks->outline_drafted_mm));
    if (marks->has_turn) {
        put(object, "turn_forward", vec3(marks->turn_forward));
        put(object, "turn_up", vec3(marks->turn_up));
        put(object, "turn_sigma_rad", json_real(marks->turn_sigma_rad));
    }
    if (marks->hairline_count > 0)
        put(object, "hairline", points(&marks->hairline[0].x, 2, marks->hairline_count));
    for (int i = 0; i < LANDMARK_COUNT; i++)
        if (marks->drafted_mm[i] > 0.0)
            put(object, landmark_name((enum landmark)i), json_real(marks->drafted_mm[i]));
    return object;
}

static json_t *marks_json(const struct writer *writer, const struct marks *marks, const char *parent)
{
    char id[CASE_PART_BYTES], part[CASE_PART_BYTES];
    json_t *done = before(writer, MARKS, 0, marks);
    if (done)
        return done;
    case_part_id(id, parent, "marks", "");
    json_t *object = json_object(), *landmarks = json_object();
    put(object, "focal_35mm", json_real(marks->focal_35mm));
    put(object, "facing", json_string(facing_name(marks->facing)));
    for (int i = 0; i < LANDMARK_COUNT; i++)
        if (marks->has_landmark[i])
            put(landmarks, landmark_name((enum landmark)i), px(marks->landmark[i]));
    case_part_id(part, id, "landmarks", "");
    put(object, "landmarks", sealed(writer, landmarks, part));
    put(object, "outline", points(&marks->outline[0].x, 2, marks->outline_count));
    if (marks->has_ruler) {
        json_t *ruler = json_object();
        put(ruler, "from", px(marks->ruler[0]));
        put(ruler, "to", px(marks->ruler[1]));
        put(ruler, "length_mm", json_real(marks->ruler_mm));
        case_part_id(part, id, "ruler", "");
        put(object, "ruler", sealed(writer, ruler, part));
    }
    if (marks->iris_px[0] > 0.0 || marks->iris_px[1] > 0.0) { // each with its sigma
        json_t *iris = json_object();
        put(iris, "left", numbers((double[]){marks->iris_px[0], marks->iris_sigma_px[0]}, 2));
        put(iris, "right", numbers((double[]){marks->iris_px[1], marks->iris_sigma_px[1]}, 2));
        case_part_id(part, id, "iris_px", "");
        put(object, "iris_px", sealed(writer, iris, part));
    }
    if (marks->certainty > 0.0) {
        case_part_id(part, id, "draft", "");
        put(object, "draft", sealed(writer, draft_json(marks), part));
    }
    return kept(writer, MARKS, 0, marks, sealed(writer, object, id));
}

static json_t *pose_json(const struct writer *writer, const struct view *view, const char *parent)
{
    char id[CASE_PART_BYTES];
    case_part_id(id, parent, "pose", "");
    json_t *object = json_object();
    put(object, "focal_px", json_real(view->focal_px));
    put(object, "centre_px", px(view->centre_px));
    put(object, "to_camera", points(&view->to_camera.row[0].x, 3, 3));
    put(object, "origin_mm", vec3(view->origin_mm));
    return sealed(writer, object, id);
}

static json_t *stroke_json(const struct writer *writer, const struct mask_stroke *stroke, const char *parent, int index)
{
    json_t *done = before(writer, STROKE, 0, stroke);
    if (done)
        return done;
    char id[CASE_PART_BYTES], number[16];
    snprintf(number, sizeof number, "%d", index);
    case_part_id(id, parent, "mask", number);
    json_t *object = json_object();
    if (stroke->of != MASK_AWAY)
        put(object, "of", json_string(mask_of_name((enum mask_of)stroke->of)));
    put(object, "erases", json_boolean(stroke->erases));
    if (stroke->is_drafted)
        put(object, "is_drafted", json_true());
    put(object, "width_px", json_real(stroke->width_px));
    put(object, "points", points(&stroke->point[0].x, 2, stroke->point_count));
    return kept(writer, STROKE, 0, stroke, sealed(writer, object, id));
}

static json_t *mask_json(const struct writer *writer, const struct case_view *view, const char *parent)
{
    json_t *list = json_array();
    for (int i = 0; i < view->stroke_count; i++)
        json_array_append_new(list, stroke_json(writer, &view->stroke[i], parent, i));
    return list;
}

static json_t *view_json(const struct writer *writer, const struct case_view *view)
{
    char id[CASE_PART_BYTES];
    case_part_id(id, "", "views", view->photo_name);
    json_t *object = json_object();
    put(object, "photo", json_string(view->photo_name));
    put(object, "sha256", json_string(view->photo_sha256));
    put(object, "size_px", json_pack("[ii]", view->view.width_px, view->view.height_px));
    put_params(object, PARAM_VIEW, view);
    put(object, "marks", marks_json(writer, &view->marks, id));
    put(object, "pose", pose_json(writer, &view->view, id));
    put(object, "scale_px_per_mm", interval(view->scale_px_per_mm));
    put(object, "residual_px", json_real(view->residual_px));
    put(object, "mask", mask_json(writer, view, id));
    return sealed(writer, object, id);
}

// Where it is the program's: how sure it is of it. A person's has no such key.
static void put_draft_certainty(json_t *object, double certainty)
{
    if (certainty > 0.0)
        put(object, "draft_certainty", json_real(certainty));
}

static json_t *zone_json(const struct writer *writer, const struct zone *zone, const char *parent, int deeper)
{
    json_t *done = before(writer, ZONE, deeper, zone);
    if (done)
        return done;
    char id[CASE_PART_BYTES];
    case_part_id(id, parent, "zones", zone->name);
    json_t *object = json_object();
    put(object, "name", json_string(zone->name));
    put_draft_certainty(object, zone->draft_certainty);
    put_params(object, PARAM_ZONE, zone);
    put(object, "points", points(&zone->point[0].x, 3, zone->point_count));
    return kept(writer, ZONE, deeper, zone, sealed(writer, object, id));
}

static json_t *hairline_json(const struct writer *writer, const struct hairline *hairline, const char *parent,
                             int deeper)
{
    json_t *done = before(writer, HAIRLINE, deeper, hairline);
    if (done)
        return done;
    char id[CASE_PART_BYTES];
    case_part_id(id, parent, "hairline", "");
    json_t *object = json_object();
    put_draft_certainty(object, hairline->draft_certainty);
    put_params(object, PARAM_HAIRLINE, hairline);
    put(object, "points", points(&hairline->point[0].x, 3, hairline->point_count));
    return kept(writer, HAIRLINE, deeper, hairline, sealed(writer, object, id));
}

static json_t *option_json(const struct writer *writer, const struct option *option, const char *id, int deeper)
{
    char part[CASE_PART_BYTES];
    json_t *object = json_object(), *technique = json_object(), *zones = json_array();
    put(object, "name", json_string(option->name));
    put(object, "hairline", hairline_json(writer, &option->hairline, id, deeper));
    put_params(technique, PARAM_TECHNIQUE, &option->technique);
    case_part_id(part, id, "technique", "");
    put(object, "technique", sealed(writer, technique, part));
    for (int i = 0; i < option->zone_count; i++)
        json_array_append_new(zones, zone_json(writer, &option->zone[i], id, deeper));
    put(object, "zones", zones);
    return sealed(writer, object, id);
}

static json_t *event_json(const struct writer *writer, const struct case_ *case_, int index)
{
    char id[CASE_PART_BYTES], part[CASE_PART_BYTES], number[16];
    snprintf(number, sizeof number, "%d", index);
    case_part_id(id, "course", "events", number);
    json_t *object = json_object();
    put_params(object, PARAM_EVENT, &case_->course.event[index]);
    case_part_id(part, id, "done_with", "");
    if (case_->done_with[index])
        put(object, "done_with", option_json(writer, case_->done_with[index], part, DONE));
    return sealed(writer, object, id);
}

static json_t *course_json(const struct writer *writer, const struct case_ *case_)
{
    json_t *object = json_object(), *events = json_array();
    put_params(object, PARAM_COURSE, &case_->course);
    for (int i = 0; i < case_->course.event_count; i++)
        json_array_append_new(events, event_json(writer, case_, i));
    put(object, "events", events);
    return sealed(writer, object, "course");
}

char *case_text(const struct case_ *case_)
{
    return case_text_again(case_, NULL);
}

char *case_text_again(const struct case_ *case_, struct text_memo *memo)
{
    struct writer writer = begin(case_->unknown, memo);
    json_t *top = json_object(), *views = json_array(), *options = json_array();
    put(top, "stipple", json_integer(case_->format));
    put(top, "field_version", json_integer(case_->field_version));
    put_params(top, PARAM_CASE, case_);
    put(top, "head", head_json(&writer, case_));
    for (int i = 0; i < case_->view_count; i++)
        json_array_append_new(views, view_json(&writer, case_->view[i]));
    put(top, "views", views);
    for (int i = 0; i < case_->option_count; i++) {
        char id[CASE_PART_BYTES];
        case_part_id(id, "", "options", case_->option[i]->name);
        json_array_append_new(options, option_json(&writer, case_->option[i], id, OPTION));
    }
    put(top, "options", options);
    put(top, "course", course_json(&writer, case_));
    sealed(&writer, top, "");
    char *text = json_text(top);
    json_decref(top);
    return text;
}

bool case_is_writable(const struct case_ *case_, const char *path, struct err *err)
{
    return case_->format <= CASE_FORMAT ||
           err_set(err, ERR_INPUT,
                   "%s: made by a newer Stipple (format %d, this one writes %d): use that one to change it", path,
                   case_->format, CASE_FORMAT);
}

char *case_checked_text(const struct case_ *case_, const char *path, struct err *err)
{
    if (!case_is_writable(case_, path, err))
        return NULL;
    if (!case_validate(case_, err)) {
        err_prefix(err, "not saved");
        return NULL;
    }
    char *text = case_text(case_);
    struct case_ *again = case_parse(text, strlen(text), err);
    if (!again) {
        mem_free(text);
        text = NULL;
    }
    case_destroy(again);
    return text;
}

bool case_save(const struct case_ *case_, const char *path, struct err *err)
{
    char *text = case_checked_text(case_, path, err);
    bool is_saved = text && file_write_new(path, text, strlen(text), err);
    mem_free(text);
    return is_saved;
}
