// Covers a face on a finished picture: a plain bar over the eyes, or a blur from the brows down.
//
// Makes nobody anonymous: the head, the ears and the rest of the photo still show who it is. Placed by the
// marked landmarks where there are any, else by where the fitted head has them. The forehead and the scalp stay
// free.
#pragma once

#include "image/pixels.h"
#include "plan/case.h"

enum face_cover { COVER_NONE, COVER_BAR, COVER_BLUR };

// `image` is the view's photo at photo px x `scale`, with its top left corner at (left_px, top_px) of that size.
// Does nothing where the view shows no face. Fails without memory.
bool face_cover_draw(enum face_cover cover, const struct case_ *case_, int view, double scale, double left_px,
                     double top_px, struct image *image, struct err *err);
