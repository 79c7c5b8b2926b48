#include "ui/script.h"

#include "base/file.h"
#include "base/mem.h"
#include "image/encode.h"
#include "plan/param.h"
#include "ui/measure.h"
#include "ui/head_seek.h"
#include "ui/screen.h"
#include "ui/screen_state.h"
#include "ui/script_events.h"
#include "ui/script_walk.h"

#include <epoxy/gl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SCRIPT_BYTES = 1 << 20, FRAMES_AT_REST = 4, MOST_WAIT_MS = 60000 };

struct script {
    char *text, *next;
    int line;
    int rest;     // frames in which nothing happened
    char tap[64]; // widget to be clicked once it has been scrolled into sight
    int tap_frames;
    bool waits;
    char heard[64]; // words within a refusal that are waited for, or none: for rest
    struct walk walk;
    Uint64 waits_since_ms;
    double skipped_s; // of the window's time
    bool failed;
    struct measure *measure;
};

struct script *script_load(const char *path, struct err *err)
{
    struct bytes bytes = {0};
    if (!file_read(path, MOST_SCRIPT_BYTES, &bytes, err))
        return NULL;
    struct script *script = mem_alloc(sizeof *script);
    script->text = mem_alloc(bytes.size + 1);
    memcpy(script->text, bytes.data, bytes.size);
    script->next = script->text;
    script->measure = measure_create();
    mem_free(bytes.data);
    return script;
}

void script_destroy(struct script *script)
{
    if (!script)
        return;
    measure_destroy(script->measure);
    mem_free(script->text);
    mem_free(script);
}

bool script_failed(const struct script *script)
{
    return script->failed;
}

static bool save_shot(SDL_Window *window, const char *path, struct err *err)
{
    int width = 0, height = 0;
    SDL_GL_GetDrawableSize(window, &width, &height);
    struct image *image = image_create(width, height, PIXELS_RGBA8, err);
    if (!image)
        return false;
    glReadBuffer(GL_FRONT);
    glPixelStorei(GL_PACK_ROW_LENGTH, 0);
    for (int y = 0; y < height; y++) // OpenGL counts rows from below
        glReadPixels(0, height - 1 - y, width, 1, GL_RGBA, GL_UNSIGNED_BYTE, image_row(image, y));
    struct colour_space space = colour_srgb();
    struct encode_request request = {.image = image, .space = &space, .format = PICTURE_PNG};
    struct bytes bytes = {0};
    bool is_saved = encode_picture(&request, &bytes, err) && file_write_atomic(path, bytes.data, bytes.size, err);
    mem_free(bytes.data);
    image_unref(image);
    return is_saved;
}

// What `expect` may ask beside the keys of the case.
static bool view_state(const struct workspace *w, const char *key, char *out, size_t size)
{
    const struct case_ *case_ = session_case(w->session);
    const char *undo = session_undo_label(w->session);
    if (strcmp(key, "undo") == 0) {
        snprintf(out, size, "%s", undo ? undo : "");
        return true;
    }
    if (strcmp(key, "drawn-by") == 0) {
        snprintf(out, size, "%.*s", (int)strcspn(w->renderer, ";"), w->renderer);
        return true;
    }
    const struct {
        const char *key;
        int value;
    } STATE[] = {{"views", case_ ? case_->view_count : 0},
                 {"options", case_ ? case_->option_count : 0},
                 {"zones", case_ && case_->option_count > w->option ? case_->option[w->option]->zone_count : 0},
                 {"strokes", case_ && case_->view_count > w->view ? case_->view[w->view]->stroke_count : 0},
                 {"facing", case_ && case_->view_count > w->view ? (int)case_->view[w->view]->marks.facing : 0},
                 {"photo", (int)session_photo_state(w->session, w->view)},
                 {"step", (int)w->step},
                 {"moment", w->moment},
                 {"option", w->option},
                 {"view", w->view},
                 {"written", w->screens ? w->screens->export.written : 0},
                 {"stopped", w->screens && w->screens->export.is_stopping},
                 {"readonly", *session_read_only(w->session) != 0},
                 {"dirty", session_is_dirty(w->session)},
                 {"compare", (int)w->compare},
                 {"band", (int)w->band},
                 {"zone", w->zone},
                 {"length", w->screens && w->screens->read >= 0},
                 {"language", w->language},
                 {"bare", w->shows_bare},
                 {"hints", w->settings.hints_read}};
    if (strcmp(key, "cut") == 0) {
        snprintf(out, size, "%s", toolkit_cut(w->toolkit));
        return true;
    }
    if (strcmp(key, "small") == 0 || strcmp(key, "focus") == 0) {
        snprintf(out, size, "%s", *key == 's' ? toolkit_small(w->toolkit) : toolkit_focus(w->toolkit));
        return true;
    }
    for (size_t i = 0; i < sizeof STATE / sizeof *STATE; i++)
        if (strcmp(STATE[i].key, key) == 0) {
            snprintf(out, size, "%d", STATE[i].value);
            return true;
        }
    return false;
}

