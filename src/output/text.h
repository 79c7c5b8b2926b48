// Words on a picture, in any script: Pango lays them out, Cairo draws them.
//
// Which fonts there are is the machine's affair, so pictures with words are not the same bytes everywhere; the
// photo's pixels are. Thread: one at a time.
#pragma once

#include "image/pixels.h"

#include <stdbool.h>

typedef struct _cairo cairo_t; // as in cairo.h, which only those who draw need

enum text_align { TEXT_LEFT, TEXT_CENTRE, TEXT_RIGHT };

struct text_style {
    double size_px; // of the letter's body
    int weight;     // 400 plain, 600 strong
    uint8_t grey;   // of the ink: 0 black
    enum text_align align;
    int most_lines;  // what is longer ends in an ellipsis; 0: as many as it takes
    bool is_printed; // lengths are points of paper: nothing is moved onto pixels
};

struct text;

// Laid out to the width; `words` is plain text: control characters, bytes that are no UTF-8 and marks that turn
// the direction of what follows are taken out, so no name can write over its surroundings.
struct text *text_create(const char *words, const struct text_style *style, double width_px);
void text_free(struct text *text); // accepts NULL
double text_height_px(const struct text *text);
double text_width_px(const struct text *text); // of the longest line

// Blends it into an 8-bit image with its box's top left corner there; what falls outside is left out.
bool text_draw(const struct text *text, struct image *image, double x_px, double y_px, struct err *err);

void text_show(const struct text *text, cairo_t *cairo, double x, double y); // the same on a Cairo surface

enum { TEXT_MOST_BYTES = 2048 };
void text_clean(const char *words, char *out, size_t size); // what text_create makes of the words
