// The table itself. Ranges are what the sources allow with room to try: see the domain notes on SMP
// practice, hairlines and the dot model.
#include "plan/param.h"

#include <math.h>
#include <stddef.h>

static const char *pick(const char *const *names, int count, int choice)
{
    return choice >= 0 && choice < count ? names[choice] : "";
}

#define CHOICES(function, ...)                                                                                         \
    static const char *function(int choice)                                                                            \
    {                                                                                                                  \
        static const char *const names[] = {__VA_ARGS__};                                                              \
        return pick(names, (int)(sizeof names / sizeof *names), choice);                                               \
    }
CHOICES(event_choice, "session", "touch-up")

#define CHOICES_OF(function, type, name)                                                                               \
    static const char *function(int choice)                                                                            \
    {                                                                                                                  \
        return name((type)choice);                                                                                     \
    }
CHOICES_OF(shape_choice, enum hairline_shape, hairline_shape_name)
CHOICES_OF(diffusion_choice, enum hairline_diffusion, hairline_diffusion_name)
CHOICES_OF(edge_choice, enum hairline_edge, hairline_edge_name)
CHOICES_OF(form_choice, enum zone_form, zone_form_name)
CHOICES_OF(pattern_choice, enum pattern, pattern_name)
CHOICES_OF(pigment_choice, enum pigment_kind, pigment_name)
CHOICES_OF(kind_choice, enum zone_kind, zone_kind_name)
CHOICES_OF(tone_choice, enum skin_tone, skin_tone_name)
CHOICES_OF(type_choice, enum skin_type, skin_type_name)
CHOICES_OF(hair_choice, enum hair_colour, hair_colour_name)
CHOICES_OF(shade_choice, int, shade_name)

static const struct option *option_at(const struct case_ *case_, const struct param_at *at)
{
    return case_->option[at->option];
}

// The points follow the template's lengths until someone drags them; a length set anew lays them anew.
static void lay_hairline(struct case_ *case_, const struct param_at *at)
{
    struct option option = *option_at(case_, at);
    hairline_make(&option.hairline, &case_->head);
    case_set_option(case_, at->option, &option);
}

// A shape brings its own lengths and edge; how high the hairline sits stays as it was.
static void take_shape(struct case_ *case_, const struct param_at *at)
{
    struct option option = *option_at(case_, at);
    double height_mm = option.hairline.height_mm;
    option.hairline = hairline_template(option.hairline.shape);
    option.hairline.height_mm = height_mm;
    hairline_make(&option.hairline, &case_->head);
    case_set_option(case_, at->option, &option);
}

static void set_shade(struct case_ *case_, const struct param_at *at, double tau)
{
    struct option option = *option_at(case_, at);
    option.technique.shade_tau = tau;
    case_set_option(case_, at->option, &option);
}

static double get_shade(const struct case_ *case_, const struct param_at *at)
{
    for (int i = 0; i < SHADE_COUNT; i++)
        if (option_at(case_, at)->technique.shade_tau == shade_tau_of(i))
            return i;
    return -1.0;
}
static bool set_shade_name(struct case_ *case_, const struct param_at *at, double value)
{
    set_shade(case_, at, shade_tau_of((int)value));
    return true;
}
static double get_dilution(const struct case_ *case_, const struct param_at *at)
{
    return technique_dilution_of_shade(option_at(case_, at)->technique.shade_tau);
}
static bool set_dilution(struct case_ *case_, const struct param_at *at, double value)
{
    set_shade(case_, at, floor(technique_shade_of_dilution(value) * 1e4 + 0.5) / 1e4);
    return true;
}

static int session_count(const struct course *course)
{
    int count = 0;
    for (int i = 0; i < course->event_count; i++)
        count += course->event[i].kind == EVENT_SESSION;
    return count;
}

static double get_sessions(const struct case_ *case_, const struct param_at *at)
{
    (void)at;
    return session_count(&case_->course);
}

