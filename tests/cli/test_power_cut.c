// The power goes in the middle of a save: every state that a disk may then hold, made from the system calls of one
// `stipple set`, has the old case or the new one, whole, and with the new one the old one as a version; once the
// command has said that it is done, the new one.
//
// What a disk may hold after the first N calls: bytes of a file not yet brought to the disk (fsync) may be there,
// missing, cut in the middle or zeros; a name given, moved or taken away may have happened or not, each apart, until
// its folder was brought to the disk; files are not ordered among each other; what was brought to the disk stays.
#include "cli.h"
#include "trace.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_OPS = 64, MOST_FILES = 16, MOST_FD = 64, NAME_BYTES = 300, MOST_PENDING = 12 };

enum op_kind { OP_WRITE, OP_SYNC, OP_NAME, OP_MOVE, OP_REMOVE, OP_FOLDER, OP_SYNC_FOLDER };

struct op {
    enum op_kind kind;
    int file;
    char name[NAME_BYTES], from[NAME_BYTES]; // from: OP_MOVE; OP_SYNC_FOLDER: name is the folder
    char *data;
    size_t size;
};

struct disk {
    struct op op[MOST_OPS];
    int op_count, file_count; // file 0: the old case
    int file_of[MOST_FD];     // -1: none
    char folder_of[MOST_FD][NAME_BYTES];
    const char *old_text, *new_text;
};

enum data_left { DATA_ALL, DATA_NONE, DATA_HALF, DATA_ZEROS, DATA_LEFT_COUNT };

// ---- from strace's lines to operations ----

// The next "\x66\x72..." of the line; NULL: none. mem_free.
static char *take_string(const char **at, size_t *size)
{
    const char *from = strchr(*at, '"');
    if (!from)
        return NULL;
    char *out = mem_alloc(strlen(from) / 4 + 1);
    *size = 0;
    for (from++; strncmp(from, "\\x", 2) == 0; from += 4)
        out[(*size)++] = (char)strtol((char[]){from[2], from[3], 0}, NULL, 16);
    *at = from;
    return out;
}

static void take_name(const char **at, char out[NAME_BYTES])
{
    size_t size;
    char *name = take_string(at, &size);
    snprintf(out, NAME_BYTES, "%s", name ? name : "");
    mem_free(name);
}

static struct op *add(struct disk *disk, enum op_kind kind, int file)
{
    assert_true(disk->op_count < MOST_OPS);
    struct op *op = &disk->op[disk->op_count++];
    op->kind = kind;
    op->file = file;
    return op;
}

// The file of that name as the running program sees it. -1: none.
static int file_named(const struct disk *disk, const char *name)
{
    int file = strcmp(name, "front.stipple") == 0 ? 0 : -1;
    for (int i = 0; i < disk->op_count; i++) {
        const struct op *op = &disk->op[i];
        bool gives = op->kind == OP_NAME || op->kind == OP_MOVE;
        if (gives && strcmp(op->name, name) == 0)
            file = op->file;
        bool takes = op->kind == OP_REMOVE && strcmp(op->name, name) == 0;
        if (takes || (op->kind == OP_MOVE && strcmp(op->from, name) == 0))
            file = -1;
    }
    return file;
}

static void take_open(struct disk *disk, const char *line, int fd)
{
    char name[NAME_BYTES];
    take_name(&line, name);
    disk->file_of[fd] = -1;
    disk->folder_of[fd][0] = 0;
    if (strstr(line, "O_TMPFILE")) {
        disk->file_of[fd] = disk->file_count++;
    } else if (strstr(line, "O_DIRECTORY")) {
        snprintf(disk->folder_of[fd], NAME_BYTES, "%s", name);
    } else {
        disk->file_of[fd] = file_named(disk, name);
        if (disk->file_of[fd] < 0 && strstr(line, "O_CREAT")) {
            disk->file_of[fd] = disk->file_count++;
            snprintf(add(disk, OP_NAME, disk->file_of[fd])->name, NAME_BYTES, "%s", name);
        }
    }
    assert_true(disk->file_count <= MOST_FILES);
}

static void take_write(struct disk *disk, const char *line, int fd)
{
    if (disk->file_of[fd] < 0)
        return;
    struct op *op = add(disk, OP_WRITE, disk->file_of[fd]);
    op->data = take_string(&line, &op->size);
}

static void take_sync(struct disk *disk, int fd)
{
    if (disk->file_of[fd] >= 0)
        add(disk, OP_SYNC, disk->file_of[fd]);
    else
        memcpy(add(disk, OP_SYNC_FOLDER, -1)->name, disk->folder_of[fd], NAME_BYTES);
}

