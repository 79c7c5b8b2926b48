// The dot field as a whole: the same bits everywhere, and what varies from place to place. How
// evenly the places lie: test_field_places.c.
#include "testing.h"

#include "base/mem.h"
#include "base/rng.h"
#include "geom/chart.h"
#include "model/field.h"
#include "model/head.h"

#include <string.h>

static struct field *shared; // of the newest version, seed 1; built once, as it is read only

static int build_shared(void **state)
{
    (void)state;
    shared = field_build(FIELD_VERSION, 1, NULL, NULL);
    return shared ? 0 : -1;
}

static int drop_shared(void **state)
{
    (void)state;
    field_unref(shared);
    return 0;
}

static const float *array_of(const struct field *f, int n)
{
    const float *arrays[] = {f->x,        f->y,         f->z,         f->u,         f->v,
                             f->wobble,   f->radius_z,  f->load_z,    f->depth_z,   f->hand_x_z,
                             f->hand_y_z, f->azimuth_z, f->tilt_unit, f->zone_unit, f->cluster_unit};
    return arrays[n];
}
enum { ARRAYS = 15, FIRST_DEVIATE = 6, FIRST_UNIT = 12 };

static uint64_t hash_of(const struct field *f)
{
    uint64_t hash = (uint64_t)f->count;
    for (int n = 0; n < ARRAYS; n++)
        for (int i = 0; i < f->count; i++) {
            uint32_t bits;
            memcpy(&bits, &array_of(f, n)[i], sizeof bits);
            hash = rng_mix(hash + 0x9e3779b97f4a7c15u + bits);
        }
    return hash;
}

static void every_thread_count_gives_the_same_field(void **state)
{
    (void)state;
    uint64_t hash = hash_of(shared);
    for (int threads = 2; threads <= 5; threads += 3) {
        struct pool *pool = pool_create(threads);
        struct field *field = field_build_anew(FIELD_VERSION, 1, pool, NULL);
        assert_true(hash_of(field) == hash);
        field_unref(field);
        pool_destroy(pool);
    }
}

// What is stored is what would be built.
static void the_stored_field_is_the_built_one(void **state)
{
    (void)state;
    struct field *built = field_build_anew(FIELD_VERSION, 1, NULL, NULL);
    assert_true(hash_of(built) == hash_of(shared));
    field_unref(built);
}

static void another_seed_gives_another_field(void **state)
{
    (void)state;
    struct field *other = field_build(FIELD_VERSION, 2, NULL, NULL);
    int same = 0;
    for (int i = 0; i < 1000; i++)
        same += other->u[i] == shared->u[i] || other->radius_z[i] == shared->radius_z[i];
    assert_true(same < 20);
    assert_close(other->count / (double)shared->count, 1.0, 0.01);
    field_unref(other);
}

static void unknown_versions_are_refused(void **state)
{
    (void)state;
    static const uint32_t unknown[] = {0, FIELD_VERSION + 1};
    for (int i = 0; i < 2; i++) {
        struct err err = {0};
        assert_null(field_build(unknown[i], 1, NULL, &err));
        assert_int_equal(err.code, ERR_INPUT);
    }
}

static void want_of_memory_gives_null(void **state)
{
    (void)state;
    for (uint32_t version = 1; version <= FIELD_VERSION; version++) {
        struct err err = {0};
        mem_fail_after(1, 0);
        assert_null(field_build(version, 1, NULL, &err));
        mem_fail_after(0, 0);
        assert_int_equal(err.code, ERR_MACHINE);
    }
    for (long nth = 1; nth < 60; nth++) {
        mem_fail_after(nth, 0);
        struct field *field = field_build_anew(FIELD_VERSION, 1, NULL, NULL);
        mem_fail_after(0, 0);
        if (field) {
            field_unref(field);
            assert_true(nth > 5);
            return;
        }
    }
    fail_msg("it never succeeded");
}

static void references_keep_it_alive(void **state)
{
    (void)state;
    struct field *same = field_ref(shared);
    assert_ptr_equal(same, shared);
    field_unref(same);
    assert_true(shared->x[0] * shared->x[0] <= 1.0f);
    field_unref(NULL);
}

