#include "render/gl_program.h"

#include "base/file.h"
#include "base/mem.h"
#include "render/gl_pass.h"
#include "render/gl_text.h"

#include <epoxy/gl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SHARED_COUNT = 3, MOST_SHADER_BYTES = 1 << 20, LOG_BYTES = 4096 };

static const char *const SHARED[SHARED_COUNT] = {"smp_math.h", "smp_optics.h", "smp_splat.h"};
static const char HEAD[] = "#version 330 core\n#define SMP_GLSL 1\n" GL_PASS_GLSL;

// In the order of the passes' needs; each sampler has a texture unit of its own.
static const char *const SAMPLERS[] = {"sharp", "coarse_nodes", "fine_nodes", "red_nodes",
                                       "photo", "left_over",    "shine",      "keep_out"};

// ---- text ----

static char *copy_embedded(const char *name)
{
    for (const struct gl_text *text = gl_texts; text->name; text++)
        if (strcmp(text->name, name) == 0)
            return mem_strdup(text->text);
    return NULL;
}

static void path_of(const char *folder, const char *name, char path[4096])
{
    bool is_shared = strncmp(name, "smp_", 4) == 0;
    snprintf(path, 4096, "%s/%s%s", folder, is_shared ? "shared/" : "", name);
}

static char *copy_file(const char *folder, const char *name, struct err *err)
{
    char path[4096];
    struct bytes bytes;
    path_of(folder, name, path);
    if (!file_read(path, MOST_SHADER_BYTES, &bytes, err))
        return NULL;
    char *text = mem_alloc(bytes.size + 1);
    memcpy(text, bytes.data, bytes.size);
    mem_free(bytes.data);
    return text;
}

static char *copy_text(const char *folder, const char *name, struct err *err)
{
    char *text = folder ? copy_file(folder, name, err) : copy_embedded(name);
    if (!text && !folder)
        err_set(err, ERR_MACHINE, "%s: this shader is not built in", name);
    return text;
}

// ---- messages ----

// Line l of text i is told to the driver as i TEXT_LINES + l: not every driver gives back #line's second number.
enum { TEXT_LINES = 100000 };

static const char *name_of(long text, const char *own)
{
    if (text >= 1 && text <= SHARED_COUNT)
        return SHARED[text - 1];
    return text == SHARED_COUNT + 1 ? own : "shader's head";
}

// Drivers write "0:12(3): error", "0(12) : error" or "ERROR: 0:12:", 12 being the line.
static bool find_line(const char *line, long *row, const char **rest)
{
    for (const char *at = line; *at; at++) {
        char *end, *end_row;
        if (*at < '0' || *at > '9')
            continue;
        (void)strtol(at, &end, 10);
        if ((*end == ':' || *end == '(') && end[1] >= '0' && end[1] <= '9') {
            *row = strtol(end + 1, &end_row, 10);
            *rest = end_row + strcspn(end_row, " ");
            return true;
        }
        at = end - 1;
    }
    return false;
}

static char *first_error(char *log)
{
    char *save = NULL, *line = strtok_r(log, "\n", &save), *first = line;
    while (line && !strstr(line, "rror"))
        line = strtok_r(NULL, "\n", &save);
    return line ? line : first ? first : log;
}

static bool say_failure(struct err *err, const char *own, char *log)
{
    const char *line = first_error(log);
    long row = 0;
    const char *rest = line;
    if (find_line(line, &row, &rest))
        return err_set(err, ERR_MACHINE, "%s:%ld:%s", name_of(row / TEXT_LINES, own), row % TEXT_LINES, rest);
    return err_set(err, ERR_MACHINE, "%s: %s", own, *line ? line : "the driver refuses it without a word");
}

// ---- building ----

