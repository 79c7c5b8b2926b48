#include "app/command.h"
#include "app/handover.h"
#include "base/file.h"
#include "base/mem.h"
#include "output/page.h"

#include <string.h>
#include <strings.h>

static const struct arg_spec specs_page[] = {
    {"--times", "T,T,...", "fresh,healed,1y,3y,5y when not given; fresh and healed are shown for every session",
     ARG_FIELD(ARG_TEXT, times), 0, 0},
    {"--size", "W", "width of its pictures in pixels; 900 when not given", ARG_FIELD(ARG_WHOLE, width_px), 64, 2400},
    {0}};

static bool check(const struct args *args, struct frame times[PAGE_MOST_TIMES], int *count, struct err *err)
{
    if (!args->output)
        return err_set(err, ERR_USAGE, "page: -o FILE is missing");
    const char *suffix = file_suffix(args->output);
    if (strcmp(args->output, "-") != 0 && strcasecmp(suffix, ".html") != 0 && strcasecmp(suffix, ".htm") != 0)
        return err_set(err, ERR_USAGE, "-o %.200s: the name must end in .html", args->output);
    *count = handover_times(args->times ? args->times : HANDOVER_PAGE_TIMES, times, PAGE_MOST_TIMES, err);
    for (int i = 0; i < *count; i++)
        if (times[i].is_before)
            return err_set(err, ERR_USAGE, "--times: before is always there on a page");
    return *count > 0;
}

static bool run_page(const struct args *args, struct err *err)
{
    struct frame times[PAGE_MOST_TIMES];
    int count = 0;
    struct handover handover = {0};
    struct bytes bytes;
    bool is_done = check(args, times, &count, err) && handover_begin(args, &handover, err);
    struct page_request request = {
        .case_ = handover.case_,
        .clinic = &handover.clinic,
        .frame = handover.frame,
        .times = times,
        .time_count = count,
        .title = args->title,
        .date = handover.date,
        .width_px = args->width_px > 0 ? args->width_px : HANDOVER_PAGE_PX,
        .is_cropped = handover.is_cropped,
        .cover = handover.cover,
        .pool = handover.pool,
        .watch = handover.watch,
    };
    is_done = is_done && page_make(handover.maker, &request, &bytes, err);
    if (is_done) {
        is_done = file_write_atomic(args->output, bytes.data, bytes.size, err);
        mem_free(bytes.data);
    }
    handover_finish(&handover);
    return is_done;
}

const struct command command_page = {
    .name = "page",
    .usage =
        "CASE -o OUT.html [--view N] [--times T,T,...] [--band low|likely|high] [--size W] [--crop PART] [--cover HOW]",
    .summary = "one HTML file with every option, session and year, to look at anywhere without a network",
    .least_names = 1,
    .most_names = 1,
    .run = run_page,
    .more_help = handover_help,
    .specs = (const struct arg_spec *const[]){args_output, args_view, args_band, specs_page, args_cover, args_handover,
                                              args_clinic, args_threads, args_help, NULL}};
