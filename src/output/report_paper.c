// Of the report: the notes, and what is to be asked, heeded and signed.
#include "output/report_part.h"

#include "output/paper.h"

#include <string.h>

enum { CHUNK_BYTES = 1500 };

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
    box(r, x - 84.0, y, "no");
    box(r, x - 42.0, y, "yes");
    at += print_say(r->print, question, &report_strong, PRINT_MARGIN_PT, at, width);
    at += print_say(r->print, why, &report_body, PRINT_MARGIN_PT, at, width);
    at += print_say(r->print, flag, &report_strong, PRINT_MARGIN_PT, at, width);
    print_fill(r->print, PRINT_MARGIN_PT, at + 3.5, PRINT_WIDE_PT, 0.5, 220);
    print_move(r->print, at + 8.0);
}

static void ask_all(struct report *r)
{
    report_heading(r, "To be asked before the treatment", 120.0);
    report_say(r, "Stipple makes no diagnosis. A yes means: not before a doctor has agreed.", &report_body);
    report_gap(r, 6.0);
    ask(r, "Keloids or raised scars, own or in the family?", "Every needle can set one off.", "");
    ask(r, "Alopecia areata, active in the last year?", "Patches that come and go may move; needling can wake them.",
        has_zone(r, ZONE_AREATA, ZONE_AREATA) ? "Flagged: the plan has a zone for bald patches." : "");
    ask(r, "A disease of the scalp: psoriasis, eczema, infection, open or changed spots?",
        "It must have healed; a changed spot belongs before a doctor first.",
        has_zone(r, ZONE_BIRTHMARK, ZONE_BIRTHMARK) ? "Flagged: the plan has a zone for a birthmark." : "");
    ask(r, "A hair transplant or other scalp surgery in the last 12 months?",
        "Scars need 9 to 12 months; transplanted hair shows late where it stands.",
        has_zone(r, ZONE_FUT_SCAR, ZONE_FUE_SCARS) ? "Flagged: the plan has a zone for transplant scars." : "");
    ask(r, "Blood thinners, diabetes, immune disease, pregnancy, allergy to pigment or numbing cream?",
        "They change bleeding, healing or what may be used.", "");
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

static void list(struct report *r, const char *text, bool has_boxes)
{
    char line[CHUNK_BYTES];
    const struct print_words style = {9.0, 400, INK, TEXT_LEFT, 40};
    while (next_line(&text, line, sizeof line)) {
        double x = PRINT_MARGIN_PT + 16.0, width = PRINT_WIDE_PT - 16.0, height = print_height(line, &style, width);
        print_need(r->print, height + 4.0);
        double y = print_top(r->print);
        if (has_boxes)
            print_frame(r->print, PRINT_MARGIN_PT, y + 1.5, 8.0, 8.0, 120);
        else
            print_fill(r->print, PRINT_MARGIN_PT + 2.0, y + 4.5, 3.0, 3.0, INK);
        print_say(r->print, line, &style, x, y, width);
        print_move(r->print, y + height + 4.0);
    }
}

static void sign(struct report *r)
{
    static const char *const names[] = {"Patient", "Artist", "Date"};
    static const double widths[] = {200.0, 200.0, 81.0};
    double x = PRINT_MARGIN_PT;
    print_need(r->print, 60.0);
    double y = print_top(r->print) + 40.0;
    for (int i = 0; i < 3; i++) {
        print_fill(r->print, x, y, widths[i], 0.6, INK);
        print_say(r->print, names[i], &report_soft, x, y + 3.0, widths[i]);
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
    report_heading(r, "Notes", 40.0);
    while (next_line(&at, line, sizeof line))
        report_say(r, line, &style);
    report_gap(r, 12.0);
}

void report_paper(struct report *r)
{
    ask_all(r);
    report_heading(r, "The days after", 80.0);
    list(r, r->request->clinic->aftercare, false);
    report_gap(r, 14.0);
    report_heading(r, "Consent", 150.0);
    list(r, r->request->clinic->consent, true);
    sign(r);
}
