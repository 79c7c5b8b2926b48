// Textures, free drawing, the pointer over a canvas, keys.
#include "toolkit_private.hpp"

#include <epoxy/gl.h>

#include <cmath>

static const double WHEEL_TURN_RAD = 0.0174533; // a degree a notch

// 0xRRGGBBAA to ImGui's order.
static ImU32 colour_of(uint32_t rgba)
{
    return __builtin_bswap32(rgba);
}

static ImVec2 vec(double x, double y)
{
    return ImVec2((float)x, (float)y);
}

// In the order of bytes that windows have, so that a picture can be copied into one; the driver changes the order of
// what is written.
static GLuint new_name(ImVec2 size)
{
    GLuint name = 0;
    glGenTextures(1, &name);
    glBindTexture(GL_TEXTURE_2D, name);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, (GLsizei)size.x, (GLsizei)size.y, 0, GL_BGRA, GL_UNSIGNED_BYTE, nullptr);
    return name;
}

texture_id texture_create(toolkit *t, int width_px, int height_px)
{
    ImVec2 size((float)width_px, (float)height_px);
    t->textures[++t->last_texture] = {new_name(size), size};
    return t->last_texture;
}

void textures_again(toolkit *t)
{
    for (auto &entry : t->textures)
        entry.second.name = new_name(entry.second.size);
}

ImTextureID texture_name(const toolkit *t, texture_id texture)
{
    auto known = t->textures.find(texture);
    return (ImTextureID)(intptr_t)(known == t->textures.end() ? 0 : known->second.name);
}

void texture_write(toolkit *t, texture_id texture, const void *rgba, int left, int top, int width_px, int height_px,
                   size_t pitch_bytes)
{
    glBindTexture(GL_TEXTURE_2D, t->textures[texture].name);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, (GLint)(pitch_bytes / 4));
    glTexSubImage2D(GL_TEXTURE_2D, 0, left, top, width_px, height_px, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
}

// The frame that is being made may show it.
void texture_destroy(toolkit *t, texture_id texture)
{
    auto known = t->textures.find(texture);
    if (known == t->textures.end())
        return;
    t->doomed.push_back(known->second.name);
    t->textures.erase(known);
}

void textures_bury(toolkit *t)
{
    if (!t->doomed.empty())
        glDeleteTextures((GLsizei)t->doomed.size(), t->doomed.data());
    t->doomed.clear();
}

int texture_most_px(const toolkit *t)
{
    GLint most = 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &most);
    return t->texture_limit > 0 && t->texture_limit < most ? t->texture_limit : most;
}

void texture_limit(toolkit *t, int most_px)
{
    t->texture_limit = most_px;
}

// ---- free drawing ----

void draw_line(toolkit *, double x0, double y0, double x1, double y1, pen pen)
{
    draw_list()->AddLine(vec(x0, y0), vec(x1, y1), colour_of(pen.rgba), (float)pen.width_px);
}

void draw_polyline(toolkit *, const double (*points)[2], int count, bool closed, pen pen)
{
    draw_list()->PathClear();
    for (int i = 0; i < count; i++)
        draw_list()->PathLineTo(vec(points[i][0], points[i][1]));
    draw_list()->PathStroke(colour_of(pen.rgba), closed ? ImDrawFlags_Closed : 0, (float)pen.width_px);
}

void draw_disc(toolkit *, double x, double y, double radius_px, uint32_t fill, pen edge)
{
    if (fill & 255)
        draw_list()->AddCircleFilled(vec(x, y), (float)radius_px, colour_of(fill), 0);
    if (edge.width_px > 0)
        draw_list()->AddCircle(vec(x, y), (float)radius_px, colour_of(edge.rgba), 0, (float)edge.width_px);
}

void draw_box(toolkit *, double x, double y, double width, double height, double round_px, uint32_t fill)
{
    draw_list()->AddRectFilled(vec(x, y), vec(x + width, y + height), colour_of(fill), (float)round_px);
}

void draw_label(toolkit *t, double x, double y, const char *text, uint32_t rgba)
{
    ImVec2 size = text_size(t->small, text, 0);
    float left = floorf((float)x - size.x / 2), top = floorf((float)y - size.y / 2), pad = pt(t, 8);
    draw_list()->AddRectFilled(ImVec2(left - pad, top - pad / 2), ImVec2(left + size.x + pad, top + size.y + pad / 2),
                               faded(t->palette.panel, 0.88f), pt(t, 6));
    text_at(t->small, ImVec2(left, top), colour_of(rgba), text);
}

void draw_icon(toolkit *t, enum icon icon, double x, double y, double size_px, uint32_t rgba)
{
    icon_draw(t, icon, vec(x, y), (float)size_px, colour_of(rgba));
}

