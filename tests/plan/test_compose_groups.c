// Groups: what shares one, and the limit.
#include "testing.h"

#include "plan/compose_groups.h"
#include "shared/smp_optics.h"

static const float NO_MELANIN[3] = {0.0f, 0.0f, 0.0f};

static struct law_sum law(int count, double depth_mm)
{
    return (struct law_sum){.count = count, .depth_mm = depth_mm, .spectrum = {0.89f, 1.0f, 1.17f}};
}

struct made {
    int count;
    uint8_t of[COMPOSE_LAWS];
    struct group group[SCENE_MOST_GROUPS];
};

static struct made make(const struct law_sum *laws)
{
    struct made made;
    made.count = groups_make(laws, NO_MELANIN, made.of, made.group);
    return made;
}

static void near_depths_share_a_group_at_their_mean(void **state)
{
    (void)state;
    struct law_sum laws[COMPOSE_LAWS] = {[0] = law(100, 0.20), [5] = law(300, 0.22), [9] = law(50, 0.40)};
    struct made made = make(laws);
    assert_int_equal(made.count, 2);
    assert_int_equal(made.of[0], made.of[5]);
    assert_int_not_equal(made.of[0], made.of[9]);
    assert_close(made.group[made.of[0]].veil[1], smp_veil(1, 0.0f, 0.215f), 1e-5);
    assert_close(made.group[made.of[9]].veil[1], smp_veil(1, 0.0f, 0.400f), 1e-5);
}

static void unlike_skin_or_pigment_does_not_share(void **state)
{
    (void)state;
    struct law_sum laws[COMPOSE_LAWS] = {[0] = law(100, 0.20), [1] = law(100, 0.20), [2] = law(100, 0.20)};
    laws[1].skin.redness = 0.5f;
    laws[2].spectrum[0] = 0.55f;
    struct made made = make(laws);
    assert_int_equal(made.count, 3);
    assert_close(made.group[made.of[1]].redness[1], 0.125, 1e-6);
    assert_close(made.group[made.of[2]].spectrum[0], 0.55, 1e-6);
}

static void phantom_adds_to_the_veil(void **state)
{
    (void)state;
    struct law_sum laws[COMPOSE_LAWS] = {[3] = law(10, 0.2)};
    laws[3].skin.phantom = 0.12f;
    laws[3].skin.scab = 0.4f;
    struct made made = make(laws);
    float veil = smp_veil(2, 0.0f, 0.2f);
    assert_close(made.group[0].veil[2], veil + (1.0f - veil) * 0.12f, 1e-6);
    assert_close(made.group[0].scab, 0.4, 1e-6);
}

static void never_more_than_the_renderer_can_hold(void **state)
{
    (void)state;
    struct law_sum laws[COMPOSE_LAWS] = {{0}};
    for (int i = 0; i < COMPOSE_LAWS; i++)
        laws[i] = law(1 + i, 0.05 + 0.9 * ((i * 37) % COMPOSE_LAWS) / COMPOSE_LAWS);
    struct made made = make(laws);
    assert_true(made.count <= SCENE_MOST_GROUPS && made.count > 4);
    double nearest[SCENE_MOST_GROUPS] = {0}, farthest[SCENE_MOST_GROUPS] = {0};
    for (int i = 0; i < COMPOSE_LAWS; i++) { // each group is one range of depths
        double depth = laws[i].depth_mm;
        int g = made.of[i];
        assert_true(g < made.count);
        nearest[g] = nearest[g] > 0.0 ? fmin(nearest[g], depth) : depth;
        farthest[g] = fmax(farthest[g], depth);
    }
    for (int g = 0; g < made.count; g++)
        for (int h = 0; h < made.count; h++)
            assert_true(g == h || nearest[g] > farthest[h] || nearest[h] > farthest[g]);
}

static void no_dots_make_no_group(void **state)
{
    (void)state;
    struct law_sum laws[COMPOSE_LAWS] = {{0}};
    assert_int_equal(make(laws).count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_depths_share_a_group_at_their_mean),
        cmocka_unit_test(unlike_skin_or_pigment_does_not_share),
        cmocka_unit_test(phantom_adds_to_the_veil),
        cmocka_unit_test(never_more_than_the_renderer_can_hold),
        cmocka_unit_test(no_dots_make_no_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
