#include "plan/moment.h"

#include <math.h>
#include <stdio.h>

int course_sessions(const struct course *course)
{
    int count = 0;
    for (int i = 0; i < course->event_count; i++)
        count += course->event[i].kind == EVENT_SESSION;
    return count;
}

void option_words(const struct option *option, char *out, size_t size)
{
    const struct hairline *hairline = &option->hairline;
    const struct technique *technique = &option->technique;
    int used = snprintf(out, size,
                        "Hairline %s, %.0f mm above the glabella, edge %s. Pigment %s, dots of %.2g mm, shade %.2g. "
                        "Areas:", hairline_shape_name(hairline->shape), hairline->height_mm,
                        hairline_edge_name(hairline->edge), pigment_name(technique->pigment),
                        technique->dot_diameter_mm, technique->shade_tau);
    for (int i = 0; i < option->zone_count && used > 0 && (size_t)used < size; i++)
        used += snprintf(out + used, size - (size_t)used, "%s %s %.0f dots/cm\xc2\xb2", i ? "," : "",
                         option->zone[i].name, option->zone[i].density_per_cm2);
}

static void write_days(double days, char *out, size_t size)
{
    static const struct {
        double days;
        const char *one, *many;
    } units[] = {{365.25, "year", "years"}, {365.25 / 12.0, "month", "months"}, {7.0, "week", "weeks"}};
    for (int i = 0; i < 3; i++) {
        double number = days / units[i].days;
        if (number >= 1.0 && fabs(2.0 * number - floor(2.0 * number + 0.5)) < 1e-6) {
            snprintf(out, size, "%.6g %s", number, number < 1.25 ? units[i].one : units[i].many);
            return;
        }
    }
    snprintf(out, size, "%.4g days", days);
}

void moment_words(const struct frame *frame, char out[MOMENT_TEXT_BYTES])
{
    char time[24];
    if (frame->is_before || frame->sessions == 0) {
        snprintf(out, MOMENT_TEXT_BYTES, "Before");
        return;
    }
    bool is_last = frame->sessions < 0;
    if (frame->time == TIME_DAYS)
        write_days(frame->days, time, sizeof time);
    else
        snprintf(time, sizeof time, "%s", frame->time == TIME_FRESH ? (is_last ? "Fresh" : "fresh")
                                                                    : (is_last ? "Healed" : "healed"));
    if (is_last)
        snprintf(out, MOMENT_TEXT_BYTES, "%s", time);
    else
        snprintf(out, MOMENT_TEXT_BYTES, "Session %d, %s", frame->sessions, time);
}
