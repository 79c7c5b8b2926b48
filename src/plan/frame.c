#include "plan/frame.h"

#include "shared/smp_time.h"

#include <string.h>

static const double most_days = 100.0 * 365.25;

// Digits with at most one point among them, at least one digit. Returns what follows, or NULL.
static const char *read_number(const char *text, double *value)
{
    double number = 0.0, place = 1.0;
    int digits = 0, is_fraction = 0;
    for (; (*text >= '0' && *text <= '9') || (*text == '.' && !is_fraction); text++) {
        if (*text == '.') {
            is_fraction = 1;
            continue;
        }
        digits++;
        number = number * 10.0 + (*text - '0');
        place *= is_fraction ? 10.0 : 1.0;
    }
    *value = number / place;
    return digits > 0 && digits < 18 ? text : NULL;
}

int frame_parse_time(const char *text, struct frame *frame)
{
    static const struct {
        const char *name;
        double days;
    } units[] = {{"d", 1.0}, {"w", 7.0}, {"m", 365.25 / 12.0}, {"y", 365.25}};
    if (strcmp(text, "fresh") == 0 || strcmp(text, "healed") == 0) {
        frame->time = text[0] == 'f' ? TIME_FRESH : TIME_HEALED;
        frame->days = frame_days(frame);
        return 1;
    }
    double number;
    const char *unit = read_number(text, &number);
    for (size_t i = 0; unit && i < sizeof units / sizeof units[0]; i++)
        if (strcmp(unit, units[i].name) == 0 && number * units[i].days <= most_days) {
            frame->time = TIME_DAYS;
            frame->days = number * units[i].days;
            return 1;
        }
    return 0;
}

double frame_days(const struct frame *frame)
{
    switch (frame->time) {
    case TIME_FRESH:
        return 0.0;
    case TIME_HEALED:
        return (double)SMP_HEALED_DAY;
    default:
        return frame->days > 0.0 ? frame->days : 0.0;
    }
}