// ---- opaque areas ----
// ImGui blends a texture into every pixel. In software OpenGL that is three times the cost of a
// clear, and twenty times that of copying rows, so large opaque areas go by callbacks.

static void fill_now(const ImDrawList *, const ImDrawCmd *command)
{
    ImVec4 box = command->ClipRect;
    ImVec4 colour = ImGui::ColorConvertU32ToFloat4((ImU32)(uintptr_t)command->UserCallbackData);
    int height = (int)ImGui::GetIO().DisplaySize.y;
    glEnable(GL_SCISSOR_TEST);
    glScissor((int)box.x, height - (int)box.w, (int)(box.z - box.x), (int)(box.w - box.y));
    glClearColor(colour.x, colour.y, colour.z, 1.0f);
    glClear(GL_COLOR_BUFFER_BIT);
}

void fill_opaque(ImDrawList *list, const ImRect &box, ImU32 colour)
{
    if (box.GetWidth() < 1 || box.GetHeight() < 1)
        return;
    list->PushClipRect(box.Min, box.Max, true);
    list->AddCallback(fill_now, (void *)(uintptr_t)colour);
    list->PopClipRect();
}

// Rows of the texture to rows of the window, which software OpenGL copies as they are: with no scissor, or it draws.
static void copy_now(const ImDrawList *, const ImDrawCmd *command)
{
    const Copy *copy = (const Copy *)command->UserCallbackData;
    const ImVec4 &clip = command->ClipRect;
    GLint height = (GLint)ImGui::GetIO().DisplaySize.y;
    GLint left = ImMax((GLint)clip.x, copy->left), right = ImMin((GLint)clip.z, copy->left + copy->width);
    GLint top = ImMax((GLint)clip.y, copy->top), bottom = ImMin((GLint)clip.w, copy->top + copy->height);
    if (left >= right || top >= bottom)
        return;
    GLint x = copy->from_x - copy->left, y = copy->from_y - copy->top;
    GLuint source = 0;
    glGenFramebuffers(1, &source);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, source);
    glFramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, copy->name, 0);
    glDisable(GL_SCISSOR_TEST);
    glBlitFramebuffer(left + x, top + y, right + x, bottom + y, left, height - top, right, height - bottom,
                      GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glEnable(GL_SCISSOR_TEST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, 0);
    glDeleteFramebuffers(1, &source);
}

static void blend_off(const ImDrawList *, const ImDrawCmd *)
{
    glDisable(GL_BLEND);
}

static void blend_on(const ImDrawList *, const ImDrawCmd *)
{
    glEnable(GL_BLEND);
}

// A window of several samples for each pixel takes no copies.
static bool takes_copies()
{
    GLint buffers = 0;
    glGetIntegerv(GL_SAMPLE_BUFFERS, &buffers);
    return buffers == 0;
}

// Upright, on whole pixels, at its own size: every texel is a pixel.
static bool is_one_to_one(ImVec2 size, const double c[4][2])
{
    return c[0][0] == floor(c[0][0]) && c[0][1] == floor(c[0][1]) && c[1][0] - c[0][0] == (double)size.x &&
           c[1][1] == c[0][1] && c[2][0] == c[1][0] && c[2][1] - c[1][1] == (double)size.y && c[3][0] == c[0][0] &&
           c[3][1] == c[2][1];
}

void draw_texture(toolkit *t, texture_id texture, const double *part, const double c[4][2], const double clip[4])
{
    auto known = t->textures.find(texture);
    if (known == t->textures.end())
        return;
    ImVec2 whole = known->second.size, from(0, 0), to = whole;
    if (part) {
        from = vec(part[0], part[1]);
        to = vec(part[2], part[3]);
    }
    draw_list()->PushClipRect(vec(clip[0], clip[1]), vec(clip[2], clip[3]), true);
    if (is_one_to_one(ImVec2(to.x - from.x, to.y - from.y), c) && takes_copies()) {
        t->copies.push_back({known->second.name, (int)c[0][0], (int)c[0][1], (int)from.x, (int)from.y,
                             (int)(to.x - from.x), (int)(to.y - from.y)});
        draw_list()->AddCallback(copy_now, &t->copies.back());
    } else {
        ImVec2 a(from.x / whole.x, from.y / whole.y), b(to.x / whole.x, to.y / whole.y);
        draw_list()->AddCallback(blend_off, nullptr);
        draw_list()->AddImageQuad(texture_name(t, texture), vec(c[0][0], c[0][1]), vec(c[1][0], c[1][1]),
                                  vec(c[2][0], c[2][1]), vec(c[3][0], c[3][1]), a, ImVec2(b.x, a.y), b,
                                  ImVec2(a.x, b.y));
        draw_list()->AddCallback(blend_on, nullptr);
    }
    draw_list()->PopClipRect();
}

