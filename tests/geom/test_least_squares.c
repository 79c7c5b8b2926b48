// Damped least squares against problems whose answers are known.
#include "testing.h"

#include "geom/least_squares.h"

struct pair { // a problem of two unknowns and its cost at a place
    double at[2], trial[2];
    double (*cost)(const double *p, struct ls_normal *normal);
};

static double pair_rows(void *self, struct ls_normal *normal)
{
    struct pair *pair = self;
    return pair->cost(pair->at, normal);
}

static double pair_try(void *self, const double *step)
{
    struct pair *pair = self;
    for (int i = 0; i < 2; i++)
        pair->trial[i] = pair->at[i] + step[i];
    return pair->cost(pair->trial, NULL);
}

static void pair_take(void *self)
{
    struct pair *pair = self;
    pair->at[0] = pair->trial[0];
    pair->at[1] = pair->trial[1];
}

static struct ls_problem door(struct pair *pair)
{
    return (struct ls_problem){pair, 2, pair_rows, pair_try, pair_take};
}

// A straight line through four points.
static double line_cost(const double *p, struct ls_normal *normal)
{
    static const double x[] = {0.0, 1.0, 2.0, 3.0}, y[] = {1.0, 2.0, 2.0, 4.0};
    double cost = 0.0;
    for (int i = 0; i < 4; i++) {
        struct ls_row row = {.residual = p[0] + p[1] * x[i] - y[i]};
        ls_row_add(&row, 0, 1.0);
        ls_row_add(&row, 1, x[i]);
        cost += row.residual * row.residual;
        if (normal)
            ls_normal_add(normal, &row, 1.0);
    }
    return cost;
}

static void a_line_gets_its_closed_form_fit(void **state)
{
    (void)state;
    struct pair line = {{50.0, -30.0}, {0.0, 0.0}, line_cost};
    struct ls_problem problem = door(&line);
    struct ls_result result = least_squares(&problem, 50);
    assert_true(result.has_converged);
    assert_close(line.at[0], 0.9, 1e-6); // by hand: offset 0.9, slope 0.9, squares 0.7
    assert_close(line.at[1], 0.9, 1e-6);
    assert_close(result.cost, 0.7, 1e-9);
}

// Rosenbrock's valley: residuals 1 - x and 10 (y - x^2), least at (1, 1).
static double valley_cost(const double *p, struct ls_normal *normal)
{
    struct ls_row a = {.residual = 1.0 - p[0]}, b = {.residual = 10.0 * (p[1] - p[0] * p[0])};
    ls_row_add(&a, 0, -1.0);
    ls_row_add(&b, 0, -20.0 * p[0]);
    ls_row_add(&b, 1, 10.0);
    if (normal) {
        ls_normal_add(normal, &a, 1.0);
        ls_normal_add(normal, &b, 1.0);
    }
    return a.residual * a.residual + b.residual * b.residual;
}

static void a_curved_valley_is_followed_to_its_end(void **state)
{
    (void)state;
    struct pair valley = {{-1.2, 1.0}, {0.0, 0.0}, valley_cost};
    struct ls_problem problem = door(&valley);
    double last = valley_cost(valley.at, NULL);
    for (int i = 0; i < 60; i++) { // a step at a time: the cost never rises
        struct ls_result result = least_squares(&problem, 1);
        assert_true(result.cost <= last);
        last = result.cost;
    }
    least_squares(&problem, 100);
    assert_close(valley.at[0], 1.0, 1e-5);
    assert_close(valley.at[1], 1.0, 1e-5);
}

static void normal_equations_solve_and_give_variances(void **state)
{
    (void)state;
    static struct ls_normal normal; // [4 2; 2 3]: inverse [3 -2; -2 4] / 8
    ls_normal_clear(&normal, 2);
    struct ls_row rows[2] = {{.residual = 0.0}, {.residual = 0.0}};
    ls_row_add(&rows[0], 0, 2.0);
    ls_row_add(&rows[0], 1, 1.0);
    ls_row_add(&rows[1], 1, 1.0);
    ls_normal_add(&normal, &rows[0], 1.0);
    ls_normal_add(&normal, &rows[1], 2.0);
    assert_true(ls_factor(&normal));
    double b[2] = {2.0, -3.0};
    ls_solve(&normal, b);
    assert_close(b[0], 1.5, 1e-12);
    assert_close(b[1], -2.0, 1e-12);
    double first[2] = {1.0, 0.0}, both[2] = {1.0, 1.0};
    assert_close(ls_inverse_form(&normal, first), 3.0 / 8.0, 1e-12);
    assert_close(ls_inverse_form(&normal, both), 3.0 / 8.0, 1e-12); // (3 - 4 + 4) / 8
}

static void a_singular_matrix_is_told(void **state)
{
    (void)state;
    static struct ls_normal normal;
    ls_normal_clear(&normal, 2);
    struct ls_row row = {.residual = 1.0};
    ls_row_add(&row, 0, 1.0);
    ls_row_add(&row, 1, 1.0);
    ls_normal_add(&normal, &row, 1.0);
    assert_false(ls_factor(&normal));
    ls_normal_clear(&normal, 1);
    normal.matrix[0][0] = (double)NAN;
    assert_false(ls_factor(&normal));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_gets_its_closed_form_fit),
        cmocka_unit_test(a_curved_valley_is_followed_to_its_end),
        cmocka_unit_test(normal_equations_solve_and_give_variances),
        cmocka_unit_test(a_singular_matrix_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
