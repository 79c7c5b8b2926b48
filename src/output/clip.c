#include "output/clip.h"

#include "base/words.h"
#include "image/encode_clip.h"
#include "output/paper.h"
#include "plan/moment.h"

#include <math.h>
#include <stdio.h>

enum { STEP_MS = 130, REST_MS = 1400, WIPE_STEP_MS = 70 }; // the first and the last picture rest

struct clip {
    struct picture_maker *maker;
    const struct clip_request *request;
    struct err *err;
    struct rect_px part;
    int frame_width;
    double body_px, margin_px;
    int picture_width, picture_height;
    struct image *page; // what is encoded
    struct clip_encoder *encoder;
};

static bool draw_picture(struct clip *clip, const struct frame *frame, struct picture *out)
{
    const struct clip_request *request = clip->request;
    struct picture_request wanted = {
        .frame = *frame, .part = clip->part, .cover = request->cover, .cancel = request->watch.cancel};
    wanted.frame.width_px = clip->frame_width;
    return picture_make(clip->maker, &wanted, out, clip->err);
}

static double say(struct clip *clip, const char *words, double size, int weight, int grey, enum text_align align,
                  int most_lines, double y)
{
    struct text_style style = {.size_px = size * clip->body_px,
                               .weight = weight,
                               .grey = (uint8_t)grey,
                               .align = align,
                               .most_lines = most_lines};
    return paper_say(clip->page, words, &style, clip->margin_px, y, clip->picture_width - 2.0 * clip->margin_px,
                     clip->err);
}

static double time_y(const struct clip *clip)
{
    return clip->picture_height + clip->margin_px;
}

// The words that stay; returns the height of the page.
static double draw_words(struct clip *clip)
{
    const struct clip_request *request = clip->request;
    const char *option = request->case_->option[request->frame.option]->name;
    char line[512], date[DATE_TEXT_BYTES];
    date_words(request->date, date);
    double y = time_y(clip) + 1.9 * clip->body_px;
    if (request->title && *request->title)
        y += say(clip, request->title, 1.0, 600, INK, TEXT_LEFT, 1, y);
    snprintf(line, sizeof line, _("Option %s, %s. Made on %s. %s"), option, band_words(request->frame.band), date,
             request->clinic->name);
    y += say(clip, line, 1.0, 400, SOFT_INK, TEXT_LEFT, 2, y);
    y += say(clip, request->clinic->disclaimer, 1.0, 600, INK, TEXT_LEFT, 0, y + 0.3 * clip->body_px);
    return y + clip->margin_px + 0.3 * clip->body_px;
}

static bool begin_page(struct clip *clip, const struct picture *first)
{
    clip->picture_width = first->image->width_px;
    clip->picture_height = first->image->height_px;
    clip->body_px = fmax(0.024 * clip->picture_width, 9.0);
    clip->margin_px = floor(0.9 * clip->body_px);
    int height = (int)ceil(draw_words(clip));
    clip->page = paper_create(clip->picture_width, height, clip->err);
    if (!clip->page || draw_words(clip) < height - 1.5)
        return false;
    clip->encoder = clip_encoder_create(clip->picture_width, height, &first->space, clip->err);
    return clip->encoder != NULL;
}

// The time shown, and how far along it lies.
static bool draw_time(struct clip *clip, const char *words, double share)
{
    double top = time_y(clip), height = 1.8 * clip->body_px, bar = fmax(2.0, 0.2 * clip->body_px);
    double wide = clip->picture_width;
    paper_fill(clip->page, 0.0, clip->picture_height, wide, top + height - clip->picture_height, PAPER);
    paper_fill(clip->page, 0.0, clip->picture_height, wide, bar, RULE);
    paper_fill(clip->page, 0.0, clip->picture_height, wide * share, bar, INK);
    return say(clip, words, 1.4, 600, INK, TEXT_LEFT, 1, top) >= 0.0 &&
           say(clip, _("Simulation"), 1.0, 400, SOFT_INK, TEXT_RIGHT, 1, top + 0.3 * clip->body_px) >= 0.0;
}

static void time_words(double days, char *out, size_t size)
{
    double years = days / 365.25;
    if (years < 0.15)
        snprintf(out, size, "%s", _("Healed"));
    else
        text_print(out, size, _("%.1f years"), years);
}

