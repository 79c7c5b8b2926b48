#include "plan/edit.h"

#include "base/mem.h"
#include "base/number.h"
#include "plan/case_make.h"
#include "plan/param.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option *option_at(const struct case_ *case_, const struct edit_place *place)
{
    return case_->option[place->option];
}

static bool copy_name(char *out, size_t room, const char *name, struct err *err)
{
    if (!*name || strlen(name) >= room || strchr(name, '.'))
        return err_set(err, ERR_INPUT, "a name has 1 to %d bytes and no dot: %.60s", (int)room - 1, name);
    snprintf(out, room, "%s", name);
    return true;
}

static bool zones_add(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    struct option option = *option_at(case_, place);
    const char *colon = strchr(value, ':'), *name = colon ? colon + 1 : value;
    enum zone_kind kind;
    char kind_name[ZONE_NAME_BYTES];
    snprintf(kind_name, sizeof kind_name, "%.*s", colon ? (int)(colon - value) : ZONE_NAME_BYTES, value);
    if (!zone_kind_find(kind_name, &kind)) {
        char kinds[160];
        param_range_text(param_in_group(PARAM_ZONE, "kind"), kinds, sizeof kinds);
        return err_set(err, ERR_INPUT, "zones.add = %.60s is not a kind of zone: %s", value, kinds);
    }
    if (option.zone_count == OPTION_MOST_ZONES)
        return err_set(err, ERR_INPUT, "zones.add: an option has at most %d zones", OPTION_MOST_ZONES);
    if (option_find_zone(&option, name) >= 0)
        return err_set(err, ERR_INPUT, "zones.add: there is a zone %.60s: name it, as in %s:other", name,
                       zone_kind_name(kind));
    struct zone zone = zone_make(kind, &case_->head, &option.hairline);
    if (!copy_name(zone.name, sizeof zone.name, name, err))
        return false;
    option.zone[option.zone_count++] = zone;
    case_set_option(case_, place->option, &option);
    return true;
}

static bool zones_remove(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    struct option option = *option_at(case_, place);
    int index = option_find_zone(&option, value);
    if (index < 0)
        return err_set(err, ERR_INPUT, "zones.remove: option %s has no zone %.60s", option.name, value);
    option.zone_count--;
    for (int i = index; i < option.zone_count; i++)
        option.zone[i] = option.zone[i + 1];
    memset(&option.zone[option.zone_count], 0, sizeof option.zone[0]);
    case_set_option(case_, place->option, &option);
    return true;
}

// "X,Y/X,Y/..." into at most `most` points: how many, or -1.
static int parse_points(const char *text, struct pt_px *out, int most)
{
    char *copy = mem_strdup(text), *save = NULL;
    int count = 0;
    for (char *part = strtok_r(copy, "/", &save); part && count >= 0; part = strtok_r(NULL, "/", &save)) {
        char *comma = count < most ? strchr(part, ',') : NULL;
        if (comma)
            *comma = 0;
        bool is_sound = comma && number_parse(part, &out[count].x) && number_parse(comma + 1, &out[count].y);
        count = is_sound ? count + 1 : -1;
    }
    mem_free(copy);
    return count;
}

// Turned along the shortest way until its middle lies at `to`; lengths from there stay as they are.
static bool move_zone(struct zone *zone, const struct head *head, struct vec3 to)
{
    struct vec3 middle = {0};
    for (int i = 0; i < zone->point_count; i++)
        middle = vec3_add(middle, zone->point[i]);
    middle = vec3_unit(middle);
    struct vec3 axis = vec3_cross(middle, to);
    double cosine = vec3_dot(middle, to);
    if (!(cosine > -0.99)) // across the head no way is the shortest
        return false;
    for (int i = 0; i < zone->point_count; i++) {
        struct vec3 from = zone->point[i], step = vec3_cross(axis, from);
        struct vec3 bend = vec3_scale(vec3_cross(axis, step), 1.0 / (1.0 + cosine));
        struct vec3 aside = vec3_sub(vec3_add(from, vec3_add(step, bend)), to);
        zone->point[i] = head_walk(head, to, vec3_unit(aside), head_arc_mm(head, middle, from));
    }
    return true;
}

