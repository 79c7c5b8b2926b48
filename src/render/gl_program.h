// A vertex and a fragment shader as one program; built from the embedded text or from files.
//
// Each shader is handed over as version line, uniform block, the shared formulas and its own text, with #line
// between them: messages then name file and line.
#pragma once

#include "base/err.h"

#include <stdint.h>

struct gl_program {
    const char *vertex, *fragment; // file names
    unsigned name;                 // OpenGL's; 0: none yet
    uint64_t stamp;                // of the files' times when they were last tried
};

// `folder` NULL: the embedded text. On failure the old program stays.
bool gl_program_build(struct gl_program *program, const char *folder, struct err *err);

// Builds it anew when a file in `folder` has changed since it was last tried. False: it did not build.
bool gl_program_refresh(struct gl_program *program, const char *folder, struct err *err);

void gl_program_finish(struct gl_program *program);
