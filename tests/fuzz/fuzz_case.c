// Any bytes as a case: refused, or a case that keeps every rule and is written and read back the same, also from what a
// memo holds of it.
#include "fuzz.h"

#include "base/check.h"
#include "base/mem.h"
#include "plan/case_file.h"
#include "plan/text_memo.h"

#include <string.h>

static void check_memo(const struct case_ *case_, const char *text)
{
    struct text_memo *memo = text_memo_create();
    for (int i = 0; i < 2; i++) {
        char *again = case_text_again(case_, memo);
        REQUIRE(strcmp(again, text) == 0);
        mem_free(again);
    }
    text_memo_destroy(memo);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err = {0};
    struct case_ *case_ = case_parse((const char *)data, size, &err);
    if (!case_) {
        REQUIRE(err.code == ERR_INPUT && err.text[0]);
        case_is_text(data, size);
        return 0;
    }
    REQUIRE(case_is_text(data, size));
    char *text = case_text(case_);
    struct case_ *again = case_parse(text, strlen(text), &err);
    REQUIRE(again);
    char *second = case_text(again);
    REQUIRE(strcmp(text, second) == 0);
    check_memo(case_, text);
    mem_free(second);
    case_destroy(again);
    mem_free(text);
    case_destroy(case_);
    return 0;
}
