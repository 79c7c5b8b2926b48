#include "app/command.h"
#include "app/handover.h"
#include "base/mem.h"
#include "plan/case_file.h"
#include "plan/estimate_words.h"
#include "plan/json_text.h"

#include <stdio.h>

static void print_range(const char *label, struct range range, const char *unit)
{
    char words[ESTIMATE_WORDS_BYTES];
    range_words(range, unit, words);
    printf("%s %s", label, words);
}

static void print_hours(struct range hours)
{
    char words[ESTIMATE_WORDS_BYTES];
    hours_words(hours, words);
    printf(", %s", words);
}

static void print_text(const struct case_ *case_, int option, const struct estimate *estimate,
                       const struct clinic *clinic)
{
    printf("option %s\n", case_->option[option]->name);
    for (int i = 0; i < estimate->zone_count; i++) {
        const struct estimate_zone *zone = &estimate->zone[i];
        printf("  zone %s: ", zone->name);
        print_range("area", zone->area_cm2, " cm2");
        printf(", %.0f dots/cm2,", zone->density_per_cm2);
        print_range("", zone->dots, " dots");
        printf("\n");
    }
    for (int i = 0; i < estimate->event_count; i++) {
        const struct estimate_event *event = &estimate->event[i];
        printf("  %s on day %.6g%s:", event->kind == EVENT_SESSION ? "session" : "touch-up", event->day,
               event->is_done ? " (done)" : "");
        print_range("", event->dots, " dots");
        print_hours(event->hours);
        printf("\n");
    }
    print_range("  all:", estimate->dots, " dots");
    print_hours(estimate->hours);
    char currency[sizeof clinic->currency + 1];
    snprintf(currency, sizeof currency, " %s", clinic->currency);
    print_range(", about", estimate->price, currency);
    printf("\n  an estimate, not a quote: %s; %s\n", clinic->rates_from, estimate_area_basis());
}

static json_t *range_json(struct range range)
{
    return json_pack("{sf sf sf}", "low", range.low, "likely", range.likely, "high", range.high);
}

static void print_json(const struct case_ *case_, int option, const struct estimate *estimate,
                       const struct clinic *clinic)
{
    json_t *zones = json_array(), *events = json_array();
    for (int i = 0; i < estimate->zone_count; i++) {
        const struct estimate_zone *zone = &estimate->zone[i];
        json_array_append_new(zones, json_pack("{ss sf so so}", "name", zone->name, "density_per_cm2",
                                               zone->density_per_cm2, "area_cm2", range_json(zone->area_cm2),
                                               "dots", range_json(zone->dots)));
    }
    for (int i = 0; i < estimate->event_count; i++) {
        const struct estimate_event *event = &estimate->event[i];
        json_array_append_new(
            events, json_pack("{ss sf sb so so}", "kind",
                              event->kind == EVENT_SESSION ? "session" : "touch-up", "day", event->day,
                              "done", event->is_done, "dots", range_json(event->dots), "hours",
                              range_json(event->hours)));
    }
    json_t *all = json_pack("{ss so so so so so so ss ss ss}", "option", case_->option[option]->name, "zones", zones,
                            "area_cm2", range_json(estimate->area_cm2), "dots", range_json(estimate->dots),
                            "events", events, "hours", range_json(estimate->hours), "price",
                            range_json(estimate->price), "currency", clinic->currency, "rates", clinic->rates_from,
                            "areas", estimate_area_basis());
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
    .least_names = 1, .most_names = 1, .run = run_estimate, .more_help = handover_help,
    .specs = (const struct arg_spec *const[]){args_option, args_clinic, args_json, args_threads, args_help, NULL}};
