#include "app/given.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/spelling.h"
#include "model/pose_marks.h"
#include "output/picture.h"
#include "plan/case_file.h"
#include "plan/moment.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WAIT_FOR_CASE_S 5.0

bool given_is_case(const char *path)
{
    if (strcmp(file_suffix(path), ".stipple") == 0)
        return true;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC); // must not hang on a pipe
    if (fd < 0)
        return false;
    struct stat info;
    char head[64];
    bool is_file = fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
    ssize_t size = is_file ? read(fd, head, sizeof head) : 0;
    close(fd);
    return size > 0 && case_is_text(head, (size_t)size);
}

struct case_ *given_case_to_change(const char *path, struct case_hold **hold, struct err *err)
{
    *hold = case_hold_take(path, WAIT_FOR_CASE_S);
    struct case_ *case_ = case_hold_load(*hold, err);
    if (case_ && *case_hold_read_only(*hold)) {
        err_set(err, ERR_INPUT, "%s", case_hold_read_only(*hold));
        case_destroy(case_);
        case_ = NULL;
    }
    if (!case_) {
        case_hold_drop(*hold);
        *hold = NULL;
    }
    return case_;
}

struct pool *given_pool(const struct args *args)
{
    return pool_create(args->threads > 0 ? args->threads : pool_default_threads());
}

bool given_option(const struct args *args, const struct case_ *case_, int *out, struct err *err)
{
    *out = args->option ? case_find_option(case_, args->option) : 0;
    if (*out >= 0)
        return true;
    char names[256] = "";
    for (int i = 0; i < case_->option_count; i++) {
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", case_->option[i]->name);
    }
    return err_set(err, ERR_INPUT, "there is no option %.60s; there are: %s", args->option, names);
}

static int find_photo(const struct case_ *case_, const char *name)
{
    for (int i = 0; i < case_->view_count; i++)
        if (strcmp(case_->view[i]->photo_name, name) == 0)
            return i;
    return -1;
}

bool given_view(const struct args *args, const struct case_ *case_, int *out, struct err *err)
{
    if (case_->view_count == 0)
        return err_set(err, ERR_INPUT, "the case has no photo; stipple add-view adds one");
    double number = 1.0;
    *out = args->view ? find_photo(case_, args->view) : 0;
    if (*out < 0 && number_parse(args->view, &number) && number >= 1.0 && number <= case_->view_count &&
        number == floor(number))
        *out = (int)number - 1;
    if (*out >= 0 && *out < case_->view_count)
        return true;
    return err_set(err, ERR_INPUT, "there is no photo %.60s; the case has 1 to %d, 1 is %s", args->view,
                   case_->view_count, case_->view[0]->photo_name);
}

static bool find_band(const char *name, enum band *out)
{
    static const char *const names[BAND_COUNT] = {"low", "likely", "high"};
    for (int i = 0; i < BAND_COUNT; i++)
        if (strcmp(names[i], name) == 0) {
            *out = (enum band)i;
            return true;
        }
    return false;
}

static bool find_light(const char *name, enum light *out)
{
    for (int i = LIGHT_PHOTO + 1; i < LIGHT_COUNT; i++)
        if (strcmp(light_name((enum light)i), name) == 0) {
            *out = (enum light)i;
            return true;
        }
    return false;
}

bool given_frame(const struct args *args, const struct case_ *case_, struct frame *out, struct err *err)
{
    *out = (struct frame){.sessions = args->sessions, .time = TIME_HEALED, .band = BAND_LIKELY};
    out->is_before = args->before;
    if (args->after && !frame_parse_time(args->after, out))
        return err_set(err, ERR_USAGE, "--after %.40s: fresh, healed or a number with d, w, m or y is wanted",
                       args->after);
    if (args->band && !find_band(args->band, &out->band))
        return err_set(err, ERR_USAGE, "--band %.40s: low, likely or high is wanted", args->band);
    if (args->light && !find_light(args->light, &out->light))
        return err_set(err, ERR_USAGE, "--light %.40s: soft, overhead or sun is wanted", args->light);
    if (args->sessions > course_sessions(&case_->course))
        return err_set(err, ERR_INPUT, "--sessions %d: the course has %d", args->sessions,
                       course_sessions(&case_->course));
    return given_option(args, case_, &out->option, err) && given_view(args, case_, &out->view, err);
}

// "X,Y" exactly, or as many numbers as wanted.
static bool parse_numbers(const char *text, double *out, int count)
{
    char *copy = mem_strdup(text), *save = NULL, *part = strtok_r(copy, ",", &save);
    int found = 0;
    bool is_sound = true;
    for (; part && is_sound; part = strtok_r(NULL, ",", &save), found++)
        is_sound = found < count && number_parse(part, &out[found]);
    mem_free(copy);
    return is_sound && found == count;
}

static bool take_landmark(const char *text, struct marks *out, struct err *err)
{
    const char *sign = strchr(text, '=');
    char name[48];
    snprintf(name, sizeof name, "%.*s", sign ? (int)(sign - text) : 0, text);
    double at[2];
    if (!sign || !parse_numbers(sign + 1, at, 2))
        return err_set(err, ERR_USAGE, "--landmark %.60s: NAME=X,Y is wanted", text);
    enum landmark landmark;
    if (landmark_find(name, &landmark)) {
        out->has_landmark[landmark] = true;
        out->landmark[landmark] = (struct pt_px){at[0], at[1]};
        return true;
    }
    const char *names[LANDMARK_COUNT];
    for (int i = 0; i < LANDMARK_COUNT; i++)
        names[i] = landmark_name((enum landmark)i);
    const char *near = spelling_nearest(name, names, LANDMARK_COUNT);
    return err_set(err, ERR_USAGE, "--landmark %.60s: there is no landmark of that name%s%s", text,
                   near ? "; did you mean " : "; see --help", near ? near : "");
}

