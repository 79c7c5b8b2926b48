// Undo and redo over case values.
//
// A list of cases with a cursor, each with the label of the step that made it. A case put in is never
// changed again. Limited by bytes, not steps: the oldest go first, the present one never.
#pragma once

#include "plan/case.h"

#include <stddef.h>

struct history;

struct history *history_create(size_t most_bytes);
void history_destroy(struct history *history); // accepts NULL; ends the cases in it

// Takes the case over. What could be redone is dropped. The same nonzero gesture and label as the step
// before replaces that step: a drag is one step.
void history_push(struct history *history, struct case_ *take_case, const char *label, unsigned gesture);

const struct case_ *history_present(const struct history *history); // NULL: empty
const char *history_undo_label(const struct history *history);      // NULL: nothing to undo
const char *history_redo_label(const struct history *history);
bool history_undo(struct history *history);
bool history_redo(struct history *history);

// A number that belongs to the present step for as long as it is in the list; equal only to itself.
unsigned history_step(const struct history *history);
size_t history_bytes(const struct history *history);
