// The pigment: shade on the patient's own skin, dilution, needle, pattern, and how dense a zone becomes.
#include "ui/screen.h"

#include "ui/match_sides.h"
#include "ui/tabs.h"
#include "ui/param_widget.h"
#include "ui/screen_state.h"
#include "ui/text.h"
#include "ui/words.h"

#include <stdio.h>
#include <string.h>

// Read once for a photo and a pose; a grey stands for skin that is not seen.
static void read_skin(struct workspace *w, struct screens *s)
{
    const struct case_ *case_ = session_case(w->session);
    const struct photo *photo = session_photo(w->session, w->view);
    if (s->skin_for == session_generation(w->session) + 1 && s->skin_view == w->view)
        return;
    s->skin_for = session_generation(w->session) + 1;
    s->skin_view = w->view;
    if (!photo || !skin_swatch_read(photo, &case_->view[w->view]->view, &case_->head, s->skin_rgb))
        memset(s->skin_rgb, 176, sizeof s->skin_rgb);
}

static void draw_shades(struct workspace *w, const struct zone *zone)
{
    struct screens *s = screens_of(w);
    const struct case_ *case_ = session_case(w->session);
    const struct photo *photo = session_photo(w->session, w->view);
    struct colour_space space = photo ? photo->space : colour_srgb();
    const struct param *param = param_in_group(PARAM_TECHNIQUE, "shade");
    uint8_t rgb[SHADE_COUNT + 1][3];
    char words[SHADE_COUNT][32];
    const char *names[SHADE_COUNT + 1] = {_("Bare")};
    if (!*s->slider_key) { // they follow when a slider is let go
        read_skin(w, s);
        skin_shades_make(s->shades, &space, s->skin_rgb, &case_->option[w->option]->technique, zone, &case_->course);
    }
    memcpy(rgb[0], s->skin_rgb, 3);
    for (int i = 0; i < SHADE_COUNT; i++) {
        memcpy(rgb[i + 1], skin_shades_rgb(s->shades, i), 3);
        param_choice_word(param, i, words[i], sizeof words[i]);
        names[i + 1] = words[i];
    }
    int index = (int)param_value(w, "technique.shade") + 1;
    index = index == 0 ? -1 : index;
    if (swatches(w->toolkit, "shades", (const uint8_t(*)[3])rgb, names, SHADE_COUNT + 1, &index) && index > 0)
        workspace_change(w, _("Shade"), 0, "technique.shade=%s", param->choice_name(index - 1));
    text_hint(w->toolkit,
              _("On this patient's skin, healed, seen from a distance. Approximate: the photo shows it better."));
}

static const struct zone *zone_at_hand(struct workspace *w)
{
    const struct option *option = session_case(w->session)->option[w->option];
    if (option->zone_count == 0)
        return NULL;
    return &option->zone[w->zone >= 0 && w->zone < option->zone_count ? w->zone : 0];
}

static void draw_density(struct workspace *w)
{
    const struct option *option = session_case(w->session)->option[w->option];
    const struct zone *zone = zone_at_hand(w);
    const char *names[OPTION_MOST_ZONES];
    char key[PARAM_KEY_BYTES];
    int index = (int)(zone - option->zone);
    for (int i = 0; i < option->zone_count; i++)
        names[i] = zone_word(option->zone[i].kind);
    if (option->zone_count > 1) // else the slider says it
        text_heading(w->toolkit, _("Density"));
    if (option->zone_count > 1 && chooser(w->toolkit, "density-zone", _("Zone"), names, option->zone_count, &index))
        w->zone = index;
    snprintf(key, sizeof key, "zone.%s.density_per_cm2", option->zone[index].name);
    param_control(w, key);
    param_help(w, key);
}

// How the same plan looks where it will be seen.
static void draw_light(struct workspace *w)
{
    const char *names[LIGHT_COUNT] = {_("Photo"), _("Soft"), _("Lamp"), _("Sun")};
    int index = (int)w->light;
    text_heading(w->toolkit, _("Light check"));
    if (segmented(w->toolkit, "light", names, LIGHT_COUNT, &index))
        w->light = (enum light)index;
    text_hint(w->toolkit,
              w->light == LIGHT_PHOTO
                  ? _("How the plan looks elsewhere: contrast and shine change, nothing moves.")
                  : _("An approximation: contrast and shine as they would be there, before and after alike. It "
                      "is not kept in the case."));
}

void screen_pigment(struct workspace *w)
{
    const struct case_ *case_ = session_case(w->session);
    if (!case_ || case_->option_count == 0)
        return;
    text_title(w->toolkit, _("Pigment"));
    option_tabs(w);
    static const struct zone USUAL = {.density_per_cm2 = 150.0, .size_scale = 1.0, .take_up = 1.0, .fade_scale = 1.0};
    draw_shades(w, zone_at_hand(w) ? zone_at_hand(w) : &USUAL);
    match_sides_draw(w);
    param_control(w, "technique.dilution");
    param_help(w, "technique.dilution");
    param_control(w, "technique.pigment");
    param_control(w, "course.hair");
    param_help(w, "course.hair");
    layout_space(w->toolkit, 8.0);
    if (zone_at_hand(w))
        draw_density(w);
    layout_space(w->toolkit, 8.0);
    draw_light(w);
    layout_space(w->toolkit, 8.0);
    text_heading(w->toolkit, _("Dots"));
    param_control(w, "technique.dot_diameter_mm");
    param_control(w, "technique.pattern");
    param_help(w, "technique.pattern");
    param_control(w, "technique.needle_depth_mm");
    param_help(w, "technique.needle_depth_mm");
    param_control(w, "technique.needle_depth_sd_mm");
    param_control(w, "technique.tilt_deg");
}
