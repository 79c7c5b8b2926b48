#include "base/journal.h"

#include "base/check.h"
#include "base/file_fail.h"
#include "base/mem.h"
#include "base/sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

// A record: where, how many bytes go, how many come; those; the check over all of it and the
// CHECK_BYTES before it.
static const char FIRST_LINE[] = "stipple-journal1\n";
enum {
    CHECK_BYTES = 17,
    NUMBER_BYTES = 9,
    HEAD_BYTES = 3 * NUMBER_BYTES,
    MOST_TEXT_BYTES = 32 << 20,
    SLACK_BYTES = 1 << 20,
    MOST_FILE_BYTES = 4 * MOST_TEXT_BYTES,
    PIECE_BYTES = 1024
};
_Static_assert(sizeof FIRST_LINE == CHECK_BYTES + 1, "the first record's check covers the first line");

struct journal {
    char *path;
    int fd; // -1: has to be begun anew
    char *text;
    size_t size, room, file_bytes;
    char last[CHECK_BYTES]; // of the file
};

struct splice {
    size_t at, cut, put;
};

static void write_check(const void *data, size_t size, char out[CHECK_BYTES])
{
    char hex[65];
    sha256_hex(data, size, hex);
    memcpy(out, hex, CHECK_BYTES - 1);
    out[CHECK_BYTES - 1] = '\n';
}

// What the two have in common at both ends is left out; by pieces first, for most is the same and megabytes may be.
static struct splice difference(const char *old, size_t old_size, const char *new, size_t new_size)
{
    size_t least = old_size < new_size ? old_size : new_size, at = 0, same = 0;
    while (least - at >= PIECE_BYTES && memcmp(old + at, new + at, PIECE_BYTES) == 0)
        at += PIECE_BYTES;
    while (at < least && old[at] == new[at])
        at++;
    while (least - at - same >= PIECE_BYTES &&
           memcmp(old + old_size - same - PIECE_BYTES, new + new_size - same - PIECE_BYTES, PIECE_BYTES) == 0)
        same += PIECE_BYTES;
    while (same < least - at && old[old_size - 1 - same] == new[new_size - 1 - same])
        same++;
    return (struct splice){at, old_size - at - same, new_size - at - same};
}

// 0 or the error. The file is as before after one, unless even that fails.
static int append(struct journal *journal, struct splice splice, const char *text)
{
    size_t bytes = CHECK_BYTES + HEAD_BYTES + splice.put + CHECK_BYTES;
    char *record = mem_alloc(bytes + 1), *body = record + CHECK_BYTES;
    memcpy(record, journal->last, CHECK_BYTES);
    snprintf(body, HEAD_BYTES + 1, "%08zx %08zx %08zx\n", splice.at, splice.cut, splice.put);
    memcpy(body + HEAD_BYTES, text + splice.at, splice.put);
    char *check = body + HEAD_BYTES + splice.put;
    write_check(record, bytes - CHECK_BYTES, check);
    int error = file_put(journal->fd, body, bytes - CHECK_BYTES);
    if (error == 0) {
        journal->file_bytes += bytes - CHECK_BYTES;
        memcpy(journal->last, check, CHECK_BYTES);
    } else if (ftruncate(journal->fd, (off_t)journal->file_bytes) != 0) {
        close(journal->fd);
        journal->fd = -1;
    }
    mem_free(record);
    return error;
}

static void remember(struct journal *journal, const char *text, size_t size)
{
    if (size > journal->room) {
        mem_free(journal->text);
        journal->room = size + size / 4;
        journal->text = mem_alloc(journal->room);
    }
    memcpy(journal->text, text, size);
    journal->size = size;
}

