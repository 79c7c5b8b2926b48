// How the artist works: needle, depth, pattern, pigment and its dilution.
//
// Numbers of domain.md section 7.1. What a dot becomes from it, at a time, is dot_look.h.
#pragma once

enum pattern { PATTERN_FINE, PATTERN_RANDOM, PATTERN_COARSE, PATTERN_COUNT };
enum pigment_kind { PIGMENT_CARBON, PIGMENT_BROWN, PIGMENT_BIORESORBABLE, PIGMENT_COUNT };

struct technique {
    enum pattern pattern; // one to three dots for each place and how much their looks vary
    enum pigment_kind pigment;
    double dot_diameter_mm; // healed, median
    double shade_tau;       // healed green optical depth at the middle of the median dot
    double needle_depth_mm; // needle travel; not the optical depth
    double needle_depth_sd_mm;
    double tilt_most_deg; // from the normal, along the growth direction
};

// 0.28 mm, tau 1.0, 0.5 +- 0.08 mm, 20 degrees, carbon, random.
struct technique technique_default(void);

// Presets of the healed shade: whisper, light, medium, dark, black. At 150 dots/cm2 they take about
// 2, 3, 5, 8 and 10 from the L* of light skin.
enum { SHADE_COUNT = 5 };
const char *shade_name(int shade);
double shade_tau_of(int shade);
int shade_nearest(double shade_tau); // by ratio

// Water to pigment, for the shade: tau_healed = 0.7 x 36 / (1 + dilution).
double technique_shade_of_dilution(double water_per_pigment);
double technique_dilution_of_shade(double shade_tau);

const char *pattern_name(enum pattern pattern);
const char *pigment_name(enum pigment_kind pigment);
