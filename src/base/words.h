// Words for people: _("...") is the text in the user's language, N_("...") marks one that is looked up later.
//
// Numbers that people read follow the language too; text for files and for the session's changes never does. Which
// language it is, and in which threads, base/language.h says; without a catalogue all words are English.
#pragma once

#include <libintl.h>
#include <stddef.h>

#define _(text) gettext(text)
#define N_(text) (text)
#define C_(context, text) gettext(context "\004" text) // in its context; without a catalogue both come back

// Writes the language's decimal mark in place of every point between two digits.
void text_numbers(char *text);
// snprintf and text_numbers; returns what snprintf does.
int text_print(char *out, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
