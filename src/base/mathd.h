// Elementary functions in double precision that give the same bits on every x86-64 machine.
//
// libm chooses its code by CPU, so its last bits differ between machines; where a value decides
// which dots exist or what a pixel becomes, these are used instead. They need only + - x / and
// sqrt, which IEEE 754 fixes. Relative error below 1e-13 over the stated ranges (tested). The float
// versions that C shares with GLSL are in shaders/shared/smp_math.h.
#pragma once

#define MATHD_PI 3.14159265358979323846

double mathd_exp(double x);           // any x; 0 below -708, clamped above 708; of no number none
double mathd_log(double x);           // x > 0 and normal
double mathd_pow(double x, double y); // x >= 0; 0 gives 0
double mathd_sin(double angle_rad);   // |angle| < 1e5
double mathd_cos(double angle_rad);
double mathd_atan2(double y, double x); // (0, 0) gives 0
double mathd_asin(double x);            // clamped to [-1, 1]
double mathd_acos(double x);
double mathd_cbrt(double x); // x >= 0