static bool add_fading(struct clip *clip, int index, struct picture *picture)
{
    const struct clip_request *request = clip->request;
    double share = (double)index / (request->frame_count - 1);
    struct frame frame = request->frame;
    frame.is_before = 0;
    frame.time = TIME_DAYS;
    frame.days = request->from_days + share * (request->to_days - request->from_days);
    if (!draw_picture(clip, &frame, picture) || (index == 0 && !begin_page(clip, picture)))
        return false;
    char words[48];
    time_words(frame.days, words, sizeof words);
    bool rests = index == 0 || index == request->frame_count - 1;
    paper_paste(clip->page, picture->image, 0.0, 0.0);
    return draw_time(clip, words, share) &&
           clip_encoder_add(clip->encoder, clip->page, rests ? REST_MS : STEP_MS, clip->err);
}

static bool make_fading(struct clip *clip)
{
    int count = clip->request->frame_count;
    for (int i = 0; i < count; i++) {
        struct picture picture = {0};
        bool is_added = add_fading(clip, i, &picture);
        picture_finish(&picture);
        if (!is_added)
            return false;
        watch_tell(&clip->request->watch, i + 1, count);
    }
    return true;
}

// After on the left of the line, before on the right of it.
static void lay_wipe(struct clip *clip, const struct image *before, const struct image *after, double share)
{
    struct image left = *after;
    left.width_px = (int)floor(share * after->width_px + 0.5);
    paper_paste(clip->page, before, 0.0, 0.0);
    paper_paste(clip->page, &left, 0.0, 0.0);
    double line = fmax(2.0, 0.003 * clip->picture_width);
    if (left.width_px > 0 && left.width_px < after->width_px)
        paper_fill(clip->page, left.width_px - 0.5 * line, 0.0, line, clip->picture_height, PAPER);
}

// There and back, slower at the ends.
static bool add_wipe(struct clip *clip, const struct picture *before, const struct picture *after, int index)
{
    int count = clip->request->frame_count, half = count / 2;
    double way = index <= half ? (double)index / half : (double)(count - index) / (count - half);
    double share = way * way * (3.0 - 2.0 * way);
    char moment[MOMENT_TEXT_BYTES], words[2 * MOMENT_TEXT_BYTES];
    moment_words(&clip->request->frame, moment);
    snprintf(words, sizeof words, "%s", share < 0.05 ? _("Before") : moment);
    lay_wipe(clip, before->image, after->image, share);
    return draw_time(clip, words, share) &&
           clip_encoder_add(clip->encoder, clip->page, index == 0 || index == half ? REST_MS : WIPE_STEP_MS, clip->err);
}

static bool make_wipe(struct clip *clip)
{
    struct frame frame = clip->request->frame;
    struct picture before = {0}, after = {0};
    frame.is_before = 1;
    bool is_done = draw_picture(clip, &frame, &before);
    frame.is_before = 0;
    is_done = is_done && draw_picture(clip, &frame, &after) && begin_page(clip, &before);
    for (int i = 0; is_done && i < clip->request->frame_count; i++) {
        is_done = watch_is_cancelled(&clip->request->watch) ? err_set(clip->err, ERR_CANCELLED, "cancelled")
                                                            : add_wipe(clip, &before, &after, i);
        watch_tell(&clip->request->watch, i + 1, clip->request->frame_count);
    }
    picture_finish(&before);
    picture_finish(&after);
    return is_done;
}

bool clip_make(struct picture_maker *maker, const struct clip_request *request, struct bytes *out, struct err *err)
{
    const struct view *photo = &request->case_->view[request->frame.view]->view;
    struct clip clip = {
        .maker = maker, .request = request, .err = err, .part = {0, 0, photo->width_px, photo->height_px}};
    if (request->is_cropped)
        clip.part = scalp_crop(request->case_, request->frame.view);
    double scale = fmin(1.0, (double)request->width_px / (clip.part.right - clip.part.left));
    clip.frame_width = (int)fmax(1.0, floor(photo->width_px * scale + 0.5));
    bool is_done =
        (request->wipes ? make_wipe(&clip) : make_fading(&clip)) && clip_encoder_finish(clip.encoder, out, err);
    clip_encoder_destroy(clip.encoder);
    image_unref(clip.page);
    return is_done;
}
