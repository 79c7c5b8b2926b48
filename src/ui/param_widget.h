// Controls for parameters, straight from the parameter table: label, unit, range, step and help stand there.
//
// A change goes through the session as KEY=VALUE; a drag of a slider is one step of the history.
#pragma once

#include "plan/param.h"
#include "ui/workspace.h"

// A slider for numbers, a segmented row or a list for choices, a switch; below it what plan/advice.h says of the value.
// True: the case has changed.
bool param_control(struct workspace *w, const char *key);
bool param_control_named(struct workspace *w, const char *key, const char *label); // another label than the table's
void param_help(struct workspace *w, const char *key);                             // its help as a hint

// - value + with steps of `stride`, for a value whose range is too wide for a slider. `value` as shown.
bool param_stepper(struct workspace *w, const char *key, double stride, const char *value);

void param_choice_word(const struct param *param, int choice, char *out, size_t size); // "Boxed up"
double param_value(const struct workspace *w, const char *key); // of the option at hand; 0 for an unknown key
