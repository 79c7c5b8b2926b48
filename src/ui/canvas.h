// The canvas: the photo with its dots, panned and zoomed, whole or compared.
//
// Asks the preview for what is visible at the size it is shown, shows the newest that has come, and stretches it
// while a better one is made.
#pragma once

#include "ui/workspace.h"

void canvas_ask(struct workspace *w);    // requests for what changed since the last frame
void canvas_receive(struct workspace *w, int slot);
void canvas_draw(struct workspace *w, double x, double y, double width, double height); // points

// Slots of the preview.
enum { SLOT_PANE = 0, SLOT_BEFORE = COMPARE_MOST, SLOT_CARD = COMPARE_MOST + 1 };
