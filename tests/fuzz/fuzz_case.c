// Any bytes as a case: refused, or a case that keeps every rule and is written and read back the same.
#include "fuzz.h"

#include "base/check.h"
#include "base/mem.h"
#include "plan/case_file.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err = {0};
    struct case_ *case_ = case_parse((const char *)data, size, &err);
    if (!case_) {
        REQUIRE(err.code == ERR_INPUT && err.text[0]);
        return 0;
    }
    char *text = case_text(case_);
    struct case_ *again = case_parse(text, strlen(text), &err);
    REQUIRE(again);
    char *second = case_text(again);
    REQUIRE(strcmp(text, second) == 0);
    mem_free(second);
    case_destroy(again);
    mem_free(text);
    case_destroy(case_);
    return 0;
}
