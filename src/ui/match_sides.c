#include "ui/match_sides.h"

#include "base/mem.h"
#include "plan/sides.h"
#include "ui/screen_state.h"
#include "ui/text.h"

#include <stdio.h>
#include <string.h>

enum { WORDS_BYTES = 512 };

struct match_sides {
    struct reading *reading;        // NULL: none
    char option[OPTION_NAME_BYTES]; // that it is for
    bool has_found, asks;           // what is found stands below; and waits for an answer
    struct sides found;
    unsigned generation; // of the case that it was found for
};

static struct match_sides *sides_of(struct workspace *w)
{
    struct screens *s = screens_of(w);
    if (!s->sides)
        s->sides = mem_alloc(sizeof *s->sides);
    return s->sides;
}

void match_sides_stop(struct workspace *w)
{
    struct match_sides *sides = sides_of(w);
    reading_destroy(sides->reading);
    *sides = (struct match_sides){0};
}

bool match_sides_is_busy(const struct workspace *w)
{
    return w->screens && w->screens->sides && w->screens->sides->reading;
}

static void start(struct workspace *w)
{
    struct match_sides *sides = sides_of(w);
    const struct photo *photo[CASE_MOST_VIEWS];
    match_sides_stop(w);
    for (int i = 0; i < CASE_MOST_VIEWS; i++)
        photo[i] = session_photo(w->session, i);
    snprintf(sides->option, sizeof sides->option, "%s", session_case(w->session)->option[w->option]->name);
    sides->reading = reading_create();
    reading_start_sides(sides->reading, session_snapshot(w->session), photo, w->option);
}

struct wanted {
    const struct stubble_match *match;
    const char *option;
};

static bool put_match(struct case_ *case_, void *context, struct err *err)
{
    const struct wanted *wanted = context;
    int option = case_find_option(case_, wanted->option);
    return option >= 0 ? stubble_match_apply(wanted->match, case_, option, err)
                       : err_set(err, ERR_INPUT, "%s", _("That option is gone."));
}

static void set_match(struct workspace *w)
{
    struct match_sides *sides = sides_of(w);
    struct wanted wanted = {&sides->found.match, sides->option};
    struct err err = {0};
    sides->asks = false;
    if (!session_change_with(w->session, put_match, &wanted, _("Match my sides"), 0, &err))
        workspace_refuse(w, &err);
    sides->generation = session_generation(w->session);
}

void match_sides_step(struct workspace *w)
{
    struct match_sides *sides = sides_of(w);
    struct read_result result;
    if (!sides->reading || !reading_take(sides->reading, &result))
        return;
    reading_destroy(sides->reading);
    sides->reading = NULL;
    if (result.err.code != ERR_NONE) {
        workspace_refuse(w, &result.err);
        return;
    }
    sides->found = result.sides;
    sides->has_found = true;
    sides->generation = session_generation(w->session);
    bool is_read = result.sides.stubble.state == STUBBLE_READ;
    sides->asks = is_read && result.sides.match.certainty < STUBBLE_SURE;
    if (is_read && !sides->asks)
        set_match(w);
}

static void say_found(struct workspace *w, const struct sides *found)
{
    const struct stubble *stubble = &found->stubble;
    const struct stubble_match *match = &found->match;
    char words[WORDS_BYTES];
    if (stubble->state != STUBBLE_READ)
        snprintf(words, sizeof words, "%s", _(stubble_text(stubble->state)));
    else if (stubble->darkening_error > 0.0)
        text_print(words, sizeof words,
                   _("Stubble at the sides takes about %.0f %% of the light: shade %.2g, %.0f dots/cm² come nearest."),
                   100.0 * stubble->darkening, match->shade_tau, match->density_per_cm2);
    else
        text_print(words, sizeof words, _("As grainy as the stubble at the sides: shade %.2g, %.0f dots/cm²."),
                   match->shade_tau, match->density_per_cm2);
    text_note(w->toolkit, stubble->state == STUBBLE_READ ? NOTE_INFO : NOTE_WARNING, words);
}

static void ask(struct workspace *w)
{
    text_hint(w->toolkit, _("The photo shows the stubble only vaguely. Use this all the same?"));
    layout_row(w->toolkit, 2);
    if (button(w->toolkit, "match-use", _("Use it"), BUTTON_PRIMARY))
        set_match(w);
    if (button(w->toolkit, "match-leave", _("Leave it"), BUTTON_PLAIN))
        match_sides_stop(w);
}

void match_sides_draw(struct workspace *w)
{
    struct match_sides *sides = sides_of(w);
    bool is_on = sides->reading;
    layout_disabled(w->toolkit, is_on);
    if (button_with_icon(w->toolkit, "match-sides", ICON_SIDES,
                         is_on ? _("Looking at the sides…") : _("Match my sides"), BUTTON_PLAIN))
        start(w);
    layout_disabled(w->toolkit, false);
    if (!sides->has_found || sides->generation != session_generation(w->session) ||
        strcmp(sides->option, session_case(w->session)->option[w->option]->name) != 0)
        return;
    say_found(w, &sides->found);
    if (sides->asks)
        ask(w);
}
