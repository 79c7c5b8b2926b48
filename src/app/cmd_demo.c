#include "app/cancel.h"
#include "app/command.h"
#include "app/demo_place.h"
#include "app/given.h"
#include "base/file.h"
#include "base/mem.h"
#include "output/picture.h"
#include "plan/case_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct arg_spec specs_demo[] = {{"--size", "W",
                                              "width of the pictures in pixels; the photos' own when not given",
                                              ARG_FIELD(ARG_WHOLE, width_px), 1, IMAGE_MOST_SIDE_PX},
                                             {0}};

// What is drawn of each photo: file name, option, how far the treatment is, when.
struct scene_of_demo {
    const char *name, *option;
    int sessions;
    const char *after; // NULL: before
};
static const struct scene_of_demo shown[] = {
    {"before", "A", 0, NULL},
    {"session-1-fresh", "A", 1, "fresh"},
    {"session-1-healed", "A", 1, "healed"},
    {"session-2-fresh", "A", 2, "fresh"},
    {"session-2-healed", "A", 2, "healed"},
    {"session-3-fresh", "A", 3, "fresh"},
    {"session-3-healed", "A", 3, "healed"},
    {"year-1", "A", 3, "1y"},
    {"year-3", "A", 3, "3y"},
    {"year-5", "A", 3, "5y"},
    {"option-B", "B", 3, "healed"},
};
enum { SHOWN = sizeof shown / sizeof *shown };

static bool fill_frame(const struct case_ *case_, const struct scene_of_demo *scene, int view, int width_px,
                       struct frame *out, struct err *err)
{
    int option = case_find_option(case_, scene->option), photo_width_px = case_->view[view]->view.width_px;
    if (option < 0)
        return err_set(err, ERR_INPUT, "the demo case has no option %s", scene->option);
    *out = (struct frame){.view = view,
                          .option = option,
                          .sessions = scene->sessions,
                          .time = TIME_HEALED,
                          .band = BAND_LIKELY,
                          .is_before = scene->after == NULL};
    out->width_px = width_px < photo_width_px ? width_px : 0;
    return !scene->after || frame_parse_time(scene->after, out) ||
           err_set(err, ERR_INPUT, "no such time: %s", scene->after);
}

// folder/photo-scene.jpg
static void name_picture(char out[DEMO_MOST_PATH], const char *folder, const char *photo, const char *scene)
{
    int stem = (int)(file_suffix(photo) - photo);
    snprintf(out, DEMO_MOST_PATH, "%.3000s/%.*s-%s.jpg", folder, stem, photo, scene);
}

static bool draw_one(struct picture_maker *maker, const struct frame *frame, const char *path, struct err *err)
{
    struct picture_request request = {.frame = *frame, .cancel = cancel_flag()};
    struct picture picture;
    if (!picture_make(maker, &request, &picture, err))
        return false;
    bool is_saved = picture_save(&picture, path, err);
    picture_finish(&picture);
    return is_saved;
}

static bool draw_all(const struct case_ *case_, struct picture_maker *maker, const char *folder, int width_px,
                     struct err *err)
{
    bool shows_progress = isatty(STDERR_FILENO);
    int total = case_->view_count * SHOWN;
    for (int i = 0; i < total; i++) {
        struct frame frame;
        const struct scene_of_demo *scene = &shown[i % SHOWN];
        char path[DEMO_MOST_PATH];
        name_picture(path, folder, case_->view[i / SHOWN]->photo_name, scene->name);
        if (shows_progress)
            fprintf(stderr, "\r%d of %d", i + 1, total);
        if (!fill_frame(case_, scene, i / SHOWN, width_px, &frame, err) || !draw_one(maker, &frame, path, err))
            return false;
        if (shows_progress)
            fprintf(stderr, "\r\033[K");
        printf("%s\n", path);
    }
    return true;
}

static bool run_demo(const struct args *args, struct err *err)
{
    const char *folder = args->output ? args->output : "stipple-demo";
    char path[DEMO_MOST_PATH];
    struct case_ *case_ = demo_place(path, err) ? case_load(path, err) : NULL;
    if (!case_ || !file_make_folder(folder, err)) {
        case_destroy(case_);
        return false;
    }
    struct pool *pool = given_pool(args);
    struct picture_maker *maker = picture_maker_create(case_, path, pool);
    bool is_done = draw_all(case_, maker, folder, args->width_px, err);
    picture_maker_destroy(maker);
    pool_destroy(pool);
    case_destroy(case_);
    return is_done;
}

const struct command command_demo = {
    .name = "demo",
    .usage = "[-o DIR] [--size W]",
    .summary = "renders the bundled demo head: before, sessions, years, two hairlines, from three sides",
    .least_names = 0,
    .most_names = 0,
    .run = run_demo,
    .specs = (const struct arg_spec *const[]){args_output, specs_demo, args_threads, args_help, NULL}};
