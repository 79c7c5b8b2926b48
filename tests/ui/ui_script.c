#include "ui_script.h"

#include "testing.h"

#include "base/mem.h"
#include "image/encode.h"

#include <epoxy/gl.h>
#include <stdlib.h>
#include <string.h>

// Mesa keeps some memory for good; found by the address sanitizer only where it is built in.
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libEGL\nleak:libglapi\nleak:libgallium\nleak:_dri.so\nleak:libLLVM\n";
}

static bool window_open(struct ui_script *script, int width_px, int height_px)
{
    script->window = SDL_CreateWindow("test", 0, 0, width_px, height_px, SDL_WINDOW_OPENGL);
    script->context = script->window ? SDL_GL_CreateContext(script->window) : NULL;
    return script->context != NULL;
}

static void window_close(struct ui_script *script)
{
    if (script->context)
        SDL_GL_DeleteContext(script->context);
    if (script->window)
        SDL_DestroyWindow(script->window);
    *script = (struct ui_script){0};
}

// SDL and the driver stay loaded until the program ends.
bool ui_script_can_run(void)
{
    struct ui_script probe = {0};
    setenv("SDL_VIDEODRIVER", "offscreen", 1);
    bool can = SDL_Init(SDL_INIT_VIDEO) == 0 && SDL_GL_LoadLibrary(NULL) == 0;
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
    can = can && window_open(&probe, 64, 64);
    if (!can)
        printf("skipped: no OpenGL 3.3 without a display here: %s\n", SDL_GetError());
    window_close(&probe);
    return can;
}

void ui_script_open(struct ui_script *script, int width_px, int height_px, enum theme theme, double scale)
{
    assert_true(window_open(script, width_px, height_px));
    struct err err = {0};
    script->toolkit = toolkit_create(script->window, theme, scale, &err);
    if (!script->toolkit)
        fail_msg("%s", err.text);
}

void ui_script_close(struct ui_script *script)
{
    toolkit_destroy(script->toolkit);
    window_close(script);
}

void ui_script_frame(struct ui_script *script)
{
    script->now_s += 1.0 / 60;
    assert_true(toolkit_begin(script->toolkit, script->now_s));
    script->scene(script->toolkit, script->state);
    toolkit_end(script->toolkit);
}

int ui_script_settle(struct ui_script *script)
{
    int frames = 0;
    do {
        ui_script_frame(script);
        frames++;
    } while (toolkit_wait_s(script->toolkit) <= 0 && frames < 100);
    return frames;
}

void ui_script_wait(struct ui_script *script, double seconds)
{
    double until_s = script->now_s + seconds;
    while (toolkit_wait_s(script->toolkit) <= until_s - script->now_s) {
        script->now_s += toolkit_wait_s(script->toolkit);
        ui_script_frame(script);
    }
    script->now_s = until_s > script->now_s ? until_s : script->now_s;
}

// ---- events ----

void ui_script_push(struct ui_script *script, const SDL_Event *event)
{
    toolkit_event(script->toolkit, event);
}

// Points to SDL's window coordinates.
static int px(const struct ui_script *script, double points)
{
    int window = 0, drawable = 0;
    SDL_GetWindowSize(script->window, &window, NULL);
    SDL_GL_GetDrawableSize(script->window, &drawable, NULL);
    return (int)floor(points * toolkit_scale(script->toolkit) * window / drawable + 0.5);
}

static void push_motion(struct ui_script *script, Uint32 which, double x, double y)
{
    ui_script_push(
        script,
        &(SDL_Event){.motion = {.type = SDL_MOUSEMOTION, .which = which, .x = px(script, x), .y = px(script, y)}});
}

static void push_button(struct ui_script *script, Uint32 which, bool is_down, double x, double y)
{
    ui_script_push(script, &(SDL_Event){.button = {.type = is_down ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP,
                                                   .which = which,
                                                   .button = SDL_BUTTON_LEFT,
                                                   .state = is_down ? SDL_PRESSED : SDL_RELEASED,
                                                   .clicks = 1,
                                                   .x = px(script, x),
                                                   .y = px(script, y)}});
}

void ui_script_move(struct ui_script *script, double x, double y)
{
    push_motion(script, 0, x, y);
}

void ui_script_press(struct ui_script *script, double x, double y)
{
    push_button(script, 0, true, x, y);
}

void ui_script_release(struct ui_script *script, double x, double y)
{
    push_button(script, 0, false, x, y);
}

void ui_script_wheel(struct ui_script *script, double notches)
{
    ui_script_push(script,
                   &(SDL_Event){.wheel = {.type = SDL_MOUSEWHEEL, .y = (Sint32)notches, .preciseY = (float)notches}});
}

