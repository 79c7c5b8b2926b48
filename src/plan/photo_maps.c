#include "plan/photo_maps.h"

#include "base/mem.h"
#include "image/shine.h"
#include "plan/compose_region.h"
#include "plan/mask.h"
#include "shared/smp_math.h"

#include <string.h>

// What is not blur: a phone's lens (domain.md section 6), and that skin has nothing finer than its
// pores to show.
static const float sharp_px = CAMERA_BLUR_PX, pores_mm = 0.08f;
// A phone sharpens: fine things come out crisper than its lens drew them. Less than this is grain.
static const float least_camera_blur_px = 0.45f;
static const float least_blur = 1.5f; // times that, or it may be chance
enum { BLUR_PAINTED = 96 };           // 3 px

struct map_store {
    const struct photo *photo;
    bool is_made; // for the three below
    double px_per_mm;
    struct view view;
    struct head head;
    uint8_t *shine;
    struct skin_maps *skin;
    uint8_t *blur;
    int blur_width, blur_height;
    uint8_t *above;
    uint8_t *painted[MASK_OF_COUNT]; // NULL: nothing was
    int stroke_count;                // that they were painted by
    struct mask_stroke *strokes;
    int version;
};

struct map_store *map_store_create(const struct photo *photo)
{
    struct map_store *store = mem_alloc(sizeof *store);
    store->photo = photo;
    return store;
}

static void drop_painted(struct map_store *store)
{
    for (int i = 0; i < MASK_OF_COUNT; i++) {
        mem_free(store->painted[i]);
        store->painted[i] = NULL;
    }
    mem_free(store->above);
    mem_free(store->strokes);
    store->above = NULL;
    store->strokes = NULL;
    store->stroke_count = 0;
}

static void drop_maps(struct map_store *store)
{
    drop_painted(store);
    mem_free(store->shine);
    mem_free(store->blur);
    skin_maps_free(store->skin);
    store->shine = store->blur = NULL;
    store->skin = NULL;
    store->is_made = false;
}

void map_store_free(struct map_store *store)
{
    if (!store)
        return;
    drop_maps(store);
    mem_free(store);
}

// ---- As read.

static uint8_t blur_byte(float blur_px, float sharp)
{
    if (blur_px <= least_blur * sharp)
        return 0;
    float more = sqrtf(blur_px * blur_px - sharp * sharp) / BLUR_STEP_PX;
    return more < 255.0f ? (uint8_t)more : 255;
}

static bool make_blur(struct map_store *store)
{
    store->blur_width = (store->photo->image->width_px + BLUR_MAP_PX - 1) / BLUR_MAP_PX;
    store->blur_height = (store->photo->image->height_px + BLUR_MAP_PX - 1) / BLUR_MAP_PX;
    store->blur = mem_try_array((size_t)store->blur_width, (size_t)store->blur_height);
    float pores_px = pores_mm * (float)store->px_per_mm;
    float sharp = sqrtf(sharp_px * sharp_px + pores_px * pores_px);
    for (int y = 0; store->blur && y < store->blur_height; y++)
        for (int x = 0; x < store->blur_width; x++) {
            const struct skin_cell *cell =
                skin_maps_cell(store->skin, BLUR_MAP_PX * ((float)x + 0.5f), BLUR_MAP_PX * ((float)y + 0.5f));
            if (cell)
                store->blur[y * store->blur_width + x] = blur_byte(cell->blur_px, sharp);
        }
    return store->blur;
}

static bool make_maps(struct map_store *store, struct pool *pool)
{
    const struct photo *photo = store->photo;
    uint8_t *region = head_region(&store->view, &store->head, PHOTO_MAPS_MARGIN_MM);
    if (region) {
        store->shine = shine_map(photo->image, &photo->space, store->px_per_mm, region, pool);
        store->skin = skin_maps_make(photo->image, &photo->space, store->px_per_mm, region, store->shine, pool);
    }
    mem_free(region);
    store->version++;
    store->is_made = store->shine && store->skin && make_blur(store);
    if (!store->is_made)
        drop_maps(store);
    return store->is_made;
}

