#include "app/command.h"
#include "app/given.h"
#include "app/report.h"
#include "base/mem.h"
#include "base/shown.h"
#include "model/draft.h"
#include "plan/advice.h"
#include "plan/case_file.h"
#include "plan/json_text.h"
#include "output/picture.h"
#include "plan/sides.h"
#include "plan/photo_notes.h"
#include "plan/take_up.h"

#include <stdio.h>

static void print_json(json_t *value)
{
    char *text = json_text(value);
    fputs(text, stdout);
    mem_free(text);
    json_decref(value);
}

// Text for JSON, which is UTF-8; a file name need not be.
static json_t *text_json(const char *text)
{
    json_t *value = json_string(text);
    return value ? value : json_null();
}

static json_t *interval_json(struct interval i)
{
    return json_pack("[fff]", i.low, i.likely, i.high);
}

static void print_photo_json(const struct photo *photo, const char *path)
{
    print_json(json_pack("{so ss si si ss si sf si sb ss ss}", "photo", text_json(path), "format", photo->format_name,
                         "width_px", photo->image->width_px, "height_px", photo->image->height_px, "colour_space",
                         photo->space.name, "orientation", photo->orientation, "focal_35mm", photo->focal_35mm, "bits",
                         photo->image->format == PIXELS_RGBA16 ? 16 : 8, "is_sound", photo->warning[0] == 0, "warning",
                         photo->warning, "sha256", photo->sha256));
}

// As the photos show it that lie beside the case, outside the first option's zones; null where one does not.
static json_t *stubble_json(const struct stubble *stubble)
{
    if (!stubble)
        return json_null();
    if (stubble->state != STUBBLE_READ)
        return json_pack("{sb ss}", "is_read", false, "why", stubble_text(stubble->state));
    return json_pack("{sb sf sf sf sf sf sf}", "is_read", true, "darkening", stubble->darkening, "darkening_error",
                     stubble->darkening_error, "contrast", stubble->contrast, "density_per_cm2",
                     stubble->density_per_cm2, "area_cm2", stubble->area_cm2, "confidence", stubble->confidence);
}

static json_t *notes_json(unsigned notes)
{
    json_t *list = json_array();
    for (int i = 0; i < PHOTO_NOTE_COUNT; i++)
        if (notes >> i & 1)
            json_array_append_new(list, json_string(photo_note_text((enum photo_note)i)));
    return list;
}

// What the program laid on a photo itself; null where a person marked it.
static json_t *draft_json(const struct case_view *view)
{
    const struct marks *marks = &view->marks;
    if (marks->certainty <= 0.0)
        return json_null();
    json_t *landmarks = json_array();
    int masks = 0;
    for (int i = 0; i < LANDMARK_COUNT; i++)
        if (marks->has_landmark[i] && marks->drafted_mm[i] > 0.0)
            json_array_append_new(landmarks, json_string(landmark_name((enum landmark)i)));
    for (int i = 0; i < view->stroke_count; i++)
        masks += view->stroke[i].is_drafted != 0;
    return json_pack("{sf sb sb so si si s[ff]}", "certainty", marks->certainty, "is_sure",
                     marks->certainty >= DRAFT_SURE, "is_facing_drafted", marks->is_facing_drafted, "landmarks",
                     landmarks, "outline_points", marks->outline_drafted_mm > 0.0 ? marks->outline_count : 0,
                     "mask_parts", masks, "iris_px", marks->iris_px[0], marks->iris_px[1]);
}

static json_t *advice_json(const struct case_ *case_, int option)
{
    struct advice advice[ADVICE_MOST];
    json_t *list = json_array();
    int count = advice_find(case_, option, advice);
    for (int i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{ss sb ss}", "key", advice[i].key, "warns",
                                              advice_is_warning(advice[i].kind), "text", advice_text(advice[i].kind)));
    return list;
}

