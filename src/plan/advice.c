#include "plan/advice.h"

#include <math.h>
#include <stdio.h>

// Mid-frontal point above the glabella: 60 to 90 mm in men, 70 already aggressive (domain.md 3, users.md 4.3); a peak
// may dip a little below. Women's lie some 6 mm lower (forehead heights, domain.md 3).
#define LOW_MM 65.0
#define LOW_FEMALE_MM 55.0
// The straightest template keeps 17 mm of recession; the corner is not to be filled (users.md 4.2).
#define FILLED_MM 12.0
#define EVEN_MM 0.3 // waves smaller than a dot: a ruled line
// Dots stand apart at twice their diameter; 80 to 220 /cm2 is usual, hairs themselves 161 to 226 (domain.md 1, 2).
#define HELMET_SPACING_DIAMETERS 2.0
#define HELMET_PER_CM2 230.0
#define DEEP_MM 1.5 // where the healed field shows no single dots any more (domain.md 7.7: 2 mm)

struct list {
    struct advice *item;
    int count;
};

static void add(struct list *list, enum advice_kind kind, const char *key)
{
    if (list->count == ADVICE_MOST)
        return;
    struct advice *advice = &list->item[list->count++];
    advice->kind = kind;
    snprintf(advice->key, sizeof advice->key, "%s", key);
}

static void add_of_zone(struct list *list, enum advice_kind kind, const struct zone *zone, const char *name)
{
    char key[PARAM_KEY_BYTES];
    snprintf(key, sizeof key, "zone.%s.%s", zone->name, name);
    add(list, kind, key);
}

static void judge_hairline(struct list *list, const struct case_ *case_, const struct hairline *h)
{
    bool is_female = h->shape == HAIRLINE_FEMALE_ROUNDED;
    double height_mm = h->height_mm;
    if (h->point_count > 0) // as it lies now, dragged or not
        height_mm = head_arc_mm(&case_->head, case_->head.glabella, h->point[h->point_count / 2]);
    if (height_mm < (is_female ? LOW_FEMALE_MM : LOW_MM))
        add(list, is_female ? ADVICE_HAIRLINE_LOW_FEMALE : ADVICE_HAIRLINE_LOW, "hairline.height_mm");
    if (!is_female && h->recession_mm < FILLED_MM)
        add(list, ADVICE_TEMPLES_FILLED, "hairline.recession_mm");
    if (h->macro_mm < EVEN_MM && h->micro_mm < EVEN_MM)
        add(list, ADVICE_EDGE_EVEN, "hairline.micro_mm");
    if (h->edge == EDGE_DEFINED && h->diffusion == DIFFUSION_ZERO)
        add(list, ADVICE_EDGE_SHARP, "hairline.diffusion");
}

// The darkest mix for each tone: clinics go from 6 parts of water (dark) to 20 (light), little or none for black skin
// (users.md 4.3); how that spreads over the ITA classes of domain.md 4.2 is assumed.
static double least_dilution(enum skin_tone tone)
{
    static const double LEAST[SKIN_TONE_COUNT] = {
        [SKIN_VERY_LIGHT] = 14.0, [SKIN_LIGHT] = 12.0, [SKIN_INTERMEDIATE] = 9.0,
        [SKIN_TAN] = 7.0,         [SKIN_BROWN] = 4.0,  [SKIN_DARK] = 0.0,
    };
    return LEAST[tone];
}

// The lightest mix for each tone: with more water the healed dots take less from the skin's L* than a whisper does on
// light skin, some 2 (domain.md 7.7). The darker the skin, the less the same dots take.
static double most_dilution(enum skin_tone tone)
{
    static const double MOST[SKIN_TONE_COUNT] = {
        [SKIN_VERY_LIGHT] = 100.0, [SKIN_LIGHT] = 100.0, [SKIN_INTERMEDIATE] = 90.0,
        [SKIN_TAN] = 80.0,         [SKIN_BROWN] = 60.0,  [SKIN_DARK] = 40.0,
    };
    return MOST[tone];
}

// Beside hair that grows, treated skin is to look like that hair, shaved: little water for black hair, 18 to 20 parts
// and more for light (users.md 4.3, domain.md 1); what lies between is assumed. Past the most, dots take less than 3
// from L* of light skin (domain.md 7.7): less than dark hair shaved does.
struct mix_range {
    double least, most; // parts of water
};
static struct mix_range mix_for_hair(enum hair_colour colour)
{
    static const struct mix_range RANGE[HAIR_COLOUR_COUNT] = {
        [HAIR_NOT_TOLD] = {0.0, 1e9}, [HAIR_BLACK] = {0.0, 45.0}, [HAIR_BROWN] = {6.0, 60.0},
        [HAIR_RED] = {18.0, 1e9},     [HAIR_FAIR] = {20.0, 1e9},  [HAIR_GREY] = {18.0, 1e9},
    };
    return RANGE[colour];
}

static void judge_shade(struct list *list, const struct course *course, double dilution)
{
    static const char key[] = "technique.dilution";
    struct mix_range beside = mix_for_hair(course->hair);
    if (dilution < least_dilution(course->tone) - 0.05)
        add(list, ADVICE_SHADE_DARK, key);
    else if (dilution < beside.least - 0.05)
        add(list, ADVICE_SHADE_DARK_FOR_HAIR, key);
    if (dilution > most_dilution(course->tone))
        add(list, ADVICE_SHADE_FAINT, key);
    else if (dilution > beside.most)
        add(list, ADVICE_SHADE_FAINT_FOR_HAIR, key);
}

