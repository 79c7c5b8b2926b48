#include "ui/window.h"

#include "base/language.h"
#include "base/mem.h"
#include "base/shown.h"
#include "ui/banner.h"
#include "ui/canvas.h"
#include "ui/drawer.h"
#include "ui/help.h"
#include "ui/hints.h"
#include "ui/screen.h"
#include "ui/screen_files.h"
#include "ui/script.h"
#include "ui/shortcuts.h"
#include "ui/text.h"
#include "ui/timeline.h"
#include "ui/top_bar.h"
#include "ui/window_case.h"
#include "ui/window_gl.h"

#include <epoxy/gl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TIMELINE_PT = 118, PANEL_PT = 372 };

struct window {
    struct window_gl gl;
    bool is_gl_lost;       // told by an event, or asked after a frame
    struct drawer *drawer; // the preview's; NULL: the processor draws
    bool said_failure;     // of the drawer
    Uint32 picture_event;
    struct script *script;
    struct recovery *recovery; // NULL: no place for it
    struct recovered *left;    // by a session that ended badly; NULL: none to ask about
    bool said_unkept;
    struct workspace w;
};

// ---- start and end ----

static bool open_sdl(struct window *window, const struct window_request *request, struct err *err)
{
    if (!getenv("SDL_VIDEODRIVER") && !getenv("XDG_RUNTIME_DIR")) // Wayland's library would complain of that itself
        SDL_SetHint(SDL_HINT_VIDEODRIVER, "x11,kmsdrm,offscreen");
    if (SDL_Init(SDL_INIT_VIDEO | SDL_INIT_EVENTS) != 0)
        return err_set(err, ERR_MACHINE,
                       "there is no display to open the window on (%s); the command line works "
                       "without: stipple --help",
                       SDL_GetError());
    const char *driver = SDL_GetCurrentVideoDriver();
    if (!request->script && (strcmp(driver, "offscreen") == 0 || strcmp(driver, "dummy") == 0))
        return err_set(err, ERR_MACHINE,
                       "there is no display to open the window on; the command line works "
                       "without: stipple --help");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    int width = request->width_pt ? request->width_pt : 1366, height = request->height_pt ? request->height_pt : 768;
    if (!window_gl_open(&window->gl, width, height, err))
        return false;
    SDL_SetWindowMinimumSize(window->gl.sdl, 960, 600);
    window->picture_event = SDL_RegisterEvents(1);
    return true;
}

// A driver in software shows what the processor draws, which is faster there; a graphics card draws itself.
static struct drawer *open_drawer(struct window *window, enum draws_by draws_by)
{
    struct err err = {0};
    if (draws_by == DRAWS_CPU || (draws_by == DRAWS_BEST && gl_use_of(&window->gl.facts) == GL_USE_SHOW))
        return NULL;
    struct drawer *drawer = drawer_create_gl(&err);
    SDL_GL_MakeCurrent(window->gl.sdl, window->gl.context); // of the two contexts this thread has the window's
    if (!drawer)
        toast(window->w.toolkit, NOTE_WARNING, err.text);
    return drawer;
}

static void open_preview(struct window *window, const struct window_request *request)
{
    struct workspace *w = &window->w;
    window->drawer = open_drawer(window, request->draws_by);
    struct preview_options options = {.threads = request->threads,
                                      .event_type = window->picture_event,
                                      .canvas_slots = SLOT_CARD,
                                      .drawer = window->drawer};
    w->preview = preview_create(&options);
    snprintf(w->renderer, sizeof w->renderer, "%s; shown by %s", window->drawer ? "OpenGL" : "processor",
             window->gl.facts.renderer);
    texture_limit(w->toolkit, request->most_texture_px);
}

// The profile of the display that the window is on.
static void follow_display(struct window *window)
{
    size_t size = 0;
    void *icc = SDL_GetWindowICCProfile(window->gl.sdl, &size);
    preview_set_display(window->w.preview, icc, size);
    SDL_free(icc);
}

static bool open_workspace(struct window *window, const struct window_request *request, struct err *err)
{
    struct workspace *w = &window->w;
    settings_load(&w->settings);
    language_start(request->words_folder);
    w->language = language_find(w->settings.language);
    w->language = w->language < 0 ? language_of_system() : w->language;
    language_use(w->language);
    w->shows_hints = request->is_first_look;
    w->theme = !request->has_theme && w->settings.has_theme ? w->settings.theme : request->theme;
    double scale = request->scale > 0.0 ? request->scale : 1.0;
    w->toolkit = toolkit_create(window->gl.sdl, w->theme, scale, err);
    if (!w->toolkit)
        return false;
    w->session = session_create();
    open_preview(window, request);
    w->host = request->host;
    w->step = STEP_HAIRLINE;
    w->band = BAND_LIKELY;
    w->wipe = 0.5;
    w->brush_mm = 12.0;
    w->zone = w->handle = -1;
    follow_display(window);
    if (window_case_open(w, request->path) && request->view < session_case(w->session)->view_count)
        w->view = request->view;
    w->is_demo = request->is_first_look;
    window->recovery = recovery_create();
    window->left = window->recovery ? recovery_find(window->recovery) : NULL;
    session_keep_in(w->session, window->recovery);
    return true;
}

