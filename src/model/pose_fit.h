// Finds the head's shape and each photo's pose from what a person marked.
//
// Unknown: the head's three half axes, centre and low-order terms (shared by all views), the
// landmarks' own offsets from the mean man's, and for each view rotation, place and focal length.
// Known: any mix of named landmarks, points on the outline of the skull, a ruler and a facing, with
// wide anthropometric priors (domain.md section 3). Solved by damped least squares from many starts.
// Does not look at pixels. Only + - x / sqrt and mathd.h: the same marks give the same pose on any
// machine.
//
// Intervals are 90 %: central, from the inverse of the normal matrix at the solution, widened where
// the residuals are larger than their sigmas.
#pragma once

#include "base/err.h"
#include "model/view.h"

enum landmark {
    LANDMARK_GLABELLA,
    LANDMARK_NASION,
    LANDMARK_PUPIL_LEFT,
    LANDMARK_PUPIL_RIGHT,
    LANDMARK_TRAGION_LEFT,
    LANDMARK_TRAGION_RIGHT,
    LANDMARK_VERTEX,
    LANDMARK_MENTON,
    LANDMARK_SUBNASALE,
    LANDMARK_CANTHUS_LEFT,
    LANDMARK_CANTHUS_RIGHT,
    LANDMARK_WHORL,
    LANDMARK_INION,
    LANDMARK_CROWN,
    LANDMARK_EAR_TOP_LEFT,
    LANDMARK_EAR_TOP_RIGHT,
    LANDMARK_COUNT
};

enum facing { // which side of the patient the photo shows
    FACING_UNKNOWN,
    FACING_FRONT,
    FACING_LEFT,
    FACING_RIGHT,
    FACING_TOP,
    FACING_BACK,
    FACING_THREE_QUARTER_LEFT,
    FACING_THREE_QUARTER_RIGHT,
    FACING_COUNT
};

const char *landmark_name(enum landmark landmark); // as on the command line
bool landmark_find(const char *name, enum landmark *out);
const char *facing_name(enum facing facing);
bool facing_find(const char *name, enum facing *out);

enum { MARKS_MOST_OUTLINE = 256, MARKS_MOST_HAIRLINE = 32, POSE_MOST_VIEWS = 16 };

struct marks {
    int width_px, height_px;
    double focal_35mm; // 0: unknown, taken as 26 mm with a wide prior
    bool has_landmark[LANDMARK_COUNT];
    struct pt_px landmark[LANDMARK_COUNT];
    int outline_count; // points on the rim of the bare skull: not ears, not face
    struct pt_px outline[MARKS_MOST_OUTLINE];
    bool has_ruler; // a length square to the camera at the head's surface there
    struct pt_px ruler[2];
    double ruler_mm;
    double iris_px[2], iris_sigma_px[2]; // across, left and right, as a draft measured them; 0: not seen
    enum facing facing;
    // What the program laid itself and no person has set since: how vague it is on top of what a
    // person's mark would be, sigma; 0: a person's. Never put over what a person set.
    double drafted_mm[LANDMARK_COUNT], outline_drafted_mm;
    bool is_facing_drafted;
    bool has_turn;                     // of the head, by a face's mesh or the body: always a draft
    struct vec3 turn_forward, turn_up; // unit, camera space: where the face looks, where its crown is
    double turn_sigma_rad;
    int hairline_count; // where hair begins in the photo: to look at, no fit heeds it
    struct pt_px hairline[MARKS_MOST_HAIRLINE];
    double certainty; // of the draft, 0..1; 0: nothing was drafted
};

struct interval {
    double low, likely, high; // 90 %
};

struct pose_result {
    struct head head;
    struct interval semi_mm[3]; // side, front-back, up
    struct view view[POSE_MOST_VIEWS];
    struct interval scale_px_per_mm[POSE_MOST_VIEWS]; // at the point of the head nearest the camera
    double residual_px[POSE_MOST_VIEWS];              // of the marks against where this head, with the mean
                                                      // man's features, has them: root mean square
    double worst_px[POSE_MOST_VIEWS];                 // the largest, and of which landmark
    enum landmark worst[POSE_MOST_VIEWS];             // LANDMARK_COUNT: an outline point
    int steps;
};

// Fails (ERR_INPUT) when the marks of a view are too few, naming the fewest that would do; when they
// leave the pose open (two turns fit, or it is vaguer than 14 degrees; a drafted outline may); when they contradict
// each other beyond any head, naming the worst. A view without ruler gets its scale from the priors and from the other
// views of the same head. Takes some 20 ms for each view. On failure *out is of no use.
bool pose_fit(const struct marks *marks, int view_count, struct pose_result *out, struct err *err);
