// Photos as they should not be, and odd ones that are right: made here, from seeds, each with what must come of it.
#pragma once

#include "base/file.h"

enum bad_wanted {
    BAD_LOADS, // in silence
    BAD_WARNS, // shown, with a word about it
    BAD_REFUSED,
    BAD_NOTICED,  // one of the last two: damage is never shown in silence
    BAD_ANYTHING, // one of the three: the damage cannot be told from a picture
};

struct bad_photo {
    char name[96];
    struct bytes bytes;
    enum bad_wanted wanted;
    bool is_bomb;   // much comes out of little
    bool is_seeded; // one of many like it: a usual run takes a sample of these
};

struct bad_sink {
    void (*take)(struct bad_sink *sink, const struct bad_photo *photo);
};

void bad_jpegs(struct bad_sink *sink);
void bad_jpeg_markers(struct bad_sink *sink);
void bad_pngs(struct bad_sink *sink);
void bad_webps(struct bad_sink *sink);
void bad_heics(struct bad_sink *sink); // none where libheif has no encoder
void bad_others(struct bad_sink *sink);

// For the makers: hands over and frees.
void bad_give(struct bad_sink *sink, const char *name, enum bad_wanted wanted, struct bytes take);
void bad_give_bomb(struct bad_sink *sink, const char *name, enum bad_wanted wanted, struct bytes take);
void bad_give_numbered(struct bad_sink *sink, const char *what, const char *name, int number, enum bad_wanted wanted,
                       struct bytes take); // one of the seeded
// Cut short at places over the whole length; the last is one byte short of it.
void bad_give_cut(struct bad_sink *sink, const char *name, enum bad_wanted wanted, const struct bytes *whole,
                  int count);
// One bit changed at seeded places; runs of bytes overwritten; bytes taken out.
void bad_give_damaged(struct bad_sink *sink, const char *name, enum bad_wanted wanted, const struct bytes *whole,
                      int count);
struct bytes bad_copy(const void *data, size_t size);
struct bytes bad_append(struct bytes take, const void *data, size_t size);
struct image *bad_picture(int width_px, int height_px); // with grain, so that no part is like another
