// Controls, drawn by hand over ImGui's pressing of a button.
#include "toolkit_private.hpp"

#include <cmath>
#include <cstdio>

static const double TIP_AFTER_S = 0.6;

Fade::Fade(const toolkit *t) : list(draw_list()), is_on(t->is_disabled), from(list->VtxBuffer.Size) {}

Fade::~Fade()
{
    for (int i = from; is_on && i < list->VtxBuffer.Size; i++) {
        ImU32 &colour = list->VtxBuffer[i].col;
        colour = (colour & 0x00ffffffu) | (ImU32)((colour >> 24) * 2 / 5) << 24;
    }
}

// ---- what every control shares ----

// The whole box comes into sight, with a little air.
static void scroll_to(const toolkit *t, const ImRect &box)
{
    ImGuiWindow *window = ImGui::GetCurrentWindow();
    float above = window->InnerRect.Min.y + pt(t, 16) - box.Min.y;
    float below = box.Max.y - window->InnerRect.Max.y + pt(t, 16);
    float by = above > 0 ? -above : below > 0 ? below : 0;
    if (by != 0 && window->ScrollMax.y > 0)
        ImGui::SetScrollY(ImClamp(window->Scroll.y + by, 0.0f, window->ScrollMax.y));
}

static void stop_add(toolkit *t, const char *name, const Item &it, int flags)
{
    t->stops.push_back({it.id, name, it.box, t->regions.back().layer, (flags & ITEM_TAKES_SIDEWAYS) != 0,
                        (flags & ITEM_IS_TEXT) != 0, !t->is_disabled && !(flags & ITEM_NO_FOCUS)});
    bool is_asked = !t->reveal.empty() && t->reveal == name;
    if (is_asked || (t->focus_moved && t->focus == it.id))
        scroll_to(t, it.box);
    if (is_asked)
        t->reveal.clear();
}

Item item_at(toolkit *t, const char *id, const ImRect &box, int flags)
{
    Item it = {};
    it.box = box;
    it.id = ImGui::GetID(id);
    stop_add(t, id, it, flags);
    ImGui::ItemAdd(box, it.id);
    if (t->is_disabled) {
        if (t->context->ActiveId == it.id)
            ImGui::ClearActiveID();
        return it;
    }
    if (!(flags & ITEM_IS_TEXT))
        it.pressed = ImGui::ButtonBehavior(box, it.id, &it.hovered, &it.held);
    if (it.held && t->context->ActiveIdIsJustActivated && !(flags & ITEM_NO_FOCUS))
        focus_take(t, it.id);
    it.focused = t->focus == it.id && t->ring_is_on;
    it.pressed |= it.focused && t->activates;
    return it;
}

void focus_ring(const toolkit *t, const ImRect &box, bool is_focused, float round)
{
    if (!is_focused)
        return;
    float grow = pt(t, 3);
    box_edge(draw_list(), ImVec2(box.Min.x - grow, box.Min.y - grow), ImVec2(box.Max.x + grow, box.Max.y + grow),
             t->palette.accent, (round > 0 ? round : pt(t, ROUND)) + grow, pt(t, 2));
}

static ImU32 lit(const toolkit *t, ImU32 fill, const Item &it)
{
    return mixed(fill, t->palette.ink, it.held ? 0.16f : it.hovered ? 0.06f : 0.0f);
}

// ---- tips ----

// The last region that lies over the middle of the box.
static ImGuiWindow *window_over(const toolkit *t, const ImRect &box)
{
    ImGuiWindow *top = nullptr;
    int layer = -1;
    for (const toolkit::Placed &placed : t->placed)
        if (placed.layer >= layer && placed.window->Rect().Contains(box.GetCenter())) {
            top = placed.window;
            layer = placed.layer;
        }
    return top;
}

