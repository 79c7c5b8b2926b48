#include "app/batch_one.h"

#include "app/cancel.h"
#include "app/given.h"
#include "app/handover.h"
#include "base/file.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "base/shown.h"
#include "output/batch_list.h"
#include "plan/case_file.h"
#include "plan/case_plan.h"
#include "plan/case_set_up.h"
#include "plan/photo_notes.h"
#include "plan/skin.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SETTINGS_MOST_BYTES = 1 << 25, OPEN_NAME_BYTES = 40 };

struct one {
    const struct args *args;
    struct batch_row row;
    char *path;                   // of the photo
    char opened[OPEN_NAME_BYTES]; // the same by its descriptor: short enough for every message
    int fd;
    char facing[24]; // the list's own; "": of the command line, else guessed
    char picture_path[4200];
    bool is_damaged;   // the photo; said already
    const char *doubt; // what a person should look at, beyond the marks; NULL: nothing
};

static void add_file(FILE *out, const char *path)
{
    struct bytes bytes;
    struct err unread = {0};
    if (path && file_read(path, SETTINGS_MOST_BYTES, &bytes, &unread)) {
        fwrite(bytes.data, 1, bytes.size, out);
        mem_free(bytes.data);
    }
}

bool batch_settings(const struct args *args, char sum[65], struct err *err)
{
    static const char *const except[] = {"-o",        "--jobs",     "--only",   "--list",
                                         "--threads", "--template", "--clinic", NULL};
    const char *words[2 * ARGS_MOST_ITEMS];
    char *room, *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return err_set(err, ERR_MACHINE, "not enough memory");
    fprintf(out, "%s\n%s\n", STIPPLE_VERSION, args->beside ? language_code() : ""); // the words of a pair
    int count = args_words(args, specs_batch_all, except, words, 2 * ARGS_MOST_ITEMS, &room);
    for (int i = 0; i < count; i++)
        fwrite(words[i], 1, strlen(words[i]) + 1, out);
    mem_free(room);
    add_file(out, args->template_case);
    fputc(0, out);
    add_file(out, args->clinic);
    fclose(out);
    sha256_hex(text, size, sum);
    free(text);
    return true;
}

bool batch_template(const struct args *args, struct case_ *case_, struct err *err)
{
    struct case_ *from = args->template_case ? case_load(args->template_case, err) : NULL;
    if (from)
        case_take_plan(case_, from);
    case_destroy(from);
    return from || !args->template_case;
}

static bool sum_of_photo(const struct one *one, char sum[65])
{
    struct bytes bytes;
    struct err unread = {0};
    if (!file_read(one->opened, (size_t)PHOTO_MOST_FILE_MB << 20, &bytes, &unread))
        return false;
    sha256_hex(bytes.data, bytes.size, sum);
    mem_free(bytes.data);
    return true;
}

// A picture stays when its photo goes, and is made anew when the photo or what was asked changed.
static bool is_there(const struct one *one, struct batch_row *found)
{
    char sum[65];
    if (!batch_row_load(one->args->output, one->row.number, found) || found->outcome == BATCH_FAILED ||
        strcmp(found->settings, one->row.settings) != 0 || strcmp(found->photo, one->row.photo) != 0 ||
        strcmp(found->picture, one->row.picture) != 0 || !file_exists(one->picture_path))
        return false;
    return one->fd < 0 || (sum_of_photo(one, sum) && strcmp(sum, found->sha256) == 0);
}

// No picture may fall on a photo, this one or another.
static bool check_place(const struct one *one, struct err *err)
{
    char *folder = file_in_folder_of(one->path, ".");
    bool is_inside = given_same_file(folder, one->args->output) || given_same_file(one->path, one->picture_path);
    mem_free(folder);
    return !is_inside || err_set(err, ERR_INPUT, "the photo lies where pictures are written: name another folder");
}

static const char *doubt_of(const struct set_up *result)
{
    if (result->scalp.kind == SCALP_FULL)
        return "hair all over is seen and nothing to treat: the picture has no dots";
    if (result->scalp.kind == SCALP_COVERED)
        return "a hat or cloth lies on the head: the picture has no dots";
    if (result->draft.has_cloth)
        return "cloth lies on the head, where the picture has no dots";
    return result->draft.face.rival > DRAFT_RIVAL ? "two faces are seen: look whether the dots are on the patient's"
                                                  : NULL;
}

