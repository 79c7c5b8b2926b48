// What lies above all: dialogs and toasts.
#include "toolkit_private.hpp"

#include <cmath>
#include <cstdio>

static const double DIALOG_WIDTH = 480, TOAST_WIDTH = 480, TOAST_TOP = 80; // points
enum { MOST_TOASTS = 3 };

static float dialog_inner_width(const toolkit *t)
{
    return ImMin(pt(t, DIALOG_WIDTH), ImGui::GetIO().DisplaySize.x - pt(t, 32)) - 2 * pt(t, 24);
}

// Answers that do not fit side by side are stacked.
static bool answers_stack(const toolkit *t, const char *const *answers, int count)
{
    float cell = (dialog_inner_width(t) - pt(t, GAP) * (float)(count - 1)) / (float)count;
    for (int i = 0; i < count; i++)
        if (text_width(t->strong, answers[i]) > cell - pt(t, 24))
            return true;
    return false;
}

static int answers_draw(toolkit *t, const char *const *answers, int count, bool stacks)
{
    int answer = -1;
    layout_row(t, stacks ? 1 : count);
    for (int place = 0; place < count; place++) {
        int i = stacks ? place : count - 1 - place; // the first one, the usual one, at the right
        char name[32];
        snprintf(name, sizeof name, "dialog#%d", i);
        if (button(t, name, answers[i], i == 0 ? BUTTON_PRIMARY : BUTTON_PLAIN))
            answer = i;
    }
    return answer;
}

int dialog(toolkit *t, const char *title, const char *text, const char *const *answers, int count)
{
    float inner = dialog_inner_width(t), margin = 2 * pt(t, 24);
    ImVec2 screen = ImGui::GetIO().DisplaySize;
    bool stacks = answers_stack(t, answers, count);
    float rows = stacks ? (float)count : 1;
    float height = margin + text_size(t->title, title, inner).y + text_size(t->body, text, inner).y + 3 * pt(t, GAP) +
                   rows * pt(t, TOUCH) + (rows - 1) * pt(t, GAP);
    height = ImMin(ceilf(height), screen.y - pt(t, 32));
    double width_pt = (inner + margin) / t->scale, height_pt = height / t->scale;
    region_begin(t, "##dialog", REGION_DIALOG, (screen.x / t->scale - width_pt) / 2,
                 (screen.y / t->scale - height_pt) / 2, width_pt, height_pt);
    text_at(t->title, cell_take(t, text_size(t->title, title, inner).y).Min, t->palette.ink, title, inner);
    text_body(t, text);
    layout_space(t, GAP);
    int answer = answers_draw(t, answers, count, stacks);
    if (key_pressed(t, SDLK_RETURN, 0) || key_pressed(t, SDLK_KP_ENTER, 0))
        answer = 0;
    if (key_pressed(t, SDLK_ESCAPE, 0))
        answer = count - 1;
    region_end(t);
    return answer;
}

// ---- toasts ----

void toast(toolkit *t, enum note_kind kind, const char *text)
{
    double until_s = t->now_s + (kind == NOTE_INFO ? 4.0 : 8.0);
    t->settle_frames = ImMax(t->settle_frames, 2);
    for (Toast &old : t->toasts)
        if (old.kind == kind && old.text == text) {
            old.until_s = until_s;
            return;
        }
    t->toasts.push_back({kind, text, until_s});
    if (t->toasts.size() > MOST_TOASTS)
        t->toasts.erase(t->toasts.begin());
}

double toasts_wait_s(const toolkit *t)
{
    double wait_s = HUGE_VAL;
    for (const Toast &it : t->toasts)
        wait_s = ImMin(wait_s, ImMax(0.0, it.until_s - t->now_s));
    return wait_s;
}

// Gives its height; 0: it was pressed away.
static float toast_draw(toolkit *t, const Toast &it, int number, float top)
{
    const ImU32 COLOUR[] = {t->palette.accent, t->palette.warning, t->palette.error};
    ImVec2 screen = ImGui::GetIO().DisplaySize;
    float most = ImMin(pt(t, TOAST_WIDTH), screen.x - pt(t, 32)), left = pt(t, 52), right = pt(t, 20);
    ImVec2 size = text_size(t->body, it.text.c_str(), most - left - right);
    float width = left + size.x + right, height = size.y + 2 * pt(t, 14);
    float x = floorf((screen.x - width) / 2);
    char id[32];
    snprintf(id, sizeof id, "##toast%d", number);
    region_open(t, id, REGION_CARD, LAYER_TOAST, ImRect(x, top, x + width, top + height));
    ImRect box = ImGui::GetCurrentWindow()->Rect();
    snprintf(id, sizeof id, "toast#%d", number);
    Item item = item_at(t, id, box, ITEM_NO_FOCUS);
    icon_draw(t, it.kind == NOTE_INFO ? ICON_INFO : ICON_WARNING,
              ImVec2(box.Min.x + pt(t, 28), box.Min.y + pt(t, 14) + t->body->FontSize / 2), pt(t, 24), COLOUR[it.kind]);
    text_at(t->body, ImVec2(box.Min.x + left, box.Min.y + pt(t, 14)), t->palette.ink, it.text.c_str(),
            most - left - right);
    region_end(t);
    return item.pressed ? 0 : height;
}

void toasts_draw(toolkit *t)
{
    float top = pt(t, TOAST_TOP);
    for (size_t i = 0; i < t->toasts.size();) {
        float height = t->toasts[i].until_s <= t->now_s ? 0 : toast_draw(t, t->toasts[i], (int)i, top);
        if (height <= 0) {
            t->toasts.erase(t->toasts.begin() + (long)i);
            t->settle_frames = ImMax(t->settle_frames, 1);
            continue;
        }
        top += height + pt(t, 8);
        i++;
    }
}
