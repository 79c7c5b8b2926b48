// Runs a fuzz target over each file of the folders named on the command line, and over each of those that a person
// named also cut short and with single bits changed, so that a plain build learns from the corpus. What is
// named by its SHA-1, as fuzzers name what they find, is damage already or slow: once.
#include "fuzz.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 20, CUTS = 8, CHANGES = 16, FOUND_NAME_BYTES = 40 };

static void run_damaged(uint8_t *data, size_t size)
{
    for (size_t i = 0; i < CUTS; i++)
        LLVMFuzzerTestOneInput(data, size * i / CUTS);
    for (size_t i = 0; i < CHANGES && size > 0; i++) {
        size_t at = (i * 2654435761u) % size;
        uint8_t kept = data[at];
        data[at] = (uint8_t)(kept ^ (1u << (i % 8)));
        LLVMFuzzerTestOneInput(data, size);
        data[at] = kept;
    }
}

static bool is_found(const char *name)
{
    return strlen(name) == FOUND_NAME_BYTES && strspn(name, "0123456789abcdef") == FOUND_NAME_BYTES;
}

static int run_folder(const char *folder)
{
    static uint8_t data[MOST_BYTES];
    int count = 0;
    DIR *listing = opendir(folder);
    if (!listing) {
        fprintf(stderr, "cannot open %s\n", folder);
        return -1;
    }
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "rb");
        if (!file)
            continue;
        size_t size = fread(data, 1, sizeof data, file);
        fclose(file);
        LLVMFuzzerTestOneInput(data, size);
        if (!is_found(entry->d_name))
            run_damaged(data, size);
        count++;
    }
    closedir(listing);
    return count;
}

int main(int argc, char **argv)
{
    int inputs = 0;
    for (int i = 1; i < argc; i++) {
        int count = run_folder(argv[i]);
        if (count <= 0)
            return EXIT_FAILURE;
        inputs += count;
    }
    printf("%d inputs\n", inputs);
    return inputs > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
