// Life of the toolkit and the frame.
#include "toolkit_private.hpp"

#include <backends/imgui_impl_opengl3.h>
#include <epoxy/gl.h>

#include <cmath>

enum { SETTLE_FRAMES = 3 }; // ImGui knows a frame late what is hovered, scrolls or wants text

// Window size to drawable size.
static double drawable_ratio(const toolkit *t)
{
    int window = 0, drawable = 0;
    SDL_GetWindowSize(t->window, &window, nullptr);
    SDL_GL_GetDrawableSize(t->window, &drawable, nullptr);
    return window > 0 && drawable > 0 ? (double)drawable / window : 1.0;
}

// Fonts are baked at physical size, so that nothing is ever stretched.
static bool scale_follow(toolkit *t)
{
    t->ratio = drawable_ratio(t);
    double scale = ImClamp(t->user_scale * t->ratio, 0.5, 6.0);
    if (scale == t->scale)
        return false;
    t->scale = scale;
    fonts_load(t);
    theme_apply(t);
    t->settle_frames = SETTLE_FRAMES;
    return true;
}

static void set_clipboard(void *, const char *text)
{
    SDL_SetClipboardText(text);
}

static const char *get_clipboard(void *context)
{
    std::string *held = (std::string *)context;
    char *text = SDL_GetClipboardText();
    *held = text ? text : "";
    SDL_free(text);
    return held->c_str();
}

static void open_context(toolkit *t)
{
    t->context = ImGui::CreateContext();
    ImGui::SetCurrentContext(t->context);
    ImGuiIO &io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.UserData = t;
    io.ConfigInputTextCursorBlink = false; // an idle window draws nothing
    io.SetClipboardTextFn = set_clipboard;
    io.GetClipboardTextFn = get_clipboard;
    io.ClipboardUserData = &t->clipboard;
    input_open(t);
    scale_follow(t);
}

toolkit *toolkit_create(SDL_Window *window, enum theme look, double scale, struct err *problem)
{
    if (epoxy_gl_version() < 33) {
        err_set(problem, ERR_MACHINE, "the window needs OpenGL 3.3, this system offers %d.%d", epoxy_gl_version() / 10,
                epoxy_gl_version() % 10);
        return nullptr;
    }
    toolkit *t = new toolkit();
    t->window = window;
    t->look = look;
    t->user_scale = scale;
    open_context(t);
    if (!toolkit_gl_again(t, problem)) {
        toolkit_destroy(t);
        return nullptr;
    }
    SDL_StopTextInput(); // SDL starts with it on
    return t;
}

void toolkit_gl_lost(toolkit *t)
{
    ImGui::SetCurrentContext(t->context);
    textures_bury(t);
    ImGui_ImplOpenGL3_Shutdown();
}

bool toolkit_gl_again(toolkit *t, struct err *problem)
{
    ImGui::SetCurrentContext(t->context);
    if (!ImGui_ImplOpenGL3_Init("#version 330 core"))
        return err_set(problem, ERR_MACHINE, "the window cannot draw: OpenGL 3.3 does not start");
    textures_again(t);
    t->settle_frames = SETTLE_FRAMES;
    return true;
}

void toolkit_destroy(toolkit *t)
{
    if (!t)
        return;
    ImGui::SetCurrentContext(t->context);
    textures_bury(t);
    if (ImGui::GetIO().BackendRendererUserData)
        ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext(t->context);
    delete t;
}

void toolkit_set_theme(toolkit *t, enum theme look)
{
    ImGui::SetCurrentContext(t->context);
    t->look = look;
    theme_apply(t);
    t->settle_frames = SETTLE_FRAMES;
}

void toolkit_set_scale(toolkit *t, double scale)
{
    t->user_scale = scale;
    t->settle_frames = SETTLE_FRAMES;
}

double toolkit_scale(const toolkit *t)
{
    return t->scale;
}

void toolkit_size(const toolkit *t, double *width, double *height)
{
    int width_px = 0, height_px = 0;
    SDL_GL_GetDrawableSize(t->window, &width_px, &height_px);
    *width = width_px / t->scale;
    *height = height_px / t->scale;
}

void toolkit_event(toolkit *t, const SDL_Event *event)
{
    bool is_from_mouse =
        event->type >= SDL_FINGERDOWN && event->type <= SDL_FINGERMOTION && event->tfinger.touchId == SDL_MOUSE_TOUCHID;
    if (!is_from_mouse) // SDL can make fingers of a mouse
        t->events.push_back(*event);
    t->settle_frames = SETTLE_FRAMES;
}

// ---- frame ----

