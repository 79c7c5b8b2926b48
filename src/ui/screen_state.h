// What the screens keep from frame to frame and nothing else needs.
#pragma once

#include "plan/estimate.h"
#include "plan/param.h"
#include "ui/file_browser.h"
#include "ui/reading.h"
#include "ui/skin_swatch.h"
#include "ui/take_up_watch.h"
#include "ui/thumbnail.h"
#include "ui/work_count.h"
#include "ui/workspace.h"

enum { EXPORT_TEXT_BYTES = 1024 };

// A small picture of a photo, known again by the photo's hash.
struct thumb {
    texture_id texture;
    char sha256[65];
};

struct export_job;

struct export_item {
    struct frame frame;
    char label[64];
};

struct export_plan {
    int what, format, width;        // indices of what is offered
    char folder[EXPORT_TEXT_BYTES]; // "": beside the case
    char name[CASE_NAME_BYTES];     // without suffix; "": the case's
    int cover;                      // enum export_cover
    int picture_part, sheet_part;   // 0: the usual, the whole photo for a picture, else the scalp
    char title[CASE_NAME_BYTES];    // "": the usual one
    bool is_running;
    bool is_stopping;
    int next, count, written; // of the pictures at hand
    struct export_item item[TIMELINE_MOST];
    struct export_job *job;          // the picture that is being written
    char last[CASE_NAME_BYTES];      // name of the picture written last
    char message[EXPORT_TEXT_BYTES]; // what was written, or why not
    bool has_failed;
};

enum browse_for {
    BROWSE_FOR_OPEN,
    BROWSE_FOR_ADD,
    BROWSE_FOR_SAVE,
    BROWSE_FOR_EXPORT,
    BROWSE_FOR_REPLACE,
    BROWSE_FOR_OLD
};

struct screens {
    char slider_key[PARAM_KEY_BYTES]; // whose drag is one step of the history
    double slider_sent;               // the last value of that drag

    // handles.h
    double grab_x, grab_y, press_x, press_y; // canvas pixels
    bool is_pressed, has_moved;
    int selected; // point of the screen at hand, -1: none
    int read;     // point of the hairline whose length is shown, -1: none

    enum step step;        // that the selection belongs to
    enum step before_show; // where patient mode goes back to
    bool is_showing;
    enum compare_mode compare_before; // patient mode
    bool prefers_head_before;         // the same
    enum band band_before;            // the same
    int shown_view;

    struct thumb thumb[CASE_MOST_VIEWS];
    struct file_browser *browser;
    enum browse_for browse_for;
    struct reading *reading;
    enum browse_for reads_for;         // BROWSE_FOR_OPEN, _ADD, _REPLACE, _OLD
    int replaces;                      // view
    char dropped[BROWSE_PATH_BYTES];   // a photo that came from outside: whose is it?
    char open_next[BROWSE_PATH_BYTES]; // waits for an answer about unsaved work
    struct photo *added;               // read, and waits for an answer about what it shows
    struct head_seek *seek;            // of head_seek.c, like the next three of their files; NULL: not yet used
    struct replacing *replacing;
    struct match_sides *sides;
    struct old_photo *old;
    char added_path[BROWSE_PATH_BYTES];
    struct new_photo added_as;

    char notes[CASE_NOTES_BYTES], notes_as[CASE_NOTES_BYTES]; // being written; as the case had them last
    char refusal[512];                                        // of the last marks that did not fit; "" when they did
    char ruler_text[32];

    bool unmirrored;       // hairline points move one by one
    unsigned bend_gesture; // the drag that bend_start belongs to
    struct vec3 bend_start[HAIRLINE_MOST_POINTS];
    int bend_reach; // one point, near, wide
    bool hides_midline, hides_thirds, hides_scale;
    char option_name[OPTION_NAME_BYTES];
    char named_as[OPTION_NAME_BYTES]; // the name that option_name began from

    int zone_kind;   // of the next zone
    int draft_count; // outline being drawn
    struct vec3 draft[ZONE_MOST_POINTS];
    int mends;                  // enum mask_of: what the brush on the photo tells
    struct mask_stroke *stroke; // being painted
    bool is_painting;
    struct work_count *count;
    struct take_up_watch *take_up;

    char notes_sha256[65]; // of the photo that the next two are of
    struct view notes_view;
    unsigned photo_notes; // what could not be read off it (photo_notes.h)

    struct skin_shades *shades;
    uint8_t skin_rgb[3]; // for pigment swatches
    unsigned skin_for;   // generation + 1 that it was read for
    int skin_view;

    int event; // chosen in the course, -1: none
    int touch_up_years;
    struct export_plan export;
};

struct screens *screens_of(struct workspace *w); // made when first asked for
