#include "plan/compose_picture.h"

#include "base/mem.h"
#include "image/resize.h"
#include "image/shine.h"
#include "plan/compose_region.h"
#include "plan/mask.h"

#include <string.h>

static const double region_margin_mm = 3.0; // so far dots reach, and a head is misfitted

// The canvas, thumbnails and the steps of a zoom ask in turn: a few sizes are kept, so that none is made anew.
enum { SIZES = 6 };

struct size { // photo and maps at one width
    int width_px;           // 0: empty
    uint64_t last_used;
    struct image *image;    // NULL at full size, where the photo's own serves
    uint8_t *shine;         // the same
    uint8_t *mask;          // of the strokes below; NULL: none
    int stroke_count;
    struct mask_stroke *strokes;
};

struct picture {
    const struct photo *photo;
    uint8_t *shine;         // at full size
    double shine_px_per_mm; // that it was made with, as the two below
    struct view shine_view;
    struct head shine_head;
    struct size size[SIZES];
    uint64_t clock;
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

static void drop_mask(struct size *size)
{
    mem_free(size->mask);
    mem_free(size->strokes);
    size->mask = NULL;
    size->strokes = NULL;
    size->stroke_count = 0;
}

static void drop_size(struct size *size)
{
    image_unref(size->image);
    mem_free(size->shine);
    drop_mask(size);
    *size = (struct size){0};
}

static void drop_sizes(struct picture *picture)
{
    for (int i = 0; i < SIZES; i++)
        drop_size(&picture->size[i]);
}

// The entry of that width, else the one that was not used for longest, emptied.
static struct size *find_size(struct picture *picture, int width_px)
{
    struct size *oldest = &picture->size[0];
    for (int i = 0; i < SIZES; i++) {
        struct size *size = &picture->size[i];
        if (size->width_px == width_px) {
            oldest = size;
            break;
        }
        oldest = size->last_used < oldest->last_used ? size : oldest;
    }
    if (oldest->width_px != width_px)
        drop_size(oldest);
    oldest->width_px = width_px;
    oldest->last_used = ++picture->clock;
    return oldest;
}

void picture_free(struct picture *picture)
{
    if (!picture)
        return;
    drop_sizes(picture);
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
    for (int i = 0; i < SIZES; i++) {
        mem_free(picture->size[i].shine);
        picture->size[i].shine = NULL;
    }
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

static bool get_small(struct picture *picture, struct size *size, struct pool *pool, struct err *err)
{
    const struct photo *photo = picture->photo;
    if (!size->image)
        size->image = image_reduce(photo->image, &photo->space, size->width_px, pool, err);
    if (!size->image)
        return false;
    if (!size->shine)
        size->shine = map_reduce(picture->shine, photo->image->width_px, photo->image->height_px,
                                 size->image->width_px, size->image->height_px);
    return size->shine ? true : out_of_memory(err);
}

static bool same_mask(const struct size *size, const struct case_view *view)
{
    return size->mask && size->stroke_count == view->stroke_count &&
           memcmp(size->strokes, view->stroke, sizeof *view->stroke * (size_t)view->stroke_count) == 0;
}

static bool get_mask(struct size *size, const struct case_view *view, int height, struct err *err)
{
    if (same_mask(size, view))
        return true;
    drop_mask(size);
    if (view->stroke_count == 0)
        return true;
    size->mask = mask_draw(view->stroke, view->stroke_count, view->view.width_px, view->view.height_px, size->width_px,
                           height);
    if (!size->mask)
        return out_of_memory(err);
    size_t bytes = sizeof *view->stroke * (size_t)view->stroke_count;
    size->strokes = mem_alloc(bytes);
    memcpy(size->strokes, view->stroke, bytes);
    size->stroke_count = view->stroke_count;
    return true;
}

static bool get_photo(struct picture *picture, const struct case_view *view,
                      const struct head *head, struct size *size, double px_per_mm, struct pool *pool,
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
    if (size->width_px < image->width_px) {
        if (!get_small(picture, size, pool, err))
            return false;
        out->image = size->image;
        out->shine = size->shine;
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
    struct size *size = find_size(picture, width);
    if (picture->photo && !get_photo(picture, view, head, size, px_per_mm, pool, out, err))
        return false;
    if (!get_mask(size, view, out->height, err))
        return false;
    out->keep_out = size->mask;
    return true;
}
