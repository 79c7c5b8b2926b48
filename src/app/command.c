#include "app/command.h"

#include "app/cancel.h"
#include "app/manual.h"
#include "app/renderer.h"
#include "app/wrapped.h"
#include "base/file.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/place.h"
#include "base/spelling.h"
#include "image/face.h"
#include "plan/case.h"

#include <stdio.h>
#include <string.h>

static const struct command *const commands[] = {
    // sorted by name
    &command_add_view, &command_batch,    &command_clip,  &command_compare, &command_demo,
    &command_dots,     &command_estimate, &command_get,   &command_info,    &command_marking,
    &command_match,    &command_new,      &command_page,  &command_recover, &command_render,
    &command_report,   &command_set,      &command_sheet, &command_strip,   &command_versions,
};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

const struct arg_spec args_help[] = {{"--help", NULL, "this text", ARG_FIELD(ARG_SWITCH, help), 0, 0}, {0}};
const struct arg_spec args_threads[] = {
    {"--threads", "N", "how many threads work; the result is the same", ARG_FIELD(ARG_WHOLE, threads), 1, 256}, {0}};
const struct arg_spec args_output[] = {
    {"-o", "FILE", "where the result goes; - is standard output", ARG_FIELD(ARG_TEXT, output), 0, 0}, {0}};
const struct arg_spec args_view[] = {
    {"--view", "N", "which photo of the case: its number, from 1, or its file name", ARG_FIELD(ARG_TEXT, view), 0, 0},
    {0}};
const struct arg_spec args_option[] = {
    {"--option", "NAME", "which option of the case; the first when not given", ARG_FIELD(ARG_TEXT, option), 0, 0}, {0}};
const struct arg_spec args_frame[] = {
    {"--sessions", "N", "so many sessions done; all when not given, 0 is before", ARG_FIELD(ARG_WHOLE, sessions), 0,
     COURSE_MOST_EVENTS},
    {"--after", "TIME", "fresh, healed (the default), or a number with d, w, m, y since the last session",
     ARG_FIELD(ARG_TEXT, after), 0, 0},
    {0}};
const struct arg_spec args_light[] = {
    {"--light", "LIGHT", "soft, overhead or sun: as if the photo had been taken in that light, an approximation",
     ARG_FIELD(ARG_TEXT, light), 0, 0},
    {0}};

const struct arg_spec args_band[] = {{"--band", "BAND",
                                      "low, likely (the default) or high: how much of the pigment stays",
                                      ARG_FIELD(ARG_TEXT, band), 0, 0},
                                     {0}};
const struct arg_spec args_cover[] = {
    {"--crop", "PART", "scalp: from the brows up; or photo: all of it", ARG_FIELD(ARG_TEXT, crop), 0, 0},
    {"--cover", "HOW", "bar over the eyes, or blur from the brows down; it makes nobody anonymous",
     ARG_FIELD(ARG_TEXT, cover), 0, 0},
    {0}};
const struct arg_spec args_clinic[] = {
    {"--clinic", "FILE", "the clinic's name, logo, disclaimer and rates; see below", ARG_FIELD(ARG_TEXT, clinic), 0, 0},
    {0}};
const struct arg_spec args_handover[] = {
    {"--title", "TEXT", "over everything, in any script", ARG_FIELD(ARG_TEXT, title), 0, 0},
    {"--date", "YYYY-MM-DD", "date of making; today when not given", ARG_FIELD(ARG_TEXT, date), 0, 0},
    {0}};
const struct arg_spec args_json[] = {{"--json", NULL, "as JSON", ARG_FIELD(ARG_SWITCH, json), 0, 0}, {0}};
const struct arg_spec args_pose[] = {
    {"--landmark", "NAME=X,Y",
     "a point of the head in photo pixels (upright, from the top left), repeated; names: see below",
     ARG_FIELD(ARG_LIST, landmark), 0, 0},
    {"--outline", "X,Y", "a point on the rim of the bare skull, repeated; X,Y/X,Y/... gives several",
     ARG_FIELD(ARG_LIST, outline), 0, 0},
    {"--scale", "X1,Y1,X2,Y2,MM", "a length between two pixels, square to the camera at the head there",
     ARG_FIELD(ARG_TEXT, ruler), 0, 0},
    {"--facing", "SIDE", "front, left, right, top, back, three-quarter-left or -right: the patient's side that is seen",
     ARG_FIELD(ARG_TEXT, facing), 0, 0},
    {0}};

