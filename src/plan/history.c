#include "plan/history.h"

#include "base/check.h"
#include "base/mem.h"

#include <string.h>

enum { LABEL_BYTES = 64 };

struct step {
    struct case_ *case_;
    char label[LABEL_BYTES];
    unsigned gesture, number;
    size_t bytes;
};

struct history {
    struct step *step;
    int count, room, cursor; // step[cursor] is present; -1: empty
    size_t bytes, most_bytes;
    unsigned last_number;
};

struct history *history_create(size_t most_bytes)
{
    struct history *history = mem_alloc(sizeof *history);
    history->cursor = -1;
    history->most_bytes = most_bytes;
    return history;
}

static size_t case_bytes(const struct case_ *case_)
{
    size_t bytes = sizeof *case_;
    for (int i = 0; i < case_->view_count; i++)
        bytes += sizeof *case_->view[i] + (size_t)case_->view[i]->stroke_count * sizeof *case_->view[i]->stroke;
    bytes += (size_t)case_->option_count * sizeof *case_->option[0];
    for (int i = 0; i < COURSE_MOST_EVENTS; i++)
        bytes += case_->done_with[i] ? sizeof *case_->done_with[i] : 0;
    return bytes;
}

static void drop(struct history *history, int from, int count)
{
    if (count == 0)
        return;
    for (int i = from; i < from + count; i++) {
        history->bytes -= history->step[i].bytes;
        case_destroy(history->step[i].case_);
    }
    memmove(history->step + from, history->step + from + count,
            sizeof *history->step * (size_t)(history->count - from - count));
    history->count -= count;
}

void history_destroy(struct history *history)
{
    if (!history)
        return;
    drop(history, 0, history->count);
    mem_free(history->step);
    mem_free(history);
}

static bool continues_gesture(const struct history *history, const char *label, unsigned gesture)
{
    if (gesture == 0 || history->cursor < 1)
        return false;
    const struct step *present = &history->step[history->cursor];
    return present->gesture == gesture && strncmp(present->label, label, LABEL_BYTES - 1) == 0;
}

static struct step *append(struct history *history)
{
    if (history->count == history->room) {
        int room = history->room ? 2 * history->room : 16;
        history->step = mem_grow(history->step, sizeof *history->step * (size_t)history->room,
                                 sizeof *history->step * (size_t)room);
        history->room = room;
    }
    history->cursor = history->count++;
    struct step *step = &history->step[history->cursor];
    memset(step, 0, sizeof *step);
    return step;
}

void history_push(struct history *history, struct case_ *take_case, const char *label, unsigned gesture)
{
    REQUIRE(take_case != NULL);
    drop(history, history->cursor + 1, history->count - history->cursor - 1);
    struct step *step;
    if (continues_gesture(history, label, gesture)) {
        step = &history->step[history->cursor];
        history->bytes -= step->bytes;
        case_destroy(step->case_);
    } else {
        step = append(history);
    }
    step->case_ = take_case;
    strncpy(step->label, label, LABEL_BYTES - 1);
    step->gesture = gesture;
    step->number = ++history->last_number;
    step->bytes = case_bytes(take_case);
    history->bytes += step->bytes;
    while (history->bytes > history->most_bytes && history->cursor > 0) {
        drop(history, 0, 1);
        history->cursor--;
    }
}

const struct case_ *history_present(const struct history *history)
{
    return history->cursor < 0 ? NULL : history->step[history->cursor].case_;
}

const char *history_undo_label(const struct history *history)
{
    return history->cursor > 0 ? history->step[history->cursor].label : NULL;
}

const char *history_redo_label(const struct history *history)
{
    return history->cursor + 1 < history->count ? history->step[history->cursor + 1].label : NULL;
}

bool history_undo(struct history *history)
{
    if (history->cursor <= 0)
        return false;
    history->cursor--;
    return true;
}

bool history_redo(struct history *history)
{
    if (history->cursor + 1 >= history->count)
        return false;
    history->cursor++;
    return true;
}

unsigned history_step(const struct history *history)
{
    return history->cursor < 0 ? 0 : history->step[history->cursor].number;
}

size_t history_bytes(const struct history *history)
{
    return history->bytes;
}
