#include "bad_case.h"

#include "testing.h"

#include "base/mem.h"

#include <string.h>

#define LITERAL(text) text, sizeof(text) - 1

// ---- a value's place in the text of a sound file

enum { MOST_VALUES = 4000 };

struct place {
    size_t whole; // where its key begins, in an object; else as begin
    size_t begin, end;
};

struct places {
    const char *text;
    int count;
    struct place place[MOST_VALUES];
};

static size_t after_space(const char *text, size_t at)
{
    return at + strspn(text + at, " \n\r\t");
}

static size_t after_string(const char *text, size_t at)
{
    for (at++; text[at] != '"'; at++)
        at += text[at] == '\\';
    return at + 1;
}

static size_t find_value(struct places *p, size_t whole, size_t begin);

static size_t find_members(struct places *p, size_t at)
{
    bool is_object = p->text[at] == '{';
    at = after_space(p->text, at + 1);
    while (p->text[at] != '}' && p->text[at] != ']') {
        size_t whole = at;
        if (is_object)
            at = after_space(p->text, after_space(p->text, after_string(p->text, at)) + 1); // the colon
        at = after_space(p->text, find_value(p, whole, at));
        at = after_space(p->text, at + (p->text[at] == ','));
    }
    return at + 1;
}

// Returns its end.
static size_t find_value(struct places *p, size_t whole, size_t begin)
{
    char first = p->text[begin];
    assert_true(p->count < MOST_VALUES);
    struct place *place = &p->place[p->count++];
    *place = (struct place){.whole = whole, .begin = begin};
    if (first == '{' || first == '[')
        place->end = find_members(p, begin);
    else
        place->end = first == '"' ? after_string(p->text, begin) : begin + strcspn(p->text + begin, ",]} \n");
    return place->end;
}

// ---- what becomes of it

static const struct change {
    const char *name;
    const char *of; // first letters of the values that it is for
    const char *text;
    size_t size;
    enum bad_wanted wanted;
} changes[] = {
    {"null", "\"[{0tf", LITERAL("null"), BAD_REFUSED},
    {"text", "[{0tf", LITERAL("\"x\""), BAD_REFUSED},
    {"number", "\"[{tf", LITERAL("17"), BAD_REFUSED},
    {"list", "\"{0tf", LITERAL("[]"), BAD_REFUSED},
    {"object", "\"[0tf", LITERAL("{}"), BAD_REFUSED},
    {"truth", "\"[{0", LITERAL("true"), BAD_REFUSED},
    {"vast", "0", LITERAL("1e308"), BAD_REFUSED},
    {"vast-below", "0", LITERAL("-1e308"), BAD_REFUSED},
    {"beyond", "0", LITERAL("1e999"), BAD_REFUSED},
    {"integer", "0", LITERAL("9223372036854775808"), BAD_REFUSED},
    {"nan", "0", LITERAL("NaN"), BAD_REFUSED},
    {"infinity", "0", LITERAL("-Infinity"), BAD_REFUSED},
    {"hex", "0", LITERAL("0x10"), BAD_REFUSED},
    {"octal", "0", LITERAL("007"), BAD_REFUSED},
    {"comma", "0", LITERAL("1,5"), BAD_REFUSED},
    {"minus", "0", LITERAL("-1"), BAD_ANYTHING},
    {"nothing", "0", LITERAL("0"), BAD_ANYTHING},
    {"tiny", "0", LITERAL("1e-308"), BAD_ANYTHING},
    {"latin", "\"", LITERAL("\"\xff\""), BAD_REFUSED},
    {"too-long-utf-8", "\"", LITERAL("\"\xc0\xaf\""), BAD_REFUSED},
    {"half-pair", "\"", LITERAL("\"\\ud800\""), BAD_REFUSED},
    {"zero-byte", "\"", LITERAL("\"a\\u0000b\""), BAD_REFUSED},
    {"terminal", "\"", LITERAL("\"\\u001b[2J\\u202e\""), BAD_ANYTHING},
    {"up", "\"", LITERAL("\"../../etc/passwd\""), BAD_ANYTHING},
    {"script", "\"", LITERAL("\"<script>alert(1)</script>\""), BAD_ANYTHING},
    {"no-text", "\"", LITERAL("\"\""), BAD_ANYTHING},
    {"no-list", "[", LITERAL("[]"), BAD_ANYTHING},
    {"no-object", "{", LITERAL("{}"), BAD_REFUSED},
    {"open", "\"[{0tf", LITERAL("{[\""), BAD_REFUSED},
};
enum { CHANGES = sizeof changes / sizeof *changes, GROWN_TO = 20000, GROWN_BYTES = 4 << 20 };

