#include "output/board.h"

#include "base/words.h"
#include "plan/moment.h"

#include <stdio.h>
#include <string.h>

static void put(char *out, const char *text)
{
    snprintf(out, BOARD_LINE_BYTES, "%s", text);
}

static struct board_cell *add_cell(struct board *board, int row, int column, const struct frame *frame)
{
    struct board_cell *cell = &board->cell[row][column];
    cell->is_used = true;
    cell->frame = *frame;
    moment_words(frame, cell->head);
    return cell;
}

static void add_before(struct board *board, int row, int column, const struct frame *of)
{
    struct frame frame = *of;
    frame.is_before = 1;
    put(add_cell(board, row, column, &frame)->line,
        of->light == LIGHT_PHOTO ? _("the photo, unchanged") : _("no dots, in the same light"));
}

static void add_light_note(struct board *board, enum light light)
{
    static const char *const WORDS[LIGHT_COUNT] = {
        "", N_("All as if in soft light: an approximation. The photo was taken in other light."),
        N_("All as if under a lamp: an approximation. The photo was taken in other light."),
        N_("All as if in direct sun: an approximation. The photo was taken in other light.")};
    if (light == LIGHT_PHOTO)
        return;
    int n = board->notes++;
    put(board->note_head[n], _("Light check"));
    snprintf(board->note_line[n], sizeof board->note_line[n], "%s", _(WORDS[light]));
}

// Where the years are one picture each, for whom that is.
static void add_band_note(struct board *board, enum band band)
{
    static const char *const WORDS[BAND_COUNT] = {
        N_("As for someone who keeps little of the pigment: one person in ten keeps less."),
        N_("As it most likely holds; some skins keep less of the pigment, some more."),
        N_("As for someone who keeps much of the pigment: one person in ten keeps more.")};
    bool is_told = band != BAND_LIKELY;
    for (int row = 0; row < board->rows; row++)
        for (int column = 0; column < board->columns; column++)
            is_told |= board->cell[row][column].frame.time == TIME_DAYS;
    if (!is_told)
        return;
    int n = board->notes++;
    put(board->note_head[n], _("How it lasts"));
    snprintf(board->note_line[n], sizeof board->note_line[n], "%s", _(WORDS[band]));
}

static void add_option_note(struct board *board, const struct option *option)
{
    int n = board->notes++;
    snprintf(board->note_head[n], BOARD_LINE_BYTES, _("Option %s"), option->name);
    option_words(option, board->note_line[n], sizeof board->note_line[n]);
}

// "day 12, 70 % of the dots"
static void session_words(const struct course *course, int number, char *out)
{
    int sessions = 0;
    for (int i = 0; i < course->event_count; i++) {
        const struct event *event = &course->event[i];
        sessions += event->kind == EVENT_SESSION;
        if (event->kind == EVENT_SESSION && sessions == number)
            snprintf(out, BOARD_LINE_BYTES, _("day %.0f, %.0f %% of the dots"), event->day, 100.0 * event->share);
    }
}

void board_strip(const struct case_ *case_, const struct frame *of, struct board *out)
{
    memset(out, 0, sizeof *out);
    int sessions = course_sessions(&case_->course);
    sessions = sessions < BOARD_MOST_COLUMNS - 1 ? sessions : BOARD_MOST_COLUMNS - 1;
    snprintf(out->title, sizeof out->title, "%s", _("Simulation, session by session"));
    out->columns = sessions + 1;
    out->rows = sessions > 0 ? 2 : 1;
    add_before(out, 0, 0, of);
    for (int i = 1; i <= sessions; i++) {
        struct frame frame = *of;
        frame.is_before = 0;
        frame.sessions = i;
        frame.time = TIME_FRESH;
        session_words(&case_->course, i, add_cell(out, 0, i, &frame)->line);
        frame.time = TIME_HEALED;
        put(add_cell(out, 1, i, &frame)->line, _("four weeks later"));
    }
    add_option_note(out, case_->option[of->option]);
    add_band_note(out, of->band);
    add_light_note(out, of->light);
}

