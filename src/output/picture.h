// A frame of a case as a picture: photo, composer, renderer and encoder joined.
//
// A maker holds what several pictures of one case share: decoded photos (found beside the case file and
// compared with the hash that the case has of them) and the composer's caches. One thread at a time; works
// on the pool inside.
#pragma once

#include "base/file.h"
#include "image/encode.h"
#include "image/photo.h"
#include "output/face_cover.h"
#include "output/scalp_crop.h"
#include "plan/compose.h"
#include "render/render.h"

enum picture_layer {   // what is shown of the frame
    PICTURE_WHOLE,     // the photo with its dots
    PICTURE_DOTS,      // what the dots let through, white where none
    PICTURE_NORMALS,   // the fitted head's: x right, y up, z to the camera, (n + 1) / 2; black off the head
    PICTURE_MASK,      // white: left untouched
    PICTURE_DIFFUSE,   // the photo without its shine
    PICTURE_SHINE,     // share of shine in each pixel
    PICTURE_HAIR,      // share that hair hides of each, and where dots keep away from it
    PICTURE_SHARPNESS, // white: as sharp as a phone's photo; darker: dots are as much softer, black 8 px
    PICTURE_NOISE,     // grain, ten times its share of the skin's light
    PICTURE_LAYER_COUNT
};
const char *picture_layer_name(enum picture_layer layer);

struct picture_request {
    struct frame frame;
    struct rect_px part;   // of the photo; empty: all of it. PICTURE_WHOLE only
    enum face_cover cover; // drawn over the picture, before as well as after
    enum picture_layer layer;
    const struct render_ops *renderer; // NULL: the CPU's
    enum simd_level simd;
    const atomic_bool *cancel; // NULL: never
    bool is_last;              // for its view: where that saves memory, the maker's photo itself is drawn over
};

struct picture {
    struct image *image;
    struct colour_space space;
    char caption[200]; // "" for a plain photo, else that it is a simulation and of what
};

struct picture_maker;

// Borrows all three; `path` is the case file's, the photos lie beside it.
struct picture_maker *picture_maker_create(const struct case_ *case_, const char *path, struct pool *pool);
void picture_maker_destroy(struct picture_maker *maker); // accepts NULL

// A photo that is loaded already becomes the maker's, whatever lies beside the case.
void picture_maker_take_photo(struct picture_maker *maker, int view, struct photo *photo);

// The photo of a view, loaded once; owned by the maker. NULL: missing, unreadable or changed (ERR_INPUT).
const struct photo *picture_maker_photo(struct picture_maker *maker, int view, struct err *err);

// What is read off it: composer_skin of the maker's.
const struct skin_maps *picture_maker_skin(struct picture_maker *maker, int view);

bool picture_make(struct picture_maker *maker, const struct picture_request *request, struct picture *out,
                  struct err *err);
void picture_finish(struct picture *picture);

// As a file that will be named path: its suffix says the format; "-" is PNG.
bool picture_encode(const struct picture *picture, const char *path, struct bytes *out, struct err *err);
// The same, written; "-" is standard output. The file is old or new, whole.
bool picture_save(const struct picture *picture, const char *path, struct err *err);
struct picture picture_of_photo(const struct photo *photo); // upright, nothing drawn; picture_finish

char *picture_photo_path(const char *case_path, const struct case_view *view); // mem_free
