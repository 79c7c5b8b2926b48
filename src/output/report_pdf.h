// The report: a PDF for the patient's file. What was looked at and agreed, and what is to be asked and signed.
//
// Pictures (before, healed, every session, the years), the options, and of the chosen one zones, pigment and needle,
// the course, the estimate and what advice.h has to say; questions of health, never answered here; the days after;
// consent lines; the case's notes. Thread: one; the pool works inside.
#pragma once

#include "base/watch.h"
#include "output/picture.h"
#include "plan/clinic.h"

struct report_request {
    const struct case_ *case_;
    const struct clinic *clinic;
    struct frame frame; // photo, chosen option, band
    const char *title;  // NULL: a plain one
    const char *date;
    bool is_cropped;
    enum face_cover cover;
    struct pool *pool;
    struct watch watch;
};

bool report_pdf_make(struct picture_maker *maker, const struct report_request *request, struct bytes *out,
                     struct err *err);
