#include "output/page.h"

#include "base/language.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "base/words.h"
#include "output/page_text.h"
#include "output/text.h"
#include "plan/moment.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_SESSIONS = COURSE_MOST_EVENTS,
    BEST_QUALITY = 88,
    LEAST_QUALITY = 34,
    QUALITY_STEP = 18,
    WORDS_BYTES = 2 * BUFSIZ
};

// A picture of the page: the before, or one moment of one option.
struct moment_picture {
    int option, session, time; // index of times
    struct frame frame;
    struct picture picture;
    struct bytes bytes;
    struct err err;
};

struct page {
    const struct page_request *request;
    int count, sessions;
    struct moment_picture *shown; // the first is the before
    struct rect_px part;
    int frame_width, quality;
};

struct words { // grows
    char *text;
    size_t size, room;
};

static void add(struct words *words, const char *text, size_t size)
{
    if (words->size + size + 1 > words->room) {
        size_t room = 2 * (words->size + size) + WORDS_BYTES;
        words->text = mem_grow(words->text, words->room, room);
        words->room = room;
    }
    memcpy(words->text + words->size, text, size);
    words->size += size;
    words->text[words->size] = 0;
}

static void add_text(struct words *words, const char *text)
{
    add(words, text, strlen(text));
}

// Any words as text in HTML.
static void add_escaped(struct words *words, const char *text)
{
    char clean[TEXT_MOST_BYTES];
    text_clean(text, clean, sizeof clean);
    for (const char *at = clean; *at; at++)
        switch (*at) {
        case '&':
            add_text(words, "&amp;");
            break;
        case '<':
            add_text(words, "&lt;");
            break;
        case '>':
            add_text(words, "&gt;");
            break;
        case '"':
            add_text(words, "&quot;");
            break;
        case '\'':
            add_text(words, "&#39;");
            break;
        default:
            add(words, at, 1);
        }
}

static void add_base64(struct words *words, const uint8_t *data, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        unsigned group = (unsigned)data[i] << 16 | (i + 1 < size ? (unsigned)data[i + 1] << 8 : 0) |
                         (i + 2 < size ? data[i + 2] : 0u);
        char four[4] = {digits[group >> 18], digits[group >> 12 & 63], digits[group >> 6 & 63], digits[group & 63]};
        if (i + 2 >= size)
            four[3] = '=';
        if (i + 1 >= size)
            four[2] = '=';
        add(words, four, 4);
    }
}

static void add_image(struct words *words, const struct bytes *bytes)
{
    add_text(words, "data:image/webp;base64,");
    add_base64(words, bytes->data, bytes->size);
}

static const char *page_part(const char *name)
{
    const struct page_text *at = page_texts;
    while (at->name && strcmp(at->name, name) != 0)
        at++;
    return at->name ? at->text : "";
}