static void directions_agree_with_the_chart(void **state)
{
    (void)state;
    for (int i = 0; i < shared->count; i++) {
        struct vec3 dir = field_dir(shared, i);
        struct pt_chart p = chart_of(dir);
        assert_close(vec3_length(dir), 1.0, 2e-7);
        assert_close(p.u, (double)shared->u[i], 1e-6);
        assert_close(p.v, (double)shared->v[i], 1e-6);
        assert_true(fabs(p.u) < CHART_REACH && fabs(p.v) < CHART_REACH);
    }
}

static void arrays_are_aligned(void **state)
{
    (void)state;
    for (int n = 0; n < ARRAYS; n++)
        assert_true((uintptr_t)array_of(shared, n) % 64 == 0);
}

// Any change of bits is noticed here. The cases of users hold the field version: when the field
// must change, a new version joins this one.
static void versions_never_change(void **state)
{
    (void)state;
    struct field *first = field_build(1, 1, NULL, NULL);
    assert_int_equal(first->count, 193163);
    assert_true(hash_of(first) == 0xab31aace71a8762u);
    field_unref(first);
    struct field *second = field_build(2, 1, NULL, NULL);
    assert_int_equal(second->count, 193168);
    assert_true(hash_of(second) == 0xeaab44fa34cfe8cu);
    field_unref(second);
    assert_int_equal(FIELD_VERSION, 3);
    assert_true(hash_of(shared) == 0xab895b473f246764u);
}

struct moments {
    double mean, sigma, most;
};

static struct moments moments_of(const float *a)
{
    double sum = 0.0, squares = 0.0, most = 0.0;
    for (int i = 0; i < shared->count; i++) {
        double x = (double)a[i];
        sum += x, squares += x * x, most = fmax(most, fabs(x));
    }
    double mean = sum / shared->count;
    return (struct moments){mean, sqrt(squares / shared->count - mean * mean), most};
}

// Correlation of a with b, b taken `lag` places later.
static double correlation(const float *a, const float *b, int lag)
{
    struct moments ma = moments_of(a), mb = moments_of(b);
    double sum = 0.0;
    for (int i = 0; i + lag < shared->count; i++)
        sum += ((double)a[i] - ma.mean) * ((double)b[i + lag] - mb.mean);
    return sum / (shared->count - lag) / (ma.sigma * mb.sigma);
}

static void deviates_have_mean_0_and_sigma_1(void **state)
{
    (void)state;
    for (int n = FIRST_DEVIATE; n < FIRST_UNIT; n++) {
        struct moments m = moments_of(array_of(shared, n));
        assert_close(m.mean, 0.0, 0.012); // five sigma
        assert_close(m.sigma, 1.0, 0.008);
        assert_true(m.most <= 3.4 && m.most > 3.1);
    }
}

static void units_are_uniform(void **state)
{
    (void)state;
    for (int n = FIRST_UNIT; n < ARRAYS; n++) {
        int bins[10] = {0};
        for (int i = 0; i < shared->count; i++) {
            float x = array_of(shared, n)[i];
            assert_true(x >= 0.0f && x < 1.0f);
            bins[(int)(10.0f * x)]++;
        }
        for (int b = 0; b < 10; b++)
            assert_close(bins[b] * 10.0 / shared->count, 1.0, 0.04);
    }
}

static void attributes_are_independent(void **state)
{
    (void)state;
    float *rank = mem_alloc((size_t)shared->count * sizeof *rank);
    for (int i = 0; i < shared->count; i++)
        rank[i] = field_rank_frac(shared, i);
    for (int n = FIRST_DEVIATE; n < ARRAYS; n++) {
        const float *a = array_of(shared, n);
        assert_close(correlation(a, rank, 0), 0.0, 0.012);
        assert_close(correlation(a, shared->u, 0), 0.0, 0.012);
        assert_close(correlation(a, shared->wobble, 0), 0.0, 0.012);
        assert_close(correlation(a, a, 1), 0.0, 0.012);
        for (int k = n + 1; k < ARRAYS; k++)
            assert_close(correlation(a, array_of(shared, k), 0), 0.0, 0.012);
    }
    mem_free(rank);
}

// How much the sums over squares of 6 mm of the head vary, against those of independent deviates, for the places of
// ranks between two shares of the list.
static double unevenness(const struct field *f, const float *a, double from, double to)
{
    enum { CELLS = 48 };
    static double sum[CELLS * CELLS];
    double squares = 0.0;
    int first = (int)(from * f->count), last = (int)(to * f->count);
    memset(sum, 0, sizeof sum);
    for (int i = first; i < last; i++) {
        int column = (int)(((double)f->u[i] + CHART_REACH) / (2.0 * CHART_REACH) * CELLS);
        int row = (int)(((double)f->v[i] + CHART_REACH) / (2.0 * CHART_REACH) * CELLS);
        sum[row * CELLS + column] += (double)a[i];
    }
    for (int c = 0; c < CELLS * CELLS; c++)
        squares += sum[c] * sum[c];
    return squares / (last - first);
}

