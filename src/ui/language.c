#include "ui/language.h"

#include "ui/text.h"

#include <ctype.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern int _nl_msg_cat_cntr; // gettext's: a change of it makes looked up words be looked up again

static const struct language LANGUAGES[] = {
    {"en", "English", "In English"},
    {"de", "Deutsch", "Auf Deutsch"},
};

int language_count(void)
{
    return (int)(sizeof LANGUAGES / sizeof *LANGUAGES);
}

const struct language *language_at(int index)
{
    return &LANGUAGES[index];
}

// "de", "de_AT.UTF-8" and "de:en" are all German.
int language_find(const char *code)
{
    for (int i = 0; i < language_count(); i++) {
        size_t length = strlen(LANGUAGES[i].code);
        if (strncmp(code, LANGUAGES[i].code, length) == 0 && !isalpha((unsigned char)code[length]))
            return i;
    }
    return -1;
}

int language_of_system(void)
{
    static const char *const NAMES[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        const char *value = getenv(NAMES[i]);
        if (value && *value)
            return language_find(value) > 0 ? language_find(value) : 0;
    }
    return 0;
}

// Of messages alone, and of this thread. gettext translates in no locale named C; any other serves, as LANGUAGE says
// which catalogue.
static bool use_locale(const char *name)
{
    locale_t locale = newlocale(LC_MESSAGES_MASK, name, (locale_t)0);
    if (!locale)
        return false;
    uselocale(locale);
    return true;
}

void language_start(const char *folder)
{
    static const char *const LOCALES[] = {"C.UTF-8", "en_US.UTF-8", "de_DE.UTF-8"};
    bool is_set = false;
    for (size_t i = 0; !is_set && i < sizeof LOCALES / sizeof *LOCALES; i++)
        is_set = use_locale(LOCALES[i]);
    if (!folder)
        return;
    bindtextdomain("stipple", folder);
    bind_textdomain_codeset("stipple", "UTF-8");
    textdomain("stipple");
}

void language_use(int index)
{
    setenv("LANGUAGE", LANGUAGES[index].code, 1);
    _nl_msg_cat_cntr++;
}

void text_numbers(char *text)
{
    const char *mark = C_("decimal mark", ".");
    if (!mark[0] || mark[1]) // without a translation the context comes too
        return;
    for (char *c = text; *c; c++)
        if (*c == '.' && c > text && isdigit((unsigned char)c[-1]) && isdigit((unsigned char)c[1]))
            *c = *mark;
}

void text_print(char *out, size_t size, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(out, size, format, args);
    va_end(args);
    text_numbers(out);
}
