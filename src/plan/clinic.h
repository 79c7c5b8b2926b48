// A clinic's own words and rates: its name and logo on what is handed over, the disclaimer, what its work costs.
//
// A JSON file with any of the keys of clinic_help; what is not in it keeps its default. The disclaimer can be
// reworded, not dropped. Rates that are not given are those of US clinics; with a currency of the clinic's own and no
// price there is no price. Thread: a plain value.
#pragma once

#include "base/err.h"
#include "plan/case.h"

struct range {
    double low, likely, high;
};

struct clinic {
    char name[CASE_NAME_BYTES];    // "": none
    char contact[CASE_NAME_BYTES]; // one line: place, telephone
    char logo[CASE_NAME_BYTES];    // file name of a picture beside the settings; "": none
    char logo_path[4096];          // where that is; "": none
    char disclaimer[1024];
    char aftercare[2048], consent[2048]; // of a report: one rule, one sentence to agree to a line
    char currency[16];
    struct range marks_per_hour, price_per_hour;
    double least_price;
    bool has_own_marks, has_own_price; // else the usual ones
    bool has_price;                    // false: its currency is known, what it asks is not
};

struct clinic clinic_default(void); // its words in the user's language

// path NULL: the user's own file, clinic_path(), where there is one, else the defaults.
bool clinic_load(const char *path, struct clinic *out, struct err *err);
char *clinic_path(void); // $XDG_CONFIG_HOME/stipple/clinic.json, or the same under ~/.config; mem_free; NULL: no home

const char *clinic_currency(const struct clinic *clinic); // in words; one of the clinic's own is said as it is
enum { CLINIC_RATES_BYTES = 512 };
// Where the rates come from, for people, in the user's language.
void clinic_rates_words(const struct clinic *clinic, char out[CLINIC_RATES_BYTES]);

const char *clinic_help(void); // the keys, for --help
