#include "app/batch_one.h"
#include "app/batch_run.h"
#include "app/command.h"
#include "app/given.h"
#include "app/handover.h"
#include "app/wrapped.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/shown.h"
#include "plan/case_make.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct arg_spec specs_batch[] = {
    {"-o", "DIR", "where pictures and tables go; made where it is missing", ARG_FIELD(ARG_TEXT, output), 0, 0},
    {"--jobs", "N", "so many photos at a time, each in a process of its own; as many as processors when not given",
     ARG_FIELD(ARG_WHOLE, jobs), 1, 256},
    {"--template", "CASE", "its options and planned course, laid on each head; else the usual first hairline",
     ARG_FIELD(ARG_TEXT, template_case), 0, 0},
    {"--facing", "SIDE", "the side that all photos show; guessed when not given", ARG_FIELD(ARG_TEXT, facing), 0, 0},
    {"--beside", NULL, "before and after side by side, with a legend", ARG_FIELD(ARG_SWITCH, beside), 0, 0},
    {"--size", "W", "width of the pictures (of a cell with --beside) in pixels, at most the photo's",
     ARG_FIELD(ARG_WHOLE, width_px), 1, IMAGE_MOST_SIDE_PX},
    {"--format", "SUFFIX", "jpg (the default), png, webp or tif", ARG_FIELD(ARG_TEXT, format), 0, 0},
    {"--list", NULL, "only gives each photo its number, and prints how many there are", ARG_FIELD(ARG_SWITCH, list), 0,
     0},
    {"--only", "N", "only the photo of that number, in this process, for a scheduler; the tables stay as they are",
     ARG_FIELD(ARG_WHOLE, only), 1, 10000000},
    {0}};

const struct arg_spec *const specs_batch_all[] = {specs_batch,   args_option, args_frame,   args_band, args_cover,
                                                  args_handover, args_clinic, args_threads, args_help, NULL};

static bool check_words(const struct args *args, struct err *err)
{
    enum picture_format format;
    char name[32];
    snprintf(name, sizeof name, "x.%.20s", args->format ? args->format : "jpg");
    if (!args->output || strcmp(args->output, "-") == 0 || strlen(args->output) > 4000)
        return err_set(err, ERR_USAGE, "batch: -o DIR is missing");
    if (!picture_format_of(name, &format) || strchr(name, '/'))
        return err_set(err, ERR_USAGE, "--format %.20s: jpg, png, webp or tif is wanted", args->format);
    if (!args->beside && (args->title || args->date || args->clinic))
        return err_set(err, ERR_USAGE,
                       "--title, --date and --clinic are for --beside: a single picture has no words on it");
    return true;
}

// What would fail for every photo is said once, before the first.
static bool check_all(const struct args *args, struct err *err)
{
    struct marks *marks = mem_alloc(sizeof *marks);
    struct face_nets *nets = NULL;
    struct handover look = {.args = args};
    bool is_sound = given_marks(args, marks, err) && given_nets(marks, &nets, err) && handover_look(&look, err);
    face_nets_close(nets);
    mem_free(marks);
    struct case_ *case_ = case_create();
    struct frame frame;
    case_take_template(case_, HAIRLINE_ROUND);
    case_add_view(case_);
    is_sound = is_sound && batch_template(args, case_, err) && given_frame(args, case_, &frame, err);
    case_destroy(case_);
    return is_sound;
}

static bool make_folders(const char *folder, struct err *err)
{
    char rows[4200];
    snprintf(rows, sizeof rows, "%s/rows", folder);
    if (!file_make_folder(folder, err) || !file_make_folder(rows, err))
        return false;
    file_sweep(folder);
    file_sweep(rows);
    return true;
}

static bool take_list(const struct args *args, struct batch_list *list, struct err *err)
{
    if (!batch_list_load(args->output, list, err))
        return false;
    if (args->names.count > 0 && !batch_list_add(list, args->names.item[0], err))
        return false;
    if (list->count == 0)
        return err_set(err, ERR_INPUT, "%s: no photos there",
                       args->names.count > 0 ? args->names.item[0] : args->output);
    return make_folders(args->output, err) && batch_list_save(args->output, list, err);
}

