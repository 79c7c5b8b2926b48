#include "ui/param_widget.h"

#include "base/number.h"
#include "plan/advice.h"
#include "plan/param.h"
#include "ui/screen_state.h"
#include "ui/text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_CHOICES = 24, CHOICE_BYTES = 48, MOST_SEGMENTS = 4, MOST_ROW_LETTERS = 30 };

static bool find(const struct workspace *w, const char *key, struct param_at *at)
{
    return param_find(session_case(w->session), w->option, key, at, NULL);
}

// gettext("") would give the catalogue's head.
static const char *word(const char *text)
{
    return *text ? _(text) : "";
}

// The table's units are plain letters, for the command line too.
static const char *unit_word(const char *unit)
{
    static const char *const SIGNS[][2] = {{"deg", "\xc2\xb0"}, {"x", "\xc3\x97"}, {"dots/cm2", N_("dots/cm\xc2\xb2")}};
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
        if (strcmp(unit, SIGNS[i][0]) == 0)
            return _(SIGNS[i][1]);
    return word(unit);
}

static bool change(struct workspace *w, const struct param *param, const char *key, double value, unsigned gesture)
{
    char text[NUMBER_TEXT_BYTES];
    number_text(round(value * 1e4) / 1e4, text);
    if (param->type == PARAM_CHOICE)
        return workspace_change(w, word(param->label), gesture, "%s=%s", key, param->choice_name((int)value));
    return workspace_change(w, word(param->label), gesture, "%s=%s", key, text);
}

static bool number_control(struct workspace *w, const struct param_at *at, const char *key, const char *label)
{
    struct screens *s = screens_of(w);
    const struct param *param = at->param;
    double value = param_number(session_case(w->session), at);
    struct slider_result result =
        slider(w->toolkit, key, label, unit_word(param->unit), &value, param->least, param->most, param->step);
    bool is_changed = false;
    bool is_begun = strcmp(s->slider_key, key) == 0;
    if (result.changed &&
        !(is_begun && value == s->slider_sent)) { // a table may keep a value near the one it was given
        if (!is_begun) {
            snprintf(s->slider_key, sizeof s->slider_key, "%s", key);
            w->gesture++;
        }
        s->slider_sent = value;
        is_changed = change(w, param, key, value, w->gesture);
    }
    if (result.released)
        s->slider_key[0] = 0;
    return is_changed;
}

struct choices {
    int count;
    size_t longest; // bytes
    char word[MOST_CHOICES][CHOICE_BYTES];
    const char *name[MOST_CHOICES];
};

// The table's words stand in sentences; on a control they begin one.
static void take_word(const char *text, char *out, size_t size)
{
    snprintf(out, size, "%s", word(text));
    out[0] = (char)(out[0] >= 'a' && out[0] <= 'z' ? out[0] - 'a' + 'A' : out[0]);
}

void param_choice_word(const struct param *param, int choice, char *out, size_t size)
{
    take_word(param->choice_name(choice), out, size);
    for (char *c = out; *c; c++)
        *c = *c == '-' ? ' ' : *c;
}

static void find_choices(const struct param *param, struct choices *out)
{
    out->longest = 0;
    out->count = (int)param->most + 1 < MOST_CHOICES ? (int)param->most + 1 : MOST_CHOICES;
    for (int i = 0; i < out->count; i++) {
        param_choice_word(param, i, out->word[i], CHOICE_BYTES);
        out->name[i] = out->word[i];
        size_t length = strlen(out->word[i]);
        out->longest = length > out->longest ? length : out->longest;
    }
}

