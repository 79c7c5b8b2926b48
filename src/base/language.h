// The language of what people read, in the window and on what is handed over: which there are, which is used.
//
// Catalogues are gettext's, one a language: FOLDER/de/LC_MESSAGES/stipple.mo. Only messages follow; the locale of
// numbers is never set, so that files stay the same everywhere. Thread: the main one starts and chooses; another that
// looks words up enters before and leaves after.
#pragma once

#include <stdbool.h>

struct language {
    const char *code, *name, *change; // name in itself; change: how to say "in this language" in it
};
int language_count(void);
const struct language *language_at(int index);
int language_find(const char *code); // -1: none

// Where the catalogues lie; NULL: there are none, all words are English.
void language_start(const char *folder);
void language_enter(void); // this thread's words come from the catalogue, too
void language_leave(void);
// What the environment asks for: LANGUAGE, LC_ALL, LC_MESSAGES, LANG; English when it is another one.
int language_of_system(void);
void language_use(int index);
const char *language_code(void); // of the one that is used
