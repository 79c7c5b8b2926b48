// Writes the field that the program carries: see src/model/field_stored.h.
//
//     field_maker FILE
#include "base/file.h"
#include "base/mem.h"
#include "model/field.h"
#include "model/field_places.h"
#include "model/field_stored.h"

#include <stdio.h>
#include <string.h>

bool field_stored_get(uint32_t version, uint64_t seed, struct field_stored *out)
{
    (void)version, (void)seed, (void)out;
    return false; // this program is what stores it
}

int main(int count, char **argument)
{
    if (count != 2) {
        fprintf(stderr, "field_maker FILE\n");
        return 1;
    }
    struct pool *pool = pool_create(0);
    struct field *field = field_build_anew(FIELD_VERSION, FIELD_STORED_SEED, pool, NULL);
    if (!field)
        return 1;
    struct field_stored_head head = {
        .seed = field->seed, .version = field_places_version(field->version), .count = (uint32_t)field->count};
    size_t pitch = field_stored_pitch(head.count) * sizeof(float);
    size_t bytes = sizeof head + 3 * pitch;
    char *file = mem_alloc(bytes), *to = file + sizeof head;
    memcpy(file, &head, sizeof head);
    const float *arrays[] = {field->u, field->v, field->wobble};
    for (int i = 0; i < 3; i++, to += pitch)
        memcpy(to, arrays[i], head.count * sizeof(float));
    struct err err = {0};
    bool is_written = file_write_atomic(argument[1], file, bytes, &err);
    if (!is_written)
        fprintf(stderr, "%s\n", err.text);
    mem_free(file);
    field_unref(field);
    pool_destroy(pool);
    return is_written ? 0 : 1;
}
