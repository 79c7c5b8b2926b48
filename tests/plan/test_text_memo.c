#include "plan/text_memo.h"

#include "base/mem.h"
#include "plan/case_file.h"
#include "plan/session.h"
#include "random_edits.h"
#include "sample_case.h"
#include "testing.h"

#include <string.h>

static void add(struct text_memo *memo, int number, const char *piece)
{
    text_memo_add(memo, number, piece, strlen(piece), mem_strdup(piece));
}

static const char *find(struct text_memo *memo, int number, const char *piece)
{
    return text_memo_find(memo, number, piece, strlen(piece));
}

static void only_the_same(void **state)
{
    (void)state;
    struct text_memo *memo = text_memo_create();
    assert_null(find(memo, 1, "a"));
    add(memo, 1, "a");
    add(memo, 1, "ab");
    assert_null(find(memo, 1, "a")); // the last time, not this one
    text_memo_turn(memo);
    assert_null(find(memo, 2, "a"));
    assert_null(find(memo, 1, "b"));
    assert_null(find(memo, 1, "abc"));
    assert_string_equal(find(memo, 1, "ab"), "ab");
    assert_string_equal(find(memo, 1, "a"), "a"); // in another order
    assert_null(find(memo, 1, "a"));              // it was there once
    text_memo_destroy(memo);
    text_memo_destroy(NULL);
}

static void what_is_not_asked_for_goes(void **state)
{
    (void)state;
    struct text_memo *memo = text_memo_create();
    char piece[] = "00";
    for (int i = 0; i < 100; i++, piece[0] = (char)('0' + i / 10), piece[1] = (char)('0' + i % 10))
        add(memo, 0, piece);
    text_memo_turn(memo);
    assert_non_null(find(memo, 0, "42"));
    text_memo_turn(memo);
    assert_null(find(memo, 0, "41"));
    assert_non_null(find(memo, 0, "42"));
    text_memo_turn(memo);
    text_memo_turn(memo);
    assert_null(find(memo, 0, "42"));
    text_memo_destroy(memo);
}

static void check_text(const struct case_ *case_, struct text_memo *memo)
{
    char *whole = case_text(case_), *again = case_text_again(case_, memo);
    assert_string_equal(again, whole);
    mem_free(whole);
    mem_free(again);
}

// The sample case with a key that no program knows, before the first `key`.
static struct case_ *case_with_unknown(const char *key)
{
    struct case_ *sample = sample_case();
    char *text = case_text(sample), *place = strstr(text, key), *more = mem_alloc(strlen(text) + 32);
    assert_non_null(place);
    sprintf(more, "%.*s\"not_known\": 7, %s", (int)(place - text), text, place);
    struct case_ *case_ = case_parse(more, strlen(more), NULL);
    assert_non_null(case_);
    case_destroy(sample);
    mem_free(text);
    mem_free(more);
    return case_;
}

static void check_edits(struct case_ *take_case, uint64_t actions)
{
    struct document *document = mem_alloc(sizeof *document);
    *document = (struct document){.case_ = take_case, .shelf = photo_shelf_create(), .folder = mem_strdup("")};
    struct session *session = session_create();
    session_take(session, document);
    struct text_memo *memo = text_memo_create();
    uint64_t changed = 0;
    for (uint64_t action = 0; action < actions; action++) {
        char text[EDIT_BYTES];
        struct edit_place place;
        random_edit(session_case(session), 7, action, &place, text);
        changed += session_change(session, place, text, "Change", 0, NULL);
        if (action % 5 == 4)
            session_undo(session);
        check_text(session_case(session), memo);
    }
    assert_true(changed > actions / 4);
    text_memo_destroy(memo);
    session_destroy(session);
}

// A case's text with what is remembered of the step before is its text, whatever the step: edits of every kind, undone
// now and then; and wherever the case holds a key that is not known.
static void as_written_anew(void **state)
{
    (void)state;
    static const char *const places[] = {"\"stipple\"",   "\"focal_35mm\"", "\"length_mm\"", "\"erases\"",
                                         "\"height_mm\"", "\"kind\"",       "\"sun\""};
    check_edits(sample_case(), 400);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        check_edits(case_with_unknown(places[i]), 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(only_the_same), cmocka_unit_test(what_is_not_asked_for_goes),
                                       cmocka_unit_test(as_written_anew)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
