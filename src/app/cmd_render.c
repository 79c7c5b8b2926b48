#include "app/cancel.h"
#include "app/command.h"
#include "app/handover.h"
#include "app/renderer.h"
#include "app/report.h"
#include "base/file.h"
#include "base/mem.h"
#include "image/resize.h"
#include "output/picture.h"
#include "plan/case_file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct arg_spec specs_render[] = {
    {"--before", NULL, "the photo as it is, without dots", ARG_FIELD(ARG_SWITCH, before), 0, 0},
    {"--beside", NULL, "before and after side by side, with a legend", ARG_FIELD(ARG_SWITCH, beside), 0, 0},
    {"--size", "W", "width of the picture in pixels, at most the photo's", ARG_FIELD(ARG_WHOLE, width_px), 1,
     IMAGE_MOST_SIDE_PX},
    {"--scale", "F", "or its size as a share of the photo's", ARG_FIELD(ARG_NUMBER, scale), 0.001, 1},
    {"--layer", "LAYER",
     "picture (the default), dots, normals, mask, diffuse, shine, hair, sharpness or noise: what lies "
     "behind the picture",
     ARG_FIELD(ARG_TEXT, layer), 0, 0},
    {"--renderer", "NAME", "cpu (the default) or gl: OpenGL 3.3, no display needed", ARG_FIELD(ARG_TEXT, renderer), 0,
     0},
    {"--simd", "NAME", "best (the default) or off; the result is the same", ARG_FIELD(ARG_TEXT, simd), 0, 0},
    {0}};

static bool find_layer(const char *name, enum picture_layer *out, struct err *err)
{
    *out = PICTURE_WHOLE;
    for (int i = 0; name && i < PICTURE_LAYER_COUNT; i++)
        if (strcmp(picture_layer_name((enum picture_layer)i), name) == 0) {
            *out = (enum picture_layer)i;
            return true;
        }
    return !name || err_set(err, ERR_USAGE,
                            "--layer %.40s: picture, dots, normals, mask, diffuse, shine, "
                            "hair, sharpness or noise is wanted",
                            name);
}

static bool check_renderer(const struct args *args, enum simd_level *simd, struct err *err)
{
    const char *renderer = args->renderer ? args->renderer : "cpu";
    const char *level = args->simd ? args->simd : "best";
    *simd = strcmp(level, "off") == 0 ? SIMD_SCALAR : SIMD_BEST;
    if (strcmp(renderer, "cpu") != 0 && strcmp(renderer, "gl") != 0)
        return err_set(err, ERR_USAGE, "--renderer %.40s: cpu or gl is wanted", renderer);
    if (strcmp(level, "off") != 0 && strcmp(level, "best") != 0)
        return err_set(err, ERR_USAGE, "--simd %.40s: best or off is wanted", level);
    return true;
}

static bool check_output(const struct args *args, struct err *err)
{
    if (!given_format(args, err))
        return err_prefix(err, "render");
    if (args->width_px > 0 && args->scale > 0.0)
        return err_set(err, ERR_USAGE, "--size and --scale say the same: give one");
    return given_output(args->output, args->names.item, 1, err);
}

static bool wanted_width(const struct args *args, int photo_width_px, int *out, struct err *err)
{
    *out = args->width_px;
    if (args->scale > 0.0)
        *out = (int)fmax(floor(photo_width_px * args->scale + 0.5), 1.0);
    if (*out > photo_width_px)
        return err_set(err, ERR_INPUT, "--size %d: the photo is %d pixels wide, and no picture is larger", *out,
                       photo_width_px);
    if (*out == photo_width_px)
        *out = 0;
    return true;
}

static bool save(struct picture *picture, const char *path, struct err *err)
{
    bool is_saved = picture_save(picture, path, err);
    picture_finish(picture);
    return is_saved;
}

static bool render_photo(const struct args *args, struct pool *pool, struct err *err)
{
    struct photo *photo = photo_load(args->names.item[0], err);
    int width_px;
    if (!photo || !wanted_width(args, photo->image->width_px, &width_px, err)) {
        photo_free(photo);
        return false;
    }
    report_warning(photo, args->names.item[0]);
    struct picture picture = picture_of_photo(photo);
    photo_free(photo);
    if (width_px > 0) {
        struct image *small = image_reduce(picture.image, &picture.space, width_px, pool, err);
        image_unref(picture.image);
        picture.image = small;
    }
    return picture.image && save(&picture, args->output, err);
}