// Dots differ, and places of some millimetres do not: all of them, a first session's and what a third adds.
static void neighbours_make_up_for_each_other(void **state)
{
    (void)state;
    struct field *chance = field_build(2, 1, NULL, NULL);
    assert_memory_equal(chance->u, shared->u, sizeof *shared->u * (size_t)shared->count); // the places are the same
    assert_memory_equal(chance->v, shared->v, sizeof *shared->v * (size_t)shared->count);
    const float *evened[] = {shared->radius_z, shared->load_z, shared->depth_z};
    static const double shares[][3] = {{0.0, 0.15, 0.75}, {0.0, 0.5, 0.42}, {0.35, 0.5, 0.62}};
    for (int i = 0; i < 3; i++) {
        double from = shares[i][0], to = shares[i][1];
        for (int n = 0; n < 3; n++)
            assert_true(unevenness(shared, evened[n], from, to) < shares[i][2]);
        assert_close(unevenness(chance, chance->radius_z, from, to), 1.0, 0.15);
    }
    field_unref(chance);
}

static void ranks_rise_inside_0_and_1(void **state)
{
    (void)state;
    assert_true(field_rank_frac(shared, 0) > 0.0f);
    assert_true(field_rank_frac(shared, shared->count - 1) < 1.0f);
    for (int i = 1; i < shared->count; i++)
        assert_true(field_rank_frac(shared, i) > field_rank_frac(shared, i - 1));
}

// Correlation of the wobble with itself at some distance, and its steepest slope.
static void the_wobble_is_smooth_and_has_waves_of_5_to_15_mm(void **state)
{
    (void)state;
    enum { SOME = 6000, BINS = 16 };
    struct head head = head_canonical();
    struct moments m = moments_of(shared->wobble);
    assert_close(m.mean, 0.0, 0.05);
    assert_true(m.sigma > 0.35 && m.sigma < 0.5 && m.most > 1.0 && m.most < 2.0);
    struct vec3 *at = mem_alloc(SOME * sizeof *at);
    double sums[BINS] = {0}, steepest = 0.0;
    int counts[BINS] = {0};
    for (int i = 0; i < SOME; i++)
        at[i] = head_point_mm(&head, field_dir(shared, i));
    for (int i = 0; i < SOME; i++)
        for (int k = 0; k < i; k++) {
            double mm = vec3_length(vec3_sub(at[i], at[k]));
            double a = (double)shared->wobble[i], b = (double)shared->wobble[k];
            if (mm >= BINS)
                continue;
            sums[(int)mm] += a * b / (m.sigma * m.sigma);
            counts[(int)mm]++;
            steepest = fmax(steepest, fabs(a - b) / mm);
        }
    mem_free(at);
    assert_true(steepest < 1.0);
    assert_true(sums[2] / counts[2] > 0.3);          // no finer waves,
    assert_true(sums[7] / counts[7] < -0.02);        // half a wave away,
    assert_true(fabs(sums[13] / counts[13]) < 0.06); // and no longer ones
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_thread_count_gives_the_same_field),
        cmocka_unit_test(the_stored_field_is_the_built_one),
        cmocka_unit_test(another_seed_gives_another_field),
        cmocka_unit_test(unknown_versions_are_refused),
        cmocka_unit_test(want_of_memory_gives_null),
        cmocka_unit_test(references_keep_it_alive),
        cmocka_unit_test(directions_agree_with_the_chart),
        cmocka_unit_test(arrays_are_aligned),
        cmocka_unit_test(versions_never_change),
        cmocka_unit_test(deviates_have_mean_0_and_sigma_1),
        cmocka_unit_test(units_are_uniform),
        cmocka_unit_test(attributes_are_independent),
        cmocka_unit_test(neighbours_make_up_for_each_other),
        cmocka_unit_test(ranks_rise_inside_0_and_1),
        cmocka_unit_test(the_wobble_is_smooth_and_has_waves_of_5_to_15_mm),
    };
    return cmocka_run_group_tests(tests, build_shared, drop_shared);
}
