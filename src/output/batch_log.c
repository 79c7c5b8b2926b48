#include "output/batch_log.h"

#include "base/mem.h"
#include "base/number.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_MOST_BYTES = 1 << 16 };

const char *batch_outcome_name(enum batch_outcome outcome)
{
    static const char *const names[] = {"open", "done", "unsure", "failed"};
    return names[outcome];
}

static void row_path(const char *folder, int number, char *out, size_t size)
{
    snprintf(out, size, "%s/rows/%04d.json", folder, number);
}

static json_t *row_json(const struct batch_row *row)
{
    return json_pack("{s:i, s:s, s:s, s:i, s:s, s:s, s:s, s:f, s:f, s:s, s:s}", "number", row->number, "photo",
                     row->photo, "outcome", batch_outcome_name(row->outcome), "code", (int)row->code, "reason",
                     row->reason, "picture", row->picture, "facing", row->facing, "certainty", row->certainty,
                     "scale_px_per_mm", row->scale_px_per_mm, "sha256", row->sha256, "settings", row->settings);
}

char *batch_row_text(const struct batch_row *row)
{
    json_t *json = row_json(row);
    char *line = json ? json_dumps(json, JSON_REAL_PRECISION(6)) : NULL;
    size_t length = line ? strlen(line) : 0;
    char *text = mem_alloc(length + 2);
    if (line)
        memcpy(text, line, length);
    text[length] = '\n';
    free(line);
    json_decref(json);
    return text;
}

bool batch_row_save(const char *folder, const struct batch_row *row, struct err *err)
{
    char path[4200];
    row_path(folder, row->number, path, sizeof path);
    char *text = batch_row_text(row);
    bool is_saved = file_write_atomic(path, text, strlen(text), err);
    mem_free(text);
    return is_saved;
}

static void take_text(const json_t *json, const char *key, char *out, size_t size)
{
    const char *text = json_string_value(json_object_get(json, key));
    snprintf(out, size, "%s", text ? text : "");
}

static enum batch_outcome find_outcome(const char *name)
{
    for (int i = BATCH_DONE; i <= BATCH_FAILED; i++)
        if (strcmp(name, batch_outcome_name((enum batch_outcome)i)) == 0)
            return (enum batch_outcome)i;
    return BATCH_OPEN;
}

bool batch_row_load(const char *folder, int number, struct batch_row *out)
{
    char path[4200], outcome[16];
    struct bytes bytes;
    struct err unread = {0};
    row_path(folder, number, path, sizeof path);
    *out = (struct batch_row){.number = number};
    if (!file_read(path, ROW_MOST_BYTES, &bytes, &unread))
        return false;
    json_t *json = json_loadb((const char *)bytes.data, bytes.size, JSON_REJECT_DUPLICATES, NULL);
    mem_free(bytes.data);
    bool is_row = json_integer_value(json_object_get(json, "number")) == number;
    take_text(json, "photo", out->photo, sizeof out->photo);
    take_text(json, "outcome", outcome, sizeof outcome);
    take_text(json, "reason", out->reason, sizeof out->reason);
    take_text(json, "picture", out->picture, sizeof out->picture);
    take_text(json, "facing", out->facing, sizeof out->facing);
    take_text(json, "sha256", out->sha256, sizeof out->sha256);
    take_text(json, "settings", out->settings, sizeof out->settings);
    out->outcome = find_outcome(outcome);
    out->code = (enum err_code)json_integer_value(json_object_get(json, "code"));
    out->certainty = json_number_value(json_object_get(json, "certainty"));
    out->scale_px_per_mm = json_number_value(json_object_get(json, "scale_px_per_mm"));
    json_decref(json);
    return is_row && out->outcome != BATCH_OPEN;
}

// RFC 4180: in quotes, those within doubled.
static void put_cell(FILE *out, const char *text)
{
    fputs(strchr("=+-@", *text) && *text ? "\"'" : "\"", out);
    for (; *text; text++)
        fputs(*text == '"' ? "\"\"" : (const char[]){*text, 0}, out);
    fputc('"', out);
}

static void put_number(FILE *out, double value)
{
    char text[NUMBER_TEXT_BYTES];
    number_text((double)(long)(value * 1000.0 + 0.5) / 1000.0, text);
    fprintf(out, ",%s", value > 0.0 ? text : "");
}

static void put_row(FILE *out, const struct batch_row *row)
{
    const char *const texts[] = {row->photo, batch_outcome_name(row->outcome), row->reason, row->picture, row->facing};
    fprintf(out, "%d", row->number);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        fputc(',', out);
        put_cell(out, texts[i]);
    }
    put_number(out, row->certainty);
    put_number(out, row->scale_px_per_mm);
    fputs("\r\n", out);
}

static bool save(const char *folder, const char *name, const char *text, size_t size, struct err *err)
{
    char path[4200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return file_write_atomic(path, text, size, err);
}

bool batch_log_save(const char *folder, const struct batch_row *rows, int count, struct err *err)
{
    char *csv = NULL, *lines = NULL;
    size_t csv_size = 0, lines_size = 0;
    FILE *table = open_memstream(&csv, &csv_size), *log = open_memstream(&lines, &lines_size);
    bool is_made = table && log;
    if (is_made)
        fputs("number,photo,outcome,reason,picture,facing,certainty,scale_px_per_mm\r\n", table);
    for (int i = 0; is_made && i < count; i++) {
        char *text = batch_row_text(&rows[i]);
        put_row(table, &rows[i]);
        fputs(text, log);
        mem_free(text);
    }
    is_made = table && fclose(table) == 0 && is_made;
    is_made = log && fclose(log) == 0 && is_made;
    if (!is_made)
        err_set(err, ERR_MACHINE, "not enough memory for the tables of %d rows", count);
    bool is_saved =
        is_made && save(folder, "batch.csv", csv, csv_size, err) && save(folder, "batch.jsonl", lines, lines_size, err);
    free(csv);
    free(lines);
    return is_saved;
}
