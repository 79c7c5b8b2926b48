// Lines and paragraphs.
#include "toolkit_private.hpp"

#include <cmath>
#include <cstring>

static const float LEADING = 1.14f; // of the face's height: 1.38 em

float text_width(ImFont *font, const char *text)
{
    return text_size(font, text, 0).x;
}

// Calls line(y, start, end) for each line; gives the height. Lines stand a little apart.
template <typename Line> static float lines_walk(ImFont *font, const char *text, float wrap, Line line)
{
    float y = 0;
    const char *end = text + strlen(text);
    for (const char *at = text; at < end;) {
        const char *stop = font->CalcWordWrapPositionA(1.0f, at, end, wrap);
        const char *newline = (const char *)memchr(at, '\n', (size_t)(end - at));
        stop = newline && newline <= stop ? newline : stop > at ? stop : end;
        line(y, at, stop);
        y += floorf(font->FontSize * LEADING);
        at = stop;
        if (*at == '\n')
            at++;
        else
            while (*at == ' ')
                at++;
    }
    return ImMax(font->FontSize, y - floorf(font->FontSize * (LEADING - 1)));
}

ImVec2 text_size(ImFont *font, const char *text, float wrap)
{
    if (wrap <= 0)
        return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text);
    float width = 0;
    float height = lines_walk(font, text, wrap, [&](float, const char *from, const char *to) {
        width = ImMax(width, font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, from, to).x);
    });
    return ImVec2(width, height);
}

void text_at(ImFont *font, ImVec2 at, ImU32 colour, const char *text, float wrap)
{
    float x = floorf(at.x), top = floorf(at.y);
    if (wrap <= 0) {
        draw_list()->AddText(font, font->FontSize, ImVec2(x, top), colour, text);
        return;
    }
    lines_walk(font, text, wrap, [&](float y, const char *from, const char *to) {
        draw_list()->AddText(font, font->FontSize, ImVec2(x, top + y), colour, from, to);
    });
}

// The longest start that leaves room for the ellipsis.
static std::string elided(ImFont *font, const char *text, float room)
{
    const char *ellipsis = font->FindGlyphNoFallback(0x2026) ? "\xe2\x80\xa6" : "...";
    float width = text_width(font, ellipsis);
    const char *end = text;
    while (*end) {
        unsigned code = 0;
        int bytes = ImTextCharFromUtf8(&code, end, nullptr);
        width += font->GetCharAdvance((ImWchar)code);
        if (width > room || bytes <= 0)
            break;
        end += bytes;
    }
    while (end > text && end[-1] == ' ')
        end--;
    return std::string(text, end) + ellipsis;
}

void text_fit(ImFont *font, const ImRect &box, ImU32 colour, const char *text, float align)
{
    std::string line = text;
    float width = text_width(font, text);
    if (width > box.GetWidth() + 0.5f) {
        static_cast<toolkit *>(ImGui::GetIO().UserData)->cut_now = text;
        line = elided(font, text, box.GetWidth());
        width = text_width(font, line.c_str());
    }
    text_at(font,
            ImVec2(box.Min.x + ImMax(0.0f, box.GetWidth() - width) * align,
                   box.Min.y + (box.GetHeight() - font->FontSize) / 2),
            colour, line.c_str());
}

static void paragraph(toolkit *t, ImFont *font, ImU32 colour, const char *text)
{
    float wrap = cell_width(t);
    ImRect box = cell_take(t, text_size(font, text, wrap).y);
    Fade fade(t);
    text_at(font, box.Min, colour, text, wrap);
}

void text_title(toolkit *t, const char *text)
{
    ImRect box = cell_take(t, t->title->FontSize);
    text_fit(t->title, box, t->palette.ink, text, 0);
}

void text_heading(toolkit *t, const char *text)
{
    ImRect box = cell_take(t, t->strong->FontSize);
    text_fit(t->strong, box, t->palette.ink, text, 0);
}

void text_body(toolkit *t, const char *text)
{
    paragraph(t, t->body, t->palette.ink, text);
}

void text_hint(toolkit *t, const char *text)
{
    paragraph(t, t->small, t->palette.quiet, text);
}

double text_hint_height(const toolkit *t, const char *text, double width)
{
    return text_size(t->small, text, pt(t, width)).y / t->scale;
}

void text_hint_line(toolkit *t, const char *text)
{
    ImRect box = cell_take(t, t->small->FontSize);
    Fade fade(t);
    std::string cut = t->cut_now;
    text_fit(t->small, box, t->palette.quiet, text, 0);
    t->cut_now = cut;
}

