#include "image/decode_process.h"

#include "base/mem.h"
#include "image/decode_jail.h"
#include "image/photo_make.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// The child bounds itself by the size of the picture (decode_worker.c); these are for one that does not any more. The
// clock on the wall is far behind, for a machine that is busy.
#define MOST_CPU_S 12.0
#define MOST_WALL_S 120.0
enum { LOOK_EVERY_MS = 100 };

_Static_assert(sizeof(struct decode_answer) <= PIPE_BUF, "the answer is written in one piece");

static bool write_file(int fd, const struct bytes *file)
{
    for (size_t at = 0; at < file->size;) {
        ssize_t put = write(fd, file->data + at, file->size - at);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        at += (size_t)put;
    }
    return fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0;
}

// Numbers above those that the child gets, so that giving it one does not close another.
static int raised(int fd)
{
    int high = fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, DECODE_ANSWER_FD + 1) : -1;
    if (fd >= 0)
        close(fd);
    return high;
}

static bool spawn(pid_t *child, int file_fd, int pixels_fd, int answer_fd)
{
    extern char **environ;
    char *words[] = {"stipple", (char *)(uintptr_t)decode_worker_word, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, file_fd, DECODE_FILE_FD);
    posix_spawn_file_actions_adddup2(&actions, pixels_fd, DECODE_PIXELS_FD);
    posix_spawn_file_actions_adddup2(&actions, answer_fd, DECODE_ANSWER_FD);
    posix_spawn_file_actions_addclosefrom_np(&actions, DECODE_ANSWER_FD + 1);
    int failed = posix_spawn(child, "/proc/self/exe", &actions, NULL, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    return failed == 0;
}

static void close_one(int fd)
{
    if (fd >= 0)
        close(fd);
}

bool decode_process_start(struct decode_process *out, const struct bytes *file, struct err *err)
{
    int end[2] = {-1, -1};
    int file_fd = raised(memfd_create("photo", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    out->pixels_fd = raised(memfd_create("pixels", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    bool has_pipe = pipe2(end, O_CLOEXEC) == 0;
    int answer_fd = raised(end[1]);
    out->answer_fd = end[0];
    bool is_started = has_pipe && answer_fd >= 0 && file_fd >= 0 && out->pixels_fd >= 0 && write_file(file_fd, file) &&
                      spawn(&out->child, file_fd, out->pixels_fd, answer_fd);
    close_one(file_fd);
    close_one(answer_fd);
    if (is_started)
        return true;
    close_one(out->answer_fd);
    close_one(out->pixels_fd);
    return err_set(err, ERR_MACHINE,
                   "the process that decodes photos cannot be started; end other programs and try again");
}

static double seconds(clockid_t clock)
{
    struct timespec t;
    return clock_gettime(clock, &t) == 0 ? (double)t.tv_sec + 1e-9 * (double)t.tv_nsec : 0.0;
}

static bool is_too_slow(pid_t child, double since_s)
{
    clockid_t clock;
    return seconds(CLOCK_MONOTONIC) - since_s > MOST_WALL_S ||
           (clock_getcpuclockid(child, &clock) == 0 && seconds(clock) > MOST_CPU_S);
}

// Whether the child answered in time; *is_slow: it was given up.
static bool read_answer(const struct decode_process *process, struct decode_answer *out, bool *is_slow)
{
    double since_s = seconds(CLOCK_MONOTONIC);
    for (;;) {
        struct pollfd ready = {.fd = process->answer_fd, .events = POLLIN};
        int polled = poll(&ready, 1, LOOK_EVERY_MS);
        if (polled > 0) {
            ssize_t got = read(process->answer_fd, out, sizeof *out);
            if (got < 0 && errno == EINTR)
                continue;
            return got == (ssize_t)sizeof *out;
        }
        *is_slow = is_too_slow(process->child, since_s);
        if (*is_slow || (polled < 0 && errno != EINTR))
            return false;
    }
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
           a->orientation >= 1 && a->orientation <= 8 &&
           (a->pixel_format == PIXELS_RGBA8 || a->pixel_format == PIXELS_RGBA16) && are_finite(&a->focal_35mm, 1) &&
           are_finite(a->to_xyz_d50, 9) && are_finite(a->curve, 7);
}

static void tell_jail(struct photo *photo, unsigned jail)
{
    bool has_calls = jail & JAIL_SECCOMP, has_files = jail & JAIL_LANDLOCK, has_limits = jail & JAIL_LIMITS;
    if (has_calls && has_files && has_limits)
        return;
    snprintf(photo->notice, sizeof photo->notice, "photos are decoded without%s%s%s, which this system does not give",
             has_files ? "" : " Landlock",
             has_calls   ? ""
             : has_files ? " seccomp"
                         : ", seccomp",
             has_limits               ? ""
             : has_files && has_calls ? " limits"
                                      : ", limits");
}

// The child is dead: nobody else has the pixels any more, and nobody gets to write or cut them.
static struct photo *take(const struct decode_answer *a, int pixels_fd, struct err *err)
{
    if (!is_sound(a)) {
        err_set(err, ERR_INPUT, "its decoder answers nonsense: the file is made to do harm, or damaged; do not use it");
        return NULL;
    }
    fcntl(pixels_fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW);
    struct image *image =
        image_map(a->width_px, a->height_px, (enum pixel_format)a->pixel_format, pixels_fd, false, err);
    if (!image || fcntl(pixels_fd, F_ADD_SEALS, F_SEAL_FUTURE_WRITE | F_SEAL_SEAL) != 0) {
        image_unref(image);
        return NULL;
    }
    struct photo *photo = mem_alloc(sizeof *photo);
    photo->image = image;
    photo->format_name = photo_format_name(a->format);
    photo->stored_width_px = a->stored_width_px;
    photo->stored_height_px = a->stored_height_px;
    photo->orientation = a->orientation;
    photo->focal_35mm = a->focal_35mm;
    photo->space.is_srgb_curve = a->has_srgb_curve != 0;
    photo->space.curve =
        (struct transfer){a->curve[0], a->curve[1], a->curve[2], a->curve[3], a->curve[4], a->curve[5], a->curve[6]};
    memcpy(photo->space.to_xyz_d50, a->to_xyz_d50, sizeof photo->space.to_xyz_d50);
    snprintf(photo->space.name, sizeof photo->space.name, "%.*s", (int)sizeof a->space_name - 1, a->space_name);
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
                "its decoder broke off (%s %d): the file is damaged or made to do harm; fetch it again or "
                "save it anew",
                by ? "signal" : "exit", by ? by : WEXITSTATUS(status));
}

struct photo *decode_process_finish(struct decode_process *process, struct err *err)
{
    struct decode_answer answer = {0};
    bool is_slow = false;
    bool has_answer = read_answer(process, &answer, &is_slow) && answer.magic == DECODE_MAGIC;
    if (has_answer || is_slow)
        kill(process->child, SIGKILL);
    int status = 0;
    while (waitpid(process->child, &status, 0) < 0 && errno == EINTR)
        continue;
    struct photo *photo = NULL;
    if (!has_answer)
        tell_death(status, is_slow, err);
    else if (answer.code != ERR_NONE)
        err_set(err, answer.code == ERR_MACHINE ? ERR_MACHINE : ERR_INPUT, "%.*s", (int)sizeof answer.text - 1,
                answer.text);
    else
        photo = take(&answer, process->pixels_fd, err);
    close(process->answer_fd);
    close(process->pixels_fd);
    return photo;
}
