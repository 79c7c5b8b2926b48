#include "model/technique.h"

#include "base/check.h"
#include "shared/smp_time.h"

struct technique technique_default(void)
{
    return (struct technique){
        .pattern = PATTERN_RANDOM,
        .pigment = PIGMENT_CARBON,
        .dot_diameter_mm = 0.28,
        .shade_tau = 1.0,
        .needle_depth_mm = 0.5,
        .needle_depth_sd_mm = 0.08,
        .tilt_most_deg = 20.0,
    };
}

const char *shade_name(int shade)
{
    static const char *const names[SHADE_COUNT] = {"whisper", "light", "medium", "dark", "black"};
    REQUIRE(shade >= 0 && shade < SHADE_COUNT);
    return names[shade];
}

double shade_tau_of(int shade)
{
    static const double taus[SHADE_COUNT] = {0.3, 0.5, 1.0, 2.0, 3.5}; // from light: domain.md 7.1
    REQUIRE(shade >= 0 && shade < SHADE_COUNT);
    return taus[shade];
}

int shade_nearest(double shade_tau)
{
    int shade = 0;
    while (shade + 1 < SHADE_COUNT && shade_tau * shade_tau > shade_tau_of(shade) * shade_tau_of(shade + 1))
        shade++;
    return shade;
}

double technique_shade_of_dilution(double water_per_pigment)
{
    return (double)(SMP_PIGMENT_KEPT * smp_tau_of_dilution((float)water_per_pigment));
}

double technique_dilution_of_shade(double shade_tau)
{
    return (double)smp_dilution_of_tau((float)shade_tau / SMP_PIGMENT_KEPT);
}

const char *pattern_name(enum pattern pattern)
{
    static const char *const names[PATTERN_COUNT] = {"fine", "random", "coarse"};
    REQUIRE((unsigned)pattern < PATTERN_COUNT);
    return names[pattern];
}

const char *pigment_name(enum pigment_kind pigment)
{
    static const char *const names[PIGMENT_COUNT] = {"carbon", "brown", "bioresorbable"};
    REQUIRE((unsigned)pigment < PIGMENT_COUNT);
    return names[pigment];
}