static void take_link(struct disk *disk, const char *line)
{
    char from[NAME_BYTES], to[NAME_BYTES];
    take_name(&line, from);
    line++; // past the closing quote
    take_name(&line, to);
    static const char SELF[] = "/proc/self/fd/";
    bool is_fd = strncmp(from, SELF, strlen(SELF)) == 0;
    int file = is_fd ? disk->file_of[atoi(from + strlen(SELF))] : file_named(disk, from);
    snprintf(add(disk, OP_NAME, file)->name, NAME_BYTES, "%s", to);
}

static void take_rename(struct disk *disk, const char *line)
{
    char from[NAME_BYTES], to[NAME_BYTES];
    take_name(&line, from);
    line++;
    take_name(&line, to);
    struct op *op = add(disk, OP_MOVE, file_named(disk, from));
    snprintf(op->from, NAME_BYTES, "%s", from);
    snprintf(op->name, NAME_BYTES, "%s", to);
}

// Calls that failed change nothing.
static void take_line(struct disk *disk, const char *line)
{
    line += strspn(line, "0123456789 ");
    const char *result = strrchr(line, '=');
    size_t name = strcspn(line, "(");
    long value = result ? strtol(result + 1, NULL, 10) : -1;
    if (line[name] != '(' || !result || value < 0)
        return;
    int fd = atoi(line + name + 1);
    fd = fd >= 0 && fd < MOST_FD ? fd : 0;
    if (strncmp(line, "open", 4) == 0 && value < MOST_FD)
        take_open(disk, line, (int)value);
    else if (strncmp(line, "write", name) == 0)
        take_write(disk, line, fd);
    else if (strncmp(line, "fsync", name) == 0 || strncmp(line, "fdatasync", name) == 0)
        take_sync(disk, fd);
    else if (strncmp(line, "link", name) == 0 || strncmp(line, "linkat", name) == 0)
        take_link(disk, line);
    else if (strncmp(line, "rename", 6) == 0)
        take_rename(disk, line);
    else if (strncmp(line, "mkdir", name) == 0)
        take_name(&(const char *){line}, add(disk, OP_FOLDER, -1)->name);
    else if (strncmp(line, "unlink", name) == 0)
        take_name(&(const char *){line}, add(disk, OP_REMOVE, -1)->name);
}

// ---- from operations to what the disk may hold ----

static bool is_name(const struct op *op)
{
    return op->kind == OP_NAME || op->kind == OP_MOVE || op->kind == OP_REMOVE || op->kind == OP_FOLDER;
}

static bool is_in(const char *name, const char *folder)
{
    bool has_folder = strchr(name, '/') != NULL, is_here = strcmp(folder, ".") == 0 || !*folder;
    return is_here ? !has_folder : has_folder;
}

static bool is_on_disk(const struct disk *disk, int index, int count)
{
    for (int i = index + 1; i < count; i++) {
        const struct op *op = &disk->op[i];
        if (is_name(&disk->op[index]) ? op->kind == OP_SYNC_FOLDER && is_in(disk->op[index].name, op->name)
                                      : op->kind == OP_SYNC && op->file == disk->op[index].file)
            return true;
    }
    return false;
}

// The text of a file when of what is not safe so much is left. mem_free.
static char *text_of(const struct disk *disk, int file, int count, enum data_left left, size_t *size)
{
    *size = file == 0 ? strlen(disk->old_text) : 0;
    char *text = file == 0 ? mem_strdup(disk->old_text) : mem_alloc(1);
    for (int i = 0; i < count; i++) {
        const struct op *op = &disk->op[i];
        if (op->kind != OP_WRITE || op->file != file)
            continue;
        enum data_left of_it = is_on_disk(disk, i, count) ? DATA_ALL : left;
        size_t more = of_it == DATA_NONE ? 0 : of_it == DATA_HALF ? op->size / 2 : op->size;
        char *longer = mem_alloc(*size + more + 1);
        memcpy(longer, text, *size);
        if (of_it != DATA_ZEROS)
            memcpy(longer + *size, op->data, more);
        mem_free(text);
        text = longer;
        *size += more;
    }
    return text;
}

enum outcome { IS_OLD, IS_NEW, IS_NEW_ALONE, IS_BROKEN };

static bool is_version(const struct op *op)
{
    return op->kind == OP_NAME && op->file == 0 && strncmp(op->name, "stipple-versions/", 17) == 0;
}

