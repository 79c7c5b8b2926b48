// What the parts of a draft share. Private to draft*.c.
#pragma once

#include "image/limbus.h"
#include "model/draft.h"

// The photo as the networks see it, and where they see a person.
struct draft_sight {
    struct face_nets *nets;
    const struct image *image; // reduced
    const struct image *photo; // as it is
    double px_per_px;          // photo's pixels for each of the image's
    struct square square;      // of the map, in the image
    float person[PERSON_SIDE * PERSON_SIDE];
};

// Looks for a person there.
bool draft_see_person(struct draft_sight *sight, struct square square, struct err *err);

// Encoded colour 0..255, and luminance, of the pixel, or of the nearest one.
void draft_colour(const struct image *image, struct pt_px px, double rgb[3]);
double draft_light(const struct image *image, struct pt_px px);
// How far two places differ, 0..255; skin and a wall may well be as light as each other.
double draft_change(const struct image *image, struct pt_px a, struct pt_px b);
// The same as linear light and its shares.
struct draft_tone {
    double light, red, blue;
};
struct draft_tone draft_tone(const struct image *image, struct pt_px px);

// Landmarks of the face that were not given; in pixels of the photo.
void draft_landmarks(const struct draft_sight *sight, const struct face *face, struct marks *marks);

// Where the irises end, in pixels of the photo, left and right; `turned`: sine of the face's turn to a side. False:
// not both are seen, open, sharp and large enough, and out is of no use.
bool draft_irises(const struct draft_sight *sight, const struct face *face, double turned, struct limbus out[2]);

#define DRAFT_SURE_FACE 0.7 // of the detector: there is a face, though no mesh may fit it

// Where no mesh fits, what the detector shows: from aside the eye and the ear of that side, from in front the eyes.
void draft_keys(const struct draft_sight *sight, const struct face *face, struct marks *marks);

// The rim of what stands like a head at the top of the person, without a face to go by; in pixels of the photo.
struct draft_blob {
    double likeness;           // to a head, 0..1; 0: none
    bool has_neck;             // it narrows below
    bool has_shoulders_beside; // and not below that: seen from above
    struct pt_px middle;
    double breadth_px;
    bool has_body; // and where its middle lies
    struct pt_px body;
};
struct draft_blob draft_blob(const struct draft_sight *sight, struct marks *marks);

// The same of the photo, upright or not; leaves the sight turned so that the head stands. False: err. Likeness 0: none.
bool draft_stand(struct draft_sight *sight, const struct face *face, struct marks *marks, struct draft_blob *blob,
                 struct err *err);
// The turn of a head of that facing that stands so; nothing for one that is upright.
void draft_lay_stand(const struct draft_sight *sight, struct marks *marks);
enum facing draft_guess_facing(const struct draft_sight *sight, const struct face *face, const struct draft_blob *blob);

// Points on the skull's rim, where the person ends near the contour of this head in this view (in the
// photo's pixels); none where it does not. Returns the share of the searched rim that was found.
double draft_outline(const struct draft_sight *sight, const struct head *head, const struct view *view,
                     struct marks *marks);

// The masks beyond the rim, where it is seen.
void draft_rim(const struct draft_sight *sight, const struct head *head, const struct view *view, struct draft *out);

// The masks over the ears that are seen, and over the arms of spectacles; after draft_rim.
void draft_ears(const struct head *head, const struct view *view, bool has_spectacles, struct draft *out);
// Whether a frame crosses the cheeks and the bridge of the nose; the face in pixels of the image. Rimless ones are not
// seen.
bool draft_has_spectacles(const struct draft_sight *sight, const struct face *face);

// Tells what covers the scalp in the chart that was read, and masks it.
void draft_cover(const struct draft_sight *sight, const struct head *head, const struct view *view, struct draft *out);
