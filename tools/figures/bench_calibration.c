// How near the shade presets come to a freshly shaved head, and how much they darken light skin.
//
//     bench_calibration [SHARED]
//
// SHARED: folder of the sample heads, ../shared when not given; without its pair of photos, one head bald and shaved,
// there is nothing to measure. See shaved_pair.h for what is judged. Then how the ten heads' skin tone is read.
#include "plan/sides.h"
#include "shaved_pair.h"
#include "skin_heads.h"
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

// The plan that "match my sides" makes of a photo of the pair, against the shaved head.
static void judge_match(struct shaved_pair *pair, const char *name, const struct photo *photo, int option)
{
    struct stubble stubble;
    struct stubble_match match;
    struct map_store *store = map_store_create(photo);
    bool is_read = sides_read_photo(store, pair->case_, 0, option, NULL, &stubble, NULL);
    map_store_free(store);
    if (!is_read || stubble.state != STUBBLE_READ ||
        !stubble_match_find(&stubble, pair->case_, 0, NULL, &match, NULL)) {
        printf("%s: not read\n", name);
        return;
    }
    printf("%s: stubble takes %.3f of the light, contrast %.3f, %.0f marks/cm2; matched by\n", name, stubble.darkening,
           stubble.contrast, stubble.density_per_cm2);
    print_treated(pair, match.shade_tau, match.density_per_cm2);
    target_at_most("matched, darkening off the true one by", fabs(stubble.darkening - PAIR_TAKES), 0.03,
                   "of the light");
    struct pair_look look = shaved_pair_treated(pair);
    double off = fmax(fabs(look.mean.l - pair->of_shaved.mean.l), fabs(look.mean.a - pair->of_shaved.mean.a));
    off = fmax(off, fabs(look.mean.b - pair->of_shaved.mean.b));
    target_at_most("matched, mean L*, a* or b* off the shaved head's by", off, 1.5, "");
    for (int i = 0; i < PAIR_WINDOWS; i++)
        target_at_most("matched, deviation of L* off by", fabs(look.deviation[i] / pair->of_shaved.deviation[i] - 1.0),
                       0.2, "of it");
}

// Each sample head's tone as it is read, against its truth.
static void judge_skin(const char *shared)
{
    double sum_deg = 0.0, most_deg = 0.0;
    for (int i = 0; i < SKIN_HEADS; i++) {
        struct skin_reading read;
        if (!skin_head_read(shared, i, &read)) {
            printf("%s: not read\n", truth_pictures[i]);
            return;
        }
        double off_deg = read.ita_deg - skin_heads_ita_deg[i];
        printf("%-34s ITA %6.1f, truth %6.1f: %+5.1f\n", truth_pictures[i], read.ita_deg, skin_heads_ita_deg[i],
               off_deg);
        sum_deg += fabs(off_deg);
        most_deg = fmax(most_deg, fabs(off_deg));
    }
    target_at_most("skin tone, ITA off the truth on ten heads, mean", sum_deg / SKIN_HEADS, 8.0, "degrees");
    target_at_most("skin tone, ITA off the truth on ten heads, most", most_deg, 18.0, "degrees");
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
    judge_match(&pair, "sides of the bald photo", pair.bald, 0);
    judge_match(&pair, "the shaved photo", pair.shaved, -1);
    shaved_pair_close(&pair);
    judge_skin(count > 1 ? argument[1] : "../shared");
    return 0;
}
