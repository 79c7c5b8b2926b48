// A white page of pixels, 8 bit, and what is laid on it: pictures, grey boxes, words.
#pragma once

#include "output/text.h"

enum { INK = 28, SOFT_INK = 104, RULE = 205, PAPER = 255 }; // greys

struct image *paper_create(int width_px, int height_px, struct err *err);
void paper_fill(struct image *paper, double x, double y, double width, double height, uint8_t grey); // NULL: nothing
void paper_paste(struct image *paper, const struct image *from, double x, double y); // 16 bits are rounded to 8

// Draws words (paper NULL: only measures them); returns their height, 0 for "", negative after a failure.
double paper_say(struct image *paper, const char *words, const struct text_style *style, double x, double y,
                 double width, struct err *err);
