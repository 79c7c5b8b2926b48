// Light over a sphere of which a part is darker by a known share.
#include "testing.h"

#include "base/rng.h"
#include "plan/stubble_light.h"

enum { SITES = 1500 };

static double random_unit(int i, int stream)
{
    return rng_unit(11, (uint64_t)i, (uint64_t)stream);
}

// Sites all over the upper half; stubble where x is above `edge`; a lamp aside and one in front.
static void lay(struct stubble_site sites[SITES], double edge, double darkening, double grain)
{
    for (int i = 0; i < SITES; i++) {
        double x = 2.0 * random_unit(i, 0) - 1.0, y = 2.0 * random_unit(i, 1) - 1.0;
        struct vec3 normal = vec3_unit(vec3_make(x, y, 0.3 + random_unit(i, 2)));
        double light = 0.3 + 0.25 * fmax(0.4 + 0.6 * normal.x, 0.0) + 0.2 * normal.z;
        bool is_stubbled = normal.x > edge;
        sites[i] = (struct stubble_site){.normal = normal, .place = vec3_scale(normal, 1.05), .share = is_stubbled};
        light *= 1.0 + grain * (random_unit(i, 3) - 0.5);
        if (i % 50 == 0)
            light *= 0.3; // a freckle, an ear
        sites[i].log_light = log(light * (is_stubbled ? 1.0 - darkening : 1.0));
    }
}

static void what_stubble_takes_is_told_from_shading(void **state)
{
    (void)state;
    static struct stubble_site sites[SITES];
    for (int i = 1; i <= 3; i++) {
        double darkening, error, truth = 0.08 * i;
        lay(sites, 0.3, truth, 0.05);
        assert_true(stubble_light_fit(sites, SITES, &darkening, &error));
        assert_close(darkening, truth, 0.015);
        assert_true(error > 0.0 && fabs(darkening - truth) < 3.0 * error);
    }
}

static void what_does_not_tell_is_refused(void **state)
{
    (void)state;
    static struct stubble_site sites[SITES];
    double darkening, error;
    lay(sites, -2.0, 0.2, 0.05); // stubbled all over
    assert_false(stubble_light_fit(sites, SITES, &darkening, &error));
    lay(sites, 2.0, 0.2, 0.05); // nowhere
    assert_false(stubble_light_fit(sites, SITES, &darkening, &error));
    lay(sites, 0.3, 0.0, 0.05); // no darker
    assert_false(stubble_light_fit(sites, SITES, &darkening, &error));
    lay(sites, 0.3, 0.2, 1.5); // mottled beyond telling
    assert_false(stubble_light_fit(sites, SITES, &darkening, &error));
    assert_false(stubble_light_fit(sites, 10, &darkening, &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stubble_takes_is_told_from_shading),
        cmocka_unit_test(what_does_not_tell_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
