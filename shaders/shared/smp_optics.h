// What pigment in the skin does to light: absorptance, veil, the two legs, transmittance.
//
// The fit to a Monte Carlo of skin in domain.md 7.3, channel by channel (0 red, 1 green, 2 blue):
//
//     alpha = 1 - exp(-kappa g tau)
//     cov1  = beta alpha + (1 - beta) (G_sigma1 * alpha)     light that leaves above the dot
//     cov2  = G_sigma2 * alpha                               light on its way in, widely spread
//     T     = f + (1 - f) (1 - cov1)^n1 (1 - cov2)^n2
//
// tau is summed over everything in one group before alpha. G are normalised Gaussians along the
// skin. Valid for depths of 0.05 to 1 mm and tau from 0 to 8; both are clamped. Scalars in, one
// scalar out.
#ifndef SMP_OPTICS_H
#define SMP_OPTICS_H

#ifndef SMP_GLSL
#include "shared/smp_math.h"
#endif

#define SMP_KAPPA 1.41f
#define SMP_TAU_MOST 8.0f
#define SMP_DEPTH_LEAST_MM 0.05f
#define SMP_DEPTH_MOST_MM 1.0f

SMP_FN float smp_of_channel(int channel, float red, float green, float blue)
{
    return channel == 0 ? red : (channel == 1 ? green : blue);
}
SMP_FN float smp_depth_mm(float depth_mm)
{
    return smp_clamp(depth_mm, SMP_DEPTH_LEAST_MM, SMP_DEPTH_MOST_MM);
}

// Absorptance of a thin layer; tau of that channel (the group's spectrum included).
SMP_FN float smp_alpha(float tau)
{
    return 1.0f - smp_exp(-SMP_KAPPA * smp_clamp(tau, 0.0f, SMP_TAU_MOST));
}

// Share of light that never reaches the depth. `surface` is the part that melanin alone returns
// (f_e).
SMP_FN float smp_veil(int channel, float surface, float depth_mm)
{
    float d = smp_depth_mm(depth_mm);
    float nu_per_mm = smp_of_channel(channel, 1.24f, 2.07f, 3.30f);
    return 1.0f - (1.0f - surface) * smp_exp(-nu_per_mm * d * d / (d + 0.05f));
}
// New epidermis over healing dots adds to the veil (domain.md 7.6).
SMP_FN float smp_veil_with(float veil, float phantom)
{
    return veil + (1.0f - veil) * phantom;
}

// Share of the sharp leg that is not spread at all.
SMP_FN float smp_beta(int channel, float depth_mm)
{
    return smp_exp(-smp_of_channel(channel, 4.7f, 5.6f, 7.1f) * smp_depth_mm(depth_mm));
}
SMP_FN float smp_sigma1_mm(float depth_mm)
{
    return 0.58f * smp_depth_mm(depth_mm);
}
SMP_FN float smp_sigma2_mm(int channel, float depth_mm)
{
    return smp_of_channel(channel, 0.76f, 0.58f, 0.48f) + 0.21f * smp_depth_mm(depth_mm);
}

SMP_FN float smp_n1(int channel)
{
    return smp_of_channel(channel, 0.90f, 0.90f, 1.05f);
}
SMP_FN float smp_n2(int channel)
{
    return smp_of_channel(channel, 2.0f, 1.9f, 1.65f);
}

// Written so that no coverage gives 1 exactly. n1 and n2 are the legs' exponents (1 for a scab).
SMP_FN float smp_through(float veil, float cov1, float cov2, float n1, float n2)
{
    float left1 = smp_clamp(1.0f - cov1, 0.0f, 1.0f), left2 = smp_clamp(1.0f - cov2, 0.0f, 1.0f);
    return 1.0f - (1.0f - veil) * (1.0f - smp_pow(left1, n1) * smp_pow(left2, n2));
}
SMP_FN float smp_transmittance(int channel, float veil, float cov1, float cov2)
{
    return smp_through(veil, cov1, cov2, smp_n1(channel), smp_n2(channel));
}

// What is left of the light through skin of tripled blood (redness 1) or less: domain.md 7.6.
SMP_FN float smp_redness_tau(int channel, float redness)
{
    return redness * smp_of_channel(channel, 0.08f, 0.25f, 0.18f);
}
// Absorbance of a scab over a dot, at the middle of its profile; acts at the surface, without veil.
SMP_FN float smp_scab_tau(int channel, float scab)
{
    return scab * smp_of_channel(channel, 0.30f, 0.50f, 0.65f);
}
// A scab is this much wider than its dot.
#define SMP_SCAB_WIDTH 1.3f

#endif