static bool set_up(struct one *one, struct photo *photo, struct case_ *case_, struct err *err)
{
    struct marks *marks = mem_alloc(sizeof *marks);
    struct set_up *result = mem_alloc(sizeof *result);
    struct face_nets *nets = NULL;
    struct args args = *one->args;
    if (one->facing[0])
        args.facing = one->facing;
    char name[16];
    snprintf(name, sizeof name, "%04d", one->row.number);
    bool is_made = given_marks(&args, marks, err) && given_nets(marks, &nets, err) &&
                   case_set_up(case_, nets, photo, name, marks, HAIRLINE_ROUND, result, err);
    one->doubt = is_made ? doubt_of(result) : NULL;
    face_nets_close(nets);
    mem_free(result);
    mem_free(marks);
    return is_made;
}

// Behind what is said already.
static void add_reason(struct batch_row *row, const char *text)
{
    size_t used = strlen(row->reason);
    snprintf(row->reason + used, sizeof row->reason - used, "%s%s", used > 0 && *text ? "; " : "", text);
}

static void take_view(struct one *one, const struct case_view *view)
{
    char unsure[128];
    struct batch_row *row = &one->row;
    bool is_unsure = view->marks.certainty < DRAFT_SURE;
    row->outcome = is_unsure || one->doubt || one->is_damaged ? BATCH_UNSURE : BATCH_DONE;
    row->certainty = view->marks.certainty;
    row->scale_px_per_mm = view->scale_px_per_mm.likely;
    snprintf(row->facing, sizeof row->facing, "%s", facing_name(view->marks.facing));
    snprintf(unsure, sizeof unsure,
             "the marks are unsure (certainty %.2f): look at the picture, and mark the photo in the window",
             row->certainty);
    add_reason(row, is_unsure ? unsure : "");
    add_reason(row, one->doubt ? one->doubt : "");
}

// What the photo does not show is said even where all went well.
static void add_notes(struct batch_row *row, unsigned notes)
{
    for (int i = 0; i < PHOTO_NOTE_COUNT; i++)
        if (notes >> i & 1)
            add_reason(row, photo_note_text((enum photo_note)i));
}

static bool draw_picture(struct one *one, const struct case_ *case_, struct picture_maker *maker,
                         const struct frame *frame, struct err *err)
{
    struct picture_request request = {.frame = *frame, .cancel = cancel_flag(), .is_last = true};
    struct picture picture;
    bool is_cropped;
    if (!given_crop(one->args, false, &is_cropped, err) || !given_cover(one->args, &request.cover, err))
        return false;
    const struct photo *photo = picture_maker_photo(maker, frame->view, err);
    int width_px = one->args->width_px;
    request.frame.width_px = photo && width_px < photo->image->width_px ? width_px : 0;
    if (is_cropped)
        request.part = scalp_crop(case_, frame->view);
    if (!photo || !picture_make(maker, &request, &picture, err))
        return false;
    bool is_saved = picture_save(&picture, one->picture_path, err);
    picture_finish(&picture);
    return is_saved;
}

static bool draw_pair(struct one *one, struct case_ *case_, struct picture_maker *maker, struct pool *pool,
                      const struct frame *frame, struct err *err)
{
    struct args args = *one->args;
    args.output = one->picture_path;
    struct handover handover = {.args = &args,
                                .case_ = case_,
                                .frame = *frame,
                                .pool = pool,
                                .maker = maker,
                                .watch = {.cancel = cancel_flag()}};
    struct board *board = mem_alloc(sizeof *board);
    bool is_done = handover_look(&handover, err);
    if (is_done) {
        board_pair(case_, frame, board);
        is_done = handover_board(&handover, board, err);
    }
    mem_free(board);
    return is_done;
}

// What the photo shows, told and taken over; then the picture. The photo is the maker's from now on.
static bool draw(struct one *one, struct photo *photo, struct case_ *case_, struct err *err)
{
    struct pool *pool = given_pool(one->args);
    struct picture_maker *maker = picture_maker_create(case_, one->picture_path, pool);
    picture_maker_take_photo(maker, 0, photo);
    const struct skin_maps *maps = picture_maker_skin(maker, 0);
    struct skin_reading skin = {.tone = case_->course.tone};
    unsigned notes = photo_notes_of(photo, maps, case_, 0);
    add_notes(&one->row, notes);
    if (!photo_notes_hide_tone(notes))
        skin_estimate(photo, maps, &case_->view[0]->view, &case_->head, &skin);
    case_->course.tone = skin.tone;
    struct frame frame;
    bool is_done = given_frame(one->args, case_, &frame, err) &&
                   (one->args->beside ? draw_pair(one, case_, maker, pool, &frame, err)
                                      : draw_picture(one, case_, maker, &frame, err));
    picture_maker_destroy(maker);
    pool_destroy(pool);
    return is_done;
}