static GLuint compile(GLenum stage, const char *folder, const char *name, struct err *err)
{
    const GLchar *part[2 * (SHARED_COUNT + 1) + 1] = {HEAD};
    char mark[SHARED_COUNT + 1][32], *text[SHARED_COUNT + 1] = {0};
    bool is_read = true;
    for (int i = 0; i <= SHARED_COUNT && is_read; i++) {
        text[i] = copy_text(folder, i < SHARED_COUNT ? SHARED[i] : name, err);
        snprintf(mark[i], sizeof mark[i], "\n#line %d\n", (i + 1) * TEXT_LINES + 1);
        part[1 + 2 * i] = mark[i];
        part[2 + 2 * i] = text[i];
        is_read = text[i] != NULL;
    }
    GLuint shader = 0;
    GLint is_compiled = 0;
    if (is_read) {
        shader = glCreateShader(stage);
        glShaderSource(shader, 2 * (SHARED_COUNT + 1) + 1, part, NULL);
        glCompileShader(shader);
        glGetShaderiv(shader, GL_COMPILE_STATUS, &is_compiled);
    }
    if (shader && !is_compiled) {
        char log[LOG_BYTES] = "";
        glGetShaderInfoLog(shader, sizeof log, NULL, log);
        say_failure(err, name, log);
        glDeleteShader(shader);
        shader = 0;
    }
    for (int i = 0; i <= SHARED_COUNT; i++)
        mem_free(text[i]);
    return shader;
}

static void bind_inputs(GLuint name)
{
    GLuint block = glGetUniformBlockIndex(name, "pass_block");
    if (block != GL_INVALID_INDEX)
        glUniformBlockBinding(name, block, 0);
    glUseProgram(name);
    for (int i = 0; i < (int)(sizeof SAMPLERS / sizeof *SAMPLERS); i++) {
        GLint at = glGetUniformLocation(name, SAMPLERS[i]);
        if (at >= 0)
            glUniform1i(at, i);
    }
    glUseProgram(0);
}

static GLuint link(const struct gl_program *program, GLuint vertex, GLuint fragment, struct err *err)
{
    GLuint name = glCreateProgram();
    GLint is_linked = 0;
    glAttachShader(name, vertex);
    glAttachShader(name, fragment);
    glLinkProgram(name);
    glGetProgramiv(name, GL_LINK_STATUS, &is_linked);
    if (is_linked) {
        bind_inputs(name);
        return name;
    }
    char log[LOG_BYTES] = "", both[128];
    glGetProgramInfoLog(name, sizeof log, NULL, log);
    snprintf(both, sizeof both, "%s with %s", program->vertex, program->fragment);
    say_failure(err, both, log);
    glDeleteProgram(name);
    return 0;
}

bool gl_program_build(struct gl_program *program, const char *folder, struct err *err)
{
    GLuint vertex = compile(GL_VERTEX_SHADER, folder, program->vertex, err);
    GLuint fragment = vertex ? compile(GL_FRAGMENT_SHADER, folder, program->fragment, err) : 0;
    GLuint name = fragment ? link(program, vertex, fragment, err) : 0;
    glDeleteShader(vertex);
    glDeleteShader(fragment);
    if (!name)
        return false;
    glDeleteProgram(program->name);
    program->name = name;
    return true;
}

static uint64_t stamp_of(const char *folder, const char *name)
{
    char path[4096];
    struct stat state;
    path_of(folder, name, path);
    if (stat(path, &state) != 0)
        return 0;
    return (uint64_t)state.st_mtim.tv_sec * 1000000000 + (uint64_t)state.st_mtim.tv_nsec;
}

bool gl_program_refresh(struct gl_program *program, const char *folder, struct err *err)
{
    uint64_t stamp = stamp_of(folder, program->vertex) ^ stamp_of(folder, program->fragment) << 1;
    for (int i = 0; i < SHARED_COUNT; i++)
        stamp ^= stamp_of(folder, SHARED[i]) << (i + 2);
    if (stamp == program->stamp)
        return true;
    program->stamp = stamp;
    return gl_program_build(program, folder, err);
}

void gl_program_finish(struct gl_program *program)
{
    glDeleteProgram(program->name);
    program->name = 0;
}