// Where the points of a photo lie on the head.
static bool find_on_head(const struct case_ *case_, const struct edit_place *place, const struct pt_px *px, int count,
                         struct vec3 *out, struct err *err)
{
    if (place->view < 0 || place->view >= case_->view_count)
        return err_set(err, ERR_INPUT, "zones.place: points belong to a photo: the case has none");
    for (int i = 0; i < count; i++)
        if (!view_hit(&case_->view[place->view]->view, &case_->head, px[i], &out[i]))
            return err_set(err, ERR_INPUT, "zones.place: %.6g,%.6g of photo %d is not on the head", px[i].x, px[i].y,
                           place->view + 1);
    return true;
}

// One point moves the zone there; several are its new outline, line or spots.
static bool zones_place(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    struct option option = *option_at(case_, place);
    const char *colon = strchr(value, ':');
    char name[ZONE_NAME_BYTES];
    snprintf(name, sizeof name, "%.*s", colon ? (int)(colon - value) : 0, value);
    int index = option_find_zone(&option, name);
    if (index < 0)
        return err_set(err, ERR_INPUT, "zones.place = %.60s is not NAME:X,Y/... with a zone of option %s", value,
                       option.name);
    struct zone *zone = &option.zone[index];
    struct pt_px px[ZONE_MOST_POINTS];
    struct vec3 dir[ZONE_MOST_POINTS];
    int count = parse_points(colon + 1, px, ZONE_MOST_POINTS), least = zone->form == ZONE_AREA ? 3 : 2;
    if (count < 1 || (count > 1 && count < least))
        return err_set(err, ERR_INPUT, "zones.place = %.60s: X,Y moves the zone, %d to %d such points shape it", value,
                       least, ZONE_MOST_POINTS);
    if (!find_on_head(case_, place, px, count, dir, err))
        return false;
    if (count > 1) {
        zone->point_count = count;
        memcpy(zone->point, dir, (size_t)count * sizeof *dir);
    } else if (!move_zone(zone, &case_->head, dir[0])) {
        return err_set(err, ERR_INPUT, "zones.place: %s lies on the other side; give its shape anew", name);
    }
    case_set_option(case_, place->option, &option);
    return true;
}

static bool options_add(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    struct option option = *option_at(case_, place);
    if (!copy_name(option.name, sizeof option.name, value, err))
        return false;
    if (!case_add_option(case_, &option))
        return err_set(err, ERR_INPUT, "options.add = %.60s: the name is taken, or there are %d already", value,
                       CASE_MOST_OPTIONS);
    place->option = case_->option_count - 1;
    return true;
}

static bool options_remove(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    int index = case_find_option(case_, value);
    if (index < 0)
        return err_set(err, ERR_INPUT, "options.remove: there is no option %.60s", value);
    if (case_->option_count == 1)
        return err_set(err, ERR_INPUT, "options.remove: %.60s is the only one", value);
    case_remove_option(case_, index);
    if (place->option >= index && place->option > 0)
        place->option--;
    return true;
}

static bool options_rename(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    struct option option = *option_at(case_, place);
    int taken = case_find_option(case_, value);
    if (taken >= 0 && taken != place->option)
        return err_set(err, ERR_INPUT, "options.rename: there is an option %.60s", value);
    if (!copy_name(option.name, sizeof option.name, value, err))
        return false;
    case_set_option(case_, place->option, &option);
    return true;
}

static bool events_add(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    (void)place;
    const char *at = strchr(value, '@');
    double day = 0.0;
    bool is_touch_up = strncmp(value, "touch-up@", 9) == 0, is_session = strncmp(value, "session@", 8) == 0;
    if (!at || !(is_touch_up || is_session) || !number_parse(at + 1, &day))
        return err_set(err, ERR_INPUT, "events.add = %.60s is not KIND@DAY, like touch-up@365", value);
    if (!param_check(param_in_group(PARAM_EVENT, "day"), day, "events.add: day", err))
        return false;
    // A touch-up works every second dot again; the share can be set.
    struct event event = {is_touch_up ? EVENT_TOUCH_UP : EVENT_SESSION, day, is_touch_up ? 0.5 : 1.0, 1.0, 0, NULL};
    if (!case_add_event(case_, event))
        return err_set(err, ERR_INPUT, "events.add: a course has at most %d events", COURSE_MOST_EVENTS);
    return true;
}

static bool events_remove(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    (void)place;
    double number;
    int count = case_->course.event_count;
    if (!number_parse(value, &number) || !(number >= 1.0 && number <= count) || number != floor(number))
        return err_set(err, ERR_INPUT, "events.remove = %.60s: events are 1 to %d", value, count);
    case_remove_event(case_, (int)number - 1);
    return true;
}

