#include "plan/case_file.h"
#include "plan/text_memo.h"

#include "base/file.h"
#include "base/mem.h"
#include "sample_case.h"
#include "testing.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char *sample_text(void)
{
    struct case_ *case_ = sample_case();
    char *text = case_text(case_);
    case_destroy(case_);
    return text;
}

static struct case_ *parse(const char *text, struct err *err)
{
    return case_parse(text, strlen(text), err);
}

static char *replaced(const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);
    assert_non_null(at);
    size_t bytes = strlen(text) + strlen(new) + 1;
    char *out = mem_alloc(bytes);
    snprintf(out, bytes, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
    return out;
}

static void test_round_trip(void **state)
{
    (void)state;
    struct err err = {0};
    char *text = sample_text();
    struct case_ *again = parse(text, &err);
    if (!again)
        fail_msg("%s", err.text);
    char *second = case_text(again);
    assert_string_equal(text, second);
    assert_int_equal(again->option_count, 2);
    assert_true(again->view[0]->residual_px == 1.0 / 3.0);
    assert_ptr_equal(again->course.event[0].done_with, again->done_with[0]);
    assert_string_equal(again->done_with[0]->name, "A");
    assert_int_equal(again->view[0]->stroke_count, 1);
    assert_string_equal(again->notes, "zwei Zeilen\nmit \"Anführung\"");
    assert_true(again->view[0]->marks.has_ruler && again->view[0]->marks.facing == FACING_FRONT);
    case_destroy(again);
    mem_free(second);
    mem_free(text);
}

// Refused, with the place named in one line.
static void check_refused(const char *text, const char *named)
{
    struct err err = {0};
    struct case_ *case_ = parse(text, &err);
    assert_null(case_);
    assert_int_equal(err.code, ERR_INPUT);
    assert_null(strchr(err.text, '\n'));
    if (!strstr(err.text, named))
        fail_msg("\"%s\" does not name %s", err.text, named);
}

// A head's low-order terms come back; a file without them holds an ellipsoid, one of an older program has four or six,
// and is written as it was.
static void test_head_terms(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    memset(case_->head.term, 0, sizeof case_->head.term);
    case_->head.term[2] = 1.0 / 64.0;
    char *four = case_text(case_), *without = replaced(four, "\"terms\"", "\"old_terms\"");
    assert_non_null(strstr(four, "\"terms\": [0, 0, 0.015625, 0]"));
    case_->head.term[5] = 1.0 / 128.0;
    char *six = case_text(case_);
    struct case_ *of_six = parse(six, NULL);
    assert_non_null(strstr(six, "\"terms\": [0, 0, 0.015625, 0, 0, 0.0078125]"));
    assert_non_null(of_six);
    char *six_again = case_text(of_six);
    assert_string_equal(six_again, six);
    case_->head.term[HEAD_TERMS - 1] = -1.0 / 128.0;
    char *text = case_text(case_);
    struct case_ *again = parse(text, NULL), *older = parse(four, NULL), *plain = parse(without, NULL);
    assert_non_null(again);
    assert_non_null(older);
    assert_non_null(plain);
    assert_true(again->head.term[2] == 1.0 / 64.0 && again->head.term[HEAD_TERMS - 1] == -1.0 / 128.0);
    assert_true(older->head.term[2] == 1.0 / 64.0 && older->head.term[HEAD_TERMS - 1] == 0.0);
    assert_true(plain->head.term[2] == 0.0);
    char *ten = replaced(text, "\"terms\": [", "\"terms\": [0, ");
    check_refused(ten, "must be a list of 9 numbers");
    case_destroy(older);
    case_destroy(of_six);
    mem_free(four);
    mem_free(six);
    mem_free(six_again);
    mem_free(ten);
    case_destroy(case_);
    case_destroy(again);
    case_destroy(plain);
    mem_free(text);
    mem_free(without);
}

