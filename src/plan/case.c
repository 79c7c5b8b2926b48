#include "plan/case.h"

#include "base/check.h"
#include "base/mem.h"
#include "plan/param.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void *copy_of(const void *from, size_t bytes)
{
    return memcpy(mem_alloc(bytes), from, bytes);
}

struct case_ *case_create(void)
{
    struct case_ *case_ = mem_alloc(sizeof *case_);
    case_->format = CASE_FORMAT;
    case_->field_version = FIELD_VERSION;
    case_->seed = 1;
    case_->head = head_canonical();
    const double semi[3] = {case_->head.semi_mm.x, case_->head.semi_mm.y, case_->head.semi_mm.z};
    for (int i = 0; i < 3; i++)
        case_->semi_mm[i] = (struct interval){semi[i], semi[i], semi[i]};
    case_->course = course_default();
    return case_;
}

static struct case_view *copy_view(const struct case_view *from)
{
    struct case_view *view = copy_of(from, sizeof *view);
    size_t bytes = (size_t)from->stroke_count * sizeof *from->stroke;
    view->stroke = bytes > 0 ? copy_of(from->stroke, bytes) : NULL;
    return view;
}

struct case_ *case_copy(const struct case_ *from)
{
    struct case_ *case_ = copy_of(from, sizeof *case_);
    for (int i = 0; i < from->view_count; i++)
        case_->view[i] = copy_view(from->view[i]);
    for (int i = 0; i < from->option_count; i++)
        case_->option[i] = copy_of(from->option[i], sizeof *from->option[i]);
    for (int i = 0; i < COURSE_MOST_EVENTS; i++)
        if (from->done_with[i])
            case_->done_with[i] = copy_of(from->done_with[i], sizeof *from->done_with[i]);
    for (int i = 0; i < from->course.event_count; i++)
        case_->course.event[i].done_with = case_->done_with[i];
    json_incref(case_->unknown); // never changed once read
    return case_;
}

void case_destroy(struct case_ *case_)
{
    if (!case_)
        return;
    while (case_->view_count > 0)
        case_remove_view(case_, case_->view_count - 1);
    for (int i = 0; i < case_->option_count; i++)
        mem_free(case_->option[i]);
    for (int i = 0; i < COURSE_MOST_EVENTS; i++)
        mem_free(case_->done_with[i]);
    json_decref(case_->unknown);
    mem_free(case_);
}

struct case_view *case_add_view(struct case_ *case_)
{
    if (case_->view_count == CASE_MOST_VIEWS)
        return NULL;
    return case_->view[case_->view_count++] = mem_alloc(sizeof(struct case_view));
}

void case_remove_view(struct case_ *case_, int index)
{
    REQUIRE(index >= 0 && index < case_->view_count);
    mem_free(case_->view[index]->stroke);
    mem_free(case_->view[index]);
    case_->view_count--;
    for (int i = index; i < case_->view_count; i++)
        case_->view[i] = case_->view[i + 1];
    case_->view[case_->view_count] = NULL;
}

const struct option *case_add_option(struct case_ *case_, const struct option *option)
{
    if (case_->option_count == CASE_MOST_OPTIONS || case_find_option(case_, option->name) >= 0)
        return NULL;
    return case_->option[case_->option_count++] = copy_of(option, sizeof *option);
}

static void drop_draft_marks(struct option *option, const struct option *old)
{
    struct hairline *hairline = &option->hairline;
    if (!vec3_are_same(hairline->point, hairline->point_count, old->hairline.point, old->hairline.point_count))
        hairline->draft_certainty = 0.0;
    for (int i = 0; i < option->zone_count; i++) {
        struct zone *zone = &option->zone[i];
        int was = option_find_zone(old, zone->name);
        if (was < 0 || !vec3_are_same(zone->point, zone->point_count, old->zone[was].point, old->zone[was].point_count))
            zone->draft_certainty = 0.0;
    }
}

void case_move_option(struct case_ *case_, int index, const struct option *option)
{
    REQUIRE(index >= 0 && index < case_->option_count);
    struct option *old = case_->option[index];
    case_->option[index] = copy_of(option, sizeof *option);
    mem_free(old);
}

