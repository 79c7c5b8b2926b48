#include "app/command.h"
#include "app/given.h"
#include "app/report.h"
#include "output/picture.h"
#include "plan/sides.h"

#include <stdio.h>

static const struct arg_spec specs_match[] = {
    {"--look", NULL, "only tells what was read and what would be set", ARG_FIELD(ARG_SWITCH, look), 0, 0}, {0}};

static bool read_sides(const struct args *args, const struct case_ *case_, int option, struct sides *out,
                       struct err *err)
{
    struct pool *pool = given_pool(args);
    struct picture_maker *maker = picture_maker_create(case_, args->names.item[0], pool);
    const struct photo *photo[CASE_MOST_VIEWS] = {0};
    int view = 0;
    bool is_done = given_view(args, case_, &view, err);
    for (int i = 0; is_done && i < case_->view_count; i++)
        if (!args->view || i == view) {
            photo[i] = picture_maker_photo(maker, i, err);
            is_done = photo[i];
        }
    is_done = is_done && sides_read(photo, case_, option, pool, out, err);
    picture_maker_destroy(maker);
    pool_destroy(pool);
    return is_done;
}

static void print_sides(const struct case_ *case_, int option, const struct sides *sides)
{
    const struct stubble_match *match = &sides->match;
    printf("photo %d\n", sides->view + 1);
    report_stubble(&sides->stubble);
    if (sides->stubble.state == STUBBLE_READ)
        printf("option %s: shade %.3g and %.0f dots/cm2 in zone %s come nearest: %.0f %% of the light, contrast %.1f "
               "%%%s\n",
               case_->option[option]->name, match->shade_tau, match->density_per_cm2,
               case_->option[option]->zone[match->zone].name, 100.0 * match->darkening, 100.0 * match->contrast,
               match->certainty < STUBBLE_SURE ? "; unsure, compare it with the photo" : "");
}

static bool run_match(const struct args *args, struct err *err)
{
    struct case_hold *hold = NULL;
    struct case_ *case_ = given_case_to_change(args->names.item[0], &hold, err);
    struct sides sides;
    int option = 0;
    bool is_done = case_ && given_option(args, case_, &option, err) && read_sides(args, case_, option, &sides, err);
    bool is_read = is_done && sides.stubble.state == STUBBLE_READ;
    if (is_done && (is_read || args->look))
        print_sides(case_, option, &sides);
    else if (is_done)
        is_done = err_set(err, ERR_INPUT, "%s", stubble_text(sides.stubble.state));
    if (is_read && !args->look)
        is_done = stubble_match_apply(&sides.match, case_, option, err) && case_hold_save(hold, case_, err);
    case_destroy(case_);
    case_hold_drop(hold);
    return is_done;
}

const struct command command_match = {
    .name = "match",
    .usage = "CASE [--option NAME] [--view N] [--look]",
    .summary = "sets shade and density after the patient's own stubble, as the photos show it at the sides",
    .least_names = 1,
    .most_names = 1,
    .run = run_match,
    .specs = (const struct arg_spec *const[]){specs_match, args_option, args_view, args_threads, args_help, NULL}};