// Under another name until the first record is in it; on the disk before it takes another's place.
static int begin_as(struct journal *fresh, const char *path, bool replaces, const char *text, size_t size)
{
    fresh->fd = open(fresh->path, O_CREAT | O_EXCL | O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fresh->fd < 0)
        return errno;
    int error = flock(fresh->fd, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
    error = error ? error : file_put(fresh->fd, FIRST_LINE, CHECK_BYTES);
    fresh->file_bytes = CHECK_BYTES;
    memcpy(fresh->last, FIRST_LINE, CHECK_BYTES);
    error = error ? error : append(fresh, (struct splice){0, 0, size}, text);
    if (error == 0 && replaces && fdatasync(fresh->fd) != 0)
        error = errno;
    if (error == 0 && rename(fresh->path, path) != 0)
        error = errno;
    if (error)
        unlink(fresh->path);
    return error;
}

static bool begin(struct journal *journal, const char *text, size_t size, struct err *err)
{
    struct journal fresh = {.fd = -1};
    size_t bytes = strlen(journal->path) + sizeof ".new";
    fresh.path = mem_alloc(bytes);
    snprintf(fresh.path, bytes, "%s.new", journal->path);
    unlink(fresh.path);
    int error = begin_as(&fresh, journal->path, journal->fd >= 0, text, size);
    mem_free(fresh.path);
    if (error) {
        if (fresh.fd >= 0)
            close(fresh.fd);
        return file_fail(err, journal->path, "cannot be written", error);
    }
    if (journal->fd >= 0)
        close(journal->fd);
    journal->fd = fresh.fd;
    journal->file_bytes = fresh.file_bytes;
    memcpy(journal->last, fresh.last, CHECK_BYTES);
    return true;
}

struct journal *journal_create(const char *path, const void *text, size_t size, struct err *err)
{
    struct journal *journal = mem_alloc(sizeof *journal);
    journal->path = mem_strdup(path);
    journal->fd = -1;
    if (journal_put(journal, text, size, err))
        return journal;
    journal_close(journal);
    return NULL;
}

bool journal_put(struct journal *journal, const void *text, size_t size, struct err *err)
{
    if (size > MOST_TEXT_BYTES)
        return err_set(err, ERR_INPUT, "%s: more than %d MB to keep", journal->path, MOST_TEXT_BYTES >> 20);
    bool is_new = journal->fd < 0 || journal->file_bytes > 2 * size + SLACK_BYTES;
    if (is_new) {
        if (!begin(journal, text, size, err))
            return false;
    } else {
        struct splice splice = difference(journal->text, journal->size, text, size);
        int error = splice.cut + splice.put > 0 ? append(journal, splice, text) : 0;
        if (error)
            return file_fail(err, journal->path, "cannot be written", error);
    }
    remember(journal, text, size);
    return true;
}

void journal_close(struct journal *journal)
{
    if (!journal)
        return;
    if (journal->fd >= 0)
        close(journal->fd);
    mem_free(journal->text);
    mem_free(journal->path);
    mem_free(journal);
}

void journal_remove(struct journal *journal)
{
    if (journal)
        unlink(journal->path);
    journal_close(journal);
}

int journal_claim(const char *path)
{
    int fd = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

// Eight digits and what ends them.
static bool read_number(const char *text, char end, size_t *out)
{
    size_t value = 0;
    for (int i = 0; i < NUMBER_BYTES - 1; i++) {
        const char *digit = text[i] ? strchr("0123456789abcdef", text[i]) : NULL;
        if (!digit)
            return false;
        value = 16 * value + (size_t)(digit - "0123456789abcdef");
    }
    *out = value;
    return text[NUMBER_BYTES - 1] == end;
}

static bool read_head(const char *head, struct splice *out)
{
    return read_number(head, ' ', &out->at) && read_number(head + NUMBER_BYTES, ' ', &out->cut) &&
           read_number(head + 2 * NUMBER_BYTES, '\n', &out->put);
}

static bool make_room(struct bytes *text, size_t *room, size_t wanted)
{
    if (wanted <= *room)
        return true;
    uint8_t *data = mem_try_array_raw(wanted, 2);
    if (!data)
        return false;
    if (text->data)
        memcpy(data, text->data, text->size);
    mem_free(text->data);
    text->data = data;
    *room = 2 * wanted;
    return true;
}

// The record at `*at`, put into the text; false: there is no whole one.
static bool replay(const struct bytes *file, size_t *at, struct bytes *text, size_t *room)
{
    const char *from = (const char *)file->data + *at;
    size_t left = file->size - *at;
    struct splice splice;
    char check[CHECK_BYTES];
    if (left < HEAD_BYTES + CHECK_BYTES || !read_head(from, &splice) || splice.put > left - HEAD_BYTES - CHECK_BYTES ||
        splice.at > text->size || splice.cut > text->size - splice.at)
        return false;
    write_check(from - CHECK_BYTES, CHECK_BYTES + HEAD_BYTES + splice.put, check);
    if (memcmp(check, from + HEAD_BYTES + splice.put, CHECK_BYTES) != 0)
        return false;
    size_t size = text->size - splice.cut + splice.put, behind = splice.at + splice.cut;
    if (!make_room(text, room, size + 1))
        return false;
    memmove(text->data + splice.at + splice.put, text->data + behind, text->size - behind);
    memcpy(text->data + splice.at, from + HEAD_BYTES, splice.put);
    text->data[size] = 0;
    text->size = size;
    *at += HEAD_BYTES + splice.put + CHECK_BYTES;
    return true;
}

bool journal_read(const char *path, struct bytes *out, struct err *err)
{
    struct bytes file;
    *out = (struct bytes){NULL, 0};
    if (!file_read(path, MOST_FILE_BYTES, &file, err))
        return false;
    size_t at = CHECK_BYTES, room = 0;
    if (file.size >= CHECK_BYTES && memcmp(file.data, FIRST_LINE, CHECK_BYTES) == 0)
        while (replay(&file, &at, out, &room))
            continue;
    mem_free(file.data);
    return out->data || err_set(err, ERR_INPUT, "%s: nothing of it is whole", path);
}