void case_set_option(struct case_ *case_, int index, const struct option *option)
{
    REQUIRE(index >= 0 && index < case_->option_count);
    struct option touched = *option;
    drop_draft_marks(&touched, case_->option[index]);
    case_move_option(case_, index, &touched);
}

double case_draft_certainty(const struct case_ *case_, double draft_certainty)
{
    double of_head = case_->view_count > 0 ? 0.0 : 1.0; // of the surest view; where a person marked it, certain
    for (int i = 0; i < case_->view_count; i++) {
        double certainty = case_->view[i]->marks.certainty;
        of_head = fmax(of_head, certainty > 0.0 ? certainty : 1.0);
    }
    return fmin(draft_certainty, of_head);
}

void case_remove_option(struct case_ *case_, int index)
{
    REQUIRE(index >= 0 && index < case_->option_count);
    mem_free(case_->option[index]);
    case_->option_count--;
    for (int i = index; i < case_->option_count; i++)
        case_->option[i] = case_->option[i + 1];
    case_->option[case_->option_count] = NULL;
}

int case_find_option(const struct case_ *case_, const char *name)
{
    for (int i = 0; i < case_->option_count; i++)
        if (strcmp(case_->option[i]->name, name) == 0)
            return i;
    return -1;
}

int option_find_zone(const struct option *option, const char *name)
{
    for (int i = 0; i < option->zone_count; i++)
        if (strcmp(option->zone[i].name, name) == 0)
            return i;
    return -1;
}

void case_set_done(struct case_ *case_, int index, const struct option *option)
{
    REQUIRE(index >= 0 && index < case_->course.event_count);
    struct option *copy = option ? copy_of(option, sizeof *option) : NULL;
    mem_free(case_->done_with[index]);
    case_->done_with[index] = copy;
    case_->course.event[index].is_done = option != NULL;
    case_->course.event[index].done_with = copy;
}

bool case_add_event(struct case_ *case_, struct event event)
{
    struct course *course = &case_->course;
    if (course->event_count == COURSE_MOST_EVENTS)
        return false;
    event.is_done = 0;
    event.done_with = NULL;
    int i = course->event_count++;
    for (; i > 0 && course->event[i - 1].day > event.day; i--) {
        course->event[i] = course->event[i - 1];
        case_->done_with[i] = case_->done_with[i - 1];
    }
    course->event[i] = event;
    case_->done_with[i] = NULL;
    return true;
}

void case_remove_event(struct case_ *case_, int index)
{
    struct course *course = &case_->course;
    REQUIRE(index >= 0 && index < course->event_count);
    mem_free(case_->done_with[index]);
    course->event_count--;
    for (int i = index; i < course->event_count; i++) {
        course->event[i] = course->event[i + 1];
        case_->done_with[i] = case_->done_with[i + 1];
    }
    case_->done_with[course->event_count] = NULL;
}

void case_view_add_stroke(struct case_view *view, const struct mask_stroke *stroke)
{
    size_t bytes = (size_t)view->stroke_count * sizeof *stroke;
    view->stroke = mem_grow(view->stroke, bytes, bytes + sizeof *stroke);
    view->stroke[view->stroke_count++] = *stroke;
}

void case_view_clear_strokes(struct case_view *view)
{
    mem_free(view->stroke);
    view->stroke = NULL;
    view->stroke_count = 0;
}

void case_view_drop_strokes(struct case_view *view, bool drafted)
{
    int kept = 0;
    for (int i = 0; i < view->stroke_count; i++)
        if ((view->stroke[i].is_drafted != 0) != drafted)
            view->stroke[kept++] = view->stroke[i];
    view->stroke_count = kept;
}

const char *mask_of_name(enum mask_of of)
{
    static const char *const names[MASK_OF_COUNT] = {"away", "hair", "shine", "blur"};
    return (unsigned)of < MASK_OF_COUNT ? names[of] : "";
}

bool mask_of_find(const char *name, enum mask_of *out)
{
    for (int i = 0; i < MASK_OF_COUNT; i++)
        if (strcmp(mask_of_name((enum mask_of)i), name) == 0) {
            *out = (enum mask_of)i;
            return true;
        }
    return false;
}
