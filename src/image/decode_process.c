#include "image/decode_process.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/worker.h"
#include "image/decode_jail.h"
#include "image/orient.h"
#include "image/photo_make.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

// The child bounds itself by the size of the picture (decode_worker.c); these are for one that does not any more. The
// clock on the wall is far behind, for a machine that is busy.
#define MOST_CPU_MS 12e3
#define MOST_WALL_MS 120e3
enum { LOOK_EVERY_MS = 100, ROWS_PIPE_BYTES = 1 << 20, BAND_ROWS = 32 };

_Static_assert(sizeof(struct decode_answer) <= PIPE_BUF, "the answer is written in one piece");

// Sealed: what the child maps stays.
static bool write_file(int fd, const struct bytes *file)
{
    return file_put(fd, file->data, file->size) == 0 &&
           fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0;
}

static void close_one(int fd)
{
    if (fd >= 0)
        close(fd);
}

// The end to read from, as far as it is there, in *out; the other one is given back.
static int open_pipe(int *out)
{
    int end[2] = {-1, -1};
    bool is_open = pipe2(end, O_CLOEXEC) == 0;
    *out = end[0];
    return is_open ? end[1] : -1;
}

static bool start(pid_t *child, int file_fd, int rows_fd, int answer_fd)
{
    int fds[] = {[DECODE_FILE_FD - WORKER_FIRST_FD] = file_fd,
                 [DECODE_ROWS_FD - WORKER_FIRST_FD] = rows_fd,
                 [DECODE_ANSWER_FD - WORKER_FIRST_FD] = answer_fd};
    return worker_start(child, (const char *const[]){decode_worker_word, NULL}, fds, 3);
}

bool decode_process_start(struct decode_process *out, const struct bytes *file, struct err *err)
{
    int file_fd = memfd_create("photo", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    int rows_fd = open_pipe(&out->rows_fd), answer_fd = open_pipe(&out->answer_fd);
    if (rows_fd >= 0)
        fcntl(rows_fd, F_SETPIPE_SZ, ROWS_PIPE_BYTES); // fewer turns; a smaller one does it, too
    bool is_started = file_fd >= 0 && rows_fd >= 0 && answer_fd >= 0 && write_file(file_fd, file) &&
                      start(&out->child, file_fd, rows_fd, answer_fd);
    close_one(file_fd);
    close_one(rows_fd);
    close_one(answer_fd);
    out->since_ms = clock_ms(CLOCK_MONOTONIC);
    if (is_started)
        return true;
    close_one(out->answer_fd);
    close_one(out->rows_fd);
    return err_set(err, ERR_MACHINE,
                   "the process that decodes photos cannot be started; end other programs and try again");
}

static bool is_too_slow(const struct decode_process *process)
{
    clockid_t clock;
    return clock_ms(CLOCK_MONOTONIC) - process->since_ms > MOST_WALL_MS ||
           (clock_getcpuclockid(process->child, &clock) == 0 && clock_ms(clock) > MOST_CPU_MS);
}

// Has the system clear the memory of the next part, up to the end returned. Left to read(), it would do so with the
// pipe locked, and the child would wait, busily.
static size_t get_pages(char *to, size_t at, size_t size)
{
    enum { PAGE_BYTES = 4096 };
    size_t end = size - at < ROWS_PIPE_BYTES ? size : at + ROWS_PIPE_BYTES;
    for (size_t i = at; i < end; i += PAGE_BYTES)
        to[i] = 0;
    to[end - 1] = 0;
    return end;
}

// Whether all of it came, in time; *is_slow: the child was given up.
static bool receive(const struct decode_process *process, int fd, void *to, size_t size, bool *is_slow)
{
    for (size_t at = 0, had = 0; at < size;) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        had = at == had ? get_pages(to, at, size) : had;
        int polled = poll(&ready, 1, LOOK_EVERY_MS);
        ssize_t got = polled > 0 ? read(fd, (char *)to + at, had - at) : -1;
        at += got > 0 ? (size_t)got : 0;
        *is_slow = is_too_slow(process); // one that sends a byte now and then, too
        if (got == 0 || *is_slow || (got < 0 && polled != 0 && errno != EINTR))
            return false;
    }
    return true;
}

static bool is_sound_head(const struct decode_head *h)
{
    return h->magic == DECODE_MAGIC && h->width_px >= 1 && h->height_px >= 1 && h->width_px <= IMAGE_MOST_SIDE_PX &&
           h->height_px <= IMAGE_MOST_SIDE_PX &&
           (int64_t)h->width_px * h->height_px <= PHOTO_FULL_MEGAPIXELS * (int64_t)1000000 &&
           (h->pixel_format == PIXELS_RGBA8 || h->pixel_format == PIXELS_RGBA16) && h->orientation >= 1 &&
           h->orientation <= 8;
}

// A band at a time, turned while the child works on the next.
static bool receive_turned(const struct decode_process *process, const struct decode_head *head, struct image *upright,
                           bool *is_slow, struct err *err)
{
    int rows = head->height_px < BAND_ROWS ? head->height_px : BAND_ROWS;
    struct image *band = image_create(head->width_px, rows, (enum pixel_format)head->pixel_format, err);
    bool is_whole = band != NULL;
    for (int y = 0; is_whole && y < head->height_px; y += rows) {
        rows = head->height_px - y < rows ? head->height_px - y : rows;
        is_whole = receive(process, process->rows_fd, band->data, (size_t)rows * band->pitch_bytes, is_slow);
        if (is_whole)
            image_place_upright(upright, band, y, rows, head->orientation);
    }
    image_unref(band);
    return is_whole;
}

