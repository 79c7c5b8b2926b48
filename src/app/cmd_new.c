#include "app/command.h"
#include "app/given.h"
#include "app/report.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/shown.h"
#include "plan/case_file.h"
#include "plan/case_set_up.h"
#include "plan/edit.h"
#include "plan/photo_maps.h"
#include "plan/photo_notes.h"
#include "plan/skin.h"

#include <stdio.h>
#include <string.h>

static const struct arg_spec specs_new[] = {
    {"--hairline", "TEMPLATE", "straight, round (the default), winged, peaked, boxed-up, receded or female-rounded",
     ARG_FIELD(ARG_TEXT, hairline), 0, 0},
    {"--set", "KEY=VALUE", "as stipple set does, repeated", ARG_FIELD(ARG_LIST, change), 0, 0},
    {0}};

// Photos are found beside the case file, so this one must lie there from the start.
static bool check_beside(const char *case_path, const char *photo_path, struct err *err)
{
    char *beside = file_in_folder_of(case_path, file_base_name(photo_path));
    bool is_beside = given_same_file(beside, photo_path);
    if (!is_beside && file_exists(photo_path))
        err_set(err, ERR_INPUT, "%s must lie beside the case: copy it to %s, or write the case into the photo's folder",
                photo_path, beside);
    mem_free(beside);
    return is_beside || !file_exists(photo_path); // a missing photo is told of when it is read
}

static bool check_output(const struct args *args, struct err *err)
{
    const char *output = args->output;
    if (!output)
        return err_set(err, ERR_USAGE, "new: -o CASE.stipple is missing");
    if (strcmp(output, "-") == 0)
        return true;
    if (strcmp(file_suffix(output), ".stipple") != 0)
        return err_set(err, ERR_USAGE, "-o %.200s: the name of a case ends in .stipple", output);
    if (!given_output(output, args->names.item, 1, err))
        return false;
    if (file_exists(output)) // a plan may hold hours of work
        return err_set(err, ERR_INPUT, "%.200s is there already: choose another name or remove it", output);
    return check_beside(output, args->names.item[0], err);
}

static void report_skin(const struct skin_reading *skin, bool is_read, enum skin_tone used)
{
    if (!is_read) {
        printf("skin: cannot be told by this photo; course.skin=%s is used\n", skin_tone_name(used));
        return;
    }
    printf("skin: %s by the photo (ITA %.0f deg; by its exposure %.0f to %.0f", skin_tone_name(skin->tone),
           skin->ita_deg, skin->darkest_deg, skin->lightest_deg);
    if (skin->lightest != skin->darkest)
        printf(", %s to %s", skin_tone_name(skin->darkest), skin_tone_name(skin->lightest));
    printf("); course.skin says what is used\n");
}

// What is read off the photo once the head is known.
struct seen {
    struct pool *pool;
    struct map_store *store;
    unsigned notes;
    struct skin_reading skin;
    bool is_skin_read;
};

static const struct skin_maps *maps_of(const struct seen *seen, const struct case_ *case_)
{
    return map_store_skin(seen->store, &case_->view[0]->view, &case_->head, seen->pool);
}

static void tell(const struct case_ *case_, const struct set_up *set_up, const struct seen *seen,
                 const struct args *args, const struct photo *photo)
{
    report_photo(photo, args->names.item[0]);
    report_head(case_);
    report_view(case_, 0);
    report_photo_notes(seen->notes);
    report_worst(&set_up->pose, 0);
    report_draft(&case_->view[0]->marks);
    if (set_up->draft.face.rival > DRAFT_RIVAL)
        printf("  note: two faces are seen; where this is not the patient's, cut the photo down to the head that is\n");
    report_scalp(&set_up->scalp);
    report_option(case_, 0);
    report_skin(&seen->skin, seen->is_skin_read, case_->course.tone);
    report_course(&case_->course);
    char name[SHOWN_BYTES];
    printf("wrote %s\n", shown(args->output, name, sizeof name));
}

// A template that a person named is no draft, and is shown on a head of hair too.
static void take_as_chosen(struct case_ *case_)
{
    struct option option = *case_->option[0];
    option.hairline.draft_certainty = 0.0;
    if (option.zone_count == 0)
        option.zone[option.zone_count++] = zone_make(ZONE_FULL, &case_->head, &option.hairline);
    case_set_option(case_, 0, &option);
}

static bool set_up_case(const struct args *args, const struct photo *photo, struct case_ *case_, struct set_up *set_up,
                        struct err *err)
{
    struct marks *marks = mem_alloc(sizeof *marks);
    enum hairline_shape shape = HAIRLINE_ROUND;
    struct face_nets *nets = NULL;
    bool is_made = false, is_known = !args->hairline || hairline_shape_find(args->hairline, &shape);
    if (!is_known)
        err_set(err, ERR_USAGE, "--hairline %.40s: no such template; see --help", args->hairline);
    else if (given_marks(args, marks, err) && given_nets(marks, &nets, err))
        is_made = case_set_up(case_, nets, photo, file_base_name(args->names.item[0]), marks, shape, set_up, err);
    face_nets_close(nets);
    mem_free(marks);
    return is_made;
}

// The whole of it, once the photo is there. The case is made, changed, saved and told of.
static bool make(const struct args *args, const struct photo *photo, struct case_ *case_, struct set_up *set_up,
                 struct err *err)
{
    if (!set_up_case(args, photo, case_, set_up, err))
        return false;
    if (args->hairline)
        take_as_chosen(case_);
    struct seen seen = {.pool = pool_create(pool_default_threads()), .store = map_store_create(photo)};
    const struct skin_maps *maps = maps_of(&seen, case_);
    seen.notes = photo_notes_of(photo, maps, case_, 0);
    seen.is_skin_read = !photo_notes_hide_tone(seen.notes) &&
                        skin_estimate(photo, maps, &case_->view[0]->view, &case_->head, &seen.skin);
    if (seen.is_skin_read)
        case_->course.tone = seen.skin.tone;
    struct case_ *edited = edit_apply(case_, (struct edit_place){0, 0}, args->change.item, args->change.count, err);
    bool is_saved = edited && case_save(edited, args->output, err);
    if (is_saved && strcmp(args->output, "-") != 0)
        tell(edited, set_up, &seen, args, photo);
    case_destroy(edited);
    map_store_free(seen.store);
    pool_destroy(seen.pool);
    return is_saved;
}

static bool run_new(const struct args *args, struct err *err)
{
    if (!check_output(args, err))
        return false;
    struct photo *photo = photo_load(args->names.item[0], err);
    if (!photo)
        return false;
    report_warning(photo, args->names.item[0]);
    struct case_ *case_ = case_create();
    struct set_up *set_up = mem_alloc(sizeof *set_up);
    bool is_done = make(args, photo, case_, set_up, err);
    mem_free(set_up);
    case_destroy(case_);
    photo_free(photo);
    return is_done;
}

const struct command command_new = {
    .name = "new",
    .usage = "PHOTO -o CASE.stipple [--landmark NAME=X,Y]... [--outline X,Y]... [--scale X1,Y1,X2,Y2,MM] "
             "[--facing SIDE] [--hairline TEMPLATE] [--set KEY=VALUE]...",
    .summary = "makes a case from a photo and what was marked on it; drafts the marks itself where a face is seen",
    .least_names = 1,
    .most_names = 1,
    .run = run_new,
    .more_help = given_print_landmarks,
    .specs = (const struct arg_spec *const[]){args_output, args_pose, specs_new, args_help, NULL}};
