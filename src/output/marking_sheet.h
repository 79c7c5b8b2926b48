// The marking sheet: one page with the hairline to draw, on the head and as a table of lengths along the skin.
#pragma once

#include "plan/marking.h"
#include "output/print.h"

struct marking_request {
    const struct case_ *case_;
    int option;
    const struct clinic *clinic;
    const char *title; // NULL: a plain one
    const char *date;
    struct pool *pool;
    int dpi; // 0: PDF
};

bool marking_sheet_make(const struct marking_request *request, struct bytes *pdf, struct image **pixels,
                        struct err *err);
