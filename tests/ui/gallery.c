#include "gallery.h"

#include <stdio.h>
#include <string.h>

enum { PICTURE_PX = 96 };

void gallery_init(struct gallery *gallery)
{
    *gallery = (struct gallery){.density = 62,
                                .years = 2,
                                .tone = 0.35,
                                .edge = 1,
                                .shade = 2,
                                .template_ = 1,
                                .card = 3,
                                .guides = true,
                                .compares = true,
                                .answer = -1};
    snprintf(gallery->name, sizeof gallery->name, "J\xc3\xbcrgen Wei\xc3\x9f");
}

static void make_picture(struct toolkit *toolkit, struct gallery *gallery)
{
    static uint8_t pixels[PICTURE_PX][PICTURE_PX][4];
    for (int y = 0; y < PICTURE_PX; y++)
        for (int x = 0; x < PICTURE_PX; x++) {
            uint8_t colour[4] = {(uint8_t)(150 + x / 2), (uint8_t)(110 + y / 2), (uint8_t)(90 + y / 3), 255};
            memcpy(pixels[y][x], colour, 4);
        }
    gallery->picture = texture_create(toolkit, PICTURE_PX, PICTURE_PX);
    texture_write(toolkit, gallery->picture, pixels, 0, 0, PICTURE_PX, PICTURE_PX, PICTURE_PX * 4);
}

static void bar(struct toolkit *toolkit, struct gallery *gallery, double width)
{
    region_begin(toolkit, "bar", REGION_BAR, 0, 0, width, 60);
    layout_widths(toolkit, 11, (const double[]){150, 0, 44, 44, 44, 44, 44, 44, 44, 44, 120});
    text_title(toolkit, "Stipple");
    text_hint(toolkit, "Option B \xe2\x80\x93 soft, mature hairline");
    icon_button(toolkit, "open", ICON_OPEN, "Open a photo or case", false);
    icon_button(toolkit, "save", ICON_SAVE, "Save", false);
    icon_button(toolkit, "undo", ICON_UNDO, "Undo: density", false);
    layout_disabled(toolkit, true);
    icon_button(toolkit, "redo", ICON_REDO, "Redo", false);
    layout_disabled(toolkit, false);
    if (icon_button(toolkit, "compare", ICON_COMPARE, "Before and after", gallery->compares))
        gallery->compares = !gallery->compares;
    icon_button(toolkit, "eye", ICON_EYE, "Show the photo as it was", false);
    icon_button(toolkit, "full", ICON_FULLSCREEN, "Patient mode", false);
    icon_button(toolkit, "help", ICON_HELP, "Keys", false);
    button_with_icon(toolkit, "export", ICON_EXPORT, "Export", BUTTON_PRIMARY);
    region_end(toolkit);
}

static void left_panel(struct toolkit *toolkit, struct gallery *gallery, double height)
{
    static const char *const EDGES[] = {"Sharp", "Soft", "Diffuse"};
    static const char *const TEMPLATES[] = {"Straight", "Rounded", "Mature, receding temples", "Widow's peak"};
    static const char *const SHADES[] = {"Ash", "Taupe", "Umber", "Soot", "Black"};
    static const uint8_t COLOURS[][3] = {{146, 138, 130}, {120, 104, 94}, {92, 76, 66}, {62, 54, 50}, {38, 34, 34}};
    region_begin(toolkit, "left", REGION_PANEL, 0, 60, 340, height - 60);
    text_title(toolkit, "Hairline");
    text_hint(toolkit, "Drag the handles on the head, or choose a shape and change it.");
    chooser(toolkit, "template", "Shape", TEMPLATES, 4, &gallery->template_);
    segmented(toolkit, "edge", EDGES, 3, &gallery->edge);
    slider(toolkit, "density", "Density", "/cm\xc2\xb2", &gallery->density, 20, 120, 1);
    slider(toolkit, "tone", "Darkness", "", &gallery->tone, 0, 1, 0.05);
    text_note(toolkit, NOTE_WARNING, "The hairline lies lower than a third of the face. Check it with the guides.");
    switch_row(toolkit, "guides", "Thirds and centimetres", &gallery->guides);
    switch_row(toolkit, "mirror", "Mirror left and right", &gallery->mirror);
    layout_rule(toolkit);
    text_heading(toolkit, "Pigment");
    swatches(toolkit, "shade", COLOURS, SHADES, 5, &gallery->shade);
    text_note(toolkit, NOTE_INFO, "Shown on this patient's own skin.");
    text_note(toolkit, NOTE_ERROR, "The photo could not be read again.");
    region_end(toolkit);
}

