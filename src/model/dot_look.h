// How a dot looks at a time: pigment left, radius, depth, edge, and the state of the skin round it.
//
// domain.md sections 7.1, 7.6, 7.7 and 7.8 through the formulas of shaders/shared/smp_time.h.
// Ageing changes a look, never a place.
#pragma once

#include "model/course.h"
#include "model/technique.h"

// Where in the spread of people a picture lies: 10th, 50th or 90th percentile of darkness left.
enum band { BAND_LOW, BAND_LIKELY, BAND_HIGH, BAND_COUNT };

struct dot_maker {   // what is the same for all dots of one event, technique, zone and time
    double age_days; // since the event; >= 0
    double tau_fresh, radius_mm, needle_depth_mm; // medians
    double kept_after_healing;                    // rho
    double fade_per_year;                         // k before the depth factor
    double permanent;                             // phi
    double spread_mm2_per_year;                   // D0
    double drift_mm_per_year;                     // v
    double depth_shift_mm;                        // of the band
    double load_scale;                            // of the band and of the patient's and the zone's take-up
    double look_spread;                           // of the pattern: how much radius and load vary, 1 = domain.md 7.1
};

struct dot_look {
    float radius_mm; // half-value radius a(t)
    float sharpness; // m: 4 crisp .. 2 spread
    float tau;       // green optical depth at the middle, profile m, tilt not yet applied
    float depth_mm;  // optical depth below the surface d(t)
    float smear_mm;  // column smear by the tilt: semi-axis a + smear along the tilt
};

// What all dots of one maker share, reckoned once.
struct dot_law {
    float needle_mm, needle_sd_mm, needle_least_mm, needle_most_mm, depth_shift_mm;
    float radius_mm, radius_sigma, load_sigma, tau_fresh, tau_fresh_most, tilt_most_rad;
    float age_days, swell, left, years; // of healing and years
    float fade_per_year, permanent, spread_mm2_per_year, drift_mm, crisp_mass;
};

struct skin_state { // of the skin that one event touched
    float redness;  // e: 0..1; E_c = exp(-eps_c e)
    float scab;     // S: 0..1
    float phantom;  // veil added by new epidermis, 0..0.35
};

struct dot_maker dot_maker_build(const struct technique *technique, const struct zone *zone,
                                 const struct course *course, double shade_scale, double age_days, enum band band);

// At the front edge artists use the finer needle (1 instead of 3 points: 0.7 of the diameter, domain.md 1) and a
// lighter shade: shares of radius and load there, by the distance behind the hairline and the width of its ramp; both
// 1 from DOT_FRONT_RAMPS such widths on. Over the ramp alone, as the density, they would draw the edge as a line.
#define DOT_FRONT_RAMPS 2.0f
struct dot_front {
    float radius, load;
};
struct dot_front dot_front_at(float behind_mm, float ramp_mm);

struct dot_law dot_law_of(const struct dot_maker *maker, const struct technique *technique);
// The three deviates are the place's radius_z, load_z, depth_z; tilt_unit its share of the tilt
// range.
struct dot_look dot_law_look(const struct dot_law *law, float radius_z, float load_z, float depth_z, float tilt_unit);

// The same for many dots at a time, several times as fast, to the same bits.
enum { DOT_BATCH = 256 };
struct dot_batch {
    float radius_z[DOT_BATCH], load_z[DOT_BATCH], depth_z[DOT_BATCH], tilt_unit[DOT_BATCH]; // in
    float radius_mm[DOT_BATCH], sharpness[DOT_BATCH], tau[DOT_BATCH], depth_mm[DOT_BATCH],
        smear_mm[DOT_BATCH]; // out, as in dot_look
};
void dot_law_looks(const struct dot_law *law, struct dot_batch *batch, int from, int to);

float dot_law_mean_depth_mm(const struct dot_law *law); // over all its dots
struct skin_state skin_state_at(double age_days);

// tau of each channel for green 1: carbon (0.89, 1.00, 1.17), brown (0.55, 1.00, 1.45), by age too,
// since the parts of a mix fade each with its own rate.
void pigment_spectrum(enum pigment_kind pigment, double age_years, float out_rgb[3]);
void skin_veil_floor(enum skin_tone tone, float out_rgb[3]); // f_e of domain.md 7.3
