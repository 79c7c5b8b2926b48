// Counter-based random numbers: a value follows from (seed, index, stream) alone, never from how
// many were drawn before, so that any thread may ask for any of them. Mixing after Steele, Lea and
// Flood's SplitMix64 finaliser. Normal and log-normal values use mathd.h, so bits do not depend on libm.
#pragma once

#include <stdint.h>

static inline uint64_t rng_mix(uint64_t x)
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9u;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

// 64 random bits for one (seed, index, stream).
static inline uint64_t rng_bits(uint64_t seed, uint64_t index, uint64_t stream)
{
    uint64_t x = rng_mix(seed + 0x9e3779b97f4a7c15u);
    x = rng_mix(x + 0x9e3779b97f4a7c15u * (index + 1));
    return rng_mix(x ^ (0xd1342543de82ef95u * (stream + 1)));
}

// Uniform in [0, 1).
static inline double rng_unit(uint64_t seed, uint64_t index, uint64_t stream)
{
    return (double)(rng_bits(seed, index, stream) >> 11) * 0x1p-53;
}

double rng_normal(uint64_t seed, uint64_t index, uint64_t stream); // mean 0, sigma 1
