// Regions, their order and scroll bars, and the rows in them.
#include "toolkit_private.hpp"

#include <cmath>
#include <cstdio>

// ---- veil ----

void veil(toolkit *t, const char *id, int layer, ImU32 shade, bool *pressed)
{
    ImVec2 size = ImGui::GetIO().DisplaySize;
    ImRect all(ImVec2(0, 0), size);
    region_open(t, id, REGION_CLEAR, layer, all);
    draw_list()->AddRectFilled(all.Min, all.Max, shade);
    ImGuiID block = ImGui::GetID("block");
    bool hovered = false, held = false;
    ImGui::ItemAdd(all, block);
    *pressed = ImGui::ButtonBehavior(all, block, &hovered, &held, ImGuiButtonFlags_PressedOnClick);
    region_end(t);
}

// ---- scroll bar ----

static ImRect bar_of(const toolkit *t, const ImGuiWindow *window)
{
    ImRect box = window->InnerRect;
    float track = box.GetHeight() - 2 * pt(t, 6), all = box.GetHeight() + window->ScrollMax.y;
    float length = ImMax(pt(t, 40), track * box.GetHeight() / all);
    float top = box.Min.y + pt(t, 6) + (track - length) * window->Scroll.y / window->ScrollMax.y;
    return ImRect(ImVec2(box.Max.x - pt(t, 9), top), ImVec2(box.Max.x - pt(t, 4), top + length));
}

// Lies over the margin, so that nothing moves when it comes.
static void scroll_bar(toolkit *t)
{
    ImGuiWindow *window = ImGui::GetCurrentWindow();
    if (window->ScrollMax.y <= 0 || (window->Flags & ImGuiWindowFlags_NoScrollWithMouse))
        return;
    ImRect bar = bar_of(t, window);
    ImRect grip(ImVec2(bar.Min.x - pt(t, 8), bar.Min.y), ImVec2(window->InnerRect.Max.x, bar.Max.y));
    ImGui::PushClipRect(window->InnerRect.Min, window->InnerRect.Max, false);
    ImGuiID id = ImGui::GetID("##bar");
    bool hovered = false, held = false;
    ImGui::ItemAdd(grip, id);
    ImGui::ButtonBehavior(grip, id, &hovered, &held);
    if (held) {
        float run = window->InnerRect.GetHeight() - 2 * pt(t, 6) - bar.GetHeight();
        float by = ImGui::GetIO().MouseDelta.y * window->ScrollMax.y / ImMax(run, 1.0f);
        ImGui::SetScrollY(ImClamp(window->Scroll.y + by, 0.0f, window->ScrollMax.y));
    }
    float share = held ? 0.55f : hovered ? 0.4f : 0.18f;
    draw_list()->AddRectFilled(bar.Min, bar.Max, faded(t->palette.ink, share), pt(t, 2.5));
    ImGui::PopClipRect();
}

// ---- regions ----

static ImVec2 margin_of(const toolkit *t, int kind, float height)
{
    switch (kind) {
    case REGION_CLEAR:
        return ImVec2(0, 0);
    case REGION_BAR: { // one line of controls stands in its middle
        float middle = floorf((height - pt(t, TOUCH)) / 2);
        return ImVec2(pt(t, 20), ImClamp(middle, 0.0f, pt(t, 12)));
    }
    case REGION_CARD:
        return ImVec2(pt(t, 16), pt(t, 16));
    case REGION_DIALOG:
        return ImVec2(pt(t, 24), pt(t, 24));
    case REGION_LIST:
        return ImVec2(pt(t, 8), pt(t, 8));
    default:
        return ImVec2(pt(t, 20), pt(t, 20));
    }
}

// A thin line where a panel or bar meets the canvas, not along the window's own edge.
static void edges(const toolkit *t, int kind, const ImRect &box)
{
    ImVec2 screen = ImGui::GetIO().DisplaySize;
    float thin = ImMax(1.0f, floorf(pt(t, 1)));
    ImU32 line = t->palette.line;
    if (kind == REGION_PANEL && box.Min.x > 0)
        draw_list()->AddRectFilled(box.Min, ImVec2(box.Min.x + thin, box.Max.y), line);
    if (kind == REGION_PANEL && box.Max.x < screen.x)
        draw_list()->AddRectFilled(ImVec2(box.Max.x - thin, box.Min.y), box.Max, line);
    if (kind == REGION_BAR && box.Min.y > 0)
        draw_list()->AddRectFilled(box.Min, ImVec2(box.Max.x, box.Min.y + thin), line);
    if (kind == REGION_BAR && box.Min.y <= 0) // the others' neighbours above have none
        draw_list()->AddRectFilled(ImVec2(box.Min.x, box.Max.y - thin), box.Max, line);
}

static void region_paint(toolkit *t, int kind, ImU32 fill)
{
    ImRect box = ImGui::GetCurrentWindow()->Rect();
    bool floats = kind == REGION_CARD || kind == REGION_DIALOG || kind == REGION_LIST;
    float round = floats ? pt(t, kind == REGION_DIALOG ? 18 : 14) : 0;
    draw_list()->PushClipRectFullScreen();
    if (floats)
        box_shadow(draw_list(), box, round, pt(t, 14), t->look == THEME_DARK ? 0.5f : 0.16f);
    if (floats)
        draw_list()->AddRectFilled(box.Min, box.Max, fill, round);
    else if (kind != REGION_CLEAR)
        fill_opaque(draw_list(), box, fill);
    edges(t, kind, box);
    if (floats && t->look == THEME_DARK) // a shadow does not show on black
        box_edge(draw_list(), box.Min, box.Max, t->palette.line, round, ImMax(1.0f, pt(t, 1)));
    draw_list()->PopClipRect();
}

