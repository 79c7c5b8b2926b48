// Of the report: figures, options, zones, pigment and needle, course, estimate, advice.
#include "output/report_part.h"

#include "base/words.h"
#include "output/paper.h"
#include "plan/advice.h"
#include "plan/moment.h"
#include "plan/needle.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct option *chosen(const struct report *r)
{
    return r->request->case_->option[r->request->frame.option];
}

static void say_tile(struct report *r, int index, const char *label, const char *value, const char *line)
{
    const struct print_words small = {7.5, 400, SOFT_INK, TEXT_LEFT, 1}, large = {15.0, 600, INK, TEXT_LEFT, 1};
    double width = PRINT_WIDE_PT / 4.0, x = PRINT_MARGIN_PT + index * width, y = print_top(r->print);
    if (index > 0)
        print_fill(r->print, x - 8.0, y + 2.0, 0.5, 44.0, RULE);
    y += print_say(r->print, label, &small, x, y, width - 14.0) + 1.0;
    y += print_say(r->print, value, &large, x, y, width - 14.0) + 1.0;
    print_say(r->print, line, &small, x, y, width - 14.0);
}

static void tile_of_range(struct report *r, int index, const char *label, struct range range, const char *unit)
{
    char value[ESTIMATE_WORDS_BYTES], line[ESTIMATE_WORDS_BYTES];
    char low[FIGURE_BYTES], likely[FIGURE_BYTES], high[FIGURE_BYTES];
    figure_words(range.likely, range_digits(range), likely);
    figure_words(range.low, 2, low);
    figure_words(range.high, 2, high);
    snprintf(value, sizeof value, "%s%.60s", likely, unit);
    snprintf(line, sizeof line, _("%s to %s"), low, high);
    say_tile(r, index, label, value, line);
}

static void say_tiles(struct report *r)
{
    const struct estimate *estimate = &r->estimate[r->request->frame.option];
    const struct clinic *clinic = r->request->clinic;
    char hours[64], price[64];
    int sessions = course_sessions(&r->request->case_->course);
    print_need(r->print, 60.0);
    snprintf(hours, sizeof hours, ngettext("Hours in %d session", "Hours in %d sessions", (unsigned long)sessions),
             sessions);
    snprintf(price, sizeof price, _("Price, %.15s"), clinic_currency(clinic));
    tile_of_range(r, 0, _("Treated area"), estimate->area_cm2, " cm\xc2\xb2");
    tile_of_range(r, 1, _("Dots in the finished work"), estimate->dots, "");
    tile_of_range(r, 2, hours, estimate->hours, " h");
    if (clinic->has_price)
        tile_of_range(r, 3, price, estimate->price, "");
    else
        say_tile(r, 3, price, "\xe2\x80\x93", _("as the clinic tells"));
    report_gap(r, 62.0);
}

static void say_advice(struct report *r)
{
    struct advice advice[ADVICE_MOST];
    int count = advice_find(r->request->case_, r->request->frame.option, advice);
    if (count == 0)
        return;
    report_heading(r, _("To think over"), 30.0);
    for (int i = 0; i < count; i++) {
        double height = print_height(_(advice_text(advice[i].kind)), &report_body, PRINT_WIDE_PT - 14.0);
        print_need(r->print, height);
        double y = print_top(r->print);
        print_fill(r->print, PRINT_MARGIN_PT, y + 1.0, 2.0, height - 1.0,
                   advice_is_warning(advice[i].kind) ? INK : RULE);
        print_say(r->print, _(advice_text(advice[i].kind)), &report_body, PRINT_MARGIN_PT + 10.0, y,
                  PRINT_WIDE_PT - 14.0);
        print_move(r->print, y + height + 6.0);
    }
    report_gap(r, 8.0);
}

// An option beside its picture.
static void say_option(struct report *r, int index)
{
    const struct option *option = r->request->case_->option[index];
    char words[512], price[ESTIMATE_WORDS_BYTES], area[ESTIMATE_WORDS_BYTES], unit[40], name[96], about[256];
    const struct print_words head = {11.0, 600, INK, TEXT_LEFT, 1};
    double width = 120.0, height = report_picture_height(r, width), x = PRINT_MARGIN_PT + width + 16.0;
    double room = PRINT_WIDE_PT - width - 16.0;
    struct frame frame = {.view = r->request->frame.view,
                          .option = index,
                          .sessions = -1,
                          .time = TIME_HEALED,
                          .band = r->request->frame.band};
    print_need(r->print, fmax(height, 90.0));
    double y = print_top(r->print), top = y;
    report_picture(r, &frame, PRINT_MARGIN_PT, y, width);
    snprintf(name, sizeof name, index == r->request->frame.option ? _("Option %s (this plan)") : _("Option %s"),
             option->name);
    option_words(option, words, sizeof words);
    snprintf(unit, sizeof unit, " %.15s", clinic_currency(r->request->clinic));
    range_words(r->estimate[index].area_cm2, " cm\xc2\xb2", area);
    range_words(r->estimate[index].price, unit, price);
    if (r->request->clinic->has_price)
        snprintf(about, sizeof about, _("%s; about %s"), area, price);
    else
        snprintf(about, sizeof about, "%s", area);
    y += print_say(r->print, name, &head, x, y, room) + 2.0;
    y += print_say(r->print, words, &report_body, x, y, room) + 3.0;
    y += print_say(r->print, about, &report_soft, x, y, room);
    print_move(r->print, fmax(top + height, y) + 14.0);
}

static void say_options(struct report *r)
{
    if (r->request->case_->option_count < 2)
        return;
    report_heading(r, _("The options that were looked at"), 120.0);
    for (int i = 0; i < r->request->case_->option_count; i++)
        say_option(r, i);
}

