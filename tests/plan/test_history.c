// Undo and redo: names, merging of drags, the byte limit, and that any walk comes back.
#include "testing.h"

#include "base/mem.h"
#include "base/rng.h"
#include "plan/case_file.h"
#include "plan/history.h"
#include "sample_case.h"

#include <string.h>

static struct case_ *case_with_seed(uint64_t seed)
{
    struct case_ *case_ = sample_case();
    case_->seed = seed;
    return case_;
}

static void steps_have_names_and_come_back(void **state)
{
    (void)state;
    struct history *history = history_create(64 << 20);
    assert_null(history_present(history));
    assert_false(history_undo(history));
    history_push(history, case_with_seed(1), "Open", 0);
    assert_null(history_undo_label(history));
    history_push(history, case_with_seed(2), "Height", 0);
    history_push(history, case_with_seed(3), "Shade", 0);
    assert_string_equal(history_undo_label(history), "Shade");
    assert_true(history_undo(history));
    assert_int_equal(history_present(history)->seed, 2);
    assert_string_equal(history_redo_label(history), "Shade");
    assert_true(history_redo(history));
    assert_int_equal(history_present(history)->seed, 3);
    assert_false(history_redo(history));
    history_destroy(history);
}

static void a_new_step_drops_what_could_be_redone(void **state)
{
    (void)state;
    struct history *history = history_create(64 << 20);
    history_push(history, case_with_seed(1), "Open", 0);
    history_push(history, case_with_seed(2), "Height", 0);
    size_t two_steps = history_bytes(history);
    assert_true(history_undo(history));
    history_push(history, case_with_seed(3), "Shade", 0);
    assert_null(history_redo_label(history));
    assert_int_equal(history_bytes(history), two_steps);
    history_destroy(history);
}

static void a_drag_is_one_step(void **state)
{
    (void)state;
    struct history *history = history_create(64 << 20);
    history_push(history, case_with_seed(1), "Open", 0);
    for (uint64_t i = 0; i < 30; i++)
        history_push(history, case_with_seed(100 + i), "Height", 7);
    history_push(history, case_with_seed(200), "Height", 8); // another drag
    assert_true(history_undo(history));
    assert_int_equal(history_present(history)->seed, 129);
    assert_true(history_undo(history));
    assert_int_equal(history_present(history)->seed, 1);
    assert_false(history_undo(history));
    history_destroy(history);
}

static void step_numbers_tell_states_apart(void **state)
{
    (void)state;
    struct history *history = history_create(64 << 20);
    history_push(history, case_with_seed(1), "Open", 0);
    unsigned saved = history_step(history);
    history_push(history, case_with_seed(2), "Height", 0);
    assert_int_not_equal(history_step(history), saved);
    history_undo(history);
    assert_int_equal(history_step(history), saved); // undone back to what is on disk
    history_push(history, case_with_seed(2), "Height", 0);
    assert_int_not_equal(history_step(history), saved);
    history_destroy(history);
}

static void the_byte_limit_drops_the_oldest(void **state)
{
    (void)state;
    struct history *history = history_create(1 << 20);
    for (uint64_t i = 0; i < 100; i++)
        history_push(history, case_with_seed(i), "Step", 0);
    assert_true(history_bytes(history) <= 1 << 20);
    assert_int_equal(history_present(history)->seed, 99);
    int steps = 0;
    while (history_undo(history))
        steps++;
    assert_in_range(steps, 1, 98);
    assert_int_equal(history_present(history)->seed, 99 - steps);
    history_destroy(history);
}

static void any_walk_undone_is_the_first_case(void **state)
{
    (void)state;
    for (uint64_t round = 0; round < 200; round++) {
        struct history *history = history_create(64 << 20);
        history_push(history, case_with_seed(1), "Open", 0);
        char *first = case_text(history_present(history));
        for (uint64_t i = 0; i < 40; i++) {
            uint64_t what = rng_bits(5, i, round) % 4;
            if (what == 0)
                history_undo(history);
            else if (what == 1)
                history_redo(history);
            else
                history_push(history, case_with_seed(rng_bits(6, i, round) >> 12), "Step", 0);
        }
        char *last = case_text(history_present(history));
        int back = 0;
        while (history_undo(history))
            back++;
        char *undone = case_text(history_present(history));
        assert_string_equal(undone, first);
        for (int i = 0; i < back; i++)
            assert_true(history_redo(history));
        char *redone = case_text(history_present(history));
        assert_string_equal(redone, last);
        mem_free(first);
        mem_free(last);
        mem_free(undone);
        mem_free(redone);
        history_destroy(history);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_have_names_and_come_back),
        cmocka_unit_test(a_new_step_drops_what_could_be_redone),
        cmocka_unit_test(a_drag_is_one_step),
        cmocka_unit_test(step_numbers_tell_states_apart),
        cmocka_unit_test(the_byte_limit_drops_the_oldest),
        cmocka_unit_test(any_walk_undone_is_the_first_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
