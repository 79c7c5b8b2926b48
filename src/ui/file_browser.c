#include "ui/file_browser.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/shown.h"
#include "ui/folder_list.h"
#include "ui/text.h"
#include "ui/thumb_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEAD_PT = 156, SAVE_HEAD_PT = 244, FOOT_PT = 92, CARD_PT = 190 };

struct file_browser {
    bool is_open, asks_replace;
    enum browse_kind kind;
    char title[128], name[FOLDER_NAME_BYTES], chosen[BROWSE_PATH_BYTES];
    struct folder_list list;
    struct thumb_reader *reader;
    texture_id texture[THUMB_READER_MOST];
    bool textures_are_old;
};

struct file_browser *file_browser_create(void)
{
    struct file_browser *browser = mem_alloc(sizeof *browser);
    browser->reader = thumb_reader_create();
    return browser;
}

void file_browser_destroy(struct file_browser *browser)
{
    if (!browser)
        return;
    thumb_reader_destroy(browser->reader);
    mem_free(browser);
}

bool file_browser_is_open(const struct file_browser *browser)
{
    return browser->is_open;
}

static const char *const *suffixes_of(enum browse_kind kind)
{
    static const char *const SAVE[] = {".stipple", NULL}, *const NONE[] = {NULL};
    switch (kind) {
    case BROWSE_OPEN:
        return folder_opens;
    case BROWSE_PHOTO:
        return folder_opens + 1;
    case BROWSE_SAVE:
        return SAVE;
    default:
        return NONE;
    }
}

static void enter(struct file_browser *browser, const char *path)
{
    char whole[FOLDER_PATH_BYTES];
    folder_list_read(&browser->list, path, suffixes_of(browser->kind));
    thumb_reader_clear(browser->reader);
    browser->textures_are_old = true;
    int photos = 0;
    for (int i = 0; i < browser->list.count; i++)
        if (browser->list.entry[i].is_photo && folder_join(&browser->list, browser->list.entry[i].name, whole))
            thumb_reader_ask(browser->reader, photos++, whole);
}

static void folder_to_start(const char *from, const char *last, char out[FOLDER_PATH_BYTES])
{
    char pictures[FOLDER_PATH_BYTES];
    folder_of_pictures(pictures);
    char *real = realpath(*from ? from : *last ? last : pictures, NULL);
    snprintf(out, FOLDER_PATH_BYTES, "%s", real ? real : pictures);
    free(real);
}

void file_browser_open(struct file_browser *browser, enum browse_kind kind, const char *title, const char *from)
{
    char folder[FOLDER_PATH_BYTES] = "";
    browser->is_open = true;
    browser->asks_replace = false;
    browser->kind = kind;
    snprintf(browser->title, sizeof browser->title, "%s", title);
    snprintf(browser->name, sizeof browser->name, "%s", file_base_name(from));
    snprintf(folder, sizeof folder, "%s", from);
    bool is_file = *file_suffix(from) != 0;
    if (is_file && !folder_parent(folder))
        snprintf(folder, sizeof folder, ".");
    char start[FOLDER_PATH_BYTES];
    folder_to_start(folder, browser->list.path, start);
    enter(browser, start);
}

bool file_browser_is_busy(const struct file_browser *browser)
{
    return browser->is_open && thumb_reader_is_busy(browser->reader);
}

void file_browser_read_again(struct file_browser *browser)
{
    char path[FOLDER_PATH_BYTES];
    snprintf(path, sizeof path, "%s", browser->list.path);
    if (browser->is_open)
        enter(browser, path);
}

static void give_up_textures(struct file_browser *browser, struct toolkit *toolkit)
{
    for (int i = 0; browser->textures_are_old && i < THUMB_READER_MOST; i++) {
        texture_destroy(toolkit, browser->texture[i]);
        browser->texture[i] = 0;
    }
    browser->textures_are_old = false;
}

