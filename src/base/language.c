#include "base/language.h"

#include <ctype.h>
#include <libintl.h>
#include <locale.h>
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

// "de" and "de_AT.UTF-8" are both German, and so is what begins with one of them and a colon.
int language_find(const char *code)
{
    for (int i = 0; i < language_count(); i++) {
        size_t length = strlen(LANGUAGES[i].code);
        if (strncmp(code, LANGUAGES[i].code, length) == 0 && !isalpha((unsigned char)code[length]))
            return i;
    }
    return -1;
}

// The first that there is of a list like "fr:de:en", in the order of who reads; English when none is.
static int first_of(const char *list)
{
    for (const char *at = list; at; at = strchr(at, ':')) {
        at += *at == ':';
        if (language_find(at) >= 0)
            return language_find(at);
    }
    return 0;
}

int language_of_system(void)
{
    static const char *const NAMES[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        const char *value = getenv(NAMES[i]);
        if (value && *value)
            return first_of(value);
    }
    return 0;
}

// Of messages alone. gettext translates in no locale named C; any other serves, as LANGUAGE says which catalogue.
static locale_t open_locale(void)
{
    static const char *const LOCALES[] = {"C.UTF-8", "en_US.UTF-8", "de_DE.UTF-8"};
    locale_t locale = (locale_t)0;
    for (size_t i = 0; !locale && i < sizeof LOCALES / sizeof *LOCALES; i++)
        locale = newlocale(LC_MESSAGES_MASK, LOCALES[i], (locale_t)0);
    return locale;
}

void language_enter(void)
{
    locale_t locale = open_locale(), before = locale ? uselocale(locale) : LC_GLOBAL_LOCALE;
    if (before != LC_GLOBAL_LOCALE)
        freelocale(before);
}

void language_leave(void)
{
    locale_t locale = uselocale(LC_GLOBAL_LOCALE);
    if (locale != LC_GLOBAL_LOCALE)
        freelocale(locale);
}

void language_start(const char *folder)
{
    language_enter();
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

const char *language_code(void)
{
    const char *code = getenv("LANGUAGE");
    int index = code ? language_find(code) : 0;
    return LANGUAGES[index > 0 ? index : 0].code;
}