static bool take_outline(const char *text, struct marks *out, struct err *err)
{
    char *copy = mem_strdup(text), *save = NULL;
    bool is_sound = true;
    for (char *part = strtok_r(copy, "/", &save); part && is_sound; part = strtok_r(NULL, "/", &save)) {
        double at[2];
        is_sound = out->outline_count < MARKS_MOST_OUTLINE && parse_numbers(part, at, 2);
        if (is_sound)
            out->outline[out->outline_count++] = (struct pt_px){at[0], at[1]};
    }
    mem_free(copy);
    return is_sound ||
           err_set(err, ERR_USAGE, "--outline %.60s: X,Y is wanted, at most %d points", text, MARKS_MOST_OUTLINE);
}

static bool take_ruler(const char *text, struct marks *out, struct err *err)
{
    double at[5];
    if (!parse_numbers(text, at, 5) || !(at[4] > 0.0))
        return err_set(err, ERR_USAGE, "--scale %.60s: X1,Y1,X2,Y2,MM is wanted", text);
    out->has_ruler = true;
    out->ruler[0] = (struct pt_px){at[0], at[1]};
    out->ruler[1] = (struct pt_px){at[2], at[3]};
    out->ruler_mm = at[4];
    return true;
}

bool given_marks(const struct args *args, struct marks *out, struct err *err)
{
    for (int i = 0; i < args->landmark.count; i++)
        if (!take_landmark(args->landmark.item[i], out, err))
            return false;
    for (int i = 0; i < args->outline.count; i++)
        if (!take_outline(args->outline.item[i], out, err))
            return false;
    if (args->ruler && !take_ruler(args->ruler, out, err))
        return false;
    if (args->facing && !facing_find(args->facing, &out->facing))
        return err_set(err, ERR_USAGE,
                       "--facing %.40s: front, left, right, top, back, three-quarter-left or "
                       "three-quarter-right is wanted",
                       args->facing);
    return true;
}

bool given_nets(const struct marks *marks, struct face_nets **out, struct err *err)
{
    char folder[PLACE_MOST_PATH];
    *out = NULL;
    if (marks_are_enough(marks)) // a person marked the photo: nothing is guessed
        return true;
    if (!face_nets_folder(folder))
        return marks_are_any(marks) || // too few of them: the fit says which
               err_set(err, ERR_INPUT,
                       "automatic set-up is off, its networks are not installed (see README); mark "
                       "the photo: three landmarks far apart (best glabella and both tragions)");
    *out = face_nets_open(folder, err);
    return *out != NULL;
}

void given_print_landmarks(void)
{
    printf("\nlandmarks (left and right are the patient's):\n ");
    for (int i = 0; i < LANDMARK_COUNT; i++)
        printf(" %s%s", landmark_name((enum landmark)i), i % 5 == 4 ? "\n " : "");
    printf("\n");
}

bool given_same_file(const char *one, const char *other)
{
    struct stat a, b;
    return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool given_output(const char *output, const char *const inputs[], int count, struct err *err)
{
    for (int i = 0; output && i < count; i++)
        if (given_same_file(output, inputs[i]))
            return err_set(err, ERR_USAGE, "-o %.200s is a file that is read: choose another name", output);
    return true;
}

bool given_crop(const struct args *args, bool otherwise, bool *out, struct err *err)
{
    *out = args->crop ? strcmp(args->crop, "scalp") == 0 : otherwise;
    return !args->crop || *out || strcmp(args->crop, "photo") == 0 ||
           err_set(err, ERR_USAGE, "--crop %.40s: scalp or photo is wanted", args->crop);
}

bool given_cover(const struct args *args, enum face_cover *out, struct err *err)
{
    const char *cover = args->cover ? args->cover : "";
    *out = strcmp(cover, "bar") == 0 ? COVER_BAR : strcmp(cover, "blur") == 0 ? COVER_BLUR : COVER_NONE;
    return !args->cover || *out != COVER_NONE || err_set(err, ERR_USAGE, "--cover %.40s: bar or blur is wanted", cover);
}

bool given_format(const struct args *args, struct err *err)
{
    enum picture_format format;
    if (!args->output)
        return err_set(err, ERR_USAGE, "-o FILE is missing");
    return strcmp(args->output, "-") == 0 || picture_format_of(args->output, &format) ||
           err_set(err, ERR_USAGE, "-o %.200s: the name must end in .png, .jpg, .webp or .tif", args->output);
}

bool given_output_of_case(const struct args *args, const struct case_ *case_, struct err *err)
{
    bool is_safe = given_output(args->output, args->names.item, 1, err);
    for (int i = 0; i < case_->view_count && is_safe; i++) {
        char *path = picture_photo_path(args->names.item[0], case_->view[i]);
        is_safe = given_output(args->output, (const char *const[]){path}, 1, err);
        mem_free(path);
    }
    return is_safe;
}