static void right_panel(struct toolkit *toolkit, struct gallery *gallery, double left, double height)
{
    region_begin(toolkit, "right", REGION_PANEL, left, 60, 320, height - 60);
    text_heading(toolkit, "Patient");
    text_field(toolkit, "name", "Name", "", gallery->name, sizeof gallery->name);
    text_value(toolkit, "Area",
               "118\xe2\x80\x93"
               "141 cm\xc2\xb2");
    text_value(toolkit, "Dots in three sessions altogether",
               "21 000\xe2\x80\x93"
               "26 000");
    slider(toolkit, "years", "After", "years", &gallery->years, 0, 6, 0.5);
    progress(toolkit, "Making the pictures", 0.42);
    layout_row(toolkit, 2);
    button(toolkit, "plain", "Duplicate", BUTTON_PLAIN);
    button(toolkit, "quiet", "Rename", BUTTON_QUIET);
    layout_row(toolkit, 2);
    if (button(toolkit, "primary", "Ask", BUTTON_PRIMARY))
        gallery->has_dialog = true;
    button(toolkit, "danger", "Delete", BUTTON_DANGER);
    layout_row(toolkit, 2);
    button_toggle(toolkit, "dark", "Chosen", &gallery->is_dark);
    bool off = false;
    button_toggle(toolkit, "off", "A label that is much too long", &off);
    layout_disabled(toolkit, true);
    button_with_icon(toolkit, "disabled", ICON_TRASH, "Not now", BUTTON_PLAIN);
    layout_disabled(toolkit, false);
    static const char *const NEEDLES[] = {"Three points", "Single", "Five points", "Seven points", "Nine points"};
    chooser(toolkit, "last", "Needle", NEEDLES, 5, &gallery->step);
    for (int i = 0; i < ICON_COUNT; i++) {
        if (i % 5 == 0)
            layout_row(toolkit, 5);
        char id[16];
        snprintf(id, sizeof id, "icon%d", i);
        icon_button(toolkit, id, (enum icon)i, "An icon", i == ICON_HAND);
    }
    region_end(toolkit);
}

static void timeline(struct toolkit *toolkit, struct gallery *gallery, double left, double top, double width)
{
    static const char *const STEPS[] = {"Before",    "Session 1, fresh", "1, healed", "2, healed",
                                        "3, healed", "2 years",          "5 years"};
    region_begin(toolkit, "timeline", REGION_BAR, left, top, width, 128);
    layout_row(toolkit, 7);
    for (int i = 0; i < 7; i++) {
        char id[16];
        snprintf(id, sizeof id, "card%d", i);
        if (picture_card(toolkit, id, i == 5 ? 0 : gallery->picture, 1.1, STEPS[i], gallery->card == i))
            gallery->card = i;
    }
    region_end(toolkit);
}

static void canvas(struct toolkit *toolkit, struct gallery *gallery, double left, double width, double height)
{
    region_begin(toolkit, "canvas", REGION_CLEAR, left, 60, width, height);
    double s = toolkit_scale(toolkit), x = (left + 40) * s, y = 150 * s;
    const double CORNERS[4][2] = {{x, y}, {x + 400 * s, y}, {x + 400 * s, y + 300 * s}, {x, y + 300 * s}};
    draw_texture(toolkit, gallery->picture, NULL, CORNERS, (const double[]){x, y, x + 400 * s, y + 300 * s});
    struct pen white = {0xffffffff, 3 * s};
    draw_line(toolkit, x + 200 * s, y, x + 200 * s, y + 300 * s, white);
    draw_disc(toolkit, x + 200 * s, y + 150 * s, 22 * s, 0xffffffff, (struct pen){0x00000030, 1});
    draw_label(toolkit, x + 80 * s, y + 24 * s, "Before", theme_colour(toolkit, "ink"));
    region_pointer(toolkit);
    region_end(toolkit);
    region_begin(toolkit, "card", REGION_CARD, left + 40, 480, 300, 92);
    text_heading(toolkit, "Hint");
    text_hint(toolkit, "Drag the white line to compare.");
    region_end(toolkit);
}

void gallery_draw(struct toolkit *toolkit, void *state)
{
    struct gallery *gallery = state;
    static const char *const LONG_ANSWERS[] = {"Speichern",
                                               "Verwerfen und schlie\xc3\x9f"
                                               "en",
                                               "Zur\xc3\xbc"
                                               "ck zur Beratung"};
    static const char *const ANSWERS[] = {"Save", "Don't save", "Cancel"};
    double width = 0, height = 0;
    toolkit_size(toolkit, &width, &height);
    if (!gallery->picture)
        make_picture(toolkit, gallery);
    canvas(toolkit, gallery, 340, width - 660, height - 188);
    timeline(toolkit, gallery, 340, height - 128, width - 660);
    left_panel(toolkit, gallery, height);
    right_panel(toolkit, gallery, width - 320, height);
    bar(toolkit, gallery, width);
    if (gallery->has_toast)
        toast(toolkit, NOTE_INFO, "Saved.");
    if (gallery->has_toast)
        toast(toolkit, NOTE_WARNING, "The disk is nearly full: 320 MB are left. Pictures are kept, films are not.");
    gallery->has_toast = false;
    if (!gallery->has_dialog)
        return;
    if (gallery->long_texts)
        gallery->answer = dialog(toolkit,
                                 "\xc3\x84nderungen an der Beratung vor dem Schlie\xc3\x9f"
                                 "en speichern?",
                                 "Die Beratung von heute wurde seit dem letzten Speichern "
                                 "ge\xc3\xa4ndert. Ohne Speichern "
                                 "gehen die drei neuen Haarlinien und die Notizen verloren.",
                                 LONG_ANSWERS, 3);
    else
        gallery->answer = dialog(toolkit, "Save the changes?",
                                 "\xe2\x80\x9cJ\xc3\xbcrgen, spring\xe2\x80\x9d has changes that "
                                 "are not in its file yet.",
                                 ANSWERS, 3);
    gallery->has_dialog = gallery->answer < 0;
}