static bool views_remove(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    double number;
    int count = case_->view_count;
    if (!number_parse(value, &number) || !(number >= 1.0 && number <= count) || number != floor(number))
        return err_set(err, ERR_INPUT, "views.remove = %.60s: photos are 1 to %d", value, count);
    if (count == 1)
        return err_set(err, ERR_INPUT, "views.remove: it is the only photo; add another one first");
    int index = (int)number - 1;
    case_remove_view(case_, index);
    if (place->view >= index && place->view > 0)
        place->view--;
    return true;
}

// They stay as vague as they were laid, and are sure: now they shape the head.
static bool confirm_marks(struct case_ *case_, int view, struct err *err)
{
    struct marks *marks = mem_alloc(sizeof *marks);
    *marks = case_->view[view]->marks;
    marks->certainty = 1.0;
    bool is_done = case_take_marks(case_, view, marks, err);
    mem_free(marks);
    return is_done;
}

// Hairline and zones are a person's from now on.
static bool drafts_confirm(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    struct option option = *option_at(case_, place);
    bool is_view = place->view >= 0 && place->view < case_->view_count;
    if (strcmp(value, "marks") == 0 && is_view && case_->view[place->view]->marks.certainty > 0.0)
        return confirm_marks(case_, place->view, err);
    if (strcmp(value, "hairline") == 0)
        option.hairline.draft_certainty = 0.0;
    else if (strcmp(value, "zones") == 0)
        for (int i = 0; i < option.zone_count; i++)
            option.zone[i].draft_certainty = 0.0;
    else
        return err_set(err, ERR_INPUT,
                       "drafts.confirm = %.60s: marks (where a photo has drafted ones), hairline or zones", value);
    case_set_option(case_, place->option, &option);
    return true;
}

// "W:X,Y/X,Y" is a stroke W pixels wide, "X,Y/X,Y/X,Y" a polygon. False: the width is none.
static bool parse_width(const char **points, double *width_px)
{
    const char *colon = strchr(*points, ':');
    char width[32];
    *width_px = 0.0;
    if (!colon)
        return true;
    snprintf(width, sizeof width, "%.*s", (int)(colon - *points), *points);
    *points = colon + 1;
    return number_parse(width, width_px) && *width_px > 0.0 && *width_px <= 1e5;
}

static bool add_stroke(struct case_ *case_, const struct edit_place *place, const char *points, enum mask_of of,
                       int erases, struct err *err)
{
    struct mask_stroke stroke = {.of = (int)of, .erases = erases};
    const char *whole = points;
    if (place->view < 0 || place->view >= case_->view_count)
        return err_set(err, ERR_INPUT, "a mask belongs to a photo: the case has none");
    if (!parse_width(&points, &stroke.width_px))
        return err_set(err, ERR_INPUT, "a stroke is W:X,Y/X,Y with a width in pixels: %.60s", whole);
    int least = stroke.width_px > 0.0 ? 1 : 3;
    stroke.point_count = parse_points(points, stroke.point, CASE_STROKE_MOST_POINTS);
    if (stroke.point_count < least)
        return err_set(err, ERR_INPUT, "a mask is X,Y/X,Y/... of %d to %d points: %.60s", least,
                       CASE_STROKE_MOST_POINTS, points);
    struct case_view *view = case_->view[place->view];
    if (view->stroke_count == CASE_MOST_STROKES)
        return err_set(err, ERR_INPUT, "a photo has at most %d mask parts", CASE_MOST_STROKES);
    case_view_add_stroke(view, &stroke);
    return true;
}

static bool mask_add(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    return add_stroke(case_, place, value, MASK_AWAY, 0, err);
}

static bool mask_erase(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    return add_stroke(case_, place, value, MASK_AWAY, 1, err);
}

static bool mask_stroke_add(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    if (!strchr(value, ':'))
        return err_set(err, ERR_INPUT, "mask.stroke = %.60s is not W:X,Y/X,Y with a width in pixels", value);
    return add_stroke(case_, place, value, MASK_AWAY, 0, err);
}

static bool mask_hair(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    return add_stroke(case_, place, value, MASK_HAIR, 0, err);
}

static bool mask_skin(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    return add_stroke(case_, place, value, MASK_HAIR, 1, err);
}

static bool mask_shine(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    return add_stroke(case_, place, value, MASK_SHINE, 0, err);
}

static bool mask_matt(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    return add_stroke(case_, place, value, MASK_SHINE, 1, err);
}