static void test_bad_values(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"\"height_mm\": 75", "\"height_mm\": 500", "options[0].hairline.height_mm"},
        {"\"height_mm\": 75", "\"height_mm\": \"75\"", "options[0].hairline.height_mm must be a number"},
        {"\"height_mm\": 75,", "", "options[0].hairline.height_mm is missing"},
        {"\"height_mm\": 75", "\"height_mm\": 75, \"height_mm\": 76", "duplicate"},
        {"\"height_mm\": 75", "\"height_mm\": 1e999", "line"},
        {"\"shape\": \"round\"", "\"shape\": \"square\"", "options[0].hairline.shape must be one of"},
        {"\"draft_certainty\": 0.8", "\"draft_certainty\": 1.5", "options[0].hairline.draft_certainty"},
        {"\"draft_certainty\": 0.8", "\"draft_certainty\": true", "options[0].hairline.draft_certainty"},
        {"\"erases\": false", "\"erases\": 0", "views[0].mask[0].erases must be true or false"},
        {"\"stipple\": 1", "\"stipple\": 1.5", "stipple must be a whole number"},
        {"\"stipple\": 1", "\"stipple\": 0", "stipple must be"},
        {"\"stipple\": 1,", "", "no Stipple case"},
        {"\"seed\": 1", "\"seed\": -1", "seed"},
        {"\"seed\": 1", "\"seed\": 1.5", "seed"},
        {"\"photo\": \"front.jpg\"", "\"photo\": \"../front.jpg\"", "views[0].photo"},
        {"\"photo\": \"front.jpg\"", "\"photo\": \"/etc/passwd\"", "views[0].photo"},
        {"\"photo\": \"front.jpg\"", "\"photo\": \"\"", "views[0].photo"},
        {"\"sha256\": \"aaaa", "\"sha256\": \"zaaa", "views[0].sha256"},
        {"[1, 0, 0]", "[1, 0.1, 0]", "views[0].pose.to_camera"},
        {"[1, 0, 0]", "[1, 0]", "views[0].pose.to_camera"},
        {"\"size_px\": [1600, 1200]", "\"size_px\": [0, 1200]", "views[0].size_px"},
        {"\"size_px\": [1600, 1200]", "\"size_px\": [1e300, 1200]", "views[0].size_px"},
        {"\"semi_mm\": [", "\"semi_mm\": [1, ", "head.semi_mm"},
        {"\"terms\": [", "\"terms\": [1, ", "head.terms"},
        {"\"terms\": [0", "\"terms\": [0.5", "head.terms bend"},
        {"\"facing\": \"front\"", "\"facing\": \"up\"", "views[0].marks.facing"},
        {"\"day\": 12", "\"day\": 40", "course.events[2].day"},
        {"\"share\": 0.7", "\"share\": 0.1", "course.events[1].share"},
        {"\"name\": \"B\"", "\"name\": \"A\"", "options[1].name"},
        {"\"name\": \"B\"", "\"name\": \"=cmd()\"", "options[1]"},
        {"\"options\": [", "\"options\": {\"a\": 1}, \"x\": [", "options must be a list"},
        {"\"notes\": \"", "\"notes\": \"\\u0000", "line"},
    };
    char *text = sample_text();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *bad = replaced(text, cases[i][0], cases[i][1]);
        check_refused(bad, cases[i][2]);
        mem_free(bad);
    }
    mem_free(text);
}

static void test_too_much(void **state)
{
    (void)state;
    enum { DEPTH = 200000 };
    char *deep = mem_alloc(DEPTH + 1);
    memset(deep, '[', DEPTH);
    check_refused(deep, "deeper");
    memset(deep, ' ', DEPTH);
    memcpy(deep, "{\"a\":\"[[[[[[", 12); // brackets in text are no depth
    check_refused(deep, "line");
    mem_free(deep);
    char *many = mem_alloc((size_t)CASE_FILE_MOST_VALUES + 3);
    memset(many, ',', (size_t)CASE_FILE_MOST_VALUES + 2);
    many[0] = '[';
    check_refused(many, "values");
    mem_free(many);
    size_t large = ((size_t)CASE_FILE_MOST_MB << 20) + 1;
    char *padded = mem_alloc(large + 1);
    memset(padded, ' ', large);
    check_refused(padded, "larger");
    mem_free(padded);
}

static void fill_view(struct case_view *view, const struct case_view *from, int index)
{
    struct mask_stroke stroke = {.point_count = CASE_STROKE_MOST_POINTS, .width_px = 2.0 / 3.0};
    for (int i = 0; i < CASE_STROKE_MOST_POINTS; i++)
        stroke.point[i] = (struct pt_px){i + 1.0 / 3.0, i + 2.0 / 3.0};
    view->marks = from->marks;
    view->view = from->view;
    view->scale_px_per_mm = from->scale_px_per_mm;
    snprintf(view->photo_name, sizeof view->photo_name, "%d.jpg", index);
    memset(view->photo_sha256, 'a', 64);
    view->marks.outline_count = MARKS_MOST_OUTLINE;
    for (int i = 0; i < MARKS_MOST_OUTLINE; i++)
        view->marks.outline[i] = (struct pt_px){i + 1.0 / 3.0, i + 2.0 / 3.0};
    while (view->stroke_count < CASE_MOST_STROKES)
        case_view_add_stroke(view, &stroke);
}

