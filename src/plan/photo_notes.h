// What could not be read off a photo, so that the picture says less than it seems to: said, never refused.
//
// From the head's pixels alone: colour, light, clipping, the blocks of strong compression, sharpness, scale, how
// much bare skin there is. Thresholds are by eye, on the sample heads made worse step by step; none of those as
// they are earns a note.
#pragma once

#include "image/photo.h"
#include "image/skin_maps.h"
#include "plan/case.h"

enum photo_note {
    PHOTO_NOTE_GREY,       // black and white
    PHOTO_NOTE_SMALL,      // too few pixels for a millimetre
    PHOTO_NOTE_COMPRESSED, // into visible blocks
    PHOTO_NOTE_BACKLIT,    // the head dark before light
    PHOTO_NOTE_DARK,
    PHOTO_NOTE_CLIPPED, // much of it blown out
    PHOTO_NOTE_BLURRED,
    PHOTO_NOTE_NO_SKIN, // hardly any bare scalp
    PHOTO_NOTE_COUNT
};

struct photo_figures { // what the notes are judged by; shares 0..1 of the head's pixels
    double px_per_mm, colourful, clipped, light, light_around, blockiness, fineness, blur_px,
        skin_share; // the last: of the scalp
};
// `maps`: of the photo (photo_maps.h). False without, when memory runs out or the head is not in the picture.
bool photo_figures_read(const struct photo *photo, const struct skin_maps *maps, const struct view *view,
                        const struct head *head, struct photo_figures *out);

unsigned photo_notes_judge(const struct photo_figures *figures); // bit by bit
// Both, of one of the case's photos; 0 when nothing is to be said.
unsigned photo_notes_of(const struct photo *photo, const struct skin_maps *maps, const struct case_ *case_, int view);
// Whether by these notes the skin's tone (skin.h) cannot be read: too little light, too much, or no colour.
bool photo_notes_hide_tone(unsigned notes);
// One sentence or two; the window looks it up in its language.
const char *photo_note_text(enum photo_note note);