// Days between the first two sessions.
static double get_interval(const struct case_ *case_, const struct param_at *at)
{
    (void)at;
    double first = -1.0;
    for (int i = 0; i < case_->course.event_count; i++) {
        const struct event *event = &case_->course.event[i];
        if (event->kind != EVENT_SESSION)
            continue;
        if (first >= 0.0)
            return event->day - first;
        first = event->day;
    }
    return 12.0;
}

// Cumulative share after session `index` of `count`: 30 / 70 / 100 %, a fourth adds the last 5 %.
static double planned_share(int count, int index)
{
    static const double shares[4][4] = {{1.0}, {0.5, 1.0}, {0.3, 0.7, 1.0}, {0.3, 0.7, 0.95, 1.0}};
    if (count <= 4)
        return shares[count - 1][index];
    return 0.3 + 0.7 * index / (count - 1);
}

// Lays the planned sessions out anew; done ones stay, and so do touch-ups.
static bool plan_sessions(struct case_ *case_, int count, double interval_days)
{
    int done = 0;
    for (int i = case_->course.event_count - 1; i >= 0; i--) {
        const struct event *event = &case_->course.event[i];
        if (event->kind == EVENT_SESSION && event->is_done)
            done++;
        else if (event->kind == EVENT_SESSION)
            case_remove_event(case_, i);
    }
    double last_day = -interval_days;
    for (int i = 0; i < case_->course.event_count; i++)
        if (case_->course.event[i].kind == EVENT_SESSION)
            last_day = case_->course.event[i].day;
    for (int i = done; i < count; i++) {
        last_day += interval_days;
        struct event event = {EVENT_SESSION, last_day, planned_share(count, i), 1.0, 0, NULL};
        if (!case_add_event(case_, event))
            return false;
    }
    return true;
}
static bool set_sessions(struct case_ *case_, const struct param_at *at, double value)
{
    return plan_sessions(case_, (int)value, get_interval(case_, at));
}
static bool set_interval(struct case_ *case_, const struct param_at *at, double value)
{
    (void)at;
    return plan_sessions(case_, session_count(&case_->course), value);
}

// What is done stays as it was done, however often that is said.
static void freeze_done(struct case_ *case_, const struct param_at *at)
{
    const struct event *event = &case_->course.event[at->item];
    bool has_option = at->option < case_->option_count;
    if (event->is_done && case_->done_with[at->item])
        return;
    case_set_done(case_, at->item, event->is_done && has_option ? case_->option[at->option] : NULL);
}

#define AT(group_, type_, holder, field, kind)                                                                         \
    .group = group_, .type = type_, .is_stored = true, .offset = offsetof(struct holder, field), .storage = kind
#define NUMBER(group, holder, field) AT(group, PARAM_NUMBER, holder, field, PARAM_DOUBLE)
#define CHOICE(group, holder, field) AT(group, PARAM_CHOICE, holder, field, PARAM_INT)
#define SWITCH(group, holder, field) AT(group, PARAM_SWITCH, holder, field, PARAM_INT), .most = 1.0
#define RANGE(a, b, c, d) .least = a, .most = b, .standard = c, .step = d

