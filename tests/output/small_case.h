// A photo and a case of it, in a folder of their own: a test program's fixture.
#pragma once

#include "testing.h"

#include "base/mem.h"
#include "image/encode.h"
#include "image/photo.h"
#include "plan/case_make.h"

#include <stdlib.h>
#include <unistd.h>

struct fixture {
    char folder[32], case_path[64], photo_path[64];
    struct case_ *case_;
};

static inline void write_file(const char *path, const struct bytes *bytes)
{
    struct err err = {0};
    if (!file_write_atomic(path, bytes->data, bytes->size, &err))
        fail_msg("%s", err.text);
}

// A plain skin-coloured photo of 400 x 300, 16 bit, and a case whose camera looks at the head from above.
static inline int enter(void **state)
{
    struct fixture *f = mem_alloc(sizeof *f);
    snprintf(f->folder, sizeof f->folder, "/tmp/stipple-pic-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->case_path, sizeof f->case_path, "%s/a.stipple", f->folder);
    snprintf(f->photo_path, sizeof f->photo_path, "%s/a.png", f->folder);
    struct image *image = image_create(400, 300, PIXELS_RGBA16, NULL);
    for (int y = 0; y < 300; y++)
        for (int x = 0; x < 1600; x++)
            image_row16(image, y)[x] = (uint16_t)(x % 4 == 3 ? 65535 : 45000 - 4000 * (x % 4) + (x * y) % 777);
    struct colour_space space = colour_display_p3();
    struct encode_request request = {.image = image, .space = &space, .format = PICTURE_PNG};
    struct bytes bytes;
    assert_true(encode_picture(&request, &bytes, NULL));
    write_file(f->photo_path, &bytes);
    mem_free(bytes.data);
    image_unref(image);
    f->case_ = case_create();
    struct photo *photo = photo_load(f->photo_path, NULL);
    struct marks marks = {0};
    struct case_view *view = case_take_photo(f->case_, photo, "a.png", &marks, NULL);
    photo_free(photo);
    view->view = (struct view){.width_px = 400,
                               .height_px = 300,
                               .focal_px = 1200.0,
                               .centre_px = {200.0, 150.0},
                               .origin_mm = {0.0, 13.0, 600.0}};
    view->view.to_camera.row[0] = vec3_make(1.0, 0.0, 0.0); // looking straight down, face at the lower edge
    view->view.to_camera.row[1] = vec3_make(0.0, -1.0, 0.0);
    view->view.to_camera.row[2] = vec3_make(0.0, 0.0, -1.0);
    view->scale_px_per_mm = (struct interval){2.0, 2.1, 2.2};
    case_take_template(f->case_, HAIRLINE_ROUND);
    *state = f;
    return 0;
}

static inline int leave(void **state)
{
    struct fixture *f = *state;
    unlink(f->photo_path);
    rmdir(f->folder);
    case_destroy(f->case_);
    mem_free(f);
    return 0;
}

// The same with the folder as home of what a session leaves behind, and without the networks.
static inline int enter_home(void **state)
{
    if (enter(state) != 0)
        return -1;
    struct fixture *f = *state;
    return setenv("STIPPLE_NETS", "/nonexistent", 1) | setenv("XDG_STATE_HOME", f->folder, 1);
}

static inline int leave_home(void **state)
{
    struct fixture *f = *state;
    char command[80];
    snprintf(command, sizeof command, "rm -rf %s", f->folder);
    int failed = system(command);
    leave(state);
    return failed;
}