static void close_all(struct window *window)
{
    struct workspace *w = &window->w;
    if (w->session) // there is none without a display
        session_keep_in(w->session, NULL);
    recovery_destroy(window->recovery);
    recovered_destroy(window->left);
    preview_destroy(w->preview);
    screens_finish(w);
    session_destroy(w->session);
    toolkit_destroy(w->toolkit);
    window_gl_close(&window->gl);
    SDL_Quit();
}

// ---- what is drawn ----

static void draw_work(struct workspace *w)
{
    double below = w->height_pt - TOP_BAR_PT, banner = banner_height(w), canvas_height = below - TIMELINE_PT - banner;
    double canvas_width = w->width_pt - STEPS_PT - PANEL_PT;
    top_bar_draw(w, w->width_pt);
    steps_draw(w, TOP_BAR_PT, below);
    banner_draw(w, STEPS_PT, TOP_BAR_PT, canvas_width);
    canvas_draw(w, STEPS_PT, TOP_BAR_PT + banner, canvas_width, canvas_height, screen_of(w->step)->overlay);
    timeline_draw(w, STEPS_PT, TOP_BAR_PT + banner + canvas_height, canvas_width, TIMELINE_PT);
    char panel[16]; // each step's own: how far one was scrolled is nothing to the next
    snprintf(panel, sizeof panel, "panel%d", (int)w->step);
    region_begin(w->toolkit, panel, REGION_PANEL, STEPS_PT + canvas_width, TOP_BAR_PT, PANEL_PT, below);
    screen_of(w->step)->panel(w);
    region_end(w->toolkit);
    hints_draw(w);
}

static void draw_shown(struct workspace *w) // patient mode: the picture and little else
{
    double below = w->height_pt - TIMELINE_PT, bar = screen_show_height(w);
    canvas_draw(w, 0, 0, w->width_pt, below - bar, screen_of(w->step)->overlay);
    timeline_draw(w, 0, below, w->width_pt, TIMELINE_PT);
    screen_show(w, below - bar);
}

static void ask_close(struct workspace *w)
{
    const char *answers[] = {_("Save"), _("Do not save"), _("Go back")};
    int answer =
        dialog(w->toolkit, _("Save before closing?"), _("The plan has changes that are not saved."), answers, 3);
    if (answer < 0)
        return;
    w->asks_close = false;
    w->wants_quit = answer == 1 || (answer == 0 && window_case_save(w, NULL));
}

static void ask_recover(struct window *window)
{
    const char *answers[] = {_("Take it up"), _("Not now")};
    struct workspace *w = &window->w;
    char name[64], when[64], said[512];
    struct tm local;
    time_t time = recovered_time(window->left);
    strftime(when, sizeof when, "%Y-%m-%d %H:%M", localtime_r(&time, &local));
    snprintf(said, sizeof said,
             _("Stipple ended without saving %.100s. What was planned until %s is still here. "
               "What is not taken up now is kept for seven days."),
             shown(recovered_name(window->left), name, sizeof name), when);
    int answer = dialog(w->toolkit, _("Take up the last session?"), said, answers, 2);
    if (answer < 0)
        return;
    struct recovered *left = window->left;
    window->left = NULL;
    if (answer == 0) {
        window_case_recover(w, left);
    } else {
        recovered_decline(left);
        window->left = recovery_find(window->recovery); // another that is left
    }
}

