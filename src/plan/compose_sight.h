// Where each place of the field falls on one view's photo, found when it is first asked for.
//
// Depends on the field, the head and the view alone, so it serves every slider but those that move
// the head. What the maps of the view's photo say of a place is kept with it, by their version: sights
// serve one photo. Any thread may ask, but only one at a time for one place.
#pragma once

#include "model/field.h"
#include "model/view.h"
#include "plan/photo_maps.h"

struct place_on_head { // head frame
    struct vec3 point_mm, normal;
    struct vec3 along, side; // unit tangents: the way dots are tilted, and normal x along
};

struct place_on_head place_on_head(const struct field *field, const struct head *head, int place);

// A place's first dot before its tilt: hand error in, for the full-size photo.
struct sight {
    float x, y;                             // px
    float along_x, along_y, side_x, side_y; // px for each mm along the tilt and square to it
    float px_per_mm;                        // square to the camera
    float fade;                             // weaker toward the rim, where skin is seen edge on
    int maps_version;                       // of the two below; 0: not read
    float bare;                             // share of the density that hair leaves
    float blur_px;                          // beyond a sharp photo's dot
};

enum sight_state { SIGHT_UNKNOWN, SIGHT_SEEN, SIGHT_HIDDEN };

struct sights {
    const struct field *field; // borrowed
    struct head head;
    struct view view;
    uint8_t *state;
    struct sight *of; // where the state is SIGHT_SEEN
};

struct sights *sights_create(const struct field *field, const struct head *head,
                             const struct view *view); // NULL when memory runs out
void sights_free(struct sights *sights);               // accepts NULL

void sights_find(struct sights *sights, int place); // sets its state, and the rest where seen
void sight_read_maps(struct sight *sight, const struct photo_maps *maps);

// Cosine to the camera.
double sight_facing(const struct view *view, const struct place_on_head *at);

// The hand's error of a place, mm along the tilt and square to it.
struct hand_error {
    float along_mm, side_mm;
};
struct hand_error hand_error_of(const struct field *field, int place);
