#include "plan/compose_picture.h"

#include "base/mem.h"
#include "image/resize.h"
#include "plan/compose_region.h"
#include "plan/mask.h"

#include <string.h>

// The canvas, thumbnails and the steps of a zoom ask in turn: a few sizes are kept, so that none is made anew.
enum { SIZES = 6 };

struct size {     // photo and maps at one width
    int width_px; // 0: empty
    uint64_t last_used;
    struct image *image;    // NULL at full size, where the photo's own serves
    uint8_t *shine, *above; // the same
    int version;            // of the maps that they were made from
    uint8_t *mask;          // of the strokes below; NULL: none
    uint8_t *covered;       // the mask and light of hair; NULL: to be made
    int stroke_count;
    struct mask_stroke *strokes;
    enum light light;  // of the two below
    struct image *lit; // NULL: none, or made from other maps
    uint8_t *lit_shine;
};

struct picture {
    const struct photo *photo;
    struct map_store *store;
    struct size size[SIZES];
    uint64_t clock;
    bool is_grey;
};

struct picture *picture_create(const struct photo *photo)
{
    struct picture *picture = mem_alloc(sizeof *picture);
    picture->photo = photo;
    picture->store = map_store_create(photo);
    picture->is_grey = photo && image_is_grey(photo->image);
    return picture;
}

const struct skin_maps *picture_skin(struct picture *picture, const struct view *view, const struct head *head,
                                     struct pool *pool)
{
    return picture->photo ? map_store_skin(picture->store, view, head, pool) : NULL;
}

bool picture_is_grey(const struct picture *picture)
{
    return picture->is_grey;
}

const struct colour_space *picture_space(const struct picture *picture)
{
    return picture->photo ? &picture->photo->space : NULL;
}

static void drop_covered(struct size *size)
{
    mem_free(size->covered);
    size->covered = NULL;
}

static void drop_mask(struct size *size)
{
    drop_covered(size);
    mem_free(size->mask);
    mem_free(size->strokes);
    size->mask = NULL;
    size->strokes = NULL;
    size->stroke_count = 0;
}

static void drop_lit(struct size *size)
{
    image_unref(size->lit);
    mem_free(size->lit_shine);
    size->lit = NULL;
    size->lit_shine = NULL;
}

static void drop_size(struct size *size)
{
    drop_lit(size);
    image_unref(size->image);
    mem_free(size->shine);
    mem_free(size->above);
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
    map_store_free(picture->store);
    mem_free(picture);
}

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_MACHINE, "not enough memory for the maps of this photo");
}

// What was made from other maps goes.
static void drop_old_maps(struct size *size, const struct photo_maps *maps)
{
    if (size->version == maps->version)
        return;
    mem_free(size->shine);
    mem_free(size->above);
    size->shine = size->above = NULL;
    drop_lit(size);
    drop_covered(size);
    size->version = maps->version;
}

// Beside the head a pixel's light is none that a dot could change, whatever the picture's size.
static uint8_t *small_shine(const struct photo *photo, const struct view *view, const struct head *head,
                            const struct photo_maps *maps, int width, int height, struct pool *pool)
{
    uint8_t *on_head = head_region(view, head, 0.0), *shine = NULL;
    if (on_head)
        shine = share_reduce(maps->shine, on_head, photo->image, &photo->space, width, height, pool);
    mem_free(on_head);
    return shine;
}

static bool get_small(struct picture *picture, const struct view *view, const struct head *head, struct size *size,
                      const struct photo_maps *maps, struct pool *pool, struct err *err)
{
    const struct photo *photo = picture->photo;
    if (!size->image)
        size->image = image_reduce(photo->image, &photo->space, size->width_px, pool, err);
    if (!size->image)
        return false;
    int width = size->image->width_px, height = size->image->height_px;
    if (!maps->photo)
        return true;
    if (!size->shine)
        size->shine = small_shine(photo, view, head, maps, width, height, pool);
    if (!size->above)
        size->above = share_reduce_green(maps->above, photo->image, &photo->space, width, height, pool);
    return size->shine && size->above ? true : out_of_memory(err);
}

