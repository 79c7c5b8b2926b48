// The absorptance of one dot as seen from far away: its mass and the spread of it.
//
// alpha(r) = 1 - exp(-t 2^(-r^m)), r in half-value radii. Mass = integral over the plane; variance
// = second moment per axis; excess = (fourth moment) / (8 variance^2) - 1, 0 for a Gaussian. From a
// table filled by the exact series; within 2e-4.
#pragma once

enum { PROFILE_T_STEPS = 32, PROFILE_M_STEPS = 16 };

struct profile_moments {
    float mass, variance, excess;
};

// In y = t / (t + PROFILE_T_MIDDLE), so that equal steps serve faint and dark dots. A node holds
// mass / y, variance, excess.
#define PROFILE_T_MIDDLE 2.0f
#define PROFILE_T_MOST 12.0f
#define PROFILE_Y_MOST (PROFILE_T_MOST / (PROFILE_T_MOST + PROFILE_T_MIDDLE))

typedef float profile_node __attribute__((vector_size(16)));

struct profile {
    profile_node at[PROFILE_M_STEPS + 2][PROFILE_T_STEPS + 2];
};

void profile_init(struct profile *profile);

// t from 0 to 12 and m from 2 to 4, clamped.
struct profile_moments profile_at(const struct profile *profile, float t, float sharpness);

// The same in two steps, the first of which a compiler can do for many dots at once.
static inline float profile_y(float t)
{
    float limited = t < PROFILE_T_MOST ? t : PROFILE_T_MOST;
    return limited / (limited + PROFILE_T_MIDDLE);
}
static inline float profile_row(float sharpness)
{
    float least = sharpness > 2.0f ? sharpness : 2.0f;
    return ((least < 4.0f ? least : 4.0f) - 2.0f) * (PROFILE_M_STEPS * 0.5f);
}
static inline profile_node profile_node_at(const struct profile *profile, float y, float row)
{
    float column = y * (PROFILE_T_STEPS / PROFILE_Y_MOST);
    int i = (int)column, j = (int)row;
    const profile_node *a = &profile->at[j][i], *b = &profile->at[j + 1][i];
    float fx = column - (float)i;
    profile_node low = a[0] + (a[1] - a[0]) * fx, high = b[0] + (b[1] - b[0]) * fx;
    return low + (high - low) * (row - (float)j);
}
