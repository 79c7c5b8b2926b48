// OpenGL for the command line: a context without a display and the renderer in it. Builds without OpenGL too.
#pragma once

#include "render/render.h"

struct renderer;

struct renderer *renderer_open_gl(struct err *err);                     // NULL (ERR_MACHINE): no OpenGL 3.3
void renderer_close(struct renderer *renderer);                         // accepts NULL
const struct render_ops *renderer_ops(const struct renderer *renderer); // NULL: the CPU's

const char *renderer_names(void);

// gl_probe starts this program anew with a word of its own.
void renderer_probe(const char *word); // does not come back if it is that
