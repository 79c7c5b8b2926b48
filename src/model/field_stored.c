#include "model/field_stored.h"

// What tools/field_maker wrote into the build folder.
__asm__(".pushsection .rodata\n"
        ".balign 64\n"
        ".globl field_stored_file\n"
        ".hidden field_stored_file\n"
        "field_stored_file:\n"
        ".incbin \"" STIPPLE_STORED_FIELD "\"\n"
        ".popsection\n");

extern const struct field_stored_head field_stored_file;

bool field_stored_get(uint32_t version, uint64_t seed, struct field_stored *out)
{
    const struct field_stored_head *head = &field_stored_file;
    if (head->version != version || head->seed != seed)
        return false;
    const float *arrays = (const float *)(const void *)((const char *)head + sizeof *head);
    uint32_t pitch = field_stored_pitch(head->count);
    *out = (struct field_stored){(int)head->count, arrays, arrays + pitch, arrays + 2 * pitch};
    return true;
}
