// Drives the built program as a user does: starts it, keeps what it printed, looks at its exit code.
//
// Each test works in a folder of its own with a small photo of a bare ellipsoid head that it made itself, and
// marks that fit it.
#pragma once

#include "testing.h"

#include "image/photo.h"
#include "model/pose_fit.h"

#include <sys/types.h>

struct ran {
    int code;        // exit code, or -signal
    char *out, *err; // what it printed, ended by a zero; cli_forget
    size_t out_size;
};

// The program's words end with NULL.
struct ran cli_run_words(const char *const *words);
#define cli_run(...) cli_run_words((const char *const[]){__VA_ARGS__, NULL})
void cli_forget(struct ran *ran);
pid_t cli_start(const char *const *words, int out_fd, int err_fd); // does not wait

// Runs and fails the test, with what was printed, unless the exit code is `code`. A code above 0 must come with
// exactly one line that begins with "stipple: " and holds `said`.
#define cli_ok(...) cli_check_words(0, NULL, (const char *const[]){__VA_ARGS__, NULL}, __FILE__, __LINE__)
#define cli_fails(code, said, ...)                                                                                     \
    cli_check_words(code, said, (const char *const[]){__VA_ARGS__, NULL}, __FILE__, __LINE__)
void cli_check_words(int code, const char *said, const char *const *words, const char *file, int line);
char *cli_out_words(const char *const *words); // standard output of a run that must succeed; mem_free
#define cli_out(...) cli_out_words((const char *const[]){__VA_ARGS__, NULL})

// Runs where no file may grow beyond 512 bytes, which must end with exit code 3.
#define cli_disk_full(...) cli_disk_full_words((const char *const[]){__VA_ARGS__, NULL})
void cli_disk_full_words(const char *const *words);
int cli_count_files(void); // in this folder

// Set-up: makes a folder, goes there, writes front.png and top.png into it. It is the home too: the settings of whoever
// runs the test stay out of it. Tear-down removes it.
int cli_enter(void **state);
int cli_enter_with_case(void **state); // and front.stipple, made of front.png
int cli_leave(void **state);

// The marks of a photo that cli_enter made, as words of the command line, and a case made from it.
enum { CLI_MOST_WORDS = 64 };
void cli_mark_words(const char *photo, const char *words[CLI_MOST_WORDS], char room[CLI_MOST_WORDS][64]);
void cli_new(const char *photo, const char *case_path);

void cli_write(const char *path, const void *data, size_t size);
char *cli_read(const char *path, size_t *size); // mem_free
bool cli_same_bytes(const char *one, const char *other);
struct image *cli_pixels(const char *path); // decoded; image_unref
