// An old photo of the patient laid over the present one, to find the hairline that was.
//
// Only looked at: it is in no case and in no export. Two pins hold it: each is a place on the old photo and a place on
// the photo at hand; they turn, move and size it, never bend it. Thread: the window's.
#pragma once

#include "image/photo.h"
#include "ui/workspace.h"

// Makes it of a photo and lays it on the view at hand, on the pupils where they are marked. False: said why.
bool old_photo_take(struct workspace *w, const struct photo *photo);
void old_photo_again(struct workspace *w); // after its texture was lost
void old_photo_drop(struct workspace *w);
void old_photo_panel(struct workspace *w);
bool old_photo_is_laid(const struct workspace *w);
bool old_photo_is_in_hand(const struct workspace *w); // its pins are out: nothing else is to be dragged
// Draws it; true: it took the pointer.
bool old_photo_overlay(struct workspace *w, struct pointer pointer);