static bool same_mask(const struct size *size, const struct case_view *view)
{
    return size->mask && size->stroke_count == view->stroke_count &&
           memcmp(size->strokes, view->stroke, sizeof *view->stroke * (size_t)view->stroke_count) == 0;
}

static bool get_mask(struct size *size, const struct case_view *view, int height, struct err *err)
{
    if (same_mask(size, view) || (view->stroke_count == 0 && !size->mask))
        return true;
    drop_mask(size);
    if (view->stroke_count == 0)
        return true;
    size->mask =
        mask_draw(view->stroke, view->stroke_count, view->view.width_px, view->view.height_px, size->width_px, height);
    if (!size->mask)
        return out_of_memory(err);
    size_t bytes = sizeof *view->stroke * (size_t)view->stroke_count;
    size->strokes = mem_alloc(bytes);
    memcpy(size->strokes, view->stroke, bytes);
    size->stroke_count = view->stroke_count;
    return true;
}

static bool get_photo(struct picture *picture, const struct case_view *view, const struct head *head, struct size *size,
                      double px_per_mm, struct pool *pool, struct picture_at *out, struct err *err)
{
    const struct image *image = picture->photo->image;
    if (image->width_px != view->view.width_px || image->height_px != view->view.height_px)
        return err_set(err, ERR_INPUT,
                       "the photo is %d x %d pixels, the case was made with %d x %d; give the "
                       "photo it was made with",
                       image->width_px, image->height_px, view->view.width_px, view->view.height_px);
    if (head && !map_store_get(picture->store, view, head, px_per_mm, pool, &out->maps, err))
        return false;
    if (head)
        drop_old_maps(size, &out->maps);
    out->image = image;
    out->shine = out->maps.shine;
    out->above = out->maps.above;
    if (size->width_px < image->width_px) {
        if (!get_small(picture, &view->view, head, size, &out->maps, pool, err))
            return false;
        out->image = size->image;
        out->shine = head ? size->shine : NULL;
        out->is_shine_rgba = out->shine;
        out->above = head ? size->above : NULL;
    }
    out->width = out->image->width_px;
    out->height = out->image->height_px;
    return true;
}

// What lies above the dots: hair's light, and the mask over it.
static bool get_covered(struct size *size, struct picture_at *at, struct err *err)
{
    size_t count = (size_t)at->width * (size_t)at->height;
    at->covered = at->above ? size->covered : size->mask;
    if (!at->above || size->covered)
        return true;
    at->covered = size->covered = mem_try_array_raw(count, 1);
    if (!size->covered)
        return out_of_memory(err);
    memcpy(size->covered, at->above, count);
    for (size_t i = 0; size->mask && i < count; i++)
        if (size->mask[i] > size->covered[i])
            size->covered[i] = size->mask[i];
    return true;
}

bool picture_get(struct picture *picture, const struct case_view *view, const struct head *head, int width_px,
                 double px_per_mm, struct pool *pool, struct picture_at *out, struct err *err)
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
    return get_covered(size, out, err);
}

bool picture_relight(struct picture *picture, const struct case_view *view, const struct head *head, enum light light,
                     struct pool *pool, struct picture_at *at, struct err *err)
{
    struct size *size = find_size(picture, at->width);
    if (light == LIGHT_PHOTO || !at->maps.photo)
        return true;
    if (size->light != light)
        drop_lit(size);
    size->light = light;
    struct relight_request request = {.image = at->image,
                                      .shine = at->shine,
                                      .is_shine_rgba = at->is_shine_rgba,
                                      .space = picture_space(picture),
                                      .view = &view->view,
                                      .head = head,
                                      .skin = at->maps.skin,
                                      .light = light};
    if (!size->lit && !relight(&request, pool, &size->lit, &size->lit_shine))
        return out_of_memory(err);
    at->image = size->lit;
    at->shine = size->lit_shine;
    at->is_shine_rgba = false;
    return true;
}
