// What became of each photo of a batch: a row, its file, and the tables of all rows.
//
// A row's file is one line of JSON, DIR/rows/NUMBER.json, written whole; the tables are made from those files alone.
// Names and reasons stand as text wherever they are opened: escaped as shown.h does it, and in the CSV an apostrophe
// stands before what a spreadsheet would take for a formula.
#pragma once

#include "base/err.h"
#include "base/file.h"

enum batch_outcome {
    BATCH_OPEN, // not tried yet, or not to its end
    BATCH_DONE,
    BATCH_UNSURE, // done, but a person is to look at the marks
    BATCH_FAILED
};

struct batch_row {
    int number;
    enum batch_outcome outcome;
    enum err_code code; // of a failure
    char photo[8192];   // its path, escaped
    char reason[1024];  // of a failure or a doubt, escaped; "" for none
    char picture[32];   // file name in the folder; "" for none
    char facing[24];
    double certainty; // of the draft, 0..1
    double scale_px_per_mm;
    char sha256[65];   // of the photo's bytes
    char settings[65]; // of all that was asked; another sum: the picture is to be made anew
};

const char *batch_outcome_name(enum batch_outcome outcome);

// False: there is no whole row of that number.
bool batch_row_load(const char *folder, int number, struct batch_row *out);
bool batch_row_save(const char *folder, const struct batch_row *row, struct err *err);
char *batch_row_text(const struct batch_row *row); // the line, with its end; mem_free

// Writes DIR/batch.csv and DIR/batch.jsonl of `count` rows.
bool batch_log_save(const char *folder, const struct batch_row *rows, int count, struct err *err);