void ui_script_key(struct ui_script *script, SDL_Keycode key, Uint16 modifiers)
{
    SDL_Keysym sym = {.scancode = SDL_GetScancodeFromKey(key), .sym = key, .mod = modifiers};
    ui_script_push(script, &(SDL_Event){.key = {.type = SDL_KEYDOWN, .state = SDL_PRESSED, .keysym = sym}});
    ui_script_push(script, &(SDL_Event){.key = {.type = SDL_KEYUP, .state = SDL_RELEASED, .keysym = sym}});
}

void ui_script_type(struct ui_script *script, const char *utf8)
{
    SDL_Event event = {.text = {.type = SDL_TEXTINPUT}};
    snprintf(event.text.text, sizeof event.text.text, "%s", utf8);
    ui_script_push(script, &event);
}

static void push_finger(struct ui_script *script, Uint32 type, int finger, double x, double y)
{
    int width = 0, height = 0;
    SDL_GetWindowSize(script->window, &width, &height);
    ui_script_push(script, &(SDL_Event){.tfinger = {.type = type,
                                                    .touchId = 1,
                                                    .fingerId = finger,
                                                    .x = (float)px(script, x) / (float)width,
                                                    .y = (float)px(script, y) / (float)height}});
}

void ui_script_touch(struct ui_script *script, enum touch what, int finger, double x, double y)
{
    const Uint32 TYPES[] = {SDL_FINGERDOWN, SDL_FINGERMOTION, SDL_FINGERUP};
    if (finger == 0) { // SDL's mouse events come first
        if (what != TOUCH_UP)
            push_motion(script, SDL_TOUCH_MOUSEID, x, y);
        if (what != TOUCH_MOVE)
            push_button(script, SDL_TOUCH_MOUSEID, what == TOUCH_DOWN, x, y);
    }
    push_finger(script, TYPES[what], finger, x, y);
}

// ---- gestures ----

SDL_FRect ui_script_box(struct ui_script *script, const char *id)
{
    SDL_FRect box = {0};
    if (!toolkit_where(script->toolkit, id, &box))
        fail_msg("no widget %s", id);
    return box;
}

void ui_script_click(struct ui_script *script, const char *id)
{
    toolkit_reveal(script->toolkit, id);
    ui_script_settle(script);
    SDL_FRect box = ui_script_box(script, id);
    double x = (double)(box.x + box.w / 2), y = (double)(box.y + box.h / 2);
    ui_script_move(script, x, y);
    ui_script_press(script, x, y);
    ui_script_release(script, x, y);
    ui_script_settle(script);
}

void ui_script_drag(struct ui_script *script, double x0, double y0, double x1, double y1)
{
    ui_script_move(script, x0, y0);
    ui_script_press(script, x0, y0);
    for (int i = 1; i <= 4; i++) {
        ui_script_move(script, x0 + (x1 - x0) * i / 4, y0 + (y1 - y0) * i / 4);
        ui_script_frame(script);
    }
    ui_script_settle(script);
    ui_script_release(script, x1, y1);
    ui_script_settle(script);
}

// ---- pixels ----

struct image *ui_script_pixels(struct ui_script *script)
{
    int width = 0, height = 0;
    SDL_GL_GetDrawableSize(script->window, &width, &height);
    struct image *image = image_create(width, height, PIXELS_RGBA8, NULL);
    assert_non_null(image);
    glReadBuffer(GL_BACK);
    glPixelStorei(GL_PACK_ALIGNMENT, 4);
    for (int y = 0; y < height; y++) { // OpenGL's rows go up
        glReadPixels(0, height - 1 - y, width, 1, GL_RGBA, GL_UNSIGNED_BYTE, image_row(image, y));
        for (int x = 0; x < width; x++)
            image_row(image, y)[4 * x + 3] = 255;
    }
    return image;
}

uint32_t ui_script_hash(struct ui_script *script)
{
    struct image *image = ui_script_pixels(script);
    uint32_t hash = 2166136261u; // FNV-1a
    for (int y = 0; y < image->height_px; y++)
        for (int x = 0; x < 4 * image->width_px; x++)
            hash = (hash ^ image_row(image, y)[x]) * 16777619u;
    image_unref(image);
    return hash;
}

void ui_script_show(struct ui_script *script, const char *name)
{
    const char *folder = getenv("STIPPLE_UI_OUT");
    if (!folder)
        return;
    char path[512];
    snprintf(path, sizeof path, "%s/%s.png", folder, name);
    struct image *image = ui_script_pixels(script);
    struct colour_space space = colour_srgb();
    struct encode_request request = {.image = image, .space = &space, .format = PICTURE_PNG};
    struct bytes bytes = {0};
    struct err err = {0};
    if (!encode_picture(&request, &bytes, &err) || !file_write_atomic(path, bytes.data, bytes.size, &err))
        fail_msg("%s", err.text);
    mem_free(bytes.data);
    image_unref(image);
}
