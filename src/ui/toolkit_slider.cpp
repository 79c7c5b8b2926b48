// The slider and the chooser with its list.
#include "toolkit_private.hpp"

extern "C" {
#include "ui/text.h"
}

#include <cmath>
#include <cstdio>
#include <cstring>

static const double SLIDER_HEIGHT = 60, KNOB = 13, TRACK = 6; // points
static const double SLOP = 6;                                 // a finger chooses between sliding and scrolling, points

struct Span {
    double least, most, step;
};

static double snapped(double value, Span span)
{
    if (span.step > 0)
        value = span.least + round((value - span.least) / span.step) * span.step;
    return ImClamp(value, span.least, span.most) + 0.0; // no minus zero
}

static void value_text(char *out, size_t size, double value, double step, const char *unit)
{
    int decimals = step >= 1 ? 0 : step >= 0.1 ? 1 : 2;
    bool is_close = unit[0] == '\0' || !strcmp(unit, "\xc2\xb0"); // degrees touch their number
    snprintf(out, size, "%.*f%s%s", decimals, value, is_close ? "" : " ", unit);
    text_numbers(out);
}

static float knob_x(const ImRect &rail, double value, Span span)
{
    double range = span.most > span.least ? span.most - span.least : 1;
    return rail.Min.x + rail.GetWidth() * (float)((ImClamp(value, span.least, span.most) - span.least) / range);
}

static ImRect knob_box(const toolkit *t, const ImRect &rail, double value, Span span)
{
    float x = knob_x(rail, value, span), y = rail.GetCenter().y, r = pt(t, KNOB);
    return ImRect(x - r, y - r, x + r, y + r);
}

static double value_at(const ImRect &rail, float x, Span span)
{
    float share = rail.GetWidth() > 0 ? ImClamp((x - rail.Min.x) / rail.GetWidth(), 0.0f, 1.0f) : 0;
    return snapped(span.least + (span.most - span.least) * (double)share, span);
}

// The knob keeps its place under the pointer; elsewhere on the rail it jumps there.
static void grip(toolkit *t, const ImRect &rail, double value, Span span)
{
    float away = ImGui::GetIO().MousePos.x - knob_x(rail, value, span);
    t->slider_from = value;
    t->slider_grip_px = fabsf(away) <= pt(t, KNOB * 1.6) ? away : 0;
    t->slider_is_engaged = !t->is_touch;
}

static void drag(toolkit *t, const Item &it, const ImRect &rail, double *value, Span span)
{
    ImGuiIO &io = ImGui::GetIO();
    if (t->context->ActiveIdIsJustActivated)
        grip(t, rail, *value, span);
    t->slider_is_engaged |= fabsf(io.MousePos.x - io.MouseClickedPos[0].x) > pt(t, SLOP);
    bool is_tap = it.pressed && !t->slider_is_engaged;
    bool is_at_start = t->slider_grip_px != 0 && io.MousePos.x == io.MouseClickedPos[0].x;
    if ((t->slider_is_engaged || is_tap) && !is_at_start)
        *value = value_at(rail, io.MousePos.x - t->slider_grip_px, span);
}

static bool keys(toolkit *t, const Item &it, double *value, Span span)
{
    if (!it.focused || (!t->sideways && !t->jump))
        return false;
    double stride = (ImGui::GetIO().KeyShift ? 10 : 1) * span.step;
    if (t->jump)
        *value = t->jump < 0 ? span.least : span.most;
    else
        *value = snapped(*value + t->sideways * stride, span);
    return true;
}

