// Pictures for the window, made on a thread of their own: the canvas and the thumbnails of the timeline.
//
// Takes a request (a snapshot of the case, a frame, the part that is visible), gives the newest finished
// picture. A newer request for the same slot replaces one that waits and cancels one that runs; stale results are
// dropped by number. Uses its own composer, so that caches stay warm. Lower slots go first; thumbnails wait until the
// canvas has been quiet for a moment, so that a drag has the whole machine. Pictures come in the colours of the
// display.
#pragma once

#include "plan/compose.h"
#include "ui/map_tint.h"

#include <SDL2/SDL.h>

struct preview;
enum { PREVIEW_MOST_SLOTS = 48 };

struct preview_request {
    const struct case_ *case_; // copied
    struct frame frame;        // width_px: of the whole picture at the zoom that is shown
    enum map_tint tint;
    int left, top, width, height; // the part wanted, in pixels of that picture; width 0: all
    unsigned generation;          // comes back with the result
};

struct preview_options {
    int threads;
    Uint32 event_type;     // of SDL, pushed when a result is ready; for thumbnails several at a time
    int canvas_slots;      // the first ones; the others are thumbnails
    struct drawer *drawer; // of the canvas (drawer.h), the preview's from now on; NULL: the processor draws that too
};
struct preview *preview_create(const struct preview_options *options);
void preview_destroy(struct preview *preview);
// The display's ICC profile, copied; NULL: sRGB.
void preview_set_display(struct preview *preview, const void *icc, size_t size);
// Waits for the worker and forgets what waits: ask anew.
void preview_set_photo(struct preview *preview, int view, const struct photo *photo);
void preview_ask(struct preview *preview, int slot, const struct preview_request *request);
// Waits until the slot has a picture or has nothing to make, no longer than that. How long the canvas's last picture
// took tells whether it is worth it.
void preview_wait(struct preview *preview, int slot, double most_ms);
double preview_last_ms(const struct preview *preview);
// The newest picture of a slot that was not taken yet; the caller owns it (image_unref). NULL: none.
struct image *preview_take(struct preview *preview, int slot, struct preview_request *of);
void preview_lose(struct preview *preview); // for tests: OpenGL finds its context lost
bool preview_is_busy(const struct preview *preview, int slot);
