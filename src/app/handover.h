// What the commands that hand pictures over have in common: the case, its maker, the clinic, progress, the file.
#pragma once

#include "app/given.h"
#include "output/board.h"

#define HANDOVER_SHEET_TIMES "before,fresh,healed,1y,3y,5y"
#define HANDOVER_RANGE_TIMES "healed,1y,3y,5y"
#define HANDOVER_PAGE_TIMES "fresh,healed,1y,3y,5y"
enum { HANDOVER_CELL_PX = 1200, HANDOVER_CLIP_PX = 800, HANDOVER_CLIP_FRAMES = 24, HANDOVER_PAGE_PX = 900 };

struct handover {
    const struct args *args;
    struct case_ *case_;
    struct frame frame; // of the words of the command line
    struct clinic clinic;
    bool is_cropped;
    enum face_cover cover;
    char date[16];
    struct pool *pool;
    struct picture_maker *maker;
    struct watch watch; // progress on a terminal; cancelled by an interrupt
};

// Everything is checked and loaded. handover_finish also after a failure.
bool handover_begin(const struct args *args, struct handover *out, struct err *err);
bool handover_look(struct handover *out, struct err *err); // crop, cover, date and clinic, by out->args alone
void handover_finish(struct handover *handover);

bool handover_board(struct handover *handover, const struct board *board, struct err *err); // drawn and saved
// A word of "a,b,c"; *at moves behind it. False at the end.
bool handover_date(const char *given, char out[16], struct err *err); // NULL: today
bool handover_word(const char **at, char *out, size_t size);
int handover_times(const char *text, struct frame *out, int most, struct err *err); // how many of --times; 0: an error
void handover_help(void);                                                           // the clinic's settings, for --help