static void fill_option(struct option *option)
{
    while (option->zone_count < OPTION_MOST_ZONES) {
        struct zone *zone = &option->zone[option->zone_count];
        *zone = option->zone[0];
        snprintf(zone->name, sizeof zone->name, "zone %d", option->zone_count++);
        for (; zone->point_count < ZONE_MOST_POINTS; zone->point_count++)
            zone->point[zone->point_count] = zone->point[0];
    }
}

// The most of everything that a case may have is read again: the limits of the file are wider.
static void test_the_largest_case(void **state)
{
    (void)state;
    struct case_ *case_ = sample_case();
    fill_view(case_->view[0], case_->view[0], 0);
    while (case_->view_count < CASE_MOST_VIEWS) {
        int index = case_->view_count;
        fill_view(case_add_view(case_), case_->view[0], index);
    }
    fill_option(case_->option[0]);
    for (int i = 0; case_->option_count < CASE_MOST_OPTIONS; i++) {
        struct option *option = mem_alloc(sizeof *option);
        *option = *case_->option[0];
        snprintf(option->name, sizeof option->name, "more %d", i);
        case_add_option(case_, option);
        mem_free(option);
    }
    for (int i = case_->course.event_count; i < COURSE_MOST_EVENTS; i++, case_->course.event_count++)
        case_->course.event[i] =
            (struct event){.kind = EVENT_TOUCH_UP, .day = 100.0 + i, .share = 0.3, .shade_scale = 1.0};
    for (int i = 0; i < COURSE_MOST_EVENTS; i++)
        case_set_done(case_, i, case_->option[0]);
    struct err err = {0};
    char *text = case_text(case_);
    struct case_ *again = parse(text, &err);
    if (!again)
        fail_msg("%zu bytes: %s", strlen(text), err.text);
    assert_int_equal(again->view[CASE_MOST_VIEWS - 1]->stroke_count, CASE_MOST_STROKES);
    case_destroy(again);
    case_destroy(case_);
    mem_free(text);
}

// Every prefix of the file is refused without a fall, and every single byte changed is refused or read.
static void test_damaged(void **state)
{
    (void)state;
    char *text = sample_text();
    size_t size = strlen(text);
    for (size_t i = 0; i + 2 < size; i += i < 2000 ? 1 : 97) {
        struct err err = {0};
        assert_null(case_parse(text, i, &err));
        assert_int_equal(err.code, ERR_INPUT);
    }
    for (size_t i = 0; i < size; i += 3) {
        char kept = text[i];
        text[i] = "9{]\"\x80 -e"[i % 8];
        case_destroy(case_parse(text, size, NULL));
        text[i] = kept;
    }
    mem_free(text);
}

