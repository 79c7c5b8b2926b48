// The three networks and how a picture's part becomes their input. Private to face*.c.
#pragma once

#include "image/face.h"
#include "nets/net.h"

struct face_nets {
    struct net *detector, *mesh, *person;
    float *input; // room for the largest
};

// Samples the square at side x side places, bilinear, RGB from low to high; outside lies `low`.
void square_sample(const struct image *image, const struct square *square, int side, float low, float high,
                   float *out);
