#include "plan/case_plan.h"

#include <string.h>

static void lay_hairline(struct hairline *hairline, const struct head *from, const struct head *to)
{
    struct hairline made = *hairline;
    hairline_make(&made, from);
    if (vec3_are_same(made.point, made.point_count, hairline->point, hairline->point_count))
        hairline_make(hairline, to);
}

static void lay_zone(struct zone *zone, const struct hairline *old, const struct head *from, const struct hairline *new,
                     const struct head *to)
{
    struct zone made = zone_make(zone->kind, from, old);
    if (!vec3_are_same(made.point, made.point_count, zone->point, zone->point_count))
        return;
    made = zone_make(zone->kind, to, new);
    zone->point_count = made.point_count;
    memcpy(zone->point, made.point, sizeof zone->point);
}

static void take_option(struct case_ *case_, const struct option *option, const struct head *from)
{
    struct option laid = *option;
    lay_hairline(&laid.hairline, from, &case_->head);
    for (int i = 0; i < laid.zone_count; i++)
        lay_zone(&laid.zone[i], &option->hairline, from, &laid.hairline, &case_->head);
    case_add_option(case_, &laid);
}

static void take_course(struct case_ *case_, const struct course *course)
{
    while (case_->course.event_count > 0)
        case_remove_event(case_, 0);
    for (int i = 0; i < course->event_count; i++) {
        struct event event = course->event[i];
        event.is_done = 0;
        event.done_with = NULL;
        case_add_event(case_, event);
    }
    case_->course.sun = course->sun;
    case_->course.type = course->type;
}

void case_take_plan(struct case_ *case_, const struct case_ *from)
{
    while (case_->option_count > 0)
        case_remove_option(case_, 0);
    for (int i = 0; i < from->option_count; i++)
        take_option(case_, from->option[i], &from->head);
    take_course(case_, &from->course);
}
