// What the words of a command line name: a case, one of its photos and options, a frame, threads.
#pragma once

#include "app/args.h"
#include "base/pool.h"
#include "image/face.h"
#include "output/face_cover.h"
#include "plan/case_hold.h"
#include "plan/frame.h"

bool given_is_case(const char *path); // by suffix, else by how it begins; false when unreadable
// Loads the case and takes the hold on it (case_hold_drop; NULL when this is), waiting a little for another command
// to be done with it. NULL also when it can be read but not written.
struct case_ *given_case_to_change(const char *path, struct case_hold **hold, struct err *err);
struct pool *given_pool(const struct args *args);
bool given_option(const struct args *args, const struct case_ *case_, int *out, struct err *err);
bool given_view(const struct args *args, const struct case_ *case_, int *out, struct err *err);
bool given_crop(const struct args *args, bool otherwise, bool *out, struct err *err); // true: to the scalp
bool given_cover(const struct args *args, enum face_cover *out, struct err *err);
bool given_format(const struct args *args, struct err *err); // -o is there and ends in a picture's suffix
// No output may fall on the case or on any of its photos.
bool given_output_of_case(const struct args *args, const struct case_ *case_, struct err *err);
bool given_frame(const struct args *args, const struct case_ *case_, struct frame *out, struct err *err);

// The landmarks, outline, ruler and facing; the photo's own numbers stay as they are.
bool given_marks(const struct args *args, struct marks *out, struct err *err);
// The networks of automatic set-up where these marks leave something to draft and the networks are installed;
// else *out is NULL. False: neither marks enough nor networks.
bool given_nets(const struct marks *marks, struct face_nets **out, struct err *err);
void given_print_landmarks(void); // their names, for --help

// Refuses (ERR_USAGE) an output that is one of the inputs under whatever name; `output` may be NULL.
bool given_output(const char *output, const char *const inputs[], int count, struct err *err);
bool given_same_file(const char *one, const char *other);