// `happened`: which of the name changes that are not safe did.
static enum outcome outcome_of(const struct disk *disk, int count, unsigned happened, enum data_left left)
{
    int file = 0;
    bool has_folder = false, has_version = false;
    for (int i = 0, pending = 0; i < count; i++) {
        const struct op *op = &disk->op[i];
        if (!is_name(op) || (!is_on_disk(disk, i, count) && !(happened >> pending++ & 1)))
            continue;
        has_folder |= op->kind == OP_FOLDER && strcmp(op->name, "stipple-versions") == 0;
        has_version |= is_version(op);
        if (strcmp(op->name, "front.stipple") == 0)
            file = op->kind == OP_REMOVE ? -1 : op->file;
        if (op->kind == OP_MOVE && strcmp(op->from, "front.stipple") == 0)
            file = -1;
    }
    size_t size = 0;
    char *text = file >= 0 ? text_of(disk, file, count, left, &size) : mem_strdup("");
    enum outcome outcome = size == strlen(disk->old_text) && memcmp(text, disk->old_text, size) == 0   ? IS_OLD
                           : size == strlen(disk->new_text) && memcmp(text, disk->new_text, size) == 0 ? IS_NEW
                                                                                                       : IS_BROKEN;
    mem_free(text);
    return outcome == IS_NEW && !(has_folder && has_version) ? IS_NEW_ALONE : outcome;
}

struct tally {
    int states, broken;
    int new_alone;  // and what it took the place of is lost
    int old_at_end; // the command has said that it is done
};

static struct tally all_states(const struct disk *disk)
{
    struct tally tally = {0};
    for (int count = 0; count <= disk->op_count; count++) {
        int pending = 0;
        for (int i = 0; i < count; i++)
            pending += is_name(&disk->op[i]) && !is_on_disk(disk, i, count);
        assert_true(pending <= MOST_PENDING);
        for (unsigned happened = 0; happened < 1u << pending; happened++)
            for (int left = DATA_ALL; left < DATA_LEFT_COUNT; left++) {
                enum outcome outcome = outcome_of(disk, count, happened, (enum data_left)left);
                tally.states++;
                tally.broken += outcome == IS_BROKEN;
                tally.new_alone += outcome == IS_NEW_ALONE;
                tally.old_at_end += count == disk->op_count && outcome == IS_OLD;
            }
    }
    return tally;
}

static void drop_ops(struct disk *disk, enum op_kind kind)
{
    int count = 0;
    for (int i = 0; i < disk->op_count; i++)
        if (disk->op[i].kind != kind)
            disk->op[count++] = disk->op[i];
    disk->op_count = count;
}

static void the_case_is_whole(void **state)
{
    (void)state;
    size_t size;
    if (!trace_start()) {
        print_message("skipped: there is no strace, or it may not watch here\n");
        skip();
    }
    cli_new("front.png", "front.stipple");
    char *old_text = cli_read("front.stipple", &size);
    trace_next(true, "");
    cli_ok("set", "front.stipple", "notes=what is new", "hairline.height_mm=66");
    char *trace = cli_read("trace", &size), *new_text = cli_read("front.stipple", &size), *rest = NULL;
    trace_end();
    struct disk *disk = mem_alloc(sizeof *disk);
    *disk = (struct disk){.file_count = 1, .old_text = old_text, .new_text = new_text};
    memset(disk->file_of, -1, sizeof disk->file_of);
    for (char *line = strtok_r(trace, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        take_line(disk, line);
    struct tally tally = all_states(disk);
    print_message("%d operations of a save, %d states after a power cut: %d broken, %d without the old version, %d old "
                  "after it was done\n",
                  disk->op_count, tally.states, tally.broken, tally.new_alone, tally.old_at_end);
    assert_true(disk->op_count >= 8 && tally.states > 100);
    assert_int_equal(tally.broken, 0);
    assert_int_equal(tally.new_alone, 0);
    assert_int_equal(tally.old_at_end, 0);
    // That the states would show it: the same without fsync of the folder, and of the file.
    drop_ops(disk, OP_SYNC_FOLDER);
    tally = all_states(disk);
    assert_true(tally.old_at_end > 0 && tally.new_alone > 0);
    char *written[MOST_OPS];
    int count = 0;
    for (int i = 0; i < disk->op_count; i++)
        written[count++] = disk->op[i].data;
    drop_ops(disk, OP_SYNC);
    assert_true(all_states(disk).broken > 0);
    while (count > 0)
        mem_free(written[--count]);
    mem_free(disk);
    mem_free(trace);
    mem_free(old_text);
    mem_free(new_text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_case_is_whole)};
    return cmocka_run_group_tests(tests, cli_enter, cli_leave);
}