static unsigned hex_digit(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

// The text's name in a content security policy.
static void add_hash(struct words *words, const char *text)
{
    char hex[65];
    uint8_t digest[32];
    sha256_hex(text, strlen(text), hex);
    for (int i = 0; i < 32; i++)
        digest[i] = (uint8_t)(hex_digit(hex[2 * i]) << 4 | hex_digit(hex[2 * i + 1]));
    add_text(words, "sha256-");
    add_base64(words, digest, sizeof digest);
}

static void set_json_text(json_t *object, const char *key, const char *text)
{
    char clean[TEXT_MOST_BYTES];
    text_clean(text, clean, sizeof clean);
    json_object_set_new(object, key, json_string(clean));
}

static json_t *moments_json(const struct page *page, int option)
{
    json_t *list = json_array();
    for (int i = 1; i < page->count; i++) {
        const struct moment_picture *shown = &page->shown[i];
        if (shown->option != option)
            continue;
        char moment[MOMENT_TEXT_BYTES];
        struct words image = {0};
        moment_words(&shown->frame, moment);
        add_image(&image, &shown->bytes);
        json_t *one = json_pack("{si si si ss}", "session", shown->session, "time", shown->time, "band",
                                (int)shown->frame.band, "image", image.text);
        set_json_text(one, "words", moment);
        json_array_append_new(list, one);
        mem_free(image.text);
    }
    return list;
}

static bool is_every(const struct frame *time)
{
    return time->time != TIME_DAYS;
}

static json_t *times_json(const struct page_request *request)
{
    json_t *list = json_array();
    for (int i = 0; i < request->time_count; i++) {
        char moment[MOMENT_TEXT_BYTES];
        moment_words(&request->times[i], moment);
        json_array_append_new(list, json_pack("{ss sb}", "words", moment, "every", is_every(&request->times[i])));
    }
    return list;
}

// The words that the script says.
static json_t *words_json(void)
{
    static const char *const words[][2] = {{"before", N_("Before")},
                                           {"after", N_("after")},
                                           {"photo", N_("The photo as it is")},
                                           {"simulation", N_("Simulation")},
                                           {"option", N_("Option")},
                                           {"of", N_("of")},
                                           {"band0", N_("little pigment stays")},
                                           {"band1", N_("most likely")},
                                           {"band2", N_("much pigment stays")}};
    json_t *all = json_object();
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        json_object_set_new(all, words[i][0], json_string(_(words[i][1])));
    return all;
}

// Where the sliders begin: healed, else the first time.
static int start_of(const struct page_request *request)
{
    for (int i = 0; i < request->time_count; i++)
        if (request->times[i].time == TIME_HEALED)
            return i;
    return 0;
}

// As JSON that cannot end the element it stands in.
static void add_data(struct words *words, const struct page *page)
{
    const struct case_ *case_ = page->request->case_;
    json_t *options = json_array();
    for (int i = 0; i < case_->option_count; i++) {
        char plan[512];
        option_words(case_->option[i], plan, sizeof plan);
        json_t *one = json_pack("{so}", "moments", moments_json(page, i));
        set_json_text(one, "name", case_->option[i]->name);
        set_json_text(one, "plan", plan);
        json_array_append_new(options, one);
    }
    json_t *all = json_pack("{so si si si so so}", "words", words_json(), "sessions", page->sessions, "start",
                            start_of(page->request), "band", (int)page->request->frame.band, "times",
                            times_json(page->request), "options", options);
    char *text = json_dumps(all, JSON_COMPACT);
    for (const char *at = text; at && *at; at++) {
        const char *end = at + strcspn(at, "<");
        add(words, at, (size_t)(end - at));
        if (!*end)
            break;
        add_text(words, "\\u003c");
        at = end;
    }
    free(text);
    json_decref(all);
}

static void add_made(struct words *words, const char *date)
{
    char made[128], day[DATE_TEXT_BYTES];
    date_words(date, day);
    snprintf(made, sizeof made, _("Made on %s with Stipple."), day);
    add_escaped(words, made);
}

// What a {{name}} of the template stands for; a {{_Word}} is that in the user's language.
static void add_value(struct words *words, const char *name, const struct page *page)
{
    const struct page_request *request = page->request;
    const char *title = request->title && *request->title ? request->title : _("Simulation of the treatment");
    if (name[0] == '_')
        add_escaped(words, _(name + 1));
    else if (strcmp(name, "css") == 0)
        add_text(words, page_part("page.css"));
    else if (strcmp(name, "js") == 0)
        add_text(words, page_part("page.js"));
    else if (strcmp(name, "css-hash") == 0)
        add_hash(words, page_part("page.css"));
    else if (strcmp(name, "js-hash") == 0)
        add_hash(words, page_part("page.js"));
    else if (strcmp(name, "title") == 0)
        add_escaped(words, title);
    else if (strcmp(name, "clinic") == 0)
        add_escaped(words, request->clinic->name);
    else if (strcmp(name, "contact") == 0)
        add_escaped(words, request->clinic->contact);
    else if (strcmp(name, "disclaimer") == 0)
        add_escaped(words, request->clinic->disclaimer);
    else if (strcmp(name, "made") == 0)
        add_made(words, request->date);
    else if (strcmp(name, "lang") == 0)
        add_text(words, language_code());
    else if (strcmp(name, "before") == 0)
        add_image(words, &page->shown[0].bytes);
    else if (strcmp(name, "data") == 0)
        add_data(words, page);
}

static void write_page(const struct page *page, struct words *out)
{
    const char *at = page_part("page.html");
    for (const char *open = strstr(at, "{{"); open; open = strstr(at, "{{")) {
        const char *close = strstr(open, "}}");
        char name[256];
        add(out, at, (size_t)(open - at));
        snprintf(name, sizeof name, "%.*s", (int)(close - open - 2), open + 2);
        add_value(out, name, page);
        at = close + 2;
    }
    add_text(out, at);
}

static void add_shown(struct page *page, int option, int session, int time, enum band band, const struct frame *at)
{
    struct moment_picture *shown = &page->shown[page->count++];
    *shown = (struct moment_picture){.option = option, .session = session, .time = time, .frame = *at};
    shown->frame.view = page->request->frame.view;
    shown->frame.band = band;
    shown->frame.option = option > 0 ? option : 0;
    shown->frame.width_px = page->frame_width;
    shown->frame.sessions = session < page->sessions || is_every(at) ? session : -1;
}

// Fresh and healed of each session; the years of the last one, in every band.
static void list_pictures(struct page *page)
{
    const struct page_request *request = page->request;
    const struct frame before = {.is_before = 1};
    add_shown(page, -1, 0, 0, request->frame.band, &before);
    for (int option = 0; option < request->case_->option_count; option++)
        for (int session = 1; session <= page->sessions; session++)
            for (int time = 0; time < request->time_count; time++)
                if (is_every(&request->times[time]))
                    add_shown(page, option, session, time, request->frame.band, &request->times[time]);
                else
                    for (int band = 0; band < BAND_COUNT && session == page->sessions; band++)
                        add_shown(page, option, session, time, (enum band)band, &request->times[time]);
}

static bool draw_pictures(struct page *page, struct picture_maker *maker, struct err *err)
{
    const struct page_request *request = page->request;
    for (int i = 0; i < page->count; i++) {
        struct picture_request wanted = {.frame = page->shown[i].frame,
                                         .part = page->part,
                                         .cover = request->cover,
                                         .cancel = request->watch.cancel};
        if (watch_is_cancelled(&request->watch))
            return err_set(err, ERR_CANCELLED, "cancelled");
        if (!picture_make(maker, &wanted, &page->shown[i].picture, err))
            return false;
        watch_tell(&request->watch, i + 1, 2 * page->count);
    }
    return true;
}

static void encode_one(void *context, int index)
{
    struct page *page = context;
    struct moment_picture *shown = &page->shown[index];
    struct encode_request request = {.image = shown->picture.image,
                                     .space = &shown->picture.space,
                                     .format = PICTURE_WEBP,
                                     .quality = page->quality,
                                     .is_quick = true};
    mem_free(shown->bytes.data);
    shown->bytes = (struct bytes){0};
    encode_picture(&request, &shown->bytes, &shown->err);
}

static bool encode_all(struct page *page, struct err *err)
{
    if (!pool_run(page->request->pool, page->count, encode_one, page, page->request->watch.cancel))
        return err_set(err, ERR_CANCELLED, "cancelled");
    for (int i = 0; i < page->count; i++)
        if (!page->shown[i].bytes.data)
            return err_set(err, page->shown[i].err.code, "%s", page->shown[i].err.text);
    watch_tell(&page->request->watch, 2 * page->count, 2 * page->count);
    return true;
}

// With less and less quality until it is small enough.
static bool write_small(struct page *page, struct bytes *out, struct err *err)
{
    for (page->quality = BEST_QUALITY; page->quality >= LEAST_QUALITY; page->quality -= QUALITY_STEP) {
        struct words words = {0};
        if (!encode_all(page, err))
            return false;
        write_page(page, &words);
        if (words.size <= PAGE_MOST_BYTES) {
            *out = (struct bytes){(uint8_t *)words.text, words.size};
            return true;
        }
        mem_free(words.text);
    }
    return err_set(err, ERR_INPUT,
                   "%d pictures of %d pixels are too many for one page: give a smaller --size or "
                   "fewer --times",
                   page->count, page->request->width_px);
}

static void set_up(struct page *page)
{
    const struct page_request *request = page->request;
    const struct view *photo = &request->case_->view[request->frame.view]->view;
    page->part = (struct rect_px){0, 0, photo->width_px, photo->height_px};
    if (request->is_cropped)
        page->part = scalp_crop(request->case_, request->frame.view);
    double scale = fmin(1.0, (double)request->width_px / (page->part.right - page->part.left));
    page->frame_width = (int)fmax(1.0, floor(photo->width_px * scale + 0.5));
    page->sessions = course_sessions(&request->case_->course);
    page->shown = mem_alloc(sizeof *page->shown * (size_t)(1 + request->case_->option_count *
                                                                   (MOST_SESSIONS + BAND_COUNT) * request->time_count));
    list_pictures(page);
}

bool page_make(struct picture_maker *maker, const struct page_request *request, struct bytes *out, struct err *err)
{
    struct page page = {.request = request};
    set_up(&page);
    bool is_done = page.sessions > 0 ? draw_pictures(&page, maker, err) && write_small(&page, out, err)
                                     : err_set(err, ERR_INPUT, "the course has no session to show");
    for (int i = 0; i < page.count; i++) {
        picture_finish(&page.shown[i].picture);
        mem_free(page.shown[i].bytes.data);
    }
    mem_free(page.shown);
    return is_done;
}
