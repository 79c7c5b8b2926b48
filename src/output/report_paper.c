// Of the report: the notes, and what is to be asked, heeded and signed.
#include "output/report_part.h"

#include "base/words.h"
#include "output/paper.h"

#include <math.h>
#include <string.h>

enum { CHUNK_BYTES = 1500 };
#define SIGN_PT 60.0
#define MOST_TOGETHER_PT 400.0 // longer lists go over the end of a page

static void box(struct report *r, double x, double y, const char *word)
{
    print_frame(r->print, x, y + 1.5, 8.0, 8.0, 120);
    print_say(r->print, word, &report_body, x + 12.0, y, 30.0);
}

static bool has_zone(const struct report *r, enum zone_kind one, enum zone_kind other)
{
    const struct option *option = r->request->case_->option[r->request->frame.option];
    for (int i = 0; i < option->zone_count; i++)
        if (option->zone[i].kind == one || option->zone[i].kind == other)
            return true;
    return false;
}

static void ask(struct report *r, const char *question, const char *why, const char *flag)
{
    double width = PRINT_WIDE_PT - 110.0, x = PRINT_MARGIN_PT + PRINT_WIDE_PT;
    double height = print_height(question, &report_strong, width) + print_height(why, &report_body, width) +
                    print_height(flag, &report_strong, width);
    print_need(r->print, height + 10.0);
    double y = print_top(r->print), at = y;
    box(r, x - 84.0, y, _("no"));
    box(r, x - 42.0, y, _("yes"));
    at += print_say(r->print, question, &report_strong, PRINT_MARGIN_PT, at, width);
    at += print_say(r->print, why, &report_body, PRINT_MARGIN_PT, at, width);
    at += print_say(r->print, flag, &report_strong, PRINT_MARGIN_PT, at, width);
    print_fill(r->print, PRINT_MARGIN_PT, at + 3.5, PRINT_WIDE_PT, 0.5, 220);
    print_move(r->print, at + 8.0);
}

static void ask_all(struct report *r)
{
    report_heading(r, _("To be asked before the treatment"), 120.0);
    report_say(r, _("Stipple makes no diagnosis. A yes means: not before a doctor has agreed."), &report_body);
    report_gap(r, 6.0);
    ask(r, _("Keloids or raised scars, own or in the family?"), _("Every needle can set one off."), "");
    ask(r, _("Alopecia areata, active in the last year?"),
        _("Patches that come and go may move; needling can wake them."),
        has_zone(r, ZONE_AREATA, ZONE_AREATA) ? _("Flagged: the plan has a zone for bald patches.") : "");
    ask(r, _("A disease of the scalp: psoriasis, eczema, infection, open or changed spots?"),
        _("It must have healed; a changed spot belongs before a doctor first."),
        has_zone(r, ZONE_BIRTHMARK, ZONE_BIRTHMARK) ? _("Flagged: the plan has a zone for a birthmark.") : "");
    ask(r, _("A hair transplant or other scalp surgery in the last 12 months?"),
        _("Scars need 9 to 12 months; transplanted hair shows late where it stands."),
        has_zone(r, ZONE_FUT_SCAR, ZONE_FUE_SCARS) ? _("Flagged: the plan has a zone for transplant scars.") : "");
    ask(r, _("Blood thinners, diabetes, immune disease, pregnancy, allergy to pigment or numbing cream?"),
        _("They change bleeding, healing or what may be used."), "");
    report_gap(r, 14.0);
}

// A line of the clinic's text; false at its end.
static bool next_line(const char **at, char *out, size_t size)
{
    if (!**at)
        return false;
    size_t length = strcspn(*at, "\n"), kept = length < size - 1 ? length : size - 1;
    if (kept < length) { // at a word, and never inside a letter
        while (kept > size / 2 && (*at)[kept] != ' ')
            kept--;
        while (kept > 1 && ((unsigned char)(*at)[kept] & 0xc0) == 0x80)
            kept--;
        length = kept;
    }
    memcpy(out, *at, kept);
    out[kept] = 0;
    *at += length + ((*at)[length] == '\n');
    return true;
}

static const struct print_words list_style = {9.0, 400, INK, TEXT_LEFT, 40};
#define LIST_INDENT_PT 16.0
#define LIST_GAP_PT 4.0

static double list_height(const char *text)
{
    char line[CHUNK_BYTES];
    double height = 0.0;
    while (next_line(&text, line, sizeof line))
        height += print_height(line, &list_style, PRINT_WIDE_PT - LIST_INDENT_PT) + LIST_GAP_PT;
    return height;
}

static void list(struct report *r, const char *text, bool has_boxes)
{
    char line[CHUNK_BYTES];
    while (next_line(&text, line, sizeof line)) {
        double width = PRINT_WIDE_PT - LIST_INDENT_PT, height = print_height(line, &list_style, width);
        print_need(r->print, height + LIST_GAP_PT);
        double y = print_top(r->print);
        if (has_boxes)
            print_frame(r->print, PRINT_MARGIN_PT, y + 1.5, 8.0, 8.0, 120);
        else
            print_fill(r->print, PRINT_MARGIN_PT + 2.0, y + 4.5, 3.0, 3.0, INK);
        print_say(r->print, line, &list_style, PRINT_MARGIN_PT + LIST_INDENT_PT, y, width);
        print_move(r->print, y + height + LIST_GAP_PT);
    }
}

static void sign(struct report *r)
{
    static const char *const names[] = {N_("Patient"), N_("Artist"), N_("Date")};
    static const double widths[] = {200.0, 200.0, 81.0};
    double x = PRINT_MARGIN_PT;
    print_need(r->print, SIGN_PT);
    double y = print_top(r->print) + 40.0;
    for (int i = 0; i < 3; i++) {
        print_fill(r->print, x, y, widths[i], 0.6, INK);
        print_say(r->print, _(names[i]), &report_soft, x, y + 3.0, widths[i]);
        x += widths[i] + 12.0;
    }
    print_move(r->print, y + 30.0);
}

void report_notes(struct report *r)
{
    const char *at = r->request->case_->notes;
    char line[CHUNK_BYTES];
    const struct print_words style = {9.0, 400, INK, TEXT_LEFT, 45};
    if (!*at)
        return;
    report_heading(r, _("Notes"), 40.0);
    while (next_line(&at, line, sizeof line))
        report_say(r, line, &style);
    report_gap(r, 12.0);
}

void report_paper(struct report *r)
{
    ask_all(r);
    const struct clinic *clinic = r->request->clinic;
    report_heading(r, _("The days after"), fmin(list_height(clinic->aftercare), MOST_TOGETHER_PT));
    list(r, clinic->aftercare, false);
    report_gap(r, 14.0);
    report_heading(r, _("Consent"), fmin(list_height(clinic->consent) + SIGN_PT, MOST_TOGETHER_PT));
    list(r, clinic->consent, true);
    sign(r);
}