// Of each photo as it stands now, by whoever it was made.
static struct batch_row *collect(const struct args *args, const struct batch_list *list, int counts[4])
{
    char sum[65];
    struct err none = {0};
    struct batch_row *rows = mem_try_array((size_t)list->count, sizeof *rows);
    bool is_known = rows && batch_settings(args, sum, &none);
    for (int i = 0; rows && i < list->count; i++) {
        const char *facing;
        char *path = batch_list_path(list->entry[i], &facing), picture[4300];
        struct batch_row *row = &rows[i];
        bool is_there = batch_row_load(args->output, i + 1, row);
        snprintf(picture, sizeof picture, "%s/%s", args->output, row->picture);
        bool is_stale =
            row->outcome != BATCH_FAILED && (!file_exists(picture) || !is_known || strcmp(sum, row->settings) != 0);
        if (!is_there || is_stale)
            *row = (struct batch_row){.number = i + 1, .outcome = BATCH_OPEN};
        shown(path, row->photo, sizeof row->photo);
        mem_free(path);
        counts[row->outcome]++;
    }
    return rows;
}

static bool has_machine_failure(const struct batch_row *rows, int count)
{
    for (int i = 0; i < count; i++)
        if (rows[i].outcome == BATCH_FAILED && rows[i].code == ERR_MACHINE)
            return true;
    return false;
}

static void tell_folders(int count, const char *within)
{
    char name[SHOWN_BYTES];
    shown(within, name, sizeof name);
    printf("%d folder%s within %s %s left out; a list takes photos of several: find %s -type f > LIST\n", count,
           count == 1 ? "" : "s", name, count == 1 ? "is" : "are", name);
}

// The tables are written after an interrupt and a failure too; then what stopped it is told.
static bool tell(const struct args *args, const struct batch_list *list, bool was_run, struct err *err)
{
    int counts[4] = {0};
    struct batch_row *rows = collect(args, list, counts);
    if (!rows)
        return was_run && err_set(err, ERR_MACHINE, "not enough memory for the tables of %d rows", list->count);
    bool is_saved = batch_log_save(args->output, rows, list->count, was_run ? err : NULL);
    bool is_machine = has_machine_failure(rows, list->count);
    mem_free(rows);
    if (!was_run || !is_saved)
        return false;
    printf("%d photos: %d done, %d unsure, %d failed, %d open; %s/batch.csv\n", list->count, counts[BATCH_DONE],
           counts[BATCH_UNSURE], counts[BATCH_FAILED], counts[BATCH_OPEN], args->output);
    if (list->folders > 0)
        tell_folders(list->folders, args->names.item[0]);
    int missing = counts[BATCH_FAILED] + counts[BATCH_OPEN];
    return missing == 0 ||
           err_set(err, is_machine ? ERR_MACHINE : ERR_PARTIAL, "%d of %d photos failed; %.300s/batch.csv says why",
                   missing, list->count, args->output);
}

static bool run_batch(const struct args *args, struct err *err)
{
    struct batch_list list = {0};
    if (!check_words(args, err))
        return false;
    if (args->only > 0)
        return batch_one(args, err);
    bool is_done = check_all(args, err) && take_list(args, &list, err);
    if (is_done && args->list)
        printf("%d\n", list.count);
    else if (is_done)
        is_done = tell(args, &list, batch_run(args, &list, err), err);
    batch_list_finish(&list);
    return is_done;
}

static void print_more(void)
{
    putchar('\n');
    wrapped_print(
        "DIR gets NUMBER.jpg of each photo, batch.csv and batch.jsonl with a row for each, batch.list (which "
        "photo has which number; it keeps it in later runs) and rows/ (what the tables are made of). The same "
        "command again makes what is missing, failed, or of another photo or other settings. A LIST has a path "
        "a line, or is ended by NULs; a tab and a side behind a path tell what that photo shows.",
        0, 0);
    putchar('\n');
    wrapped_print("Under a scheduler: --list once, --only N for each photo on any machine, the command without both at "
                  "the end; share/doc/stipple/examples has it for GNU parallel and for Slurm.",
                  0, 0);
}

const struct command command_batch = {
    .name = "batch",
    .usage = "FOLDER|LIST -o DIR [--jobs N] [--template CASE] [--facing SIDE] [--beside] [--size W] [--format SUFFIX] "
             "[--option NAME] [--sessions N] [--after TIME] [--band low|likely|high] [--crop PART] "
             "[--cover HOW] [--list | --only N]",
    .summary = "makes a picture of each photo of a folder or list, and a table that accounts for all of them",
    .least_names = 0,
    .most_names = 1,
    .run = run_batch,
    .more_help = print_more,
    .specs = specs_batch_all};