void tip_draw(toolkit *t)
{
    Tip tip = t->tip;
    t->tip.window = nullptr;
    if (!tip.window || window_over(t, tip.beside) != tip.window)
        return;
    const char *text = tip.text.c_str();
    ImVec2 size = text_size(t->small, text, 0), screen = ImGui::GetIO().DisplaySize;
    float pad = pt(t, 10), gap = pt(t, 8);
    float width = size.x + 2 * pad, height = size.y + 1.2f * pad;
    float middle = tip.beside.GetCenter().x - width / 2;
    float x = ImClamp(middle, gap, ImMax(gap, screen.x - width - gap));
    bool is_low = tip.beside.Max.y + gap + height > screen.y;
    float y = is_low ? tip.beside.Min.y - gap - height : tip.beside.Max.y + gap;
    ImDrawList *list = ImGui::GetForegroundDrawList();
    list->AddRectFilled(ImVec2(x, y), ImVec2(x + width, y + height), t->palette.ink, pt(t, 8));
    list->AddText(t->small, t->small->FontSize, ImVec2(floorf(x + pad), floorf(y + 0.6f * pad)), t->palette.panel,
                  text);
}

void tip_show(toolkit *t, const Item &it, const char *text)
{
    if (it.hovered && !it.held && !t->is_touch) {
        if (t->tip_id != it.id && t->tip_next != it.id)
            t->tip_from_s = t->now_s + TIP_AFTER_S;
        t->tip_next = it.id;
    }
    bool is_time = t->tip_id == it.id && t->tip_next == it.id && t->now_s >= t->tip_from_s;
    if (text[0] && (it.focused || is_time))
        t->tip = {ImGui::GetCurrentWindow(), it.box, text};
}

// ---- buttons ----

struct Look {
    ImU32 fill, ink, edge;
};

static Look look_of(const toolkit *t, button_kind kind)
{
    const Palette &p = t->palette;
    switch (kind) {
    case BUTTON_PRIMARY:
        return {p.accent, p.on_accent, 0};
    case BUTTON_DANGER:
        return {p.error, p.on_error, 0};
    case BUTTON_QUIET:
        return {t->regions.back().fill, p.ink, 0};
    default:
        return {p.card, p.ink, p.line};
    }
}

static Look chosen_look(const toolkit *t)
{
    const Palette &p = t->palette;
    return {mixed(p.panel, p.accent, 0.14f), p.accent, p.accent};
}

static void face(const toolkit *t, const Item &it, const Look &look)
{
    draw_list()->AddRectFilled(it.box.Min, it.box.Max, lit(t, look.fill, it), pt(t, ROUND));
    if (look.edge)
        box_edge(draw_list(), it.box.Min, it.box.Max, look.edge, pt(t, ROUND), ImMax(1.0f, floorf(pt(t, 1))));
}

// icon: ICON_COUNT for none.
static bool labelled(toolkit *t, const char *id, icon icon, const char *label, const Look &look, bool is_strong)
{
    Item it = item_at(t, id, cell_take(t, pt(t, TOUCH)));
    Fade fade(t);
    face(t, it, look);
    ImFont *font = is_strong ? t->strong : t->body;
    ImRect inner(ImVec2(it.box.Min.x + pt(t, 12), it.box.Min.y), ImVec2(it.box.Max.x - pt(t, 12), it.box.Max.y));
    if (icon < ICON_COUNT) {
        float size = pt(t, 22), gap = pt(t, 8);
        float all = ImMin(size + gap + text_width(font, label), inner.GetWidth());
        float x = inner.Min.x + (inner.GetWidth() - all) / 2;
        icon_draw(t, icon, ImVec2(x + size / 2, it.box.GetCenter().y), size, look.ink);
        inner.Min.x = x + size + gap;
        text_fit(font, inner, look.ink, label, 0);
    } else {
        text_fit(font, inner, look.ink, label, 0.5f);
    }
    focus_ring(t, it.box, it.focused);
    return it.pressed;
}

bool button(toolkit *t, const char *id, const char *label, enum button_kind kind)
{
    return button_with_icon(t, id, ICON_COUNT, label, kind);
}