static bool choice_control(struct workspace *w, const struct param_at *at, const char *key, const char *label)
{
    struct choices choices;
    find_choices(at->param, &choices);
    int index = (int)param_number(session_case(w->session), at);
    bool is_changed;
    if (choices.count <= MOST_SEGMENTS && (size_t)choices.count * choices.longest <= MOST_ROW_LETTERS) {
        text_hint(w->toolkit, label);
        is_changed = segmented(w->toolkit, key, choices.name, choices.count, &index);
    } else {
        is_changed = chooser(w->toolkit, key, label, choices.name, choices.count, &index);
    }
    return is_changed && change(w, at->param, key, index, 0);
}

static bool switch_control(struct workspace *w, const struct param_at *at, const char *key, const char *label)
{
    bool on = param_number(session_case(w->session), at) != 0.0;
    return switch_row(w->toolkit, key, label, &on) && change(w, at->param, key, on ? 1.0 : 0.0, 0);
}

// What a careful artist would say of the value.
static void draw_advice(struct workspace *w, const char *key)
{
    struct advice advice[ADVICE_MOST];
    int count = advice_find(session_case(w->session), w->option, advice);
    for (int i = 0; i < count; i++)
        if (strcmp(advice[i].key, key) == 0)
            text_note(w->toolkit, advice_is_warning(advice[i].kind) ? NOTE_WARNING : NOTE_INFO,
                      _(advice_text(advice[i].kind)));
}

static bool draw_control(struct workspace *w, const struct param_at *at, const char *key, const char *label)
{
    switch (at->param->type) {
    case PARAM_CHOICE:
        return choice_control(w, at, key, label);
    case PARAM_SWITCH:
        return switch_control(w, at, key, label);
    case PARAM_TEXT:
        return false;
    default:
        return number_control(w, at, key, label);
    }
}

bool param_control_named(struct workspace *w, const char *key, const char *label)
{
    struct param_at at;
    if (!find(w, key, &at))
        return false;
    bool is_changed = draw_control(w, &at, key, label);
    draw_advice(w, key);
    return is_changed;
}

bool param_control(struct workspace *w, const char *key)
{
    struct param_at at;
    return find(w, key, &at) && param_control_named(w, key, word(at.param->label));
}

// The table's sentence as one of a text: with its full stop, and a dash in ranges.
static void take_sentence(const char *text, char *out, size_t size)
{
    size_t used = 0;
    char plain[256];
    take_word(text, plain, sizeof plain);
    for (const char *c = plain; *c && used + 5 < size; c++) {
        bool is_range = *c == '-' && c > plain && isdigit((unsigned char)c[-1]) && isdigit((unsigned char)c[1]);
        memcpy(out + used, is_range ? "\xe2\x80\x93" : c, is_range ? 3 : 1);
        used += is_range ? 3 : 1;
    }
    out[used] = '.';
    out[used + (used > 0 && out[used - 1] != '.')] = 0;
}

void param_help(struct workspace *w, const char *key)
{
    struct param_at at;
    char help[300];
    if (!find(w, key, &at))
        return;
    take_sentence(at.param->help, help, sizeof help);
    text_hint(w->toolkit, help);
}

bool param_stepper(struct workspace *w, const char *key, double stride, const char *value)
{
    struct param_at at;
    if (!find(w, key, &at))
        return false;
    char less[PARAM_KEY_BYTES + 8], more[PARAM_KEY_BYTES + 8];
    snprintf(less, sizeof less, "%s-", key);
    snprintf(more, sizeof more, "%s+", key);
    double now = param_number(session_case(w->session), &at), next = now;
    text_value(w->toolkit, word(at.param->label), value);
    layout_row(w->toolkit, 2);
    if (button(w->toolkit, less, "\xe2\x88\x92", BUTTON_PLAIN))
        next = fmax(now - stride, at.param->least);
    if (button(w->toolkit, more, "+", BUTTON_PLAIN))
        next = fmin(now + stride, at.param->most);
    return next != now && change(w, at.param, key, next, 0);
}

double param_value(const struct workspace *w, const char *key)
{
    struct param_at at;
    return find(w, key, &at) ? param_number(session_case(w->session), &at) : 0.0;
}