static void judge_technique(struct list *list, const struct course *course, const struct technique *technique)
{
    judge_shade(list, course, technique_dilution_of_shade(technique->shade_tau));
    // Iron oxides end red to orange, which light skin shows; shaved hair looks grey (domain.md 5, users.md 4.1).
    if (technique->pigment == PIGMENT_BROWN && course->tone <= SKIN_INTERMEDIATE)
        add(list, ADVICE_PIGMENT_WARM, "technique.pigment");
    else if (technique->pigment == PIGMENT_BROWN && (course->hair == HAIR_BLACK || course->hair == HAIR_GREY))
        add(list, ADVICE_PIGMENT_WARM_FOR_HAIR, "technique.pigment");
    if (technique->needle_depth_mm >= DEEP_MM)
        add(list, ADVICE_NEEDLE_DEEP, "technique.needle_depth_mm");
}

// A spot holds one to three dots, however dense; elsewhere the mean distance of neighbours in an even field, domain.md
// 2: 10.7 / sqrt(n) mm.
static bool is_helmet(const struct zone *zone, const struct technique *technique)
{
    if (zone->form == ZONE_SPOTS)
        return false;
    double diameter_mm = technique->dot_diameter_mm * zone->size_scale;
    double spacing_mm = 10.7 / sqrt(fmax(zone->density_per_cm2, 1.0));
    return zone->density_per_cm2 > HELMET_PER_CM2 || spacing_mm < HELMET_SPACING_DIAMETERS * diameter_mm;
}

// Healed for 9 to 12 months first, take-up unpredictable (users.md 4.3); active areata and skin disease are named
// among what rules a treatment out (users.md 4.1, step 1).
static void judge_zone(struct list *list, const struct zone *zone, const struct technique *technique)
{
    if (is_helmet(zone, technique))
        add_of_zone(list, ADVICE_HELMET, zone, "density_per_cm2");
    if (zone->kind == ZONE_FUT_SCAR || zone->kind == ZONE_FUE_SCARS)
        add_of_zone(list, ADVICE_SCAR, zone, "take_up");
    if (zone->kind == ZONE_AREATA)
        add_of_zone(list, ADVICE_PATCH, zone, "take_up");
    if (zone->kind == ZONE_BIRTHMARK)
        add_of_zone(list, ADVICE_BIRTHMARK, zone, "take_up");
}

int advice_find(const struct case_ *case_, int option, struct advice out[ADVICE_MOST])
{
    struct list list = {out, 0};
    if (option < 0 || option >= case_->option_count)
        return 0;
    const struct option *at = case_->option[option];
    judge_hairline(&list, case_, &at->hairline);
    judge_technique(&list, &case_->course, &at->technique);
    for (int i = 0; i < at->zone_count; i++)
        judge_zone(&list, &at->zone[i], &at->technique);
    return list.count;
}

const char *advice_text(enum advice_kind kind)
{
    static const char *const TEXTS[ADVICE_KIND_COUNT] = {
        [ADVICE_HAIRLINE_LOW] =
            "Lower than most artists advise. A low line ages badly and is hard to take back; 7 to 10 "
            "cm is usual.",
        [ADVICE_HAIRLINE_LOW_FEMALE] = "Low, even for a woman's hairline: 6 to 7 cm is usual. It is hard to take back.",
        [ADVICE_EDGE_SHARP] =
            "A sharp edge without a soft border draws the eye and may not suit in later years. Starting "
            "softer and sharpening in the last session keeps the choice open.",
        [ADVICE_EDGE_EVEN] = "As straight as a ruler: no grown hairline is. A little irregularity makes it believable.",
        [ADVICE_TEMPLES_FILLED] =
            "The corners at the temples are nearly filled. Few grown men have that, and it shows more "
            "with every year.",
        [ADVICE_SHADE_DARK] =
            "Dark for this skin: single dots will show from afar. Sessions can add shade, none can take "
            "it away.",
        [ADVICE_SHADE_FAINT] =
            "Faint on this skin: healed, hardly any of it will be seen. A light first session is right; the last one "
            "needs more.",
        [ADVICE_SHADE_DARK_FOR_HAIR] =
            "Dark beside hair as light as this: the border to it will show. Some 20 parts of water to 1 of pigment "
            "are usual.",
        [ADVICE_SHADE_FAINT_FOR_HAIR] =
            "Faint beside hair as dark as this: the treated part will look thinner than the rest. A light first "
            "session is right; the last one needs more.",
        [ADVICE_PIGMENT_WARM_FOR_HAIR] =
            "Brown looks reddish beside black or grey hair, and more so with the years; carbon stays grey.",
        [ADVICE_PIGMENT_WARM] = "Brown can look reddish on light skin and drifts to orange with the years; shaved hair "
                                "looks grey.",
        [ADVICE_NEEDLE_DEEP] = "So deep, dots run together and turn blue: this is how the helmet look comes about.",
        [ADVICE_HELMET] = "So dense that single dots are lost: from a few steps away it reads as a painted helmet.",
        [ADVICE_SCAR] =
            "A scar should have healed for 9 to 12 months. How much pigment it takes cannot be known: try a "
            "small part first.",
        [ADVICE_PATCH] =
            "Only where the bald patch has been quiet for long; one that comes and goes is for a doctor first.",
        [ADVICE_BIRTHMARK] = "Have a doctor look at a birthmark or a burn before it is treated.",
    };
    return TEXTS[kind];
}

bool advice_is_warning(enum advice_kind kind)
{
    return kind != ADVICE_SCAR && kind != ADVICE_PATCH && kind != ADVICE_BIRTHMARK;
}
