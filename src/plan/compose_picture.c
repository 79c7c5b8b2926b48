#include "plan/compose_picture.h"

#include "base/mem.h"
#include "image/resize.h"
#include "image/shine.h"
#include "plan/compose_region.h"
#include "plan/mask.h"

#include <string.h>

static const double region_margin_mm = 3.0; // so far dots reach, and a head is misfitted

struct picture {
    const struct photo *photo;
    uint8_t *shine;         // at full size
    double shine_px_per_mm; // that it was made with, as the two below
    struct view shine_view;
    struct head shine_head;
    struct image *small;    // reduced photo and shine; NULL: none
    uint8_t *small_shine;
    uint8_t *mask; // of the strokes below at that size; NULL: none
    int mask_width, mask_height, stroke_count;
    struct mask_stroke *strokes;
};

struct picture *picture_create(const struct photo *photo)
{
    struct picture *picture = mem_alloc(sizeof *picture);
    picture->photo = photo;
    return picture;
}

const struct colour_space *picture_space(const struct picture *picture)
{
    return picture->photo ? &picture->photo->space : NULL;
}

static void drop_small(struct picture *picture)
{
    image_unref(picture->small);
    mem_free(picture->small_shine);
    picture->small = NULL;
    picture->small_shine = NULL;
}

static void drop_mask(struct picture *picture)
{
    mem_free(picture->mask);
    mem_free(picture->strokes);
    picture->mask = NULL;
    picture->strokes = NULL;
    picture->stroke_count = 0;
}

void picture_free(struct picture *picture)
{
    if (!picture)
        return;
    drop_small(picture);
    drop_mask(picture);
    mem_free(picture->shine);
    mem_free(picture);
}

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_MACHINE, "not enough memory for the maps of this photo");
}

static bool shine_serves(const struct picture *picture, const struct view *view,
                         const struct head *head, double px_per_mm)
{
    return picture->shine && picture->shine_px_per_mm == px_per_mm &&
           memcmp(&picture->shine_view, view, sizeof *view) == 0 &&
           memcmp(&picture->shine_head, head, sizeof *head) == 0;
}

static bool get_shine(struct picture *picture, const struct view *view, const struct head *head,
                      double px_per_mm, struct pool *pool, struct err *err)
{
    if (shine_serves(picture, view, head, px_per_mm))
        return true;
    const struct photo *photo = picture->photo;
    drop_small(picture);
    mem_free(picture->shine);
    picture->shine = NULL;
    uint8_t *region = head_region(view, head, region_margin_mm);
    if (region)
        picture->shine = shine_map(photo->image, &photo->space, px_per_mm, region, pool);
    mem_free(region);
    picture->shine_px_per_mm = px_per_mm;
    picture->shine_view = *view;
    picture->shine_head = *head;
    return picture->shine ? true : out_of_memory(err);
}

static bool get_small(struct picture *picture, int width_px, struct pool *pool, struct err *err)
{
    if (picture->small && picture->small->width_px == width_px)
        return true;
    const struct photo *photo = picture->photo;
    drop_small(picture);
    picture->small = image_reduce(photo->image, &photo->space, width_px, pool, err);
    if (!picture->small)
        return false;
    picture->small_shine = map_reduce(picture->shine, photo->image->width_px,
                                      photo->image->height_px, picture->small->width_px,
                                      picture->small->height_px);
    if (picture->small_shine)
        return true;
    drop_small(picture);
    return out_of_memory(err);
}

static bool same_mask(const struct picture *picture, const struct case_view *view, int width,
                      int height)
{
    return picture->mask && picture->mask_width == width && picture->mask_height == height &&
           picture->stroke_count == view->stroke_count &&
           memcmp(picture->strokes, view->stroke,
                  sizeof *view->stroke * (size_t)view->stroke_count) == 0;
}

static bool get_mask(struct picture *picture, const struct case_view *view, int width, int height,
                     struct err *err)
{
    if (same_mask(picture, view, width, height))
        return true;
    drop_mask(picture);
    if (view->stroke_count == 0)
        return true;
    picture->mask = mask_draw(view->stroke, view->stroke_count, view->view.width_px,
                              view->view.height_px, width, height);
    if (!picture->mask)
        return out_of_memory(err);
    size_t bytes = sizeof *view->stroke * (size_t)view->stroke_count;
    picture->strokes = mem_alloc(bytes);
    memcpy(picture->strokes, view->stroke, bytes);
    picture->stroke_count = view->stroke_count;
    picture->mask_width = width;
    picture->mask_height = height;
    return true;
}

static bool get_photo(struct picture *picture, const struct case_view *view,
                      const struct head *head, int width_px, double px_per_mm, struct pool *pool,
                      struct picture_at *out, struct err *err)
{
    const struct image *image = picture->photo->image;
    if (image->width_px != view->view.width_px || image->height_px != view->view.height_px)
        return err_set(err, ERR_INPUT,
                       "the photo is %d x %d pixels, the case was made with %d x %d; give the "
                       "photo it was made with",
                       image->width_px, image->height_px, view->view.width_px,
                       view->view.height_px);
    if (!get_shine(picture, &view->view, head, px_per_mm, pool, err))
        return false;
    out->image = image;
    out->shine = picture->shine;
    if (width_px < image->width_px) {
        if (!get_small(picture, width_px, pool, err))
            return false;
        out->image = picture->small;
        out->shine = picture->small_shine;
    }
    out->width = out->image->width_px;
    out->height = out->image->height_px;
    return true;
}

bool picture_get(struct picture *picture, const struct case_view *view, const struct head *head,
                 int width_px, double px_per_mm, struct pool *pool, struct picture_at *out,
                 struct err *err)
{
    int full = view->view.width_px;
    int width = width_px > 0 && width_px < full ? width_px : full;
    *out = (struct picture_at){.width = width};
    out->height = (int)fmax(1.0, floor((double)view->view.height_px * width / full + 0.5));
    if (picture->photo && !get_photo(picture, view, head, width, px_per_mm, pool, out, err))
        return false;
    if (!get_mask(picture, view, out->width, out->height, err))
        return false;
    out->keep_out = picture->mask;
    return true;
}
