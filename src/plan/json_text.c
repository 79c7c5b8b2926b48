#include "plan/json_text.h"

#include "base/check.h"
#include "base/mem.h"
#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
    char *data;
    size_t used, room;
};

static void put(struct text *text, const char *piece, size_t length)
{
    if (text->used + length + 1 > text->room) {
        size_t room = 2 * (text->used + length + 1) + 4096;
        text->data = mem_grow(text->data, text->used, room);
        text->room = room;
    }
    memcpy(text->data + text->used, piece, length);
    text->used += length;
    text->data[text->used] = 0;
}

static void put_text(struct text *text, const char *piece)
{
    put(text, piece, strlen(piece));
}

static void put_line(struct text *text, int depth)
{
    put_text(text, "\n");
    for (int i = 0; i < depth; i++)
        put_text(text, " ");
}

// Begins a text that goes in as it is: a byte that no sound string has.
static const char PART_MARK = '\xff';

static bool is_part(const json_t *value)
{
    return json_is_string(value) && json_string_value(value)[0] == PART_MARK;
}

static void put_quoted(struct text *text, const json_t *string)
{
    if (is_part(string)) {
        put(text, json_string_value(string) + 1, json_string_length(string) - 1);
        return;
    }
    char *quoted = json_dumps(string, JSON_ENCODE_ANY);
    REQUIRE(quoted != NULL);
    put_text(text, quoted);
    free(quoted);
}

static void put_scalar(struct text *text, const json_t *value)
{
    char number[NUMBER_TEXT_BYTES];
    switch (json_typeof(value)) {
    case JSON_STRING:
        put_quoted(text, value);
        return;
    case JSON_REAL:
        number_text(json_real_value(value), number);
        break;
    case JSON_INTEGER:
        snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
        break;
    case JSON_TRUE:
        put_text(text, "true");
        return;
    case JSON_FALSE:
        put_text(text, "false");
        return;
    default:
        put_text(text, "null");
        return;
    }
    put_text(text, number);
}

static bool is_flat(const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        if (json_is_array(item) || json_is_object(item) || is_part(item))
            return false;
    }
    return true;
}

static void put_value(struct text *text, const json_t *value, int depth); // depth: bounded by the parser

static void put_list(struct text *text, const json_t *list, int depth)
{
    bool one_line = is_flat(list);
    put_text(text, "[");
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (i > 0)
            put_text(text, one_line ? ", " : ",");
        if (!one_line)
            put_line(text, depth + 1);
        put_value(text, json_array_get(list, i), depth + 1);
    }
    if (!one_line)
        put_line(text, depth);
    put_text(text, "]");
}

static void put_object(struct text *text, const json_t *object, int depth)
{
    const char *key, *comma = "";
    json_t *item;
    put_text(text, "{");
    json_object_foreach((json_t *)object, key, item)
    {
        json_t *name = json_string(key);
        put_text(text, comma);
        put_line(text, depth + 1);
        put_quoted(text, name);
        put_text(text, ": ");
        put_value(text, item, depth + 1);
        json_decref(name);
        comma = ",";
    }
    if (*comma)
        put_line(text, depth);
    put_text(text, "}");
}

static void put_value(struct text *text, const json_t *value, int depth)
{
    if (json_is_object(value))
        put_object(text, value, depth);
    else if (json_is_array(value))
        put_list(text, value, depth);
    else
        put_scalar(text, value);
}

char *json_text(const json_t *value)
{
    struct text text = {0};
    put_value(&text, value, 0);
    put_text(&text, "\n");
    return text.data;
}

char *json_text_of_part(const json_t *value, int depth)
{
    struct text text = {0};
    put_value(&text, value, depth);
    return text.data;
}

json_t *json_part(const char *text)
{
    size_t size = strlen(text);
    char *marked = mem_alloc(size + 1);
    *marked = PART_MARK;
    memcpy(marked + 1, text, size);
    json_t *part = json_stringn_nocheck(marked, size + 1);
    mem_free(marked);
    return part;
}

bool json_can_hold(const char *text)
{
    json_t *string = json_string(text);
    json_decref(string);
    return string != NULL;
}
