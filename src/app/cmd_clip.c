#include "app/command.h"
#include "app/handover.h"
#include "base/file.h"
#include "base/mem.h"
#include "output/clip.h"

#include <string.h>
#include <strings.h>

static const struct arg_spec specs_clip[] = {
    {"--wipe", NULL, "a line that moves between before and after, in place of the fading", ARG_FIELD(ARG_SWITCH, wipe),
     0, 0},
    {"--until", "TIME", "how far the fading goes; 5y when not given", ARG_FIELD(ARG_TEXT, until), 0, 0},
    {"--frames", "N", "pictures in it; 24 when not given", ARG_FIELD(ARG_WHOLE, frames), CLIP_LEAST_FRAMES,
     CLIP_MOST_FRAMES},
    {"--size", "W", "width in pixels; 800 when not given", ARG_FIELD(ARG_WHOLE, width_px), 64, 4000},
    {0}};

static bool check(const struct args *args, struct frame *until, struct err *err)
{
    const char *text = args->until ? args->until : "5y";
    if (!args->output)
        return err_set(err, ERR_USAGE, "clip: -o FILE is missing");
    if (strcmp(args->output, "-") != 0 && strcasecmp(file_suffix(args->output), ".webp") != 0)
        return err_set(err, ERR_USAGE, "-o %.200s: the name must end in .webp", args->output);
    if (args->after && !args->wipe)
        return err_set(err, ERR_USAGE, "--after is for --wipe; the fading goes from healed to --until");
    if (!frame_parse_time(text, until) || frame_days(until) < 60.0)
        return err_set(err, ERR_USAGE, "--until %.40s: a number with d, w, m or y is wanted, 60 days at least", text);
    return true;
}

static bool run_clip(const struct args *args, struct err *err)
{
    struct frame until = {0}, healed = {.time = TIME_HEALED};
    struct handover handover = {0};
    struct bytes bytes;
    bool is_done = check(args, &until, err) && handover_begin(args, &handover, err);
    struct clip_request request = {
        .case_ = handover.case_,
        .clinic = &handover.clinic,
        .frame = handover.frame,
        .title = args->title,
        .date = handover.date,
        .wipes = args->wipe,
        .from_days = frame_days(&healed),
        .to_days = frame_days(&until),
        .frame_count = args->frames > 0 ? args->frames : HANDOVER_CLIP_FRAMES,
        .width_px = args->width_px > 0 ? args->width_px : HANDOVER_CLIP_PX,
        .is_cropped = handover.is_cropped,
        .cover = handover.cover,
        .watch = handover.watch,
    };
    is_done = is_done && clip_make(handover.maker, &request, &bytes, err);
    if (is_done) {
        is_done = file_write_atomic(args->output, bytes.data, bytes.size, err);
        mem_free(bytes.data);
    }
    handover_finish(&handover);
    return is_done;
}

const struct command command_clip = {
    .name = "clip",
    .usage = "CASE -o OUT.webp [--until TIME | --wipe] [--view N] [--option NAME] [--frames N] [--size W]",
    .summary = "a moving picture of the fading, or of a wipe from before to after",
    .least_names = 1,
    .most_names = 1,
    .run = run_clip,
    .more_help = handover_help,
    .specs = (const struct arg_spec *const[]){args_output, args_view, args_option, specs_clip, args_frame, args_band,
                                              args_cover, args_handover, args_clinic, args_threads, args_help, NULL}};
