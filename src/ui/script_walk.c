#include "ui/script_walk.h"

#include "ui/script_events.h"

#include <stdio.h>
#include <string.h>

enum { FRAMES_A_KEY = 4 }; // taken, moved, scrolled, seen

void walk_begin(struct walk *walk)
{
    walk->is_on = true;
    walk->frames = walk->count = 0;
    push_key("Tab");
}

static int find(const struct walk *walk, const char *name)
{
    for (int i = 0; i < walk->count; i++)
        if (strcmp(walk->seen[i], name) == 0)
            return i;
    return -1;
}

static bool finish(struct walk *walk, const struct workspace *w, struct err *err)
{
    const char *name;
    walk->is_on = false;
    for (int i = 0; toolkit_stop(w->toolkit, i, &name); i++)
        if (*name && find(walk, name) < 0)
            return err_set(err, ERR_INPUT, "Tab does not come to %s", name);
    return true;
}

bool walk_frame(struct walk *walk, const struct workspace *w, struct err *err)
{
    if (++walk->frames < FRAMES_A_KEY)
        return true;
    const char *name = toolkit_focus(w->toolkit);
    int at = find(walk, name);
    walk->frames = 0;
    if (at == 0)
        return finish(walk, w, err);
    if (!*name || at > 0 || walk->count == WALK_MOST)
        return err_set(err, ERR_INPUT, "after %s, Tab %s %s",
                       walk->count > 0 ? walk->seen[walk->count - 1] : "the start",
                       *name ? "comes again to" : "shows no ring", name);
    snprintf(walk->seen[walk->count++], WALK_NAME_BYTES, "%s", name);
    push_key("Tab");
    return true;
}
