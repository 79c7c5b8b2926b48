#include "render/gl_probe.h"

#include "base/clock.h"
#include "render/gl_context.h"

#include <epoxy/gl.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_WAIT_MS = 8000, ANSWER_LINES = 4 };

// ---- the child ----

static void print_line(const char *text)
{
    printf("%.400s\n", text && *text ? text : "?");
}

void gl_probe_child(void)
{
    struct err err = {0};
    struct gl_context *context = gl_context_create(GL_PLACE_DISPLAY, &err);
    if (context) {
        GLint most = 0;
        glGetIntegerv(GL_MAX_TEXTURE_SIZE, &most);
        print_line((const char *)glGetString(GL_VENDOR));
        print_line((const char *)glGetString(GL_RENDERER));
        print_line((const char *)glGetString(GL_VERSION));
        printf("%d\n", most);
    } else {
        print_line(err.text);
    }
    fflush(stdout);
    _exit(context ? 0 : (int)err.code);
}

// ---- the parent ----

static bool start_child(pid_t *child, int *answer)
{
    extern char **environ;
    char *words[] = {"stipple", GL_PROBE_SWITCH, NULL};
    posix_spawn_file_actions_t actions;
    int end[2];
    if (pipe2(end, O_CLOEXEC) != 0)
        return false;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, end[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int failed = posix_spawn(child, "/proc/self/exe", &actions, NULL, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(end[1]);
    if (failed)
        close(end[0]);
    *answer = end[0];
    return !failed;
}

// All that the child says until it closes the pipe; false when it takes too long.
static bool read_answer(int from, char *out, size_t size)
{
    double end_ms = clock_ms(CLOCK_MONOTONIC) + MOST_WAIT_MS;
    size_t used = 0;
    for (;;) {
        double left_ms = end_ms - clock_ms(CLOCK_MONOTONIC);
        struct pollfd ready = {.fd = from, .events = POLLIN};
        if (left_ms <= 0.0 || used + 1 >= size)
            return false;
        int polled = poll(&ready, 1, (int)ceil(left_ms));
        if (polled < 0 && errno == EINTR)
            continue;
        ssize_t got = polled > 0 ? read(from, out + used, size - 1 - used) : -1;
        if (got < 0 && errno != EINTR)
            return false;
        if (got == 0)
            return true;
        used += got > 0 ? (size_t)got : 0;
        out[used] = 0;
    }
}

static bool parse(char *text, struct gl_facts *out)
{
    char *save = NULL, *line[ANSWER_LINES];
    for (int i = 0; i < ANSWER_LINES; i++)
        if (!(line[i] = strtok_r(i ? NULL : text, "\n", &save)))
            return false;
    snprintf(out->vendor, sizeof out->vendor, "%s", line[0]);
    snprintf(out->renderer, sizeof out->renderer, "%s", line[1]);
    snprintf(out->version, sizeof out->version, "%s", line[2]);
    out->most_texture_px = (int)strtol(line[3], NULL, 10);
    out->is_software = gl_is_software(out->renderer);
    return out->most_texture_px > 0;
}

bool gl_probe(struct gl_facts *out, struct err *err)
{
    char text[2048] = "";
    pid_t child;
    int answer, status = 0;
    *out = (struct gl_facts){0};
    if (!start_child(&child, &answer))
        return err_set(err, ERR_MACHINE, "this program cannot start itself to look for OpenGL");
    bool is_whole = read_answer(answer, text, sizeof text);
    close(answer);
    if (!is_whole)
        kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (!is_whole)
        return err_set(err, ERR_MACHINE, "the graphics driver does not answer");
    if (WIFSIGNALED(status))
        return err_set(err, ERR_MACHINE, "the graphics driver crashes (signal %d)", WTERMSIG(status));
    if (WEXITSTATUS(status) == 0 && parse(text, out))
        return true;
    text[strcspn(text, "\n")] = 0;
    return err_set(err, ERR_MACHINE, "%s", *text ? text : "there is no OpenGL here: its driver does not start");
}

// ---- what follows ----

bool gl_is_software(const char *renderer)
{
    return strstr(renderer, "llvmpipe") || strstr(renderer, "softpipe") || strstr(renderer, "swrast") ||
           strstr(renderer, "Software Rasterizer");
}

enum gl_use gl_use_of(const struct gl_facts *facts)
{
    return facts->is_software ? GL_USE_SHOW : GL_USE_RENDER;
}
