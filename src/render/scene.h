// The scene: all that a renderer sees. Flat, read-only, made by plan/compose; knows no plan.
//
// A splat is one dot of pigment on the skin, seen from the camera. Its image is never rasterised at
// a higher resolution and never blurred as an image: every blur on the light's way (light spreading
// in the skin, lens and pixel) is Gaussian-like, so a dot's absorptance is written as a few bell
// kernels whose covariances add (shaders/shared/smp_splat.h). Absorptances sum; what the sum does
// to the light is shaders/shared/smp_optics.h. That is right at any zoom, needs no supersampling,
// follows the curved skin, and is the same on CPU and GPU.
//
// Spaces: photo pixels of the scene's picture (upright; already resized when the frame is smaller
// than the photo). Ownership: a scene borrows everything; its maker keeps it alive while a renderer
// runs.
#pragma once

#include "image/colour.h"
#include "image/pixels.h"

#include <stdbool.h>
#include <stdint.h>

enum { SCENE_MOST_GROUPS = 16 };

struct splat {
    float x, y; // centre, px
    float jxx, jxy, jyx,
        jyy;                    // px for each mm along the skin's tangents a (jxx, jyx) and b (jxy, jyy)
    float radius_mm, sharpness; // half-value radius and exponent m
    float smear_a_mm,
        smear_b_mm; // tilt smear, a vector along the skin: radius + |smear| along it, radius across
    float tau;      // green, at the middle, after the smear
    float depth_mm;
    float blur_px2; // variance of its own beyond the camera's: as soft as the photo is there
    float flush;    // how much more, as a share, it adds to its group's redness: -1 none; 0 as much as others
    float scab;     // the same of the scab that is on it
    uint32_t group;
};

struct group {         // dots of one event and technique: one depth for the veil
    float spectrum[3]; // g: tau of each channel for green 1
    float veil[3];     // f: share of light that never reaches the group's mean depth, phantom included
    float redness[3];  // eps_c x e: optical depth of the redness of its skin, 0 when none
    float scab;        // 0..1
};

struct scene {
    const struct image *photo; // 8 or 16 bit, display-encoded in `space`
    const struct colour_space *space;
    const uint8_t *shine;    // share of each pixel's light that is shine, /255; 255 = clipped; NULL: none
    size_t shine_pitch;      // bytes
    bool is_shine_rgba;      // as in a smaller picture: of red, green and blue apart, what is not head included where
                             // it meets the head; then how much of the pixel is head, /255, and dots are in that alone
    const uint8_t *keep_out; // 255 = untouched (masks, hair), NULL: none; in between: softly
    size_t keep_out_pitch;
    bool is_grey;         // the photo is black and white, and so is the picture
    float camera_blur_px; // sigma of lens and demosaicing, at this picture's size
    int splat_count;
    const struct splat *splats; // their order changes nothing but the last bit
    int group_count;
    struct group group[SCENE_MOST_GROUPS];
};
