// stipple [CASE | PHOTO]: the window. Not in the list of commands: it is what happens without one.
#include "app/command.h"
#include "app/demo_place.h"
#include "base/place.h"
#include "base/pool.h"

#ifdef STIPPLE_WINDOW

#include "output/picture.h"
#include "ui/window.h"

#include <stdlib.h>
#include <string.h>

// The window has the photos already; the maker reads its own, so that the export is what the command line would make of
// the saved case.
static bool export_picture(void *context, const struct case_ *case_, const char *case_path, const struct frame *frame,
                           const char *path, const atomic_bool *cancel, struct err *err)
{
    (void)context;
    struct pool *pool = pool_create(pool_default_threads());
    struct picture_maker *maker = picture_maker_create(case_, case_path, pool);
    struct picture_request request = {.frame = *frame, .cancel = cancel};
    struct picture picture = {0};
    bool is_done = picture_make(maker, &request, &picture, err) && !atomic_load(cancel) &&
                   picture_save(&picture, path, err);
    picture_finish(&picture);
    picture_maker_destroy(maker);
    pool_destroy(pool);
    return is_done;
}

static double number_of(const char *name, double otherwise)
{
    const char *value = getenv(name);
    return value && *value ? strtod(value, NULL) : otherwise;
}

bool window_command(const char *path, struct err *err)
{
    char demo[DEMO_MOST_PATH], words[DEMO_MOST_PATH];
    if (!path && !demo_place(demo, err))
        return false;
    const char *theme = getenv("STIPPLE_THEME");
    struct window_request request = {
        .path = path ? path : demo,
        .view = (int)number_of("STIPPLE_VIEW", path ? 1.0 : 2.0) - 1, // the demo's three-quarter photo shows most
        .host = {.export_picture = export_picture},
        .width_pt = (int)number_of("STIPPLE_WIDTH", 0.0),
        .height_pt = (int)number_of("STIPPLE_HEIGHT", 0.0),
        .scale = number_of("STIPPLE_SCALE", 1.0),
        .words_folder = place_shared("locale", words) ? words : NULL,
        .is_first_look = !path,
        .has_theme = theme != NULL,
        .theme = theme && strcmp(theme, "dark") == 0 ? THEME_DARK : THEME_LIGHT,
        .threads = pool_default_threads(),
        .script = getenv("STIPPLE_SCRIPT"),
    };
    return window_run(&request, err);
}

#else

bool window_command(const char *path, struct err *err)
{
    (void)path;
    return err_set(err, ERR_MACHINE, "the window is not built in; stipple --help tells what works without it");
}

#endif