static void test_unknown_keys(void **state)
{
    (void)state;
    static const char *const added[][2] = {
        {"\"stipple\": 1,", "\"stipple\": 1, \"future\": {\"deep\": [1, {\"x\": null}]},"},
        {"\"semi_mm\": [", "\"of_head\": 1, \"semi_mm\": ["},
        {"\"photo\": \"front.jpg\",", "\"photo\": \"front.jpg\", \"of_view\": \"v\","},
        {"\"landmarks\": {", "\"landmarks\": {\"third_eye\": [1, 2],"},
        {"\"erases\": false,", "\"erases\": false, \"of_stroke\": true,"},
        {"\"name\": \"B\",", "\"name\": \"B\", \"of_option\": 2.5,"},
        {"\"kind\": \"full\",", "\"kind\": \"full\", \"of_zone\": [],"},
        {"\"sun\": 1,", "\"sun\": 1, \"of_course\": \"c\","},
        {"\"kind\": \"session\",", "\"kind\": \"session\", \"of_event\": false,"},
    };
    enum { COUNT = sizeof added / sizeof *added };
    char *text = sample_text();
    for (int i = 0; i < COUNT; i++) {
        char *more = replaced(text, added[i][0], added[i][1]);
        mem_free(text);
        text = more;
    }
    struct err err = {0};
    struct case_ *case_ = parse(text, &err);
    if (!case_)
        fail_msg("%s", err.text);
    case_set_done(case_, 1, case_->option[1]); // an edit must not lose them
    struct text_memo *memo = text_memo_create();
    for (int i = 0; i < 2; i++) { // nor what is remembered
        char *whole = case_text(case_), *again = case_text_again(case_, memo);
        assert_string_equal(again, whole);
        mem_free(whole);
        mem_free(again);
    }
    text_memo_destroy(memo);
    struct case_ *copy = case_copy(case_);
    case_destroy(case_);
    char *saved = case_text(copy);
    static const char *const kept[] = {
        "\"future\"",          "\"deep\"",           "\"of_head\": 1",  "\"of_view\": \"v\"",   "\"third_eye\": [1, 2]",
        "\"of_stroke\": true", "\"of_option\": 2.5", "\"of_zone\": []", "\"of_course\": \"c\"", "\"of_event\": false"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (!strstr(saved, kept[i]))
            fail_msg("%s was lost", kept[i]);
    case_remove_option(copy, 1);
    char *without = case_text(copy);
    assert_null(strstr(without, "of_option"));
    mem_free(without);
    mem_free(saved);
    mem_free(text);
    case_destroy(copy);
}

static void test_newer_format(void **state)
{
    (void)state;
    char *text = sample_text(), *newer = replaced(text, "\"stipple\": 1", "\"stipple\": 7");
    struct err err = {0};
    struct case_ *case_ = parse(newer, &err);
    assert_non_null(case_);
    assert_false(case_save(case_, "/nonexistent/never.stipple", &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.text, "newer"));
    case_destroy(case_);
    char *broken = replaced(newer, "\"height_mm\"", "\"height_cm\"");
    check_refused(broken, "newer Stipple, format 7");
    mem_free(broken);
    mem_free(newer);
    mem_free(text);
}

// A line of the file without what lists put behind it.
static size_t line_length(const char *line)
{
    size_t length = strcspn(line, "\n");
    return length > 0 && line[length - 1] == ',' ? length - 1 : length;
}

// Every line of the old text stands in the new one, in its order; the new one may have more.
static void assert_keeps_lines(const char *name, const char *old, const char *new)
{
    for (const char *at = new; *old; old += strcspn(old, "\n") + 1) {
        size_t length = line_length(old);
        while (*at && (line_length(at) != length || strncmp(at, old, length) != 0))
            at += strcspn(at, "\n") + (at[strcspn(at, "\n")] == '\n');
        if (!*at)
            fail_msg("%s: lost: %.*s", name, (int)length, old);
        if (!old[strcspn(old, "\n")])
            break;
    }
}

// What any version of this program wrote is read by every later one, without loss. A change of the format adds its
// files to tests/data/cases; none is ever taken away or changed.
static void test_old_formats(void **state)
{
    (void)state;
    char folder[4096], path[8192];
    int formats[CASE_FORMAT + 1] = {0};
    snprintf(folder, sizeof folder, "%s/tests/data/cases", testing_source());
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
        if (strcmp(file_suffix(entry->d_name), ".stipple") != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        struct err err = {0};
        struct bytes bytes;
        assert_true(file_read(path, 1 << 20, &bytes, NULL));
        struct case_ *case_ = case_load(path, &err);
        if (!case_)
            fail_msg("%s", err.text);
        assert_in_range(case_->format, 1, CASE_FORMAT);
        formats[case_->format]++;
        char *text = case_text(case_);
        assert_keeps_lines(entry->d_name, (const char *)bytes.data, text);
        mem_free(text);
        mem_free(bytes.data);
        case_destroy(case_);
    }
    closedir(listing);
    for (int format = 1; format <= CASE_FORMAT; format++)
        assert_true(formats[format] > 0);
}

static void test_files(void **state)
{
    (void)state;
    char folder[] = "/tmp/stipple-case-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.stipple", folder);
    struct case_ *case_ = sample_case();
    struct err err = {0};
    assert_true(case_save(case_, path, &err));
    struct case_ *again = case_load(path, &err);
    assert_non_null(again);
    assert_false(case_save(case_, path, &err)); // there is one
    assert_int_equal(err.code, ERR_INPUT);
    unlink(path);
    // A case that breaks a rule is not written.
    again->head.semi_mm.x = (double)NAN;
    assert_false(case_save(again, path, &err));
    case_destroy(again);
    case_destroy(case_);
    assert_null(case_load(path, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.text, "a.stipple"));
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_round_trip),       cmocka_unit_test(test_head_terms),
                                       cmocka_unit_test(test_bad_values),       cmocka_unit_test(test_too_much),
                                       cmocka_unit_test(test_the_largest_case), cmocka_unit_test(test_damaged),
                                       cmocka_unit_test(test_unknown_keys),     cmocka_unit_test(test_newer_format),
                                       cmocka_unit_test(test_old_formats),      cmocka_unit_test(test_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
