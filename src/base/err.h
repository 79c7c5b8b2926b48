// What went wrong outside the program, owned by the caller.
//
// A function that can fail for such a reason returns bool and takes `struct err *` last; NULL is
// allowed. On failure the err holds a code for programs and one sentence for people that says which
// thing, what is wrong and what to do. Nothing below `app` prints it. Our own bugs are not errors:
// see check.h.
#pragma once

#include <stdbool.h>

// The value is the exit code of the command line that it leads to.
enum err_code {
    ERR_NONE = 0,
    ERR_USAGE = 1,   // the command was wrong
    ERR_INPUT = 2,   // a file or value that was given is at fault
    ERR_MACHINE = 3, // disk full, no memory, no OpenGL
    ERR_PARTIAL = 4, // some items of many failed
    ERR_CANCELLED = 5,
};

struct err {
    enum err_code code;
    char text[512];     // UTF-8, one line, as shown.h shows what came from outside
    const char *format; // that its last sentence was made of, for whoever says it in another language
};

// Always returns false, so that `return err_set(err, ...)` reads well. Arguments may come from outside; what is too
// long loses its middle, so that name and reason both stay.
bool err_set(struct err *err, enum err_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));

// Puts "prefix: " in front of the text, as the error travels up. Returns false.
bool err_prefix(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Puts "; what to do" behind a text that does not say it. Returns false.
bool err_advise(struct err *err, const char *what_to_do);
