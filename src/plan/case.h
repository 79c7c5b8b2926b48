// The case: the document. One head, its photos, the options, the course, notes.
//
// A case is a plain value. Options are shared and immutable: to change one, make a copy and put it in
// (case_set_option). View state (zoom, panels) is not in it. Photos are named by file name and SHA-256, found
// beside the case file, never by path; pixels are not in it. The file is case_file.h, editing by key param.h
// and edit.h.
#pragma once

#include "base/err.h"
#include "model/course.h"
#include "model/field.h"
#include "model/option.h"
#include "model/pose_fit.h"

#include <stdint.h>

enum {
    CASE_FORMAT = 1,
    CASE_MOST_VIEWS = POSE_MOST_VIEWS,
    CASE_MOST_OPTIONS = 8,
    CASE_MOST_STROKES = 64,
    CASE_STROKE_MOST_POINTS = 128,
    CASE_NAME_BYTES = 256,
    CASE_NOTES_BYTES = 16384
};

// What a painted part says of the photo: that nothing is to change there, or how its maps are to be
// put right (hair above the dots, shine, unsharp as by a lens out of focus).
enum mask_of { MASK_AWAY, MASK_HAIR, MASK_SHINE, MASK_BLUR, MASK_OF_COUNT };

// Part of a view's mask, in photo pixels: a closed polygon (width 0) or a stroke.
struct mask_stroke {
    int of;         // enum mask_of
    int erases;     // takes away instead: free skin, no hair, matt, sharp
    int is_drafted; // laid by the program and by no person
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
    int done_events; // how many events had been done when it was taken
    int stroke_count;
    struct mask_stroke *stroke; // owned
};

struct json_t;

struct case_ {
    int format;
    uint32_t field_version;
    uint64_t seed;
    struct head head;
    struct interval semi_mm[3];
    int view_count;
    struct case_view *view[CASE_MOST_VIEWS]; // owned
    int option_count;
    struct option *option[CASE_MOST_OPTIONS]; // owned
    struct course course;
    struct option *done_with[COURSE_MOST_EVENTS]; // owned; what course.event[i].done_with borrows, or NULL
    char notes[CASE_NOTES_BYTES];
    struct json_t *unknown; // keys of the file that this program does not know, kept
};

// No view and no option; canonical head, default course, seed 1.
struct case_ *case_create(void);
struct case_ *case_copy(const struct case_ *case_); // shares nothing that can change
void case_destroy(struct case_ *case_);             // accepts NULL

// The new view or option at the end, or NULL when there is no room or the name is taken.
struct case_view *case_add_view(struct case_ *case_);
const struct option *case_add_option(struct case_ *case_, const struct option *option);

void case_remove_view(struct case_ *case_, int index);

// Copied, as a person's change: a hairline or zone whose points moved is no draft any more.
void case_set_option(struct case_ *case_, int index, const struct option *option);
// Copied, as the program's own move: a draft stays one.
void case_move_option(struct case_ *case_, int index, const struct option *option);
void case_remove_option(struct case_ *case_, int index);
int case_find_option(const struct case_ *case_, const char *name); // -1: none
int option_find_zone(const struct option *option, const char *name);

// How sure the program is of a hairline or zone that it laid with such a certainty: never more than of the head it lies
// on. 0: it is a person's.
double case_draft_certainty(const struct case_ *case_, double draft_certainty);

// Marks event `index` as done with a copy of `option`, or, with NULL, as planned.
void case_set_done(struct case_ *case_, int index, const struct option *option);
// Puts an event in its place by day, or takes one out; what each was done with goes along. False: no room.
bool case_add_event(struct case_ *case_, struct event event);
void case_remove_event(struct case_ *case_, int index);

void case_view_add_stroke(struct case_view *view, const struct mask_stroke *stroke);
void case_view_clear_strokes(struct case_view *view);
void case_view_drop_strokes(struct case_view *view, bool drafted); // those that the program laid, or all others
const char *mask_of_name(enum mask_of of);                         // as in case files
bool mask_of_find(const char *name, enum mask_of *out);

// Every rule that a case keeps: ranges of the parameter table, counts, names, order of events, sound poses.
// The first broken one is named by its place in the file (ERR_INPUT).
bool case_validate(const struct case_ *case_, struct err *err);