// The finest that the photo shows tells, be it skin, hair or stubble: no dot can be crisper. Nor is
// one softer than a phone makes it, for skin may have nothing fine to show.
static float camera_blur(const struct skin_maps *skin)
{
    return skin->finest_px > 0.0f ? smp_clamp(skin->finest_px, least_camera_blur_px, CAMERA_BLUR_PX) : CAMERA_BLUR_PX;
}

// ---- What was painted.

static bool has_kind(const struct mask_stroke *strokes, int count, enum mask_of of)
{
    for (int i = 0; i < count; i++)
        if (strokes[i].of == (int)of)
            return true;
    return false;
}

static bool paint(struct map_store *store, enum mask_of of, const uint8_t *map, int width, int height)
{
    const struct image *image = store->photo->image;
    bool is_full = false;
    if (!has_kind(store->strokes, store->stroke_count, of))
        return true;
    uint8_t *copy = mem_try_array_raw((size_t)width, (size_t)height);
    if (!copy)
        return false;
    memcpy(copy, map, (size_t)width * (size_t)height);
    mask_paint(store->strokes, store->stroke_count, of, of == MASK_BLUR ? BLUR_PAINTED : 255, image->width_px,
               image->height_px, copy, width, height, &is_full);
    store->painted[of] = copy;
    return !is_full;
}

// From the share that hair hides, 255 of 255 wholly hidden.
static bool make_above(struct map_store *store)
{
    const struct image *image = store->photo->image;
    const uint8_t *hair = store->painted[MASK_HAIR] ? store->painted[MASK_HAIR] : store->skin->hair;
    size_t size = (size_t)image->width_px * (size_t)image->height_px;
    uint8_t table[256];
    for (int i = 0; i < 256; i++) {
        float hides = (float)i / 255.0f, sends = hides * SKIN_HAIR_LIGHT;
        table[i] = (uint8_t)(int)(255.0f * sends / (sends + 1.0f - hides) + 0.5f);
    }
    store->above = mem_try_array_raw(size, 1);
    for (size_t i = 0; store->above && i < size; i++)
        store->above[i] = table[hair[i]];
    return store->above;
}

static bool is_painted_so(const struct map_store *store, const struct case_view *view)
{
    return store->above && store->stroke_count == view->stroke_count &&
           (view->stroke_count == 0 ||
            memcmp(store->strokes, view->stroke, sizeof *view->stroke * (size_t)view->stroke_count) == 0);
}

static bool paint_all(struct map_store *store, const struct case_view *view)
{
    const struct image *image = store->photo->image;
    bool had_any = false, has_any = false;
    for (int of = MASK_AWAY + 1; of < MASK_OF_COUNT; of++) {
        had_any |= store->painted[of] != NULL;
        has_any |= has_kind(view->stroke, view->stroke_count, (enum mask_of)of);
    }
    drop_painted(store);
    size_t bytes = sizeof *view->stroke * (size_t)view->stroke_count;
    store->strokes = mem_alloc(bytes + 1);
    if (bytes > 0)
        memcpy(store->strokes, view->stroke, bytes);
    store->stroke_count = view->stroke_count;
    store->version += had_any || has_any;
    return paint(store, MASK_HAIR, store->skin->hair, image->width_px, image->height_px) &&
           paint(store, MASK_SHINE, store->shine, image->width_px, image->height_px) &&
           paint(store, MASK_BLUR, store->blur, store->blur_width, store->blur_height) && make_above(store);
}

// Reads the photo, unless that was done for the same head in the same pose.
static bool read_for(struct map_store *store, const struct view *view, const struct head *head, double px_per_mm,
                     struct pool *pool)
{
    if (store->is_made && store->px_per_mm == px_per_mm && memcmp(&store->view, view, sizeof *view) == 0 &&
        memcmp(&store->head, head, sizeof *head) == 0)
        return true;
    drop_maps(store);
    store->px_per_mm = px_per_mm;
    store->view = *view;
    store->head = *head;
    return make_maps(store, pool);
}

