// Marks that the program lays on a photo by itself, as a draft that a person corrects.
//
// With a face: landmarks from its mesh, the outline of the skull from where the person ends. Without
// one: the outline of what looks like a head, and the facing that was given or guessed. What a person
// gave stays; the draft only fills gaps and says of each value that it is a draft (struct marks).
// Needs the networks of image/face.h. Deterministic. Takes some 0.2 s; 12 MP photos 0.1 s more.
#pragma once

#include "image/face.h"
#include "image/photo.h"
#include "model/hair_chart.h"
#include "model/pose_fit.h"

#define DRAFT_SURE 0.8 // certainty from which a draft is shown as a fact and not as a question

#define DRAFT_RIVAL 0.6 // of this face's size: whose head is meant is asked

enum draft_way { DRAFT_NONE, DRAFT_FACE, DRAFT_OUTLINE };

// A part of the photo that is no scalp, as a closed polygon in its pixels.
enum { DRAFT_MOST_MASKS = 12, DRAFT_MASK_MOST_POINTS = 120 };
struct draft_mask {
    int count;
    struct pt_px point[DRAFT_MASK_MOST_POINTS];
};

struct draft {
    enum draft_way way;
    struct marks marks;      // with the photo's size and focal length
    struct face face;        // in pixels of the photo
    struct hair_chart chart; // certainty 0: not read
    struct head head;        // that it was read on, fitted to these marks alone,
    struct view view;        // and the pose
    bool has_cloth;          // on the head: masked
    bool has_spectacles;     // dark frames: rimless ones are not seen
    int mask_count;          // beyond the rim, so that no dot lies beside the head; on ears and spectacles' arms
    struct draft_mask mask[DRAFT_MOST_MASKS];
};

// `given` holds what a person marked (may be empty). ERR_INPUT: no head is seen. The marks are enough
// for pose_fit.
bool draft_make(struct face_nets *nets, const struct photo *photo, const struct marks *given, struct draft *out,
                struct err *err);

bool draft_refuse(struct err *err); // false: no head is seen