static texture_id texture_of(struct file_browser *browser, struct toolkit *toolkit, int number)
{
    if (number >= THUMB_READER_MOST)
        return 0;
    uint8_t *pixels = thumb_reader_take(browser->reader, number);
    if (pixels) {
        texture_destroy(toolkit, browser->texture[number]);
        browser->texture[number] = texture_create(toolkit, THUMB_WIDTH_PX, THUMB_HEIGHT_PX);
        texture_write(toolkit, browser->texture[number], pixels, 0, 0, THUMB_WIDTH_PX, THUMB_HEIGHT_PX,
                      (size_t)THUMB_WIDTH_PX * 4);
        mem_free(pixels);
    }
    return browser->texture[number];
}

static void close_browser(struct file_browser *browser)
{
    browser->is_open = false;
    thumb_reader_clear(browser->reader);
    browser->textures_are_old = true;
}

static void go(struct file_browser *browser, const char *path)
{
    char whole[FOLDER_PATH_BYTES];
    snprintf(whole, sizeof whole, "%s", path);
    enter(browser, whole);
}

static void draw_head(struct file_browser *browser, struct toolkit *toolkit, double width)
{
    double height = browser->kind == BROWSE_SAVE ? SAVE_HEAD_PT : HEAD_PT;
    region_begin(toolkit, "browse-head", REGION_PANEL, 0, 0, width, height);
    text_title(toolkit, browser->title);
    char path[SHOWN_BYTES];
    text_hint(toolkit, shown(browser->list.path, path, sizeof path));
    layout_row(toolkit, 4);
    char up[FOLDER_PATH_BYTES];
    snprintf(up, sizeof up, "%s", browser->list.path);
    const char *home = getenv("HOME");
    if (button(toolkit, "browse-up", _("Folder above"), BUTTON_PLAIN) && folder_parent(up))
        go(browser, up);
    if (button(toolkit, "browse-home", _("Home"), BUTTON_PLAIN) && home)
        go(browser, home);
    if (button(toolkit, "browse-root", _("Drives"), BUTTON_PLAIN))
        go(browser, file_exists("/media") ? "/media" : "/");
    if (button(toolkit, "browse-cancel", _("Cancel"), BUTTON_PLAIN))
        close_browser(browser);
    if (browser->kind == BROWSE_SAVE)
        text_field(toolkit, "browse-name", _("File name"), "", browser->name, sizeof browser->name);
    region_end(toolkit);
}

// A file was touched, or, for a folder or a name to save under, the button below.
static bool choose(struct file_browser *browser, const char *name)
{
    char whole[FOLDER_PATH_BYTES];
    if (!folder_join(&browser->list, name, whole))
        return false;
    snprintf(browser->chosen, sizeof browser->chosen, "%s", whole);
    return true;
}

static bool draw_entries(struct file_browser *browser, struct toolkit *toolkit, double width)
{
    int columns = (int)((width - 40.0) / CARD_PT), photos = 0;
    columns = columns < 2 ? 2 : columns > 8 ? 8 : columns;
    char go_to[FOLDER_NAME_BYTES] = "";
    bool is_chosen = false;
    int in_row = 0;
    bool was_card = false;
    for (int i = 0; i < browser->list.count; i++) {
        const struct folder_entry *entry = &browser->list.entry[i];
        if (in_row == 0 || entry->is_photo != was_card || in_row == columns) {
            layout_row(toolkit, columns);
            in_row = 0;
        }
        in_row++;
        was_card = entry->is_photo;
        char id[32], name[SHOWN_BYTES];
        snprintf(id, sizeof id, "entry%d", i);
        shown(entry->name, name, sizeof name);
        if (entry->is_photo) {
            texture_id texture = texture_of(browser, toolkit, photos++);
            is_chosen |= picture_card(toolkit, id, texture, (double)THUMB_WIDTH_PX / THUMB_HEIGHT_PX, name, false) &&
                         choose(browser, entry->name);
        } else if (button(toolkit, id, name, BUTTON_PLAIN)) {
            if (entry->is_folder)
                snprintf(go_to, sizeof go_to, "%s", entry->name);
            else if (browser->kind == BROWSE_SAVE)
                snprintf(browser->name, sizeof browser->name, "%s", entry->name);
            else
                is_chosen |= choose(browser, entry->name);
        }
    }
    char whole[FOLDER_PATH_BYTES];
    if (*go_to && folder_join(&browser->list, go_to, whole))
        go(browser, whole);
    return is_chosen;
}