static const struct command *find(const char *name)
{
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static void print_help(void)
{
    puts("Stipple shows on a photo what scalp micropigmentation will look like.\n");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        printf("  stipple %-9s ", commands[i]->name);
        wrapped_print(commands[i]->summary, 20, 20);
    }
    puts("\n  stipple [CASE | PHOTO] [--renderer cpu|gl] opens the window; without\n"
         "  --renderer a graphics card draws, and the processor where OpenGL is software.\n\n"
         "  stipple COMMAND --help tells how each is used; stipple --version what this\n"
         "  program is; stipple --manual and --completion print the manual page and what\n"
         "  bash completes.\n\n"
         "  Exit codes: 0 done, 1 usage, 2 the input is at fault, 3 the machine is,\n"
         "  4 a part failed, 5 interrupted.");
}

static void print_command_help(const struct command *command)
{
    int indent = printf("usage: stipple %s ", command->name);
    wrapped_print(command->usage, indent, indent);
    wrapped_print(command->summary, 0, 0);
    putchar('\n');
    args_print_help(command->specs);
    if (command->more_help)
        command->more_help();
}

static void print_version(void)
{
    bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    char folder[PLACE_MOST_PATH];
    printf("stipple %s\nrenderers: %s\nsimd: %s\ncase format: %d\nfield version: %d\nautomatic set-up: %s\n",
           STIPPLE_VERSION, renderer_names(), has_avx2 ? "avx2" : "scalar", CASE_FORMAT, FIELD_VERSION,
           face_nets_folder(folder) ? "on" : "off, its networks are not installed (see README)");
}

static int report(const struct err *err)
{
    fprintf(stderr, "stipple: %s\n", err->text);
    return (int)err->code;
}

// No command, and no file that is there.
static bool unknown_name(const char *name, struct err *err)
{
    struct bytes none;
    if (strpbrk(name, "./"))
        return file_read(name, 0, &none, err); // says why it cannot be
    const char *names[COMMAND_COUNT];
    for (int i = 0; i < COMMAND_COUNT; i++)
        names[i] = commands[i]->name;
    const char *near = spelling_nearest(name, names, COMMAND_COUNT);
    return err_set(err, ERR_USAGE, "unknown command %.60s%s%s; see stipple --help", name,
                   near ? ": did you mean " : ", and there is no file of that name", near ? near : "");
}

// Names what must be there, without the options that may.
static bool wrong_count(const struct command *command, struct err *err)
{
    const char *options = strstr(command->usage, " [");
    size_t length = options ? (size_t)(options - command->usage) : strlen(command->usage);
    return err_set(err, ERR_USAGE, "usage: stipple %s %.*s; see stipple %s --help", command->name, (int)length,
                   command->usage, command->name);
}

static bool run(const struct command *command, int argc, char **argv, struct err *err)
{
    struct args args;
    if (!args_parse(argc, argv, command->specs, &args, err))
        return err_prefix(err, "%s", command->name);
    if (args.help) {
        print_command_help(command);
        return true;
    }
    if (args.names.count < command->least_names || args.names.count > command->most_names)
        return wrong_count(command, err);
    cancel_on_interrupt();
    mem_keep_freed(); // the window lives longer, and hands back
    return command->run(&args, err);
}

// What was printed must have arrived; a full disk behind a redirection is an error too.
static bool flush_output(struct err *err)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        return err_set(err, ERR_MACHINE, "standard output cannot be written");
    return true;
}

// Of what is handed over, and of the window; messages of the command line and all that programs read stay English.
static void choose_language(void)
{
    char words[PLACE_MOST_PATH];
    language_start(place_shared("locale", words) ? words : NULL);
    language_use(language_of_system());
}

int command_main(int argc, char **argv)
{
    struct err err = {0};
    choose_language();
    const char *first = argc > 1 ? argv[1] : "";
    const struct command *command = find(first);
    bool is_done = true;
    if (argc < 2)
        is_done = window_command(0, NULL, &err);
    else if (command)
        is_done = run(command, argc - 2, argv + 2, &err);
    else if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 || strcmp(first, "help") == 0)
        print_help();
    else if (strcmp(first, "--version") == 0)
        print_version();
    else if (strcmp(first, "--manual") == 0)
        manual_print(commands, COMMAND_COUNT);
    else if (strcmp(first, "--completion") == 0)
        completion_print(commands, COMMAND_COUNT);
    else if (file_exists(first) || strncmp(first, "--renderer", 10) == 0)
        is_done = window_command(argc - 1, argv + 1, &err);
    else
        is_done = unknown_name(first, &err);
    if (is_done && flush_output(&err))
        return 0;
    return report(&err);
}
