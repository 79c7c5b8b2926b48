// The state of the window that is not in the case: what is looked at, how, and what is in hand.
//
// Screens (screen.h) and the canvas read and change it; every change of the case goes through `session`.
// Thread: the window's.
#pragma once

#include "base/watch.h"
#include "plan/frame.h"
#include "plan/moment.h"
#include "plan/session.h"
#include "ui/preview.h"
#include "ui/settings.h"
#include "ui/tiles.h"
#include "ui/toolkit.h"
#include "ui/viewport.h"

enum step {
    STEP_PHOTO,
    STEP_HEAD,
    STEP_HAIRLINE,
    STEP_AREAS,
    STEP_PIGMENT,
    STEP_COURSE,
    STEP_SHOW,
    STEP_EXPORT,
    STEP_COUNT
};

// SIDES: the options, SPREAD: the bands of people, side by side.
enum compare_mode { COMPARE_NONE, COMPARE_WIPE, COMPARE_SIDES, COMPARE_SPREAD };

enum tool {
    TOOL_NONE,
    TOOL_RULER,
    TOOL_ZONE_DRAW,
    TOOL_ZONE_PAINT,
    TOOL_ZONE_ERASE,
    TOOL_MASK_PAINT,
    TOOL_MASK_ERASE,
    TOOL_LANDMARK,
    TOOL_OUTLINE
};

// A picture on its way to the screen: the newest that has come and what it shows.
struct pane {
    struct tiles tiles;
    struct preview_request shown; // case_ is NULL here
    bool has_picture;
    struct preview_request asked; // the last one; case_ is NULL here
};

enum { TIMELINE_MOST = 12, COMPARE_MOST = 4 };

struct screens;

// What one card of the timeline stands for.
struct moment {
    char label[MOMENT_TEXT_BYTES], card[MOMENT_TEXT_BYTES]; // in full, and for the card
    struct frame frame;
};

enum export_kind {
    EXPORT_PICTURE,
    EXPORT_STRIP,
    EXPORT_SHEET,
    EXPORT_COMPARE,
    EXPORT_RANGE,
    EXPORT_CLIP,
    EXPORT_PAGE,
    EXPORT_REPORT,
    EXPORT_MARKING
};

enum export_cover { EXPORT_COVER_NONE, EXPORT_COVER_BAR, EXPORT_COVER_BLUR }; // of the face

struct export_request { // one file to write
    enum export_kind kind;
    const struct case_ *case_;
    const char *case_path; // the photos lie beside it
    struct frame frame;    // photo, option, band, and what a picture shows of them
    const char *path;      // its suffix says a picture's format
    bool is_cropped;       // to the scalp
    enum export_cover cover;
    const char *title; // of all but a picture; NULL: the usual one
    struct watch watch;
};

struct workspace_host { // what lies above this layer
    void *context;
    // On a thread of its own, one at a time. Cancelled: false, and nothing is written.
    bool (*export_file)(void *context, const struct export_request *request, struct err *err);
};

struct workspace {
    struct toolkit *toolkit;
    struct session *session;
    struct preview *preview;
    struct workspace_host host;
    struct settings settings; // remembered from run to run
    enum theme theme;
    int language;               // language.h
    char renderer[192];         // who draws, in words
    double width_pt, height_pt; // of the window

    enum step step;
    int view, option;
    int moment; // card of the timeline that is shown
    int moment_count;
    struct moment moments[TIMELINE_MOST];
    enum band band;
    enum light light; // as if; goes into no case
    enum compare_mode compare;
    double wipe;       // 0..1 across the canvas
    bool holds_before; // hold-to-compare
    bool is_playing;
    double play_since_s;
    bool prefers_head; // when the photo is fitted: the head, not the whole photo
    bool shows_bare;   // the photo alone: its head is still looked for (head_seek.h)
    struct viewport viewport;
    struct pane pane[COMPARE_MOST + 1]; // the last: before
    struct pane card[TIMELINE_MOST];
    const struct photo *handed[CASE_MOST_VIEWS]; // what the preview draws from

    enum tool tool;
    int zone;         // chosen in Areas, -1: none
    int handle;       // what is being dragged, -1: nothing
    unsigned gesture; // number of the drag, for one step of history
    double brush_mm;
    bool shows_guides, shows_help, asks_close, wants_quit, is_full_screen;
    bool shows_hints; // of the first run, those not read yet
    bool has_noticed; // what this system lacks
    bool is_demo;     // nobody's: what is opened or dropped is another patient
    char said[512];   // the last refusal, or that OpenGL was given up
    double now_s;
    struct screens *screens; // what the screens keep (screen_state.h); NULL until one is drawn
};

// Runs one change; a refusal is shown, not returned.
bool workspace_change(struct workspace *w, const char *label, unsigned gesture, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
bool workspace_undo(struct workspace *w); // what is looked at may have gone with it
bool workspace_redo(struct workspace *w);
bool workspace_remove_photo(struct workspace *w); // the one at hand
void workspace_refuse(struct workspace *w, const struct err *err);
void workspace_warn(struct workspace *w, const struct err *warning);   // of what is taken all the same
void workspace_notice(struct workspace *w, const struct photo *photo); // of the system, once in a run
void workspace_let_go(struct workspace *w);        // the preview has no photos: they are about to end
void workspace_photos(struct workspace *w);        // hands the preview the photos as the case now has them
void workspace_moments(struct workspace *w);       // lays the timeline out anew from the course
void workspace_pictures_lost(struct workspace *w); // their textures are blank: all are made again
void workspace_fit(struct workspace *w);           // the photo to the canvas; when it is: the head, or back
struct frame workspace_frame(const struct workspace *w, int option); // what the canvas shows
