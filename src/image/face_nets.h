// The four networks and how a picture's part becomes their input. Private to face*.c: run in a process of its own
// (face_worker.c).
#pragma once

#include "image/face.h"
#include "nets/net.h"

#define DETECTOR_FILE "face_detection_short_range.tflite"

struct face_models {
    struct net *detector, *mesh, *eyes, *person;
    float *input; // room for the largest
};

struct face_models *face_models_load(const char *folder, struct err *err); // as face_nets_open
void face_models_free(struct face_models *models);
bool face_models_find(struct face_models *models, const struct image *image, struct face *out, struct err *err);
bool face_models_person(struct face_models *models, const struct image *image, struct square square,
                        float out[PERSON_SIDE * PERSON_SIDE], struct err *err);

// Samples the square at side x side places, bilinear, RGB from low to high; outside lies `low`.
void square_sample(const struct image *image, const struct square *square, int side, float low, float high, float *out);
