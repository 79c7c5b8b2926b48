// Runs the program on one bad thing after the other and keeps account: what it came to, what it said, the processor
// time and memory that it took, the processes that it started included.
#pragma once

#include "cli.h"

#include "bad_photo.h"

// Time and memory are judged in plain builds only; there also every one of a set is tried in each run.
#if defined(__SANITIZE_ADDRESS__) || !defined(NDEBUG)
enum { BAD_IS_PLAIN = 0 };
#else
enum { BAD_IS_PLAIN = 1 };
#endif

struct bad_figures;

struct bad_figures *bad_begin(void);
// Runs the program with these words; its exit code. `name` is what they are about, for the figures and what is said of
// a failure.
int bad_try_words(struct bad_figures *f, const char *const *words, const char *name, enum bad_wanted wanted,
                  bool is_bomb);
void bad_try_file(struct bad_figures *f, const char *name, enum bad_wanted wanted, bool is_bomb); // stipple info NAME
int bad_count(const struct bad_figures *f);
// Prints the figures; fails the test unless all were right. Frees.
void bad_tell(struct bad_figures *f, const char *what);

void bad_make_large(const char *name, off_t size); // all zeros, and no room taken

// The set as files in a folder: one of so many of the seeded and of the others, all of them with tools/test --long.
// Made in a process of its own: the memory that the caller ever took would count for the programs that it starts.
FILE *bad_write_set(void (*maker)(struct bad_sink *sink), const char *folder, int seeded_sample_of, int sample_of);

struct bad_one {
    char name[96];
    enum bad_wanted wanted;
    bool is_bomb;
};

bool bad_next(FILE *list, struct bad_one *out); // the next that was written; false: no more, and the list is closed
