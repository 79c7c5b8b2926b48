#include "image/decode.h"
#include "image/decode_jail.h"
#include "image/decode_process.h"
#include "image/photo_make.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD_BYTES = 32 };

// In place: it is sealed, so nothing of it changes or goes.
static bool map_whole(struct bytes *out, size_t size, struct err *err)
{
    void *data = size > 0 ? mmap(NULL, size, PROT_READ, MAP_SHARED, DECODE_FILE_FD, 0) : NULL;
    *out = (struct bytes){data, size};
    return data != MAP_FAILED || err_set(err, ERR_MACHINE, "no memory for %zu bytes", size);
}

const char decode_worker_word[] = "--decode-photo";

static struct photo *decode(size_t size, unsigned *jail, struct err *err)
{
    uint8_t head[HEAD_BYTES] = {0};
    ssize_t got = pread(DECODE_FILE_FD, head, sizeof head, 0);
    bool is_heif = photo_is_heif(&(struct bytes){head, got > 0 ? (size_t)got : 0});
    if (is_heif && !decode_heif_load(err))
        return NULL;
    *jail = decode_jail_enter();
    if (is_heif && !(*jail & JAIL_SECCOMP)) {
        err_set(err, ERR_MACHINE,
                "HEIC is not read here: this system cannot lock its decoder in; save the photo as JPEG");
        return NULL;
    }
    struct bytes file = {0};
    return map_whole(&file, size, err) ? photo_make(&file, DECODE_ROWS_FD, err) : NULL;
}

static void describe(const struct photo *photo, struct decode_answer *out)
{
    const struct transfer *c = &photo->space.curve;
    out->format = photo_format_index(photo->format_name);
    out->stored_width_px = photo->stored_width_px;
    out->stored_height_px = photo->stored_height_px;
    out->focal_35mm = photo->focal_35mm;
    out->has_srgb_curve = photo->space.is_srgb_curve;
    memcpy(out->to_xyz_d50, photo->space.to_xyz_d50, sizeof out->to_xyz_d50);
    memcpy(out->curve, (double[7]){c->g, c->a, c->b, c->c, c->d, c->e, c->f}, sizeof out->curve);
    snprintf(out->space_name, sizeof out->space_name, "%s", photo->space.name);
    out->is_damaged = photo->is_damaged;
    snprintf(out->warning, sizeof out->warning, "%s", photo->warning);
}

static void work(void)
{
    struct err err = {0};
    struct stat info;
    struct decode_answer answer = {.magic = DECODE_MAGIC};
    if (fstat(DECODE_FILE_FD, &info) != 0 || !S_ISREG(info.st_mode))
        _exit(ERR_USAGE); // started by hand
    decode_jail_bound_time();
    struct photo *photo = decode((size_t)info.st_size, &answer.jail, &err);
    if (photo) {
        describe(photo, &answer);
    } else {
        answer.code = err.code ? err.code : ERR_MACHINE;
        memcpy(answer.text, err.text, sizeof answer.text);
    }
    _exit(write(DECODE_ANSWER_FD, &answer, sizeof answer) == (ssize_t)sizeof answer ? 0 : ERR_MACHINE);
}

// Before main(), so that every program that links this, tests too, decodes in the same way, and has done nothing yet
// that could be of use to a hostile file.
__attribute__((constructor)) static void work_if_asked(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], decode_worker_word) == 0)
        work();
}