static bool expect(const struct workspace *w, char *rule, struct err *err)
{
    char *equals = strchr(rule, '=');
    if (!equals)
        return err_set(err, ERR_USAGE, "expect needs KEY=VALUE");
    *equals = 0;
    if (strcmp(rule, "said") == 0)
        return (equals[1] ? strstr(w->said, equals + 1) != NULL : !*w->said) ||
               err_set(err, ERR_INPUT, "said \"%s\", expected \"%s\"", w->said, equals + 1);
    char room[64];
    const char *value = room;
    if (!view_state(w, rule, room, sizeof room)) {
        struct param_at at;
        const struct case_ *case_ = session_case(w->session);
        if (!case_ || !param_find(case_, w->option, rule, &at, err))
            return false;
        value = param_text(case_, &at, room);
    }
    if (strcmp(value, equals + 1) == 0)
        return true;
    return err_set(err, ERR_INPUT, "%s is %s, expected %s", rule, value, equals + 1);
}

enum { TAP_FRAMES = 6 };

static void begin_tap(struct script *script, const char *id, struct workspace *w)
{
    snprintf(script->tap, sizeof script->tap, "%s", id);
    script->tap_frames = TAP_FRAMES;
    toolkit_reveal(w->toolkit, id);
}

// False: still scrolling.
static bool finish_tap(struct script *script, SDL_Window *window, const struct workspace *w, struct err *err)
{
    SDL_FRect box;
    int width = 0;
    SDL_GetWindowSize(window, &width, NULL);
    double unit = width / w->width_pt; // SDL's coordinates for a point
    if (!*script->tap)
        return true;
    if (script->tap_frames-- > 0)
        return false;
    if (toolkit_where(w->toolkit, script->tap, &box)) {
        int x = (int)(unit * (double)(box.x + 0.5f * box.w)), y = (int)(unit * (double)(box.y + 0.5f * box.h));
        push_drag(x, y, x, y);
    } else {
        script->failed = !err_set(err, ERR_INPUT, "line %d: there is no %s on the screen", script->line, script->tap);
    }
    script->tap[0] = 0;
    return true;
}

static bool is_making(const struct workspace *w)
{
    bool is_busy = screens_are_busy(w);
    for (int i = 0; i < PREVIEW_MOST_SLOTS; i++)
        is_busy |= preview_is_busy(w->preview, i);
    return is_busy;
}

// At rest: nothing asked for is still being made, and some quiet frames have passed; or the words are said, for as
// long. Where only the clock is waited for, as by a toast that is to vanish, that time is skipped.
static bool is_at_rest(struct script *script, const struct workspace *w)
{
    bool hears = *script->heard != 0;
    bool is_busy = hears ? strstr(w->said, script->heard) == NULL : is_making(w);
    double wait_s = hears || is_busy ? HUGE_VAL : toolkit_wait_s(w->toolkit);
    if (wait_s < HUGE_VAL) {
        is_busy = true;
        script->skipped_s += wait_s;
    }
    script->rest = is_busy ? 0 : script->rest + 1;
    return script->rest >= FRAMES_AT_REST;
}

