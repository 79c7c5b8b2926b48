// Random sequences of 200 actions in a session: undone as a whole they are the first case, done again the last, byte
// for byte of the file, and each step on the way is what it was, byte for byte in memory; saved and loaded in between
// is the same; all of it within the history's bytes.
#include "testing.h"

#include "base/mem.h"
#include "plan/case_file.h"
#include "plan/session.h"
#include "random_edits.h"
#include "sample_case.h"

#include <string.h>
#include <time.h>

enum { ACTIONS = 200, SEQUENCES = 100, SEQUENCES_LONG = 10000 };

struct walk {
    struct session *session;
    uint64_t sum[ACTIONS + 1]; // of each step that can be undone or done again
    int at, count;
    int changed, refused;
};

static uint64_t add(uint64_t sum, const void *data, size_t size)
{
    uint64_t word;
    for (const char *at = data; size >= sizeof word; at += sizeof word, size -= sizeof word) {
        memcpy(&word, at, sizeof word);
        sum = (sum ^ word) * 0x9e3779b97f4a7c15u;
        sum ^= sum >> 29;
    }
    return sum;
}

// Of all its bytes and where its parts lie: a case in the history is the same one whenever it comes back.
static uint64_t sum_now(const struct walk *walk)
{
    const struct case_ *case_ = session_case(walk->session);
    uint64_t sum = add(1, case_, sizeof *case_);
    for (int i = 0; i < case_->view_count; i++) {
        const struct case_view *view = case_->view[i];
        sum = add(sum, view, sizeof *view);
        sum = add(sum, view->stroke, (size_t)view->stroke_count * sizeof *view->stroke);
    }
    for (int i = 0; i < case_->option_count; i++)
        sum = add(sum, case_->option[i], sizeof *case_->option[i]);
    for (int i = 0; i < COURSE_MOST_EVENTS; i++)
        sum = case_->done_with[i] ? add(sum, case_->done_with[i], sizeof *case_->done_with[i]) : sum;
    return sum;
}

static void assert_is_at(const struct walk *walk, uint64_t seed, int action)
{
    if (sum_now(walk) != walk->sum[walk->at])
        fail_msg("seed %llu, action %d: not what step %d was", (unsigned long long)seed, action, walk->at);
}

static struct session *session_of_sample(void)
{
    struct document *document = mem_alloc(sizeof *document);
    *document = (struct document){.case_ = sample_case(), .shelf = photo_shelf_create(), .folder = mem_strdup("")};
    struct session *session = session_create();
    session_take(session, document);
    return session;
}

static void change(struct walk *walk, uint64_t seed, uint64_t action)
{
    char text[EDIT_BYTES];
    struct edit_place place;
    struct err err = {0};
    random_edit(session_case(walk->session), seed, action, &place, text);
    if (session_change(walk->session, place, text, "Change", 0, &err)) {
        walk->count = ++walk->at + 1;
        walk->sum[walk->at] = sum_now(walk);
        walk->changed++;
    } else {
        assert_int_equal(err.code, ERR_INPUT);
        assert_is_at(walk, seed, (int)action);
        walk->refused++;
    }
}

static void save_and_load(const struct walk *walk, uint64_t seed, int action)
{
    char *text = case_checked_text(session_case(walk->session), "", NULL);
    assert_non_null(text);
    struct case_ *again = case_parse(text, strlen(text), NULL);
    char *second = case_text(again);
    if (strcmp(text, second) != 0)
        fail_msg("seed %llu, action %d: loaded is not what was saved", (unsigned long long)seed, action);
    mem_free(text);
    mem_free(second);
    case_destroy(again);
}

static void act(struct walk *walk, uint64_t seed, int action)
{
    uint64_t what = rng_bits(seed, (uint64_t)action, 0) % 100;
    if (what < 20) {
        assert_int_equal(session_undo(walk->session), walk->at > 0);
        walk->at -= walk->at > 0;
        assert_is_at(walk, seed, action);
    } else if (what < 35) {
        bool can_redo = walk->at + 1 < walk->count;
        assert_int_equal(session_redo(walk->session), can_redo);
        walk->at += can_redo;
        assert_is_at(walk, seed, action);
    } else if (what == 35) {
        save_and_load(walk, seed, action);
    } else {
        change(walk, seed, (uint64_t)action);
    }
}

static void go_to(struct walk *walk, int to, uint64_t seed)
{
    while (walk->at != to) {
        assert_true(to < walk->at ? session_undo(walk->session) : session_redo(walk->session));
        walk->at += to < walk->at ? -1 : 1;
        assert_is_at(walk, seed, -1);
    }
}

static void assert_is_text(const struct walk *walk, char *take_text)
{
    char *now = case_text(session_case(walk->session));
    assert_string_equal(now, take_text);
    mem_free(now);
    mem_free(take_text);
}

static void undone_and_done_again(void **state)
{
    (void)state;
    int sequences = testing_is_long() ? SEQUENCES_LONG : SEQUENCES, changed = 0, refused = 0;
    struct walk *walk = mem_alloc(sizeof *walk);
    for (int seed = 0; seed < sequences; seed++) {
        *walk = (struct walk){.session = session_of_sample(), .count = 1};
        walk->sum[0] = sum_now(walk);
        char *first = case_text(session_case(walk->session));
        for (int action = 0; action < ACTIONS; action++)
            act(walk, (uint64_t)seed, action);
        go_to(walk, walk->count - 1, (uint64_t)seed);
        char *last = case_text(session_case(walk->session));
        go_to(walk, 0, (uint64_t)seed);
        assert_null(session_undo_label(walk->session));
        assert_is_text(walk, first);
        go_to(walk, walk->count - 1, (uint64_t)seed);
        assert_null(session_redo_label(walk->session));
        assert_is_text(walk, last);
        changed += walk->changed;
        refused += walk->refused;
        session_destroy(walk->session);
    }
    mem_free(walk);
    print_message("%d sequences of %d actions: %d changes, %d refusals; every one back at its first and last bytes\n",
                  sequences, ACTIONS, changed, refused);
    assert_true(changed > 50 * sequences && refused > sequences); // else it walked nowhere
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(undone_and_done_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