bool button_with_icon(toolkit *t, const char *id, enum icon icon, const char *label, enum button_kind kind)
{
    bool is_strong = kind == BUTTON_PRIMARY || kind == BUTTON_DANGER;
    return labelled(t, id, icon, label, look_of(t, kind), is_strong);
}

double button_width(const toolkit *t, const char *label, bool has_icon)
{
    return text_width(t->strong, label) / t->scale + 24 + (has_icon ? 30 : 0) + 1;
}

bool button_toggle(toolkit *t, const char *id, const char *label, bool *on)
{
    Look look = *on ? chosen_look(t) : look_of(t, BUTTON_PLAIN);
    bool pressed = labelled(t, id, ICON_COUNT, label, look, *on);
    *on ^= pressed;
    return pressed;
}

bool row_toggle(toolkit *t, const char *id, const char *name, const char *value, bool *on)
{
    Item it = item_at(t, id, cell_take(t, pt(t, TOUCH)));
    Fade fade(t);
    Look look = *on ? chosen_look(t) : look_of(t, BUTTON_PLAIN);
    face(t, it, look);
    ImRect inner(ImVec2(it.box.Min.x + pt(t, 14), it.box.Min.y), ImVec2(it.box.Max.x - pt(t, 14), it.box.Max.y));
    float width = ImMin(text_width(t->small, value), inner.GetWidth() / 2);
    text_fit(*on ? t->strong : t->body, ImRect(inner.Min, ImVec2(inner.Max.x - width - pt(t, 12), inner.Max.y)),
             look.ink, name, 0);
    text_fit(t->small, ImRect(ImVec2(inner.Max.x - width, inner.Min.y), inner.Max), *on ? look.ink : t->palette.quiet,
             value, 1);
    focus_ring(t, it.box, it.focused);
    *on ^= it.pressed;
    return it.pressed;
}

bool icon_button(toolkit *t, const char *id, enum icon icon, const char *tip, bool is_on)
{
    ImRect cell = cell_take(t, pt(t, TOUCH));
    float side = cell.GetHeight(), x = floorf(cell.Min.x + (cell.GetWidth() - side) / 2);
    Item it = item_at(t, id, ImRect(x, cell.Min.y, x + side, cell.Max.y));
    Fade fade(t);
    Look look = is_on ? chosen_look(t) : look_of(t, BUTTON_QUIET);
    look.edge = 0;
    face(t, it, look);
    icon_draw(t, icon, it.box.GetCenter(), pt(t, 24), look.ink);
    focus_ring(t, it.box, it.focused);
    tip_show(t, it, tip);
    return it.pressed;
}

bool place_button(toolkit *t, const char *id, enum icon icon, const char *label, bool is_on)
{
    Item it = item_at(t, id, cell_take(t, pt(t, 52)));
    Fade fade(t);
    Look look = is_on ? chosen_look(t) : look_of(t, BUTTON_QUIET);
    look.edge = 0;
    face(t, it, look);
    float x = it.box.GetCenter().x, top = it.box.Min.y;
    icon_draw(t, icon, ImVec2(x, top + pt(t, 18)), pt(t, 22), look.ink);
    ImRect words(it.box.Min.x + pt(t, 4), top + pt(t, 31), it.box.Max.x - pt(t, 4), it.box.Max.y - pt(t, 3));
    text_fit(t->small, words, look.ink, label, 0.5f);
    focus_ring(t, it.box, it.focused);
    return it.pressed;
}

bool switch_row(toolkit *t, const char *id, const char *label, bool *on)
{
    Item it = item_at(t, id, cell_take(t, pt(t, TOUCH)));
    Fade fade(t);
    *on ^= it.pressed;
    float mid = floorf(it.box.GetCenter().y), r = pt(t, 14), width = pt(t, 50);
    float x = it.box.Max.x - width;
    text_fit(t->body, ImRect(it.box.Min, ImVec2(x - pt(t, 12), it.box.Max.y)), t->palette.ink, label, 0);
    ImU32 fill = lit(t, *on ? t->palette.accent : mixed(t->palette.track, t->palette.quiet, 0.35f), it);
    draw_list()->AddRectFilled(ImVec2(x, mid - r), ImVec2(x + width, mid + r), fill, r);
    ImVec2 knob(*on ? x + width - r : x + r, mid);
    draw_list()->AddCircleFilled(ImVec2(knob.x, knob.y + pt(t, 1)), r - pt(t, 2), IM_COL32(0, 0, 0, 40), 0);
    draw_list()->AddCircleFilled(knob, r - pt(t, 3), IM_COL32_WHITE, 0);
    focus_ring(t, ImRect(ImVec2(x, mid - r), ImVec2(x + width, mid + r)), it.focused, r);
    return it.pressed;
}

