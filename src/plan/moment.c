#include "plan/moment.h"

#include "base/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

int course_sessions(const struct course *course)
{
    int count = 0;
    for (int i = 0; i < course->event_count; i++)
        count += course->event[i].kind == EVENT_SESSION;
    return count;
}

void date_words(const char *date, char out[DATE_TEXT_BYTES])
{
    // words: the order of a date: y year, m month, d day
    const char *order = _("y-m-d");
    size_t used = 0;
    if (strlen(date) != 10)
        order = "";
    for (; *order; order++) {
        const char *part = *order == 'y' ? date : *order == 'm' ? date + 5 : *order == 'd' ? date + 8 : order;
        size_t size = *order == 'y' ? 4 : *order == 'm' || *order == 'd' ? 2 : 1;
        if (used + size >= DATE_TEXT_BYTES)
            break;
        memcpy(out + used, part, size);
        used += size;
    }
    out[used] = 0;
}

const char *name_words(const char *name)
{
    return *name ? _(name) : "";
}

void option_words(const struct option *option, char *out, size_t size)
{
    const struct hairline *hairline = &option->hairline;
    const struct technique *technique = &option->technique;
    int used = text_print(out, size,
                          // words: hairline's shape, mm, edge; pigment, shade, parts of water, mm; areas follow
                          _("Hairline %s, %.0f mm above the glabella, edge %s. Pigment %s, shade %s (%.0f : 1), dots "
                            "of %.2g mm. Areas:"),
                          name_words(hairline_shape_name(hairline->shape)), hairline->height_mm,
                          name_words(hairline_edge_name(hairline->edge)), name_words(pigment_name(technique->pigment)),
                          name_words(shade_name(shade_nearest(technique->shade_tau))),
                          technique_dilution_of_shade(technique->shade_tau), technique->dot_diameter_mm);
    for (int i = 0; i < option->zone_count && used > 0 && (size_t)used < size; i++)
        used += text_print(out + used, size - (size_t)used, _("%s %s %.0f dots/cm\xc2\xb2"), i ? "," : "",
                           name_words(option->zone[i].name), option->zone[i].density_per_cm2);
}

static void write_days(double days, char *out, size_t size)
{
    static const double each[] = {365.25, 365.25 / 12.0, 7.0};
    int i = 0;
    double number = days / each[0];
    while (i < 3 && !(number >= 1.0 && fabs(2.0 * number - floor(2.0 * number + 0.5)) < 1e-6))
        number = ++i < 3 ? days / each[i] : days;
    unsigned long count = number < 1.25 ? 1 : 2;
    if (i == 0)
        text_print(out, size, ngettext("%.6g year", "%.6g years", count), number);
    else if (i == 1)
        text_print(out, size, ngettext("%.6g month", "%.6g months", count), number);
    else if (i == 2)
        text_print(out, size, ngettext("%.6g week", "%.6g weeks", count), number);
    else
        text_print(out, size, _("%.4g days"), number);
}

const char *band_words(enum band band)
{
    return band == BAND_LOW    ? _("for someone who keeps little of the pigment")
           : band == BAND_HIGH ? _("for someone who keeps much of the pigment")
                               : _("as it most likely holds");
}

void moment_words(const struct frame *frame, char out[MOMENT_TEXT_BYTES])
{
    char time[32];
    if (frame->is_before || frame->sessions == 0) {
        snprintf(out, MOMENT_TEXT_BYTES, "%s", _("Before"));
        return;
    }
    bool is_last = frame->sessions < 0;
    if (frame->time == TIME_DAYS)
        write_days(frame->days, time, sizeof time);
    else if (frame->time == TIME_FRESH)
        snprintf(time, sizeof time, "%s", is_last ? _("Fresh") : _("fresh"));
    else
        snprintf(time, sizeof time, "%s", is_last ? _("Healed") : _("healed"));
    if (is_last)
        snprintf(out, MOMENT_TEXT_BYTES, "%s", time);
    else
        snprintf(out, MOMENT_TEXT_BYTES, _("Session %d, %s"), frame->sessions, time);
}