static void frame_begin_time(toolkit *t, double now_s)
{
    double passed_s = now_s - t->now_s;
    ImGui::GetIO().DeltaTime = passed_s > 1e-4 ? (float)passed_s : 1e-4f;
    t->now_s = now_s;
}

bool toolkit_begin(toolkit *t, double now_s)
{
    ImGui::SetCurrentContext(t->context);
    textures_bury(t);
    t->copies.clear();
    int width = 0, height = 0;
    SDL_GL_GetDrawableSize(t->window, &width, &height);
    if (width <= 0 || height <= 0)
        return false;
    if (scale_follow(t)) {
        ImGui_ImplOpenGL3_DestroyFontsTexture();
        ImGui_ImplOpenGL3_CreateFontsTexture();
    }
    ImGui::GetIO().DisplaySize = ImVec2((float)width, (float)height);
    frame_begin_time(t, now_s);
    input_apply(t);
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    ImGui::PushFont(t->body);
    input_after_frame_began(t);
    focus_keys(t);
    return true;
}

static void follow_text_input(toolkit *t)
{
    bool wanted = ImGui::GetIO().WantTextInput;
    if (wanted == t->text_is_on)
        return;
    t->text_is_on = wanted;
    if (!wanted) {
        SDL_StopTextInput();
        return;
    }
    ImRect box = t->text_box; // where a keyboard on the screen must not lie
    float ratio = (float)t->ratio;
    SDL_Rect rect = {(int)(box.Min.x / ratio), (int)(box.Min.y / ratio), (int)(box.GetWidth() / ratio),
                     (int)(box.GetHeight() / ratio)};
    SDL_SetTextInputRect(&rect);
    SDL_StartTextInput();
}

void toolkit_end(toolkit *t)
{
    toasts_draw(t);
    focus_end_frame(t);
    t->cut.swap(t->cut_now);
    t->cut_now.clear();
    tip_draw(t);
    regions_order(t);
    ImGui::PopFont();
    ImVec2 size = ImGui::GetIO().DisplaySize;
    ImVec4 paper = ImGui::ColorConvertU32ToFloat4(t->palette.paper);
    glViewport(0, 0, (int)size.x, (int)size.y);
    glDisable(GL_SCISSOR_TEST);
    glClearColor(paper.x, paper.y, paper.z, 1.0f);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui::Render();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    follow_text_input(t);
    if (t->settle_frames > 0 && t->events.empty())
        t->settle_frames--;
}

double toolkit_wait_s(const toolkit *t)
{
    if (!t->events.empty() || t->settle_frames > 0 || input_is_moving(t))
        return 0;
    double wait_s = toasts_wait_s(t);
    if (t->tip_id && t->tip_from_s > t->now_s)
        wait_s = ImMin(wait_s, t->tip_from_s - t->now_s);
    return wait_s;
}

bool toolkit_wants_frame(const toolkit *t)
{
    return toolkit_wait_s(t) < HUGE_VAL;
}

const char *toolkit_cut(const toolkit *t)
{
    return t->cut.c_str();
}

bool toolkit_where(const toolkit *t, const char *id, SDL_FRect *box)
{
    for (const Stop &stop : t->stops_before) {
        if (stop.name != id)
            continue;
        float scale = (float)t->scale;
        *box = {stop.box.Min.x / scale, stop.box.Min.y / scale, stop.box.GetWidth() / scale,
                stop.box.GetHeight() / scale};
        return true;
    }
    return false;
}

const char *toolkit_small(const toolkit *t)
{
    float least = pt(t, TOUCH) - 1.5f; // on whole pixels
    for (const Stop &stop : t->stops_before)
        if (stop.takes_focus && (stop.box.GetWidth() < least || stop.box.GetHeight() < least))
            return stop.name.c_str();
    return "";
}

const char *toolkit_focus(const toolkit *t)
{
    ImRect screen(ImVec2(0, 0), ImGui::GetIO().DisplaySize);
    for (const Stop &stop : t->stops_before)
        if (t->ring_is_on && stop.id == t->focus && screen.Contains(stop.box))
            return stop.name.c_str();
    return "";
}

bool toolkit_stop(const toolkit *t, int number, const char **name)
{
    if (number < 0 || number >= (int)t->stops_before.size())
        return false;
    const Stop &stop = t->stops_before[(size_t)number];
    *name = stop.takes_focus && stop.layer == t->top_layer ? stop.name.c_str() : "";
    return true;
}

void toolkit_reveal(toolkit *t, const char *id)
{
    t->reveal = id;
    t->settle_frames = SETTLE_FRAMES;
}
