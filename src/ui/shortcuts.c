#include "ui/shortcuts.h"

#include "ui/browse.h"
#include "ui/screen.h"
#include "ui/screen_state.h"
#include "ui/text.h"
#include "ui/window_case.h"

#define ZOOM_STEP 1.25
#define KEY_TURN_RAD 0.0174532925 // a degree

static void act_open(struct workspace *w, int which)
{
    (void)which;
    browse_open(w, BROWSE_FOR_OPEN);
}

static void act_save(struct workspace *w, int which)
{
    (void)which;
    window_case_save(w, NULL);
}

static void act_save_as(struct workspace *w, int which)
{
    (void)which;
    browse_open(w, BROWSE_FOR_SAVE);
}

static void act_undo(struct workspace *w, int which)
{
    (void)which;
    workspace_undo(w);
}

static void act_redo(struct workspace *w, int which)
{
    (void)which;
    workspace_redo(w);
}

static void act_step(struct workspace *w, int which)
{
    w->step = (enum step)which;
}

static void act_option(struct workspace *w, int which)
{
    const struct case_ *case_ = session_case(w->session);
    if (case_ && which < case_->option_count)
        w->option = which;
}

static void compare(struct workspace *w, enum compare_mode mode)
{
    w->compare = w->compare == mode ? COMPARE_NONE : mode;
}

static void act_wipe(struct workspace *w, int which)
{
    (void)which;
    compare(w, COMPARE_WIPE);
}

static void act_sides(struct workspace *w, int which)
{
    (void)which;
    compare(w, COMPARE_SIDES);
}

static void act_spread(struct workspace *w, int which)
{
    (void)which;
    compare(w, COMPARE_SPREAD);
}

static void show_moment(struct workspace *w, int index)
{
    if (index >= 0 && index < w->moment_count)
        w->moment = index;
}

static void act_sooner(struct workspace *w, int which)
{
    (void)which;
    show_moment(w, w->moment - 1);
}

static void act_later(struct workspace *w, int which)
{
    (void)which;
    show_moment(w, w->moment + 1);
}

static void act_play(struct workspace *w, int which)
{
    (void)which;
    w->is_playing = !w->is_playing;
    w->play_since_s = w->now_s;
}

static void zoom(struct workspace *w, double factor)
{
    struct viewport *v = &w->viewport;
    struct pt_view middle = {v->canvas_x + 0.5 * v->canvas_width, v->canvas_y + 0.5 * v->canvas_height};
    viewport_zoom_about(v, middle, factor);
}

static void act_fit(struct workspace *w, int which)
{
    (void)which;
    workspace_fit(w);
}

static void act_full_size(struct workspace *w, int which)
{
    (void)which;
    if (w->viewport.zoom > 0.0)
        zoom(w, 1.0 / w->viewport.zoom);
}

static void act_nearer(struct workspace *w, int which)
{
    (void)which;
    zoom(w, ZOOM_STEP);
}

static void act_farther(struct workspace *w, int which)
{
    (void)which;
    zoom(w, 1.0 / ZOOM_STEP);
}

static void act_turn_right(struct workspace *w, int which)
{
    (void)which;
    viewport_turn(&w->viewport, KEY_TURN_RAD);
}

static void act_turn_left(struct workspace *w, int which)
{
    (void)which;
    viewport_turn(&w->viewport, -KEY_TURN_RAD);
}

static void act_full_screen(struct workspace *w, int which)
{
    (void)which;
    w->is_full_screen = !w->is_full_screen;
}

static void act_back(struct workspace *w, int which)
{
    (void)which;
    if (w->step == STEP_SHOW)
        w->step = screens_of(w)->before_show;
}

static void act_help(struct workspace *w, int which)
{
    (void)which;
    w->shows_help = true;
}

const struct shortcut *shortcut_table(int *count)
{
    static const struct shortcut TABLE[] = {
        {SDLK_o, 1, KMOD_CTRL, N_("Ctrl+O"), N_("Open a case or a photo"), act_open},
        {SDLK_s, 1, KMOD_CTRL, N_("Ctrl+S"), N_("Save"), act_save},
        {SDLK_s, 1, KMOD_CTRL | KMOD_SHIFT, N_("Ctrl+Shift+S"), N_("Save under another name"), act_save_as},
        {SDLK_z, 1, KMOD_CTRL, N_("Ctrl+Z"), N_("Undo"), act_undo},
        {SDLK_y, 1, KMOD_CTRL, N_("Ctrl+Y"), N_("Redo"), act_redo},
        {SDLK_z, 1, KMOD_CTRL | KMOD_SHIFT, NULL, NULL, act_redo},
        {SDLK_1, STEP_COUNT, 0, "1 \xe2\x80\x93 8", N_("Steps, from Photo to Export"), act_step},
        {SDLK_a, COMPARE_MOST, 0, "A \xe2\x80\x93 D", N_("Options"), act_option},
        {SDLK_COMMA, 1, 0, N_(",  and  ."), N_("The moment before, the next one"), act_sooner},
        {SDLK_PERIOD, 1, 0, NULL, NULL, act_later},
        {SDLK_p, 1, 0, "P", N_("Play the moments"), act_play},
        {SDLK_w, 1, 0, "W", N_("Before and after, with a wipe"), act_wipe},
        {SDLK_s, 1, 0, "S", N_("Options side by side"), act_sides},
        {SDLK_r, 1, 0, "R", N_("How it lasts: the range"), act_spread},
        {SDLK_v, 1, 0, N_("Hold V"), N_("Show the photo before"), NULL},
        {SDLK_f, 1, 0, "F", N_("The whole photo, or the head"), act_fit},
        {SDLK_0, 1, 0, "0", N_("Full size"), act_full_size},
        {SDLK_PLUS, 1, 0, N_("+  and  \xe2\x88\x92"), N_("Nearer and farther"), act_nearer},
        {SDLK_EQUALS, 1, 0, NULL, NULL, act_nearer},
        {SDLK_KP_PLUS, 1, 0, NULL, NULL, act_nearer},
        {SDLK_MINUS, 1, 0, NULL, NULL, act_farther},
        {SDLK_KP_MINUS, 1, 0, NULL, NULL, act_farther},
        {SDLK_RIGHTBRACKET, 1, 0, N_("[  and  ]"), N_("Turn the picture"), act_turn_right},
        {SDLK_LEFTBRACKET, 1, 0, NULL, NULL, act_turn_left},
        {SDLK_F11, 1, 0, "F11", N_("Full screen"), act_full_screen},
        {SDLK_ESCAPE, 1, 0, N_("Esc"), N_("Back from patient mode"), act_back},
        {SDLK_F1, 1, 0, "F1", N_("This help"), act_help},
    };
    *count = (int)(sizeof TABLE / sizeof *TABLE);
    return TABLE;
}

void shortcuts_take(struct workspace *w)
{
    int count;
    const struct shortcut *table = shortcut_table(&count);
    for (int i = 0; i < count; i++)
        for (int j = 0; table[i].act && j < table[i].count; j++)
            if (key_pressed(w->toolkit, table[i].first + j, table[i].modifiers))
                table[i].act(w, j);
}

void shortcuts_hold(struct workspace *w, const SDL_Event *event)
{
    int count;
    const struct shortcut *table = shortcut_table(&count);
    if (event->type != SDL_KEYDOWN && event->type != SDL_KEYUP)
        return;
    for (int i = 0; i < count; i++)
        if (!table[i].act && event->key.keysym.sym == table[i].first)
            w->holds_before = event->type == SDL_KEYDOWN && !SDL_IsTextInputActive();
}