static void say_zones(struct report *r)
{
    static const double widths[] = {90.0, 95.0, 75.0, 135.0, 110.0};
    const char *const heads[] = {_("Zone"), _("Area, cm\xc2\xb2"), _("Dots / cm\xc2\xb2"), _("Dots"), _("Needle")};
    const struct estimate *estimate = &r->estimate[r->request->frame.option];
    report_heading(r, _("Zones"), 60.0);
    report_row(r, heads, widths, 5, true);
    for (int i = 0; i < estimate->zone_count; i++) {
        const struct zone *zone = &chosen(r)->zone[i];
        char area[ESTIMATE_WORDS_BYTES], dots[ESTIMATE_WORDS_BYTES], density[32], needle[NEEDLE_WORDS_BYTES];
        range_words(estimate->zone[i].area_cm2, "", area);
        range_words(estimate->zone[i].dots, "", dots);
        snprintf(density, sizeof density, "%.0f", zone->density_per_cm2);
        needle_words(needle_for(chosen(r)->technique.dot_diameter_mm * zone->size_scale), needle);
        const char *const cells[] = {name_words(zone->name), area, density, dots, needle};
        report_row(r, cells, widths, 5, false);
    }
    report_say(
        r,
        _("A zone's area reaches to the end of its soft edge; the treated area above counts the edge by its share. "
          "The needle is the wire whose healed dot comes nearest the wanted width; depth and hand decide as much."),
        &report_soft);
    report_gap(r, 12.0);
}

static void say_technique(struct report *r)
{
    static const double widths[] = {150.0, 355.0};
    const struct technique *t = &chosen(r)->technique;
    char dilution[128], depth[128], dot[128];
    text_print(dilution, sizeof dilution, _("%.0f parts of water to 1 of pigment; each session below"),
               technique_dilution_of_shade(t->shade_tau));
    text_print(depth, sizeof depth, _("%.2f mm of travel, tilted at most %.0f\xc2\xb0"), t->needle_depth_mm,
               t->tilt_most_deg);
    text_print(dot, sizeof dot, _("%.2f mm across, healed; pattern %s"), t->dot_diameter_mm,
               name_words(pattern_name(t->pattern)));
    const char *const rows[][2] = {{_("Pigment"), name_words(pigment_name(t->pigment))},
                                   {_("Dilution"), dilution},
                                   {_("Needle depth"), depth},
                                   {_("Dot"), dot}};
    report_heading(r, _("Pigment and needle"), 80.0);
    for (int i = 0; i < 4; i++)
        report_row(r, rows[i], widths, 2, false);
    report_gap(r, 12.0);
}

static void say_course(struct report *r)
{
    static const double widths[] = {100.0, 40.0, 60.0, 130.0, 75.0, 100.0};
    const char *const heads[] = {_("Event"), _("Day"), _("Share"), _("Dots"), _("Dilution"), _("Time")};
    const struct estimate *estimate = &r->estimate[r->request->frame.option];
    report_heading(r, _("Course"), 60.0);
    report_row(r, heads, widths, 6, true);
    for (int i = 0, session = 0; i < estimate->event_count; i++) {
        const struct event *event = &r->request->case_->course.event[i];
        char name[64], day[24], share[24], dots[ESTIMATE_WORDS_BYTES], dilution[24], hours[ESTIMATE_WORDS_BYTES];
        bool is_session = event->kind == EVENT_SESSION;
        double tau = chosen(r)->technique.shade_tau * event->shade_scale;
        session += is_session;
        if (is_session)
            snprintf(name, sizeof name, event->is_done ? _("Session %d, done") : _("Session %d"), session);
        else
            snprintf(name, sizeof name, "%s", event->is_done ? _("Touch-up, done") : _("Touch-up"));
        snprintf(day, sizeof day, "%.0f", event->day);
        snprintf(share, sizeof share, "%.0f %%", 100.0 * event->share);
        range_words(estimate->event[i].dots, "", dots);
        snprintf(dilution, sizeof dilution, "%.0f : 1", technique_dilution_of_shade(tau));
        hours_words(estimate->event[i].hours, hours);
        const char *const cells[] = {name, day, share, dots, dilution, hours};
        report_row(r, cells, widths, 6, false);
    }
    report_gap(r, 12.0);
}

static void say_estimate(struct report *r)
{
    const struct estimate *estimate = &r->estimate[r->request->frame.option];
    const struct clinic *clinic = r->request->clinic;
    char hours[ESTIMATE_WORDS_BYTES], price[ESTIMATE_WORDS_BYTES], unit[40], rates[CLINIC_RATES_BYTES], words[1024];
    hours_words(estimate->hours, hours);
    snprintf(unit, sizeof unit, " %.15s", clinic_currency(clinic));
    range_words(estimate->price, unit, price);
    clinic_rates_words(clinic, rates);
    report_heading(r, _("Estimate"), 60.0);
    if (clinic->has_price)
        snprintf(words, sizeof words, _("%s of work, about %s."), hours, price);
    else
        snprintf(words, sizeof words, _("%s of work."), hours);
    report_say(r, words, &report_strong);
    snprintf(words, sizeof words, _("An estimate, not a quote: %s; %s. In brackets the range that is likely."), rates,
             _(estimate_area_basis()));
    report_say(r, words, &report_soft);
    report_gap(r, 12.0);
}

void report_plan(struct report *r)
{
    say_tiles(r);
    say_advice(r);
    say_options(r);
    say_zones(r);
    say_technique(r);
    say_course(r);
    say_estimate(r);
}
