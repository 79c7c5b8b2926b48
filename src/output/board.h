// Several frames of a case in one picture, laid out like a printed sheet: strip, sheet, range, compare, pair.
//
// Every cell is one frame of the same photo, with the same crop and size; words stand beside the photo's pixels,
// never on them: caption of each cell, what was planned, a scale bar, the date, the clinic, the disclaimer. The
// cells are 8 bit, otherwise those that picture.h draws; the words depend on the machine's fonts. Shared work is
// done once. Thread: one; the pool works inside.
#pragma once

#include "output/picture.h"
#include "base/watch.h"
#include "plan/clinic.h"

enum { BOARD_MOST_COLUMNS = 12, BOARD_MOST_ROWS = CASE_MOST_OPTIONS, BOARD_TITLE_BYTES = 512, BOARD_LINE_BYTES = 192 };

struct board_cell {
    bool is_used;
    struct frame frame;                                  // width_px is set when drawing
    char head[BOARD_LINE_BYTES], line[BOARD_LINE_BYTES]; // under it, strong and plain
};

struct board {
    char title[BOARD_TITLE_BYTES];
    int columns, rows;
    struct board_cell cell[BOARD_MOST_ROWS][BOARD_MOST_COLUMNS];
    char row_head[BOARD_MOST_ROWS][BOARD_LINE_BYTES], row_line[BOARD_MOST_ROWS][BOARD_LINE_BYTES]; // over it; "": none
    int notes; // what was planned: in the first free cell, else at the foot
    char note_head[BOARD_MOST_ROWS][BOARD_LINE_BYTES], note_line[BOARD_MOST_ROWS][2 * BOARD_LINE_BYTES];
};

// What each holds follows from a frame: its photo, option, band and (compare, pair) time.
void board_strip(const struct case_ *case_, const struct frame *of,
                 struct board *out); // before, sessions x fresh, healed
void board_sheet(const struct case_ *case_, const struct frame *of, const struct frame *times, int count,
                 struct board *out); // options x times
void board_range(const struct case_ *case_, const struct frame *of, const struct frame *times, int count,
                 struct board *out); // one option: bands x times
void board_compare(const struct case_ *case_, const struct frame *of, const int *options, int count, bool with_before,
                   struct board *out);
void board_pair(const struct case_ *case_, const struct frame *of, struct board *out); // before beside after

struct board_request {
    const struct board *board;
    const struct case_ *case_;
    const struct clinic *clinic;
    const char *title; // NULL: the board's
    const char *date;  // "2026-11-23", shown as it is
    int cell_px;       // width of a cell; less when the photo's crop is smaller
    bool is_cropped;   // to the scalp
    enum face_cover cover;
    struct watch watch;
};

bool board_draw(struct picture_maker *maker, const struct board_request *request, struct picture *out, struct err *err);
