// param_words: the words of the parameter table, of the advice and of what is read off stubble as N_("...") lines of C,
// for xgettext (tools/words/update).
#include "plan/advice.h"
#include "plan/param.h"
#include "plan/stubble.h"

#include <stdio.h>

static void print_word(const char *word, const char *note)
{
    if (!*word)
        return;
    printf("// words: %s xgettext:no-c-format\nN_(\"", note);
    for (const char *c = word; *c; c++) {
        if (*c == '"' || *c == '\\')
            putchar('\\');
        putchar(*c);
    }
    printf("\")\n");
}

int main(void)
{
    int count;
    const struct param *table = param_table(&count);
    for (int i = 0; i < ADVICE_KIND_COUNT; i++)
        print_word(advice_text((enum advice_kind)i), "a warning below a control");
    for (int i = 0; i < STUBBLE_STATE_COUNT; i++)
        print_word(stubble_text((enum stubble_state)i), "said below a button");
    for (int i = 0; i < count; i++) {
        print_word(table[i].label, "a control");
        print_word(table[i].unit, "a unit");
        print_word(table[i].help, "said below a control");
        for (int choice = 0; table[i].choice_name && choice <= (int)table[i].most; choice++)
            print_word(table[i].choice_name(choice), "one of several; - stands for a blank");
    }
}
