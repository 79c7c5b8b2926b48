// A session as lines of commands (edit.h), with `undo` and `redo` among them: each is refused and changes nothing, or
// makes a case that keeps every rule and reads back as it was written; and what is undone and done again is what it
// was.
#include "fuzz.h"

#include "base/check.h"
#include "base/mem.h"
#include "plan/case_file.h"
#include "plan/case_make.h"
#include "plan/edit.h"
#include "plan/history.h"

#include <string.h>

enum { MOST_LINES = 64, MOST_LINE_BYTES = 512, HISTORY_BYTES = 1 << 26 };

// Nobody has set a mark on it.
static void take_photo(struct case_ *case_, const char *name, char digit, enum facing facing)
{
    struct photo photo = {.format_name = "JPEG", .stored_width_px = 600, .stored_height_px = 800, .orientation = 1};
    struct draft draft;
    memset(photo.sha256, digit, sizeof photo.sha256 - 1);
    photo.image = image_create(600, 800, PIXELS_RGBA8, NULL);
    photo.space = colour_srgb();
    case_usual_draft(&photo, facing, &draft);
    draft.marks.certainty = 0.5;
    REQUIRE(case_draft(case_, &photo, name, &draft, NULL));
    image_unref(photo.image);
}

static char *lay_first_case(void)
{
    static const char *const begin[] = {"zones.add=crown"};
    struct case_ *plain = case_create();
    take_photo(plain, "front.jpg", '0', FACING_FRONT);
    take_photo(plain, "left.jpg", '1', FACING_LEFT);
    struct case_ *case_ = edit_apply(plain, (struct edit_place){0}, begin, 1, NULL);
    REQUIRE(case_);
    char *text = case_text(case_);
    case_destroy(case_);
    case_destroy(plain);
    return text;
}

// Laid once: its head is fitted.
static struct case_ *first_case(void)
{
    static char *text;
    if (!text)
        text = lay_first_case();
    struct case_ *case_ = case_parse(text, strlen(text), NULL);
    REQUIRE(case_);
    return case_;
}

static void change(struct history *history, const char *line)
{
    struct err err = {0};
    const struct case_ *before = history_present(history);
    char *was = case_text(before);
    struct case_ *after = edit_apply(before, (struct edit_place){0}, &line, 1, &err);
    char *is = case_text(before);
    REQUIRE(strcmp(was, is) == 0);
    REQUIRE(after || (err.code == ERR_INPUT && err.text[0]));
    mem_free(was);
    mem_free(is);
    if (after)
        history_push(history, after, line, 0);
}

static void check_round_trip(const struct case_ *case_)
{
    char *text = case_text(case_);
    struct case_ *again = case_parse(text, strlen(text), NULL);
    REQUIRE(again);
    char *second = case_text(again);
    REQUIRE(strcmp(text, second) == 0);
    mem_free(second);
    case_destroy(again);
    mem_free(text);
}

static void do_line(struct history *history, const char *line)
{
    if (strcmp(line, "undo") == 0)
        history_undo(history);
    else if (strcmp(line, "redo") == 0)
        history_redo(history);
    else
        change(history, line);
    check_round_trip(history_present(history));
}

static void check_undo_and_redo(struct history *history, const char *first)
{
    while (history_redo(history))
        continue;
    char *last = case_text(history_present(history));
    int steps = 0;
    for (; history_undo(history); steps++)
        continue;
    char *begin = case_text(history_present(history));
    REQUIRE(strcmp(begin, first) == 0);
    for (; steps > 0; steps--)
        REQUIRE(history_redo(history));
    char *again = case_text(history_present(history));
    REQUIRE(!history_redo(history) && strcmp(again, last) == 0);
    mem_free(last);
    mem_free(begin);
    mem_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct history *history = history_create(HISTORY_BYTES);
    history_push(history, first_case(), "begin", 0);
    char *first = case_text(history_present(history));
    for (int lines = 0; size > 0 && lines < MOST_LINES; lines++) {
        char line[MOST_LINE_BYTES];
        const uint8_t *end = memchr(data, '\n', size);
        size_t length = end ? (size_t)(end - data) : size, kept = length < sizeof line ? length : sizeof line - 1;
        memcpy(line, data, kept);
        line[kept] = 0;
        do_line(history, line);
        data += length + (end ? 1 : 0);
        size -= length + (end ? 1 : 0);
    }
    check_undo_and_redo(history, first);
    mem_free(first);
    history_destroy(history);
    return 0;
}
