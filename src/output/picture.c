#include "output/picture.h"

#include "base/mem.h"
#include "output/layers.h"
#include "render/crop.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct picture_maker {
    const struct case_ *case_;
    const char *path;
    struct pool *pool;
    struct composer *composer;
    struct photo *photo[CASE_MOST_VIEWS];
};

const char *picture_layer_name(enum picture_layer layer)
{
    static const char *const names[PICTURE_LAYER_COUNT] = {"picture", "dots", "normals",   "mask", "diffuse",
                                                           "shine",   "hair", "sharpness", "noise"};
    return (unsigned)layer < PICTURE_LAYER_COUNT ? names[layer] : "";
}

struct picture_maker *picture_maker_create(const struct case_ *case_, const char *path, struct pool *pool)
{
    struct picture_maker *maker = mem_alloc(sizeof *maker);
    *maker = (struct picture_maker){.case_ = case_, .path = path, .pool = pool, .composer = composer_create(pool)};
    return maker;
}

void picture_maker_destroy(struct picture_maker *maker)
{
    if (!maker)
        return;
    composer_destroy(maker->composer);
    for (int i = 0; i < CASE_MOST_VIEWS; i++)
        photo_free(maker->photo[i]);
    mem_free(maker);
}

char *picture_photo_path(const char *case_path, const struct case_view *view)
{
    return file_in_folder_of(case_path, view->photo_name);
}

// A photo that has changed would carry the dots in the wrong place, and its shine and skin are not those known.
static bool check_photo(const struct photo *photo, const struct case_view *view, const char *path, struct err *err)
{
    if (strcmp(photo->sha256, view->photo_sha256) != 0)
        return err_set(err, ERR_INPUT,
                       "%s: not the photo that the case was made with (its bytes changed); "
                       "put that one back or make the case anew",
                       path);
    if (photo->image->width_px != view->view.width_px || photo->image->height_px != view->view.height_px)
        return err_set(err, ERR_INPUT, "%s: %d x %d px, but the case says %d x %d; make the case anew", path,
                       photo->image->width_px, photo->image->height_px, view->view.width_px, view->view.height_px);
    return true;
}

void picture_maker_take_photo(struct picture_maker *maker, int view, struct photo *photo)
{
    photo_free(maker->photo[view]);
    maker->photo[view] = photo;
    composer_set_photo(maker->composer, view, photo);
}

const struct skin_maps *picture_maker_skin(struct picture_maker *maker, int view)
{
    return composer_skin(maker->composer, maker->case_, view);
}

const struct photo *picture_maker_photo(struct picture_maker *maker, int view, struct err *err)
{
    if (maker->photo[view])
        return maker->photo[view];
    const struct case_view *case_view = maker->case_->view[view];
    char *path = picture_photo_path(maker->path, case_view);
    struct photo *photo = photo_load(path, err);
    if (!photo && !file_exists(path))
        err_set(err, ERR_INPUT, "%s: the case's photo is not there; put it beside the case", path);
    if (photo && !check_photo(photo, case_view, path, err)) {
        photo_free(photo);
        photo = NULL;
    }
    mem_free(path);
    if (photo)
        picture_maker_take_photo(maker, view, photo);
    return photo;
}

static void write_caption(const struct case_ *case_, const struct frame *frame, char *out, size_t size)
{
    char time[48], sessions[32] = "";
    double days = frame_days(frame);
    snprintf(time, sizeof time, "%.6g days after", days);
    if (frame->time != TIME_DAYS)
        snprintf(time, sizeof time, "%s", frame->time == TIME_FRESH ? "fresh" : "healed");
    if (frame->sessions >= 0)
        snprintf(sessions, sizeof sessions, "session %d, ", frame->sessions);
    int used = frame->is_before ? snprintf(out, size, "Not the photo as it was taken: without dots")
                                : snprintf(out, size, "Simulation, not a guarantee: option %s, %s%s",
                                           case_->option[frame->option]->name, sessions, time);
    if (frame->light != LIGHT_PHOTO && (size_t)used < size)
        snprintf(out + used, size - (size_t)used, ", as if %s (an approximation)", light_words(frame->light));
    for (char *at = out; *at; at++)
        if ((unsigned char)*at > 0x7e) // a caption is ASCII
            *at = '?';
}

static bool draw_scene(const struct picture_maker *maker, const struct picture_request *request,
                       const struct scene *scene, struct image *out, struct err *err)
{
    struct render_request render = {
        .scene = scene,
        .layer = request->layer == PICTURE_DOTS ? LAYER_DOTS : LAYER_PICTURE,
        .simd = request->simd,
        .pool = maker->pool,
        .cancel = request->cancel,
    };
    return render_draw(request->renderer ? request->renderer : render_cpu(), &render, out, err);
}

static bool draw_layer(const struct picture_maker *maker, const struct picture_request *request,
                       const struct scene *scene, const struct photo_maps *maps, struct image *out, struct err *err)
{
    const struct case_ *case_ = maker->case_;
    switch (request->layer) {
    case PICTURE_NORMALS:
        layer_normals(&case_->head, &case_->view[request->frame.view]->view, maker->pool, out);
        return true;
    case PICTURE_MASK:
        layer_mask(scene, out);
        return true;
    case PICTURE_DIFFUSE:
        layer_diffuse(scene, maker->pool, out);
        return true;
    case PICTURE_SHINE:
        layer_shine(scene, &case_->view[request->frame.view]->view, &case_->head, out);
        return true;
    case PICTURE_HAIR:
        layer_hair(maps, out);
        return true;
    case PICTURE_SHARPNESS:
        layer_sharpness(maps, out);
        return true;
    case PICTURE_NOISE:
        layer_noise(maps, out);
        return true;
    default:
        return draw_scene(maker, request, scene, out, err);
    }
}

