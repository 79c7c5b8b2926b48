// The case: the document. One head, its photos, the options, the course, notes.
//
// A case is a plain value. Options are shared and immutable: to change one, make a copy and put it in
// (case_set_option). View state (zoom, panels) is not in it. Photos are named by file name and SHA-256, found
// beside the case file, never by path; pixels are not in it.
#pragma once

#include "base/err.h"
#include "model/course.h"
#include "model/field.h"
#include "model/option.h"
#include "model/pose_fit.h"

#include <stdint.h>

enum { CASE_MOST_VIEWS = POSE_MOST_VIEWS, CASE_MOST_OPTIONS = 8, CASE_MOST_STROKES = 64,
       CASE_STROKE_MOST_POINTS = 128, CASE_NAME_BYTES = 256, CASE_NOTES_BYTES = 16384 };

// Part of a view's mask, in photo pixels: a closed polygon (width 0) or a stroke.
struct mask_stroke {
    int erases;          // takes away from the mask instead
    double width_px;
    int point_count;
    struct pt_px point[CASE_STROKE_MOST_POINTS];
};

struct case_view {
    char photo_name[CASE_NAME_BYTES]; // file name without folder
    char photo_sha256[65];
    struct marks marks;
    struct view view;
    struct interval scale_px_per_mm;
    double residual_px;
    int done_events;                  // how many events had been done when it was taken
    int stroke_count;
    struct mask_stroke *stroke;       // owned
};

struct case_ {
    int format;
    uint32_t field_version;
    uint64_t seed;
    struct head head;
    struct interval semi_mm[3];
    int view_count;
    struct case_view *view[CASE_MOST_VIEWS];   // owned
    int option_count;
    struct option *option[CASE_MOST_OPTIONS];  // owned
    struct course course;
    char notes[CASE_NOTES_BYTES];
    void *unknown;                             // keys of the file that this program does not know, kept
};
