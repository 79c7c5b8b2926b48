// Case files as they should not be, made from a sound one, each with what must come of it. Names end in .stipple.
#pragma once

#include "bad_photo.h"

// Every value of the file in turn made something else: another type, a number beyond all sense, text that is none,
// taken out, doubled, grown. All of them are seeded ones.
void bad_case_values(struct bad_sink *sink, const struct bytes *sound);
// Files that are no cases, cut and damaged ones, other formats, and those that ask for much.
void bad_case_files(struct bad_sink *sink, const struct bytes *sound);
