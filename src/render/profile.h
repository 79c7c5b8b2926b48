// The absorptance of one dot as seen from far away: its mass and the spread of it.
//
// alpha(r) = 1 - exp(-t 2^(-r^m)), r in half-value radii. Mass = integral over the plane; variance =
// second moment per axis; excess = (fourth moment) / (8 variance^2) - 1, 0 for a Gaussian. From a table
// filled by the exact series; within 2e-4.
#pragma once

enum { PROFILE_T_STEPS = 40, PROFILE_M_STEPS = 10 };

struct profile_moments {
    float mass, variance, excess;
};

struct profile {
    struct profile_moments at[PROFILE_M_STEPS + 1][PROFILE_T_STEPS + 2];
};

void profile_init(struct profile *profile);

// t from 0 to 12 and m from 2 to 4, clamped.
struct profile_moments profile_at(const struct profile *profile, float t, float sharpness);
