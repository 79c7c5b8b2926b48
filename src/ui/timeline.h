// The bar along the bottom: before, each session fresh and healed, the years, as small pictures.
#pragma once

#include "ui/workspace.h"

void timeline_ask(struct workspace *w); // pictures for the cards that are out of date
void timeline_draw(struct workspace *w, double x, double y, double width, double height); // points
void timeline_play(struct workspace *w); // steps on while the film plays
