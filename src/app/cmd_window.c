// stipple [CASE | PHOTO]: the window. Not in the list of commands: it is what happens without one.
#include "app/command.h"
#include "app/demo_place.h"
#include "base/language.h"
#include "base/place.h"
#include "base/pool.h"

#ifdef STIPPLE_WINDOW

#include "app/handover_export.h"
#include "ui/window.h"

#include <stdlib.h>
#include <string.h>

// The window has the photos already; the maker reads its own, so that the export is what the command line would make of
// the saved case.
static bool export_file(void *context, const struct export_request *request, struct err *err)
{
    (void)context;
    language_enter(); // it comes in a thread of its own
    struct pool *pool = pool_create(pool_default_threads());
    struct picture_maker *maker = picture_maker_create(request->case_, request->case_path, pool);
    bool is_done = handover_export(request, maker, pool, err);
    picture_maker_destroy(maker);
    pool_destroy(pool);
    language_leave();
    return is_done;
}

static double number_of(const char *name, double otherwise)
{
    const char *value = getenv(name);
    return value && *value ? strtod(value, NULL) : otherwise;
}

static const struct arg_spec specs[] = {{"--renderer", "NAME",
                                         "cpu or gl: who draws; what suits the machine when not given",
                                         ARG_FIELD(ARG_TEXT, renderer), 0, 0},
                                        {0}};

static bool find_drawer(const struct args *args, enum draws_by *out, struct err *err)
{
    const char *name = args->renderer ? args->renderer : "";
    *out = strcmp(name, "gl") == 0 ? DRAWS_GL : strcmp(name, "cpu") == 0 ? DRAWS_CPU : DRAWS_BEST;
    return *out != DRAWS_BEST || !*name || err_set(err, ERR_USAGE, "--renderer %.40s: cpu or gl is wanted", name);
}

bool window_command(int argc, char **argv, struct err *err)
{
    struct args args = {0};
    enum draws_by draws_by;
    if (!args_parse(argc, argv, (const struct arg_spec *const[]){specs, NULL}, &args, err) ||
        !find_drawer(&args, &draws_by, err))
        return false;
    if (args.names.count > 1)
        return err_set(err, ERR_USAGE, "one case or photo opens in the window, not %d", args.names.count);
    const char *path = args.names.count == 1 ? args.names.item[0] : NULL;
    char demo[DEMO_MOST_PATH], words[DEMO_MOST_PATH];
    if (!path && !demo_place(demo, err))
        return false;
    const char *theme = getenv("STIPPLE_THEME");
    struct window_request request = {
        .path = path ? path : demo,
        .view = (int)number_of("STIPPLE_VIEW", path ? 1.0 : 2.0) - 1, // the demo's three-quarter photo shows most
        .host = {.export_file = export_file},
        .width_pt = (int)number_of("STIPPLE_WIDTH", 0.0),
        .height_pt = (int)number_of("STIPPLE_HEIGHT", 0.0),
        .scale = number_of("STIPPLE_SCALE", 1.0),
        .words_folder = place_shared("locale", words) ? words : NULL,
        .is_first_look = !path,
        .has_theme = theme != NULL,
        .theme = theme && strcmp(theme, "dark") == 0 ? THEME_DARK : THEME_LIGHT,
        .threads = pool_default_threads(),
        .draws_by = draws_by,
        .most_texture_px = (int)number_of("STIPPLE_MOST_TEXTURE", 0.0),
        .script = getenv("STIPPLE_SCRIPT"),
    };
    return window_run(&request, err);
}

#else

bool window_command(int argc, char **argv, struct err *err)
{
    (void)argc;
    (void)argv;
    return err_set(err, ERR_MACHINE, "the window is not built in; stipple --help tells what works without it");
}

#endif