// How sure the program is of a hairline or zone; null where a person laid it.
static json_t *certainty_json(const struct case_ *case_, double draft_certainty)
{
    return draft_certainty > 0.0 ? json_real(case_draft_certainty(case_, draft_certainty)) : json_null();
}

static json_t *option_json(const struct case_ *case_, int index)
{
    const struct option *option = case_->option[index];
    json_t *zones = json_array(), *certainty = json_object();
    for (int i = 0; i < option->zone_count; i++) {
        const struct zone *zone = &option->zone[i];
        json_array_append_new(zones, json_string(zone->name));
        json_object_set_new(certainty, zone->name, certainty_json(case_, zone->draft_certainty));
    }
    return json_pack("{ss ss sf so so so so}", "name", option->name, "hairline",
                     hairline_shape_name(option->hairline.shape), "height_mm", option->hairline.height_mm,
                     "hairline_draft_certainty", certainty_json(case_, option->hairline.draft_certainty), "zones",
                     zones, "zone_draft_certainty", certainty, "advice", advice_json(case_, index));
}

static json_t *view_json(const struct case_view *view, const struct stubble *stubble, unsigned notes)
{
    return json_pack("{ss si si so sf si ss so so so}", "photo", view->photo_name, "width_px", view->view.width_px,
                     "height_px", view->view.height_px, "scale_px_per_mm", interval_json(view->scale_px_per_mm),
                     "residual_px", view->residual_px, "done_events", view->done_events, "sha256", view->photo_sha256,
                     "draft", draft_json(view), "notes", notes_json(notes), "stubble", stubble_json(stubble));
}

// Of the case's own pair of photos, before and after a session; false: there is none, or err says why
// nothing can be told.
static bool measure_take_up(const struct case_ *case_, const char *path, struct take_up *out, struct err *err)
{
    struct take_up_views views;
    if (case_->option_count == 0 || !take_up_find_views(case_, &views))
        return false;
    struct pool *pool = pool_create(pool_default_threads());
    struct picture_maker *maker = picture_maker_create(case_, path, pool);
    const struct photo *before = picture_maker_photo(maker, views.before, err);
    const struct photo *after = before ? picture_maker_photo(maker, views.after, err) : NULL;
    bool is_done = after && take_up_measure(case_, 0, views, before, after, pool, out, err);
    picture_maker_destroy(maker);
    pool_destroy(pool);
    return is_done;
}

static void print_take_up(const struct case_ *case_, const char *path)
{
    struct take_up take_up;
    struct err err = {0};
    if (measure_take_up(case_, path, &take_up, &err))
        printf("take-up: %.2f of the usual (%.2f to %.2f), by photo %d against photo %d; the case reckons with %.2f\n"
               "         to reckon with what was measured: stipple set CASE course.take_up=%.2f\n",
               take_up.load.likely, take_up.load.low, take_up.load.high, take_up.views.after + 1,
               take_up.views.before + 1, case_->course.take_up, take_up.load.likely);
    else if (err.code != ERR_NONE)
        printf("take-up: not measured: %s\n", err.text);
}

static json_t *take_up_json(const struct case_ *case_, const char *path)
{
    struct take_up take_up;
    struct err err = {0};
    if (measure_take_up(case_, path, &take_up, &err))
        return json_pack("{so sf si si si}", "load", interval_json(take_up.load), "darkening", take_up.darkening,
                         "samples", take_up.samples, "before", take_up.views.before + 1, "after",
                         take_up.views.after + 1);
    return err.code != ERR_NONE ? json_pack("{so}", "not_measured", text_json(err.text)) : json_null();
}