static void follow_full_screen(struct window *window)
{
    bool is_full = (SDL_GetWindowFlags(window->gl.sdl) & SDL_WINDOW_FULLSCREEN) != 0;
    if (is_full != window->w.is_full_screen)
        SDL_SetWindowFullscreen(window->gl.sdl, window->w.is_full_screen ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
}

static void draw(struct window *window)
{
    struct workspace *w = &window->w;
    int width = 0, height = 0;
    SDL_GL_GetDrawableSize(window->gl.sdl, &width, &height);
    w->width_pt = width / toolkit_scale(w->toolkit);
    w->height_pt = height / toolkit_scale(w->toolkit);
    toolkit_begin(w->toolkit, w->now_s);
    if (!screen_files_cover(w))
        shortcuts_take(w);
    follow_full_screen(window);
    workspace_moments(w);
    timeline_play(w);
    if (w->step == STEP_SHOW)
        draw_shown(w);
    else
        draw_work(w);
    screens_above(w);
    if (w->shows_help)
        help_draw(w);
    if (w->asks_close)
        ask_close(w);
    else if (window->left)
        ask_recover(window);
    workspace_photos(w);
    canvas_ask(w);
    timeline_ask(w);
    canvas_hasten(w);
    toolkit_end(w->toolkit);
    SDL_GL_SwapWindow(window->gl.sdl);
}

// ---- events ----

static void take_close(struct workspace *w)
{
    if (session_is_dirty(w->session))
        w->asks_close = true;
    else
        w->wants_quit = true;
}

static void take_event(struct window *window, const SDL_Event *event)
{
    struct workspace *w = &window->w;
    if (event->type == window->picture_event)
        canvas_receive(w, event->user.code);
    else if (event->type == SDL_WINDOWEVENT && (event->window.event == SDL_WINDOWEVENT_DISPLAY_CHANGED ||
                                                event->window.event == SDL_WINDOWEVENT_ICCPROF_CHANGED))
        follow_display(window);
    else if (event->type == SDL_RENDER_TARGETS_RESET || event->type == SDL_RENDER_DEVICE_RESET)
        window->is_gl_lost = true;
    else if (event->type == SDL_QUIT)
        take_close(w);
    else if (event->type == SDL_DROPFILE)
        screen_files_take(w, event->drop.file);
    shortcuts_hold(w, event);
    toolkit_event(w->toolkit, event);
    if (event->type == SDL_DROPFILE)
        SDL_free(event->drop.file);
}

// OpenGL given up in mid-work is told once; the pictures go on.
static void say_failure(struct window *window)
{
    struct workspace *w = &window->w;
    char why[sizeof((struct err *)0)->text] = "";
    if (window->drawer && !window->said_failure)
        drawer_failure(window->drawer, why, sizeof why);
    if (!*why)
        return;
    window->said_failure = true;
    snprintf(w->said, sizeof w->said,
             _("The graphics card no longer draws (%s). The processor goes on; nothing is lost."), why);
    toast(w->toolkit, NOTE_WARNING, w->said);
    snprintf(w->renderer, sizeof w->renderer, "processor; OpenGL was given up");
}

// Once for each time that keeping begins to fail.
static void say_unkept(struct window *window)
{
    struct workspace *w = &window->w;
    bool is_unkept = *session_unkept(w->session) != 0;
    if (is_unkept && !window->said_unkept) {
        snprintf(w->said, sizeof w->said, _("Your steps are not kept against a crash (%s). Save often."),
                 session_unkept(w->session));
        toast(w->toolkit, NOTE_WARNING, w->said);
    }
    window->said_unkept = is_unkept;
}

// The driver was reset: all is made anew, and the pictures are asked for again.
static bool renew_gl(struct window *window, struct err *err)
{
    struct workspace *w = &window->w;
    window->is_gl_lost = false;
    toolkit_gl_lost(w->toolkit);
    if (!window_gl_renew(&window->gl, err) || !toolkit_gl_again(w->toolkit, err))
        return false;
    drawer_renew(window->drawer);
    SDL_GL_MakeCurrent(window->gl.sdl, window->gl.context);
    workspace_pictures_lost(w);
    screens_pictures_lost(w);
    return true;
}

// Waits for what happens next; not at all while something moves.
static bool wait_event(struct window *window, SDL_Event *event)
{
    const struct workspace *w = &window->w;
    double wait_s = toolkit_wait_s(w->toolkit);
    if (w->is_playing)
        wait_s = fmin(wait_s, 0.015);
    if (window->script)
        wait_s = fmin(wait_s, script_wait_s(window->script));
    if (wait_s <= 0.0)
        return SDL_PollEvent(event) == 1;
    if (wait_s > 3600.0)
        return SDL_WaitEvent(event) == 1;
    return SDL_WaitEventTimeout(event, (int)ceil(1000.0 * wait_s)) == 1;
}

bool window_run(const struct window_request *request, struct err *err)
{
    struct window *window = mem_alloc(sizeof *window);
    bool is_open = open_sdl(window, request, err) && open_workspace(window, request, err);
    if (is_open && request->script)
        is_open = (window->script = script_load(request->script, err)) != NULL;
    struct workspace *w = &window->w;
    while (is_open && !w->wants_quit) {
        SDL_Event event;
        for (bool is_some = wait_event(window, &event); is_some; is_some = SDL_PollEvent(&event) == 1)
            take_event(window, &event);
        w->now_s = (double)SDL_GetTicks64() / 1000.0 + (window->script ? script_skipped_s(window->script) : 0.0);
        say_failure(window);
        if (window->is_gl_lost && !renew_gl(window, err)) {
            is_open = false;
            break;
        }
        draw(window);
        window->is_gl_lost |= window_gl_is_lost(&window->gl);
        say_unkept(window);
        if (window->script && !script_step(window->script, window->gl.sdl, w, err))
            break;
    }
    bool is_done = is_open && !(window->script && script_failed(window->script));
    script_destroy(window->script);
    close_all(window);
    mem_free(window);
    return is_done;
}
