// What is known of heads before any photo: how the ellipsoid and the landmarks vary from man to man.
//
// A head is a list of deviates z, each of mean 0 and sigma 1. Axes, centre and every landmark's place
// are affine in them, so their prior is one row for each and their slopes are constants. The first
// SHAPE_COMMON deviates move many things; the rest are each landmark's own offsets (of a left and
// right pair: what both share, mirrored, and what they do not). Numbers: domain.md section 3 where it
// has them, else assumed and wide.
#pragma once

#include "geom/vec3.h"
#include "model/pose_fit.h"

enum { SHAPE_TERMS = 6 }; // of HEAD_TERMS: those that differ from man to man; the others are the mean's

enum shape_deviate {
    SHAPE_SIZE, // of everything at once
    SHAPE_BREADTH,
    SHAPE_LENGTH,
    SHAPE_UP,
    SHAPE_CENTRE_X,
    SHAPE_CENTRE_Y,
    SHAPE_CENTRE_Z,
    SHAPE_FACE_PITCH,
    SHAPE_FACE_FORWARD,
    SHAPE_FACE_HEIGHT,
    SHAPE_FACE_WIDTH,
    SHAPE_IRIS, // breadth of the irises; moves nothing else
    SHAPE_TERM, // the first of the head's terms that vary
    SHAPE_COMMON = SHAPE_TERM + SHAPE_TERMS,
    SHAPE_COUNT = SHAPE_COMMON + 3 * LANDMARK_COUNT
};

// Breadth of the visible iris, white to white, and how it differs from one to another (sigma, of its logarithm): 11.80,
// sigma 0.5 mm in 4787 eyes (domain.md section 3). Hardly by size, sex or age.
#define IRIS_MM 11.8
#define IRIS_FRAC 0.042

enum { AFFINE_MOST_TERMS = SHAPE_TERM + 6 };

// mean + sum over terms of z[deviate] x per_sigma.
struct affine {
    struct vec3 mean;
    int count;
    int deviate[AFFINE_MOST_TERMS];
    struct vec3 per_sigma[AFFINE_MOST_TERMS];
};

struct pose_prior {
    struct affine semi_mm, centre_mm;
    double term_mean[HEAD_TERMS], term_sigma[SHAPE_TERMS]; // of the head's low-order terms
    struct affine place_mm[LANDMARK_COUNT];
    double marking_mm[LANDMARK_COUNT];     // how vaguely a person finds the place on a photo
    struct vec3 seen_from[LANDMARK_COUNT]; // outward: hidden when the camera is well behind it
};

void pose_prior_make(struct pose_prior *prior);
struct vec3 affine_at(const struct affine *affine, const double *z);
// Glabella and whorl are the canonical head's.
struct head pose_prior_head(const struct pose_prior *prior, const double *z);
