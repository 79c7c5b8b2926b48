// Words for people: _("...") is the text in the user's language, N_("...") marks one that is looked up later.
#pragma once

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) (text)
