#include "app/command.h"
#include "app/given.h"
#include "base/file.h"
#include "base/mem.h"
#include "output/dots_table.h"
#include "output/picture.h"
#include "plan/case_file.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const struct arg_spec specs_dots[] = {
    {"--format", "csv|json", "csv when not given, json for a name ending in .json", ARG_FIELD(ARG_TEXT, format), 0, 0},
    {0}};

static bool find_format(const struct args *args, bool *as_json, struct err *err)
{
    const char *format = args->format ? args->format : "";
    *as_json = strcmp(format, "json") == 0;
    if (!*format)
        *as_json = args->output && strcasecmp(file_suffix(args->output), ".json") == 0;
    return !*format || *as_json || strcmp(format, "csv") == 0 ||
           err_set(err, ERR_USAGE, "--format %.40s: csv or json is wanted", format);
}

// *photo: where it lies beside the case unchanged, for hair takes places; else NULL. False: the machine could not read
// it.
static bool load_photo(const struct case_ *case_, const struct args *args, int view, struct photo **photo,
                       struct err *err)
{
    char *path = picture_photo_path(args->names.item[0], case_->view[view]);
    struct err why = {0};
    *photo = photo_load(path, &why);
    mem_free(path);
    if (why.code == ERR_MACHINE)
        return err_set(err, why.code, "%s", why.text);
    if (*photo && strcmp((*photo)->sha256, case_->view[view]->photo_sha256) != 0) {
        photo_free(*photo);
        *photo = NULL;
    }
    return true;
}

static bool write_table(const struct case_ *case_, const struct frame *frame, bool as_json, const struct args *args,
                        struct err *err)
{
    struct photo *photo;
    if (!load_photo(case_, args, frame->view, &photo, err))
        return false;
    struct pool *pool = given_pool(args);
    struct composer *composer = composer_create(pool);
    composer_set_photo(composer, frame->view, photo);
    struct composed composed;
    bool is_done = composer_compose(composer, case_, frame, true, &composed, err);
    if (is_done) {
        struct bytes text = dots_table(case_, frame, &composed, as_json);
        is_done = file_write_atomic(args->output ? args->output : "-", text.data, text.size, err);
        mem_free(text.data);
    }
    composer_destroy(composer);
    photo_free(photo);
    pool_destroy(pool);
    return is_done;
}

static bool run_dots(const struct args *args, struct err *err)
{
    bool as_json;
    struct frame frame;
    if (!find_format(args, &as_json, err))
        return false;
    struct case_ *case_ = case_load(args->names.item[0], err);
    bool is_done = case_ && given_output_of_case(args, case_, err) && given_frame(args, case_, &frame, err) &&
                   write_table(case_, &frame, as_json, args, err);
    case_destroy(case_);
    return is_done;
}

static void print_columns(void)
{
    puts("\none row for each visible dot; lengths in mm in the head frame (origin between\n"
         "the tragions, x to the patient's left, y back, z up), places in photo pixels:\n"
         "  id, rank, session, head_x, head_y, head_z, normal_x, normal_y, normal_z, x, y,\n"
         "  semi_major_px, semi_minor_px, angle_deg, radius_mm, depth_mm, tilt_deg,\n"
         "  azimuth_deg, tau, option, zone\n"
         "  dots that hair takes away are left out where the photo lies beside the case\n"
         "  id is 4 x rank + the dot's number in its cluster; angle_deg from the picture's\n"
         "  x axis toward y");
}

const struct command command_dots = {
    .name = "dots",
    .usage = "CASE [--view N] [--option NAME] [--sessions N] [--after TIME] [--format csv|json] [-o FILE]",
    .summary = "lists the visible dots: where each lies on the head and on the photo, and how it looks",
    .least_names = 1,
    .most_names = 1,
    .run = run_dots,
    .more_help = print_columns,
    .specs = (const struct arg_spec *const[]){args_output, args_view, args_option, args_frame, args_band, specs_dots,
                                              args_threads, args_help, NULL}};
