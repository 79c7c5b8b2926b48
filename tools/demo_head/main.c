/* demo_head: renders the pictures of assets/demo and their truth.json.
 *
 *     demo_head OUT_FOLDER [--scale N] [--threads N] [--view NAME] [--tone NAME] [--hair NAME] [--spectacles]
 *               [--eyes PUPILSxIRIS] [--truth-only | --labelled]
 *
 * --scale 4 makes pictures a quarter as wide, for a quick look. --tone gives him another skin: very-light,
 * light (his own), intermediate, tan, brown, dark, with --labelled also all of them. --hair: horseshoe (his own), none,
 * receding, full, thin-top, scarred. --view back is no picture of the demo: his scars are seen there. --eyes 64x11.7:
 * open ones that look straight ahead, with the distance between the pupils and the breadth of the iris in mm; his own
 * are closed.
 * --labelled writes OUT_FOLDER/photos/VIEW_HAIR_TONE.jpg with truth files beside it (labels.h), as figures read them.
 */
#include "labels.h"
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
    {"back", {4032, 3024, 62, 178, 10, 0.5f, 560, {0, 60, 40}}, BACKDROP_WALL, 1.1f},
};
enum { VIEW_COUNT = sizeof views / sizeof *views, DEMO_VIEWS = VIEW_COUNT - 1 };

typedef struct {
    const char *folder, *view_name, *tone, *eyes;
    const char *hair;
    int divisor, thread_count, truth_only, has_spectacles, is_labelled;
} options;

static int parse(int argc, char **argv, options *o)
{
    *o = (options){
        .divisor = 1, .tone = "light", .hair = "horseshoe", .thread_count = (int)sysconf(_SC_NPROCESSORS_ONLN)};
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--hair") && i + 1 < argc)
            o->hair = argv[++i];
        else if (!strcmp(argv[i], "--eyes") && i + 1 < argc)
            o->eyes = argv[++i];
        else if (!strcmp(argv[i], "--spectacles"))
            o->has_spectacles = 1;
        else if (!strcmp(argv[i], "--labelled"))
            o->is_labelled = 1;
        else if (!strcmp(argv[i], "--truth-only"))
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

static int parse_eyes(const char *text, head_model *model)
{
    char beyond;
    if (!text)
        return 1;
    model->has_open_eyes = 1;
    return sscanf(text, "%fx%f%c", &model->pupil_distance_mm, &model->iris_mm, &beyond) == 2 &&
           model->pupil_distance_mm >= 50.0f && model->pupil_distance_mm <= 78.0f && model->iris_mm >= 10.0f &&
           model->iris_mm <= 13.5f;
}

/* The picture's path, and with labels the truth beside it. */
static int name_picture(const options *o, const field *shape, const view *v, const char *tone, char *path, size_t size)
{
    if (!o->is_labelled) {
        snprintf(path, size, "%s/%s.jpg", o->folder, v->name);
        return 1;
    }
    snprintf(path, size, "%s/photos/%s_%s%s%s%s_%s", o->folder, v->name, o->hair,
             o->has_spectacles ? "-spectacles" : "", o->eyes ? "-eyes" : "", o->eyes ? o->eyes : "", tone);
    int done = labels_write(path, shape, v, o->divisor);
    snprintf(path + strlen(path), size - strlen(path), ".jpg");
    return done;
}

/* One view in one tone, or in all of them by the same light. */
static int render_tones(const options *o, const render_setup *setup, const view *v, head_model *model)
{
    probe_map probes = {0};
    const char *tone = skin_tone_name(0);
    int done = render_light(setup, v, &probes), is_all = !strcmp(o->tone, "all");
    for (int i = 0; done && tone; tone = skin_tone_name(++i)) {
        char path[1024];
        if (!is_all && strcmp(tone, o->tone))
            continue;
        done = skin_tone_find(tone, &model->tone) && name_picture(o, setup->shape, v, tone, path, sizeof path) &&
               render_view(setup, v, &probes, path);
        fprintf(stderr, "%s: %s\n", path, done ? "done" : "failed");
    }
    probe_map_free(&probes);
    return done;
}

static int render_all(const options *o, const field *shape, head_model *model)
{
    room surroundings;
    hair_list hair;
    int done = room_init(&surroundings) && hair_grow(&hair, shape->model);
    render_setup setup = {shape, &surroundings, &hair, o->divisor, o->thread_count};
    for (int i = 0; done && i < VIEW_COUNT; i++)
        if (o->view_name ? !strcmp(o->view_name, views[i].name) : i < DEMO_VIEWS)
            done = render_tones(o, &setup, &views[i], model);
    hair_free(&hair);
    room_free(&surroundings);
    return done;
}

int main(int argc, char **argv)
{
    options o;
    head_model model = {.has_open_eyes = 0};
    field shape;
    char path[1024];
    int is_sound =
        parse(argc, argv, &o) && (skin_tone_find(o.tone, &model.tone) || (o.is_labelled && !strcmp(o.tone, "all")));
    if (!is_sound || !hair_style_find(o.hair, &model.hair) || !parse_eyes(o.eyes, &model)) {
        fprintf(stderr,
                "usage: demo_head OUT_FOLDER [--scale N] [--threads N] [--view NAME] [--tone NAME] [--hair NAME] "
                "[--spectacles] [--eyes PUPILSxIRIS] [--truth-only | --labelled]\n");
        return 1;
    }
    head_model_init(&model);
    model.has_spectacles = o.has_spectacles;
    if (!field_bake(&shape, &model, o.divisor > 2 ? 3.0f : 2.0f, o.thread_count))
        return 3;
    snprintf(path, sizeof path, "%s/truth.json", o.folder);
    int done = (o.divisor > 1 || o.is_labelled || truth_write(path, &shape, views, DEMO_VIEWS)) &&
               (o.truth_only || render_all(&o, &shape, &model));
    field_free(&shape);
    return done ? 0 : 3;
}
