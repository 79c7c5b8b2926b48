// The canvas: the photo with its dots, panned and zoomed, whole or compared.
//
// Asks the preview for what is visible at the size it is shown, shows the newest that has come, and stretches it
// while a better one is made.
#pragma once

#include "ui/workspace.h"

void canvas_ask(struct workspace *w); // requests for what changed since the last frame
// Waits a moment for pictures that are nearly there and lie where the last ones lay, so that this very frame shows
// them; between canvas_ask and the frame's end.
void canvas_hasten(struct workspace *w);
void canvas_receive(struct workspace *w, int slot);
bool canvas_is_current(const struct workspace *w); // every picture that is looked at is the one last asked for
// In points. `overlay`, NULL: none, is laid over the picture where nothing is compared; true: it took the pointer.
void canvas_draw(struct workspace *w, double x, double y, double width, double height,
                 bool (*overlay)(struct workspace *w, struct pointer pointer));

// Slots of the preview.
enum { SLOT_PANE = 0, SLOT_BEFORE = COMPARE_MOST, SLOT_CARD = COMPARE_MOST + 1 };
