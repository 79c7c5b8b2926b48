// Lines of the head laid over the photo: wire, midline, centimetres, thirds, and any curve of directions.
#pragma once

#include "ui/workspace.h"

struct guide_look {
    struct pen front, hidden; // hidden.width_px 0: what is turned away is left out
    double dash_px;           // 0: unbroken
};

// Where a place of the head lies on the view at hand. False: behind the camera. *faces: cosine to it.
bool guide_place(const struct workspace *w, struct vec3 dir, struct pt_px *px, double *faces);
void guide_curve(struct workspace *w, const struct vec3 *dirs, int count, bool closed, struct guide_look look);
struct guide_look guide_look_of(const struct workspace *w, uint32_t rgba, double width_pt);
struct guide_look guide_dashed(const struct workspace *w, struct guide_look look); // as a draft looks

void guide_wire(struct workspace *w);           // every 20 degrees
void guide_found_hairline(struct workspace *w); // where hair begins in the photo, thin and dotted
void guide_midline(struct workspace *w);
// Centimetres from the glabella upward, with no label beside keep_clear.
void guide_scale(struct workspace *w, struct vec3 keep_clear);
void guide_thirds(struct workspace *w); // of the face, from the marks of a front view

// Where the skull lies on the view at hand, from the vertex down to the ears, in photo pixels.
void guide_skull(const struct workspace *w, double *left, double *top, double *right, double *bottom);

// A length on the head by the present view's scale: "72 mm (69-75)".
void guide_length_text(const struct workspace *w, double mm, char *out, size_t size);
