// The shaders' text, embedded when the program is built; see tools/cmake/embed.cmake.
#pragma once

struct gl_text {
    const char *name, *text; // file name without folder; the last has NULL
};
extern const struct gl_text gl_texts[];
