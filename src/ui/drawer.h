// Who draws the window's pictures: OpenGL in a context of its own on the preview's thread, or the processor.
//
// OpenGL that fails while it works (context lost, memory gone) is given up for good: the picture is drawn by the
// processor, which gives the same one, and so are all that follow.
#pragma once

#include "render/render.h"

struct drawer;

// On the window's thread, after the window's own context. NULL: OpenGL cannot do it (ERR_MACHINE).
struct drawer *drawer_create_gl(struct err *err);
void drawer_destroy(struct drawer *drawer); // on the window's thread, after drawer_leave; accepts NULL

// On the preview's thread; NULL: the processor draws.
bool drawer_draw(struct drawer *drawer, const struct render_request *request, struct image *out, struct err *err);
void drawer_leave(struct drawer *drawer); // its last call on that thread; accepts NULL
// Why OpenGL was given up, "" while it works; from any thread.
void drawer_failure(struct drawer *drawer, char *out, size_t size);
// On the window's thread, when a reset of the driver took all contexts away; accepts NULL. The next picture is drawn in
// a new one; where none is to be had, by the processor.
void drawer_renew(struct drawer *drawer);
void drawer_lose(struct drawer *drawer); // for tests: the next picture finds the context lost
