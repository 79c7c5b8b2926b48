// marking: the hairline to draw on the head, as lengths along the skin, on one page.
#include "app/command.h"
#include "app/handover.h"
#include "base/mem.h"
#include "output/marking_sheet.h"

#include <string.h>
#include <strings.h>

enum { SHEET_DPI = 200 };

static bool check(const struct args *args, bool *is_png, struct err *err)
{
    if (!args->output)
        return err_set(err, ERR_USAGE, "marking: -o FILE is missing");
    const char *suffix = file_suffix(args->output);
    *is_png = strcasecmp(suffix, ".png") == 0;
    if (!*is_png && strcmp(args->output, "-") != 0 && strcasecmp(suffix, ".pdf") != 0)
        return err_set(err, ERR_USAGE, "-o %.200s: the name must end in .pdf or .png", args->output);
    return true;
}

static bool save_png(const char *path, struct image *image, struct err *err)
{
    struct picture picture = {.image = image, .space = colour_srgb()};
    bool is_saved = picture_save(&picture, path, err);
    picture_finish(&picture);
    return is_saved;
}

static bool run_marking(const struct args *args, struct err *err)
{
    bool is_png = false;
    struct handover handover = {0};
    struct bytes pdf = {0};
    struct image *pixels = NULL;
    bool is_done = check(args, &is_png, err) && handover_begin(args, &handover, err);
    const struct marking_request request = {
        .case_ = handover.case_,
        .option = handover.frame.option,
        .clinic = &handover.clinic,
        .title = args->title,
        .date = handover.date,
        .pool = handover.pool,
        .dpi = is_png ? SHEET_DPI : 0,
    };
    is_done = is_done && marking_sheet_make(&request, &pdf, &pixels, err);
    if (is_done && is_png)
        is_done = save_png(args->output, pixels, err);
    else if (is_done)
        is_done = file_write_atomic(args->output, pdf.data, pdf.size, err);
    mem_free(pdf.data);
    handover_finish(&handover);
    return is_done;
}

const struct command command_marking = {
    .name = "marking",
    .usage = "CASE -o OUT.pdf|.png [--option NAME]",
    .summary = "one page with the hairline to draw on the head, as lengths along the skin",
    .least_names = 1,
    .most_names = 1,
    .run = run_marking,
    .more_help = handover_help,
    .specs = (const struct arg_spec *const[]){args_output, args_option, args_handover, args_clinic, args_threads,
                                              args_help, NULL}};
