#include "plan/compose_groups.h"

#include "shared/smp_optics.h"

struct cluster {
    double count, depth_mm;
    float spectrum[3];
    struct skin_state skin;
};

static const double share_depth_mm = 0.03; // domain.md 7.2

static float largest(float a, float b)
{
    return a > b ? a : b;
}

// How unlike two groups are but for their depth.
static float unlike(const struct cluster *a, const struct cluster *b)
{
    float most = fabsf(a->skin.redness - b->skin.redness);
    most = largest(most, fabsf(a->skin.scab - b->skin.scab));
    most = largest(most, fabsf(a->skin.phantom - b->skin.phantom));
    for (int c = 0; c < 3; c++)
        most = largest(most, fabsf(a->spectrum[c] - b->spectrum[c]));
    return most;
}

static double blend(double a, double b, double share_of_b)
{
    return a + (b - a) * share_of_b;
}

static float blend_f(float a, float b, double share_of_b)
{
    return (float)blend((double)a, (double)b, share_of_b);
}

static void join(struct cluster *into, const struct cluster *from)
{
    double share = from->count / (into->count + from->count);
    into->count += from->count;
    into->depth_mm = blend(into->depth_mm, from->depth_mm, share);
    for (int c = 0; c < 3; c++)
        into->spectrum[c] = blend_f(into->spectrum[c], from->spectrum[c], share);
    into->skin.redness = blend_f(into->skin.redness, from->skin.redness, share);
    into->skin.scab = blend_f(into->skin.scab, from->skin.scab, share);
    into->skin.phantom = blend_f(into->skin.phantom, from->skin.phantom, share);
}

// The two clusters to join next; false when none should be.
static bool nearest(const struct cluster *clusters, int count, int *first, int *second)
{
    bool too_many = count > SCENE_MOST_GROUPS, found = false;
    double least = 0.0;
    for (int i = 0; i < count; i++)
        for (int k = i + 1; k < count; k++) {
            double apart_mm = fabs(clusters[i].depth_mm - clusters[k].depth_mm);
            double difference = (double)unlike(&clusters[i], &clusters[k]);
            bool alike = apart_mm < share_depth_mm && difference < 0.02;
            double cost = apart_mm + difference;
            if ((alike || too_many) && (!found || cost < least)) {
                found = true;
                least = cost;
                *first = i;
                *second = k;
            }
        }
    return found;
}

static struct group finish(const struct cluster *cluster, const float veil_floor[3])
{
    struct group group = {.scab = cluster->skin.scab};
    for (int c = 0; c < 3; c++) {
        group.spectrum[c] = cluster->spectrum[c];
        group.veil[c] = smp_veil_with(smp_veil(c, veil_floor[c], (float)cluster->depth_mm), cluster->skin.phantom);
        group.redness[c] = smp_redness_tau(c, cluster->skin.redness);
    }
    return group;
}

int groups_make(const struct law_sum laws[COMPOSE_LAWS], const float veil_floor[3], uint8_t group_of[COMPOSE_LAWS],
                struct group group[SCENE_MOST_GROUPS])
{
    struct cluster clusters[COMPOSE_LAWS];
    int count = 0;
    for (int i = 0; i < COMPOSE_LAWS; i++) {
        group_of[i] = 0;
        if (laws[i].count == 0)
            continue;
        struct cluster *to = &clusters[count];
        *to = (struct cluster){.count = laws[i].count, .depth_mm = laws[i].depth_mm, .skin = laws[i].skin};
        for (int c = 0; c < 3; c++)
            to->spectrum[c] = laws[i].spectrum[c];
        group_of[i] = (uint8_t)count++;
    }
    for (int first, second; nearest(clusters, count, &first, &second);) {
        join(&clusters[first], &clusters[second]);
        count--;
        for (int i = second; i < count; i++)
            clusters[i] = clusters[i + 1];
        for (int i = 0; i < COMPOSE_LAWS; i++)
            if (laws[i].count > 0 && group_of[i] >= second)
                group_of[i] = (uint8_t)(group_of[i] == second ? first : group_of[i] - 1);
    }
    for (int i = 0; i < count; i++)
        group[i] = finish(&clusters[i], veil_floor);
    return count;
}
