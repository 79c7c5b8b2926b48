#include "plan/text_memo.h"

#include "base/mem.h"

#include <string.h>

struct piece {
    int number;
    size_t size;
    void *data; // NULL: taken over into this time's
    char *text;
};

struct pieces {
    struct piece *piece;
    int count, room;
};

struct text_memo {
    struct pieces last, now;
    int next; // of last's: where the one asked for is likely to be
};

struct text_memo *text_memo_create(void)
{
    return mem_alloc(sizeof(struct text_memo));
}

static void empty(struct pieces *pieces)
{
    for (int i = 0; i < pieces->count; i++) {
        mem_free(pieces->piece[i].data);
        mem_free(pieces->piece[i].text);
    }
    pieces->count = 0;
}

void text_memo_destroy(struct text_memo *memo)
{
    if (!memo)
        return;
    empty(&memo->last);
    empty(&memo->now);
    mem_free(memo->last.piece);
    mem_free(memo->now.piece);
    mem_free(memo);
}

void text_memo_turn(struct text_memo *memo)
{
    struct pieces last = memo->last;
    empty(&last);
    memo->last = memo->now;
    memo->now = last;
    memo->next = 0;
}

static const char *put(struct pieces *pieces, struct piece piece)
{
    if (pieces->count == pieces->room) {
        size_t room = 2 * (size_t)pieces->room + 64;
        pieces->piece =
            mem_grow(pieces->piece, (size_t)pieces->count * sizeof *pieces->piece, room * sizeof *pieces->piece);
        pieces->room = (int)room;
    }
    pieces->piece[pieces->count++] = piece;
    return piece.text;
}

const char *text_memo_find(struct text_memo *memo, int number, const void *data, size_t size)
{
    for (int i = 0; i < memo->last.count; i++) {
        int at = (memo->next + i) % memo->last.count;
        struct piece *piece = &memo->last.piece[at];
        if (!piece->data || piece->number != number || piece->size != size || memcmp(piece->data, data, size) != 0)
            continue;
        struct piece found = *piece;
        *piece = (struct piece){0};
        memo->next = at + 1;
        return put(&memo->now, found);
    }
    return NULL;
}

const char *text_memo_add(struct text_memo *memo, int number, const void *data, size_t size, char *take_text)
{
    struct piece piece = {number, size, mem_alloc(size), take_text};
    memcpy(piece.data, data, size);
    return put(&memo->now, piece);
}
