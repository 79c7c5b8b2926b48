// Footprints: how one dot spreads over pixels, as bells that end.
//
// u = 1 - q / SMP_BELL_REACH2 is 1 in the middle of an ellipse and 0 on its rim; q is the squared
// distance in standard deviations. A blur of the dot by a Gaussian adds to the ellipse's
// covariance. What then differs from a Gaussian is told by two small numbers:
//
// own: flatness of the dot's own profile, - its excess (profile.h) x its share of the variance squared;
// mixed: a blurred and an unblurred part in one bell, variance of their variances / variance squared.
//
// The three cubics below are the least squares fit of blurred profiles 1 - exp(-t 2^(-r^m)), t 0.5
// to 2.8, m 2 to 4, with the sum over the plane held at 2 pi and the second moment at 4 pi: within
// 2 % of the peak, 6 % at the sharpest. No exp is needed in a pixel. Green gives the shape; red and
// blue, which differ little, are green times (a + b u) with their own sum and second moment.
#ifndef SMP_SPLAT_H
#define SMP_SPLAT_H

#ifndef SMP_GLSL
#include "shared/smp_math.h"
#endif

#define SMP_BELL_REACH2 10.0f

SMP_FN float smp_bell_0(float own, float mixed)
{
    return 1.07147894f + own * -1.19207606f + mixed * 3.75429707f;
}
SMP_FN float smp_bell_1(float own, float mixed)
{
    return -2.61509434f + own * -10.4346498f + mixed * -8.88739779f;
}
SMP_FN float smp_bell_2(float own, float mixed)
{
    return 2.20919096f + own * 40.2445198f + mixed * -1.49503462f;
}
SMP_FN float smp_bell_3(float own, float mixed)
{
    return 0.328654482f + own * -30.2572969f + mixed * 7.6165441f;
}
// a and b of a channel whose variance is (1 + v1) times green's, for the same mass; c: green's
// shape.
SMP_FN float smp_bell_b(float v1, float c0, float c1, float c2, float c3)
{
    float second = 10.0f * (c0 / 5.0f + c1 / 6.0f + c2 / 7.0f + c3 / 8.0f); // sum of u^2 times it, over pi
    return 4.0f * v1 / (12.8f - 10.0f * second);
}
SMP_FN float smp_bell_a(float b)
{
    return 1.0f - 0.8f * b;
}
// u in 0 .. 1.
SMP_FN float smp_bell(float u, float c0, float c1, float c2, float c3)
{
    return u * u * (c0 + u * (c1 + u * (c2 + u * c3)));
}

// The wide leg: u^2, u^5 and u^8 on one ellipse, with u = 1 - q / SMP_WIDE_REACH2, have 1, 4/7 and
// 2/5 of its variance, which is about how far red, green and blue light spreads. Each has a sum
// over the plane of 2 pi / SMP_WIDE_PEAK_*.
#define SMP_WIDE_REACH2 8.0f
#define SMP_WIDE_PEAK_2 0.75f
#define SMP_WIDE_PEAK_5 1.5f
#define SMP_WIDE_PEAK_8 2.25f
#define SMP_WIDE_VARIANCE_5 0.571428571f
#define SMP_WIDE_VARIANCE_8 0.4f

// Redness: blood vessels widen round a puncture and over millimetres. What each dot adds, with
// u = 1 - q / reach^2: a core close by and a wide flush. The skin is as red as it gets where much
// is added. Assumed, so that 45 dots for each cm2, a first session, give nine tenths of that, a dot
// alone two fifths at its middle, and a loose front edge something between that fades over the 5 mm
// of domain.md 7.6: no field with a rim, and no lobes round each of its dots.
#define SMP_REDNESS_REACH_MM 4.6f
#define SMP_REDNESS_WIDE 0.18f   // of u^3
#define SMP_REDNESS_NARROW 0.30f // of u^8
#define SMP_REDNESS_BELL(u) ((u) * (u) * (u) * (SMP_REDNESS_WIDE + SMP_REDNESS_NARROW * ((u) * (u) * (u) * (u) * (u))))
SMP_FN float smp_redness_share(float added)
{
    return 1.0f - smp_exp(-added);
}

// On the head's rim a smaller picture's pixel is head in part. What its dots let through was averaged over all of it;
// over that part, what takes light lies so much denser.
SMP_FN float smp_left_of_part(float transmittance, float part)
{
    return smp_pow(transmittance, 1.0f / part);
}

// What reaches the eye of a pixel's light: only what is not shine passes the skin and its dots.
SMP_FN float smp_left(float transmittance, float diffuse_share)
{
    return 1.0f - diffuse_share * (1.0f - transmittance);
}

#endif