static bool play(struct script *script, char *line, SDL_Window *window, struct workspace *w, struct err *err)
{
    char verb[16] = "";
    int used = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0;
    if (sscanf(line, "%15s %n", verb, &used) != 1 || verb[0] == '#')
        return true;
    char *rest = line + used;
    int numbers = sscanf(rest, "%d %d %d %d", &x1, &y1, &x2, &y2);
    if (strcmp(verb, "move") == 0 && numbers >= 2) {
        push_motion(x1, y1);
    } else if (strcmp(verb, "press") == 0 && numbers >= 2) {
        push_button(SDL_MOUSEBUTTONDOWN, x1, y1);
    } else if (strcmp(verb, "release") == 0 && numbers >= 2) {
        push_button(SDL_MOUSEBUTTONUP, x1, y1);
    } else if (strcmp(verb, "click") == 0 && numbers >= 2) {
        push_drag(x1, y1, x1, y1);
    } else if (strcmp(verb, "drag") == 0 && numbers == 4) {
        push_drag(x1, y1, x2, y2);
    } else if (strcmp(verb, "finger") == 0 && numbers == 4) {
        push_touch_drag(x1, y1, x2, y2);
    } else if (strcmp(verb, "tap") == 0) {
        begin_tap(script, rest, w);
    } else if (strcmp(verb, "wheel") == 0 && numbers >= 1) {
        char held[16] = "";
        sscanf(rest, "%*d %15s", held);
        push_wheel(x1, held);
    } else if (strcmp(verb, "key") == 0) {
        push_key(rest);
    } else if (strcmp(verb, "text") == 0) {
        push_text(rest);
    } else if (strcmp(verb, "drop") == 0) {
        push_drop(rest);
    } else if (strcmp(verb, "wait") == 0 || strcmp(verb, "hear") == 0) {
        snprintf(script->heard, sizeof script->heard, "%s", *verb == 'h' ? rest : "");
        script->waits = true;
        script->waits_since_ms = SDL_GetTicks64();
        script->rest = 0;
    } else if (strcmp(verb, "shot") == 0) {
        return save_shot(window, rest, err);
    } else if (strcmp(verb, "expect") == 0) {
        return expect(w, rest, err);
    } else if (strcmp(verb, "hold") == 0 || strcmp(verb, "go") == 0) {
        head_seek_hold(w, *verb == 'h');
    } else if (strcmp(verb, "walk") == 0) {
        walk_begin(&script->walk);
    } else if (strcmp(verb, "reset") == 0) {
        SDL_PushEvent(&(SDL_Event){.type = SDL_RENDER_DEVICE_RESET});
    } else if (strcmp(verb, "lose") == 0) {
        preview_lose(w->preview);
    } else if (strcmp(verb, "measure") == 0) {
        return measure_begin(script->measure, rest, w, err);
    } else if (strcmp(verb, "close") == 0) {
        SDL_PushEvent(&(SDL_Event){.type = SDL_QUIT});
    } else if (strcmp(verb, "quit") == 0) {
        w->wants_quit = true;
    } else {
        return err_set(err, ERR_USAGE, "unknown line: %s", line);
    }
    return true;
}

static bool wait_is_over(struct script *script, const struct workspace *w, struct err *err)
{
    if (!script->waits)
        return true;
    if (is_at_rest(script, w))
        script->waits = false;
    else if (SDL_GetTicks64() - script->waits_since_ms > MOST_WAIT_MS)
        script->failed = !err_set(err, ERR_MACHINE, "line %d: %s", script->line,
                                  *script->heard ? w->said : "the window does not come to rest");
    return !script->waits;
}

// A measurement goes on by itself until it is done.
static bool measure_goes_on(struct script *script, struct workspace *w, struct err *err)
{
    enum measure_state state = measure_frame(script->measure, w, err);
    script->failed |= state == MEASURE_FAILED;
    if (script->failed)
        err_prefix(err, "line %d", script->line);
    return state == MEASURE_ON;
}

double script_wait_s(const struct script *script)
{
    return measure_wait_s(script->measure);
}

double script_skipped_s(const struct script *script)
{
    return script->skipped_s;
}

bool script_step(struct script *script, SDL_Window *window, struct workspace *w, struct err *err)
{
    if (measure_goes_on(script, w, err))
        return true;
    if (script->walk.is_on && !walk_frame(&script->walk, w, err)) {
        err_prefix(err, "line %d", script->line);
        script->failed = true;
    }
    if (script->walk.is_on)
        return !script->failed;
    while (!script->failed && finish_tap(script, window, w, err) && wait_is_over(script, w, err) && !w->wants_quit) {
        if (script->failed)
            return false;
        if (!*script->next)
            return false;
        char *line = script->next, *end = strchr(line, '\n');
        script->next = end ? end + 1 : line + strlen(line);
        if (end)
            *end = 0;
        script->line++;
        if (!play(script, line, window, w, err)) {
            err_prefix(err, "line %d", script->line);
            script->failed = true;
        }
        if (script->failed)
            return false;
        if (measure_is_on(script->measure) || script->walk.is_on)
            return true;
        if (toolkit_wants_frame(w->toolkit) || SDL_HasEvents(SDL_FIRSTEVENT, SDL_LASTEVENT))
            return true; // what was pushed is taken before the next line
    }
    return !script->failed;
}
