#include "app/handover.h"

#include "app/cancel.h"
#include "app/report.h"
#include "plan/case_file.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void show_progress(void *context, int done, int total)
{
    (void)context;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, done < total ? "\r%d of %d" : "\r\033[K", done, total);
}

bool handover_date(const char *given, char out[16], struct err *err)
{
    if (!given) {
        time_t now = time(NULL);
        struct tm day;
        localtime_r(&now, &day);
        strftime(out, 16, "%Y-%m-%d", &day);
        return true;
    }
    bool is_date = strlen(given) == 10;
    for (int i = 0; is_date && i < 10; i++)
        is_date = i == 4 || i == 7 ? given[i] == '-' : given[i] >= '0' && given[i] <= '9';
    snprintf(out, 16, "%.10s", given);
    return is_date || err_set(err, ERR_USAGE, "--date %.40s: YYYY-MM-DD is wanted", given);
}

bool handover_look(struct handover *out, struct err *err)
{
    const struct args *args = out->args;
    return given_cover(args, &out->cover, err) && given_crop(args, true, &out->is_cropped, err) &&
           handover_date(args->date, out->date, err) && clinic_load(args->clinic, &out->clinic, err);
}

bool handover_begin(const struct args *args, struct handover *out, struct err *err)
{
    *out = (struct handover){.args = args, .watch = {.cancel = cancel_flag(), .progress = show_progress}};
    if (!handover_look(out, err))
        return false;
    out->case_ = case_load(args->names.item[0], err);
    if (!out->case_ || !given_frame(args, out->case_, &out->frame, err) || !given_output_of_case(args, out->case_, err))
        return false;
    const char *const own[] = {args->clinic ? args->clinic : "", out->clinic.logo_path};
    if (!given_output(args->output, own, 2, err))
        return false;
    out->pool = given_pool(args);
    out->maker = picture_maker_create(out->case_, args->names.item[0], out->pool);
    const struct photo *photo = picture_maker_photo(out->maker, out->frame.view, err);
    if (photo)
        report_warning(photo, out->case_->view[out->frame.view]->photo_name);
    return photo != NULL;
}

void handover_finish(struct handover *handover)
{
    picture_maker_destroy(handover->maker);
    pool_destroy(handover->pool);
    case_destroy(handover->case_);
}

bool handover_board(struct handover *handover, const struct board *board, struct err *err)
{
    struct board_request request = {
        .board = board,
        .case_ = handover->case_,
        .clinic = &handover->clinic,
        .title = handover->args->title,
        .date = handover->date,
        .cell_px = handover->args->width_px,
        .is_cropped = handover->is_cropped,
        .cover = handover->cover,
        .watch = handover->watch,
    };
    struct picture picture;
    if (!board_draw(handover->maker, &request, &picture, err))
        return false;
    bool is_saved = picture_save(&picture, handover->args->output, err);
    picture_finish(&picture);
    return is_saved;
}

bool handover_word(const char **at, char *out, size_t size)
{
    if (!*at || !**at)
        return false;
    size_t length = strcspn(*at, ",");
    size_t kept = length < size ? length : size - 1;
    memcpy(out, *at, kept);
    out[kept] = 0;
    *at += length + ((*at)[length] == ',');
    return true;
}

int handover_times(const char *text, struct frame *out, int most, struct err *err)
{
    char word[64];
    int count = 0;
    for (; handover_word(&text, word, sizeof word); count++) {
        if (count == most) {
            err_set(err, ERR_USAGE, "--times: at most %d", most);
            return 0;
        }
        out[count] = (struct frame){.sessions = -1, .is_before = strcmp(word, "before") == 0};
        if (!out[count].is_before && !frame_parse_time(word, &out[count])) {
            err_set(err, ERR_USAGE, "--times %.40s: before, fresh, healed or a number with d, w, m or y is wanted",
                    word);
            return 0;
        }
    }
    if (count == 0)
        err_set(err, ERR_USAGE, "--times: at least one is wanted");
    return count;
}

void handover_help(void)
{
    printf("\n%s\n", clinic_help());
}
