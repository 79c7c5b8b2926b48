// What OpenGL this machine has, found out by a child process: a library of the display may end a process that
// finds no driver.
#pragma once

#include "base/err.h"

#define GL_PROBE_SWITCH "--probe-gl" // what the child, this same program, is started with

struct gl_facts {
    char vendor[64], renderer[128], version[64];
    int most_texture_px;
    bool is_software; // Mesa's llvmpipe, softpipe or swrast
};

// Starts the child and waits, some seconds at most. False: no OpenGL 3.3; err says why.
bool gl_probe(struct gl_facts *out, struct err *err);

// The child's whole work; main calls it when the switch is the first word. Ends the process without the driver's
// own cleaning up, which has its faults too.
_Noreturn void gl_probe_child(void);

bool gl_is_software(const char *renderer);

// On a software driver the CPU back end draws faster and OpenGL only shows what it drew.
enum gl_use { GL_USE_SHOW, GL_USE_RENDER };
enum gl_use gl_use_of(const struct gl_facts *facts);