static bool is_for(const struct change *change, char first)
{
    char kind = first == '-' || (first >= '0' && first <= '9') ? '0' : first;
    return strchr(change->of, kind) != NULL;
}

// A photo may be without landmarks: from above an outline will do.
static enum bad_wanted wanted_of(const struct change *change, const char *from)
{
    bool is_landmarks = strncmp(from, LITERAL("\"landmarks\"")) == 0;
    return is_landmarks && strcmp(change->name, "no-object") == 0 ? BAD_ANYTHING : change->wanted;
}

static void give(struct bad_sink *sink, const char *what, int number, enum bad_wanted wanted, struct bytes take)
{
    bad_give_numbered(sink, what, "value.stipple", number, wanted, take);
}

// The sound file with `text` in place of what stands from begin to end.
static struct bytes instead(const struct bytes *sound, size_t begin, size_t end, const void *text, size_t size)
{
    struct bytes out = bad_append(bad_copy(sound->data, begin), text, size);
    return bad_append(out, sound->data + end, sound->size - end);
}

static void take_out(struct bad_sink *sink, const struct bytes *sound, const struct place *place, int number)
{
    const char *text = (const char *)sound->data;
    size_t end = after_space(text, place->end), begin = place->whole;
    if (text[end] == ',')
        end++;
    else // the last one: the comma before it
        while (begin > 0 && strchr(" \n,", text[begin - 1]))
            begin--;
    give(sink, "without", number, BAD_ANYTHING, instead(sound, begin, end, "", 0));
}

static void put_twice(struct bad_sink *sink, const struct bytes *sound, const struct place *place, int number)
{
    struct bytes both = bad_append(bad_copy(sound->data, place->end), ",", 1);
    both = bad_append(both, sound->data + place->whole, sound->size - place->whole);
    give(sink, "twice", number, place->whole < place->begin ? BAD_REFUSED : BAD_ANYTHING, both);
}

// Its first element over and over.
static void grow(struct bad_sink *sink, const struct bytes *sound, const struct place *place, const struct place *first,
                 int number)
{
    struct bytes grown = bad_copy(sound->data, first->begin);
    int times = GROWN_BYTES / (int)(first->end - first->begin);
    times = times < GROWN_TO ? times : GROWN_TO;
    for (int i = 0; i < times; i++) {
        grown = bad_append(grown, sound->data + first->begin, first->end - first->begin);
        grown = bad_append(grown, i + 1 < times ? "," : "]", 1);
    }
    give(sink, "grown", number, BAD_REFUSED, bad_append(grown, sound->data + place->end, sound->size - place->end));
}

void bad_case_values(struct bad_sink *sink, const struct bytes *sound)
{
    struct places *p = mem_alloc(sizeof *p);
    p->text = (const char *)sound->data;
    find_value(p, 0, after_space(p->text, 0));
    int number = 0;
    for (int i = 1; i < p->count; i++) {
        const struct place *place = &p->place[i];
        char first = p->text[place->begin];
        for (int c = 0; c < CHANGES; c++)
            if (is_for(&changes[c], first))
                give(sink, changes[c].name, number++, wanted_of(&changes[c], p->text + place->whole),
                     instead(sound, place->begin, place->end, changes[c].text, changes[c].size));
        take_out(sink, sound, place, number++);
        put_twice(sink, sound, place, number++);
        if (first == '[' && i + 1 < p->count && p->place[i + 1].begin < place->end)
            grow(sink, sound, place, &p->place[i + 1], number++);
    }
    mem_free(p);
}

// ---- files

static struct bytes replaced(const struct bytes *sound, const char *old, const char *new)
{
    const uint8_t *at = memmem(sound->data, sound->size, old, strlen(old));
    assert_non_null(at);
    size_t begin = (size_t)(at - sound->data);
    return instead(sound, begin, begin + strlen(old), new, strlen(new));
}

// `before`, then `unit` so often that it fills so many bytes, then `after`; where "stipple": 1 stands or, with no
// `sound`, alone.
static struct bytes filled(const struct bytes *sound, const char *before, const char *unit, size_t bytes,
                           const char *after)
{
    size_t size = strlen(unit), used = strlen(before), room = used + bytes + strlen(after) + 1;
    char *text = mem_alloc(room);
    memcpy(text, before, used);
    for (; used + size <= strlen(before) + bytes; used += size)
        memcpy(text + used, unit, size);
    memcpy(text + used, after, strlen(after) + 1);
    struct bytes out = sound ? replaced(sound, "\"stipple\": 1", text) : bad_copy(text, strlen(text));
    mem_free(text);
    return out;
}