// ---- one of several ----

// The whole takes the focus and left and right; its parts are pressed.
struct Choice {
    Item whole;
    int index;
    bool changed;
};

static Choice choice_begin(toolkit *t, const char *id, const ImRect &box, int count, int index)
{
    Choice choice = {};
    choice.whole.box = box;
    choice.whole.id = ImGui::GetID(id);
    stop_add(t, id, choice.whole, ITEM_TAKES_SIDEWAYS);
    choice.whole.focused = t->focus == choice.whole.id && t->ring_is_on && !t->is_disabled;
    choice.index = index;
    if (choice.whole.focused && (t->sideways || t->jump) && count > 0) {
        int to = t->jump < 0 ? 0 : t->jump > 0 ? count - 1 : index + t->sideways;
        choice.index = ImClamp(to, 0, count - 1);
        choice.changed = choice.index != index;
    }
    return choice;
}

static Item choice_part(toolkit *t, Choice *choice, const char *id, int i, const ImRect &box)
{
    char name[96];
    snprintf(name, sizeof name, "%s#%d", id, i);
    Item it = item_at(t, name, box, ITEM_NO_FOCUS);
    if (it.held && t->context->ActiveIdIsJustActivated)
        focus_take(t, choice->whole.id);
    if (it.pressed && choice->index != i) {
        choice->index = i;
        choice->changed = true;
    }
    return it;
}

bool segmented(toolkit *t, const char *id, const char *const *labels, int count, int *index)
{
    ImRect box = cell_take(t, pt(t, TOUCH));
    Fade fade(t);
    Choice choice = choice_begin(t, id, box, count, *index);
    const Palette &p = t->palette;
    bool dark = t->look == THEME_DARK;
    draw_list()->AddRectFilled(box.Min, box.Max, dark ? p.paper : mixed(p.card, p.line, 0.5f), pt(t, ROUND));
    for (int i = 0; i < count; i++) {
        float step = box.GetWidth() / (float)count;
        ImRect part(floorf(box.Min.x + step * (float)i), box.Min.y, floorf(box.Min.x + step * (float)(i + 1)),
                    box.Max.y);
        Item it = choice_part(t, &choice, id, i, part);
        ImRect pill = shrunk(part, pt(t, 3));
        bool is_chosen = choice.index == i;
        if (is_chosen)
            draw_list()->AddRectFilled(ImVec2(pill.Min.x, pill.Min.y + pt(t, 1)),
                                       ImVec2(pill.Max.x, pill.Max.y + pt(t, 1.5)), faded(IM_COL32_BLACK, 0.14f),
                                       pt(t, 8));
        if (is_chosen || it.hovered || it.held)
            draw_list()->AddRectFilled(pill.Min, pill.Max,
                                       is_chosen ? (dark ? p.line : p.panel) : faded(p.ink, it.held ? 0.12f : 0.05f),
                                       pt(t, 8));
        text_fit(is_chosen ? t->strong : t->body, shrunk(pill, pt(t, 4)), is_chosen ? p.accent : p.ink, labels[i],
                 0.5f);
    }
    focus_ring(t, box, choice.whole.focused);
    *index = choice.index;
    return choice.changed;
}