void draw_texture_faint(toolkit *t, texture_id texture, const double c[4][2], const double clip[4], double opacity)
{
    ImU32 tint = IM_COL32(255, 255, 255, (int)(ImClamp(opacity, 0.0, 1.0) * 255 + 0.5));
    draw_list()->PushClipRect(vec(clip[0], clip[1]), vec(clip[2], clip[3]), true);
    draw_list()->AddImageQuad(texture_name(t, texture), vec(c[0][0], c[0][1]), vec(c[1][0], c[1][1]),
                              vec(c[2][0], c[2][1]), vec(c[3][0], c[3][1]), ImVec2(0, 0), ImVec2(1, 0), ImVec2(1, 1),
                              ImVec2(0, 1), tint);
    draw_list()->PopClipRect();
}

void draw_clip(toolkit *, double x, double y, double width, double height)
{
    draw_list()->PushClipRect(vec(x, y), vec(x + width, y + height), true);
}

void draw_clip_end(toolkit *)
{
    draw_list()->PopClipRect();
}

// ---- pointer and keys ----

static void pinch_into(const toolkit *t, pointer *p)
{
    p->is_pinching = t->is_gesture && t->gestured == ImGui::GetCurrentWindow();
    p->pinch = 1;
    if (t->wheel_turns && p->is_over)
        p->turn_rad = (double)ImGui::GetIO().MouseWheel * WHEEL_TURN_RAD;
    if (!p->is_pinching)
        return;
    p->pinch = (double)t->pinch;
    p->turn_rad = (double)t->turn_rad;
    p->x = (double)t->gesture_at.x;
    p->y = (double)t->gesture_at.y;
    p->dx = (double)t->gesture_delta.x;
    p->dy = (double)t->gesture_delta.y;
}

pointer region_pointer(toolkit *t)
{
    ImGuiIO &io = ImGui::GetIO();
    ImRect box = ImGui::GetCurrentWindow()->Rect();
    ImGuiID id = ImGui::GetID("##pointer");
    bool hovered = false, held = false;
    ImGui::ItemAdd(box, id);
    ImGui::ButtonBehavior(box, id, &hovered, &held,
                          ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight |
                              ImGuiButtonFlags_MouseButtonMiddle | ImGuiButtonFlags_AllowItemOverlap);
    pointer p = {};
    p.is_over = hovered;
    p.is_down = held;
    p.pressed = ImGui::IsItemActivated();
    p.cancelled = t->cancelled == id;
    p.released = ImGui::IsItemDeactivated() && !p.cancelled;
    p.double_clicked = held && io.MouseDoubleClicked[0];
    p.x = (double)io.MousePos.x;
    p.y = (double)io.MousePos.y;
    p.dx = (double)io.MouseDelta.x;
    p.dy = (double)io.MouseDelta.y;
    p.wheel = hovered && !t->wheel_turns ? (double)io.MouseWheel : 0;
    p.pans = held && (io.MouseDown[1] || io.MouseDown[2] || t->space_is_down);
    if (p.pressed)
        focus_take(t, 0);
    pinch_into(t, &p);
    return p;
}

static bool fits(const SDL_Keysym &pressed, SDL_Keycode key, Uint16 modifiers)
{
    const Uint16 KINDS[] = {KMOD_CTRL, KMOD_SHIFT, KMOD_ALT};
    bool is_same = pressed.sym == key;
    for (Uint16 kind : KINDS)
        is_same &= ((pressed.mod & kind) != 0) == ((modifiers & kind) != 0);
    return is_same;
}

// A text field keeps letters, and of the keys with Ctrl those that edit its text.
static bool text_keeps(SDL_Keycode key, Uint16 modifiers)
{
    const SDL_Keycode EDITS[] = {SDLK_a, SDLK_c, SDLK_v, SDLK_x, SDLK_y, SDLK_z};
    bool is_letter = key >= SDLK_a && key <= SDLK_z;
    bool edits = false;
    for (SDL_Keycode edit : EDITS)
        edits |= key == edit;
    return !(modifiers & KMOD_CTRL) || !is_letter || edits;
}

bool key_pressed(toolkit *t, SDL_Keycode key, Uint16 modifiers)
{
    int layer = t->regions.empty() ? (int)LAYER_REGIONS : t->regions.back().layer;
    bool is_for_text = ImGui::GetIO().WantTextInput && text_keeps(key, modifiers);
    if (is_for_text || layer != t->top_layer)
        return false;
    for (const SDL_Keysym &pressed : t->pressed)
        if (fits(pressed, key, modifiers))
            return true;
    return false;
}