static bool make(struct one *one, struct err *err)
{
    if (one->fd < 0)
        return err_set(err, ERR_INPUT, "cannot be opened: %s", strerrordesc_np(errno));
    if (!check_place(one, err))
        return false;
    struct photo *photo = photo_load(one->opened, err);
    if (!photo)
        return false;
    struct case_ *case_ = case_create();
    memcpy(one->row.sha256, photo->sha256, sizeof one->row.sha256);
    one->is_damaged = photo->is_damaged;
    add_reason(&one->row, photo->warning);
    bool is_done = set_up(one, photo, case_, err) && batch_template(one->args, case_, err);
    if (is_done) {
        take_view(one, case_->view[0]);
        is_done = draw(one, photo, case_, err);
    } else {
        photo_free(photo);
    }
    case_destroy(case_);
    return is_done;
}

// What the messages of other parts begin with is known from the row.
static const char *without_name(const struct one *one, const char *text)
{
    char number[16];
    snprintf(number, sizeof number, "%04d", one->row.number);
    const char *const names[] = {one->opened, number};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length = strlen(names[i]);
        if (length > 0 && strncmp(text, names[i], length) == 0 && strncmp(text + length, ": ", 2) == 0)
            text += length + 2;
    }
    return text;
}

static void take_failure(struct one *one, const struct err *err)
{
    struct batch_row *row = &one->row;
    char why[sizeof row->reason];
    row->outcome = BATCH_FAILED;
    row->code = err->code;
    row->picture[0] = 0;
    shown(without_name(one, err->text), why, sizeof why);
    add_reason(row, why); // what is odd about the photo may be the cause
}

static bool finish(struct one *one, struct err *err)
{
    struct batch_row found;
    bool is_old = is_there(one, &found);
    if (is_old)
        one->row = found;
    else if (!make(one, err) && err->code == ERR_CANCELLED)
        return false;
    else if (err->code != ERR_NONE)
        take_failure(one, err);
    if (!is_old && !batch_row_save(one->args->output, &one->row, err))
        return false;
    char *text = batch_row_text(&one->row);
    fputs(text, stdout);
    mem_free(text);
    return one->row.outcome != BATCH_FAILED ||
           err_set(err, ERR_PARTIAL, "number %d: %s", one->row.number, one->row.reason);
}

static bool begin(struct one *one, const struct batch_list *list, struct err *err)
{
    const struct args *args = one->args;
    if (args->only > list->count)
        return err_set(err, ERR_USAGE,
                       "--only %d: %s/batch.list has %d photos; stipple batch FOLDER -o %s --list makes it", args->only,
                       args->output, list->count, args->output);
    const char *facing;
    one->row.number = args->only;
    one->path = batch_list_path(list->entry[args->only - 1], &facing);
    snprintf(one->facing, sizeof one->facing, "%s", facing);
    shown(one->path, one->row.photo, sizeof one->row.photo);
    snprintf(one->row.picture, sizeof one->row.picture, "%04d.%s", args->only, args->format ? args->format : "jpg");
    snprintf(one->picture_path, sizeof one->picture_path, "%s/%s", args->output, one->row.picture);
    one->fd = open(one->path, O_PATH | O_CLOEXEC);
    snprintf(one->opened, sizeof one->opened, "/proc/self/fd/%d", one->fd);
    return batch_settings(args, one->row.settings, err);
}

bool batch_one(const struct args *args, struct err *err)
{
    struct batch_list list;
    struct one *one = mem_alloc(sizeof *one);
    one->args = args;
    one->fd = -1;
    bool is_done = batch_list_load(args->output, &list, err) && begin(one, &list, err) && finish(one, err);
    if (one->fd >= 0)
        close(one->fd);
    mem_free(one->path);
    mem_free(one);
    batch_list_finish(&list);
    return is_done;
}
