// Colours, fonts and the little of ImGui's style that is used.
#include "toolkit_private.hpp"

#include <imgui_freetype.h>

#include <cstdlib>
#include <cstring>

static ImU32 rgb(unsigned code, unsigned alpha = 255)
{
    return IM_COL32((code >> 16) & 255, (code >> 8) & 255, code & 255, alpha);
}

// Every text colour has at least 4.5 to 1 on paper, panel and card (WCAG 2.1, 1.4.3); a test
// counts.
Palette palette_of(theme look)
{
    Palette p = {};
    bool dark = look == THEME_DARK;
    p.paper = rgb(dark ? 0x101315 : 0xe6eaec);
    p.panel = rgb(dark ? 0x1b1f23 : 0xffffff);
    p.card = rgb(dark ? 0x262c31 : 0xf2f5f6);
    p.line = rgb(dark ? 0x3b444b : 0xd4dbdf);
    p.ink = rgb(dark ? 0xf1f4f5 : 0x172026);
    p.quiet = rgb(dark ? 0xaab5bc : 0x52606a);
    p.accent = rgb(dark ? 0x45bfb0 : 0x0c7267);
    p.on_accent = rgb(dark ? 0x05201c : 0xffffff);
    p.track = rgb(dark ? 0x3f4950 : 0xcbd4d9);
    p.warning = rgb(dark ? 0xe9b44c : 0x855400);
    p.error = rgb(dark ? 0xf58a7f : 0xb3261e);
    p.on_error = rgb(dark ? 0x2c0905 : 0xffffff);
    p.shade = rgb(dark ? 0x000000 : 0x0d1418, dark ? 160 : 110);
    return p;
}

ImU32 mixed(ImU32 below, ImU32 above, float share)
{
    ImVec4 a = ImGui::ColorConvertU32ToFloat4(below), b = ImGui::ColorConvertU32ToFloat4(above);
    return ImGui::ColorConvertFloat4ToU32(
        ImVec4(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share, a.z + (b.z - a.z) * share, 1));
}

ImU32 faded(ImU32 colour, float alpha)
{
    return (colour & 0x00ffffffu) | (ImU32)(alpha * 255.0f + 0.5f) << 24;
}

void theme_apply(toolkit *t)
{
    t->palette = palette_of(t->look);
    ImGuiStyle &style = ImGui::GetStyle();
    style = ImGuiStyle();
    style.ItemSpacing = ImVec2(pt(t, GAP), pt(t, GAP));
    style.WindowBorderSize = 0;
    style.WindowMinSize = ImVec2(1, 1);
    style.FrameRounding = pt(t, ROUND);
    style.FrameBorderSize = 0;
    style.FramePadding = ImVec2(pt(t, 12), (pt(t, TOUCH) - t->body->FontSize) / 2);
    auto set = [&](ImGuiCol which, ImU32 colour) { style.Colors[which] = ImGui::ColorConvertU32ToFloat4(colour); };
    set(ImGuiCol_Text, t->palette.ink);
    set(ImGuiCol_FrameBg, IM_COL32_BLACK_TRANS);
    set(ImGuiCol_TextSelectedBg, faded(t->palette.accent, 0.35f));
}

// ---- fonts ----

static bool is_readable(const std::string &path)
{
    SDL_RWops *file = SDL_RWFromFile(path.c_str(), "rb");
    if (file)
        SDL_RWclose(file);
    return file != nullptr;
}

// First of the files that exists: Inter, then what most Linux systems have.
static std::string font_path(const char *inter, bool is_strong)
{
    const char *own = getenv("STIPPLE_FONTS");
    std::string folder = own ? own : "/usr/share/fonts/opentype/inter";
    const std::string candidates[] = {
        folder + "/" + inter + ".otf",
        is_strong ? "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
                  : "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        is_strong ? "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"
                  : "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    };
    for (const std::string &path : candidates)
        if (is_readable(path))
            return path;
    return "";
}

// FreeType's size here is ascender to descender; for Inter that is 1.21 of the em that designers
// name.
static const double EM = 1.21;

static ImFont *load(const toolkit *t, const char *inter, double em_points, bool is_strong, bool from_files)
{
    // Latin with Romanian and Vietnamese, Greek, Cyrillic, punctuation, euro, arrows, minus,
    // comparisons: a texture of 2048 holds all four faces at scale 3.
    static const ImWchar RANGES[] = {0x20,   0x17f,  0x1a0,  0x1a1,  0x1af,  0x1b0,  0x218,  0x21b,
                                     0x386,  0x3ce,  0x400,  0x45f,  0x490,  0x491,  0x1ea0, 0x1ef9,
                                     0x2010, 0x2027, 0x2030, 0x203a, 0x20ac, 0x20ac, 0x2190, 0x2193,
                                     0x2212, 0x2212, 0x2248, 0x2248, 0x2260, 0x2265, 0};
    ImFontAtlas *atlas = ImGui::GetIO().Fonts;
    std::string path = from_files ? font_path(inter, is_strong) : "";
    ImFontConfig config;
    config.SizePixels = floorf(pt(t, em_points * EM) + 0.5f);
    config.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    if (path.empty())
        return atlas->AddFontDefault(&config);
    return atlas->AddFontFromFileTTF(path.c_str(), config.SizePixels, &config, RANGES);
}

static bool load_all(toolkit *t, bool from_files)
{
    ImFontAtlas *atlas = ImGui::GetIO().Fonts;
    atlas->Clear();
    atlas->FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    t->body = load(t, "Inter-Regular", 16, false, from_files);
    t->small = load(t, "Inter-Regular", 14, false, from_files);
    t->strong = load(t, "Inter-SemiBold", 16, true, from_files);
    t->title = load(t, "InterDisplay-SemiBold", 22, true, from_files);
    return atlas->Build();
}

void fonts_load(toolkit *t)
{
    if (!load_all(t, true)) // a file that is no font
        load_all(t, false);
}

uint32_t theme_colour(const toolkit *t, const char *role)
{
    const Palette &p = t->palette;
    const struct {
        const char *name;
        ImU32 colour;
    } ROLES[] = {{"paper", p.paper}, {"panel", p.panel},     {"card", p.card},     {"line", p.line},
                 {"ink", p.ink},     {"quiet", p.quiet},     {"accent", p.accent}, {"on-accent", p.on_accent},
                 {"track", p.track}, {"warning", p.warning}, {"error", p.error},   {"on-error", p.on_error},
                 {"shade", p.shade}};
    for (const auto &entry : ROLES)
        if (strcmp(entry.name, role) == 0)
            return __builtin_bswap32(entry.colour); // ABGR in a word to 0xRRGGBBAA
    return 0xff00ffff;
}
