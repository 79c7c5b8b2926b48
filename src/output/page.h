// One HTML file that shows a case anywhere, without a network: every option, session and year of one photo, the
// years as they last with little, the likely and much of the pigment kept.
//
// Everything lies in it: pictures as data: addresses, style and script named by their hashes in a content security
// policy that allows nothing else. Names and settings come out as text. Small enough for a letter: quality gives way
// before size. Thread: one; the pool works inside.
#pragma once

#include "output/picture.h"
#include "base/watch.h"
#include "plan/clinic.h"

enum { PAGE_MOST_BYTES = 4900000, PAGE_MOST_TIMES = 12 };

struct page_request {
    const struct case_ *case_;
    const struct clinic *clinic;
    struct frame frame;        // photo; band that it begins with
    const struct frame *times; // of the last session; fresh and healed first make the sessions before it too
    int time_count;
    const char *title; // NULL: a plain one
    const char *date;
    int width_px; // of a picture
    bool is_cropped;
    enum face_cover cover;
    struct pool *pool;
    struct watch watch;
};

// ERR_INPUT when so many pictures of that size are too many for one page.
bool page_make(struct picture_maker *maker, const struct page_request *request, struct bytes *out, struct err *err);