static void give_no_cases(struct bad_sink *sink)
{
    static const struct {
        const char *name, *text;
        size_t size;
    } files[] = {
        {"empty.stipple", LITERAL("")},
        {"space.stipple", LITERAL(" \n\t ")},
        {"open.stipple", LITERAL("{")},
        {"null.stipple", LITERAL("null")},
        {"list.stipple", LITERAL("[]")},
        {"object.stipple", LITERAL("{}")},
        {"number.stipple", LITERAL("1")},
        {"words.stipple", LITERAL("this is no case\n")},
        {"format-only.stipple", LITERAL("{\"stipple\": 1}")},
        {"format-twice.stipple", LITERAL("{\"stipple\": 1, \"stipple\": 1}")},
        {"format-text.stipple", LITERAL("{\"stipple\": \"1\"}")},
        {"format-null.stipple", LITERAL("{\"stipple\": null}")},
        {"more-behind.stipple", LITERAL("{\"stipple\": 1}}")},
        {"mark-only.stipple", LITERAL("\xef\xbb\xbf")},
        {"mark-and-open.stipple", LITERAL("\xef\xbb\xbf{")},
        {"wide.stipple", LITERAL("\xff\xfe{\0\"\0s\0\"\0:\0001\0}\0")},
        {"zeros.stipple", LITERAL("\0\0\0\0\0\0\0\0")},
        {"zero-behind.stipple", LITERAL("{\"stipple\": 1\0}")},
        {"photo.stipple", LITERAL("\xff\xd8\xff\xe0\0\x10JFIF\0")},
        {"packed.stipple", LITERAL("\x1f\x8b\x08\0\0\0\0\0\0\3")},
        {"table.stipple", LITERAL("SQLite format 3\0")},
        {"program.stipple", LITERAL("\x7f"
                                    "ELF\2\1\1")},
        {"page.stipple", LITERAL("<!DOCTYPE html><script>alert(1)</script>")},
        {"remark.stipple", LITERAL("// a case\n{\"stipple\": 1}")},
        {"single-quotes.stipple", LITERAL("{'stipple': 1}")},
        {"last-comma.stipple", LITERAL("{\"stipple\": 1,}")},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        bad_give(sink, files[i].name, BAD_REFUSED, bad_copy(files[i].text, files[i].size));
}

static void give_formats(struct bad_sink *sink, const struct bytes *sound)
{
    static const char *const wrong[] = {"0", "-1", "1.5", "1000001", "1e300", "true", "[1]", "\"one\""};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char name[40], text[40];
        snprintf(name, sizeof name, "format-wrong-%zu.stipple", i);
        snprintf(text, sizeof text, "\"stipple\": %s", wrong[i]);
        bad_give(sink, name, BAD_REFUSED, replaced(sound, "\"stipple\": 1", text));
    }
    bad_give(sink, "sound.stipple", BAD_LOADS, bad_copy(sound->data, sound->size));
    bad_give(sink, "sound-mark.stipple", BAD_LOADS, bad_append(bad_copy("\xef\xbb\xbf", 3), sound->data, sound->size));
    bad_give(sink, "newer.stipple", BAD_LOADS,
             replaced(sound, "\"stipple\": 1", "\"stipple\": 2, \"more\": {\"x\": []}"));
    struct bytes newer = replaced(sound, "\"stipple\": 1", "\"stipple\": 900000");
    bad_give(sink, "newer-and-other.stipple", BAD_REFUSED, replaced(&newer, "\"height_mm\"", "\"height_cm\""));
    mem_free(newer.data);
}

