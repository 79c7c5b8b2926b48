// Finds a face in a picture, its 468 mesh points, and which pixels show a person, by four small
// networks (nets/net.h). They come from outside the program and are optional.
//
// Points are in pixels of the picture that was given (smooth, upright or not; 8 bits suffice; a long
// side of 500 to 1600 px is right, more is refused). Left and right are the person's. Knows nothing of heads in mm.
// Thread: one at a time for each face_nets.
#pragma once

#include "base/err.h"
#include "base/place.h"
#include "geom/space.h"
#include "image/pixels.h"

enum { FACE_POINTS = 468, FACE_IRIS_POINTS = 5, PERSON_SIDE = 256 };

// Numbers of the mesh's points that are named in anatomy.
enum face_point {
    FACE_GLABELLA = 9,
    FACE_NASION = 168,
    FACE_SUBNASALE = 2,
    FACE_MENTON = 152,
    FACE_TOP = 10,
    FACE_EYE_LEFT_OUT = 263,
    FACE_EYE_LEFT_IN = 362,
    FACE_EYE_RIGHT_OUT = 33,
    FACE_EYE_RIGHT_IN = 133,
    FACE_EYE_LEFT_UP = 386,
    FACE_EYE_LEFT_DOWN = 374,
    FACE_EYE_RIGHT_UP = 159,
    FACE_EYE_RIGHT_DOWN = 145,
    FACE_SIDE_LEFT = 454,
    FACE_SIDE_RIGHT = 234,
    FACE_BROW_LEFT = 334,
    FACE_BROW_RIGHT = 105,
    FACE_CHEEK_LEFT = 280,
    FACE_CHEEK_RIGHT = 50
};

// What the detector itself points at; rough (some 6 mm), but also seen from aside.
enum face_key {
    FACE_KEY_EYE_RIGHT,
    FACE_KEY_EYE_LEFT,
    FACE_KEY_NOSE,
    FACE_KEY_MOUTH,
    FACE_KEY_EAR_RIGHT,
    FACE_KEY_EAR_LEFT,
    FACE_KEYS
};

struct face {
    double certainty;   // 0..1 of the networks; below 0.5 there is none
    double detected;    // 0..1 of the detector alone: a profile is detected and has no certain mesh
    double rival;       // the size of another good face to this one's, 0: none; this is the larger or the surer
    struct pt_px place; // the middle of what was detected
    struct pt_px key[FACE_KEYS];
    double turn_rad; // of the eye line against the picture's rows, clockwise
    double eye_px;   // between the middles of the eyes
    struct pt_px point[FACE_POINTS];
    double depth[FACE_POINTS];              // px toward the camera, about the face's middle; rough
    bool has_irises;                        // the face is large enough for them
    struct pt_px iris[2][FACE_IRIS_POINTS]; // left, right: the middle, then the rim on four sides; also of closed eyes
    double spread_px;                       // how far two looks at the same face differ, root mean square
};

// A process of this program that is locked in, as decoders are, and lives as long as this.
struct face_nets;

// From a folder with the four files, each with its known SHA-256. NULL: err says which is missing.
struct face_nets *face_nets_open(const char *folder, struct err *err);
void face_nets_close(struct face_nets *nets);          // accepts NULL
double face_nets_cpu_ms(const struct face_nets *nets); // processor time that it has taken

// The folder of the four files: STIPPLE_NETS, or beside the program. False: automatic set-up is off.
bool face_nets_folder(char out[PLACE_MOST_PATH]);

// False: no memory. Without a face the certainty says so and the rest is 0.
bool face_find(struct face_nets *nets, const struct image *image, struct face *out, struct err *err);

// Which pixels show a person: PERSON_SIDE x PERSON_SIDE shares 0..1 of the square.
struct square {
    struct pt_px centre;
    double side_px, turn_rad;
};
bool face_person(struct face_nets *nets, const struct image *image, struct square square,
                 float out[PERSON_SIDE * PERSON_SIDE], struct err *err);

// Share 0..1 at a pixel of the picture; 0 outside the square.
double square_value(const struct square *square, const float map[PERSON_SIDE * PERSON_SIDE], struct pt_px px);
// Position 0..1 in the square to the picture.
struct pt_px square_px(const struct square *square, double u, double v);