void board_sheet(const struct case_ *case_, const struct frame *of, const struct frame *times, int count,
                 struct board *out)
{
    memset(out, 0, sizeof *out);
    snprintf(out->title, sizeof out->title, "%s", _("Simulation, options over the years"));
    out->columns = count < BOARD_MOST_COLUMNS ? count : BOARD_MOST_COLUMNS;
    out->rows = case_->option_count < BOARD_MOST_ROWS ? case_->option_count : BOARD_MOST_ROWS;
    for (int row = 0; row < out->rows; row++) {
        for (int i = 0; i < out->columns; i++) {
            struct frame frame = times[i];
            frame.view = of->view;
            frame.band = of->band;
            frame.light = of->light;
            frame.option = row;
            add_cell(out, row, i, &frame);
        }
        add_option_note(out, case_->option[row]);
        put(out->row_head[row], out->note_head[row]);
        put(out->row_line[row], out->note_line[row]);
    }
    out->notes = 0; // they stand over the rows
    add_band_note(out, of->band);
    add_light_note(out, of->light);
}

void board_range(const struct case_ *case_, const struct frame *of, const struct frame *times, int count,
                 struct board *out)
{
    static const char *const WORDS[BAND_COUNT][2] = {
        {N_("Keeps little of the pigment"), N_("One person in ten keeps less than this.")},
        {N_("Most likely"), N_("The middle of ten people.")},
        {N_("Keeps much of the pigment"), N_("One person in ten keeps more than this.")}};
    memset(out, 0, sizeof *out);
    snprintf(out->title, sizeof out->title, "%s", _("Simulation, how it may last"));
    out->columns = count < BOARD_MOST_COLUMNS ? count : BOARD_MOST_COLUMNS;
    out->rows = BAND_COUNT;
    for (int row = 0; row < out->rows; row++) {
        for (int i = 0; i < out->columns; i++) {
            struct frame frame = times[i];
            frame.view = of->view;
            frame.option = of->option;
            frame.light = of->light;
            frame.band = (enum band)row;
            add_cell(out, row, i, &frame);
        }
        put(out->row_head[row], _(WORDS[row][0]));
        put(out->row_line[row], _(WORDS[row][1]));
    }
    add_option_note(out, case_->option[of->option]);
    add_light_note(out, of->light);
}

void board_compare(const struct case_ *case_, const struct frame *of, const int *options, int count, bool with_before,
                   struct board *out)
{
    memset(out, 0, sizeof *out);
    char moment[MOMENT_TEXT_BYTES];
    moment_words(of, moment);
    snprintf(out->title, sizeof out->title, _("Simulation, %d options: %s"), count, moment);
    out->rows = 1;
    if (with_before)
        add_before(out, 0, out->columns++, of);
    for (int i = 0; i < count && out->columns < BOARD_MOST_COLUMNS; i++) {
        struct frame frame = *of;
        frame.option = options[i];
        struct board_cell *cell = add_cell(out, 0, out->columns++, &frame);
        snprintf(cell->head, BOARD_LINE_BYTES, _("Option %s"), case_->option[options[i]]->name);
        put(cell->line, moment);
        add_option_note(out, case_->option[options[i]]);
    }
    add_band_note(out, of->band);
    add_light_note(out, of->light);
}

void board_pair(const struct case_ *case_, const struct frame *of, struct board *out)
{
    memset(out, 0, sizeof *out);
    out->rows = 1;
    out->columns = 2;
    add_before(out, 0, 0, of);
    put(add_cell(out, 0, 1, of)->line, band_words(of->band));
    snprintf(out->title, sizeof out->title, "%s", _("Simulation, before and after"));
    add_option_note(out, case_->option[of->option]);
    add_light_note(out, of->light);
}