static bool mask_blur(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    return add_stroke(case_, place, value, MASK_BLUR, 0, err);
}

static bool mask_sharp(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    return add_stroke(case_, place, value, MASK_BLUR, 1, err);
}

static bool mask_clear(struct case_ *case_, struct edit_place *place, const char *value, struct err *err)
{
    bool painted = strcmp(value, "painted") == 0, drafted = strcmp(value, "drafted") == 0;
    if (!painted && !drafted && strcmp(value, "all") != 0)
        return err_set(err, ERR_INPUT, "mask.clear takes all, painted or drafted, not %.60s", value);
    if (place->view < 0 || place->view >= case_->view_count)
        return true;
    if (painted || drafted)
        case_view_drop_strokes(case_->view[place->view], drafted);
    else
        case_view_clear_strokes(case_->view[place->view]);
    return true;
}

static const struct edit_verb verbs[] = {
    {"zones.add=KIND[:NAME]", "full, density, crown, part, fut-scar, fue-scars, areata, birthmark", zones_add},
    {"zones.place=NAME:X,Y",
     "moves it there on the photo at hand (--view); several points, X,Y/X,Y/..., are its new outline, "
     "line or spots",
     zones_place},
    {"zones.remove=NAME", "takes it out of the option", zones_remove},
    {"options.add=NAME", "a copy of the option at hand, which then is the one at hand", options_add},
    {"options.remove=NAME", "not the last one", options_remove},
    {"options.rename=NAME", "the one at hand", options_rename},
    {"events.add=KIND@DAY", "session or touch-up, days since the first event", events_add},
    {"events.remove=N", "takes it out of the course", events_remove},
    {"views.remove=N", "the photo goes from the case; its file stays", views_remove},
    {"drafts.confirm=WHAT",
     "what the program laid is right as it lies: marks (of the photo at hand), hairline or zones (of the option)",
     drafts_confirm},
    {"mask.add=X,Y/X,Y/X,Y", "a polygon of the photo at hand that stays untouched", mask_add},
    {"mask.stroke=W:X,Y/X,Y", "a stroke W pixels wide that stays untouched", mask_stroke_add},
    {"mask.erase=X,Y/X,Y/X,Y", "takes a polygon out of the mask again", mask_erase},
    {"mask.clear=WHICH", "all strokes and polygons; painted: a person's; drafted: the program's", mask_clear},
    {"mask.hair=WHERE", "hair is there, above the dots, whatever was read off the photo; a polygon or a stroke",
     mask_hair},
    {"mask.skin=WHERE", "bare skin", mask_skin},
    {"mask.shine=WHERE", "shine", mask_shine},
    {"mask.matt=WHERE", "no shine", mask_matt},
    {"mask.blur=WHERE", "unsharp", mask_blur},
    {"mask.sharp=WHERE", "sharp", mask_sharp},
};
enum { VERB_COUNT = sizeof verbs / sizeof *verbs };

const struct edit_verb *edit_verbs(int *count)
{
    *count = VERB_COUNT;
    return verbs;
}

static const struct edit_verb *find_verb(const char *key)
{
    size_t length = strlen(key);
    for (int i = 0; i < VERB_COUNT; i++)
        if (strncmp(verbs[i].form, key, length) == 0 && verbs[i].form[length] == '=')
            return &verbs[i];
    return NULL;
}

bool edit_one(struct case_ *case_, struct edit_place *place, const char *change, struct err *err)
{
    const char *sign = strchr(change, '=');
    char key[PARAM_KEY_BYTES];
    if (!sign || sign == change || sign - change >= PARAM_KEY_BYTES)
        return err_set(err, ERR_INPUT, "%.80s is not KEY=VALUE", change);
    snprintf(key, sizeof key, "%.*s", (int)(sign - change), change);
    const struct edit_verb *verb = find_verb(key);
    if (verb)
        return verb->run(case_, place, sign + 1, err);
    struct param_at at;
    return param_find(case_, place->option, key, &at, err) && param_set(case_, &at, sign + 1, err);
}

struct case_ *edit_apply(const struct case_ *case_, struct edit_place place, const char *const *changes, int count,
                         struct err *err)
{
    struct case_ *edited = case_copy(case_);
    bool is_sound = true;
    for (int i = 0; i < count && is_sound; i++)
        is_sound = edit_one(edited, &place, changes[i], err);
    if (is_sound && case_validate(edited, err))
        return edited;
    case_destroy(edited);
    return NULL;
}
