/* Counter-based random numbers and solid noise: every value follows from its
 * arguments alone. */
#ifndef DEMO_NOISE_H
#define DEMO_NOISE_H

#include "vec.h"

#include <stdint.h>

static inline uint32_t hash_u32(uint32_t v)
{
    v ^= v >> 16;
    v *= 0x7feb352du;
    v ^= v >> 15;
    v *= 0x846ca68bu;
    v ^= v >> 16;
    return v;
}
static inline uint32_t hash_cell(int x, int y, int z, uint32_t seed)
{
    return hash_u32((uint32_t)x * 0x8da6b343u ^ (uint32_t)y * 0xd8163841u ^ (uint32_t)z * 0xcb1ab31fu ^
                    seed * 0x9e3779b9u);
}
/* 0 <= value < 1 */
static inline float unit_of(uint32_t bits)
{
    return (float)(bits >> 8) * 0x1p-24f;
}
static inline float hash_unit(uint32_t index, uint32_t stream)
{
    return unit_of(hash_u32(index * 0x9e3779b9u + hash_u32(stream)));
}
/* About normal, mean 0, deviation 1 (sum of four uniforms). */
float hash_normal(uint32_t index, uint32_t stream);

/* Gradient noise, about -1..1, feature size 1. */
float noise_at(vec3 p, uint32_t seed);
/* `octaves` layers, each half as large and `gain` as strong; about -1..1. */
float noise_sum(vec3 p, int octaves, float gain, uint32_t seed);

typedef struct {
    float nearest, second; /* distances, in cells */
    uint32_t id;           /* of the nearest point */
} noise_cell;
noise_cell noise_cells(vec3 p, uint32_t seed);

#endif