static void slider_draw(toolkit *t, const Item &it, const ImRect &rail, const char *label, const char *text, float x)
{
    const Palette &p = t->palette;
    ImRect words(it.box.Min, ImVec2(it.box.Max.x, it.box.Min.y + pt(t, 24)));
    float width = text_width(t->strong, text), y = rail.GetCenter().y, half = pt(t, TRACK / 2);
    text_fit(t->strong, words, p.ink, text, 1);
    text_fit(t->body, ImRect(words.Min, ImVec2(words.Max.x - width - pt(t, 12), words.Max.y)), p.quiet, label, 0);
    ImVec2 from(it.box.Min.x, y - half), to(it.box.Max.x, y + half);
    draw_list()->AddRectFilled(from, to, p.track, half);
    draw_list()->AddRectFilled(from, ImVec2(x, to.y), p.accent, half);
    ImVec2 knob(x, y);
    float radius = pt(t, KNOB) + (it.held ? pt(t, 2) : 0);
    draw_list()->AddCircleFilled(ImVec2(x, y + pt(t, 2)), radius + pt(t, 1), IM_COL32(0, 0, 0, 36), 40);
    draw_list()->AddCircleFilled(knob, radius, p.accent, 0);
    draw_list()->AddCircleFilled(knob, radius - pt(t, it.hovered || it.held ? 4 : 3),
                                 t->look == THEME_DARK ? p.panel : IM_COL32_WHITE, 0);
}

slider_result slider(toolkit *t, const char *id, const char *label, const char *unit, double *value, double least,
                     double most, double step)
{
    Span span = {least, most, step};
    double before = *value;
    Item it = item_at(t, id, cell_take(t, pt(t, SLIDER_HEIGHT)), ITEM_TAKES_SIDEWAYS);
    Fade fade(t);
    float y = it.box.Max.y - pt(t, 18), knob = pt(t, KNOB);
    ImRect rail(it.box.Min.x + knob, y - knob, it.box.Max.x - knob, y + knob);
    bool is_cancelled = t->cancelled == it.id;
    bool has_ended = !t->is_disabled && ImGui::IsItemDeactivated() && !is_cancelled;
    if (it.held || has_ended)
        drag(t, it, rail, value, span);
    if (is_cancelled)
        *value = t->slider_from;
    bool by_key = keys(t, it, value, span);
    char text[64];
    value_text(text, sizeof text, *value, step, unit);
    slider_draw(t, it, rail, label, text, knob_x(rail, *value, span));
    focus_ring(t, knob_box(t, rail, *value, span), it.focused, pt(t, KNOB));
    bool changed = *value != before;
    return {changed, has_ended || (by_key && changed) || (is_cancelled && changed)};
}

// ---- chooser ----

static const double LIST_ROW = 48; // points

// Below the control, above it where there is more room, never outside the window.
static ImRect list_box(const toolkit *t, const ImRect &control, int count)
{
    ImVec2 screen = ImGui::GetIO().DisplaySize;
    float margin = pt(t, 8), wanted = pt(t, LIST_ROW * count + 16), gap = pt(t, 4);
    float below = screen.y - control.Max.y - gap - margin, above = control.Min.y - gap - margin;
    bool goes_down = wanted <= below || below >= above;
    float height = ImMin(wanted, goes_down ? below : above);
    float width = ImMax(control.GetWidth(), pt(t, 200));
    float x = ImClamp(control.Min.x, margin, ImMax(margin, screen.x - width - margin));
    float top = goes_down ? control.Max.y + gap : control.Min.y - gap - height;
    return ImRect(x, top, x + width, top + height);
}

static bool list_row(toolkit *t, const char *name, const char *label, bool is_chosen, const ImRect &box)
{
    Item it = item_at(t, name, box);
    if (it.hovered || it.held)
        draw_list()->AddRectFilled(box.Min, box.Max, faded(t->palette.ink, it.held ? 0.14f : 0.06f), pt(t, 8));
    ImRect words(ImVec2(box.Min.x + pt(t, 12), box.Min.y), ImVec2(box.Max.x - pt(t, 40), box.Max.y));
    text_fit(is_chosen ? t->strong : t->body, words, is_chosen ? t->palette.accent : t->palette.ink, label, 0);
    if (is_chosen)
        icon_draw(t, ICON_CHECK, ImVec2(box.Max.x - pt(t, 22), box.GetCenter().y), pt(t, 20), t->palette.accent);
    focus_ring(t, shrunk(box, pt(t, 3)), it.focused, pt(t, 6));
    return it.pressed;
}

