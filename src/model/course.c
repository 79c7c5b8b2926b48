#include "model/course.h"

#include "base/check.h"

struct course course_default(void)
{
    struct course course = {.event_count = 3, .sun = 1.0, .take_up = 1.0, .tone = SKIN_LIGHT, .type = SKIN_NORMAL};
    static const double share[3] = {0.30, 0.70, 1.00}; // Liu 2025, domain.md section 1
    for (int i = 0; i < 3; i++)
        course.event[i] = (struct event){.kind = EVENT_SESSION, .day = 12.0 * i, .share = share[i], .shade_scale = 1.0};
    return course;
}

const char *skin_tone_name(enum skin_tone tone)
{
    static const char *const names[SKIN_TONE_COUNT] = {"very-light", "light", "intermediate", "tan", "brown", "dark"};
    REQUIRE((unsigned)tone < SKIN_TONE_COUNT);
    return names[tone];
}

const char *skin_type_name(enum skin_type type)
{
    static const char *const names[SKIN_TYPE_COUNT] = {"normal", "oily"};
    REQUIRE((unsigned)type < SKIN_TYPE_COUNT);
    return names[type];
}

const char *hair_colour_name(enum hair_colour colour)
{
    static const char *const names[HAIR_COLOUR_COUNT] = {"not-told", "black", "brown", "red", "fair", "grey"};
    REQUIRE((unsigned)colour < HAIR_COLOUR_COUNT);
    return names[colour];
}

enum skin_tone skin_tone_of_ita(double ita_deg)
{
    static const double least[] = {55.0, 41.0, 28.0, 10.0, -30.0}; // domain.md 4.2
    int tone = SKIN_VERY_LIGHT;
    while (tone < SKIN_DARK && !(ita_deg > least[tone]))
        tone++;
    return (enum skin_tone)tone;
}
