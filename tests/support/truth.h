// The sample heads' truth files: camera, landmarks and maps of one picture, for tests only.
//
// All lengths are turned into the program's head frame (origin mid-tragion; the files' own lies lower
// and further back, with the same axes).
#pragma once

#include "geom/space.h"
#include "geom/vec3.h"

#include <stdbool.h>
#include <stdint.h>

enum { TRUTH_MOST_LANDMARKS = 32 };

struct truth_landmark {
    char name[24];
    struct vec3 pos_mm, normal;
    struct pt_px px;
    bool is_visible;
    double px_per_mm; // of a ruler square to the camera there; 0: not in the file
};

struct truth {
    int width_px, height_px;
    double focal_px, focal_35mm;
    struct pt_px centre_px;
    struct mat3 to_camera; // head frame -> camera space (x right, y down, z forward)
    struct vec3 origin_mm; // the head frame's origin in camera space
    double iris_mm;        // 0: not in the file
    int landmark_count;
    struct truth_landmark landmark[TRUTH_MOST_LANDMARKS];
    int reduction, map_width, map_height; // a map pixel covers reduction^2 photo pixels
    float *depth_mm;                      // along the camera's axis; 0: background
    struct vec3 *normal;                  // in camera space
    uint8_t *mask;                        // 3 bytes: head skin, clothes, hair
};

extern const char *const truth_pictures[10];

// By the picture's name without ending. False when a file is missing or unreadable.
bool truth_load(struct truth *truth, const char *shared_folder, const char *picture);
void truth_finish(struct truth *truth);

const struct truth_landmark *truth_find(const struct truth *truth, const char *name); // or NULL
struct pt_px truth_map_px(const struct truth *truth, int u, int v);                   // photo pixel of a map pixel
struct vec3 truth_map_point_mm(const struct truth *truth, int u, int v);              // in the head frame
