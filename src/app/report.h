// What commands tell a person about a case, on standard output.
#pragma once

#include "image/photo.h"
#include "plan/case.h"

void report_photo(const struct photo *photo, const char *path);   // format, size, colour, lens
void report_warning(const struct photo *photo, const char *path); // what is odd about it, on standard error
void report_head(const struct case_ *case_);
void report_view(const struct case_ *case_, int view);
void report_draft(const struct marks *marks);                  // nothing where all was marked by hand
void report_photo_notes(unsigned notes);                       // photo_notes.h: what could not be read off a photo
void report_worst(const struct pose_result *result, int view); // which mark is off most
struct scalp_draft;
void report_scalp(const struct scalp_draft *scalp); // the hair that the photo shows; nothing where too little is seen
void report_option(const struct case_ *case_, int option);
void report_grown(const struct case_ *case_, int count);   // the option's last zones, which a further photo brought
void report_advice(const struct case_ *case_, int option); // what a careful artist would say of it
struct stubble;
void report_stubble(const struct stubble *stubble); // the patient's own, or why it was not read
void report_course(const struct course *course);