// Gives the row chosen; -1: none yet, -2: put away.
static int list_draw(toolkit *t, const char *id, const ImRect &control, const char *const *labels, int count, int index)
{
    bool is_away = false;
    int layer = t->regions.back().layer + 1, answer = -1;
    veil(t, "##list-veil", layer, 0, &is_away);
    region_open(t, "##list", REGION_LIST, layer, list_box(t, control, count));
    bool is_new = ImGui::IsWindowAppearing();
    if (is_new)
        focus_enter_layer(t, layer);
    float top = ImGui::GetCursorScreenPos().y, left = ImGui::GetCursorScreenPos().x;
    float width = ImGui::GetContentRegionAvail().x;
    for (int i = 0; i < count; i++) {
        char name[96];
        snprintf(name, sizeof name, "%s#%d", id, i);
        float y = top + floorf(pt(t, LIST_ROW)) * (float)i;
        ImRect box(left, y, left + width, y + floorf(pt(t, LIST_ROW)));
        if (list_row(t, name, labels[i], i == index, box))
            answer = i;
        if (is_new && i == index) {
            t->focus = ImGui::GetID(name);
            ImGui::SetScrollY(ImMax(0.0f, y - top - pt(t, LIST_ROW)));
        }
    }
    ImGui::Dummy(ImVec2(1, floorf(pt(t, LIST_ROW)) * (float)count));
    if (key_pressed(t, SDLK_ESCAPE, 0) || is_away)
        answer = -2;
    region_end(t);
    return answer;
}

bool chooser(toolkit *t, const char *id, const char *label, const char *const *labels, int count, int *index)
{
    Item it = item_at(t, id, cell_take(t, pt(t, 52)));
    {
        Fade fade(t);
        const Palette &p = t->palette;
        bool is_open = t->open_list == it.id;
        float fill = it.held ? 0.16f : it.hovered || is_open ? 0.06f : 0;
        draw_list()->AddRectFilled(it.box.Min, it.box.Max, mixed(p.card, p.ink, fill), pt(t, ROUND));
        box_edge(draw_list(), it.box.Min, it.box.Max, is_open ? p.accent : p.line, pt(t, ROUND),
                 ImMax(1.0f, pt(t, is_open ? 2 : 1)));
        const char *now = *index >= 0 && *index < count ? labels[*index] : "";
        ImRect words(ImVec2(it.box.Min.x + pt(t, 14), it.box.Min.y), ImVec2(it.box.Max.x - pt(t, 40), it.box.Max.y));
        float name = ImMin(text_width(t->body, label), words.GetWidth() * 0.35f);
        float width = ImMin(text_width(t->strong, now), words.GetWidth() - name - pt(t, 12));
        text_fit(t->strong, ImRect(ImVec2(words.Max.x - width, words.Min.y), words.Max), p.ink, now, 1);
        text_fit(t->body, ImRect(words.Min, ImVec2(words.Max.x - width - pt(t, 12), words.Max.y)), p.quiet, label, 0);
        ImVec2 at(it.box.Max.x - pt(t, 22), it.box.GetCenter().y);
        ImVec2 mark[3] = {
            {at.x - pt(t, 6), at.y - pt(t, 3)}, {at.x, at.y + pt(t, 3)}, {at.x + pt(t, 6), at.y - pt(t, 3)}};
        draw_list()->AddPolyline(mark, 3, p.quiet, 0, pt(t, 2));
        focus_ring(t, it.box, it.focused);
    }
    if (it.pressed)
        t->open_list = it.id;
    if (t->open_list != it.id)
        return false;
    int answer = list_draw(t, id, it.box, labels, count, *index);
    if (answer != -1)
        t->open_list = 0;
    bool changed = answer >= 0 && answer != *index;
    if (answer >= 0)
        *index = answer;
    return changed;
}