static bool say_nonsense(struct err *err)
{
    return err_set(err, ERR_INPUT,
                   "its decoder answers nonsense: the file is made to do harm, or damaged; do not use it");
}

// The upright picture; *orientation as in the file. NULL and no error: its rows are not all there.
static struct image *receive_image(const struct decode_process *process, int *orientation, bool *is_slow,
                                   struct err *err)
{
    struct decode_head head;
    if (!receive(process, process->rows_fd, &head, sizeof head, is_slow))
        return NULL;
    if (!is_sound_head(&head)) {
        say_nonsense(err);
        return NULL;
    }
    *orientation = head.orientation;
    struct image *image = image_create_upright(head.width_px, head.height_px, (enum pixel_format)head.pixel_format,
                                               head.orientation, err);
    if (!image)
        return NULL;
    size_t bytes = (size_t)image->height_px * image->pitch_bytes;
    if (head.orientation == 1 ? receive(process, process->rows_fd, image->data, bytes, is_slow)
                              : receive_turned(process, &head, image, is_slow, err))
        return image;
    image_unref(image);
    return NULL;
}

static bool are_finite(const double *value, int count)
{
    for (int i = 0; i < count; i++)
        if (!isfinite(value[i]) || fabs(value[i]) > 1e6)
            return false;
    return true;
}

static bool is_sound(const struct decode_answer *a)
{
    return a->format >= 0 && photo_format_name(a->format) && a->stored_width_px >= 1 && a->stored_height_px >= 1 &&
           a->stored_width_px <= IMAGE_MOST_SIDE_PX && a->stored_height_px <= IMAGE_MOST_SIDE_PX &&
           are_finite(&a->focal_35mm, 1) && are_finite(a->to_xyz_d50, 9) && are_finite(a->curve, 7);
}

static void tell_jail(struct photo *photo, unsigned jail)
{
    bool has_calls = jail & JAIL_SECCOMP, has_files = jail & JAIL_LANDLOCK, has_limits = jail & JAIL_LIMITS;
    if (has_calls && has_files && has_limits)
        return;
    char lacks[40];
    snprintf(lacks, sizeof lacks, "%s%s%s", has_files ? "" : ", Landlock", has_calls ? "" : ", seccomp",
             has_limits ? "" : ", limits");
    err_set(&photo->notice, ERR_MACHINE, "photos are decoded without %s, which this system does not give", lacks + 2);
}

static struct photo *describe(const struct decode_answer *a, int orientation)
{
    struct photo *photo = mem_alloc(sizeof *photo);
    photo->format_name = photo_format_name(a->format);
    photo->stored_width_px = a->stored_width_px;
    photo->stored_height_px = a->stored_height_px;
    photo->orientation = orientation;
    photo->focal_35mm = a->focal_35mm;
    photo->space.is_srgb_curve = a->has_srgb_curve != 0;
    photo->space.curve =
        (struct transfer){a->curve[0], a->curve[1], a->curve[2], a->curve[3], a->curve[4], a->curve[5], a->curve[6]};
    memcpy(photo->space.to_xyz_d50, a->to_xyz_d50, sizeof photo->space.to_xyz_d50);
    snprintf(photo->space.name, sizeof photo->space.name, "%.*s", (int)sizeof a->space_name - 1, a->space_name);
    photo->is_damaged = a->is_damaged != 0;
    snprintf(photo->warning, sizeof photo->warning, "%.*s", (int)sizeof a->warning - 1, a->warning);
    tell_jail(photo, a->jail);
    return photo;
}

static void tell_death(int status, bool is_slow, struct err *err)
{
    int by = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (is_slow || by == SIGPROF || by == SIGXCPU)
        err_set(err, ERR_INPUT,
                "takes too long to decode: it is damaged or made to stall; fetch it again or save it anew");
    else
        err_set(err, ERR_INPUT,
                "it is damaged or made to do harm (its decoder broke off: %s %d); fetch it again or save it anew",
                by ? "signal" : "exit", by ? by : WEXITSTATUS(status));
}

// What the child's last word makes of the picture.
static struct photo *conclude(const struct decode_answer *answer, struct image *take_image, int orientation,
                              struct err *err)
{
    struct photo *photo = NULL;
    if (answer->code != ERR_NONE)
        err_set(err, answer->code == ERR_MACHINE ? ERR_MACHINE : ERR_INPUT, "%.*s", (int)sizeof answer->text - 1,
                answer->text);
    else if (!take_image || !is_sound(answer))
        say_nonsense(err);
    else
        photo = describe(answer, orientation);
    if (photo)
        photo->image = take_image;
    else
        image_unref(take_image);
    return photo;
}

struct photo *decode_process_finish(struct decode_process *process, struct err *err)
{
    struct decode_answer answer = {0};
    struct err own = {0};
    bool is_slow = false;
    int orientation = 1, status = 0;
    struct image *image = receive_image(process, &orientation, &is_slow, &own);
    bool is_given_up = is_slow || own.code != ERR_NONE;
    bool has_answer = !is_given_up && receive(process, process->answer_fd, &answer, sizeof answer, &is_slow) &&
                      answer.magic == DECODE_MAGIC;
    if (has_answer || is_given_up || is_slow)
        kill(process->child, SIGKILL);
    while (waitpid(process->child, &status, 0) < 0 && errno == EINTR)
        continue;
    close(process->answer_fd);
    close(process->rows_fd);
    if (has_answer)
        return conclude(&answer, image, orientation, err);
    image_unref(image);
    if (own.code != ERR_NONE)
        err_set(err, own.code, "%s", own.text);
    else
        tell_death(status, is_slow, err);
    return NULL;
}