static bool can_draw_over(const struct picture_maker *maker, const struct picture_request *request,
                          const struct image *photo)
{
    bool is_cpu = !request->renderer || request->renderer == render_cpu();
    return request->is_last && request->layer == PICTURE_WHOLE && is_cpu && request->part.right <= request->part.left &&
           photo == maker->photo[request->frame.view]->image && photo->references == 1;
}

static void drop_photo(struct picture_maker *maker, int view)
{
    composer_set_photo(maker->composer, view, NULL);
    photo_free(maker->photo[view]);
    maker->photo[view] = NULL;
}

// The part asked for, in pixels of the frame's picture.
static struct rect_px part_of(const struct picture_request *request, const struct case_view *view, int width_px,
                              int height_px)
{
    struct rect_px part = request->part;
    if (part.right <= part.left || part.bottom <= part.top)
        return (struct rect_px){0, 0, width_px, height_px};
    double across = (double)width_px / view->view.width_px, down = (double)height_px / view->view.height_px;
    struct rect_px out = {(int)floor(part.left * across), (int)floor(part.top * down),
                          (int)ceil(part.right * across - 1e-6), (int)ceil(part.bottom * down - 1e-6)};
    out.right = out.right < width_px ? out.right : width_px;
    out.bottom = out.bottom < height_px ? out.bottom : height_px;
    return out;
}

static bool draw_part(const struct picture_maker *maker, const struct picture_request *request,
                      const struct composed *composed, struct rect_px part, struct image *out, struct err *err)
{
    const struct scene *scene = &composed->scene;
    bool is_all = out->width_px == scene->photo->width_px && out->height_px == scene->photo->height_px;
    if (is_all)
        return draw_layer(maker, request, scene, &composed->maps, out, err);
    struct scene_crop crop;
    if (!scene_crop_init(&crop, scene, part.left, part.top, out->width_px, out->height_px))
        return err_set(err, ERR_MACHINE, "not enough memory for a part of the picture");
    bool is_drawn = draw_layer(maker, request, &crop.scene, &composed->maps, out, err);
    scene_crop_finish(&crop);
    return is_drawn;
}

// What was read off the photo can be looked at before all events, too.
static struct frame frame_to_compose(const struct picture_request *request)
{
    struct frame frame = request->frame;
    if (frame.is_before && request->layer != PICTURE_WHOLE) {
        frame.is_before = 0;
        frame.sessions = 0;
    }
    return frame;
}

bool picture_make(struct picture_maker *maker, const struct picture_request *request, struct picture *out,
                  struct err *err)
{
    *out = (struct picture){0};
    if (!picture_maker_photo(maker, request->frame.view, err))
        return false;
    struct composed composed;
    struct frame frame = frame_to_compose(request);
    if (!composer_compose(maker->composer, maker->case_, &frame, false, &composed, err))
        return false;
    const struct image *photo = composed.scene.photo;
    enum pixel_format format =
        request->layer == PICTURE_WHOLE || request->layer == PICTURE_DOTS ? photo->format : PIXELS_RGBA8;
    bool draws_over = can_draw_over(maker, request, photo);
    struct rect_px part = part_of(request, maker->case_->view[request->frame.view], photo->width_px, photo->height_px);
    double scale = (double)photo->width_px / maker->case_->view[request->frame.view]->view.width_px;
    out->image = draws_over ? image_ref(maker->photo[request->frame.view]->image)
                            : image_create(part.right - part.left, part.bottom - part.top, format, err);
    out->space = *composed.scene.space;
    bool is_drawn =
        out->image && draw_part(maker, request, &composed, part, out->image, err) &&
        face_cover_draw(request->cover, maker->case_, request->frame.view, scale, part.left, part.top, out->image, err);
    if (draws_over)
        drop_photo(maker, request->frame.view);
    if (!is_drawn) {
        picture_finish(out);
        return false;
    }
    if (request->layer == PICTURE_WHOLE && (!request->frame.is_before || request->frame.light != LIGHT_PHOTO))
        write_caption(maker->case_, &request->frame, out->caption, sizeof out->caption);
    return true;
}

void picture_finish(struct picture *picture)
{
    image_unref(picture->image);
    picture->image = NULL;
}

struct picture picture_of_photo(const struct photo *photo)
{
    return (struct picture){.image = image_ref(photo->image), .space = photo->space};
}

bool picture_encode(const struct picture *picture, const char *path, struct bytes *out, struct err *err)
{
    struct encode_request request = {.image = picture->image, .space = &picture->space, .caption = picture->caption};
    bool to_stdout = strcmp(path, "-") == 0;
    if (!to_stdout && !picture_format_of(path, &request.format))
        return err_set(err, ERR_USAGE, "%s: the name must end in .png, .jpg, .webp or .tif", path);
    return encode_picture(&request, out, err) || err_prefix(err, "%s", path);
}

bool picture_save(const struct picture *picture, const char *path, struct err *err)
{
    struct bytes bytes;
    if (!picture_encode(picture, path, &bytes, err))
        return false;
    bool is_saved = file_write_atomic(path, bytes.data, bytes.size, err);
    mem_free(bytes.data);
    return is_saved;
}
