// strip, sheet, compare: several frames in one picture.
#include "app/command.h"
#include "app/handover.h"
#include "base/mem.h"

#include <string.h>

static const struct arg_spec specs_cells[] = {{"--size", "W",
                                               "width of one picture of it in pixels; at most what the photo has",
                                               ARG_FIELD(ARG_WHOLE, width_px), 16, 8000},
                                              {0}};
static const struct arg_spec specs_times[] = {
    {"--times", "T,T,...", "before,fresh,healed,1y,3y,5y when not given; each as --after takes it",
     ARG_FIELD(ARG_TEXT, times), 0, 0},
    {"--range", NULL,
     "one option: as it lasts where little of the pigment stays, most likely, "
     "and where much does; healed,1y,3y,5y when no times are given",
     ARG_FIELD(ARG_SWITCH, range), 0, 0},
    {0}};
static const struct arg_spec specs_options[] = {
    {"--options", "A,B,...", "two to four of the case's; the first ones when not given", ARG_FIELD(ARG_TEXT, options),
     0, 0},
    {"--before", NULL, "begins with the photo as it is", ARG_FIELD(ARG_SWITCH, before), 0, 0},
    {0}};

static bool take_options(const struct handover *h, int out[CASE_MOST_OPTIONS], int *count, struct err *err)
{
    const char *at = h->args->options;
    char word[OPTION_NAME_BYTES];
    for (*count = 0; at && handover_word(&at, word, sizeof word); ++*count) {
        struct args named = *h->args;
        named.option = word;
        if (*count == 4)
            return err_set(err, ERR_USAGE, "--options: two to four are wanted");
        if (!given_option(&named, h->case_, &out[*count], err))
            return false;
    }
    for (; !h->args->options && *count < h->case_->option_count && *count < 4; ++*count)
        out[*count] = *count;
    return *count >= 2 || err_set(err, h->args->options ? ERR_USAGE : ERR_INPUT,
                                  "two to four options are wanted; stipple set CASE options.add=NAME makes another");
}

static bool fill_strip(struct handover *h, struct board *board, struct err *err)
{
    board_strip(h->case_, &h->frame, board);
    return board->rows > 1 || err_set(err, ERR_INPUT, "the course has no session to show");
}

static bool fill_sheet(struct handover *h, struct board *board, struct err *err)
{
    struct frame times[BOARD_MOST_COLUMNS];
    const char *usual = h->args->range ? HANDOVER_RANGE_TIMES : HANDOVER_SHEET_TIMES;
    int count = handover_times(h->args->times ? h->args->times : usual, times, BOARD_MOST_COLUMNS, err);
    if (h->args->range ? h->args->band != NULL : h->args->option != NULL)
        return err_set(err, ERR_USAGE,
                       h->args->range ? "--range shows every band: leave --band out"
                                      : "a sheet shows every option: --option goes with --range");
    if (count > 0)
        (h->args->range ? board_range : board_sheet)(h->case_, &h->frame, times, count, board);
    return count > 0;
}

static bool fill_compare(struct handover *h, struct board *board, struct err *err)
{
    int options[CASE_MOST_OPTIONS], count;
    if (!take_options(h, options, &count, err))
        return false;
    h->frame.is_before = 0;
    board_compare(h->case_, &h->frame, options, count, h->args->before, board);
    return true;
}

static bool run_board(const struct args *args, bool (*fill)(struct handover *, struct board *, struct err *),
                      struct err *err)
{
    struct args sized = *args;
    if (sized.width_px == 0)
        sized.width_px = HANDOVER_CELL_PX;
    struct handover handover = {0};
    struct board *board = mem_alloc(sizeof *board);
    bool is_done = given_format(args, err) && handover_begin(&sized, &handover, err) && fill(&handover, board, err) &&
                   handover_board(&handover, board, err);
    mem_free(board);
    handover_finish(&handover);
    return is_done;
}

static bool run_strip(const struct args *args, struct err *err)
{
    return run_board(args, fill_strip, err);
}

static bool run_sheet(const struct args *args, struct err *err)
{
    return run_board(args, fill_sheet, err);
}

static bool run_compare(const struct args *args, struct err *err)
{
    return run_board(args, fill_compare, err);
}

const struct command command_strip = {
    .name = "strip",
    .usage = "CASE -o OUT.png|.jpg|.webp|.tif [--view N] [--option NAME] [--size W] [--crop PART] [--cover HOW]",
    .summary = "one picture of the treatment: before, every session fresh and healed",
    .least_names = 1,
    .most_names = 1,
    .run = run_strip,
    .more_help = handover_help,
    .specs = (const struct arg_spec *const[]){args_output, args_view, args_option, args_band, args_light, specs_cells,
                                              args_cover, args_handover, args_clinic, args_threads, args_help, NULL}};

const struct command command_sheet = {
    .name = "sheet",
    .usage = "CASE -o OUT.png|.jpg|.webp|.tif [--view N] [--times T,T,...] [--range [--option NAME]]\n"
             "                     [--band low|likely|high] [--light soft|overhead|sun] [--size W] [--crop PART] "
             "[--cover HOW]",
    .summary = "one picture of all options, each at several times; or of one, as it may last",
    .least_names = 1,
    .most_names = 1,
    .run = run_sheet,
    .more_help = handover_help,
    .specs = (const struct arg_spec *const[]){args_output, args_view, args_option, args_band, args_light, specs_times,
                                              specs_cells, args_cover, args_handover, args_clinic, args_threads,
                                              args_help, NULL}};

const struct command command_compare = {
    .name = "compare",
    .usage = "CASE -o OUT.png|.jpg|.webp|.tif [--view N] [--options A,B,...] [--before] [--sessions N] [--after TIME] "
             "[--band low|likely|high] [--light soft|overhead|sun] [--size W] [--crop PART] "
             "[--cover HOW]",
    .summary = "one picture of two to four options side by side",
    .least_names = 1,
    .most_names = 1,
    .run = run_compare,
    .more_help = handover_help,
    .specs = (const struct arg_spec *const[]){args_output, args_view, specs_options, args_frame, args_band, args_light,
                                              specs_cells, args_cover, args_handover, args_clinic, args_threads,
                                              args_help, NULL}};
