#include "app/manual.h"

#include "plan/edit.h"
#include "plan/param.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

// Text as roff takes it: no request at a line's start, no macro among arguments, runs of spaces as one.
static void put(const char *text)
{
    bool is_start = true;
    for (; *text; text++) {
        bool is_gap = *text == ' ' || *text == '\n';
        if (is_gap && (is_start || text[1] == ' ' || text[1] == '\n' || text[1] == 0))
            continue;
        if (is_start && (*text == '.' || *text == '\''))
            fputs("\\&", stdout);
        if (*text == '\\')
            fputs("\\e", stdout);
        else if (*text == '-')
            fputs("\\-", stdout);
        else
            putchar(is_gap ? ' ' : *text);
        is_start = false;
    }
}

static void put_line(const char *text)
{
    put(text);
    putchar('\n');
}

static void put_options(const struct arg_spec *const specs[])
{
    for (int i = 0; specs[i]; i++)
        for (const struct arg_spec *spec = specs[i]; spec->name; spec++) {
            printf(".It ");
            fputs("Sy ", stdout);
            put(spec->name);
            if (spec->value) {
                printf(" Ar ");
                put(spec->value);
            }
            putchar('\n');
            put_line(spec->help);
        }
}

static void put_command(const struct command *command)
{
    printf(".Ss ");
    put_line(command->name);
    printf(".Sy stipple ");
    put_line(command->name);
    put_line(command->usage);
    puts(".Pp");
    put_line(command->summary);
    puts(".Bl -tag -width Ds");
    put_options(command->specs);
    puts(".El");
}

static void put_parameters(void)
{
    puts(".Sh PARAMETERS\nKeys of\n.Sy set\nand\n.Sy get ;\nof zones, events and photos with the name or number in "
         "them.\n"
         ".Bl -tag -width Ds");
    int count;
    const struct param *table = param_table(&count);
    for (const struct param *param = table; param < table + count; param++) {
        char range[512];
        param_range_text(param, range, sizeof range);
        printf(".It Sy ");
        put(param_group_name(param->group));
        put(*param_group_name(param->group) ? "." : "");
        put_line(param->name);
        put(param->help && *param->help ? param->help : param->label);
        printf(": ");
        put_line(range);
    }
    puts(".El\n.Sh VERBS\nOf\n.Sy set ,\nfor what has no value.\n.Bl -tag -width Ds");
    const struct edit_verb *verbs = edit_verbs(&count);
    for (int i = 0; i < count; i++) {
        printf(".It Sy ");
        put_line(verbs[i].form);
        put_line(verbs[i].help);
    }
    puts(".El");
}

void manual_print(const struct command *const commands[], int count)
{
    puts(".Dd November 23, 2026\n.Dt STIPPLE 1\n.Os\n.Sh NAME\n.Nm stipple\n"
         ".Nd shows on a photo what scalp micropigmentation will look like\n.Sh SYNOPSIS\n"
         ".Nm\n.Op Ar CASE | PHOTO\n.Nm\n.Ar COMMAND\n.Op Ar word ...\n.Sh DESCRIPTION\nWithout a command the window "
         "opens;\n"
         "with one, no display is needed.\nThe result is a simulation, not a promise.\nPhotos are never written to,\n"
         "and nothing is sent anywhere.\n.Sh COMMANDS");
    for (int i = 0; i < count; i++)
        put_command(commands[i]);
    put_parameters();
    puts(
        ".Sh EXIT STATUS\n0 done, 1 usage, 2 the input is at fault, 3 the machine is, 4 a part failed, 5 interrupted.");
}

// Words of an option's value that the table itself names, as csv|json.
static void put_values(const struct arg_spec *spec)
{
    if (spec->value && strchr(spec->value, '|') && islower((unsigned char)*spec->value)) {
        printf("            %s) COMPREPLY=($(compgen -W \"", spec->name);
        for (const char *at = spec->value; *at; at++)
            putchar(*at == '|' ? ' ' : *at);
        printf("\" -- \"$word\")); return ;;\n");
    }
}

static void put_case(const struct command *command)
{
    printf("    %s)\n        case $before in\n", command->name);
    for (int i = 0; command->specs[i]; i++)
        for (const struct arg_spec *spec = command->specs[i]; spec->name; spec++)
            put_values(spec);
    printf("        esac\n        options=\"");
    for (int i = 0, n = 0; command->specs[i]; i++)
        for (const struct arg_spec *spec = command->specs[i]; spec->name; spec++)
            printf("%s%s", n++ ? " " : "", spec->name);
    printf("\" ;;\n");
}

void completion_print(const struct command *const commands[], int count)
{
    printf("# bash completion of stipple; made by stipple --completion\n_stipple() {\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options=\n"
           "    COMPREPLY=()\n    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        COMPREPLY=($(compgen -W \"");
    for (int i = 0; i < count; i++)
        printf("%s ", commands[i]->name);
    printf("--help --version\" -- \"$word\"))\n        return\n    fi\n    case ${COMP_WORDS[1]} in\n");
    for (int i = 0; i < count; i++)
        put_case(commands[i]);
    puts("    esac\n    case $word in\n    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n    esac\n}\n"
         "complete -o default -F _stipple stipple");
}