static void print_case_json(const struct case_ *case_, const char *path,
                            const struct stubble *const stubble[CASE_MOST_VIEWS], const unsigned notes[CASE_MOST_VIEWS])
{
    json_t *views = json_array(), *options = json_array(), *semi = json_array();
    for (int i = 0; i < case_->view_count; i++)
        json_array_append_new(views, view_json(case_->view[i], stubble[i], notes[i]));
    for (int i = 0; i < 3; i++)
        json_array_append_new(semi, interval_json(case_->semi_mm[i]));
    for (int i = 0; i < case_->option_count; i++)
        json_array_append_new(options, option_json(case_, i));
    print_json(json_pack("{si si so so so si so}", "format", case_->format, "field_version", (int)case_->field_version,
                         "head_semi_mm", semi, "views", views, "options", options, "events", case_->course.event_count,
                         "take_up", take_up_json(case_, path)));
}

static bool info_photo(const struct args *args, struct err *err)
{
    const char *path = args->names.item[0];
    struct photo *photo = photo_load(path, err);
    if (!photo)
        return false;
    if (args->json) {
        print_photo_json(photo, path);
    } else {
        report_photo(photo, path);
        report_warning(photo, path);
        printf("sha256: %s\n", photo->sha256);
    }
    photo_free(photo);
    return true;
}

static void print_case(const struct case_ *case_, const char *path,
                       const struct stubble *const stubble[CASE_MOST_VIEWS], const unsigned notes[CASE_MOST_VIEWS])
{
    char name[SHOWN_BYTES];
    printf("case: %s, format %d, seed %llu\n", shown(path, name, sizeof name), case_->format,
           (unsigned long long)case_->seed);
    report_head(case_);
    for (int i = 0; i < case_->view_count; i++) {
        report_view(case_, i);
        report_draft(&case_->view[i]->marks);
        report_photo_notes(notes[i]);
        if (stubble[i])
            report_stubble(stubble[i]);
    }
    for (int i = 0; i < case_->option_count; i++) {
        report_option(case_, i);
        report_advice(case_, i);
    }
    report_course(&case_->course);
    print_take_up(case_, path);
}

// Photos that cannot be read are left out: a case tells of itself without them.
static void read_photos(const struct case_ *case_, const char *path, struct stubble room[CASE_MOST_VIEWS],
                        const struct stubble *out[CASE_MOST_VIEWS], unsigned notes[CASE_MOST_VIEWS])
{
    struct pool *pool = pool_create(pool_default_threads());
    for (int i = 0; i < case_->view_count; i++) {
        struct picture_maker *maker = picture_maker_create(case_, path, pool); // of one photo's memory
        const struct photo *photo = picture_maker_photo(maker, i, NULL);
        struct map_store *store = map_store_create(photo);
        if (photo && sides_read_photo(store, case_, i, case_->option_count > 0 ? 0 : -1, pool, &room[i], NULL))
            out[i] = &room[i];
        if (photo)
            notes[i] =
                photo_notes_of(photo, map_store_skin(store, &case_->view[i]->view, &case_->head, pool), case_, i);
        map_store_free(store);
        picture_maker_destroy(maker);
    }
    pool_destroy(pool);
}

static bool info_case(const struct args *args, struct err *err)
{
    const char *path = args->names.item[0];
    struct case_ *case_ = case_load(path, err);
    if (!case_)
        return false;
    struct stubble room[CASE_MOST_VIEWS];
    const struct stubble *stubble[CASE_MOST_VIEWS] = {0};
    unsigned notes[CASE_MOST_VIEWS] = {0};
    read_photos(case_, path, room, stubble, notes);
    if (args->json)
        print_case_json(case_, path, stubble, notes);
    else
        print_case(case_, path, stubble, notes);
    case_destroy(case_);
    return true;
}

static bool run_info(const struct args *args, struct err *err)
{
    return given_is_case(args->names.item[0]) ? info_case(args, err) : info_photo(args, err);
}

const struct command command_info = {.name = "info",
                                     .usage = "PHOTO|CASE [--json]",
                                     .summary =
                                         "tells what is known of a photo or a case, and what to think over in the plan",
                                     .least_names = 1,
                                     .most_names = 1,
                                     .run = run_info,
                                     .specs = (const struct arg_spec *const[]){args_json, args_help, NULL}};
