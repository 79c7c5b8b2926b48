// The few functions that C and GLSL 3.30 share: one text, the same sums in both.
//
// Only + - x / sqrt and the layout of a float are used, never libm or the driver's exp, whose bits
// change from machine to machine. A C build without contraction gives the same bits everywhere; a
// GPU agrees to about 1e-6. Branchless, so that loops over them vectorise. SMP_GLSL is defined by
// whoever hands the text to a driver; includes stand only in the C branch.
//
// Relative error over the stated ranges: exp, exp2 and pow 3e-7 (pow for |y log x| < 8), log 2e-7.
#ifndef SMP_MATH_H
#define SMP_MATH_H

#ifdef SMP_GLSL

#define SMP_FN
#define smp_bits_of(x) floatBitsToInt(x)
#define smp_of_bits(i) intBitsToFloat(i)
#define smp_min(a, b) min(a, b)
#define smp_max(a, b) max(a, b)
#define smp_abs(a) abs(a)
#define smp_sqrt(a) sqrt(a)
#define smp_int(a) int(a)
#define smp_float(a) float(a)

#else

#include <math.h>
#include <string.h>

#define SMP_FN static inline
#define smp_int(a) ((int)(a))
#define smp_float(a) ((float)(a))
#define smp_sqrt(a) sqrtf(a)
#define smp_abs(a) fabsf(a)

SMP_FN int smp_bits_of(float x)
{
    int bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}
SMP_FN float smp_of_bits(int bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}
SMP_FN float smp_min(float a, float b)
{
    return a < b ? a : b;
}
SMP_FN float smp_max(float a, float b)
{
    return a > b ? a : b;
}

#endif

#define SMP_LN2_HIGH 0.693145751953125f // ln 2 to 16 bits, so that its small multiples are exact
#define SMP_LN2_LOW 1.42860682030941723e-6f
#define SMP_PI 3.14159265358979f

SMP_FN float smp_clamp(float x, float least, float most)
{
    return smp_min(smp_max(x, least), most);
}

// 2^n exp(r), |r| <= ln 2 / 2 and -126 <= n <= 127.
SMP_FN float smp_exp_parts(int n, float r)
{
    float sum = 1.98412698e-4f; // Taylor series in Horner's form: 1 / 7!, 1 / 6!, ...
    sum = sum * r + 1.38888889e-3f;
    sum = sum * r + 8.33333333e-3f;
    sum = sum * r + 4.16666667e-2f;
    sum = sum * r + 1.66666667e-1f;
    sum = sum * r + 0.5f;
    sum = sum * r + 1.0f;
    sum = sum * r + 1.0f;
    return sum * smp_of_bits((n + 127) << 23);
}

// exp(0) is 1 exactly. Clamped: below -87 about 1e-38, above 88 about 1e38.
SMP_FN float smp_exp(float x)
{
    float limited = smp_clamp(x, -87.0f, 88.0f);
    int n = smp_int(limited * 1.44269504f + 256.5f) - 256; // the cast truncates what is positive
    float whole = smp_float(n);
    return smp_exp_parts(n, (limited - whole * SMP_LN2_HIGH) - whole * SMP_LN2_LOW);
}

SMP_FN float smp_exp2(float x)
{
    float limited = smp_clamp(x, -126.0f, 126.5f);
    int n = smp_int(limited + 256.5f) - 256;
    return smp_exp_parts(n, (limited - smp_float(n)) * 0.693147181f);
}

// x > 0 and normal; log(1) is 0 exactly.
SMP_FN float smp_log(float x)
{
    int bits = smp_bits_of(x);
    int n = (bits - 0x3f3504f3) >> 23; // the mantissa that is left lies in sqrt(1/2) .. sqrt(2)
    float m = smp_of_bits(bits - n * 8388608);
    float s = (m - 1.0f) / (m + 1.0f), s2 = s * s; // log m = 2 artanh s
    float sum = 1.11111111e-1f;
    sum = sum * s2 + 1.42857143e-1f;
    sum = sum * s2 + 0.2f;
    sum = sum * s2 + 3.33333333e-1f;
    sum = sum * s2 * s + s;
    float whole = smp_float(n);
    return whole * SMP_LN2_HIGH + (2.0f * sum + whole * SMP_LN2_LOW);
}

// x >= 0; 0 gives 0 (for y > 0), 1 gives 1 exactly.
SMP_FN float smp_pow(float x, float y)
{
    float power = smp_exp(y * smp_log(smp_max(x, 1.2e-38f)));
    return x > 0.0f ? power : 0.0f;
}

// |angle| < 0.9 rad; relative error 3e-7.
SMP_FN float smp_tan(float angle_rad)
{
    float a2 = angle_rad * angle_rad; // Taylor series of sine and cosine
    float sine = 2.75573192e-6f;
    sine = sine * a2 - 1.98412698e-4f;
    sine = sine * a2 + 8.33333333e-3f;
    sine = sine * a2 - 1.66666667e-1f;
    sine = sine * a2 * angle_rad + angle_rad;
    float cosine = -2.75573192e-7f;
    cosine = cosine * a2 + 2.48015873e-5f;
    cosine = cosine * a2 - 1.38888889e-3f;
    cosine = cosine * a2 + 4.16666667e-2f;
    cosine = cosine * a2 - 0.5f;
    return sine / (cosine * a2 + 1.0f);
}

SMP_FN float smp_smoothstep(float from, float to, float x)
{
    float t = smp_clamp((x - from) / (to - from), 0.0f, 1.0f);
    return t * t * (3.0f - 2.0f * t);
}

#endif
