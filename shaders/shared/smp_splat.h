// Footprints: how one dot spreads over pixels, as bells that end.
//
// u = 1 - q / SMP_BELL_REACH2 is 1 in the middle of an ellipse and 0 on its rim; q is the squared
// distance in standard deviations. A blur of the dot by a Gaussian adds to the ellipse's covariance;
// what is left of the dot's own shape is its flatness h = 1 - (fourth moment / that of a Gaussian) and,
// for a channel whose variance is v times the ellipse's, v - 1. The three cubics below are the least
// squares fit of blurred profiles 1 - exp(-t 2^(-r^m)), t 0.1 to 5, m 2 to 4, with the sum over the plane
// held at 2 pi and the second moment at 4 pi v: within 2 % of the peak, 6 % at the sharpest. No exp is
// needed in a pixel.
#ifndef SMP_SPLAT_H
#define SMP_SPLAT_H

#ifndef SMP_GLSL
#include "shared/smp_math.h"
#endif

#define SMP_BELL_REACH2 10.0f

SMP_FN float smp_bell_0(float h, float v1)
{
    return 1.11138526f + h * -1.6300468f + v1 * 3.28341504f;
}
SMP_FN float smp_bell_1(float h, float v1)
{
    return -2.90851809f + h * -7.04694096f + v1 * -8.70846216f;
}
SMP_FN float smp_bell_2(float h, float v1)
{
    return 2.79016481f + h * 33.3661739f + v1 * 9.89977364f;
}
SMP_FN float smp_bell_3(float h, float v1)
{
    return -0.0081911583f + h * -26.2089036f + v1 * -5.38386522f;
}
// u in 0 .. 1.
SMP_FN float smp_bell(float u, float c0, float c1, float c2, float c3)
{
    return u * u * (c0 + u * (c1 + u * (c2 + u * c3)));
}

// The wide leg: u^3, u^6 and u^10 on one ellipse have 1, 5/8 and 5/12 of its variance, which is about
// how far red, green and blue light spreads. Each has a sum over the plane of 2 pi / SMP_WIDE_PEAK_*.
#define SMP_WIDE_PEAK_3 0.8f
#define SMP_WIDE_PEAK_6 1.4f
#define SMP_WIDE_PEAK_10 2.2f
#define SMP_WIDE_VARIANCE_6 0.625f
#define SMP_WIDE_VARIANCE_10 0.416666667f

// Redness round a dot by the squared distance as a share of its reach: 1 in the middle, 0 at the reach.
SMP_FN float smp_redness_edge(float q)
{
    return smp_smoothstep(0.0f, 0.75f, 1.0f - smp_clamp(q, 0.0f, 1.0f));
}

// What reaches the eye of a pixel's light: only what is not shine passes the skin and its dots.
SMP_FN float smp_left(float transmittance, float diffuse_share)
{
    return 1.0f - diffuse_share * (1.0f - transmittance);
}

#endif