// Of the part shown, what is as wide as --size says; a part is never larger than the photo has it.
static bool take_part(const struct args *args, const struct case_ *case_, struct picture_request *request,
                      struct err *err)
{
    bool is_cropped;
    if (!given_cover(args, &request->cover, err) || !given_crop(args, false, &is_cropped, err))
        return false;
    if ((is_cropped || request->cover != COVER_NONE) && request->layer != PICTURE_WHOLE)
        return err_set(err, ERR_USAGE, "--crop and --cover are for the picture, not for its layers");
    if (is_cropped)
        request->part = scalp_crop(case_, request->frame.view);
    return true;
}

static bool draw(const struct case_ *case_, const struct args *args, struct picture_request *request, struct pool *pool,
                 struct err *err)
{
    int view = request->frame.view;
    struct picture_maker *maker = picture_maker_create(case_, args->names.item[0], pool);
    const struct photo *photo = picture_maker_photo(maker, view, err);
    struct picture picture;
    bool is_done = photo && take_part(args, case_, request, err) &&
                   wanted_width(args, photo->image->width_px, &request->frame.width_px, err);
    if (is_done)
        report_warning(photo, case_->view[view]->photo_name);
    is_done = is_done && picture_make(maker, request, &picture, err);
    picture_maker_destroy(maker); // before the encoder needs as much again
    return is_done && save(&picture, args->output, err);
}

static bool render_case(const struct args *args, struct picture_request *request, struct pool *pool, struct err *err)
{
    struct case_ *case_ = case_load(args->names.item[0], err);
    bool is_done = case_ && given_frame(args, case_, &request->frame, err) && given_output_of_case(args, case_, err) &&
                   draw(case_, args, request, pool, err);
    case_destroy(case_);
    return is_done;
}

// Before and after in one picture with its legend.
static bool render_beside(const struct args *args, struct err *err)
{
    struct handover handover;
    struct board *board = mem_alloc(sizeof *board);
    bool is_done = handover_begin(args, &handover, err);
    if (is_done) {
        board_pair(handover.case_, &handover.frame, board);
        is_done = handover_board(&handover, board, err);
    }
    mem_free(board);
    handover_finish(&handover);
    return is_done;
}

static bool check_beside(const struct args *args, struct err *err)
{
    if (args->beside && (args->before || args->layer || args->scale > 0.0 || !given_is_case(args->names.item[0])))
        return err_set(err, ERR_USAGE, "--beside shows a case before and after: no --before, --layer or --scale");
    if (!args->beside && (args->title || args->date || args->clinic))
        return err_set(err, ERR_USAGE,
                       "--title, --date and --clinic are for --beside: a single picture has no words on it");
    return true;
}

static bool run_render(const struct args *args, struct err *err)
{
    struct picture_request request = {.cancel = cancel_flag(), .is_last = true};
    if (!check_beside(args, err) || !check_output(args, err) || !find_layer(args->layer, &request.layer, err) ||
        !check_renderer(args, &request.simd, err))
        return false;
    if (args->beside)
        return render_beside(args, err);
    struct renderer *gl = NULL;
    if (args->renderer && strcmp(args->renderer, "gl") == 0 && !(gl = renderer_open_gl(err)))
        return err_prefix(err, "--renderer gl (without it the processor draws)");
    request.renderer = renderer_ops(gl);
    struct pool *pool = given_pool(args);
    bool is_done =
        given_is_case(args->names.item[0]) ? render_case(args, &request, pool, err) : render_photo(args, pool, err);
    pool_destroy(pool);
    renderer_close(gl);
    return is_done;
}

const struct command command_render = {
    .name = "render",
    .usage = "CASE|PHOTO -o OUT.png|.jpg|.webp|.tif [--view N] [--option NAME] [--sessions N] [--after TIME] "
             "[--band low|likely|high] [--light soft|overhead|sun] [--size W | --scale F] "
             "[--before | --beside] [--layer LAYER] "
             "[--crop PART] [--cover HOW]",
    .summary = "draws one picture of a case; a photo alone is decoded, upright, and written anew",
    .least_names = 1,
    .most_names = 1,
    .run = run_render,
    .more_help = handover_help,
    .specs = (const struct arg_spec *const[]){args_output, args_view, args_option, args_frame, args_band, args_light,
                                              specs_render, args_cover, args_handover, args_clinic, args_threads,
                                              args_help, NULL}};