static const struct param table[] = {
    {AT(PARAM_CASE, PARAM_WHOLE, case_, seed, PARAM_UINT64), .name = "seed", .label = "Dot field seed", .unit = "",
     RANGE(0.0, 9007199254740991.0, 1.0, 1.0), .help = "which of the possible dot fields this head gets"},
    {AT(PARAM_CASE, PARAM_TEXT, case_, notes, PARAM_CHARS), .bytes = CASE_NOTES_BYTES, .name = "notes",
     .label = "Notes", .unit = "", .help = "free text of the artist; kept in the case, never in a picture"},

    {CHOICE(PARAM_HAIRLINE, hairline, shape), .name = "shape", .label = "Shape", .unit = "",
     RANGE(0.0, HAIRLINE_SHAPE_COUNT - 1, HAIRLINE_ROUND, 1.0), .choice_name = shape_choice, .after = take_shape,
     .help = "template; brings its own lengths and edge, keeps the height"},
    {NUMBER(PARAM_HAIRLINE, hairline, height_mm), .name = "height_mm", .label = "Height", .unit = "mm",
     RANGE(40.0, 150.0, 75.0, 1.0), .after = lay_hairline,
     .help = "mid-frontal point above the glabella, along the skin; 70-100 is usual"},
    {NUMBER(PARAM_HAIRLINE, hairline, frontotemporal_mm), .name = "frontotemporal_mm", .label = "Frontotemporal point",
     .unit = "mm", RANGE(20.0, 110.0, 53.0, 1.0), .after = lay_hairline,
     .help = "its distance from the middle, along the skin"},
    {NUMBER(PARAM_HAIRLINE, hairline, recession_mm), .name = "recession_mm", .label = "Recession", .unit = "mm",
     RANGE(-20.0, 90.0, 23.0, 1.0), .after = lay_hairline,
     .help = "how far the frontotemporal point lies behind the mid-frontal point"},
    {NUMBER(PARAM_HAIRLINE, hairline, temple_mm), .name = "temple_mm", .label = "Temple", .unit = "mm",
     RANGE(0.0, 60.0, 24.0, 1.0), .after = lay_hairline, .help = "temporal peak, forward of the front of the ear"},
    {CHOICE(PARAM_HAIRLINE, hairline, diffusion), .name = "diffusion", .label = "Diffusion", .unit = "",
     RANGE(0.0, DIFFUSION_COUNT - 1, DIFFUSION_MEDIUM, 1.0), .choice_name = diffusion_choice,
     .help = "width of the soft edge: 3, 6 or 10 mm"},
    {CHOICE(PARAM_HAIRLINE, hairline, edge), .name = "edge", .label = "Edge", .unit = "",
     RANGE(0.0, EDGE_COUNT - 1, EDGE_FEATHERED, 1.0), .choice_name = edge_choice,
     .help = "how the edge is drawn inside its width"},
    {NUMBER(PARAM_HAIRLINE, hairline, macro_mm), .name = "macro_mm", .label = "Large irregularity", .unit = "mm",
     RANGE(0.0, 8.0, 1.5, 0.5), .help = "size of its waves of 30-60 mm"},
    {NUMBER(PARAM_HAIRLINE, hairline, micro_mm), .name = "micro_mm", .label = "Small irregularity", .unit = "mm",
     RANGE(0.0, 5.0, 1.2, 0.1), .help = "size of its waves of 5-15 mm"},

    {CHOICE(PARAM_TECHNIQUE, technique, pattern), .name = "pattern", .label = "Pattern", .unit = "",
     RANGE(0.0, PATTERN_COUNT - 1, PATTERN_RANDOM, 1.0), .choice_name = pattern_choice,
     .help = "how many dots a place carries and how they vary"},
    {CHOICE(PARAM_TECHNIQUE, technique, pigment), .name = "pigment", .label = "Pigment", .unit = "",
     RANGE(0.0, PIGMENT_COUNT - 1, PIGMENT_CARBON, 1.0), .choice_name = pigment_choice,
     .help = "its colour and how long it stays"},
    {NUMBER(PARAM_TECHNIQUE, technique, dot_diameter_mm), .name = "dot_diameter_mm", .label = "Dot diameter",
     .unit = "mm", RANGE(0.1, 0.8, 0.28, 0.01), .help = "healed, median"},
    {NUMBER(PARAM_TECHNIQUE, technique, shade_tau), .name = "shade_tau", .label = "Shade", .unit = "",
     RANGE(0.1, 6.0, 1.0, 0.05), .help = "healed optical depth in green at the middle of the median dot"},
    {.group = PARAM_TECHNIQUE,
     .type = PARAM_CHOICE,
     .name = "shade",
     .label = "Shade preset",
     .unit = "",
     RANGE(0.0, SHADE_COUNT - 1, 2.0, 1.0),
     .choice_name = shade_choice,
     .get = get_shade,
     .set = set_shade_name,
     .help = "shade_tau by name: 0.3, 0.5, 1, 2, 3.5"},
    {.group = PARAM_TECHNIQUE,
     .type = PARAM_NUMBER,
     .name = "dilution",
     .label = "Dilution",
     .unit = ": 1",
     RANGE(3.2, 251.0, 24.2, 1.0),
     .get = get_dilution,
     .set = set_dilution,
     .help = "parts of water to one of pigment: 6 makes black, 24 medium, 49 light"},
    {NUMBER(PARAM_TECHNIQUE, technique, needle_depth_mm), .name = "needle_depth_mm", .label = "Needle depth",
     .unit = "mm", RANGE(0.25, 2.0, 0.5, 0.05),
     .help = "travel of the needle; deeper is wider, bluer and more lasting"},
    {NUMBER(PARAM_TECHNIQUE, technique, needle_depth_sd_mm), .name = "needle_depth_sd_mm",
     .label = "Needle depth spread", .unit = "mm", RANGE(0.0, 0.3, 0.08, 0.01),
     .help = "standard deviation from dot to dot"},
    {NUMBER(PARAM_TECHNIQUE, technique, tilt_most_deg), .name = "tilt_deg", .label = "Largest tilt", .unit = "deg",
     RANGE(0.0, 45.0, 20.0, 1.0), .help = "of the needle from square to the skin"},

    {CHOICE(PARAM_ZONE, zone, kind), .name = "kind", .label = "Kind", .unit = "", .is_fixed = true,
     RANGE(0.0, ZONE_KIND_COUNT - 1, ZONE_FULL, 1.0), .choice_name = kind_choice, .help = "what the zone was made as"},
    {CHOICE(PARAM_ZONE, zone, form), .name = "form", .label = "Form", .unit = "", .is_fixed = true,
     RANGE(0.0, ZONE_FORM_COUNT - 1, ZONE_AREA, 1.0), .choice_name = form_choice, .help = "outline, line or spots"},
    {NUMBER(PARAM_ZONE, zone, width_mm), .name = "width_mm", .label = "Width", .unit = "mm", RANGE(0.0, 80.0, 0.0, 0.5),
     .help = "of a band, in the middle of a strip scar; the diameter of spots; areas have none"},
    {NUMBER(PARAM_ZONE, zone, density_per_cm2), .name = "density_per_cm2", .label = "Density", .unit = "dots/cm2",
     RANGE(0.0, 300.0, 150.0, 5.0), .help = "in the finished work; 80-220 is usual"},
    {NUMBER(PARAM_ZONE, zone, ramp_mm), .name = "ramp_mm", .label = "Soft border", .unit = "mm",
     RANGE(0.0, 60.0, 18.0, 1.0), .help = "over which the zone grows from nothing to full"},
    {NUMBER(PARAM_ZONE, zone, size_scale), .name = "size_scale", .label = "Dot size scale", .unit = "x",
     RANGE(0.3, 3.0, 1.0, 0.05), .help = "of the technique's dot diameter"},
    {NUMBER(PARAM_ZONE, zone, take_up), .name = "take_up", .label = "Take-up", .unit = "x", RANGE(0.1, 1.5, 1.0, 0.05),
     .help = "pigment that this skin takes, against normal skin"},
    {NUMBER(PARAM_ZONE, zone, fade_scale), .name = "fade_scale", .label = "Fading", .unit = "x",
     RANGE(0.2, 4.0, 1.0, 0.05), .help = "how fast it fades, against normal skin; scars 1.7"},
    {SWITCH(PARAM_ZONE, zone, behind_hairline), .standard = 1.0, .name = "behind_hairline",
     .label = "Behind the hairline", .unit = "", .help = "the hairline and its soft edge bound the zone too"},

    {NUMBER(PARAM_COURSE, course, sun), .name = "sun", .label = "Sun", .unit = "", RANGE(0.0, 3.0, 1.0, 0.5),
     .help = "0 always covered, 1 average, 2 outdoors, 3 outdoor work, bare head"},
    {CHOICE(PARAM_COURSE, course, tone), .name = "skin", .label = "Skin tone", .unit = "",
     RANGE(0.0, SKIN_TONE_COUNT - 1, SKIN_LIGHT, 1.0), .choice_name = tone_choice,
     .help = "estimated from the photo by `new`"},
    {CHOICE(PARAM_COURSE, course, type), .name = "skin_type", .label = "Skin type", .unit = "",
     RANGE(0.0, SKIN_TYPE_COUNT - 1, SKIN_NORMAL, 1.0), .choice_name = type_choice, .help = "oily skin fades faster"},
    {CHOICE(PARAM_COURSE, course, hair), .may_lack = true, .name = "hair", .label = "Hair colour", .unit = "",
     RANGE(0.0, HAIR_COLOUR_COUNT - 1, HAIR_NOT_TOLD, 1.0), .choice_name = hair_choice,
     .help = "of the hair that grows beside; the advice on shade and pigment goes by it"},
    {NUMBER(PARAM_COURSE, course, take_up), .may_lack = true, .name = "take_up", .label = "Take-up", .unit = "x",
     RANGE(0.1, 2.0, 1.0, 0.05),
     .help = "pigment that this skin takes, against the usual; a photo after a session shows it"},
    {.group = PARAM_COURSE,
     .type = PARAM_WHOLE,
     .name = "sessions",
     .label = "Sessions",
     .unit = "",
     RANGE(1.0, 6.0, 3.0, 1.0),
     .get = get_sessions,
     .set = set_sessions,
     .help = "lays the planned ones out anew: 30 / 70 / 100 % for three"},
    {.group = PARAM_COURSE,
     .type = PARAM_NUMBER,
     .name = "interval_days",
     .label = "Interval",
     .unit = "days",
     RANGE(7.0, 42.0, 12.0, 1.0),
     .get = get_interval,
     .set = set_interval,
     .help = "between planned sessions; 10-14 is usual"},

    {CHOICE(PARAM_EVENT, event, kind), .name = "kind", .label = "Kind", .unit = "", .is_fixed = true,
     RANGE(0.0, EVENT_KIND_COUNT - 1, EVENT_SESSION, 1.0), .choice_name = event_choice, .help = "session or touch-up"},
    {NUMBER(PARAM_EVENT, event, day), .name = "day", .label = "Day", .unit = "days", RANGE(0.0, 18262.0, 0.0, 1.0),
     .help = "since the first event"},
    {NUMBER(PARAM_EVENT, event, share), .name = "share", .label = "Share", .unit = "", RANGE(0.0, 1.0, 1.0, 0.05),
     .help = "session: share of the final density reached; touch-up: share of the dots worked again"},
    {NUMBER(PARAM_EVENT, event, shade_scale), .name = "shade_scale", .label = "Shade scale", .unit = "x",
     RANGE(0.2, 2.0, 1.0, 0.05), .help = "of the option's shade; below 1 is lighter"},
    {SWITCH(PARAM_EVENT, event, is_done), .name = "done", .label = "Done", .unit = "", .after = freeze_done,
     .help = "done events keep the dots they were done with"},

    {AT(PARAM_VIEW, PARAM_WHOLE, case_view, done_events, PARAM_INT), .name = "done_events", .label = "Done events",
     .unit = "", RANGE(0.0, COURSE_MOST_EVENTS, 0.0, 1.0),
     .help = "how many events had been done when the photo was taken"},
};

const struct param *param_table(int *count)
{
    *count = (int)(sizeof table / sizeof *table);
    return table;
}
