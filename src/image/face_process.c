#include "image/face_process.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/worker.h"
#include "image/face_nets.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_WALL_MS 60e3 // the child bounds its processor time itself
enum { LOOK_EVERY_MS = 200 };

struct face_nets {
    pid_t child; // 0: it has ended
    int ask_fd, answer_fd;
    struct face_shared *shared;
};

bool face_nets_folder(char out[PLACE_MOST_PATH])
{
    const char *named = getenv("STIPPLE_NETS");
    if (!(named ? snprintf(out, PLACE_MOST_PATH, "%s", named) < PLACE_MOST_PATH : place_shared("stipple/nets", out)))
        return false;
    char file[PLACE_MOST_PATH + 64];
    snprintf(file, sizeof file, "%s/%s", out, DETECTOR_FILE);
    return file_exists(file);
}

static bool start(struct face_nets *nets, int shared_fd, const char *folder)
{
    int fds[] = {[FACE_SHARED_FD - WORKER_FIRST_FD] = shared_fd,
                 [FACE_ASK_FD - WORKER_FIRST_FD] = nets->ask_fd,
                 [FACE_ANSWER_FD - WORKER_FIRST_FD] = nets->answer_fd};
    return worker_start(&nets->child, (const char *const[]){face_worker_word, folder, NULL}, fds, 3);
}

// Of a fixed size, so that the child cannot pull it away under the reader.
static struct face_shared *make_shared(int fd)
{
    if (fd < 0 || ftruncate(fd, sizeof(struct face_shared)) != 0 ||
        fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        return NULL;
    void *data = mmap(NULL, sizeof(struct face_shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    return data == MAP_FAILED ? NULL : data;
}

static bool has_ended(struct face_nets *nets)
{
    if (nets->child && waitpid(nets->child, NULL, WNOHANG) == nets->child)
        nets->child = 0;
    return nets->child == 0;
}

// False: it ended, or takes too long.
static bool wait_answer(struct face_nets *nets)
{
    for (double since_ms = clock_ms(CLOCK_MONOTONIC); clock_ms(CLOCK_MONOTONIC) - since_ms < MOST_WALL_MS;) {
        struct pollfd ready = {.fd = nets->answer_fd, .events = POLLIN};
        eventfd_t count;
        if (poll(&ready, 1, LOOK_EVERY_MS) > 0)
            return eventfd_read(nets->answer_fd, &count) == 0;
        if (has_ended(nets))
            return false;
    }
    return false;
}

static bool tell(const struct face_nets *nets, struct err *err)
{
    const struct face_shared *shared = nets->shared;
    if (shared->code == ERR_NONE)
        return true;
    return err_set(err, shared->code == ERR_INPUT ? ERR_INPUT : ERR_MACHINE, "%.*s", (int)sizeof shared->text - 1,
                   shared->text);
}

static bool fail(struct err *err)
{
    return err_set(err, ERR_MACHINE, "the process that looks for faces broke off; mark the photo by hand");
}

struct face_nets *face_nets_open(const char *folder, struct err *err)
{
    struct face_nets *nets = mem_alloc(sizeof *nets);
    int shared_fd = memfd_create("faces", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    nets->ask_fd = eventfd(0, EFD_CLOEXEC);
    nets->answer_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); // the child could take its answer back
    nets->shared = make_shared(shared_fd);
    bool is_started = nets->shared && nets->ask_fd >= 0 && nets->answer_fd >= 0 && start(nets, shared_fd, folder);
    if (shared_fd >= 0)
        close(shared_fd);
    bool is_loaded = is_started ? wait_answer(nets) ? tell(nets, err) : fail(err)
                                : err_set(err, ERR_MACHINE,
                                          "the process that looks for faces cannot be started; end "
                                          "other programs and try again");
    if (is_loaded)
        return nets;
    face_nets_close(nets);
    return NULL;
}

void face_nets_close(struct face_nets *nets)
{
    if (!nets)
        return;
    if (nets->child) {
        kill(nets->child, SIGKILL);
        while (waitpid(nets->child, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    if (nets->ask_fd >= 0)
        close(nets->ask_fd);
    if (nets->answer_fd >= 0)
        close(nets->answer_fd);
    if (nets->shared)
        munmap(nets->shared, sizeof *nets->shared);
    mem_free(nets);
}

double face_nets_cpu_ms(const struct face_nets *nets)
{
    clockid_t clock;
    return nets->child != 0 && clock_getcpuclockid(nets->child, &clock) == 0 ? clock_ms(clock) : 0.0;
}

static bool ask(struct face_nets *nets, enum face_question question, const struct image *image, struct err *err)
{
    struct face_shared *shared = nets->shared;
    if (image->width_px > FACE_MOST_SIDE_PX || image->height_px > FACE_MOST_SIDE_PX)
        return err_set(err, ERR_INPUT, "a picture of %d x %d px is too large to look for faces in", image->width_px,
                       image->height_px);
    size_t bytes = (size_t)image->width_px * pixel_bytes(image->format);
    shared->question = (uint32_t)question;
    shared->width_px = image->width_px;
    shared->height_px = image->height_px;
    shared->format = (int32_t)image->format;
    for (int y = 0; y < image->height_px; y++)
        memcpy(shared->pixels + (size_t)y * bytes, image_row(image, y), bytes);
    bool is_answered = !has_ended(nets) && eventfd_write(nets->ask_fd, 1) == 0 && wait_answer(nets);
    return is_answered ? tell(nets, err) : fail(err);
}

static double sane(double value, double most)
{
    return isfinite(value) ? fmin(fmax(value, -most), most) : 0.0;
}

static struct pt_px sane_px(struct pt_px px)
{
    return (struct pt_px){sane(px.x, 1e5), sane(px.y, 1e5)};
}

bool face_find(struct face_nets *nets, const struct image *image, struct face *out, struct err *err)
{
    if (!ask(nets, FACE_FIND, image, err))
        return false;
    *out = nets->shared->face;
    out->certainty = fmax(sane(out->certainty, 1.0), 0.0);
    out->detected = fmax(sane(out->detected, 1.0), 0.0);
    out->turn_rad = sane(out->turn_rad, 4.0);
    out->eye_px = fmax(sane(out->eye_px, 1e5), 0.0);
    out->spread_px = fmax(sane(out->spread_px, 1e5), 0.0);
    out->place = sane_px(out->place);
    for (int i = 0; i < FACE_KEYS; i++)
        out->key[i] = sane_px(out->key[i]);
    for (int i = 0; i < FACE_POINTS; i++) {
        out->point[i] = sane_px(out->point[i]);
        out->depth[i] = sane(out->depth[i], 1e5);
    }
    for (int i = 0; i < 2 * FACE_IRIS_POINTS; i++)
        out->iris[i / FACE_IRIS_POINTS][i % FACE_IRIS_POINTS] =
            sane_px(out->iris[i / FACE_IRIS_POINTS][i % FACE_IRIS_POINTS]);
    return true;
}

bool face_person(struct face_nets *nets, const struct image *image, struct square square,
                 float out[PERSON_SIDE * PERSON_SIDE], struct err *err)
{
    nets->shared->square = square;
    if (!ask(nets, FACE_PERSON, image, err))
        return false;
    for (int i = 0; i < PERSON_SIDE * PERSON_SIDE; i++) {
        float share = nets->shared->person[i];
        out[i] = share > 0.0f && share <= 1.0f ? share : share > 1.0f ? 1.0f : 0.0f; // what is not a number is 0
    }
    return true;
}