const struct skin_maps *map_store_skin(struct map_store *store, const struct view *view, const struct head *head,
                                       struct pool *pool)
{
    return read_for(store, view, head, view_scale_in_front_px_per_mm(view, head), pool) ? store->skin : NULL;
}

bool map_store_get(struct map_store *store, const struct case_view *view, const struct head *head, double px_per_mm,
                   struct pool *pool, struct photo_maps *out, struct err *err)
{
    if (!read_for(store, &view->view, head, px_per_mm, pool) ||
        (!is_painted_so(store, view) && !paint_all(store, view))) {
        drop_maps(store);
        return err_set(err, ERR_MACHINE, "not enough memory for the maps of this photo");
    }
    uint8_t **painted = store->painted;
    *out = (struct photo_maps){.photo = store->photo,
                               .width = store->photo->image->width_px,
                               .height = store->photo->image->height_px,
                               .shine = painted[MASK_SHINE] ? painted[MASK_SHINE] : store->shine,
                               .hair = painted[MASK_HAIR] ? painted[MASK_HAIR] : store->skin->hair,
                               .above = store->above,
                               .blur = painted[MASK_BLUR] ? painted[MASK_BLUR] : store->blur,
                               .blur_width = store->blur_width,
                               .blur_height = store->blur_height,
                               .camera_blur_px = camera_blur(store->skin),
                               .skin = store->skin,
                               .version = store->version};
    return true;
}

float photo_maps_blur_px(const struct photo_maps *maps, float x, float y)
{
    float column = x * (1.0f / BLUR_MAP_PX) - 0.5f, row = y * (1.0f / BLUR_MAP_PX) - 0.5f;
    float most_column = (float)(maps->blur_width - 1), most_row = (float)(maps->blur_height - 1);
    column = column > 0.0f ? (column < most_column ? column : most_column) : 0.0f;
    row = row > 0.0f ? (row < most_row ? row : most_row) : 0.0f;
    int i = (int)column, j = (int)row;
    int right = i + 1 < maps->blur_width, below = j + 1 < maps->blur_height ? maps->blur_width : 0;
    const uint8_t *at = maps->blur + j * maps->blur_width + i;
    float tx = column - (float)i, ty = row - (float)j;
    float high = (float)at[0] + tx * ((float)at[right] - (float)at[0]);
    float low = (float)at[below] + tx * ((float)at[below + right] - (float)at[below]);
    return (high + ty * (low - high)) * BLUR_STEP_PX;
}

static int hair_at(const struct photo_maps *maps, float x, float y)
{
    if (!(x >= 0.0f && y >= 0.0f && x < (float)maps->width && y < (float)maps->height))
        return 0;
    return maps->hair[(size_t)(int)y * (size_t)maps->width + (size_t)(int)x];
}

// Sum of the four corners of a square round a place.
static int hair_round(const struct photo_maps *maps, float x, float y, float reach)
{
    return hair_at(maps, x - reach, y - reach) + hair_at(maps, x + reach, y - reach) +
           hair_at(maps, x - reach, y + reach) + hair_at(maps, x + reach, y + reach);
}

// A hair seen at the place takes it: of the mean of a dot's dark middle, since photos draw hairs wider than they are.
// And where hair grows thick round about, dots grow few, so that they end in it without an edge.
float photo_maps_bare(const struct photo_maps *maps, float x, float y, float px_per_mm)
{
    int here = 2 * hair_at(maps, x, y) + hair_round(maps, x, y, 0.085f * px_per_mm);
    float bare = 1.0f - smp_smoothstep(0.25f, 0.7f, (float)here * (1.0f / (6.0f * 255.0f)));
    if (!(bare > 0.0f))
        return 0.0f;
    int about = hair_round(maps, x, y, 0.3f * px_per_mm) + hair_round(maps, x, y, 0.6f * px_per_mm) +
                hair_round(maps, x, y, 0.9f * px_per_mm);
    return bare * (1.0f - smp_smoothstep(0.2f, 0.6f, (float)about * (1.0f / (12.0f * 255.0f))));
}
