// One photo decoded by one short-lived process (place_worker). Private to this layer.
//
// The child (decode_worker.c) gets the file's bytes, in a file without a name that nobody can change any more, and two
// pipes: one for the pixels, rows as they are stored, while it decodes; one for its answer. It locks itself in
// (decode_jail.h) before it looks at the bytes. Whatever it says is a claim: each field is checked. It shares no memory
// with this process, is killed when it takes too long, and in any case once it has answered.
#pragma once

#include "base/file.h"
#include "image/photo.h"

#include <sys/types.h>

struct decode_process {
    pid_t child;
    int answer_fd, rows_fd;
    double since_ms;
};

enum { DECODE_FILE_FD = 3, DECODE_ROWS_FD = 4, DECODE_ANSWER_FD = 5 };

bool decode_process_start(struct decode_process *out, const struct bytes *file, struct err *err);
// Waits. All but the hash; err does not name the file.
struct photo *decode_process_finish(struct decode_process *process, struct err *err);

// What goes before the rows, which are as an image's are (pixels.h), the gaps between them too.
struct decode_head {
    uint32_t magic;
    int32_t width_px, height_px, pixel_format, orientation; // as stored; 1-8
};

// What the child says at last, in one piece.
struct decode_answer {
    uint32_t magic, code; // enum err_code; 0: a photo, and all its rows are there
    int32_t format, stored_width_px, stored_height_px, has_srgb_curve;
    uint32_t jail; // what holds of decode_jail.h
    double focal_35mm, to_xyz_d50[9], curve[7];
    int32_t is_damaged;
    char space_name[32], warning[320], text[512];
};
#define DECODE_MAGIC 0x53544950u

// The word that a child is started with; what links it is a worker whenever it is started so (app/worker/main.c).
extern const char decode_worker_word[];
