// Every widget once, as the program would use it.
#pragma once

#include "ui/toolkit.h"

struct gallery {
    double density, years, tone;
    int step, edge, shade, template_, card;
    bool guides, mirror, is_dark, compares;
    char name[64];
    texture_id picture;
    bool has_dialog, has_toast, long_texts;
    int answer;
};

void gallery_init(struct gallery *gallery);
void gallery_draw(struct toolkit *toolkit, void *gallery);
