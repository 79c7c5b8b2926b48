#include "app/command.h"
#include "app/given.h"
#include "app/report.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/shown.h"
#include "plan/case_grow.h"
#include "plan/case_hold.h"
#include "plan/case_set_up.h"
#include "plan/photo_maps.h"
#include "plan/photo_notes.h"
#include "plan/skin.h"

#include <math.h>
#include <stdio.h>

static const struct arg_spec specs_done[] = {
    {"--done", "N", "so many sessions and touch-ups had been done when the photo was taken", ARG_FIELD(ARG_WHOLE, done),
     0, COURSE_MOST_EVENTS},
    {"--replace", "N", "in the place of photo N; marks and mask go along where the shape is the same",
     ARG_FIELD(ARG_WHOLE, replace), 1, CASE_MOST_VIEWS},
    {0}};

static bool check_beside(const char *case_path, const char *photo_path, struct err *err)
{
    char *beside = file_in_folder_of(case_path, file_base_name(photo_path));
    bool is_beside = given_same_file(beside, photo_path) ||
                     err_set(err, ERR_INPUT, "%s must lie beside the case: copy it to %s", photo_path, beside);
    mem_free(beside);
    return is_beside;
}

// How far the surface moved where it moved most, over the upper head.
static double head_change_mm(const struct head *before, const struct head *after)
{
    double most = 0.0;
    for (int i = 0; i < 26; i++) { // the 26 directions of a cube's faces, edges and corners
        int k = i < 13 ? i : i + 1;
        struct vec3 dir = vec3_unit(vec3_make(k % 3 - 1, k / 3 % 3 - 1, k / 9 - 1));
        if (dir.z >= 0.0)
            most = fmax(most, fabs(head_radius_mm(after, dir) - head_radius_mm(before, dir)));
    }
    return most;
}

#define OTHER_SKIN 2 // tones beyond what exposure explains

// Photos of two patients in one case are a mistake that nobody sees later.
static void ask_whose(const struct photo *photo, const struct skin_maps *maps, const struct case_ *case_, int view)
{
    struct skin_reading skin;
    enum skin_tone known = case_->course.tone;
    if (!skin_estimate(photo, maps, &case_->view[view]->view, &case_->head, &skin))
        return;
    if ((int)known - (int)skin.darkest >= OTHER_SKIN || (int)skin.lightest - (int)known >= OTHER_SKIN)
        printf("  skin: %s by this photo, %s in the case: is it the same patient?\n", skin_tone_name(skin.tone),
               skin_tone_name(known));
}

static void tell_notes(const struct photo *photo, const struct case_ *case_, int view)
{
    struct pool *pool = pool_create(pool_default_threads());
    struct map_store *store = map_store_create(photo);
    const struct skin_maps *maps = map_store_skin(store, &case_->view[view]->view, &case_->head, pool);
    unsigned notes = photo_notes_of(photo, maps, case_, view);
    report_photo_notes(notes);
    if (!photo_notes_hide_tone(notes))
        ask_whose(photo, maps, case_, view);
    map_store_free(store);
    pool_destroy(pool);
}

static bool add(struct case_hold *hold, struct case_ *case_, const struct photo *photo, const struct args *args,
                struct pose_result *result, struct err *err)
{
    struct marks *marks = mem_alloc(sizeof *marks);
    struct set_up *set_up = mem_alloc(sizeof *set_up);
    struct face_nets *nets = NULL;
    struct head before = case_->head;
    bool is_made =
        given_marks(args, marks, err) && given_nets(marks, &nets, err) &&
        case_set_up(case_, nets, photo, file_base_name(args->names.item[1]), marks, HAIRLINE_ROUND, set_up, err);
    int last = case_->view_count - 1, grown = 0;
    *result = set_up->pose;
    if (is_made) {
        case_->view[last]->done_events = args->done > 0 ? args->done : 0;
        grown = case_grow_zones(case_, last, &set_up->draft);
    }
    face_nets_close(nets);
    mem_free(set_up);
    mem_free(marks);
    if (!is_made || !case_hold_save(hold, case_, err))
        return false;
    report_photo(photo, args->names.item[1]);
    report_head(case_);
    for (int i = 0; i < case_->view_count; i++) {
        report_view(case_, i);
        if (i == case_->view_count - 1)
            tell_notes(photo, case_, i);
        report_worst(result, i);
        report_draft(&case_->view[i]->marks);
    }
    report_grown(case_, grown);
    char name[SHOWN_BYTES];
    printf("the head changed by %.1f mm at most; wrote %s\n", head_change_mm(&before, &case_->head),
           shown(args->names.item[0], name, sizeof name));
    return true;
}

static bool replace(struct case_hold *hold, struct case_ *case_, const struct photo *photo, const struct args *args,
                    struct err *err)
{
    const char *path = args->names.item[1];
    if (args->landmark.count + args->outline.count > 0 || args->ruler || args->facing)
        return err_set(err, ERR_USAGE, "--replace keeps the marks of the photo that goes: give none");
    if (args->replace > case_->view_count)
        return err_set(err, ERR_INPUT, "there is no photo %d; the case has 1 to %d", args->replace, case_->view_count);
    struct case_view *view = case_->view[args->replace - 1];
    view->done_events = args->done >= 0 ? args->done : view->done_events;
    if (!case_replace_photo(case_, args->replace - 1, photo, file_base_name(path), NULL, err) ||
        !case_hold_save(hold, case_, err))
        return false;
    report_photo(photo, path);
    report_view(case_, args->replace - 1);
    tell_notes(photo, case_, args->replace - 1);
    return true;
}

static bool run_add_view(const struct args *args, struct err *err)
{
    struct case_hold *hold = NULL;
    struct case_ *case_ = given_case_to_change(args->names.item[0], &hold, err);
    struct photo *photo = case_ ? photo_load(args->names.item[1], err) : NULL;
    struct pose_result *result = mem_alloc(sizeof *result);
    if (photo)
        report_warning(photo, args->names.item[1]);
    bool is_done =
        photo && check_beside(args->names.item[0], args->names.item[1], err) &&
        (args->replace > 0 ? replace(hold, case_, photo, args, err) : add(hold, case_, photo, args, result, err));
    mem_free(result);
    photo_free(photo);
    case_destroy(case_);
    case_hold_drop(hold);
    return is_done;
}

const struct command command_add_view = {
    .name = "add-view",
    .usage = "CASE PHOTO [--landmark NAME=X,Y]... [--outline X,Y]... [--scale X1,Y1,X2,Y2,MM] [--facing SIDE] "
             "[--done N] [--replace N]",
    .summary = "adds another photo of the same head and fits all together, or puts one in the place of another",
    .least_names = 2,
    .most_names = 2,
    .run = run_add_view,
    .more_help = given_print_landmarks,
    .specs = (const struct arg_spec *const[]){args_pose, specs_done, args_help, NULL}};