bool swatches(toolkit *t, const char *id, const uint8_t (*colour)[3], const char *const *labels, int count, int *index)
{
    ImRect box = cell_take(t, pt(t, 52) + t->small->FontSize + pt(t, 6));
    Fade fade(t);
    Choice choice = choice_begin(t, id, box, count, *index);
    float gap = pt(t, count > 5 ? 4 : 8), step = (box.GetWidth() + gap) / (float)ImMax(count, 1);
    for (int i = 0; i < count; i++) {
        ImRect part(floorf(box.Min.x + step * (float)i), box.Min.y, floorf(box.Min.x + step * (float)(i + 1) - gap),
                    box.Max.y);
        Item it = choice_part(t, &choice, id, i, part);
        bool is_chosen = choice.index == i;
        ImRect chip(part.Min, ImVec2(part.Max.x, part.Min.y + pt(t, 52)));
        ImRect inner = shrunk(chip, pt(t, is_chosen ? 5 : 2));
        draw_list()->AddRectFilled(inner.Min, inner.Max, IM_COL32(colour[i][0], colour[i][1], colour[i][2], 255),
                                   pt(t, is_chosen ? 7 : 9));
        box_edge(draw_list(), inner.Min, inner.Max, faded(t->palette.ink, it.hovered ? 0.5f : 0.16f),
                 pt(t, is_chosen ? 7 : 9), ImMax(1.0f, pt(t, 1)));
        if (is_chosen)
            box_edge(draw_list(), ImVec2(chip.Min.x + pt(t, 1), chip.Min.y + pt(t, 1)),
                     ImVec2(chip.Max.x - pt(t, 1), chip.Max.y - pt(t, 1)), t->palette.accent, pt(t, ROUND), pt(t, 2.5));
        float more = gap / 2 + pt(t, 1); // a long word may stand out over the gap
        text_fit(t->small, ImRect(part.Min.x - more, chip.Max.y + pt(t, 6), part.Max.x + more, part.Max.y),
                 is_chosen ? t->palette.ink : t->palette.quiet, labels[i], 0.5f);
    }
    focus_ring(t, box, choice.whole.focused);
    *index = choice.index;
    return choice.changed;
}

// ---- text, progress, cards ----

static void field_frame(const toolkit *t, const ImRect &box, bool is_active)
{
    draw_list()->AddRectFilled(box.Min, box.Max, t->palette.card, pt(t, ROUND));
    box_edge(draw_list(), box.Min, box.Max,
             is_active ? t->palette.accent : mixed(t->palette.line, t->palette.quiet, 0.55f), pt(t, ROUND),
             is_active ? pt(t, 2) : ImMax(1.0f, pt(t, 1)));
}

// At rest it shows its text wrapped, which ImGui does not; while it is written in, long lines scroll.
static bool edit_lines(const toolkit *t, const char *hidden, ImGuiID id, char *text, size_t size, const ImRect &field)
{
    bool is_at_rest = t->context->ActiveId != id;
    if (is_at_rest)
        ImGui::PushStyleColor(ImGuiCol_Text, IM_COL32_BLACK_TRANS);
    bool changed = ImGui::InputTextMultiline(hidden, text, size, field.GetSize());
    if (!is_at_rest)
        return changed;
    ImGui::PopStyleColor();
    ImRect inner = shrunk(field, pt(t, 12));
    ImGui::PushClipRect(field.Min, field.Max, true);
    text_at(t->body, inner.Min, t->palette.ink, text, inner.GetWidth());
    ImGui::PopClipRect();
    return changed;
}

