// How near the shade presets come to a freshly shaved head, and how much they darken light skin.
//
//     bench_calibration [SHARED]
//
// SHARED: folder of the sample heads, ../shared when not given; without its pair of photos, one head bald and shaved,
// there is nothing to measure. See shaved_pair.h for what is judged.
#include "shaved_pair.h"
#include "target.h"

#include <math.h>
#include <stdlib.h>

static void print_look(const char *name, const struct pair_look *look)
{
    printf("%-28s L* %5.1f  a* %4.1f  b* %4.1f   deviation of L* in", name, look->mean.l, look->mean.a, look->mean.b);
    for (int i = 0; i < PAIR_WINDOWS; i++)
        printf("%s %g mm %.2f", i ? "," : "", pair_window_mm[i], look->deviation[i]);
    printf("\n");
}

static void print_treated(struct shaved_pair *pair, double tau, double per_cm2)
{
    shaved_pair_set(pair, tau, per_cm2);
    struct pair_look look = shaved_pair_treated(pair);
    char name[64];
    snprintf(name, sizeof name, "shade %.2g, %.0f dots/cm2", tau, per_cm2);
    print_look(name, &look);
}

int main(int count, char **argument)
{
    struct shaved_pair pair;
    if (!shaved_pair_open(&pair, count > 1 ? argument[1] : "../shared")) {
        shaved_pair_close(&pair);
        printf("no sample heads here\n");
        return 0;
    }
    print_look("bald", &pair.of_bald);
    print_look("freshly shaved", &pair.of_shaved);
    static const double densities[] = {80.0, 110.0, 150.0};
    for (int d = 0; d < 3; d++)
        for (int i = 0; i < SHADE_COUNT; i++)
            print_treated(&pair, shade_tau_of(i), densities[d]);
    shaved_pair_close(&pair);
    return 0;
}
