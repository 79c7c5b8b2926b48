#include "ui/words.h"

#include "ui/text.h"

#include <math.h>
#include <stdio.h>

const char *facing_word(enum facing facing)
{
    static const char *const WORDS[FACING_COUNT] = {
        [FACING_UNKNOWN] = N_("Not said"),
        [FACING_FRONT] = N_("Front"),
        [FACING_LEFT] = N_("Left side"),
        [FACING_RIGHT] = N_("Right side"),
        [FACING_TOP] = N_("Top"),
        [FACING_BACK] = N_("Back"),
        [FACING_THREE_QUARTER_LEFT] = N_("Half left"),
        [FACING_THREE_QUARTER_RIGHT] = N_("Half right"),
    };
    return _(WORDS[facing]);
}

const char *band_pane_words(enum band band)
{
    static const char *const WORDS[BAND_COUNT] = {[BAND_LOW] = N_("Keeps little of the pigment"),
                                                  [BAND_LIKELY] = N_("Most likely"),
                                                  [BAND_HIGH] = N_("Keeps much of the pigment")};
    return _(WORDS[band]);
}

struct word {
    const char *word, *hint;
};

static const struct word LANDMARKS[LANDMARK_COUNT] = {
    [LANDMARK_GLABELLA] = {N_("Glabella"), N_("on the midline, level with the brows")},
    [LANDMARK_NASION] = {N_("Nose bridge"), N_("deepest point between the eyes")},
    [LANDMARK_PUPIL_LEFT] = {N_("Left pupil"), N_("the patient's left")},
    [LANDMARK_PUPIL_RIGHT] = {N_("Right pupil"), N_("the patient's right")},
    [LANDMARK_TRAGION_LEFT] = {N_("Left tragus"), N_("notch above the small flap before the ear canal")},
    [LANDMARK_TRAGION_RIGHT] = {N_("Right tragus"), N_("notch above the small flap before the ear canal")},
    [LANDMARK_VERTEX] = {N_("Top of head"), N_("highest point of the skull")},
    [LANDMARK_MENTON] = {N_("Chin"), N_("lowest point of the chin")},
    [LANDMARK_SUBNASALE] = {N_("Base of nose"), N_("where the nose meets the lip")},
    [LANDMARK_CANTHUS_LEFT] = {N_("Left eye corner"), N_("outer corner of the patient's left eye")},
    [LANDMARK_CANTHUS_RIGHT] = {N_("Right eye corner"), N_("outer corner of the patient's right eye")},
    [LANDMARK_WHORL] = {N_("Whorl"), N_("where the hair turns")},
    [LANDMARK_INION] = {N_("Back bump"), N_("the bump low on the back of the head")},
    [LANDMARK_CROWN] = {N_("Crown"), N_("back end of the top of the head")},
    [LANDMARK_EAR_TOP_LEFT] = {N_("Left ear, top"), N_("highest point of the ear")},
    [LANDMARK_EAR_TOP_RIGHT] = {N_("Right ear, top"), N_("highest point of the ear")},
};

const char *landmark_word(enum landmark landmark)
{
    return _(LANDMARKS[landmark].word);
}

const char *landmark_hint(enum landmark landmark)
{
    return _(LANDMARKS[landmark].hint);
}

static const struct word ZONES[ZONE_KIND_COUNT] = {
    [ZONE_FULL] = {N_("Full shave look"), N_("Everything behind the hairline, down to the fringe.")},
    [ZONE_DENSITY] = {N_("Density between hair"), N_("Dots between hair over the top, so that it looks thicker.")},
    [ZONE_CROWN] = {N_("Crown"), N_("Round the whorl, softly ending in the hair about it.")},
    [ZONE_PART] = {N_("Parting"), N_("Along the parting, where the scalp shows between hair.")},
    [ZONE_FUT_SCAR] = {N_("Strip scar"),
                       N_("The long scar of a strip at the back. Scars take less pigment and lose it sooner.")},
    [ZONE_FUE_SCARS] = {N_("Dot scars"),
                        N_("One to three dots in each round scar of single grafts: seen close up, not from afar.")},
    [ZONE_AREATA] = {N_("Bald patch"), N_("A round patch where hair is missing.")},
    [ZONE_BIRTHMARK] = {N_("Birthmark or burn"), N_("A mark where no hair grows.")},
};

const char *zone_word(enum zone_kind kind)
{
    return _(ZONES[kind].word);
}

const char *zone_hint(enum zone_kind kind)
{
    return _(ZONES[kind].hint);
}

// Three digits count; groups of three are set apart.
static void one_count(double count, char out[32])
{
    double unit = count >= 1000.0 ? pow(10.0, floor(log10(count)) - 2.0) : 1.0;
    long long whole = (long long)(round(count / unit) * unit);
    if (whole >= 1000000)
        snprintf(out, 32, "%lld %03lld %03lld", whole / 1000000, whole / 1000 % 1000, whole % 1000);
    else if (whole >= 1000)
        snprintf(out, 32, "%lld %03lld", whole / 1000, whole % 1000);
    else
        snprintf(out, 32, "%lld", whole);
}

void count_text(double low, double likely, double high, char *out, size_t size)
{
    char text[3][32];
    one_count(low, text[0]);
    one_count(likely, text[1]);
    one_count(high, text[2]);
    snprintf(out, size, "%s (%s\xe2\x80\x93%s)", text[1], text[0], text[2]);
}
