#include "app/command.h"
#include "app/handover.h"
#include "base/mem.h"
#include "base/shown.h"
#include "base/words.h"
#include "plan/case_file.h"
#include "plan/estimate_words.h"
#include "plan/json_text.h"
#include "plan/moment.h"

#include <stdio.h>

static void print_zone(const struct estimate_zone *zone)
{
    char area[ESTIMATE_WORDS_BYTES], dots[ESTIMATE_WORDS_BYTES], name[SHOWN_BYTES], line[SHOWN_BYTES + 512];
    range_words(zone->area_cm2, " cm2", area);
    range_words(zone->dots, "", dots);
    // words: a zone's name, its area, density, dots
    text_print(line, sizeof line, _("zone %s: area %s, %.0f dots/cm2, %s dots"),
               shown(name_words(zone->name), name, sizeof name), area, zone->density_per_cm2, dots);
    printf("  %s\n", line);
}

static void print_event(const struct estimate_event *event)
{
    char dots[ESTIMATE_WORDS_BYTES], hours[ESTIMATE_WORDS_BYTES], line[512];
    range_words(event->dots, "", dots);
    hours_words(event->hours, hours);
    const char *name = event->kind == EVENT_SESSION ? (event->is_done ? _("session (done)") : _("session"))
                                                    : (event->is_done ? _("touch-up (done)") : _("touch-up"));
    // words: session or touch-up, a day, dots, hours
    text_print(line, sizeof line, _("%s on day %.6g: %s dots, %s"), name, event->day, dots, hours);
    printf("  %s\n", line);
}

static void print_text(const struct case_ *case_, int option, const struct estimate *estimate,
                       const struct clinic *clinic)
{
    char dots[ESTIMATE_WORDS_BYTES], hours[ESTIMATE_WORDS_BYTES], price[ESTIMATE_WORDS_BYTES],
        rates[CLINIC_RATES_BYTES];
    char currency[40], name[SHOWN_BYTES];
    printf(_("option %s\n"), shown(case_->option[option]->name, name, sizeof name));
    for (int i = 0; i < estimate->zone_count; i++)
        print_zone(&estimate->zone[i]);
    for (int i = 0; i < estimate->event_count; i++)
        print_event(&estimate->event[i]);
    snprintf(currency, sizeof currency, " %.30s", clinic_currency(clinic));
    range_words(estimate->dots, "", dots);
    hours_words(estimate->hours, hours);
    range_words(estimate->price, currency, price);
    clinic_rates_words(clinic, rates);
    if (clinic->has_price)
        printf(_("  all: %s dots, %s, about %s\n"), dots, hours, price);
    else
        printf(_("  all: %s dots, %s\n"), dots, hours);
    printf(_("  an estimate, not a quote: %s; %s\n"), rates, _(estimate_area_basis()));
}

static json_t *range_json(struct range range)
{
    return json_pack("{sf sf sf}", "low", range.low, "likely", range.likely, "high", range.high);
}

// What was reckoned with, and whose it is.
static json_t *rates_json(const struct clinic *clinic)
{
    return json_pack("{ss so ss so sf}", "marks_from", clinic->has_own_marks ? "clinic" : "usual", "marks_per_hour",
                     range_json(clinic->marks_per_hour), "price_from",
                     clinic->has_own_price ? "clinic"
                     : clinic->has_price   ? "usual"
                                           : "none",
                     "price_per_hour", clinic->has_price ? range_json(clinic->price_per_hour) : json_null(),
                     "least_price", clinic->has_price ? clinic->least_price : 0.0);
}

static void print_json(const struct case_ *case_, int option, const struct estimate *estimate,
                       const struct clinic *clinic)
{
    json_t *zones = json_array(), *events = json_array();
    for (int i = 0; i < estimate->zone_count; i++) {
        const struct estimate_zone *zone = &estimate->zone[i];
        json_array_append_new(zones,
                              json_pack("{ss sf so so}", "name", zone->name, "density_per_cm2", zone->density_per_cm2,
                                        "area_cm2", range_json(zone->area_cm2), "dots", range_json(zone->dots)));
    }
    for (int i = 0; i < estimate->event_count; i++) {
        const struct estimate_event *event = &estimate->event[i];
        json_array_append_new(events, json_pack("{ss sf sb so so}", "kind",
                                                event->kind == EVENT_SESSION ? "session" : "touch-up", "day",
                                                event->day, "done", event->is_done, "dots", range_json(event->dots),
                                                "hours", range_json(event->hours)));
    }
    json_t *all =
        json_pack("{ss so so so so so so ss so ss}", "option", case_->option[option]->name, "zones", zones, "area_cm2",
                  range_json(estimate->area_cm2), "dots", range_json(estimate->dots), "events", events, "hours",
                  range_json(estimate->hours), "price", clinic->has_price ? range_json(estimate->price) : json_null(),
                  "currency", clinic->currency, "rates", rates_json(clinic), "areas", estimate_area_basis());
    char *text = json_text(all);
    fputs(text, stdout);
    mem_free(text);
    json_decref(all);
}

static bool run_estimate(const struct args *args, struct err *err)
{
    struct case_ *case_ = case_load(args->names.item[0], err);
    int option = 0;
    struct estimate estimate;
    struct clinic clinic;
    bool is_done = case_ && given_option(args, case_, &option, err) && clinic_load(args->clinic, &clinic, err);
    if (is_done) {
        struct pool *pool = given_pool(args);
        is_done = estimate_make(case_, option, &clinic, pool, &estimate, err);
        pool_destroy(pool);
    }
    if (is_done && args->json)
        print_json(case_, option, &estimate, &clinic);
    else if (is_done)
        print_text(case_, option, &estimate, &clinic);
    case_destroy(case_);
    return is_done;
}

const struct command command_estimate = {
    .name = "estimate",
    .usage = "CASE [--option NAME] [--clinic FILE] [--json]",
    .summary = "area of each zone, dots and hours of each session, price; each as a range",
    .least_names = 1,
    .most_names = 1,
    .run = run_estimate,
    .more_help = handover_help,
    .specs = (const struct arg_spec *const[]){args_option, args_clinic, args_json, args_threads, args_help, NULL}};
