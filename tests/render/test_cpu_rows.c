// All builds of the inner loops give the same bits, and stay inside their rows.
#include "patch.h"
#include "render/cpu_rows.h"

enum { SIDE = 60, MANY = SIDE + 2 * CPU_OVERRUN, CELLS = (SIDE + 8) * MANY };

struct planes {
    float data[3][CELLS];
};

static struct patch patch_of(struct planes *planes)
{
    struct patch p = {.pitch = MANY, .x0 = 1000, .y0 = -30, .width = SIDE, .height = SIDE};
    for (int c = 0; c < 3; c++)
        p.plane[c] = planes->data[c];
    return p;
}

static float unit(uint64_t i, uint64_t stream)
{
    return (float)rng_unit(6, i, stream);
}

static struct ellipse random_ellipse(uint64_t i)
{
    float sx = 0.5f + 8.0f * unit(i, 0), sy = 0.5f + 8.0f * unit(i, 1), tilt = 1.8f * unit(i, 2) - 0.9f;
    float xx = sx * sx, yy = sy * sy, xy = tilt * sx * sy, k = 1.0f / (10.0f * (xx * yy - xy * xy));
    return (struct ellipse){.x = 990.0f + 80.0f * unit(i, 3),
                            .y = -40.0f + 80.0f * unit(i, 4),
                            .xx = yy * k,
                            .xy = -2.0f * xy * k,
                            .yy = xx * k,
                            .half_width = sqrtf(10.0f * xx),
                            .half_height = sqrtf(10.0f * yy)};
}

static void draw_all(const struct cpu_rows *rows, struct planes *planes)
{
    struct patch p = patch_of(planes);
    for (uint64_t i = 0; i < 200; i++) {
        struct bell bell = {.ellipse = random_ellipse(i),
                            .green = {0.9f, -2.0f, 1.7f, 0.2f},
                            .red_a = 0.8f,
                            .red_b = 0.1f,
                            .blue_a = 1.1f,
                            .blue_b = -0.2f};
        struct wide_bell wide = {.ellipse = random_ellipse(1000 + i),
                                 .red_2 = 0.1f,
                                 .green_2 = 0.01f,
                                 .green_5 = 0.2f,
                                 .blue_2 = 0.03f,
                                 .blue_5 = 0.1f,
                                 .blue_8 = 0.2f};
        rows->add_bells(&p, &bell, 1);
        rows->add_wides(&p, &wide, 1);
    }
    for (uint64_t i = 0; i < 20; i++) {
        struct flush flush = {random_ellipse(5000 + i), 1.3f};
        rows->add_flushes(&p, &flush, 1);
    }
}

static void test_same_bits(void **state)
{
    (void)state;
    const struct cpu_rows *others[] = {__builtin_cpu_supports("avx2") ? &cpu_rows_avx2 : NULL,
                                       __builtin_cpu_supports("avx512dq") ? &cpu_rows_avx512 : NULL};
    struct planes *a = mem_alloc(sizeof *a);
    draw_all(&cpu_rows_any, a);
    for (int k = 0; k < 2; k++) {
        struct planes *b = mem_alloc(sizeof *b);
        if (others[k])
            draw_all(others[k], b);
        else
            print_message("this processor lacks a level: not compared\n");
        for (int c = 0; c < 3 && others[k]; c++)
            for (int y = 0; y < SIDE; y++)
                assert_memory_equal(&a->data[c][y * MANY], &b->data[c][y * MANY], SIDE * sizeof(float));
        mem_free(b);
    }
    mem_free(a);
}

// A bell's every pixel has the formula's value, and pixels outside its ellipse none.
static void test_bell_is_the_formula(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 40; i++) {
        struct planes *planes = mem_alloc(sizeof *planes);
        struct patch p = patch_of(planes);
        struct bell bell = {.ellipse = random_ellipse(i), .green = {0.9f, -2.0f, 1.7f, 0.2f}, .red_a = 1.0f};
        struct ellipse e = bell.ellipse;
        cpu_rows_any.add_bells(&p, &bell, 1);
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++) {
                double dx = p.x0 + x - (double)e.x, dy = p.y0 + y - (double)e.y;
                double u = 1.0 - ((double)e.xx * dx * dx + (double)e.xy * dx * dy + (double)e.yy * dy * dy);
                double want = u > 0.0 ? u * u * (0.9 + u * (-2.0 + u * (1.7 + u * 0.2))) : 0.0;
                assert_close(p.plane[1][y * MANY + x], want, 2e-5);
                if (u < -1e-3)
                    assert_true(p.plane[1][y * MANY + x] == 0.0f);
            }
        for (int y = SIDE; y < SIDE + 8; y++)
            for (int x = 0; x < MANY; x++)
                assert_true(p.plane[1][y * MANY + x] == 0.0f);
        mem_free(planes);
    }
}

static void test_spread_is_linear_between_nodes(void **state)
{
    (void)state;
    float nodes[40], out[64];
    struct spread_plan plan;
    for (int i = 0; i < 40; i++)
        nodes[i] = (float)(3 * i + 7);
    const int step = 5;
    for (int i = 0; i < 64; i++) {
        int node = i / step, block = i / CPU_BLOCK * CPU_BLOCK / step;
        plan.node[i / CPU_BLOCK] = block;
        plan.lane[i] = node - block;
        plan.share[i] = (float)(i % step) / (float)step;
    }
    cpu_rows_any.spread(out, nodes, &plan, 64);
    for (int i = 0; i < 64; i++)
        assert_close(out[i], 7.0 + 3.0 * i / step, 1e-4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bits),
        cmocka_unit_test(test_bell_is_the_formula),
        cmocka_unit_test(test_spread_is_linear_between_nodes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
