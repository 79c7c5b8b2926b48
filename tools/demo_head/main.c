/* demo_head: renders the pictures of assets/demo and their truth.json.
 *
 *     demo_head OUT_FOLDER [--scale N] [--threads N] [--view NAME] [--tone NAME] [--truth-only]
 *
 * --scale 4 makes pictures a quarter as wide, for a quick look. --tone gives him another skin: very-light,
 * light (his own), intermediate, tan, brown, dark. */
#include "render.h"
#include "skin.h"
#include "truth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const view views[] = {
    {"front", {3024, 4032, 52, 1.5f, 10, 0.6f, 600, {0, -5, 18}}, BACKDROP_WALL, 0.67f},
    {"three-quarter", {4032, 3024, 52, -35, 20, -0.8f, 590, {0, -4, 30}}, BACKDROP_CORNER, 0.66f},
    {"top", {3024, 4032, 52, 174, 66, 1.2f, 500, {0, 8, 66}}, BACKDROP_FLOOR, 0.62f},
};
enum { VIEW_COUNT = sizeof views / sizeof *views };

typedef struct {
    const char *folder, *view_name, *tone;
    int divisor, thread_count, truth_only;
} options;

static int parse(int argc, char **argv, options *o)
{
    *o = (options){.divisor = 1, .tone = "light", .thread_count = (int)sysconf(_SC_NPROCESSORS_ONLN)};
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--truth-only"))
            o->truth_only = 1;
        else if (!strcmp(argv[i], "--scale") && i + 1 < argc)
            o->divisor = atoi(argv[++i]);
        else if (!strcmp(argv[i], "--threads") && i + 1 < argc)
            o->thread_count = atoi(argv[++i]);
        else if (!strcmp(argv[i], "--view") && i + 1 < argc)
            o->view_name = argv[++i];
        else if (!strcmp(argv[i], "--tone") && i + 1 < argc)
            o->tone = argv[++i];
        else if (argv[i][0] != '-' && !o->folder)
            o->folder = argv[i];
        else
            return 0;
    }
    return o->folder && o->divisor >= 1 && o->thread_count >= 1;
}

static int render_all(const options *o, const field *shape)
{
    room surroundings;
    hair_list hair;
    int done = room_init(&surroundings) && hair_grow(&hair, shape->model);
    for (int i = 0; done && i < VIEW_COUNT; i++) {
        char path[1024];
        if (o->view_name && strcmp(o->view_name, views[i].name))
            continue;
        render_setup setup = {shape, &surroundings, &hair, o->divisor, o->thread_count};
        snprintf(path, sizeof path, "%s/%s.jpg", o->folder, views[i].name);
        done = render_view(&setup, &views[i], path);
        fprintf(stderr, "%s: %s\n", path, done ? "done" : "failed");
    }
    hair_free(&hair);
    room_free(&surroundings);
    return done;
}

int main(int argc, char **argv)
{
    options o;
    head_model model;
    field shape;
    char path[1024];
    if (!parse(argc, argv, &o) || !skin_tone_find(o.tone, &model.tone)) {
        fprintf(stderr,
                "usage: demo_head OUT_FOLDER [--scale N] [--threads N] [--view NAME] [--tone NAME] [--truth-only]\n");
        return 1;
    }
    head_model_init(&model);
    if (!field_bake(&shape, &model, o.divisor > 2 ? 3.0f : 2.0f, o.thread_count))
        return 3;
    snprintf(path, sizeof path, "%s/truth.json", o.folder);
    int done =
        (o.divisor > 1 || truth_write(path, &shape, views, VIEW_COUNT)) && (o.truth_only || render_all(&o, &shape));
    field_free(&shape);
    return done ? 0 : 3;
}
