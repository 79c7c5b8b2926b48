#include "plan/estimate.h"

#include "base/mathd.h"
#include "model/keep.h"

static double squared(double x)
{
    return x * x;
}

static struct range scaled(struct range r, double k)
{
    return (struct range){r.low * k, r.likely * k, r.high * k};
}

static struct range inverse(struct range r)
{
    return (struct range){1.0 / r.high, 1.0 / r.likely, 1.0 / r.low};
}

static struct range product(struct range a, struct range b)
{
    if (!(a.low > 0.0 && b.low > 0.0))
        return (struct range){a.low * b.low, a.likely * b.likely, a.high * b.high};
    double likely = a.likely * b.likely;
    double down = sqrt(squared(mathd_log(a.likely / a.low)) + squared(mathd_log(b.likely / b.low)));
    double up = sqrt(squared(mathd_log(a.high / a.likely)) + squared(mathd_log(b.high / b.likely)));
    return (struct range){likely * mathd_exp(-down), likely, likely * mathd_exp(up)};
}

static struct range sum(struct range a, struct range b)
{
    return (struct range){a.low + b.low, a.likely + b.likely, a.high + b.high}; // they err together
}

static struct range ratio_of(struct interval i)
{
    return (struct range){squared(i.likely / i.high), 1.0, squared(i.likely / i.low)};
}

// What the head's shape, of which a photo shows a part, leaves open of an area whose scale is known, 90 %: areas of one
// photo are 3 to 4 % off on made heads (tools/bench pose), a third of it by the ruler.
static const double shape_ratio = 1.05;

// Area against the likely one: by the photo whose scale is known best, else by the head's size; and by its shape.
static struct range area_spread(const struct case_ *case_)
{
    struct range best = ratio_of(case_->semi_mm[0]);
    bool is_known = false;
    for (int i = 0; i < case_->view_count; i++) {
        struct interval scale = case_->view[i]->scale_px_per_mm;
        if (!(scale.low > 0.0 && scale.likely >= scale.low && scale.high >= scale.likely))
            continue;
        struct range next = ratio_of(scale);
        if (!is_known || next.high / next.low < best.high / best.low)
            best = next;
        is_known = true;
    }
    return product(best, (struct range){1.0 / shape_ratio, 1.0, shape_ratio});
}

static void fill_zones(const struct option *option, const struct zone_area *areas, struct range spread,
                       struct estimate *out)
{
    out->zone_count = option->zone_count;
    for (int i = 0; i < option->zone_count; i++) {
        struct estimate_zone *zone = &out->zone[i];
        zone->name = option->zone[i].name;
        zone->density_per_cm2 = option->zone[i].density_per_cm2;
        zone->area_cm2 = scaled(spread, areas[i].touched_mm2 / 100.0);
        zone->dots = scaled(spread, areas[i].dots);
        out->area_cm2 = sum(out->area_cm2, scaled(spread, areas[i].weighted_mm2 / 100.0));
        out->dots = sum(out->dots, zone->dots);
    }
}

// A session adds what its cumulative share exceeds the last one's; a touch-up works a share of what is there.
static void fill_events(const struct course *course, const struct clinic *clinic, struct estimate *out)
{
    double reached = 0.0;
    out->event_count = course->event_count;
    for (int i = 0; i < course->event_count; i++) {
        const struct event *event = &course->event[i];
        bool is_session = event->kind == EVENT_SESSION;
        double share = is_session ? fmax(event->share - reached, 0.0) : event->share * reached;
        if (is_session)
            reached = fmax(reached, event->share);
        struct estimate_event *to = &out->event[i];
        *to =
            (struct estimate_event){event->kind, event->is_done, event->day, scaled(out->dots, share), {0.0, 0.0, 0.0}};
        to->hours = product(to->dots, inverse(clinic->marks_per_hour));
        out->hours = sum(out->hours, to->hours);
    }
    struct range price = product(out->hours, clinic->price_per_hour);
    double least = clinic->least_price;
    out->price = (struct range){fmax(price.low, least), fmax(price.likely, least), fmax(price.high, least)};
}

bool estimate_make(const struct case_ *case_, int option_index, const struct clinic *clinic, struct pool *pool,
                   struct estimate *out, struct err *err)
{
    const struct option *option = case_->option[option_index];
    *out = (struct estimate){0};
    struct field *field = field_build(case_->field_version, case_->seed, pool, err);
    if (!field)
        return false;
    struct keep_base *base = keep_base_build(field, &case_->head, pool);
    struct keep *keep = keep_build(base, option, pool);
    fill_zones(option, keep->area, area_spread(case_), out);
    fill_events(&case_->course, clinic, out);
    keep_free(keep);
    keep_base_free(base);
    field_unref(field);
    return true;
}