// lines: 1 for a field that Enter leaves.
static bool edit_field(toolkit *t, const char *id, const char *label, const char *empty, char *text, size_t size,
                       int lines)
{
    float above = t->small->FontSize + pt(t, 6);
    float more = (float)(lines - 1) * t->body->FontSize;
    ImRect box = cell_take(t, above + pt(t, TOUCH) + more);
    Fade fade(t);
    text_fit(t->small, ImRect(box.Min, ImVec2(box.Max.x, box.Min.y + t->small->FontSize)), t->palette.quiet, label, 0);
    ImRect field(ImVec2(box.Min.x, box.Min.y + above), box.Max);
    Item it = {};
    it.box = field;
    std::string hidden = std::string("##") + id; // ImGui shows no label
    it.id = ImGui::GetID(hidden.c_str());
    stop_add(t, id, it, ITEM_IS_TEXT);
    field_frame(t, field, t->context->ActiveId == it.id);
    if (!text[0])
        text_fit(t->body, shrunk(field, pt(t, 12)), t->palette.quiet, empty, 0);
    if (t->is_disabled) {
        text_fit(t->body, shrunk(field, pt(t, 12)), t->palette.ink, text, 0);
        return false;
    }
    bool asks = t->focus == it.id && (t->enters_text == it.id || (t->ring_is_on && t->activates));
    if (asks)
        t->context->NavActivateInputId = it.id;
    t->enters_text = t->enters_text == it.id ? 0 : t->enters_text;
    ImVec2 cursor = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos(field.Min);
    ImGui::SetNextItemWidth(field.GetWidth());
    if (t->context->ActiveId == it.id)
        t->text_box = field;
    bool changed = lines > 1 ? edit_lines(t, hidden.c_str(), it.id, text, size, field)
                             : ImGui::InputText(hidden.c_str(), text, size);
    ImGui::SetCursorScreenPos(cursor);
    return changed;
}

bool text_field(toolkit *t, const char *id, const char *label, const char *empty, char *text, size_t size)
{
    return edit_field(t, id, label, empty, text, size, 1);
}

bool text_area(toolkit *t, const char *id, const char *label, char *text, size_t size, int lines)
{
    return edit_field(t, id, label, "", text, size, lines);
}

void progress(toolkit *t, const char *label, double share)
{
    float line = t->small->FontSize, track = pt(t, 8);
    ImRect box = cell_take(t, line + pt(t, 8) + track);
    char percent[16];
    share = ImClamp(share, 0.0, 1.0);
    snprintf(percent, sizeof percent, "%.0f %%", floor(share * 100));
    ImRect words(box.Min, ImVec2(box.Max.x, box.Min.y + line));
    text_fit(t->small, ImRect(words.Min, ImVec2(words.Max.x - pt(t, 56), words.Max.y)), t->palette.quiet, label, 0);
    text_fit(t->small, words, t->palette.ink, percent, 1);
    ImVec2 from(box.Min.x, box.Max.y - track);
    draw_list()->AddRectFilled(from, box.Max, t->palette.track, track / 2);
    float to = from.x + ImMax(track, box.GetWidth() * (float)share);
    if (share > 0)
        draw_list()->AddRectFilled(from, ImVec2(to, box.Max.y), t->palette.accent, track / 2);
}

bool picture_card(toolkit *t, const char *id, texture_id texture, double aspect, const char *label, bool is_chosen)
{
    float height = floorf(cell_width(t) / (float)ImMax(aspect, 0.05));
    Item it = item_at(t, id, cell_take(t, height + t->small->FontSize + pt(t, 6)));
    Fade fade(t);
    ImRect picture(it.box.Min, ImVec2(it.box.Max.x, it.box.Min.y + height));
    float round = pt(t, 8);
    draw_list()->AddRectFilled(picture.Min, picture.Max, t->palette.track, round);
    if (texture)
        draw_list()->AddImageRounded(texture_name(t, texture), picture.Min, picture.Max, ImVec2(0, 0), ImVec2(1, 1),
                                     IM_COL32_WHITE, round);
    if (it.hovered || it.held)
        draw_list()->AddRectFilled(picture.Min, picture.Max, faded(t->palette.ink, it.held ? 0.2f : 0.08f), round);
    if (is_chosen) // inside, so that neighbours may stand close
        box_edge(draw_list(), picture.Min, picture.Max, t->palette.accent, round, pt(t, 3));
    text_fit(t->small, ImRect(ImVec2(it.box.Min.x, picture.Max.y + pt(t, 6)), it.box.Max),
             is_chosen ? t->palette.ink : t->palette.quiet, label, 0.5f);
    focus_ring(t, it.box, it.focused);
    return it.pressed;
}