void region_open(toolkit *t, const char *id, int kind, int layer, ImRect box)
{
    ImU32 fill = t->palette.panel;
    box.Floor(); // neighbours still touch
    ImGui::SetNextWindowPos(box.Min);
    ImGui::SetNextWindowSize(box.GetSize());
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, margin_of(t, kind, box.GetHeight()));
    ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                             ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                             ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoNav |
                             ImGuiWindowFlags_NoFocusOnAppearing;
    if (kind == REGION_CLEAR || kind == REGION_BAR)
        flags |= ImGuiWindowFlags_NoScrollWithMouse;
    ImGui::Begin(id, nullptr, flags);
    ImGui::PopStyleVar();
    region_paint(t, kind, fill);
    t->regions.push_back({layer, fill, Row()});
    t->placed.push_back({ImGui::GetCurrentWindow(), layer});
    t->top_layer_now = ImMax(t->top_layer_now, layer == LAYER_TOAST ? LAYER_REGIONS : layer);
}

void region_begin(toolkit *t, const char *id, enum region_kind kind, double x, double y, double width, double height)
{
    int layer = t->regions.empty() ? (int)LAYER_REGIONS : t->regions.back().layer;
    if (kind == REGION_DIALOG) {
        layer = ImMin((t->top_layer_now | 1) + 1, (int)LAYER_MOST - 1);
        char name[32];
        snprintf(name, sizeof name, "##veil%d", layer);
        bool pressed = false;
        veil(t, name, layer, t->palette.shade, &pressed);
    }
    region_open(t, id, kind, layer, ImRect(pt(t, x), pt(t, y), pt(t, x + width), pt(t, y + height)));
    if (kind == REGION_DIALOG && ImGui::IsWindowAppearing()) {
        t->open_list = 0;
        focus_enter_layer(t, layer);
    }
}

static void row_end(toolkit *t)
{
    Row &row = t->regions.back().row;
    if (row.index > 0)
        ImGui::Dummy(ImVec2(1, row.height));
    row = Row();
}

void region_end(toolkit *t)
{
    row_end(t);
    t->is_disabled = false;
    scroll_bar(t);
    t->regions.pop_back();
    ImGui::End();
}

// Later calls lie above earlier ones, higher layers above all.
void regions_order(toolkit *t)
{
    for (int layer = LAYER_REGIONS; layer <= LAYER_TOAST; layer++)
        for (const toolkit::Placed &placed : t->placed)
            if (placed.layer == layer)
                ImGui::BringWindowToDisplayFront(placed.window);
    t->placed.clear();
}

bool region_scrolls(toolkit *)
{
    return ImGui::GetScrollMaxY() > 0.0f;
}

// ---- rows ----

void layout_widths(toolkit *t, int count, const double *widths)
{
    row_end(t);
    Row &row = t->regions.back().row;
    float gaps = pt(t, GAP) * (float)(count - 1), fixed = 0;
    int sharing = 0;
    for (int i = 0; i < count; i++) {
        fixed += pt(t, widths[i]);
        sharing += widths[i] <= 0;
    }
    float left = ImMax(0.0f, ImGui::GetContentRegionAvail().x - gaps - fixed);
    for (int i = 0; i < count; i++)
        row.widths.push_back(widths[i] > 0 ? pt(t, widths[i]) : left / (float)sharing);
}

void layout_row(toolkit *t, int columns)
{
    std::vector<double> equal((size_t)ImMax(columns, 1), 0.0);
    layout_widths(t, (int)equal.size(), equal.data());
}

void layout_space(toolkit *t, double height)
{
    row_end(t);
    ImGui::Dummy(ImVec2(1, ImMax(0.0f, pt(t, height) - pt(t, GAP))));
}

void layout_rule(toolkit *t)
{
    ImRect box = cell_take(t, ImMax(1.0f, pt(t, 1)));
    draw_list()->AddRectFilled(box.Min, box.Max, t->palette.line);
}

void layout_skip(toolkit *t)
{
    cell_take(t, 0);
}

void layout_disabled(toolkit *t, bool is_disabled)
{
    t->is_disabled = is_disabled;
}

float cell_width(const toolkit *t)
{
    const Row &row = t->regions.back().row;
    return row.widths.empty() ? ImGui::GetContentRegionAvail().x : row.widths[(size_t)row.index];
}

double layout_width(const toolkit *t)
{
    return cell_width(t) / t->scale;
}

ImRect cell_take(toolkit *t, float height)
{
    Row &row = t->regions.back().row;
    ImVec2 at = ImGui::GetCursorScreenPos();
    float width = cell_width(t), x = at.x;
    for (int i = 0; i < row.index; i++)
        x += row.widths[(size_t)i] + pt(t, GAP);
    float left = floorf(x + 0.5f), right = floorf(x + width + 0.5f), top = floorf(at.y);
    if (row.widths.size() < 2) {
        row = Row();
        ImGui::Dummy(ImVec2(1, height));
        return ImRect(left, top, right, top + height);
    }
    float lowest = height > 0 ? ImMax(height, pt(t, TOUCH)) : 0;
    row.height = ImMax(row.height, lowest);
    if (height > 0 && height < lowest) // low things stand in the middle beside buttons
        top += floorf((lowest - height) / 2);
    if (++row.index == (int)row.widths.size())
        row_end(t);
    return ImRect(left, top, right, top + height);
}