double text_hint_width(const toolkit *t, const char *text)
{
    return text_width(t->small, text) / t->scale;
}

double text_title_width(const toolkit *t, const char *text)
{
    return text_width(t->title, text) / t->scale;
}

// ---- keys ----

static const double KEY_ROW = 34, KEY_GAP = 12, KEY_COLUMNS_GAP = 28; // points

struct KeyColumn {
    const char *const (*rows)[2];
    int count;
    float keys, words; // widest of each
};

static KeyColumn key_column(const toolkit *t, const char *const (*rows)[2], int count)
{
    KeyColumn column = {rows, count, 0, 0};
    for (int i = 0; i < count; i++) {
        column.keys = ImMax(column.keys, text_width(t->strong, rows[i][0]) + pt(t, 20));
        column.words = ImMax(column.words, text_width(t->body, rows[i][1]) + 1);
    }
    return column;
}

void text_keys_size(const toolkit *t, const char *const (*rows)[2], int count, double *width, double *height)
{
    int half = (count + 1) / 2;
    KeyColumn left = key_column(t, rows, half), right = key_column(t, rows + half, count - half);
    float words = left.keys + left.words + right.keys + right.words;
    *width = words / t->scale + 2 * KEY_GAP + KEY_COLUMNS_GAP;
    *height = KEY_ROW * half;
}

static void key_column_draw(const toolkit *t, const KeyColumn &column, float x, float top, float right)
{
    for (int i = 0; i < column.count; i++) {
        float y = floorf(top + pt(t, KEY_ROW) * (float)i), bottom = y + pt(t, KEY_ROW);
        ImRect chip(x, y + pt(t, 3), x + column.keys, bottom - pt(t, 3));
        draw_list()->AddRectFilled(chip.Min, chip.Max, t->palette.card, pt(t, 7));
        box_edge(draw_list(), chip.Min, chip.Max, t->palette.line, pt(t, 7), ImMax(1.0f, pt(t, 1)));
        text_fit(t->strong, chip, t->palette.ink, column.rows[i][0], 0.5f);
        text_fit(t->body, ImRect(chip.Max.x + pt(t, KEY_GAP), y, right, bottom), t->palette.ink, column.rows[i][1], 0);
    }
}

void text_keys(toolkit *t, const char *const (*rows)[2], int count)
{
    int half = (count + 1) / 2;
    ImRect box = cell_take(t, pt(t, KEY_ROW * half));
    KeyColumn left = key_column(t, rows, half), right = key_column(t, rows + half, count - half);
    float needed = left.keys + left.words + pt(t, KEY_GAP + KEY_COLUMNS_GAP);
    float middle = floorf(box.Min.x + ImMin(needed, box.GetWidth() * 0.55f));
    key_column_draw(t, left, box.Min.x, box.Min.y, middle - pt(t, KEY_COLUMNS_GAP));
    key_column_draw(t, right, middle, box.Min.y, box.Max.x);
}

void text_value(toolkit *t, const char *label, const char *value)
{
    ImRect box = cell_take(t, t->body->FontSize);
    Fade fade(t);
    float width = ImMin(text_width(t->strong, value), box.GetWidth() * 0.6f), gap = pt(t, 12);
    text_fit(t->body, ImRect(box.Min, ImVec2(box.Max.x - width - gap, box.Max.y)), t->palette.quiet, label, 0);
    text_fit(t->strong, ImRect(ImVec2(box.Max.x - width, box.Min.y), box.Max), t->palette.ink, value, 1);
}

void text_note(toolkit *t, enum note_kind kind, const char *text)
{
    const ImU32 COLOUR[] = {t->palette.accent, t->palette.warning, t->palette.error};
    const ImU32 TINT[] = {t->palette.accent, IM_COL32(0xf2, 0xa5, 0x1c, 255), t->palette.error};
    float inset = pt(t, 12), left = pt(t, 44);
    float wrap = ImMax(cell_width(t) - left - inset, pt(t, 40));
    float height = text_size(t->small, text, wrap).y;
    ImRect box = cell_take(t, ImMax(height, pt(t, 20)) + 2 * inset);
    draw_list()->AddRectFilled(box.Min, box.Max, mixed(t->palette.panel, TINT[kind], 0.13f), pt(t, ROUND));
    icon_draw(t, kind == NOTE_INFO ? ICON_INFO : ICON_WARNING,
              ImVec2(box.Min.x + pt(t, 24), box.Min.y + inset + t->small->FontSize / 2), pt(t, 22), COLOUR[kind]);
    text_at(t->small, ImVec2(box.Min.x + left, box.Min.y + (box.GetHeight() - height) / 2), t->palette.ink, text, wrap);
}