static bool draw_list(struct file_browser *browser, struct toolkit *toolkit, double width, double top, double height)
{
    region_begin(toolkit, "browse-list", REGION_PANEL, 0, top, width, height);
    bool is_chosen = draw_entries(browser, toolkit, width);
    layout_row(toolkit, 1);
    if (!browser->list.is_readable)
        text_note(toolkit, NOTE_WARNING, _("This folder cannot be read."));
    else if (browser->list.count == 0)
        text_hint(toolkit,
                  browser->kind == BROWSE_FOLDER ? _("No folder in here.") : _("No photo, case or folder in here."));
    if (browser->list.left_out > 0)
        text_hint(toolkit, _("There is more in this folder than is shown."));
    region_end(toolkit);
    return is_chosen;
}

static bool wants_foot(const struct file_browser *browser)
{
    return browser->kind == BROWSE_SAVE || browser->kind == BROWSE_FOLDER;
}

static bool choose_to_save(struct file_browser *browser, bool may_replace)
{
    char name[FOLDER_NAME_BYTES + 8];
    if (!*browser->name)
        return false;
    bool has_suffix = strcmp(file_suffix(browser->name), ".stipple") == 0;
    snprintf(name, sizeof name, "%s%s", browser->name, has_suffix ? "" : ".stipple");
    if (!choose(browser, name))
        return false;
    browser->asks_replace = !may_replace && file_exists(browser->chosen);
    return !browser->asks_replace;
}

static bool draw_foot(struct file_browser *browser, struct toolkit *toolkit, double width, double top)
{
    bool is_chosen = false;
    region_begin(toolkit, "browse-foot", REGION_PANEL, 0, top, width, FOOT_PT);
    if (browser->kind == BROWSE_FOLDER && button(toolkit, "browse-here", _("Use this folder"), BUTTON_PRIMARY)) {
        snprintf(browser->chosen, sizeof browser->chosen, "%s", browser->list.path);
        is_chosen = true;
    } else if (browser->kind == BROWSE_SAVE && button(toolkit, "browse-save", _("Save here"), BUTTON_PRIMARY)) {
        is_chosen = choose_to_save(browser, false);
    }
    region_end(toolkit);
    return is_chosen;
}

static bool ask_replace(struct file_browser *browser, struct toolkit *toolkit)
{
    const char *answers[] = {_("Replace"), _("Go back")};
    int answer = dialog(toolkit, _("Replace the file?"), _("There is a case of that name in this folder."), answers, 2);
    if (answer >= 0)
        browser->asks_replace = false;
    return answer == 0 && choose_to_save(browser, true);
}

bool file_browser_draw(struct file_browser *browser, struct toolkit *toolkit, double width, double height,
                       char path[BROWSE_PATH_BYTES])
{
    give_up_textures(browser, toolkit);
    if (!browser->is_open)
        return false;
    double top = browser->kind == BROWSE_SAVE ? SAVE_HEAD_PT : HEAD_PT, foot = wants_foot(browser) ? FOOT_PT : 0.0;
    draw_head(browser, toolkit, width);
    bool is_chosen = draw_list(browser, toolkit, width, top, height - top - foot);
    if (wants_foot(browser))
        is_chosen |= draw_foot(browser, toolkit, width, height - foot);
    if (browser->asks_replace)
        is_chosen |= ask_replace(browser, toolkit);
    else if (key_pressed(toolkit, SDLK_ESCAPE, 0))
        close_browser(browser);
    if (!is_chosen)
        return false;
    snprintf(path, BROWSE_PATH_BYTES, "%s", browser->chosen);
    close_browser(browser);
    return true;
}