// Nearly as many values as a file may hold, and as many as fit into the most that it may weigh, of what takes the most
// memory for its bytes.
static void give_heavy(struct bad_sink *sink, const struct bytes *sound)
{
    const size_t most = (size_t)15 << 20, values = 690000;
    static const struct {
        const char *name, *before, *unit, *after;
        enum bad_wanted wanted;
    } heavy[] = {
        {"lists-empty", "\"stipple\": 1, \"x\": [", "[],", "0]", BAD_REFUSED},
        {"objects-empty", "\"stipple\": 1, \"x\": [", "{},", "0]", BAD_REFUSED},
        {"numbers", "\"stipple\": 1, \"x\": [", "1,", "0]", BAD_REFUSED},
        {"numbers-real", "\"stipple\": 1, \"x\": [", "1.,", "0]", BAD_REFUSED},
        {"nulls", "\"stipple\": 1, \"x\": [", "null,", "0]", BAD_REFUSED},
        {"texts-empty", "\"stipple\": 1, \"x\": [", "\"\",", "0]", BAD_REFUSED},
        {"long-text", "\"stipple\": 1, \"x\": \"", "x", "\"", BAD_ANYTHING},
        {"long-escapes", "\"stipple\": 1, \"x\": \"", "\\u00e4", "\"", BAD_ANYTHING},
        {"long-number", "\"stipple\": 1, \"x\": 1", "0", "", BAD_REFUSED},
        {"long-fraction", "\"stipple\": 1, \"x\": 0.", "3", "", BAD_ANYTHING},
        {"same-keys", "\"stipple\": 1", ", \"x\": 0", "", BAD_REFUSED},
    };
    for (size_t i = 0; i < sizeof heavy / sizeof *heavy; i++) {
        char name[64];
        snprintf(name, sizeof name, "heavy-%s.stipple", heavy[i].name);
        bad_give_bomb(sink, name, heavy[i].wanted, filled(sound, heavy[i].before, heavy[i].unit, most, heavy[i].after));
        size_t fewer = strlen(heavy[i].unit) * values / (strpbrk(heavy[i].unit, "[{") ? 2 : 1);
        snprintf(name, sizeof name, "fewer-%s.stipple", heavy[i].name);
        if (fewer < most)
            bad_give_bomb(sink, name, BAD_ANYTHING,
                          filled(sound, heavy[i].before, heavy[i].unit, fewer, heavy[i].after));
    }
    bad_give_bomb(sink, "heavy-space.stipple", BAD_REFUSED, filled(NULL, "{", " ", most, "}"));
    bad_give_bomb(sink, "heavy-over.stipple", BAD_REFUSED, filled(NULL, "{", " ", (size_t)17 << 20, "}"));
    bad_give_bomb(sink, "heavy-brackets.stipple", BAD_REFUSED, filled(NULL, "[", "[", most, ""));
    bad_give_bomb(sink, "heavy-braces.stipple", BAD_REFUSED, filled(NULL, "", "{\"a\":", most, ""));
}

// Unlike keys, so many that they weigh as much as a file may.
static void give_many_keys(struct bad_sink *sink, const struct bytes *sound)
{
    enum { KEYS = 690000 };
    char *text = mem_alloc((size_t)KEYS * 16 + 64);
    size_t used = (size_t)snprintf(text, 64, "\"stipple\": 1, \"x\": {");
    for (int i = 0; i < KEYS; i++)
        used += (size_t)snprintf(text + used, 16, "\"%d\":0,", i);
    snprintf(text + used, 16, "\"a\":0}");
    bad_give_bomb(sink, "heavy-keys.stipple", BAD_ANYTHING, replaced(sound, "\"stipple\": 1", text));
    mem_free(text);
}

static void give_deep(struct bad_sink *sink, const struct bytes *sound)
{
    static const int depths[] = {60, 70, 200, 5000, 200000};
    for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
        char name[40];
        size_t depth = (size_t)depths[i];
        char *text = mem_alloc(2 * depth + 64);
        size_t used = (size_t)snprintf(text, 64, "\"stipple\": 1, \"x\": ");
        memset(text + used, '[', depth);
        memset(text + used + depth, ']', depth);
        snprintf(name, sizeof name, "deep-%d.stipple", depths[i]);
        bad_give(sink, name, depth < 64 ? BAD_LOADS : BAD_REFUSED, replaced(sound, "\"stipple\": 1", text));
        mem_free(text);
    }
}

void bad_case_files(struct bad_sink *sink, const struct bytes *sound)
{
    give_no_cases(sink);
    give_formats(sink, sound);
    give_heavy(sink, sound);
    give_many_keys(sink, sound);
    give_deep(sink, sound);
    size_t size = sound->size - (sound->data[sound->size - 1] == '\n'); // without its newline it is whole
    struct bytes whole = {sound->data, size};
    bad_give_cut(sink, "case.stipple", BAD_REFUSED, &whole, 40);
    bad_give_damaged(sink, "case.stipple", BAD_ANYTHING, sound, 120);
}
