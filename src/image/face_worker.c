// The process in which the networks run: see face_process.h.
#include "image/face_process.h"

#include "base/mem.h"
#include "image/decode_jail.h"
#include "image/face_nets.h"

#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

const char face_worker_word[] = "--see-faces";

#define MEGAPIXELS_A_QUESTION 100.0 // of decode_jail_more_time: some seconds

static struct image *take_image(const struct face_shared *shared, struct err *err)
{
    int width = shared->width_px, height = shared->height_px;
    bool is_sound = width >= 1 && height >= 1 && width <= FACE_MOST_SIDE_PX && height <= FACE_MOST_SIDE_PX &&
                    (shared->format == PIXELS_RGBA8 || shared->format == PIXELS_RGBA16);
    if (!is_sound) {
        err_set(err, ERR_INPUT, "no picture of %d x %d px", width, height);
        return NULL;
    }
    struct image *image = image_create(width, height, (enum pixel_format)shared->format, err);
    size_t bytes = image ? (size_t)width * pixel_bytes(image->format) : 0;
    for (int y = 0; image && y < height; y++)
        memcpy(image_row(image, y), shared->pixels + (size_t)y * bytes, bytes);
    return image;
}

static bool answer(struct face_models *models, struct face_shared *shared, struct err *err)
{
    struct image *image = take_image(shared, err);
    bool is_done = image && (shared->question == FACE_FIND
                                 ? face_models_find(models, image, &shared->face, err)
                                 : face_models_person(models, image, shared->square, shared->person, err));
    image_unref(image);
    return is_done;
}

// Says how the last question went, and waits for the next. False: nobody asks any more.
static bool next(struct face_shared *shared, bool is_done, const struct err *err)
{
    eventfd_t count;
    shared->code = is_done ? ERR_NONE : err->code ? err->code : ERR_MACHINE;
    memcpy(shared->text, err->text, sizeof shared->text);
    return eventfd_write(FACE_ANSWER_FD, 1) == 0 && eventfd_read(FACE_ASK_FD, &count) == 0;
}

static void work(const char *folder)
{
    struct err err = {0};
    struct face_shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, FACE_SHARED_FD, 0);
    if (shared == MAP_FAILED)
        _exit(ERR_USAGE); // started by hand
    decode_jail_bound_time();
    struct face_models *models = face_models_load(folder, &err);
    decode_jail_enter();
    bool is_done = models != NULL;
    while (next(shared, is_done, &err) && models) {
        err = (struct err){0};
        decode_jail_bound_time();
        decode_jail_more_time(MEGAPIXELS_A_QUESTION);
        is_done = answer(models, shared, &err);
    }
    _exit(0);
}

// Before main(), as decode_worker.c.
__attribute__((constructor)) static void work_if_asked(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], face_worker_word) == 0)
        work(argv[2]);
}
